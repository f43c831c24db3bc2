// Models by name: in the catalogue with their sources, found when a job names them, written out by name.
#include "input/models.h"
#include "catch.h"
#include "program.h"
#include "result/json_value.h"
#include "sizer/input.h"

using namespace sizer;
using Catch::Matchers::Contains;

namespace {

Job scoring(const std::string& keys) {
  return read_job(
      "engine: ray\ncluster: 1 x p4d.24xlarge\ninputs:\n  rows: {rows: 1M, row_width: 1 kB}\nsteps:\n"
      "  - inference: {device: gpu, " +
          keys + "}\n",
      "job.yaml");
}

const Inference& step_of(const Job& job) {
  return std::get<Inference>(job.steps[0].op);
}

}  // namespace

TEST_CASE("every model of the catalogue has a kind, its figures and a dated source, and no name stands twice",
          "[catalogue][inference]") {
  const std::vector<std::string> names = model_names();
  CHECK(names.size() >= 60);
  for (const std::string& name : names) {
    CAPTURE(name);
    CHECK(std::ranges::count(names, name) == 1);
    const auto model = model_named(name);
    REQUIRE(model);
    CHECK(model->name == name);
    CHECK(model->kind != ModelKind::unknown);
    CHECK_THAT(model->source, Contains(", 20"));
    if (model->kind == ModelKind::generation) {
      CHECK(model->layers > 0);
      // Attention and what stands between makes most of a model: its parameters are about 12 x layers x width^2.
      REQUIRE(model->parameters);
      CHECK(model->kv_heads <= model->heads);
    }
    if (model->active_parameters) CHECK(*model->active_parameters < *model->parameters);
  }
}

TEST_CASE("a model is named, or written out", "[input][inference]") {
  const Job named = scoring("model: Llama-3.1-8B, tokens_in: 300..900, tokens_out: 150");
  CHECK(step_of(named).model->layers == 32);
  CHECK(step_of(named).tokens_in->high.value == 900);
  CHECK_THAT(write_job(named), Contains("model: \"llama-3.1-8b\"") || Contains("model: llama-3.1-8b"));
  const Job written = scoring("model: {parameters: 8B, layers: 32}");
  CHECK(step_of(written).model->parameters->value == 8e9);
  CHECK(step_of(read_job(write_job(written), "again.yaml")).model == step_of(written).model);
  CHECK(step_of(scoring("model_size: 2 GB")).model_size->typical.value == 2e9);
  CHECK_FALSE(step_of(scoring("model_size: 2 GB")).model);
}

TEST_CASE("`sizer models` lists and shows them", "[cli][inference]") {
  const Ran listed = sizer_with({"models", "list", "llama-*"});
  CHECK(listed.code == 0);
  CHECK_THAT(listed.out, Contains("llama-3.1-8b") && !Contains("qwen"));
  CHECK_THAT(sizer_with({"models", "show", "resnet50"}).out, Contains("8.18"));
  const Json all = Json::parse(sizer_with({"models", "--format", "json"}).out);
  CHECK(all.at("models").size() == model_names().size());
  CHECK(sizer_with({"models", "show"}).code == 2);
  CHECK(sizer_with({"models", "lst"}).code == 2);
  CHECK(sizer_with({"models", "list", "lama"}).code == 2);
}

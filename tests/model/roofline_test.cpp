// Rooflines: no estimate passes what the GPU can do, and what makes a model larger, longer or less served makes it
// slower.
#include <algorithm>

#include "catch.h"
#include "generated_job.h"
#include "sizer/catalogue.h"
#include "sizer/inference.h"
#include "sizer/input.h"

using namespace sizer;

namespace {

const ConstantValues& believed(Case c) {
  static const Constants constants;
  return constants.at(c);
}

GpuModel gpu_named(const std::string& name) {
  const std::vector<GpuModel> all = built_in_catalogue().gpus();
  const auto found = std::ranges::find(all, name, &GpuModel::name);
  REQUIRE(found != all.end());
  return *found;
}

/// 8 billion parameters of the usual shape, 600 tokens in and 150 out.
Inference writing() {
  Inference step;
  step.device = Device::gpu;
  step.gpus = 1;
  step.quality = Quality::typical;
  step.model = Model{.kind = ModelKind::generation,
                     .parameters = Rows{8e9},
                     .layers = 32,
                     .heads = 32,
                     .kv_heads = 8,
                     .head_size = 128};
  step.tokens_in = exactly(Rows{600});
  step.tokens_out = exactly(Rows{150});
  return step;
}

Roofline roofline_on(const Inference& step, const std::string& gpu, Case c = Case::typical) {
  const auto made = roofline(step, gpu_named(gpu), std::nullopt, believed(c), c);
  REQUIRE(made);
  return *made;
}

}  // namespace

TEST_CASE("no estimate passes the roofline", "[model][inference][law]") {
  int scored = 0;
  constexpr unsigned jobs = generated::seeds(3000);
  for (unsigned seed = 0; seed < jobs; ++seed) {
    const Job job = generated::job(seed);
    if (!job.cluster.gpu) continue;
    for (const Case c : all_cases) {
      const Estimate made = estimate(job, job.cluster, believed(c), c);
      for (std::size_t i = 0; i < job.steps.size(); ++i) {
        const auto* const step = std::get_if<Inference>(&job.steps[i].op);
        if (step == nullptr || step->device != Device::gpu) continue;
        const auto ceiling = ceiling_of(*step, *job.cluster.gpu, job.cluster.machine.gpu_memory, believed(c), c);
        if (!ceiling) continue;
        ++scored;
        Seconds busy{};
        for (const Stage& stage : made.plan.stages) busy += stage.demand.gpu;
        const double gpus = std::max(1.0, std::max(step->gpus, 1.0 * step->tensor_parallel));
        const Seconds least = made.ledger.of(job.steps[i].from[0]).rows / (*ceiling / gpus);
        CAPTURE(seed, job.steps[i].name, static_cast<int>(c));
        CHECK(busy.value >= least.value * (1 - 1e-9));
      }
    }
  }
  CHECK(scored > static_cast<int>(jobs) / 150);
}

TEST_CASE("a language model on a GPU does what was measured of its like", "[model][inference]") {
  // TensorRT-LLM 1.0 of an H100, Llama 3.1 8B in FP8: 15,220 tokens a second of 1000 in and 1000 out.
  Inference step = writing();
  step.quality = Quality::vectorized;
  step.precision = Precision::fp8;
  step.tokens_in = step.tokens_out = exactly(Rows{1000});
  const double tokens = roofline_on(step, "H100").rate.value * 1000;
  CHECK(tokens > 15220 * 0.75);
  CHECK(tokens < 15220 * 1.25);
}

TEST_CASE("more tokens, a larger model, fewer rows at once and plainer code are slower", "[model][inference][law]") {
  const Inference usual = writing();
  const RowRate before = roofline_on(usual, "A100").rate;
  const auto slower = [&](auto change) {
    Inference changed = usual;
    change(changed);
    CHECK(roofline_on(changed, "A100").rate < before);
  };
  slower([](Inference& step) { step.tokens_in = exactly(Rows{1200}); });
  slower([](Inference& step) { step.tokens_out = exactly(Rows{300}); });
  slower([](Inference& step) { step.model->parameters = Rows{13e9}; });
  slower([](Inference& step) { step.in_flight = 4; });
  slower([](Inference& step) { step.quality = Quality::row_at_a_time; });
  CHECK(roofline_on(usual, "H100").rate > before);
  CHECK(roofline_on(usual, "T4").rate < before);
}

TEST_CASE("a model that one GPU cannot hold is held by the fewest that can", "[model][inference]") {
  Inference large = writing();
  large.model->parameters = Rows{70e9};
  large.model->layers = 80;
  CHECK_FALSE(roofline_on(large, "A100-80GB").fits());
  CHECK(roofline_on(large, "A100-80GB").least_gpus == 2);
  large.tensor_parallel = 2;
  CHECK(roofline_on(large, "A100-80GB").fits());
  large.tensor_parallel = 0;
  large.precision = Precision::int4;
  CHECK(roofline_on(large, "A100-80GB").fits());
}

TEST_CASE("without a fast link, GPUs that hold a model together gain little", "[model][inference]") {
  Inference together = writing();
  together.tensor_parallel = 4;
  CHECK(roofline_on(together, "L4").rate < roofline_on(writing(), "L4").rate * 4);
  CHECK(roofline_on(together, "A100-80GB").rate > roofline_on(writing(), "A100-80GB").rate * 2);
}

TEST_CASE("a precision that a GPU lacks is kept, not computed with", "[model][inference]") {
  Inference step = writing();
  step.precision = Precision::fp8;
  CHECK_FALSE(computes_with(gpu_named("A100"), Precision::fp8));
  CHECK(computes_with(gpu_named("H100"), Precision::fp8));
  CHECK(roofline_on(step, "A100").weights == roofline_on(writing(), "A100").weights * 0.5);
  CHECK_FALSE(computes_with(gpu_named("T4"), Precision::bf16));
}

TEST_CASE("every model of the catalogue has a roofline or a rate on a core", "[catalogue][inference]") {
  const auto job_of = [](const std::string& model, const std::string& device) {
    return read_job(
        "engine: ray\ncluster: 1 x p4d.24xlarge\ninputs:\n  rows: {rows: 1M, row_width: 1 kB}\nsteps:\n"
        "  - inference: {device: " +
            device + ", model: " + model + "}\n",
        "job.yaml");
  };
  int known = 0;
  for (const char* const name : {"llama-3.1-8b", "mixtral-8x7b", "deepseek-v3", "bge-large-en-v1.5", "resnet50",
                                 "yolov8n", "whisper-large-v3", "wav2vec2-base", "trees", "linear", "small_network"}) {
    CAPTURE(name);
    const Job on_cpu = job_of(name, "cpu");
    const auto& step = std::get<Inference>(on_cpu.steps[0].op);
    REQUIRE(step.model);
    CHECK(step.model->name == name);
    CHECK(core_rate(step, believed(Case::typical), Case::typical)->value > 0);
    known += roofline(step, gpu_named("A100"), std::nullopt, believed(Case::typical), Case::typical).has_value();
  }
  CHECK(known == 8);
  CHECK_THROWS_AS(job_of("lama-3.1-8b", "gpu"), InputError);
}

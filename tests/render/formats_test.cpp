// Every format shows every content, or refuses it; every verb writes a format, or refuses it.
#include <fmt/format.h>
#include <algorithm>

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "catch.h"
#include "cli/command.h"
#include "full_result.h"
#include "program.h"
#include "result/json_value.h"
#include "sizer/render.h"

namespace {

using namespace sizer;
using Catch::Matchers::Contains;

/// A part of a result, and a word that it is known by.
struct FormatContent {
  const char* name;
  std::function<void(Result&)> add;
  std::string mark;
};

std::vector<FormatContent> all_contents() {
  const auto job = [](const std::string& name, double usd) {
    JobReport made = samples::customer_metrics();
    made.name = name;
    made.cost = exactly(Dollars{usd});
    return made;
  };
  return {
      {"a job", [=](Result& r) { r.jobs.push_back(job("first-job", 1)); }, "first-job"},
      {"another job", [=](Result& r) { r.jobs.push_back(job("other-job", 2)); }, "other-job"},
      {"a gate", [](Result& r) { r.gates.push_back(samples::gate("first-job", "max_cost", Verdict::fail)); }, ""},
      {"a comparison", [](Result& r) { r.comparisons.push_back(samples::comparison("way-of-it")); }, "way-of-it"},
      {"a difference", [](Result& r) { r.difference = samples::difference("changed-job"); }, "changed-job"},
      {"an explanation", [](Result& r) { r.explanations.push_back(samples::explanation("explained")); }, "explained"},
      {"a search", [](Result& r) { r.sizing = samples::sizing("sized-first"); }, "sized-first"},
      {"a failed search", [](Result& r) { r.sizing = samples::sizing("sized-first", false); }, "sized-first"},
      {"a second search", [](Result& r) { r.more_sizings.push_back(samples::sizing("sized-second", false)); },
       "sized-second"},
  };
}

Result finished(Result result) {
  result.sequences = sequences_of(result.jobs);
  result.total = total_of(result.jobs);
  return result;
}

/// Findings are what these hold: a content that has none is nothing to them, and not left out.
bool is_of_findings(const std::string& format) {
  return format == "sarif";
}

const std::string format_job =
    "engine: spark\ncluster: spark-baseline\ninputs: {a: {size: 1 GB, rows: 1M}}\nsteps: [{aggregate: {keys: k}}, "
    "{write: 1 GB}]\n";

/// True where a text is of the format that was asked for.
bool is_in(const std::string& format, const std::string& text) {
  const auto is_json = [](const std::string& each) { return Json::accept(each); };
  if (format == "json" || format == "sarif") return is_json(text);
  if (format == "ndjson") {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
      if (!is_json(line)) return false;
    return !text.empty();
  }
  if (format == "csv") return text.find(',') < text.find("\r\n");
  if (format == "html") return text.starts_with("<!DOCTYPE html>");
  if (format == "junit") return text.starts_with("<?xml");
  if (format == "svg") return text.starts_with("<svg");
  if (format == "markdown") return text.starts_with("<!-- sizer -->");
  if (format == "github") return text.empty() || text.starts_with("::");
  return true;
}

}  // namespace

TEST_CASE("a format shows each content of a result, or refuses it", "[formats]") {
  const std::vector<FormatContent> contents = all_contents();
  for (const Renderer& renderer : renderers())
    for (const FormatContent& first : contents)
      for (const FormatContent& second : contents) {
        Result result;
        first.add(result);
        if (first.name != second.name) second.add(result);
        result = finished(result);
        INFO(renderer.name << ": " << first.name << ", " << second.name);
        if (!refusal(renderer, result).empty()) continue;
        const std::string text = renderer.render(result, {.width = 200});
        CHECK(is_in(renderer.name, text));
        if (is_of_findings(renderer.name)) continue;
        for (const std::string& mark : {first.mark, second.mark}) CHECK_THAT(text, Contains(mark));
      }
}

TEST_CASE("every format but drawings and findings has the total of several jobs", "[formats]") {
  Result result;
  for (const FormatContent& content : all_contents())
    if (std::string(content.name).ends_with("job")) content.add(result);
  const bool priceless = GENERATE(false, true);
  if (priceless) result.jobs.back().cost.reset();
  result = finished(result);
  const Range<Seconds> each = result.jobs.front().wall_clock;
  CHECK(result.total->wall_clock.typical.value == 2 * each.typical.value);
  CHECK((priceless ? result.total->cost_at_least : result.total->cost)->typical.value == (priceless ? 1 : 3));
  CHECK(result.total->cost.has_value() != priceless);
  for (const std::string format : {"text", "json", "ndjson", "csv", "markdown", "html", "junit", "github"}) {
    const std::string text = find_renderer(format)->render(result, {.width = 200});
    INFO(format << "\n" << text);
    const std::string seconds = fmt::format("{:.0f}", result.total->wall_clock.typical.value);
    const bool numbers = format == "json" || format == "ndjson" || format == "csv" || format == "junit";
    CHECK_THAT(text, Contains(numbers ? seconds : "50 min"));
    if (!numbers) CHECK_THAT(text, Contains(priceless ? "at least" : "$3.00"));
  }
}

TEST_CASE("a verb writes the format that it is asked for, or refuses it", "[formats][cli]") {
  const Folder folder;
  const std::string job = folder.file("job.yaml", format_job), two = folder.file("two.yaml", format_job);
  const std::string result = folder.at("result.json");
  REQUIRE(sizer_with({"estimate", job, "-f", "json", "-o", result}).code == 0);
  const std::vector<std::pair<std::string, std::vector<std::string>>> lines = {
      {"estimate", {job, two}},
      {"check", {job, two}},
      {"compare", {job}},
      {"size", {job, "--machine", "m6i.2xlarge", "--nodes", "2..4"}},
      {"diff", {job, two}},
      {"explain", {job, "cost_usd"}},
      {"clusters", {"list"}},
      {"models", {"list", "llama-*"}},
      {"calibrate", {"--runs", "tests/runs/none.csv"}},
      {"backtest", {"--runs", "tests/runs/none.csv"}},
      {"report", {result}},
      {"logs", {folder.at("none")}},
      {"export", {job, "--to", "spark-submit"}},
      {"import", {folder.at("none")}},
      {"validate", {job}},
      {"init", {folder.at("new.yaml")}},
      {"schema", {"job"}},
      {"config", {"show"}},
      {"constants", {}},
      {"version", {}},
      {"completion", {"bash"}},
      {"man", {}},
      {"help", {}},
  };
  CHECK(lines.size() == verbs().size());
  for (const auto& [verb, operands] : lines)
    for (const Renderer& renderer : renderers()) {
      std::vector<std::string> args = {verb};
      args.insert(args.end(), operands.begin(), operands.end());
      args.insert(args.end(), {"--format", renderer.name});
      const Ran ran = sizer_with(args);
      INFO(verb << " --format " << renderer.name << ": " << ran.code << "\n" << ran.out.substr(0, 300) << ran.err);
      const std::vector<std::string> known = formats_of(find_verb(verb));
      const bool refused = std::ranges::find(known, renderer.name) == known.end();
      if (refused) CHECK_THAT(ran.err, Contains(verb + " has no format " + renderer.name));
      if (refused || ran.code == 2) CHECK(ran.code == 2);
      if (ran.code == 2) CHECK_THAT(ran.err, Contains("error"));
      if (ran.code == 2) CHECK(ran.out.empty());
      if (ran.code != 2 && !ran.out.empty()) CHECK(is_in(renderer.name, ran.out));
    }
}

TEST_CASE("a format that the environment asks for is for the verbs that have it", "[formats][cli]") {
  const auto csv = [](const char* name) { return std::string(std::string(name) == "SIZER_FORMAT" ? "csv" : ""); };
  std::istringstream in;
  std::ostringstream out, err;
  CHECK(sizer::run({"version"}, {in, out, err, {}, {}, csv}) == 0);
  CHECK_THAT(out.str(), Contains("catalogue of"));
}

TEST_CASE("results that are put together keep the search of each", "[formats][cli]") {
  const Folder folder;
  const std::string job = folder.file("job.yaml", format_job), one = folder.at("one.json"), two = folder.at("two.json");
  REQUIRE(sizer_with({"estimate", job, "-f", "json", "-o", one}).code == 0);
  REQUIRE(sizer_with({"size", job, "--machine", "m6i.2xlarge", "--nodes", "2..4", "-f", "json", "-o", two}).code == 0);
  const Json merged = Json::parse(sizer_with({"report", one, two, two, "-f", "json"}).out);
  CHECK(merged["jobs"].size() == 1);
  CHECK(merged["sizing"]["job"] == "job");
  REQUIRE(merged["more_sizings"].size() == 1);
  CHECK(merged["more_sizings"][0] == merged["sizing"]);
  const Ran refused = sizer_with({"report", one, two, "-f", "csv"});
  CHECK(refused.code == 2);
  CHECK_THAT(refused.err, Contains("--format csv: it is one table"));
  const Ran beside = sizer_with({"report", one, two, "--report", "svg=" + folder.at("drawn.svg")});
  CHECK(beside.code == 2);
  CHECK_THAT(beside.err, Contains("--report svg: "));
}

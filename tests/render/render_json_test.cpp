// The JSON report: its keys and their order are a contract that scripts depend on.
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "catch.h"
#include "render_samples.h"
#include "result/json_value.h"
#include "sizer/render.h"

using namespace sizer;
using sizer::Json;

namespace {

std::string as_json(const Result& result) {
  return find_renderer("json")->render(result, {});
}

Json parsed(const JobReport& job) {
  return Json::parse(as_json(samples::result_of({job})))["jobs"][0];
}

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> names;
  for (const auto& [name, value] : object.items()) names.push_back(name);
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("the JSON report has the keys of the contract, in their order", "[json]") {
  const Json document = Json::parse(as_json(samples::result_of({samples::customer_metrics()})));
  CHECK(keys(document) == Names{"format_version", "command", "sizer", "catalogue", "profile", "jobs", "sequences",
                                "total", "gates", "comparisons", "difference", "explanations", "sizing", "more_sizings",
                                "diagnostics"});
  CHECK(document["format_version"] == "1.5");
  CHECK(document["command"] == "estimate");
  CHECK(document["sizer"]["version"].is_string());
  CHECK(document["catalogue"]["as_of"] == "2026-07-20");
  CHECK(document["profile"]["name"] == "default");
  CHECK(document["gates"] == Json::array());

  const Json& job = document["jobs"][0];
  CHECK(keys(job) == Names{"name",
                           "file",
                           "engine",
                           "plan",
                           "cluster",
                           "feasible",
                           "reasons",
                           "bytes",
                           "wall_clock_seconds",
                           "cost_usd",
                           "metrics",
                           "stages",
                           "assumptions",
                           "diagnostics",
                           "startup_seconds",
                           "bound_by",
                           "measured",
                           "exchanges",
                           "broadcast_limits",
                           "more_broadcast_limits",
                           "labels",
                           "percentiles",
                           "spot",
                           "source",
                           "planned_exchanges"});
  CHECK(keys(job["cluster"]) == Names{"name", "nodes", "machine", "slots", "gpus", "storage", "tuning", "pricing",
                                      "platform", "region", "executors"});
  CHECK(keys(job["cluster"]["executors"]) == Names{"count", "cores", "memory_bytes"});
  CHECK(keys(job["reasons"][0]) ==
        Names{"code", "severity", "message", "remedy", "file", "line", "column", "end_column", "gain"});

  const Names byte_rows = {"input_read", "shuffle_write", "shuffle_read", "spill_write", "spill_read",
                           "broadcast",  "object_store",  "output_write", "processed"};
  CHECK(keys(job["bytes"]) == byte_rows);
  CHECK(keys(job["bytes"]["processed"]) == Names{"low", "typical", "high"});
  CHECK(keys(job["cost_usd"]) == Names{"total", "at_least", "partial", "lines"});
  CHECK(keys(job["cost_usd"]["lines"][0]) == Names{"item", "quantity", "unit", "unit_price_usd", "usd", "note"});
  CHECK(keys(job["metrics"]) == Names{"usd_per_tb_processed", "usd_per_million_rows", "usd_per_month", "utilization",
                                      "rows_per_second", "usd_per_day_always_on"});

  CHECK(keys(job["planned_exchanges"][0]) ==
        Names{"step", "side", "from", "kind", "what", "keys", "bytes", "raw_bytes", "rows"});

  const Json& stage = job["stages"][0];
  CHECK(keys(stage) == Names{"name", "steps", "tasks", "seconds", "bound_by", "busy", "bytes", "start_seconds"});
  CHECK(keys(stage["busy"]).size() == resource_count);
  CHECK(keys(stage["bytes"]) == byte_rows);
  CHECK(keys(job["assumptions"][0]) == Names{"name", "value", "unit", "origin", "source", "influence_seconds"});
  CHECK(keys(job["broadcast_limits"]) == Names{"join", "table", "size_bytes", "largest_safe_bytes", "break_even_bytes",
                                               "memory_bytes", "largest_safe_memory_bytes", "break_even_memory_bytes",
                                               "safe_at_all", "pays_at_all"});
}

TEST_CASE("bytes are whole numbers and other numbers are not rounded", "[json]") {
  JobReport job = samples::customer_metrics();
  job.bytes.input_read = exactly(Bytes{1.05e12 + 0.4});
  job.wall_clock.typical = Seconds{0.1 + 0.2};
  const Json out = parsed(job);
  CHECK(out["bytes"]["input_read"]["typical"].is_number_integer());
  CHECK(out["bytes"]["input_read"]["typical"] == 1050000000000);
  CHECK(out["wall_clock_seconds"]["typical"].get<double>() == 0.1 + 0.2);
  CHECK(out["stages"][0]["tasks"].is_number_integer());
}

TEST_CASE("what is unknown is null and never zero", "[json]") {
  JobReport job = samples::too_large_broadcast();
  job.executors = 0;
  job.broadcast.reset();
  const Json out = parsed(job);
  CHECK(out["cost_usd"]["total"].is_null());
  CHECK(out["cost_usd"]["partial"] == true);
  CHECK(out["cost_usd"]["lines"][0]["unit_price_usd"].is_null());
  CHECK(out["cost_usd"]["lines"][0]["usd"].is_null());
  CHECK(out["metrics"]["usd_per_month"].is_null());
  CHECK(out["cluster"]["executors"].is_null());
  CHECK(out["broadcast_limits"].is_null());
}

TEST_CASE("infinite and undefined numbers never reach the JSON", "[json]") {
  JobReport job = samples::customer_metrics();
  job.wall_clock.high = Seconds{std::numeric_limits<double>::infinity()};
  job.bytes.shuffle_read.high = Bytes{-std::numeric_limits<double>::infinity()};
  job.metrics.utilization->typical = std::nan("");
  job.stages[0].tasks = std::nan("");
  const Json out = parsed(job);
  CHECK(out["wall_clock_seconds"]["high"].is_null());
  CHECK(out["bytes"]["shuffle_read"]["high"].is_null());
  CHECK(out["metrics"]["utilization"]["typical"].is_null());
  CHECK(out["stages"][0]["tasks"].is_null());
}

TEST_CASE("hostile names survive in the JSON, and bytes that are not text are replaced", "[json]") {
  const Json out = parsed(samples::hostile());
  CHECK(out["name"].get<std::string>().starts_with("\x1b[2J"));
  CHECK(out["name"].get<std::string>().find("\xEF\xBF\xBD") != std::string::npos);
}

TEST_CASE("diagnostics stand in the report and beside the job they belong to", "[json]") {
  Result result = samples::result_of({samples::customer_metrics()});
  Diagnostic misspelt, note;
  misspelt.code = "SZ014";
  misspelt.message = "unknown key 'shufle'";
  misspelt.place = {"other.yaml", 14, 5, 6};
  misspelt.suggestion = "did you mean 'shuffle'?";
  note.code = "SZ029";
  note.severity = Severity::note;
  note.place.file = result.jobs[0].file;
  result.diagnostics = {misspelt, note};

  const Json document = Json::parse(as_json(result));
  REQUIRE(document["diagnostics"].size() == 2);
  CHECK(document["diagnostics"][0] == Json::parse(R"({"code": "SZ014", "severity": "error",
      "message": "unknown key 'shufle'", "file": "other.yaml", "line": 14, "column": 5, "end_column": 11,
      "suggestion": "did you mean 'shuffle'?", "note": null})"));
  REQUIRE(document["jobs"][0]["diagnostics"].size() == 1);
  CHECK(document["jobs"][0]["diagnostics"][0]["code"] == "SZ029");
  CHECK(document["jobs"][0]["diagnostics"][0]["line"].is_null());
}

TEST_CASE("the same report gives the same JSON bytes, whatever the terminal", "[json]") {
  const Result result = samples::result_of({samples::customer_metrics(), samples::too_large_broadcast()});
  CHECK(as_json(result) == find_renderer("json")->render(result, {.width = 60, .colour = true, .ascii = true}));
}

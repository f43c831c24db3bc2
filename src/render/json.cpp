// The report for programs: base units, the unit in the key, keys in a fixed order, nothing rounded but bytes to whole
// ones.
#include <nlohmann/json.hpp>

#include "render/json_parts.h"
#include "sizer/render.h"

namespace sizer {
namespace {

Json rows(const ByteRows& bytes) {
  return {{"input_read", bytes_range(bytes.input_read)},     {"shuffle_write", bytes_range(bytes.shuffle_write)},
          {"shuffle_read", bytes_range(bytes.shuffle_read)}, {"spill_write", bytes_range(bytes.spill_write)},
          {"spill_read", bytes_range(bytes.spill_read)},     {"broadcast", bytes_range(bytes.broadcast)},
          {"object_store", bytes_range(bytes.object_store)}, {"output_write", bytes_range(bytes.output_write)},
          {"processed", bytes_range(bytes.processed)}};
}

Json executors(const JobReport& job) {
  if (job.executors == 0) return nullptr;
  return {{"count", job.executors}, {"cores", job.executor_cores}, {"memory_bytes", whole(job.executor_memory)}};
}

Json cluster(const JobReport& job) {
  return {{"name", text(job.cluster_name)}, {"nodes", job.nodes},         {"machine", text(job.machine)},
          {"slots", number(job.slots)},     {"gpus", number(job.gpus)},   {"storage", text(job.storage)},
          {"tuning", text(job.tuning)},     {"executors", executors(job)}};
}

Json reasons(const JobReport& job) {
  Json all = Json::array();
  for (const Reason& reason : job.reasons)
    all.push_back({{"code", reason.code},
                   {"severity", reason.severity},
                   {"message", reason.message},
                   {"remedy", text(reason.remedy)}});
  return all;
}

Json cost(const JobReport& job) {
  Json lines = Json::array();
  for (const CostRow& line : job.cost_lines)
    lines.push_back({{"item", line.item},
                     {"quantity", range(line.quantity)},
                     {"unit", line.unit},
                     {"unit_price_usd", optional_number(line.unit_price)},
                     {"usd", optional_range(line.cost)},
                     {"note", text(line.note)}});
  return {{"total", optional_range(job.cost)}, {"partial", job.cost_partial}, {"lines", lines}};
}

Json metrics(const Metrics& metrics) {
  return {{"usd_per_tb_processed", optional_range(metrics.usd_per_tb_processed)},
          {"usd_per_million_rows", optional_range(metrics.usd_per_million_rows)},
          {"usd_per_month", optional_range(metrics.usd_per_month)},
          {"utilization", optional_range(metrics.utilization)},
          {"rows_per_second", optional_range(metrics.rows_per_second)},
          {"usd_per_day_always_on", optional_range(metrics.usd_per_day_always_on)}};
}

Json stages(const JobReport& job) {
  Json all = Json::array();
  for (const StageRow& stage : job.stages) {
    Json busy = Json::object();
    for (std::size_t i = 0; i < resource_count; ++i) busy[name_of(static_cast<Resource>(i))] = range(stage.busy[i]);
    all.push_back({{"name", stage.name},
                   {"steps", stage.steps},
                   {"tasks", number(stage.tasks)},
                   {"seconds", range(stage.seconds)},
                   {"bound_by", text(stage.bound_by)},
                   {"busy", busy},
                   {"bytes", rows(stage.bytes)},
                   {"start_seconds", range(stage.start)}});
  }
  return all;
}

Json broadcast_limits(const JobReport& job) {
  if (!job.broadcast) return nullptr;
  return {{"table", job.broadcast->table},
          {"size_bytes", whole(job.broadcast->size)},
          {"largest_safe_bytes", optional_whole(job.broadcast->largest_safe)},
          {"break_even_bytes", optional_whole(job.broadcast->break_even)}};
}

Json assumptions(const JobReport& job) {
  Json all = Json::array();
  for (const Assumption& assumption : job.assumptions)
    all.push_back({{"name", assumption.name},
                   {"value", range(assumption.value)},
                   {"unit", text(assumption.unit)},
                   {"origin", assumption.origin},
                   {"source", text(assumption.source)},
                   {"influence_seconds", number(assumption.influence)}});
  return all;
}

Json diagnostic(const Diagnostic& diagnostic) {
  const Place& place = diagnostic.place;
  return {{"code", text(diagnostic.code)},
          {"severity", diagnostic.severity},
          {"message", diagnostic.message},
          {"file", text(place.file)},
          {"line", place.line > 0 ? Json(place.line) : Json()},
          {"column", place.column > 0 ? Json(place.column) : Json()},
          {"suggestion", text(diagnostic.suggestion)},
          {"note", text(diagnostic.note)}};
}

/// The diagnostics of one file, or of all files.
Json diagnostics(const std::vector<Diagnostic>& all, const std::string* file = nullptr) {
  Json chosen = Json::array();
  for (const Diagnostic& each : all)
    if (!file || each.place.file == *file) chosen.push_back(diagnostic(each));
  return chosen;
}

Json job(const JobReport& job, const Result& result) {
  return {{"name", job.name},
          {"file", text(job.file)},
          {"engine", job.engine},
          {"plan", text(job.plan)},
          {"cluster", cluster(job)},
          {"feasible", job.feasible},
          {"reasons", reasons(job)},
          {"bytes", rows(job.bytes)},
          {"wall_clock_seconds", range(job.wall_clock)},
          {"cost_usd", cost(job)},
          {"metrics", metrics(job.metrics)},
          {"stages", stages(job)},
          {"assumptions", assumptions(job)},
          {"diagnostics", diagnostics(result.diagnostics, &job.file)},
          {"startup_seconds", range(job.startup)},
          {"bound_by", text(job.bound_by)},
          {"exchanges", job.exchanges},
          {"broadcast_limits", broadcast_limits(job)}};
}

}  // namespace

std::string render_json(const Result& result, const Style&) {
  Json jobs = Json::array();
  for (const JobReport& each : result.jobs) jobs.push_back(job(each, result));

  Json document = header(result.command);
  document["catalogue"] = {{"as_of", text(result.catalogue_as_of)}, {"sha256", text(result.catalogue_sha256)}};
  document["profile"] = {{"name", text(result.profile)}};
  document["jobs"] = std::move(jobs);
  document["gates"] = Json::array();
  document["diagnostics"] = diagnostics(result.diagnostics);
  return to_text(document);
}

}  // namespace sizer

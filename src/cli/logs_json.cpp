// A run as JSON: counts as whole numbers, units in the names, null for what the log does not say.
#include "cli/logs_json.h"

#include <array>

namespace sizer {
namespace {

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json to_json(const TaskTotals& totals) {
  Json json = Json::object();
  for (const TaskTotal& each : task_totals()) json[each.name] = totals.*each.field;
  return json;
}

Json to_json(const TaskCounts& tasks) {
  return {{"ok", tasks.ok},
          {"failed", tasks.failed},
          {"killed", tasks.killed},
          {"resubmitted", tasks.resubmitted},
          {"speculative", tasks.speculative}};
}

Json to_json(const LogSource& log) {
  Json parts = Json::array();
  std::int64_t bytes = 0, plain = 0;
  for (const LogPart& part : log.parts) {
    bytes += part.bytes;
    plain += part.bytes_plain;
    parts.push_back({{"file", part.file},
                     {"codec", part.codec},
                     {"bytes", part.bytes},
                     {"bytes_plain", part.bytes_plain},
                     {"cut", part.cut}});
  }
  return {{"file", log.file},
          {"status", name_of(log.status)},
          {"notes", log.notes},
          {"layout", log.layout},
          {"parts", std::move(parts)},
          {"bytes", bytes},
          {"bytes_plain", plain},
          {"lines", log.lines},
          {"malformed_lines", log.malformed_lines},
          {"truncated", log.truncated},
          {"events", log.events}};
}

Json to_json(const Run::Application& app) {
  return {{"id", or_null(app.id)},
          {"name", or_null(app.name)},
          {"attempt", or_null(app.attempt)},
          {"user", or_null(app.user)},
          {"spark_version", or_null(app.spark_version)},
          {"start_ms", or_null(app.start_ms)},
          {"end_ms", or_null(app.end_ms)},
          {"last_event_ms", or_null(app.last_event_ms)},
          {"wall_start_ms", or_null(app.wall_start_ms)},
          {"wall_end_ms", or_null(app.wall_end_ms)}};
}

Json to_json(const RunCounts& counts) {
  Json tasks = {{"started", counts.tasks_started}, {"ended", counts.tasks_ended}};
  tasks.update(to_json(counts.tasks));
  tasks["duplicate_ends"] = counts.duplicate_ends;
  return {{"jobs", counts.jobs},
          {"jobs_succeeded", counts.jobs_succeeded},
          {"jobs_failed", counts.jobs_failed},
          {"jobs_unfinished", counts.jobs_unfinished},
          {"stage_attempts", counts.stage_attempts},
          {"stages_completed", counts.stages_completed},
          {"stages_failed", counts.stages_failed},
          {"stages_running", counts.stages_running},
          {"stages_skipped", counts.stages_skipped},
          {"tasks", std::move(tasks)},
          {"task_end_reasons", counts.task_end_reasons},
          {"executors", counts.executors},
          {"executors_max_alive", counts.executors_max_alive},
          {"cores_max_alive", counts.cores_max_alive},
          {"executor_core_ms", counts.executor_core_ms},
          {"executors_removed", counts.executors_removed},
          {"sql_executions", counts.sql_executions},
          {"sql_failed", counts.sql_failed},
          {"sql_unfinished", counts.sql_unfinished},
          {"aqe_updates", counts.aqe_updates},
          {"environment_updates", counts.environment_updates}};
}

Json to_json(const RunExecutor& executor) {
  return {{"id", executor.id},
          {"host", executor.host},
          {"cores", executor.cores},
          {"added_ms", or_null(executor.added_ms)},
          {"removed_ms", or_null(executor.removed_ms)},
          {"removed_reason", or_null(executor.removed_reason)},
          {"resources", executor.resources},
          {"storage_memory_bytes", or_null(executor.storage_memory_bytes)}};
}

Json to_json(const RunJob& job) {
  return {{"id", job.id},
          {"submitted_ms", or_null(job.submitted_ms)},
          {"completed_ms", or_null(job.completed_ms)},
          {"result", job.succeeded ? Json(*job.succeeded ? "JobSucceeded" : "JobFailed") : Json()},
          {"stages", job.stages},
          {"sql_execution", job.query ? Json(std::to_string(*job.query)) : Json()}};
}

Json to_json(const Sketch& sketch) {
  if (sketch.count() == 0) return nullptr;
  Json json = {{"least", sketch.least()}};
  for (const auto& [name, share] : {std::pair{"p25", 0.25}, {"p50", 0.5}, {"p75", 0.75}, {"p95", 0.95}})
    json[name] = number(std::round(sketch.quantile(share)));
  json["greatest"] = sketch.greatest();
  return json;
}

Json to_json(const RunStage& stage) {
  static constexpr std::array names = {"running", "completed", "failed"};
  return {{"id", stage.id},
          {"attempt", stage.attempt},
          {"name", stage.name},
          {"tasks_planned", stage.tasks_planned},
          {"submitted_ms", or_null(stage.submitted_ms)},
          {"completed_ms", or_null(stage.completed_ms)},
          {"status", names.at(static_cast<std::size_t>(stage.status))},
          {"failure", or_null(stage.failure)},
          {"parents", stage.parents},
          {"sql_execution", stage.query ? Json(std::to_string(*stage.query)) : Json()},
          {"cached_rdds", stage.cached_rdds},
          {"tasks", to_json(stage.tasks)},
          {"first_launch_ms", or_null(stage.first_launch_ms)},
          {"last_finish_ms", or_null(stage.last_finish_ms)},
          {"task_duration_ms", to_json(stage.durations_ms)},
          {"task_read_bytes", to_json(stage.read_bytes)},
          {"task_write_bytes", to_json(stage.write_bytes)},
          {"ok", to_json(stage.ok)},
          {"all", to_json(stage.all)}};
}

Json to_json(const PlanNode& node) {
  Json metrics = Json::array();
  for (const PlanMetric& metric : node.metrics)
    metrics.push_back({{"name", metric.name},
                       {"type", metric.type},
                       {"accumulator", metric.accumulator},
                       {"value", or_null(metric.value)}});
  return {{"name", node.name},
          {"parent", node.parent},
          {"detail", node.detail},
          {"metadata", node.metadata},
          {"metrics", std::move(metrics)}};
}

Json to_json(const RunQuery& query);

template <class T>
Json list(const std::vector<T>& all) {
  Json json = Json::array();
  for (const T& each : all) json.push_back(to_json(each));
  return json;
}

Json to_json(const RunQuery& query) {
  return {{"id", query.id},
          {"root", or_null(query.root)},
          {"description", query.description},
          {"start_ms", or_null(query.start_ms)},
          {"end_ms", or_null(query.end_ms)},
          {"failed", query.failed},
          {"aqe_updates", query.aqe_updates},
          {"plan_kept", query.plan_kept},
          {"nodes", list(query.nodes)}};
}

/// The members of an object, written one after the other.
class Members {
 public:
  explicit Members(std::string& text) : text_(text) { text_ += '{'; }

  void add(const std::string& name, const Json& value) {
    begin(name);
    text_ += compact(value);
  }
  template <class T>
  void add_list(const char* name, const std::vector<T>& all) {
    begin(name);
    text_ += '[';
    for (const T& each : all) {
      if (&each != all.data()) text_ += ',';
      text_ += compact(to_json(each));
    }
    text_ += ']';
  }
  void end() { text_ += '}'; }

 private:
  void begin(const std::string& name) {
    if (!first_) text_ += ',';
    first_ = false;
    text_ += '"' + name + "\":";
  }

  std::string& text_;
  bool first_ = true;
};

}  // namespace

std::string compact(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void add_json(const Run& run, const Json& before, std::string& text) {
  Members members(text);
  for (const auto& [name, value] : before.items()) members.add(name, value);
  members.add("log", to_json(run.log));
  if (run.log.status == LogStatus::unreadable) {
    for (const char* name : {"app", "counts", "metrics", "executors", "properties", "session", "jobs", "stages", "sql"})
      members.add(name, nullptr);
    return members.end();
  }
  members.add("app", to_json(run.app));
  members.add("counts", to_json(run.counts));
  members.add("metrics", {{"ok", to_json(run.ok)}, {"all", to_json(run.all)}});
  members.add_list("executors", run.executors);
  members.add("properties", run.settings);
  members.add("session", run.session);
  members.add_list("jobs", run.jobs);
  members.add_list("stages", run.stages);
  members.add_list("sql", run.queries);
  members.add("not_listed", run.not_kept);
  members.end();
}

}  // namespace sizer

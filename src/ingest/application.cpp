// The application, its settings and its executors.
#include <algorithm>
#include <array>

#include "ingest/state.h"

namespace sizer::ingest {
namespace {

/// Starts of the names of settings that bear on time, bytes or cost.
constexpr std::array<std::string_view, 38> telling = {"spark.sql.",
                                                      "spark.executor.",
                                                      "spark.driver.",
                                                      "spark.shuffle.",
                                                      "spark.memory.",
                                                      "spark.storage.",
                                                      "spark.dynamicAllocation.",
                                                      "spark.default.",
                                                      "spark.task.",
                                                      "spark.cores.",
                                                      "spark.speculation",
                                                      "spark.master",
                                                      "spark.submit.deployMode",
                                                      "spark.io.",
                                                      "spark.rdd.",
                                                      "spark.reducer.",
                                                      "spark.locality.",
                                                      "spark.serializer",
                                                      "spark.broadcast.",
                                                      "spark.files.",
                                                      "spark.scheduler.",
                                                      "spark.stage.",
                                                      "spark.python.",
                                                      "spark.pyspark.",
                                                      "spark.rapids.",
                                                      "spark.plugins",
                                                      "spark.eventLog.",
                                                      "spark.yarn.executor.",
                                                      "spark.kubernetes.executor.",
                                                      "spark.kubernetes.memoryOverheadFactor",
                                                      "spark.databricks.clusterUsageTags.",
                                                      "spark.databricks.workerNodeTypeId",
                                                      "spark.databricks.driverNodeTypeId",
                                                      "spark.emr.default.",
                                                      "spark.dataproc.engine",
                                                      "spark.hadoop.mapreduce.",
                                                      "spark.decommission.",
                                                      "spark.network."};
/// Parts of names whose values are secret, or long and telling nothing.
constexpr std::array<std::string_view, 10> untelling = {"secret", "password", "token",  "credential", "Java",
                                                        "Path",   "path",     "fs.s3a", "Env",        "extraListeners"};

bool bears(std::string_view name) {
  const auto contained = [&](std::string_view part) { return name.find(part) != std::string_view::npos; };
  return std::ranges::any_of(telling, [&](std::string_view start) { return name.starts_with(start); }) &&
         std::ranges::none_of(untelling, contained);
}

}  // namespace

void take_setting(std::string_view name, Value value, Settings& settings) {
  if (!bears(name) || settings.size() >= most_settings) return;
  if (auto text = words(value, 200)) settings.insert_or_assign(cut(name, 100), std::move(*text));
}

void State::set(Settings settings) {
  for (auto& [name, value] : settings) {
    const auto start = run.settings.find(name);
    const bool as_at_start = start != run.settings.end() && start->second == value;
    if (!as_at_start && run.session.size() < most_settings)
      run.session.insert_or_assign(name, std::move(value));
    else if (as_at_start)
      run.session.erase(name);
  }
}

void log_start(Object event, State& state) {
  std::optional<std::string> version;
  for_members(event, [&](std::string_view key, Value value) {
    if (key == "Spark Version") version = words(value, 100);
  });
  if (version) state.run.app.spark_version = std::move(version);
}

void databricks_metadata(Object event, State& state) {
  log_start(event, state);
}

void application_start(Object event, State& state) {
  Run::Application app = state.run.app;
  for_members(event, [&](std::string_view key, Value value) {
    if (key == "App Name")
      app.name = words(value);
    else if (key == "App ID")
      app.id = words(value);
    else if (key == "Timestamp")
      app.start_ms = state.moment(value);
    else if (key == "User")
      app.user = words(value);
    else if (key == "App Attempt ID")
      app.attempt = words(value);
  });
  state.run.app = std::move(app);
  state.at(state.run.app.start_ms);
}

void application_end(Object event, State& state) {
  Moment end;
  for_members(event, [&](std::string_view key, Value value) {
    if (key == "Timestamp") end = state.moment(value);
  });
  state.run.app.end_ms = end;
  state.at(end);
}

void environment_update(Object event, State& state) {
  Settings settings;
  for_members(event, [&](std::string_view key, Value value) {
    if (key != "Spark Properties") return;
    for_members(value, [&](std::string_view name, Value each) { take_setting(name, each, settings); });
  });
  if (++state.run.counts.environment_updates == 1)
    state.run.settings = std::move(settings);
  else
    state.set(std::move(settings));
}

void resource_profile_added(Object event, State& state) {
  RunResourceProfile profile;
  const std::array<std::pair<std::string_view, std::optional<std::int64_t> RunResourceProfile::*>, 5> known = {
      {{"cores", &RunResourceProfile::cores},
       {"memory", &RunResourceProfile::memory_mib},
       {"memoryOverhead", &RunResourceProfile::overhead_mib},
       {"offHeap", &RunResourceProfile::off_heap_mib},
       {"pyspark.memory", &RunResourceProfile::pyspark_mib}}};
  for_members(event, [&](std::string_view key, Value value) {
    if (key == "Resource Profile Id") profile.id = whole_or_0(value);
    if (key != "Executor Resource Requests") return;
    for_members(value, [&](std::string_view name, Value request) {
      for_members(request, [&](std::string_view inner, Value amount) {
        if (inner != "Amount") return;
        const std::optional<std::int64_t> number = whole(amount);
        for (const auto& [known_name, field] : known)
          if (known_name == name) profile.*field = number;
      });
    });
  });
  if (state.run.profiles.size() < most_listed) state.run.profiles.push_back(profile);
}

void executor_added(Object event, State& state) {
  RunExecutor executor;
  for_members(event, [&](std::string_view key, Value value) {
    if (key == "Executor ID") executor.id = words_or_nothing(value, 100);
    if (key == "Timestamp") executor.added_ms = state.moment(value);
    if (key != "Executor Info") return;
    for_members(value, [&](std::string_view inner, Value info) {
      if (inner == "Host") executor.host = words_or_nothing(info, 200);
      if (inner == "Total Cores") executor.cores = whole_or_0(info);
      if (inner != "Resources") return;
      for_members(info, [&](std::string_view resource, Value what) {
        std::int64_t addresses = 0;
        for_members(what, [&](std::string_view name, Value list) {
          if (name == "addresses") for_elements(list, [&](const Value&) { ++addresses; });
        });
        if (executor.resources.size() < most_listed) executor.resources.emplace(cut(resource, 100), addresses);
      });
    });
  });
  state.at(executor.added_ms);
  if (state.executors.size() >= most_executors && !state.executors.contains(executor.id)) {
    ++state.run.not_kept;
    return;
  }
  RunExecutor& known = state.executors[executor.id];
  if (known.added_ms && !known.removed_ms) return;  // told twice
  executor.storage_memory_bytes = known.storage_memory_bytes;
  known = std::move(executor);
  RunCounts& counts = state.run.counts;
  counts.executors_max_alive = std::max(counts.executors_max_alive, ++state.executors_alive);
  add_to(state.cores_alive, known.cores);
  counts.cores_max_alive = std::max(counts.cores_max_alive, state.cores_alive);
}

void executor_removed(Object event, State& state) {
  std::string id;
  Moment time;
  std::optional<std::string> reason;
  for_members(event, [&](std::string_view key, Value value) {
    if (key == "Executor ID") id = words_or_nothing(value, 100);
    if (key == "Timestamp") time = state.moment(value);
    if (key == "Removed Reason") reason = words(value, 200);
  });
  state.at(time);
  const auto found = state.executors.find(id);
  if (found == state.executors.end() || found->second.removed_ms) return;
  found->second.removed_ms = time;
  found->second.removed_reason = std::move(reason);
  --state.executors_alive;
  add_to(state.cores_alive, less(0, found->second.cores));
}

void block_manager_added(Object event, State& state) {
  std::string id;
  Moment time;
  std::optional<std::int64_t> memory;
  for_members(event, [&](std::string_view key, Value value) {
    if (key == "Maximum Memory") memory = whole(value);
    if (key == "Timestamp") time = state.moment(value);
    if (key != "Block Manager ID") return;
    for_members(value, [&](std::string_view inner, Value part) {
      if (inner == "Executor ID") id = words_or_nothing(part, 100);
    });
  });
  state.at(time);
  // A block manager may be told before its executor; the driver of a cluster has one and is no executor.
  const bool known = state.executors.contains(id);
  if (known || (id != "driver" && id != "<driver>" && state.executors.size() < most_executors))
    state.executors[id].storage_memory_bytes = memory;
}

}  // namespace sizer::ingest

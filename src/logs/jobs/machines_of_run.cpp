// Databricks names the machines of a run among its settings; EMR and Dataproc show only that it was theirs.
#include "logs/jobs/machines_of_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "sizer/input.h"

namespace sizer::logs {
namespace {

/// What of a setting is known by the start of its name, and the platform that it tells of.
struct Mark {
  std::string_view setting;
  const char* platform;
};
constexpr std::array marks = {
    Mark{"spark.databricks.clusterUsageTags.", "databricks"},
    Mark{"spark.databricks.workerNodeTypeId", "databricks"},
    Mark{"spark.emr.", "emr"},
    Mark{"spark.sql.emr.", "emr"},
    Mark{"spark.dataproc.", "dataproc"},
};

constexpr std::array worker_keys = {"spark.databricks.workerNodeTypeId",
                                    "spark.databricks.clusterUsageTags.clusterNodeType"};
constexpr std::array driver_keys = {"spark.databricks.driverNodeTypeId",
                                    "spark.databricks.clusterUsageTags.driverNodeType"};

std::string platform_of(const Run& run) {
  for (const Mark& mark : marks)
    for (const auto& [name, value] : run.settings)
      if (name.starts_with(mark.setting)) return mark.platform;
  return {};
}

/// The first of the settings that is there.
template <class Keys>
std::optional<std::pair<std::string, std::string>> first_of(const Run& run, const Keys& keys) {
  for (const char* const key : keys)
    if (auto value = setting_of(run, key); value && !value->empty()) return std::pair(std::string(key), *value);
  return std::nullopt;
}

/// The machine of the catalogue that a setting names; says it where there is none.
template <class Keys>
std::optional<Machine> machine_named_by(const Run& run, const Keys& keys, const char* what, RunMachines& made) {
  const auto named = first_of(run, keys);
  if (!named) return std::nullopt;
  const auto& [key, name] = *named;
  try {
    return find_machine(name, {});
  } catch (const InputError&) {
    made.warnings.push_back(fmt::format(
        "{} is a {} ({}), which the catalogue does not hold: {}", what, name, key,
        what == std::string_view("the worker") ? "give `machine` and its price, or its shape" : "give `driver`"));
    return std::nullopt;
  }
}

}  // namespace

std::optional<std::string> setting_of(const Run& run, const std::string& key) {
  for (const auto* from : {&run.session, &run.settings})
    if (const auto found = from->find(key); found != from->end()) return found->second;
  return std::nullopt;
}

RunMachines machines_of(const Run& run) {
  RunMachines made;
  made.platform = platform_of(run);
  const auto worker = machine_named_by(run, worker_keys, "the worker", made);
  if (worker) {
    made.worker = worker->name;
    made.worker_cores = static_cast<int>(worker->vcpus);
  }
  if (const auto driver = machine_named_by(run, driver_keys, "the driver", made)) made.driver = driver->name;
  if (made.platform == "databricks") {
    const std::string creator = setting_of(run, "spark.databricks.clusterUsageTags.clusterCreator").value_or("");
    if (!creator.empty() && creator != "JobLauncher") made.platform = "databricks_all_purpose";
    const std::string bought = setting_of(run, "spark.databricks.clusterUsageTags.clusterAvailability").value_or("");
    made.spot = bought.starts_with("SPOT") || bought.starts_with("PREEMPTIBLE");
    const std::string first = setting_of(run, "spark.databricks.clusterUsageTags.clusterFirstOnDemand").value_or("0");
    if (made.spot && first != "0" && first != "1")
      made.warnings.push_back(
          fmt::format("the first {} machines were on demand; all workers are taken to be spot", first));
  } else if (!made.platform.empty() && made.worker.empty()) {
    made.warnings.push_back(
        fmt::format("it ran on {}, and the log does not name the machine: give `machine` for a price", made.platform));
  }
  return made;
}

}  // namespace sizer::logs

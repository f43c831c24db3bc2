// Import: masters that start no executors: tasks run in the driver's own process, on one machine.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "deploy/importers.h"
#include "deploy/spark_lines.h"
#include "text/exact_text.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

constexpr int unknown_cores = 8;  // of a machine that nobody names: told of

/// What stands in the brackets of "local[8]", up to a comma.
std::string_view bracketed(std::string_view master) {
  const std::size_t open = master.find('[');
  if (open == std::string_view::npos) return {};
  const std::string_view within = master.substr(open + 1);
  return within.substr(0, within.find_first_of(",] "));
}

/// Tasks at once.
int local_slots(ClusterDraft& draft, std::string_view master) {
  if (master == "local") return 1;
  const std::string_view given = bracketed(master);
  int slots = 0;
  const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), slots);
  if (error == std::errc() && end == given.data() + given.size() && slots >= 1 && slots <= 10'000) return slots;
  if (given != "*") {
    draft.problems().add(codes::wrong_type, draft.spot(spark_line::master),
                         fmt::format("{} is no master: expected local[8] or local[*]", in_quotes(master)));
    return 1;
  }
  if (const double vcpus = machine_of(draft).vcpus; vcpus >= 1) return static_cast<int>(vcpus);
  draft.warn(codes::taken_for_granted,
             fmt::format("local[*] takes all cores of its machine, which is not named; taken: {}", unknown_cores),
             draft.spot(spark_line::master), "name the machine in the cluster file");
  return unknown_cores;
}

/// "local-cluster[2,4,8192]": a test's cluster on one machine, of so many executors, cores and MiB.
void take_local_cluster(ClusterDraft& draft, std::string_view master) {
  const Spot spot = draft.spot(spark_line::master);
  std::string_view rest = master.substr(master.find('[') + 1);
  for (const std::string_view line :
       {instances, std::string_view("executors.cores"), std::string_view("executors.memory")}) {
    const std::string given(rest.substr(0, rest.find_first_of(",]")));
    if (!given.empty() && !draft.has(line)) draft.set(line, line == "executors.memory" ? given + " MiB" : given, spot);
    rest.remove_prefix(std::min(given.size() + 1, rest.size()));
  }
}

}  // namespace

bool take_local_master(ClusterDraft& draft) {
  const std::string master = draft.text(spark_line::master);
  if (master.starts_with("local-cluster[")) take_local_cluster(draft, master);
  if (master != "local" && !master.starts_with("local[")) return false;
  const int slots = local_slots(draft, master);
  const std::string from = fmt::format("{}: tasks run in the driver's process", master);
  draft.derive("nodes", "1", from);
  draft.derive("driver", "local", from);
  draft.derive("executors.per_node", "1", from);
  draft.derive("executors.cores", fmt::format("{}", slots), from);
  draft.derive("executors.memory", draft.has("spark.driver_memory") ? draft.text("spark.driver_memory") : "1 GiB",
               "the driver's heap");
  const double heap = draft.bytes("executors.memory").value_or(1024 * mebi);
  if (draft.has("machine") || draft.has("vcpus")) return true;
  draft.derive("vcpus", fmt::format("{}", slots), "a core for each task");
  draft.derive("memory", exact_text(node_memory(Bytes{heap + std::max(384 * mebi, heap * 0.1)})),
               "the driver's, and what a system keeps");
  draft.warn(codes::taken_for_granted, "no machine is named; taken: one that just holds the driver with its tasks",
             draft.spot(spark_line::master),
             "name the machine in the cluster file: speed of disks and network, and price");
  return true;
}

}  // namespace sizer::deploy

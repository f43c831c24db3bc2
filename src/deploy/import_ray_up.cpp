// Import: the cluster of a file of `ray up`, Ray's own launcher of clusters.
#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "deploy/importers.h"
#include "deploy/ray_groups.h"
#include "text/exact_text.h"
#include "text/problems.h"
#include "text/quantity_text.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

constexpr int launchers_max_workers = 2;  // of a file that does not say

/// One kind of nodes.
struct NodeType {
  std::string name{};
  const Value* value = nullptr;
  const Value* machine = nullptr;
  const Value* spot = nullptr;  ///< what says that it is bought so
  const Value* cpus = nullptr;  ///< that Ray is to count
  int least = 0, most = 0;
  Spot most_from{};
  bool works() const { return !cpus || cpus->text != "0"; }
};

class LauncherReader {
 public:
  LauncherReader(const Value& root, const SourceText& source, Picks& picks)
      : root_(root), picks_(picks), draft_(source), gleaner_(root, draft_) {}

  Imported read() {
    if (const Value* const ips = Gleaner::at(root_, {"provider", "worker_ips"}))
      take_own_machines(*ips);
    else
      take_types();
    forget_program();
    return draft_.finish("Ray cluster launcher");
  }

 private:
  int whole(const Value* value, int otherwise) {
    if (value == nullptr) return otherwise;
    const std::optional<double> number = kubernetes_quantity(value->text);
    if (number && *number <= 1e6) return static_cast<int>(*number);
    draft_.problems().add(codes::not_a_number, value->spot,
                          fmt::format("{} is no number of workers", in_quotes(value->text)));
    return otherwise;
  }

  /// Machines that are there: nothing says what they are.
  void take_own_machines(const Value& ips) {
    gleaner_.take(ips);
    const std::size_t workers = ips.items.size();
    draft_.derive("nodes", fmt::format("{}", workers + 1), "the worker_ips, and the head, which takes tasks");
    draft_.derive("driver", "on_worker", "the head takes tasks as the workers do");
    fill_in_node(draft_, {}, "the machines");
  }

  /// What the clouds call the machine and how it is bought.
  NodeType node_type(const std::string& name, const Value& value, const Value& config) {
    NodeType made;
    made.name = name;
    made.value = &value;
    made.machine = gleaner_.scalar(config, {"InstanceType"});
    if (!made.machine) made.machine = gleaner_.scalar(config, {"machineType"});
    if (!made.machine) made.machine = gleaner_.scalar(config, {"azure_arm_parameters", "vmSize"});
    const auto says = [&](std::initializer_list<std::string_view> path, std::string_view word) {
      const Value* const said = gleaner_.scalar(config, path);
      if (said && lower(said->text) == word) made.spot = said;
    };
    says({"InstanceMarketOptions", "MarketType"}, "spot");
    says({"azure_arm_parameters", "priority"}, "spot");
    if (const Value* const scheduling = Gleaner::at(config, {"scheduling"})) {
      gleaner_.take(*scheduling);
      const auto preemptible = [&](const Value& each) {
        const Value *const flag = Gleaner::at(each, {"preemptible"}), *const model =
                                                                          Gleaner::at(each, {"provisioningModel"});
        if ((flag && flag->text == "true") || (model && model->text == "SPOT")) made.spot = scheduling;
      };
      preemptible(*scheduling);
      for (const Value& each : scheduling->items) preemptible(each);
    }
    made.cpus = gleaner_.scalar(value, {"resources", "CPU"});
    return made;
  }

  void read_bounds(NodeType& type, const Value& from, const Value* whole_cluster) {
    const Value* const least = gleaner_.scalar(from, {"min_workers"});
    const Value* const own = gleaner_.scalar(from, {"max_workers"});
    const Value* const first = gleaner_.scalar(from, {"initial_workers"});
    const Value* most = own ? own : whole_cluster;
    const int bound = whole(whole_cluster, launchers_max_workers);
    type.least = std::max(whole(least, 0), whole(first, 0));
    type.most = std::max(type.least, std::min(whole(own, bound), bound));
    if (own && whole(own, bound) > bound) most = whole_cluster;
    type.most_from = most ? most->spot : least ? least->spot : from.spot;
    if (least && most && type.least == type.most) type.most_from = least->spot;
  }

  void take_types() {
    const Value* const bound = gleaner_.scalar(root_, {"max_workers"});
    const std::string head_name = gleaner_.word(root_, {"head_node_type"});
    std::optional<NodeType> head;
    std::vector<NodeType> workers;
    if (const Value* const types = Gleaner::at(root_, {"available_node_types"}))
      for (const Entry& entry : types->entries) {
        const Value* const config = Gleaner::at(entry.value, {"node_config"});
        NodeType type = node_type(entry.key, entry.value, config ? *config : entry.value);
        const bool is_head = entry.key == head_name;
        if (is_head) head = type;
        // Of the head's type there may be workers too, where it says so.
        if (is_head && !Gleaner::at(entry.value, {"min_workers"}) && !Gleaner::at(entry.value, {"max_workers"}))
          continue;
        read_bounds(type, entry.value, bound);
        if (type.most > 0) workers.push_back(type);
      }
    if (const Value* const old = Gleaner::at(root_, {"head_node"})) head = node_type("head", *old, *old);
    if (const Value* const old = Gleaner::at(root_, {"worker_nodes"})) {
      NodeType type = node_type("workers", *old, *old);
      read_bounds(type, root_, bound);
      if (type.most > 0) workers.push_back(type);
    }
    if (!workers.empty())
      take_workers(workers, head);
    else if (head && head->works())
      take_nodes(*head, 1, "the head alone, which takes tasks"), draft_.derive("driver", "on_worker", "the head alone");
    else
      draft_.problems().add(codes::missing_key, root_.spot, "the file describes no nodes that take tasks", {},
                            "expected available_node_types and head_node_type");
  }

  void take_workers(const std::vector<NodeType>& workers, const std::optional<NodeType>& head) {
    std::vector<Choice> choices;
    choices.reserve(workers.size());
    for (const NodeType& each : workers)
      choices.push_back(
          {each.name, fmt::format("{} x {}", each.most, each.machine ? each.machine->text : "?"), each.value->spot});
    const std::size_t wanted = picks_.choose("kinds of workers", choices);
    for (std::size_t i = 0; i < workers.size(); ++i)
      if (i != wanted)
        draft_.warn(codes::left_out,
                    fmt::format("the workers {}, {}: a cluster file has equal workers; left out",
                                in_quotes(workers[i].name), choices[i].what),
                    workers[i].value->spot);
    const NodeType& type = workers[wanted];
    if (type.least != type.most)
      tell_scaling(draft_, "workers", fmt::format("{}", type.least), fmt::format("{}", type.most), type.most_from);
    const bool same =
        head && head->works() && head->machine && type.machine && head->machine->text == type.machine->text;
    take_nodes(type, type.most + (same ? 1 : 0), same ? "the workers, and the head, which takes tasks as they do" : "");
    if (same)
      draft_.derive("driver", "on_worker", "the head takes tasks as the workers do");
    else
      take_head(head, type);
  }

  void take_head(const std::optional<NodeType>& head, const NodeType& workers) {
    const bool other = head && head->machine && (!workers.machine || head->machine->text != workers.machine->text);
    if (other) take_launcher_machine("driver", *head->machine);
    if (head && head->machine && !other && machine_of(draft_).gpus > 0)
      draft_.derive("driver", "own_node", "the head, of the workers' type");
    if (head && head->works())
      draft_.warn(
          codes::taken_for_granted,
          fmt::format("the head, a {}, takes tasks too; a cluster file has equal workers, so its CPUs are left out",
                      head->machine ? head->machine->text : "machine that is not named"),
          head->value->spot, "Ray gives it none with resources: {\"CPU\": 0}");
  }

  /// Google's may be an address: what is behind the last '/'.
  void take_launcher_machine(std::string_view line, const Value& type) {
    Value name = type;
    name.text = name.text.substr(name.text.find_last_of('/') + 1);
    take_machine(draft_, line, &name);
  }

  void take_nodes(const NodeType& type, int nodes, const std::string& why) {
    if (why.empty())
      draft_.set("nodes", fmt::format("{}", nodes), type.most_from);
    else
      draft_.derive("nodes", fmt::format("{}", nodes), why);
    if (type.machine) take_launcher_machine("machine", *type.machine);
    if (type.spot) draft_.set("pricing", "spot", type.spot->spot);
    const Machine machine = machine_of(draft_);
    if (type.cpus && type.works())
      draft_.set("usable_cpus", type.cpus->text, type.cpus->spot);
    else if (machine.vcpus > 0)
      draft_.derive("usable_cpus", exact_number(machine.vcpus),
                    "Ray counts all vCPUs of a machine that it is started on");
    fill_in_node(draft_, {type.machine, nullptr}, "the workers");
  }

  void forget_program() {
    for (const Entry& entry : root_.entries) gleaner_.program(root_, "", {entry.key});
    gleaner_.leave_rest();
  }

  const Value& root_;
  Picks& picks_;
  ClusterDraft draft_;
  Gleaner gleaner_;
};

}  // namespace

Imported import_ray_launcher(const Value& root, const SourceText& source, Picks& picks) {
  return LauncherReader(root, source, picks).read();
}

}  // namespace sizer::deploy

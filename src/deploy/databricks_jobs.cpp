// Databricks jobs as trees.
#include "deploy/databricks_jobs.h"

#include <algorithm>
#include <map>

#include "deploy/gleaner.h"

namespace sizer::deploy {
namespace {

std::string scalar_text(const Value* value) {
  return value && value->kind == ValueKind::scalar ? value->text : std::string();
}

/// Of the tasks of a job, those within loops too.
class TaskWalk {
 public:
  explicit TaskWalk(JobClusters& clusters) : clusters_(clusters) {}

  void task(const Value& task) {
    if (task.kind != ValueKind::mapping) return;
    if (const Value* const inner = Gleaner::at(task, {"for_each_task", "task"})) return this->task(*inner);
    const std::string name = scalar_text(Gleaner::at(task, {"task_key"}));
    if (const Value* const own = Gleaner::at(task, {"new_cluster"})) return runs_on(*own, name, name);
    if (const Value* const key = Gleaner::at(task, {"job_cluster_key"})) {
      const auto found = std::ranges::find(clusters_.described, key->text, &JobCluster::name);
      if (found != clusters_.described.end()) found->tasks.push_back(name);
    } else if (const Value* const id = Gleaner::at(task, {"existing_cluster_id"})) {
      const auto same = [&](const Value* each) { return each->text == id->text; };
      if (std::ranges::none_of(clusters_.existing, same)) clusters_.existing.push_back(id);
    } else if (clusters_.serverless == nullptr) {
      clusters_.serverless = &task;
    }
  }

 private:
  void runs_on(const Value& cluster, const std::string& cluster_name, const std::string& task) {
    for (JobCluster& each : clusters_.described)
      if (alike(*each.cluster, cluster)) return each.tasks.push_back(task);
    clusters_.described.push_back({cluster_name, &cluster, {task}});
  }

  JobClusters& clusters_;
};

/// `over` laid over `base`: mappings key by key, lists of tasks and clusters item by item, all else replaced.
Value with_target(Value base, const Value& over);

/// The item of a list that has the same key; null: none.
Value* same_item(Value& list, const Value& item) {
  for (const std::string_view key : {"job_cluster_key", "task_key", "label"}) {
    const Value* const name = item.kind == ValueKind::mapping ? item.find(key) : nullptr;
    if (name == nullptr) continue;
    for (Value& each : list.items) {
      const Value* const other = each.kind == ValueKind::mapping ? each.find(key) : nullptr;
      if (other && other->text == name->text) return &each;
    }
  }
  return nullptr;
}

Value with_target(Value base, const Value& over) {
  if (base.kind == ValueKind::list && over.kind == ValueKind::list) {
    for (const Value& item : over.items)
      if (Value* const same = same_item(base, item))
        *same = with_target(*same, item);
      else
        base.items.push_back(item);
    return base;
  }
  if (base.kind != ValueKind::mapping || over.kind != ValueKind::mapping) return over;
  for (const Entry& entry : over.entries) {
    const auto same = std::ranges::find(base.entries, entry.key, &Entry::key);
    if (same != base.entries.end())
      same->value = with_target(std::move(same->value), entry.value);
    else
      base.entries.push_back(entry);
  }
  return base;
}

using Variables = std::map<std::string, const Value*, std::less<>>;

/// What a variable stands for: a value by itself, or its default.
void take_variables(const Value* mapping, Variables& variables) {
  if (mapping == nullptr) return;
  for (const Entry& entry : mapping->entries) {
    const Value* value = &entry.value;
    if (value->kind == ValueKind::mapping) {
      const Value* const fallback = value->find("default");
      value = fallback;
    }
    if (value != nullptr && value->kind != ValueKind::null) variables[entry.key] = value;
  }
}

/// "cluster" of "${var.cluster}" where that is all; else nothing.
std::string_view bundle_variable(std::string_view text) {
  constexpr std::string_view start = "${var.";
  if (!text.starts_with(start) || !text.ends_with('}')) return {};
  const std::string_view name = text.substr(start.size(), text.size() - start.size() - 1);
  return name.find_first_of("${}") == std::string_view::npos ? name : std::string_view();
}

constexpr int most_nested_variables = 8;

void put_in(Value& value, const Variables& variables, int depth) {
  for (Value& item : value.items) put_in(item, variables, depth);
  for (Entry& entry : value.entries) put_in(entry.value, variables, depth);
  if (value.kind != ValueKind::scalar || depth > most_nested_variables) return;
  const auto found = variables.find(bundle_variable(value.text));
  if (found == variables.end()) return;
  const Spot spot = value.spot;
  value = *found->second;
  if (value.kind == ValueKind::scalar) value.spot = spot;
  put_in(value, variables, depth + 1);
}

/// Jobs and clusters by name.
struct Resource {
  std::string group, name;
  const Value* value;
};

std::vector<Resource> resources_of(const Value& bundle) {
  std::vector<Resource> found;
  for (const std::string_view group : {"jobs", "clusters", "pipelines"})
    if (const Value* const all = Gleaner::at(bundle, {"resources", group}))
      for (const Entry& entry : all->entries)
        if (entry.value.kind == ValueKind::mapping) found.push_back({std::string(group), entry.key, &entry.value});
  return found;
}

/// Targets that lay something over the resource, or set variables; the default one, where it is marked.
const Entry* target_of(const Value& bundle, const Resource& resource, Picks& picks) {
  const Value* const targets = Gleaner::at(bundle, {"targets"});
  if (targets == nullptr) return nullptr;
  std::vector<const Entry*> telling;
  for (const Entry& target : targets->entries) {
    const Value* const fallback = Gleaner::at(target.value, {"default"});
    if (fallback && fallback->text == "true") return &target;
    if (Gleaner::at(target.value, {"resources", resource.group, resource.name}) ||
        Gleaner::at(target.value, {"variables"}))
      telling.push_back(&target);
  }
  if (telling.empty()) return nullptr;
  std::vector<Choice> choices;
  choices.reserve(telling.size());
  for (const Entry* const each : telling) choices.push_back({each->key, {}, each->spot});
  return telling[picks.choose("targets", choices)];
}

/// A pipeline's clusters as those of a job.
Value job_of_pipeline(const Value& pipeline) {
  Value job = pipeline;
  for (Entry& entry : job.entries)
    if (entry.key == "clusters" && entry.value.kind == ValueKind::list)
      for (Value& cluster : entry.value.items) {
        const Value label = cluster.find("label") ? *cluster.find("label") : Value{};
        Value item;
        item.kind = ValueKind::mapping;
        item.spot = cluster.spot;
        item.entries = {{"job_cluster_key", cluster.spot, label}, {"new_cluster", cluster.spot, std::move(cluster)}};
        cluster = std::move(item);
      }
  for (Entry& entry : job.entries)
    if (entry.key == "clusters") entry.key = "job_clusters";
  return job;
}

}  // namespace

bool alike(const Value& a, const Value& b) {
  if (a.kind != b.kind || a.text != b.text || a.items.size() != b.items.size() || a.entries.size() != b.entries.size())
    return false;
  for (std::size_t i = 0; i < a.items.size(); ++i)
    if (!alike(a.items[i], b.items[i])) return false;
  return std::ranges::all_of(a.entries, [&](const Entry& entry) {
    const Value* const other = b.find(entry.key);
    return other != nullptr && alike(entry.value, *other);
  });
}

JobClusters clusters_of(const Value& job) {
  JobClusters clusters;
  if (const Value* const shared = Gleaner::at(job, {"job_clusters"}))
    for (const Value& item : shared->items)
      if (const Value* const cluster = Gleaner::at(item, {"new_cluster"}))
        clusters.described.push_back({scalar_text(Gleaner::at(item, {"job_cluster_key"})), cluster, {}});
  TaskWalk walk(clusters);
  if (const Value* const tasks = Gleaner::at(job, {"tasks"}))
    for (const Value& task : tasks->items) walk.task(task);
  else if (Gleaner::at(job, {"new_cluster"}) || Gleaner::at(job, {"existing_cluster_id"}))
    walk.task(job);
  const bool itself = Gleaner::at(job, {"node_type_id"}) || Gleaner::at(job, {"num_workers"}) ||
                      Gleaner::at(job, {"autoscale"}) || Gleaner::at(job, {"instance_pool_id"});
  if (clusters.described.empty() && itself) clusters.described.push_back({"the cluster", &job, {"it"}});
  return clusters;
}

bool is_bundle(const Value& root) {
  if (root.kind != ValueKind::mapping) return false;
  for (const std::string_view group : {"jobs", "clusters", "pipelines"})
    if (const Value* const all = Gleaner::at(root, {"resources", group}); all && all->kind == ValueKind::mapping)
      return true;
  return false;
}

Value job_of_bundle(const Value& root, Picks& picks) {
  const std::vector<Resource> resources = resources_of(root);
  if (resources.empty()) return root;
  std::vector<Choice> choices;
  choices.reserve(resources.size());
  for (const Resource& each : resources) choices.push_back({each.name, {}, each.value->spot});
  const Resource& wanted = resources[picks.choose("jobs", choices)];
  Value job = *wanted.value;
  Variables variables;
  take_variables(Gleaner::at(root, {"variables"}), variables);
  if (const Entry* const target = target_of(root, wanted, picks)) {
    take_variables(Gleaner::at(target->value, {"variables"}), variables);
    if (const Value* const over = Gleaner::at(target->value, {"resources", wanted.group, wanted.name}))
      job = with_target(std::move(job), *over);
  }
  if (wanted.group == "pipelines") job = job_of_pipeline(job);
  put_in(job, variables, 0);
  return job;
}

}  // namespace sizer::deploy

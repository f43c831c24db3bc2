// Import: which kinds of manifests a tree of values holds.
#include <algorithm>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "deploy/cloud_formation.h"
#include "deploy/databricks_jobs.h"
#include "deploy/findings.h"
#include "deploy/importers.h"
#include "deploy/submit.h"
#include "deploy/submit_fields.h"
#include "text/problems.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

using Reader = Imported (*)(const Value&, const SourceText&, Picks&);

struct ObjectKind {
  std::string_view kind, things;
  Reader read;
};
constexpr ObjectKind object_kinds[] = {
    {"SparkApplication", "SparkApplications", import_spark_application},
    {"ScheduledSparkApplication", "ScheduledSparkApplications", import_scheduled_application},
    {"RayJob", "RayJobs", import_ray_job},
    {"RayCluster", "RayClusters", import_ray_cluster},
    {"RayService", "RayServices", import_ray_service},
    {"RayCronJob", "RayCronJobs", import_ray_cron_job}};

/// Keys that only manifests have: what holds one and is no tree is a manifest with a mistake.
constexpr KindWord telling_keys[] = {{"workerGroupSpecs", "RayClusters"},       {"rayClusterSpec", "RayJobs"},
                                     {"\"new_cluster\"", "Databricks jobs"},    {"\"job_clusters\"", "Databricks jobs"},
                                     {"new_cluster:", "Databricks jobs"},       {"job_clusters:", "Databricks jobs"},
                                     {"\"InstanceGroups\"", "EMR clusters"},    {"\"InstanceFleets\"", "EMR clusters"},
                                     {"sparkSubmitParameters", "job runs"},     {"workerConfig:", "Dataproc clusters"},
                                     {"\"workerConfig\"", "Dataproc clusters"}, {"\"NumberOfWorkers\"", "Glue jobs"}};
constexpr std::size_t most_found = 100;

bool has_any(const Value& root, std::initializer_list<std::string_view> keys) {
  return std::ranges::any_of(keys, [&](std::string_view key) { return root.find(key) != nullptr; });
}

bool has_any_at(const Value& root, std::string_view key, std::initializer_list<std::string_view> keys) {
  const Value* const value = root.find(key);
  return value != nullptr && value->kind == ValueKind::mapping && has_any(*value, keys);
}

/// Others have `tasks` and `settings` too, and trainings have num_workers.
bool is_databricks_job(const Value& root) {
  if (has_any(root, {"job_clusters", "new_cluster", "node_type_id", "existing_cluster_id", "instance_pool_id"}))
    return true;
  if (has_any(root, {"num_workers", "autoscale"}) &&
      has_any(root, {"spark_version", "spark_conf", "cluster_name", "policy_id", "is_single_node", "runtime_engine",
                     "aws_attributes", "azure_attributes", "gcp_attributes", "autotermination_minutes"}))
    return true;
  const Value* const tasks = root.find("tasks");
  return tasks != nullptr && tasks->kind == ValueKind::list && std::ranges::any_of(tasks->items, [](const Value& task) {
           return task.kind == ValueKind::mapping && has_any(task, {"task_key"});
         });
}
bool is_databricks(const Value& root) {
  const Value* const settings = root.find("settings");
  return is_bundle(root) || is_databricks_job(root) ||
         (settings != nullptr && settings->kind == ValueKind::mapping && is_databricks_job(*settings));
}
/// Other services of AWS have `Instances` and `Cluster`.
bool is_emr(const Value& root) {
  return has_any(root, {"InstanceFleets", "InstanceGroups", "ReleaseLabel"}) ||
         has_any_at(root, "Instances",
                    {"InstanceGroups", "InstanceFleets", "MasterInstanceType", "SlaveInstanceType", "InstanceCount"}) ||
         has_any_at(root, "Cluster", {"InstanceGroups", "InstanceFleets", "ReleaseLabel", "InstanceCollectionType"});
}
/// The list that the command line of AWS takes in a file.
bool is_list_of_groups(const Value& root) {
  return root.kind == ValueKind::list && !root.items.empty() && std::ranges::all_of(root.items, [](const Value& item) {
           return item.kind == ValueKind::mapping &&
                  has_any(item, {"InstanceGroupType", "InstanceFleetType", "InstanceRole"});
         });
}
bool is_launcher(const Value& root) {
  return has_any(root, {"available_node_types"}) || (has_any(root, {"cluster_name"}) && has_any(root, {"provider"}) &&
                                                     has_any(root, {"head_node", "auth", "worker_nodes"}));
}

std::string name_of(const Value& root) {
  for (const auto& path : {std::initializer_list<std::string_view>{"metadata", "name"}, {"name"}, {"Name"}})
    if (const Value* const name = Gleaner::at(root, path); name && name->kind == ValueKind::scalar) return name->text;
  return {};
}

/// Parts of one document.
class TreeSearch {
 public:
  TreeSearch(const SourceText& source, Findings& findings) : source_(source), findings_(findings) {}

  void object(const Value& root) {
    if (is_list_of_groups(root)) return add("EMR clusters", root, import_emr);
    if (root.kind != ValueKind::mapping) return;
    // Databricks has kinds of clusters, too.
    if (const Value* const kind = root.find("kind");
        kind && kind->kind == ValueKind::scalar && !root.find("spark_version"))
      kubernetes(root, kind->text);
    else if (is_job_run(root))
      add("job runs", root, import_job_run);
    else if (is_dataproc(root))
      add("Dataproc clusters", root, import_dataproc);
    else if (is_launcher(root))
      add("Ray clusters", root, import_ray_launcher);
    else if (from_template(root))
      return;
    else if (is_glue(root))
      add("Glue jobs", root, import_glue);
    else if (is_databricks(root))
      add("Databricks jobs", root, import_databricks);
    else if (is_emr(root))
      add("EMR clusters", root, import_emr);
    else
      anywhere(root);
  }

 private:
  void kubernetes(const Value& root, const std::string& kind) {
    if (const Value* const items = root.find("items"); items && kind == "List") {
      for (const Value& item : items->items) object(item);
      return;
    }
    const auto found = std::ranges::find(object_kinds, std::string_view(kind), &ObjectKind::kind);
    if (found != std::end(object_kinds))
      add(found->things, root, found->read);
    else
      anywhere(root);
  }

  /// False: the tree is no template, or holds nothing of what can be imported.
  bool from_template(const Value& root) {
    const std::size_t before = findings_.found.size();
    add_resources("EMR clusters", emr_clusters_of_template(root), import_emr);
    add_resources("Glue jobs", glue_jobs_of_template(root), import_glue);
    return findings_.found.size() > before;
  }

  void add_resources(std::string_view things, std::vector<std::pair<std::string, Value>> resources, Reader read) {
    for (auto& [name, properties] : resources) {
      add(things, findings_.trees.emplace_back(std::move(properties)), read);
      findings_.found.back().choice.name = name;
    }
  }

  /// In a file of another kind: command lines, properties, and fields that stand for them.
  void anywhere(const Value& value) {
    if (findings_.found.size() >= most_found) return;
    if (value.kind == ValueKind::scalar) return find_submit_in(value, source_, findings_);
    if (value.kind == ValueKind::list) return in_list(value);
    if (has_submit_fields(value))
      return add_read("job definitions", value, [](const Value& root, const SourceText& source) {
        return import_submit_fields(root, source, "job definition");
      });
    if (has_properties(value)) return add_read("mappings of properties", value, import_properties);
    if (const std::vector<const Value*> words = command_of(value); !words.empty()) {
      const std::size_t before = findings_.found.size();
      find_submit_among(words, source_, findings_);
      if (findings_.found.size() > before) return;
    }
    for (const Entry& entry : value.entries)
      if (entry.key.ends_with(".conf") && entry.value.text.find("spark.") != std::string::npos)
        add_file(entry.value);
      else
        anywhere(entry.value);
  }

  void in_list(const Value& list) {
    const std::size_t before = findings_.found.size();
    std::vector<const Value*> words;
    for (const Value& item : list.items)
      if (item.kind == ValueKind::scalar) words.push_back(&item);
    if (words.size() == list.items.size()) find_submit_among(words, source_, findings_);
    for (const Value& item : list.items)
      if (findings_.found.size() == before || item.kind != ValueKind::scalar) anywhere(item);
  }

  /// `command` and `args` of a container are one line.
  static std::vector<const Value*> command_of(const Value& container) {
    std::vector<const Value*> words;
    for (const std::string_view key : {"entrypoint", "command", "args"})
      if (const Value* const part = container.find(key)) {
        if (part->kind == ValueKind::scalar && part->text.find(' ') == std::string::npos) words.push_back(part);
        for (const Value& item : part->items)
          if (item.kind == ValueKind::scalar) words.push_back(&item);
      }
    return words;
  }

  /// A file of properties within another.
  void add_file(const Value& text) {
    const auto lines = static_cast<std::size_t>(std::max(1, text.spot.line));
    const SourceText& kept =
        findings_.texts.emplace_back(SourceText{source_.file, std::string(lines, '\n') + text.text});
    findings_.found.push_back(
        {"files of properties", {{}, {}, text.spot}, [&kept](Picks&) { return import_spark_defaults(kept); }});
  }

  void add_read(std::string_view things, const Value& root, Imported (*read)(const Value&, const SourceText&)) {
    findings_.found.push_back({things, {name_of(root), {}, root.spot}, [this_source = &source_, &root, read](Picks&) {
                                 return read(root, *this_source);
                               }});
  }

  void add(std::string_view things, const Value& root, Reader read) {
    findings_.found.push_back(
        {things, {name_of(root), {}, root.spot}, [this_source = &source_, &root, read](Picks& picks) {
           return read(root, *this_source, picks);
         }});
  }

  const SourceText& source_;
  Findings& findings_;
};

/// Where each document of a text begins and ends.
std::vector<std::pair<std::size_t, std::size_t>> documents_of(const std::string& text) {
  std::vector<std::pair<std::size_t, std::size_t>> documents;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); at = std::min(text.find('\n', at), text.size() - 1) + 1)
    if (text.compare(at, 3, "---") == 0 &&
        (at + 3 >= text.size() || std::string_view(" \t\r\n").find(text[at + 3]) != std::string_view::npos)) {
      documents.emplace_back(begin, at);
      begin = at + 3;
    }
  documents.emplace_back(begin, text.size());
  return documents;
}

bool is_blank(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::size_t first = text.find_first_not_of(" \t\r", at);
    if (first < end && text[first] != '#') return false;
    at = end + 1;
  }
  return true;
}

/// Of a key that is there twice the last counts, as it does for those who read such files.
void keep_last(Value& value, std::vector<Diagnostic>& told) {
  std::set<std::string> seen;
  std::vector<Entry> kept;
  for (std::size_t i = value.entries.size(); i-- > 0;) {
    Entry& entry = value.entries[i];
    if (seen.insert(entry.key).second) {
      kept.push_back(std::move(entry));
      continue;
    }
    Diagnostic twice;
    twice.code = codes::duplicate_key.id;
    twice.severity = Severity::warning;
    twice.message = fmt::format("key {} is given twice; the last counts", in_quotes(entry.key));
    twice.place = place_of(entry.spot);
    told.push_back(std::move(twice));
  }
  std::ranges::reverse(kept);
  value.entries = std::move(kept);
  for (Entry& entry : value.entries) keep_last(entry.value, told);
  for (Value& item : value.items) keep_last(item, told);
}

/// The first line that says something is a bracket, an item, or a key: what else begins is a program, or prose.
bool begins_as_tree(std::string_view document) {
  std::size_t at = document.find_first_not_of(" \t\r\n");
  while (at < document.size() && document[at] == '#')
    at = document.find_first_not_of(" \t\r\n", std::min(document.find('\n', at), document.size()));
  if (at >= document.size()) return false;
  std::string_view line = document.substr(at, document.find('\n', at) - at);
  if (line.starts_with("- ")) line.remove_prefix(2);
  if (line.empty() || std::string_view("{[%").find(line.front()) != std::string_view::npos) return true;
  const std::size_t colon = line.find(':');
  if (colon == 0 || colon == std::string_view::npos) return false;
  const std::string_view key = line.substr(0, line.find_last_not_of(" \t", colon - 1) + 1);
  return key.find_first_of(" =(") == std::string_view::npos;
}

/// "kind: RayJob" or "kind": "RayJob" stands in it, or a key that only manifests have.
bool names_a_kind(std::string_view document) {
  for (std::size_t at = document.find("kind"); at != std::string_view::npos; at = document.find("kind", at + 4)) {
    const std::string_view rest =
        document.substr(std::min(document.find_first_not_of("\"' \t:", at + 4), document.size()));
    if (std::ranges::any_of(object_kinds, [&](const ObjectKind& each) { return rest.starts_with(each.kind); }))
      return true;
  }
  return std::ranges::any_of(telling_keys,
                             [&](const KindWord& key) { return document.find(key.word) != std::string_view::npos; });
}

/// A document is parsed alone, and its places are then those of the whole text.
void move_spots(Value& value, const SourceText& source, int lines) {
  value.spot.source = &source;
  value.spot.line += lines;
  for (Value& item : value.items) move_spots(item, source, lines);
  for (Entry& entry : value.entries) {
    entry.spot.source = &source;
    entry.spot.line += lines;
    move_spots(entry.value, source, lines);
  }
}

Value parse_document(std::string_view document, const SourceText& source, int lines) {
  const bool of_aws = document.find("AWS::EMR::") != std::string_view::npos ||
                      document.find("AWS::Glue::Job") != std::string_view::npos;
  const SourceText alone{source.file, of_aws ? without_short_forms(std::string(document)) : std::string(document)};
  try {
    Problems twice;  // told of by keep_last
    Value root = parse_value(alone, twice, {.control_characters = true});
    move_spots(root, source, lines);
    return root;
  } catch (InputError& error) {
    for (Diagnostic& each : error.diagnostics) each.place.line += lines;
    throw;
  }
}

}  // namespace

std::vector<KindWord> kind_words() {
  std::vector<KindWord> words;
  for (const ObjectKind& each : object_kinds) words.push_back({each.kind, each.things});
  for (KindWord each : telling_keys) {
    if (each.word.starts_with('"')) each.word = each.word.substr(1, each.word.size() - 2);
    if (each.word.ends_with(':')) each.word.remove_suffix(1);
    words.push_back(each);
  }
  return words;
}

void find_in_trees(const SourceText& source, Findings& findings) {
  int lines = 0;
  std::size_t counted = 0;
  for (const auto& [from, to] : documents_of(source.text)) {
    const std::string_view document = std::string_view(source.text).substr(from, to - from);
    lines += static_cast<int>(std::count(source.text.begin() + static_cast<std::ptrdiff_t>(counted),
                                         source.text.begin() + static_cast<std::ptrdiff_t>(from), '\n'));
    counted = from;
    if (is_blank(document)) continue;
    try {
      Value root = parse_document(document, source, lines);
      std::vector<Diagnostic> told;
      keep_last(root, told);
      const std::size_t before = findings.found.size();
      TreeSearch(source, findings).object(findings.trees.emplace_back(std::move(root)));
      if (findings.found.size() == before)
        findings.trees.pop_back();
      else
        std::ranges::move(told, std::back_inserter(findings.told));
    } catch (const InputError& error) {
      if (begins_as_tree(document) && names_a_kind(document) && !findings.broken) findings.broken = error;
    }
  }
}

}  // namespace sizer::deploy

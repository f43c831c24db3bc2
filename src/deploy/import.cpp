// Import: which kind of manifest a text is, told by its content.
#include <algorithm>

#include <fmt/format.h>

#include "deploy/importers.h"
#include "text/problems.h"
#include "text/text_check.h"

namespace sizer {
namespace {

using namespace deploy;

constexpr const char* kinds =
    "SparkApplication, RayJob, RayCluster, spark-defaults.conf, a spark-submit line, Databricks job, EMR cluster";

struct TreeKind {
  std::string_view name;
  Imported (*read)(const Value&, const SourceText&);
};
constexpr TreeKind objects[] = {
    {"SparkApplication", import_spark_application}, {"RayJob", import_ray_job}, {"RayCluster", import_ray_cluster}};

bool has_any(const Value& root, std::initializer_list<std::string_view> keys) {
  return std::ranges::any_of(keys, [&](std::string_view key) { return root.find(key) != nullptr; });
}

/// Null: none that is known.
const TreeKind* kind_of(const Value& root) {
  static constexpr TreeKind databricks{"Databricks job", import_databricks};
  static constexpr TreeKind emr{"EMR cluster", import_emr};
  if (root.kind != ValueKind::mapping) return nullptr;
  if (const Value* const kind = root.find("kind")) {
    const auto found = std::ranges::find(objects, std::string_view(kind->text), &TreeKind::name);
    return found == std::end(objects) ? nullptr : &*found;
  }
  if (has_any(root, {"job_clusters", "new_cluster", "node_type_id", "num_workers", "settings", "tasks"}))
    return &databricks;
  if (has_any(root, {"Instances", "InstanceFleets", "InstanceGroups", "Cluster", "ReleaseLabel"})) return &emr;
  return nullptr;
}

[[noreturn]] void fail_as_unknown(const Spot& spot) {
  fail(codes::unknown_manifest, spot, "this is no manifest that can be imported", {}, fmt::format("known: {}", kinds));
}

/// The text with all documents but one made blank, so that places stay as they are. Of several objects that one counts
/// which can be imported.
std::string one_document(const SourceText& source) {
  const std::string& text = source.text;
  std::vector<std::pair<std::size_t, std::size_t>> documents;
  std::size_t begin = 0;
  for (std::size_t at = 0; at < text.size(); at = std::min(text.find('\n', at), text.size() - 1) + 1)
    if (text.compare(at, 3, "---") == 0) {
      documents.emplace_back(begin, at);
      begin = at + 3;
    }
  documents.emplace_back(begin, text.size());
  for (const auto& [from, to] : documents) {
    const std::string_view document = std::string_view(text).substr(from, to - from);
    const bool wanted = std::ranges::any_of(objects, [&](const TreeKind& kind) {
      return document.find(fmt::format("\nkind: {}", kind.name)) != std::string_view::npos;
    });
    if (!wanted || documents.size() == 1) continue;
    std::string kept = text;
    for (std::size_t i = 0; i < kept.size(); ++i)
      if ((i < from || i >= to) && kept[i] != '\n') kept[i] = ' ';
    return kept;
  }
  if (documents.size() > 1 && text.find("\nkind: ") != std::string::npos) fail_as_unknown({&source, 1, 1});
  return text;
}

/// The first line that says something.
std::string_view first_line(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
    if (!line.empty() && line.front() != '#' && line.front() != '!') return line;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return {};
}

/// "spark.executor.cores 4", and no "spark.executor.cores: 4" of YAML: both are read as properties.
bool is_properties(std::string_view line) {
  return line.starts_with("spark.");
}

}  // namespace

Imported import_manifest(const std::string& text, const std::string& file) {
  const SourceText source{file, text};
  checked_text(source);
  const std::string_view first = first_line(text);
  if (is_properties(first)) return import_spark_defaults(source);
  if (first.find("spark-submit") != std::string_view::npos || first.find("spark3-submit") != std::string_view::npos ||
      first.starts_with("export ") || first.starts_with("set -"))
    if (auto imported = import_spark_submit(source)) return std::move(*imported);

  const SourceText one{file, one_document(source)};
  Problems problems;
  const Value root = parse_value(one, problems, {.control_characters = true});
  const TreeKind* const kind = kind_of(root);
  if (kind == nullptr) fail_as_unknown(root.spot);
  problems.raise();
  return kind->read(root, one);
}

}  // namespace sizer

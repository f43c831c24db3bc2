// A cluster to the lines of a cluster file: exact, and no more than is needed.
#include "deploy/cluster_lines.h"

#include <algorithm>

#include "job/write_lines.h"
#include "job/written_cluster.h"
#include "sizer/input.h"

namespace sizer::deploy {
namespace {

/// Gathers the paths of a table, those of a mapping under its key.
template <class T>
class Paths : public NoRules {
 public:
  explicit Paths(std::string above = {}) : above_(std::move(above)) {}

  void operator()(const char* key, const auto&, const auto&, const Says&) { found_.push_back(above_ + key); }
  template <class C, class V>
  void operator()(const char* key, std::optional<V> C::*, how::Written, const Says&) {
    Paths<V> inner(above_ + key + ".");
    lines(Type<V>{}, inner);
    for (std::string& path : inner.take()) found_.push_back(std::move(path));
  }
  std::vector<std::string> take() { return std::move(found_); }

 private:
  std::string above_;
  std::vector<std::string> found_;
};

void flatten(const Value& value, const std::string& path, std::vector<ClusterLine>& lines) {
  for (const Entry& entry : value.entries)
    flatten(entry.value, path.empty() ? entry.key : path + "." + entry.key, lines);
  if (value.kind == ValueKind::scalar) lines.push_back({path, value.text});
}

}  // namespace

bool is_driver_place(std::string_view text) {
  return std::ranges::find(words::driver_places, text, &Word<DriverPlace>::word) != std::end(words::driver_places);
}

std::optional<Machine> known_machine(const std::string& name) {
  return built_in_catalogue().machine(name);
}

std::vector<ClusterLine> cluster_lines(const Cluster& cluster, const SparkSettings& spark, const RaySettings& ray,
                                       const Engine& engine) {
  WrittenCluster made = written(cluster);
  made.spot.reset();  // what spot machines cost is the market's, and no platform's file has it
  made.spark.reset();
  made.ray.reset();
  if (engine.shape == WorkerShape::executors) {
    const Executors& executors = cluster.executors;
    made.executors = {executors.per_node, executors.cores, executors.memory, executors.overhead};
    made.usable_cpus.reset();
  } else {
    made.executors.reset();
  }
  if (engine.settings == SettingsOf::spark) made.spark = spark;
  if (engine.settings == SettingsOf::ray) made.ray = ray;
  std::vector<ClusterLine> lines;
  flatten(write_lines(made), {}, lines);
  return lines;
}

const std::vector<std::string_view>& cluster_paths() {
  static const std::vector<std::string> paths = [] {
    Paths<WrittenCluster> all;
    lines(Type<WrittenCluster>{}, all);
    return all.take();
  }();
  static const std::vector<std::string_view> views(paths.begin(), paths.end());
  return views;
}

std::string text_at(const std::vector<ClusterLine>& lines, std::string_view path) {
  for (const ClusterLine& line : lines)
    if (line.path == path) return line.text;
  return {};
}

}  // namespace sizer::deploy

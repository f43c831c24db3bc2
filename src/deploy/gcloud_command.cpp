// Command lines of Google Cloud that submit to Dataproc, or make a cluster of it.
#include "deploy/gcloud_command.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "text/problems.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

/// Puts a value at a path of keys, and makes the mappings on the way.
void put(Value& mapping, std::initializer_list<std::string_view> path, Value value) {
  Value* at = &mapping;
  const Spot spot = value.spot;
  for (const std::string_view key : path) {
    auto found = std::ranges::find(at->entries, key, &Entry::key);
    if (found == at->entries.end()) {
      at->entries.push_back({std::string(key), spot, Value{ValueKind::mapping, {}, false, {}, {}, spot}});
      found = at->entries.end() - 1;
    }
    at = &found->value;
  }
  *at = std::move(value);
}

/// "a=1,b=2", or with another mark between them: "^;^a=1;b=2,3".
Value properties_of(const ShellWord& word) {
  std::string_view rest = word.text;
  std::string mark = ",";
  if (const std::size_t end = rest.find('^', 1); rest.starts_with('^') && end != std::string_view::npos && end > 1) {
    mark = std::string(rest.substr(1, end - 1));
    rest.remove_prefix(end + 1);
  }
  Value properties{ValueKind::mapping, {}, false, {}, {}, word.spot};
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(mark), rest.size());
    const std::string_view pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + mark.size(), rest.size()));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos)
      fail(codes::wrong_type, word.spot, fmt::format("{} is no property", in_quotes(pair)), {},
           "such as spark.executor.cores=4,spark.executor.memory=8g; ^;^ before them makes ; the mark between two");
    put(properties, {pair.substr(0, equals)}, scalar_of(std::string(pair.substr(equals + 1)), word.spot));
  }
  return properties;
}

/// Kinds of programs, as the command has them and as a job and a batch have them.
struct Program {
  std::string_view word, job, batch;
};
constexpr Program programs[] = {{"spark", "sparkJob", "sparkBatch"},
                                {"pyspark", "pysparkJob", "pysparkBatch"},
                                {"spark-sql", "sparkSqlJob", "sparkSqlBatch"},
                                {"spark-r", "sparkRJob", "sparkRBatch"}};

/// Options of `clusters create`, and where a cluster has them.
struct ClusterOption {
  std::string_view name;
  std::initializer_list<std::string_view> path;
};
const ClusterOption cluster_options[] = {
    {"--num-workers", {"config", "workerConfig", "numInstances"}},
    {"--worker-machine-type", {"config", "workerConfig", "machineTypeUri"}},
    {"--num-masters", {"config", "masterConfig", "numInstances"}},
    {"--master-machine-type", {"config", "masterConfig", "machineTypeUri"}},
    {"--num-secondary-workers", {"config", "secondaryWorkerConfig", "numInstances"}},
    {"--num-preemptible-workers", {"config", "secondaryWorkerConfig", "numInstances"}},
    {"--image-version", {"config", "softwareConfig", "imageVersion"}},
    {"--max-idle", {"config", "lifecycleConfig", "idleDeleteTtl"}},
    {"--autoscaling-policy", {"config", "autoscalingConfig", "policyUri"}}};

class Request {
 public:
  enum class Kind { job, batch, cluster };

  Request(Kind kind, const Program* program, const Spot& spot) : kind_(kind) {
    made_ = {ValueKind::mapping, {}, false, {}, {}, spot};
    const Value empty{ValueKind::mapping, {}, false, {}, {}, spot};
    if (kind == Kind::job) put(made_, {program_ = program->job, "properties"}, empty);
    if (kind == Kind::batch) put(made_, {program->batch}, empty);
    // Without options Google's defaults hold.
    if (kind == Kind::cluster)
      put(made_, {"config", "workerConfig"}, empty), put(made_, {"config", "gceClusterConfig"}, empty);
  }

  void take(std::string_view name, const ShellWord* value) {
    if (name == "--single-node" && kind_ == Kind::cluster)
      return put(made_, {"config", "workerConfig", "numInstances"}, scalar_of("0", made_.spot));
    if (value == nullptr) return;
    if (name == "--properties-file")
      fail(codes::left_out, value->spot, fmt::format("what {} holds is not read from here", in_quotes(value->text)), {},
           "import that file, or give its content by --properties");
    if (name == "--properties") return take_properties(properties_of(*value));
    if (name == "--cluster" && kind_ == Kind::job)
      return put(made_, {"placement", "clusterName"}, scalar_of(value->text, value->spot));
    if (name == "--version" && kind_ == Kind::batch)
      return put(made_, {"runtimeConfig", "version"}, scalar_of(value->text, value->spot));
    if (kind_ == Kind::cluster) take_of_cluster(name, *value);
  }

  Value take_made() { return std::move(made_); }

 private:
  void take_properties(Value properties) {
    if (kind_ == Kind::job) return put(made_, {program_, "properties"}, std::move(properties));
    if (kind_ == Kind::batch) return put(made_, {"runtimeConfig", "properties"}, std::move(properties));
    put(made_, {"config", "softwareConfig", "properties"}, std::move(properties));
  }

  void take_of_cluster(std::string_view name, const ShellWord& value) {
    if (name == "--secondary-worker-type") {
      std::string word = value.text == "non-preemptible" ? "NON_PREEMPTIBLE"
                         : value.text == "spot"          ? "SPOT"
                                                         : "PREEMPTIBLE";
      return put(made_, {"config", "secondaryWorkerConfig", "preemptibility"}, scalar_of(std::move(word), value.spot));
    }
    const auto* const option = std::ranges::find(cluster_options, name, &ClusterOption::name);
    if (option != std::end(cluster_options)) put(made_, option->path, scalar_of(value.text, value.spot));
  }

  Kind kind_;
  std::string_view program_;
  Value made_;
};

/// Where the words "dataproc", a group and an action stand among those that are no options; the end: they do not.
std::vector<ShellWord>::const_iterator after(std::vector<ShellWord>::const_iterator from,
                                             std::vector<ShellWord>::const_iterator end, std::string_view word) {
  const auto found = std::find_if(from, end, [&](const ShellWord& each) { return each.text == word; });
  return found == end ? end : found + 1;
}

}  // namespace

std::optional<Value> dataproc_request(const std::vector<ShellWord>& command) {
  const auto gcloud = std::ranges::find_if(
      command, [](const ShellWord& word) { return word.text == "gcloud" || word.text.ends_with("/gcloud"); });
  if (gcloud == command.end()) return std::nullopt;
  const auto group = after(gcloud, command.end(), "dataproc");
  if (group == command.end()) return std::nullopt;
  const Program* program = nullptr;
  Request::Kind kind = Request::Kind::cluster;
  auto at = command.end();
  if (group->text == "clusters") {
    at = after(group, command.end(), "create");
  } else if (group->text == "jobs" || group->text == "batches") {
    kind = group->text == "jobs" ? Request::Kind::job : Request::Kind::batch;
    at = after(group, command.end(), "submit");
    if (at == command.end()) return std::nullopt;
    const auto* const known = std::ranges::find(programs, std::string_view(at->text), &Program::word);
    if (known == std::end(programs)) return std::nullopt;
    program = known;
    ++at;
  } else {
    return std::nullopt;
  }
  if (kind == Request::Kind::cluster && at == command.end()) return std::nullopt;
  Request request(kind, program, gcloud->spot);
  for (; at != command.end() && at->text != "--"; ++at) {
    if (!at->text.starts_with("--")) continue;
    const std::size_t equals = std::min(at->text.find('='), at->text.size());
    ShellWord value = *at;
    if (equals < at->text.size()) {
      value.text = at->text.substr(equals + 1);
      request.take(std::string_view(at->text).substr(0, equals), &value);
    } else {
      const bool follows = at + 1 != command.end() && !(at + 1)->text.starts_with("--");
      request.take(at->text, follows ? &*(at + 1) : nullptr);
    }
  }
  return request.take_made();
}

}  // namespace sizer::deploy

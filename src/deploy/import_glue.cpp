// Import: Spark jobs of AWS Glue, whose workers are sold by the DPU (docs.aws.amazon.com/glue, worker types).
#include <algorithm>
#include <charconv>
#include <sstream>

#include <fmt/format.h>

#include "deploy/importers.h"
#include "text/problems.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

constexpr SparkHome glue{.provider = "aws", .platform = "glue"};

/// A worker of whole DPUs, with an executor: 4 vCPUs, 16 GB and a heap of 10 GB each.
struct Worker {
  std::string_view type;
  int dpus, disk;  ///< GB, of which the system takes some
};
constexpr Worker worker_types[] = {{"G.1X", 1, 94},  {"G.2X", 2, 138},   {"G.4X", 4, 256},
                                   {"G.8X", 8, 512}, {"G.12X", 12, 768}, {"G.16X", 16, 1024}};
constexpr int vcpus_of_dpu = 4, gib_of_dpu = 16, heap_of_dpu = 10, usual_dpus = 10;

/// Types whose price `platform: glue` does not know, and what stands for them in a cluster file.
struct OtherWorker {
  std::string_view type, why, instead;
};
constexpr OtherWorker others[] = {
    {"G.025X", "it has 2 vCPUs and is paid as a quarter of a DPU, where `platform: glue` counts a DPU for 4 vCPUs",
     "{nodes: N, driver: own_node, vcpus: 2, memory: 4 GiB, price: $P/h}"},
    {"R.1X", "it is paid by the M-DPU, whose price is not known here",
     "{nodes: N, driver: own_node, vcpus: 4, memory: 32 GiB, price: $P/h}"},
    {"R.2X", "it is paid by the M-DPU, whose price is not known here",
     "{nodes: N, driver: own_node, vcpus: 8, memory: 64 GiB, price: $P/h}"},
    {"R.4X", "it is paid by the M-DPU, whose price is not known here",
     "{nodes: N, driver: own_node, vcpus: 16, memory: 128 GiB, price: $P/h}"},
    {"R.8X", "it is paid by the M-DPU, whose price is not known here",
     "{nodes: N, driver: own_node, vcpus: 32, memory: 256 GiB, price: $P/h}"},
    {"Standard", "it runs two executors of half the memory, as Glue 1.0 did",
     "{nodes: N, driver: own_node, vcpus: 4, memory: 16 GiB, platform: glue, executors: {per_node: 2, cores: 4, "
     "memory: "
     "5 GiB}}"}};

struct Version {
  std::string_view glue, spark;
};
constexpr Version versions[] = {{"0.9", "2.2"}, {"1.0", "2.4"}, {"2.0", "2.4"}, {"3.0", "3.1"},
                                {"4.0", "3.3"}, {"5.0", "3.5"}, {"5.1", "3.5"}};

/// The job within what `get-job` answers, or the request itself.
const Value& job_in(const Value& root) {
  for (const std::string_view key : {"Job", "JobUpdate"})
    if (const Value* const job = Gleaner::at(root, {key})) return *job;
  return root;
}

std::string word_at(const Value& root, std::initializer_list<std::string_view> path) {
  const Value* const value = Gleaner::at(root, path);
  return value && value->kind == ValueKind::scalar ? value->text : std::string();
}

class GlueReader {
 public:
  GlueReader(const Value& root, const SourceText& source)
      : job_(job_in(root)), draft_(source), gleaner_(root, draft_) {}

  Imported read() {
    refuse_other_programs();
    const Worker* const worker = take_type();
    if (worker != nullptr) take_shape(*worker);
    take_count();
    take_version();
    take_arguments();
    if (const Value* const how = gleaner_.scalar(job_, {"ExecutionClass"}); how && how->text == "FLEX")
      draft_.warn(codes::taken_for_granted,
                  "FLEX runs on capacity that Glue may take back, for less a DPU-hour; taken: "
                  "STANDARD, at its price",
                  how->spot, "give your price in a catalogue of your own (docs/prices.md)");
    settle_spark(draft_, glue);
    gleaner_.program(job_, "",
                     {"Name", "JobName", "Description", "Role", "Command", "Tags", "Timeout", "MaxRetries",
                      "ExecutionProperty", "Connections", "SecurityConfiguration", "NotificationProperty", "LogUri",
                      "JobMode", "CreatedOn", "LastModifiedOn", "AllocatedCapacity", "NonOverridableArguments"});
    gleaner_.leave_rest();
    return draft_.finish("Glue job");
  }

 private:
  void refuse_other_programs() {
    const Value* const kind = Gleaner::at(job_, {"Command", "Name"});
    if (kind == nullptr || kind->kind != ValueKind::scalar) return;
    if (kind->text == "pythonshell")
      fail(codes::unknown_manifest, kind->spot, "this is a Python shell job of Glue: it runs no Spark");
    if (kind->text == "glueray")
      fail(codes::unknown_manifest, kind->spot,
           "this is a Ray job of Glue, whose workers are paid by the M-DPU: their "
           "price is not known here",
           {}, "write the cluster: {nodes: N, vcpus: 8, memory: 64 GiB, price: $P/h}");
  }

  /// Null: it is to be filled in.
  const Worker* take_type() {
    const Value* const type = gleaner_.scalar(job_, {"WorkerType"});
    if (type == nullptr) {
      draft_.warn(codes::taken_for_granted, "the type of the workers is not given; taken: G.1X");
      return &worker_types[0];
    }
    const auto known = std::ranges::find(worker_types, std::string_view(type->text), &Worker::type);
    if (known != std::end(worker_types)) return &*known;
    if (draft_.refuse_placeholder(type->text, type->spot)) return nullptr;
    const auto other = std::ranges::find(others, std::string_view(type->text), &OtherWorker::type);
    if (other != std::end(others))
      fail(codes::unknown_manifest, type->spot,
           fmt::format("workers of the type {} cannot be read: {}", other->type, other->why), {},
           fmt::format("write the cluster, where N is one less than the number of workers: {}", other->instead));
    draft_.fill_in("vcpus", fmt::format("of a worker {}", printable(type->text)));
    draft_.fill_in("memory", fmt::format("of a worker {}", printable(type->text)));
    return nullptr;
  }

  void take_shape(const Worker& worker) {
    const std::string whose = fmt::format("a worker {}", worker.type);
    draft_.derive("vcpus", fmt::format("{}", worker.dpus * vcpus_of_dpu), whose);
    draft_.derive("memory", fmt::format("{} GiB", worker.dpus * gib_of_dpu), whose);
    draft_.derive("root_volume", fmt::format("{} GB", worker.disk), whose);
    draft_.derive("executors.per_node", "1", "an executor a worker");
    draft_.derive("executors.cores", fmt::format("{}", worker.dpus * vcpus_of_dpu), "a task for each vCPU");
    draft_.derive("executors.memory", fmt::format("{} GiB", worker.dpus * heap_of_dpu), "10 GiB a DPU");
  }

  /// One of the workers has the driver.
  void take_count() {
    const Value* given = gleaner_.scalar(job_, {"NumberOfWorkers"});
    const Value* const most = gleaner_.scalar(job_, {"MaxCapacity"});
    if (given == nullptr) given = most;
    if (given == nullptr) {
      draft_.warn(codes::taken_for_granted,
                  fmt::format("the number of workers is not given; taken: {}, Glue's default", usual_dpus));
    } else if (draft_.refuse_placeholder(given->text, given->spot)) {
      return;
    }
    const std::string text = given ? given->text : fmt::format("{}", usual_dpus);
    double all = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), all);
    if (error != std::errc() || end != text.data() + text.size() || !(all >= 2 && all <= 100'000)) {
      draft_.problems().add(
          codes::out_of_bounds, given->spot,
          fmt::format("{} is no number of workers: at least 2, one of them for the driver", in_quotes(text)));
      return;
    }
    const int nodes = static_cast<int>(all) - 1;
    draft_.derive("nodes", fmt::format("{}", nodes), fmt::format("{} workers, one of them with the driver", nodes + 1));
    draft_.derive("driver", "own_node", "on a worker by itself");
  }

  void take_version() {
    const Value* const version = gleaner_.scalar(job_, {"GlueVersion"});
    if (version == nullptr) return;
    const auto known = std::ranges::find(versions, std::string_view(version->text), &Version::glue);
    if (known != std::end(versions)) draft_.set("spark.version", std::string(known->spark), version->spot);
  }

  /// `--conf` holds them all: "spark.a=1 --conf spark.b=2".
  void take_arguments() {
    for (const std::string_view key : {"DefaultArguments", "Arguments"}) {
      const Value* const arguments = Gleaner::at(job_, {key});
      if (arguments == nullptr) continue;
      gleaner_.take(*arguments);
      if (const Value* const conf = Gleaner::at(*arguments, {"--conf"})) take_conf(*conf);
      if (const Value* const scales = Gleaner::at(*arguments, {"--enable-auto-scaling"});
          scales && scales->text == "true")
        tell_scaling(draft_, "workers", "", word_at(job_, {"NumberOfWorkers"}), scales->spot);
    }
  }

  void take_conf(const Value& conf) {
    std::istringstream words(conf.text);
    std::string word;
    while (words >> word) {
      const std::size_t equals = word.find('=');
      if (word.starts_with("spark.") && equals != std::string::npos)
        take_property(draft_, std::string_view(word).substr(0, equals), word.substr(equals + 1), conf.spot);
    }
  }

  const Value& job_;
  ClusterDraft draft_;
  Gleaner gleaner_;
};

}  // namespace

bool is_glue(const Value& root) {
  if (root.kind != ValueKind::mapping) return false;
  const Value& job = job_in(root);
  const std::string command = word_at(job, {"Command", "Name"});
  return command.starts_with("glue") || (command == "pythonshell" && Gleaner::at(job, {"Role"})) ||
         Gleaner::at(job, {"GlueVersion"}) ||
         (Gleaner::at(job, {"WorkerType"}) && Gleaner::at(job, {"NumberOfWorkers"}));
}

Imported import_glue(const Value& root, const SourceText& source, Picks&) {
  return GlueReader(root, source).read();
}

}  // namespace sizer::deploy

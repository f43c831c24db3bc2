// Manifests: what is written can be read again, whatever the job is called, and says where each number comes from.
#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "catch.h"
#include "deploy/shell.h"
#include "generated_deployment.h"
#include "program.h"
#include "sizer/engine_defaults.h"
#include "sizer/room.h"
#include "text/exact_text.h"
#include "text/problems.h"

using namespace sizer;

namespace {

constexpr unsigned clusters = generated::seeds(300);

/// The settings that hold, whether they are written or not.
SparkSettings in_force(const SparkSettings& given, const Cluster& cluster) {
  SparkSettings all = overlaid(spark_defaults, given);
  if (!all.default_parallelism)
    all.default_parallelism = cluster.nodes * cluster.executors.per_node * cluster.executors.cores;
  if (!all.adaptive_broadcast_threshold) all.adaptive_broadcast_threshold = all.broadcast_threshold;
  return all;
}

void check_same(const SparkSettings& a, const SparkSettings& b) {
  CHECK(a.version == b.version);
  CHECK(a.shuffle_partitions == b.shuffle_partitions);
  CHECK(a.default_parallelism == b.default_parallelism);
  CHECK(a.adaptive == b.adaptive);
  CHECK(a.skew_join == b.skew_join);
  CHECK(a.advisory_partition_size == b.advisory_partition_size);
  CHECK(a.broadcast_threshold == b.broadcast_threshold);
  CHECK(a.adaptive_broadcast_threshold == b.adaptive_broadcast_threshold);
  CHECK(a.max_broadcast == b.max_broadcast);
  CHECK(a.broadcast_timeout == b.broadcast_timeout);
  CHECK(a.max_result_size == b.max_result_size);
  CHECK(a.driver_memory == b.driver_memory);
  CHECK(a.max_partition_bytes == b.max_partition_bytes);
  CHECK(a.prefer_sort_merge == b.prefer_sort_merge);
  CHECK(a.codec == b.codec);
  CHECK(a.reuse_partitioning == b.reuse_partitioning);
}

void check_same(const RaySettings& a, const RaySettings& b) {
  CHECK(a.version == b.version);
  CHECK(*a.object_store_share == Approx(*b.object_store_share).epsilon(1e-5));
  CHECK(a.max_aggregators == b.max_aggregators);
  CHECK(a.partitions == b.partitions);
  CHECK(a.read_blocks == b.read_blocks);
}

void check_same(const Machine& a, const Machine& b) {
  CHECK(a.vcpus == b.vcpus);
  CHECK(a.memory == b.memory);
  CHECK(a.network == b.network);
  CHECK(a.price == b.price);
  CHECK(a.disk.count == b.disk.count);
  CHECK(a.disk.size == b.disk.size);
  CHECK(a.disk.read == b.disk.read);
  CHECK(a.disk.write == b.disk.write);
  CHECK(a.gpus == b.gpus);
  CHECK(a.gpu == b.gpu);
  CHECK(a.gpu_memory == b.gpu_memory);
}

/// What a manifest's own platform charges is paid there, whatever was estimated.
std::string platform_on(std::string_view target, const Cluster& cluster) {
  if (target == "emr-instance-fleet") return "emr";
  if (target == "databricks-job") return "databricks";
  const bool pods = target == "spark-application" || target.starts_with("ray-");
  if (!pods || cluster.pricing != Pricing::spot || !cluster.platform.empty()) return cluster.platform;
  // The labels of their spot nodes name these.
  return cluster.machine.cloud == "gcp" ? "gke" : cluster.machine.cloud == "azure" ? "aks" : "";
}

void check_same(const Cluster& read, const Job& job, std::string_view target) {
  const Cluster& cluster = job.cluster;
  CHECK(read.nodes == cluster.nodes);
  CHECK(read.storage == cluster.storage);
  CHECK(read.tuning == cluster.tuning);
  CHECK(read.pricing == cluster.pricing);
  CHECK(read.machine.reserved_discount == cluster.machine.reserved_discount);
  CHECK(read.platform == platform_on(target, cluster));
  CHECK(read.zones == cluster.zones);
  CHECK(read.data_location == cluster.data_location);
  CHECK(read.idle_tail == cluster.idle_tail);
  CHECK(read.driver_place == cluster.driver_place);
  check_same(read.machine, cluster.machine);
  CHECK((read.driver ? read.driver->name : "none") == (cluster.driver ? cluster.driver->name : "none"));
  if (job.engine->settings == SettingsOf::ray) {
    CHECK(read.usable_cpus == cluster.usable_cpus);
    check_same(overlaid(ray_defaults, read.ray), overlaid(ray_defaults, job.ray));
    return;
  }
  CHECK(read.executors.per_node == cluster.executors.per_node);
  CHECK(read.executors.cores == cluster.executors.cores);
  CHECK(read.executors.memory == cluster.executors.memory);
  CHECK(read.executors.overhead == cluster.executors.overhead);
  check_same(in_force(read.spark, read), in_force(job.spark, cluster));
}

/// Targets that say a whole cluster; the others say only its nodes.
const char* const whole_targets[] = {"spark-submit",   "spark-defaults", "spark-application", "emr-instance-fleet",
                                     "databricks-job", "ray-job",        "ray-cluster"};

std::string with_engine(const std::string& name) {
  return std::string(SIZER_SOURCE_DIR) + "/workloads/" + name;
}

}  // namespace

TEST_CASE("a cluster that is exported and imported again is the same", "[deploy][law]") {
  for (unsigned seed = 0; seed < clusters; ++seed) {
    const Job job = generated::deployed_job(seed);
    const Deployment deployment = generated::deployment(job);
    for (const char* name : whole_targets) {
      const Target& target = *find_target(name);
      if (!why_unfit(target, deployment).empty()) continue;
      const std::string text = target.write(deployment).text;
      INFO("seed " << seed << ", " << name << "\n" << text);
      const Imported imported = import_manifest(text, "manifest");
      INFO(imported.text);
      for (const Diagnostic& each : imported.diagnostics) {
        INFO(each.message);
        CHECK(each.severity == Severity::note);  // nothing was left out or taken for granted
      }
      check_same(read_cluster(imported.text, "cluster.yaml"), job, name);
    }
  }
}

TEST_CASE("what is exported of an imported cluster is what was exported first", "[deploy][law]") {
  for (const char* const file : {"spark-join-sort-merge.yaml", "ray-gpu-inference.yaml", "ray-features.yaml"})
    for (const char* name : whole_targets) {
      Job job = read_job(read_file(with_engine(file)), file);
      const Deployment first = generated::deployment(job);
      const Target& target = *find_target(name);
      if (!why_unfit(target, first).empty()) continue;
      const std::string written = target.write(first).text;
      const std::string cluster = import_manifest(written, "manifest").text;
      job.cluster = read_cluster(cluster, "cluster.yaml");
      job.spark = job.cluster.spark;
      job.ray = job.cluster.ray;
      job.own_spark = {};
      job.own_ray = {};
      INFO(file << ", " << name << "\n" << written);
      CHECK(import_manifest(target.write(generated::deployment(job)).text, "manifest").text == cluster);
    }
}

TEST_CASE("a target that does not fit the engine is refused with those that do", "[deploy]") {
  const Ran ran = sizer_with({"export", with_engine("ray-features.yaml"), "--to", "spark-submit"});
  CHECK(ran.code == 2);
  CHECK(ran.out.empty());
  CHECK(ran.err.find("those that fit: ray-job, ray-cluster, eks-nodegroup, karpenter") != std::string::npos);
}

TEST_CASE("pods ask for no more than Kubernetes leaves of a node, or it is said", "[deploy]") {
  const std::string job = with_engine("spark-dedup.yaml");
  const auto warned = [&](const std::string& memory) {
    const Ran ran =
        sizer_with({"export", job, "--to", "spark-application", "--set",
                    "cluster={nodes: 4, machine: m5d.4xlarge, executors: {per_node: 3, cores: 5, memory: " + memory +
                        ", overhead: 2 GiB}}"});
    CHECK(ran.code == 0);
    return ran.err.find("Kubernetes leaves about") != std::string::npos;
  };
  CHECK_FALSE(warned("17 GiB"));  // 57 GiB of 58.4
  CHECK(warned("18 GiB"));        // 60 GiB
  const Job ray = read_job(read_file(with_engine("ray-features.yaml")), "ray-features.yaml");
  const std::string manifest = find_target("ray-job")->write(generated::deployment(ray)).text;
  const Room room = room_on(ray.cluster.machine, Manager::kubernetes);
  CHECK(manifest.find(fmt::format("memory: \"{:.0f}Mi\"", std::floor(room.memory.value / 1048576))) !=
        std::string::npos);
}

TEST_CASE("nodes of another cloud are refused to a target of AWS", "[deploy]") {
  const Ran ran =
      sizer_with({"export", with_engine("ray-features.yaml"), "--to", "karpenter", "--cluster", "4 x n2-standard-8"});
  CHECK(ran.code == 2);
  CHECK(ran.err.find("those that fit: ray-job, ray-cluster\n") != std::string::npos);
}

TEST_CASE("every line of numbers in a YAML manifest says where it comes from", "[deploy]") {
  for (const Target& target : targets()) {
    const bool ray = target.engine == &engines::ray;
    const Ran ran = sizer_with({"export", with_engine(ray ? "ray-gpu-inference.yaml" : "spark-join-sort-merge.yaml"),
                                "--to", std::string(target.name)});
    REQUIRE(ran.code == 0);
    if (ran.out.starts_with("{")) {
      CHECK(ran.err.find("spark.sql.shuffle.partitions 2000: cluster spark-baseline") != std::string::npos);
      continue;
    }
    std::istringstream lines(ran.out);
    for (std::string line; std::getline(lines, line);) {
      const std::size_t colon = line.find(": ");
      const bool number = colon != std::string::npos && colon + 2 < line.size() &&
                          line.find_first_of("0123456789", colon) == colon + 2 + (line[colon + 2] == '"' ? 1 : 0);
      INFO(target.name << ": " << line);
      // Facts and addresses are no numbers of the platform's.
      if (number && line.find("sizer/") == std::string::npos && line.find("0.0.0.0") == std::string::npos &&
          !line.starts_with("#"))
        CHECK(line.find("  # ") != std::string::npos);
    }
  }
}

TEST_CASE("a job's name comes through every format as it is", "[deploy]") {
  for (unsigned seed = 0; seed < generated::seeds(40); ++seed) {
    const Job job = generated::deployed_job(seed);
    const Deployment deployment = generated::deployment(job);
    INFO(job.name);
    for (const Target& target : targets()) {
      if (!why_unfit(target, deployment).empty() || target.name == "karpenter") continue;
      const SourceText source{"manifest", target.write(deployment).text};
      INFO(source.text);
      Problems problems;
      if (target.name == "spark-submit") {
        const auto commands = deploy::shell_commands(source);
        REQUIRE(commands.size() == 1);
        const auto& words = commands.front();
        const auto name = std::ranges::find(words, "--name", &deploy::ShellWord::text);
        REQUIRE(name != words.end());
        CHECK((name + 1)->text == job.name);
      } else if (target.name != "spark-defaults") {
        const Value root = parse_value(source, problems, {.control_characters = true});
        problems.raise();
        const Value* name = root.find(target.name == "emr-instance-fleet" ? "Name" : "name");
        if (const Value* metadata = root.find("metadata"))
          if (const Value* annotations = metadata->find("annotations")) name = annotations->find("sizer/job");
        if (target.name != "eks-nodegroup") {
          REQUIRE(name != nullptr);
          CHECK(name->text == job.name);
        }
      }
    }
  }
}

TEST_CASE("manifests as people write them are told by content and read with what they leave open", "[deploy]") {
  struct Sample {
    const char* file;
    const char* kind;
    const char* told;  ///< among the warnings
    int nodes;
    double vcpus;
    const char* pick = "";
  };
  const Sample samples[] = {
      {"word-count.yaml", "SparkApplication", "'spec.batchScheduler' says nothing", 12, 5},
      {"two-groups.yaml", "RayJob", "workers scale from 6 to 10; taken: 10", 10, 32, "large"},
      {"describe-cluster.json", "EMR cluster", "'Cluster.Configurations[1]' says nothing", 8, 16, "core"},
      {"databricks.json", "Databricks job", "taken: 10, the maximum", 10, 16},
      {"submit.sh", "spark-submit line", "the shell puts something into spark.hadoop.fs.s3a.secret", 40, 5},
  };
  for (const Sample& sample : samples) {
    const std::string path = std::string(SIZER_SOURCE_DIR) + "/tests/deploy/samples/" + sample.file;
    std::vector<std::string> args = {"import", "-", "-v"};  // no name to tell a kind by
    if (*sample.pick != '\0') args.insert(args.end(), {"--pick", sample.pick});
    const Ran ran = sizer_with(args, read_file(path));
    INFO(ran.out << ran.err);
    REQUIRE(ran.code == 0);
    CHECK(ran.out.find(std::string("(") + sample.kind + ")") != std::string::npos);
    CHECK(ran.err.find(sample.told) != std::string::npos);
    const Cluster cluster = read_cluster(ran.out, "cluster.yaml");
    CHECK(cluster.nodes == sample.nodes);
    CHECK(cluster.machine.vcpus == sample.vcpus);
  }
}

TEST_CASE("speeds of disks are written in bytes, those of networks in bits", "[deploy]") {
  CHECK(exact_text(Rate{125e6}) == "125 MB/s");
  CHECK(exact_text(Rate{2.5e9}) == "2.5 GB/s");
  CHECK(network_text(Rate{125e6}) == "1 Gbps");
  CHECK(network_text(Rate{1.25e9}) == "10 Gbps");
  const Folder folder;
  const Ran ran =
      sizer_with({"export", "-", "--to", "spark-submit"},
                 "engine: spark\ncluster: {nodes: 2, vcpus: 8, memory: 32 GiB, network: 1 Gbps, local_disk: "
                 "{count: 1, size: 1 TB, read: 125 MB/s, write: 125 MB/s}}\n"
                 "inputs: {a: {size: 1 GB}}\nsteps: [{write: 1 GB}]\n");
  INFO(ran.out << ran.err);
  CHECK(ran.out.find("local_disk.read=125 MB/s") != std::string::npos);
  CHECK(ran.out.find("network=1 Gbps") != std::string::npos);
}

TEST_CASE("a command line is read as a shell reads it", "[deploy]") {
  const std::string path = std::string(SIZER_SOURCE_DIR) + "/tests/deploy/samples/submit.sh";
  const Cluster cluster = read_cluster(import_manifest(read_file(path), "submit.sh").text, "cluster.yaml");
  CHECK(cluster.executors.cores == 4);
  CHECK(cluster.executors.memory.value == 20.0 * 1024 * 1024 * 1024);
  CHECK(cluster.executors.overhead.value == 3.0 * 1024 * 1024 * 1024);
  CHECK(cluster.spark.shuffle_partitions == 1600);  // and the program's own --num-executors is not Spark's
}

TEST_CASE("a wrong value of a manifest is an error at its place there", "[deploy]") {
  const Ran ran = sizer_with({"import", "-"},
                             "spark.executor.instances 10\nspark.executor.cores four\n"
                             "spark.executor.memory 8q\nspark.sql.shuffle.partitions -3\n");
  CHECK(ran.code == 2);
  CHECK(ran.out.empty());
  CHECK(ran.err.find("<stdin>:2:1: error") != std::string::npos);
}

TEST_CASE("what is no manifest is refused with the kinds that are known", "[deploy]") {
  for (const char* const text : {"kind: Deployment\nspec: {}\n", "[1, 2]\n", "hello\n", "{\"a\": 1}\n",
                                 "kind: NodePool\n---\nkind: EC2NodeClass\n"}) {
    const Ran ran = sizer_with({"import", "-"}, text);
    INFO(text << ran.err);
    CHECK(ran.code == 2);
    CHECK(ran.out.empty());
    CHECK(ran.err.find("SZ060") != std::string::npos);
    CHECK(ran.err.find("SparkApplication, RayJob") != std::string::npos);
  }
}

// For other programs to read: SIZER_MANIFESTS names a folder.
TEST_CASE("manifests of generated clusters, for other programs", "[.][manifests]") {
  const char* const folder = std::getenv("SIZER_MANIFESTS");
  REQUIRE(folder != nullptr);
  for (unsigned seed = 0; seed < clusters; ++seed) {
    const Deployment deployment = generated::deployment(generated::deployed_job(seed));
    for (const Target& target : targets())
      if (why_unfit(target, deployment).empty())
        std::ofstream(std::filesystem::path(folder) / (std::to_string(seed) + "." + std::string(target.name)))
            << target.write(deployment).text;
  }
}

TEST_CASE("what a platform's file leaves open is marked to be filled in, and the rest is written", "[deploy][import]") {
  struct Open {
    const char *text, *marked, *told;
    int line, column;
  };
  const Open open[] = {
      {R"({"num_workers": 4, "node_type_id": "z9.huge", "spark_version": "15.4.x-scala2.12"})",
       "vcpus: \"?\"  # fill in: of z9.huge", "the catalogue has no machine 'z9.huge'", 1, 36},
      {R"({"num_workers": 4, "instance_pool_id": "pool-7", "spark_version": "15.4.x-scala2.12"})",
       "memory: \"?\"  # fill in: of the machines of pool pool-7", "the machine is that of the pool 'pool-7'", 1, 40},
      {"Instances:\n  InstanceGroups:\n    - {InstanceRole: CORE, InstanceType: z9.huge, InstanceCount: 3}\n",
       "memory: \"?\"  # fill in: of z9.huge", "the catalogue has no machine 'z9.huge'", 3, 42},
      {"kind: RayCluster\nspec:\n  workerGroupSpecs:\n"
       "    - {replicas: 4, template: {spec: {containers: [{resources: {limits: {cpu: '8'}}}]}}}\n",
       "memory: \"?\"  # fill in: the workers' container asks for no memory",
       "the workers' container asks for no memory", 4, 7},
      {"kind: RayCluster\nspec:\n  enableInTreeAutoscaling: true\n  workerGroupSpecs:\n"
       "    - {template: {spec: {containers: [{resources: {limits: {cpu: '8', memory: 9Gi}}}]}}}\n",
       "nodes: \"?\"  # fill in: how many workers there are is not said", "how many workers there are is not said", 5,
       7}};
  for (const Open& each : open) {
    const Imported imported = import_manifest(each.text, "manifest");
    INFO(each.text << "\n" << imported.text);
    CHECK(imported.text.find(each.marked) != std::string::npos);
    const auto told = std::ranges::find_if(imported.diagnostics, [&](const Diagnostic& diagnostic) {
      return diagnostic.message.find(each.told) != std::string::npos;
    });
    REQUIRE(told != imported.diagnostics.end());
    CHECK(told->place.line == each.line);
    CHECK(told->place.column == each.column);
    CHECK_THROWS_AS(read_cluster(imported.text, "cluster.yaml"), InputError);
  }
}

TEST_CASE("a job whose cluster is described elsewhere, or nowhere, is refused with where to look", "[deploy][import]") {
  const auto refused = [](const std::string& text) {
    const Ran ran = sizer_with({"import", "-"}, text);
    CHECK(ran.code == 2);
    return ran.err;
  };
  CHECK(refused(R"({"tasks": [{"task_key": "t", "existing_cluster_id": "0101-abc"}]})")
            .find("databricks clusters get 0101-abc") != std::string::npos);
  CHECK(refused(R"({"tasks": [{"task_key": "t", "notebook_task": {}}]})").find("serverless") != std::string::npos);
  CHECK(refused("kind: RayCluster\nspec:\n  headGroupSpec: {rayStartParams: {num-cpus: '0'}}\n").find("no workers") !=
        std::string::npos);
  const std::string groups =
      "[{\"InstanceGroupType\": \"CORE\", \"InstanceType\": \"m5.xlarge\", \"InstanceCount\": 2},\n"
      " {\"InstanceGroupType\": \"TASK\", \"InstanceType\": \"r5.8xlarge\", \"InstanceCount\": 20}]\n";
  const std::string several = refused(groups);
  CHECK(several.find("2 x m5.xlarge") != std::string::npos);
  CHECK(several.find("20 x r5.8xlarge") != std::string::npos);
}

TEST_CASE("manifests ask for machines as the estimate pays them, or say that they do not", "[deploy]") {
  const auto exported = [](const std::string& file, const std::string& target, const std::string& cluster) {
    return sizer_with({"export", with_engine(file), "--to", target, "--set", "cluster={" + cluster + "}"});
  };
  const std::string spot = "nodes: 4, machine: m5d.4xlarge, driver: m5.xlarge, pricing: spot";
  struct Asked {
    const char *file, *target, *text;
  };
  const Asked asked[] = {{"spark-dedup.yaml", "emr-instance-fleet", "\"TargetSpotCapacity\": 4"},
                         {"spark-dedup.yaml", "emr-instance-fleet", "\"TargetOnDemandCapacity\": 1"},
                         {"spark-dedup.yaml", "databricks-job", "\"availability\": \"SPOT\""},
                         {"spark-dedup.yaml", "databricks-job", "\"first_on_demand\": 1"},
                         {"spark-dedup.yaml", "spark-application", "karpenter.sh/capacity-type: \"spot\""},
                         {"spark-dedup.yaml", "spark-application", "karpenter.sh/capacity-type: \"on-demand\""},
                         {"spark-dedup.yaml", "karpenter", "- \"spot\"  # pricing"},
                         {"spark-dedup.yaml", "eks-nodegroup", "spot: true  # pricing"},
                         {"spark-dedup.yaml", "spark-submit", "spark.sizer.pricing=spot"},
                         {"ray-features.yaml", "ray-cluster", "karpenter.sh/capacity-type: \"spot\""}};
  for (const Asked& each : asked) {
    const Ran ran = exported(each.file, each.target, spot);
    INFO(each.target << "\n" << ran.out << ran.err);
    REQUIRE(ran.code == 0);
    CHECK(ran.out.find(each.text) != std::string::npos);
  }
  struct Said {
    const char *target, *cluster, *text;
  };
  const Said said[] = {
      {"spark-submit", "nodes: 4, machine: m5d.4xlarge, pricing: spot", "asks for none"},
      {"emr-instance-fleet", "nodes: 4, machine: m5d.4xlarge", "EMR takes charges for its machines"},
      {"emr-instance-fleet", "nodes: 4, machine: m5d.4xlarge, platform: eks", "the estimate pays eks"},
      {"karpenter", "nodes: 4, machine: m5d.4xlarge, pricing: reserved, reserved_discount: 30 %",
       "no manifest reserves"},
      {"spark-application", "nodes: 4, machine: m5d.4xlarge, zones: 3", "lie in 3 zones"},
      {"databricks-job", "nodes: 4, machine: m5d.4xlarge, driver: on_worker", "has a node of its own"}};
  for (const Said& each : said) {
    const Ran ran = exported("spark-dedup.yaml", each.target, each.cluster);
    INFO(each.target << "\n" << ran.err);
    CHECK(ran.err.find(each.text) != std::string::npos);
  }
}

// Platforms' files and the clusters that they mean: the table of cases (platforms/cases.h), and the page made from it.
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <utility>

#include "catch.h"
#include "platforms/cases.h"
#include "program.h"
#include "sizer/deploy.h"
#include "sizer/input.h"
#include "text/codes.h"

using namespace sizer;

namespace {

constexpr double platform_gib = 1024.0 * 1024 * 1024;

std::string gib_of(Bytes bytes) {
  return fmt::format("{:.4g} GiB", bytes.value / platform_gib);
}

/// "6 nodes of r5.4xlarge, 2 executors a node: 5 cores, 20 GiB + 2 GiB; spot; emr".
std::string shown(const Cluster& cluster, bool ray) {
  const Machine& machine = cluster.machine;
  std::string text = fmt::format("{} node{} of {}", cluster.nodes, cluster.nodes == 1 ? "" : "s",
                                 machine.name.find("vCPU") == std::string::npos
                                     ? machine.name
                                     : fmt::format("{:g} vCPUs, {}", machine.vcpus, gib_of(machine.memory)));
  if (machine.gpus > 0) text += fmt::format(", {} GPU{}", machine.gpus, machine.gpus == 1 ? "" : "s");
  if (ray)
    text += fmt::format(": {:g} CPUs for tasks", cluster.usable_cpus);
  else
    text += fmt::format(", {} executor{} a node: {} core{}, {} + {}", cluster.executors.per_node,
                        cluster.executors.per_node == 1 ? "" : "s", cluster.executors.cores,
                        cluster.executors.cores == 1 ? "" : "s", gib_of(cluster.executors.memory),
                        gib_of(cluster.executors.overhead));
  if (cluster.driver) text += fmt::format("; {} {}", ray ? "head" : "driver", cluster.driver->name);
  if (cluster.driver_place == DriverPlace::local) text += "; tasks in the driver's process";
  if (cluster.pricing != Pricing::on_demand) text += fmt::format("; {}", name_of(cluster.pricing));
  if (!cluster.platform.empty()) text += "; " + cluster.platform;
  return text;
}

/// What changes the cluster: all but what was left out.
std::vector<std::string> warnings_of(const Imported& imported) {
  std::vector<std::string> warnings;
  for (const Diagnostic& each : imported.diagnostics)
    if (each.severity == Severity::warning && each.code != codes::left_out.id) warnings.push_back(each.message);
  return warnings;
}

void check_case(const platforms::Case& each, bool ray) {
  INFO(each.platform << ": " << each.says << "\n" << each.text);
  Imported imported;
  REQUIRE_NOTHROW(imported = import_manifest(each.text, "manifest", each.pick));
  INFO(imported.text);
  CHECK(shown(read_cluster(imported.text, "cluster.yaml"), ray) == each.is);
  const std::vector<std::string> warnings = warnings_of(imported);
  std::string all;
  for (const std::string& warning : warnings) all += warning + "\n";
  for (const char* const told : each.told) CHECK(all.find(told) != std::string::npos);
  INFO(all);
  CHECK(warnings.size() == each.told.size());
}

/// A cell of a table in Markdown.
std::string cell(std::string text) {
  for (std::size_t at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2)) text.insert(at, "\\");
  return text;
}

std::string table_of(const std::vector<platforms::Case>& cases) {
  std::string text;
  for (const platforms::Case& each : cases) {
    std::string told;
    for (const char* const one : each.told) told += (told.empty() ? "" : "; ") + std::string(one);
    text += fmt::format("| {} | {} | {} | {} |\n", cell(each.platform), cell(each.says), cell(each.is), cell(told));
  }
  return text;
}

}  // namespace

TEST_CASE("each platform's file is read as its platform reads it", "[platforms][deploy]") {
  for (const platforms::Case& each : platforms::spark_cases()) check_case(each, false);
  for (const platforms::Case& each : platforms::databricks_cases()) check_case(each, false);
  for (const platforms::Case& each : platforms::emr_cases()) check_case(each, false);
  for (const platforms::Case& each : platforms::glue_cases()) check_case(each, false);
  for (const platforms::Case& each : platforms::ray_cases()) check_case(each, true);
}

TEST_CASE("the page of manifests has the table of what each platform's file means", "[platforms][docs][golden]") {
  const std::string path = std::string(SIZER_SOURCE_DIR) + "/docs/deploy.md";
  const std::string begin = "<!-- made from the cases of tests/platforms -->\n", end = "<!-- up to here -->\n";
  const std::string page = read_file(path);
  const std::size_t from = page.find(begin), to = page.find(end);
  REQUIRE(from != std::string::npos);
  REQUIRE(to != std::string::npos);
  std::string table = "| platform | the file says | is read as | and told |\n| --- | --- | --- | --- |\n";
  for (const auto* const cases : {&platforms::spark_cases(), &platforms::databricks_cases(), &platforms::emr_cases(),
                                  &platforms::glue_cases(), &platforms::ray_cases()})
    table += table_of(*cases);
  const std::string fresh = page.substr(0, from) + begin + "\n" + table + "\n" + page.substr(to);
  if (std::getenv("SIZER_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << fresh;
  CHECK(read_file(path) == fresh);
}

TEST_CASE("workers of Glue that a cluster file cannot say are refused with what to write instead",
          "[platforms][deploy]") {
  struct Refused {
    const char* job;
    const char* why;
    const char* instead;
  };
  const auto [job, why, instead] = GENERATE(values<Refused>({
      {R"({"Command": {"Name": "glueetl"}, "WorkerType": "G.025X", "NumberOfWorkers": 4})",
       "workers of the type G.025X cannot be read: it has 2 vCPUs and is paid as a quarter of a DPU",
       "vcpus: 2, memory: 4 GiB, price: $P/h"},
      {R"({"Command": {"Name": "glueetl"}, "WorkerType": "R.2X", "NumberOfWorkers": 4})", "paid by the M-DPU",
       "vcpus: 8, memory: 64 GiB, price: $P/h"},
      {R"({"Command": {"Name": "glueetl"}, "WorkerType": "Standard", "NumberOfWorkers": 4})", "two executors",
       "executors: {per_node: 2"},
      {R"({"Command": {"Name": "glueray"}, "WorkerType": "Z.2X", "NumberOfWorkers": 4})", "a Ray job of Glue",
       "vcpus: 8"},
      {R"({"Role": "r", "Command": {"Name": "pythonshell"}, "MaxCapacity": 0.0625})", "it runs no Spark", ""},
      {R"({"Command": {"Name": "glueetl"}, "WorkerType": "G.1X", "NumberOfWorkers": 1})", "is no number of workers",
       ""},
      {"resource \"aws_glue_job\" \"a\" {\n  worker_type = \"G.1X\"\n  number_of_workers = local.n\n}\n",
       "'${local.n}' stands for a value that was not put in", ""},
  }));
  INFO(job);
  try {
    import_manifest(job, "job");
    FAIL("nothing was said");
  } catch (const InputError& error) {
    CHECK(error.diagnostics.front().message.find(why) != std::string::npos);
    CHECK(error.diagnostics.front().note.find(instead) != std::string::npos);
  }
}

TEST_CASE("of several things in a manifest one is picked, by name or number, and none is dropped without a word",
          "[platforms][deploy]") {
  const auto app = [](const char* name, int executors) {
    return fmt::format(
        "kind: SparkApplication\nmetadata: {{name: {}}}\nspec: {{executor: {{instances: {}, cores: 2, memory: 4g}}}}\n",
        name, executors);
  };
  const std::string two = app("small", 3) + "---\n" + app("large", 30);
  const auto nodes = [&](const std::vector<std::string>& picks) {
    return read_cluster(import_manifest(two, "two.yaml", picks).text, "cluster.yaml").nodes;
  };
  CHECK(nodes({"small"}) == 3);
  CHECK(nodes({"large"}) == 30);
  CHECK(nodes({"2"}) == 30);
  for (const std::vector<std::string>& picks : {std::vector<std::string>{}, {"3"}, {"larg"}, {"1", "2"}}) try {
      nodes(picks);
      FAIL("nothing was said");
    } catch (const InputError& error) {
      const Diagnostic& said = error.diagnostics.front();
      CHECK(said.code == (picks.empty() ? codes::several_things.id : codes::nothing_picked.id));
      if (picks.size() < 2) CHECK(said.note.find("1 (small, line 1), 2 (large, line 5)") != std::string::npos);
    }
  CHECK_NOTHROW(import_manifest(app("one", 3), "one.yaml", {"one"}));
}

TEST_CASE("what holds nothing to import is told what it looks like, and no text of another kind's errors",
          "[platforms][deploy]") {
  struct Look {
    const char* text;
    const char* looks;
  };
  const Look looks[] = {
      {"services:\n  web:\n    image: nginx\n", "a docker-compose file"},
      {"{\"name\": \"a\", \"version\": \"1.0.0\", \"dependencies\": {\"x\": \"^1\"}}", "a package.json"},
      {"AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Name: !Ref A\n",
       "a CloudFormation template"},
      {"resource \"aws_s3_bucket\" \"b\" {\n  bucket = \"b\"\n}\n", "Terraform"},
      {"apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n", "a Deployment of Kubernetes"},
      {"FROM python:3.12\nRUN pip install pandas\n", "a Dockerfile"},
      {"on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n", "a workflow of GitHub"},
      {"<?xml version=\"1.0\"?>\n<project/>\n", "XML"},
      {"import os\n\ndef main():\n    print(os.getcwd())\n", "a Python program"},
      {"#!/bin/bash\necho spark-submit\n", "a shell script without spark-submit"},
      {"engine: spark\nsteps:\n  - write: 1 GB\n", "a job file"},
      {"nodes: 4\nmachine: m5.xlarge\n", "a cluster file already"},
      {"SELECT 1;\n", "SQL"},
      // What names a kind of ours, but is no tree, gets no errors of one.
      {"resource \"kubernetes_manifest\" \"ray\" {\n  manifest = {\n    kind: \"RayCluster\" [\n  }\n}\n", "Terraform"},
      {"package x\nimport y.z\nval s = \"kind: RayJob\" -> {\n", "a program"},
      {"# Notes\nWe have kind: RayCluster: with [open\n", "no manifest"},
      {"FLOW = {\n  \"InstanceGroups\": [{\"InstanceType\": \"m5.xlarge\"}],\n}\n", "no manifest"},
      // Keys that a manifest has, and others have as well.
      {"version: '3'\ntasks:\n  build:\n    cmds: [make]\n", "no manifest"},
      {"tasks:\n  - name: install\n", "no manifest"},
      {"settings: {theme: dark}\n", "no manifest"},
      {"num_workers: 8\nbatch_size: 32\n", "no manifest"},
      {"{\"Instances\": [{\"InstanceId\": \"i-1\", \"InstanceType\": \"m5.large\"}]}", "no manifest"},
      {"{\"Cluster\": {\"ClusterIdentifier\": \"a\", \"NodeType\": \"ra3.xlplus\", \"NumberOfNodes\": 2}}",
       "no manifest"},
      {"hive: {metastore: \"thrift://m:9083\"}\n", "no manifest"},
      {"from airflow import DAG\nimport os\nEmrServerlessStartJobOperator(job_driver={\"spark\": {}})\n",
       "a Python program"},
      {"from airflow import DAG\nimport os\nDataprocSubmitJobOperator(job={\"hiveJob\": {}})\n", "a Python program"},
      {"from airflow import DAG\nimport os\nDataprocCreateBatchOperator(batch={\"labels\": {}})\n", "a Python program"},
  };
  for (const Look& each : looks) try {
      import_manifest(each.text, "file");
      FAIL("nothing was said of " << each.text);
    } catch (const InputError& error) {
      INFO(each.text << error.what());
      REQUIRE(error.diagnostics.size() == 1);
      CHECK(error.diagnostics.front().code == codes::unknown_manifest.id);
      CHECK(error.diagnostics.front().message.find(each.looks) != std::string::npos);
    }
}

TEST_CASE("a command of AWS whose brackets do not fit is refused", "[platforms][deploy]") {
  for (const char* const list : {"[{InstanceType=m5.xlarge}InstanceRole]", "[a}", "[a b'c']", "[{a=1}", "[a"}) try {
      import_manifest(fmt::format("aws emr create-cluster --instance-fleets InstanceFleetType=CORE,"
                                  "InstanceTypeConfigs={}\n",
                                  list),
                      "create.sh");
      FAIL("nothing was said of " << list);
    } catch (const InputError& error) {
      INFO(list << error.what());
      CHECK(error.diagnostics.front().code == codes::wrong_type.id);
    }
}

TEST_CASE("what describes no cluster is told of as the kind that it is", "[platforms][deploy]") {
  for (const char* const kind : {"RayJob", "RayCluster", "RayService", "RayCronJob"}) try {
      import_manifest(fmt::format("kind: {}\nspec: null\n", kind), "file");
      FAIL("nothing was said of a " << kind);
    } catch (const InputError& error) {
      CHECK(error.diagnostics.front().message == fmt::format("this {} describes no cluster", kind));
      CHECK(error.diagnostics.front().note.empty());
    }
  try {
    import_manifest("kind: RayJob\nspec: {clusterSelector: {ray.io/cluster: one}}\n", "file");
    FAIL("nothing was said");
  } catch (const InputError& error) {
    CHECK(error.diagnostics.front().note == "it selects one by clusterSelector: import that RayCluster");
  }
}

TEST_CASE("a template that was not rendered is refused where something is to be put in", "[platforms][deploy]") {
  struct Template {
    const char* text;
    int line, column;
  };
  const Template templates[] = {
      {"kind: RayCluster\nspec:\n  workerGroupSpecs:\n  - replicas: {{ .Values.replicas }}\n", 4, 15},
      {"kind: SparkApplication\nmetadata:\n  name: {{ include \"app.name\" . }}\nspec: {}\n", 3, 9},
      {"{% if prod %}\nkind: SparkApplication\n{% endif %}\n", 1, 1},
      {"kind: SparkApplication\nspec:\n  executor: {instances: 2, cores: 2, memory: \"${MEMORY}\"}\n", 3, 46},
      {"kind: SparkApplication\nspec:\n  executor:\n    instances: $EXECUTORS\n", 4, 16},
      {"kind: SparkApplication\nspec:\n  executor:\n    instances: \"{{ executors }}\"\n", 4, 16},
      {"spark.executor.instances ${N}\nspark.executor.cores 4\n", 1, 1},
  };
  for (const Template& each : templates) try {
      import_manifest(each.text, "file");
      FAIL("nothing was said of " << each.text);
    } catch (const InputError& error) {
      INFO(each.text << error.what());
      CHECK(error.diagnostics.front().code == codes::not_rendered.id);
      CHECK(error.diagnostics.front().place.line == each.line);
      CHECK(error.diagnostics.front().place.column == each.column);
    }
}

TEST_CASE("of a script with several command lines one is picked; options stand above properties, and the last counts",
          "[platforms][deploy]") {
  const std::string two =
      "cd /opt\nspark-submit --name small --num-executors 2 a.jar\nspark-submit --num-executors 9 big.py\n";
  const auto executors = [](const std::string& text, const std::vector<std::string>& picks) {
    const Cluster cluster = read_cluster(import_manifest(text, "run.sh", picks).text, "cluster.yaml");
    return cluster.nodes * cluster.executors.per_node;
  };
  CHECK(executors(two, {"small"}) == 2);
  CHECK(executors(two, {"big.py"}) == 9);
  CHECK(executors(two, {"2"}) == 9);
  CHECK_THROWS_AS(import_manifest(two, "run.sh"), InputError);
  std::string doubling = "A=aa\n";
  for (int i = 0; i < 60; ++i) doubling += "A=\"$A$A\"\n";
  CHECK(executors(doubling + "spark-submit --num-executors 3 a.jar\n", {}) == 3);
  std::string lists = "import os\nA0 = ['a', 'a']\n";
  for (int i = 0; i < 60; ++i) lists += fmt::format("A{} = [A{}, A{}]\n", i + 1, i, i);
  CHECK(executors(lists + "SparkSubmitOperator(application='a.jar', num_executors=3, executor_cores=2)\n", {}) == 3);
  CHECK(executors("spark-submit --num-executors 4 --conf spark.executor.instances=50 a.jar\n", {}) == 4);
  CHECK(executors("spark-submit --conf spark.executor.instances=5 --conf spark.executor.instances=6 a.jar\n", {}) == 6);
  CHECK(executors("kind: SparkApplication\nspec:\n  sparkConf:\n    spark.executor.instances: \"3\"\n"
                  "    spark.executor.instances: \"7\"\n",
                  {}) == 7);
}

TEST_CASE("what was left out is one line, and all of it with --verbose", "[platforms][deploy]") {
  const std::string text =
      "spark.executor.instances 2\nspark.executor.cores 2\nspark.executor.memory 4g\nspark.ui.port 4040\n"
      "spark.eventLog.enabled true\n";
  const Ran brief = sizer_with({"import", "-"}, text), full = sizer_with({"import", "-", "-v"}, text);
  CHECK(brief.err.find("left out: 2 fields that say nothing of bytes, time or cost; -v shows it all") !=
        std::string::npos);
  CHECK(brief.err.find("spark.ui.port") == std::string::npos);
  CHECK(full.err.find("spark.ui.port") != std::string::npos);
  CHECK(full.err.find("no machine is named") < full.err.find("spark.ui.port"));
}

TEST_CASE("a node is found for an executor of any size", "[deploy][import]") {
  for (const char* memory : {"1", "16g", "953000g", "95300000000000000"}) {
    const Ran ran = sizer_with({"import", "-"}, fmt::format("spark.executor.instances 3\nspark.executor.cores 1\n"
                                                            "spark.executor.memory {}\n",
                                                            memory));
    INFO(memory);
    CHECK(ran.code == 0);
    CHECK_NOTHROW(read_cluster(ran.out, "cluster.yaml"));
  }
}

TEST_CASE("an array that a script never closes ends with its command", "[deploy][import]") {
  const std::string submit =
      "spark-submit --master yarn --num-executors 6 --executor-cores 2 --executor-memory 4g job.py\n";
  for (const char* before :
       {"echo a b c d e=(x y; z)\n", "a b c d=(x | y)\n", "a=(x; y)\n", "a=(;)\n", "a b=( & c) d\n"}) {
    INFO(before);
    const Ran ran = sizer_with({"import", "-"}, before + submit);
    CHECK(ran.code == 0);
    CHECK(ran.out.find("cores: 2") != std::string::npos);
  }
}

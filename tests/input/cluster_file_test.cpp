// Clusters in files of their own: named by a flag, a job, a configuration or a catalogue.
#include <nlohmann/json.hpp>

#include <filesystem>

#include "catch.h"
#include "program.h"
#include "sizer/input.h"

namespace fs = std::filesystem;

namespace {

const std::string nameless_job = R"(engine: spark
inputs:
  clicks: {size: 100 GB}
steps:
  - filter: 0.5
  - write: 12 GB
)";
const std::string five_nodes = "nodes: 5\nmachine: m5d.4xlarge\n", six_nodes = "nodes: 6\nmachine: m5d.4xlarge\n";

/// A project with a job in a folder, and cluster files in another.
struct ProjectOfClusters : Folder {
  ProjectOfClusters() {
    for (const char* const each : {"project/.git", "project/jobs", "project/clusters"})
      fs::create_directories(path / each);
    file("project/clusters/five.yaml", five_nodes);
    file("outside.yaml", six_nodes);
  }
  std::string job(const std::string& cluster) const {
    return file("project/jobs/job.yaml", nameless_job + (cluster.empty() ? "" : "cluster: " + cluster + "\n"));
  }
};

/// The nodes that the job is estimated on; the errors where there are none.
std::string nodes_of(std::vector<std::string> args) {
  args.insert(args.begin(), "estimate");
  args.insert(args.end(), {"--format", "json"});
  const Ran ran = sizer_with(args);
  if (ran.code > 1) return ran.err;
  return std::to_string(nlohmann::json::parse(ran.out)["jobs"][0]["cluster"]["nodes"].get<int>());
}

}  // namespace

TEST_CASE("a cluster file is read by the flag, and by a job and a configuration beside which it lies", "[cluster]") {
  const ProjectOfClusters project;
  CHECK(nodes_of({project.job(""), "--cluster", project.at("project/clusters/five.yaml")}) == "5");
  CHECK(nodes_of({project.job("spark-baseline"), "--cluster", project.at("outside.yaml")}) == "6");
  CHECK(nodes_of({project.job("../clusters/five.yaml")}) == "5");
  CHECK(nodes_of({project.job(""), "--cluster", "{nodes: 7, machine: m5d.4xlarge}"}) == "7");
  project.file("project/sizer.yaml", "cluster: clusters/five.yaml\n");
  CHECK(nodes_of({project.job("")}) == "5");
  CHECK(nodes_of({project.job("\"3 x m5d.4xlarge\"")}) == "3");
}

TEST_CASE("clusters of a catalogue may lie in files of their own", "[cluster]") {
  const ProjectOfClusters project;
  const std::string catalogue = project.file("project/catalogue.yaml", "clusters:\n  prod: clusters/five.yaml\n");
  CHECK(nodes_of({project.job("prod"), "--catalog", catalogue}) == "5");
}

TEST_CASE("a configuration names clusters of its own, written out or in files", "[cluster]") {
  const ProjectOfClusters project;
  project.file("project/sizer.yaml",
               "strict: false\nclusters:\n  prod: clusters/five.yaml\n  test: {nodes: 2, machine: m5d.4xlarge}\n"
               "cluster: prod\n");
  CHECK(nodes_of({project.job("")}) == "5");
  CHECK(nodes_of({project.job("test")}) == "2");
  project.file("project/sizer.yaml", "clusters:\n  prod: ../outside.yaml\ncluster: prod\n");
  CHECK(nodes_of({project.job("")}).find("is no file of this project") != std::string::npos);
}

TEST_CASE("what is wrong in a cluster file is told at its place there", "[cluster]") {
  const ProjectOfClusters project;
  project.file("project/clusters/wrong.yaml", "nodes: 5\nmachin: m5d.4xlarge\n");
  const std::string said = nodes_of({project.job("../clusters/wrong.yaml")});
  CHECK(said.find("clusters/wrong.yaml:2:1: error[SZ014]") != std::string::npos);
  const std::string missing = nodes_of({project.job("none.yaml")});
  CHECK(missing.find("job.yaml:7:10: error[SZ010]") != std::string::npos);
  CHECK(missing.find("beside the file that names it") != std::string::npos);
}

TEST_CASE("a job reads no cluster file outside of its project", "[cluster][project]") {
  const ProjectOfClusters project;
  fs::create_symlink("../outside.yaml", project.path / "project" / "inside.yaml");
  for (const std::string& named :
       {std::string("../../outside.yaml"), std::string("../inside.yaml"), project.at("outside.yaml"),
        std::string("../../nothing.yaml"), std::string("/proc/self/environ")}) {
    const std::string said = nodes_of({project.job(named)});
    INFO(named);
    CHECK(said.find("is no file of this project") != std::string::npos);
  }
  project.file("project/sizer.yaml", "cluster: ../outside.yaml\n");
  const Ran ran = sizer_with({"check", project.job("")});
  CHECK(ran.code == 2);
  CHECK(ran.err.find("is no file of this project") != std::string::npos);
}

TEST_CASE("a cluster file whose name no file can have is told as one that cannot be read", "[cluster][project]") {
  const ProjectOfClusters project;
  const std::string told = nodes_of({project.job(std::string(300, 'a') + ".yaml")});
  CHECK(told.find("error[SZ010]") != std::string::npos);
}

TEST_CASE("a saved result holds the cluster that a file gave", "[cluster]") {
  const ProjectOfClusters project;
  const std::string job = project.job("../clusters/five.yaml"), saved = project.at("saved.json");
  REQUIRE(sizer_with({"estimate", job, "--format", "json", "--output", saved}).code == 0);
  project.file("project/clusters/five.yaml", six_nodes);
  const Ran ran = sizer_with({"diff", saved, job, "--format", "json"});
  INFO(ran.out << ran.err);
  CHECK(ran.code == 0);
  const auto figures = nlohmann::json::parse(ran.out)["difference"]["jobs"][0]["figures"];
  CHECK(figures[0]["parts"]["cluster"].get<double>() < 0);
  fs::remove(project.path / "project/clusters/five.yaml");
  CHECK(sizer_with({"diff", saved, saved}).code == 0);
}

TEST_CASE("what import writes can be given to every verb as the cluster", "[cluster][deploy]") {
  const Folder folder;
  const std::string job = folder.file("job.yaml", nameless_job);
  for (const fs::directory_entry& sample :
       fs::directory_iterator(fs::path(SIZER_SOURCE_DIR) / "tests" / "deploy" / "samples")) {
    const std::string cluster = folder.at("cluster.yaml");
    INFO(sample.path());
    REQUIRE(sizer_with({"import", sample.path().string(), "--pick", "1", "--output", cluster}).code == 0);
    const Ran ran = sizer_with({"estimate", job, "--cluster", cluster});
    INFO(ran.err);
    CHECK(ran.code <= 1);
    CHECK(sizer_with({"validate", cluster, "--kind", "cluster"}).code == 0);
  }
}

// Platforms' files and the clusters that they mean: the table of cases (platforms/cases.h), and the page made from it.
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <utility>

#include "catch.h"
#include "platforms/cases.h"
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
  if (cluster.pricing != Pricing::on_demand) text += fmt::format("; {}", name_of(cluster.pricing));
  if (!cluster.platform.empty()) text += "; " + cluster.platform;
  return text;
}

/// What changes the cluster: all but what was left out.
std::vector<std::string> warnings_of(const Imported& imported) {
  std::vector<std::string> warnings;
  for (const Diagnostic& each : imported.diagnostics)
    if (each.severity == "warning" && each.code != codes::left_out.id) warnings.push_back(each.message);
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
  for (const auto* const cases :
       {&platforms::spark_cases(), &platforms::databricks_cases(), &platforms::emr_cases(), &platforms::ray_cases()})
    table += table_of(*cases);
  const std::string fresh = page.substr(0, from) + begin + "\n" + table + "\n" + page.substr(to);
  if (std::getenv("SIZER_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << fresh;
  CHECK(read_file(path) == fresh);
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

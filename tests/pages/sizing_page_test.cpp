// docs/sizing.md shows the reference examples sized on three clouds, with charts and manifests beside it.
// SIZER_UPDATE_GOLDEN=1 rewrites its blocks, the charts and the manifests.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "catch.h"
#include "page.h"
#include "sizer/input.h"

namespace {

const std::string sizing_docs = std::string(SIZER_SOURCE_DIR) + "/docs/";

/// Holds a file against what it should be, or rewrites it.
void hold_page(const std::string& path, const std::string& fresh) {
  INFO("SIZER_UPDATE_GOLDEN=1 rewrites " << path);
  if (std::getenv("SIZER_UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << fresh;
  CHECK(sizer::read_file(path) == fresh);
}

/// The manifests that commands have written here, by name.
std::map<std::string, std::string> manifests_here() {
  std::map<std::string, std::string> found;
  for (const auto& each : std::filesystem::directory_iterator(std::filesystem::current_path()))
    if (each.path().extension() == ".yaml")
      found[each.path().filename().string()] = sizer::read_file(each.path().string());
  return found;
}

}  // namespace

TEST_CASE("the golden page of sizing shows what the program prints, and the manifests that it writes",
          "[docs][golden]") {
  const std::string page = sizer::read_file(sizing_docs + "sizing.md");
  std::string fresh;
  std::map<std::string, std::string> manifests;
  {
    const sizer::page::Place place;
    fresh = sizer::page::filled_in(page);
    manifests = manifests_here();
  }
  hold_page(sizing_docs + "sizing.md", fresh);
  CHECK(manifests.size() == 15);  // five examples on three clouds
  for (const auto& [name, text] : manifests) hold_page(sizing_docs + "sizing/" + name, text);
}

TEST_CASE("the golden charts of the page of sizing are what the program draws", "[docs][golden]") {
  struct Example {
    const char* name;
    const char* deadline;
  };
  for (const Example& each :
       {Example{"spark-join-sort-merge", "30 min"}, Example{"spark-dedup", "30 min"}, Example{"ray-features", "30 min"},
        Example{"ray-cpu-inference", "30 min"}, Example{"ray-gpu-inference", "2 h"}}) {
    std::string drawn;
    {
      const sizer::page::Place place;
      const Ran ran = sizer_with(
          {"size", std::string("workloads/") + each.name + ".yaml", "--deadline", each.deadline, "--format", "svg"});
      INFO(ran.err);
      CHECK(ran.code == 0);
      drawn = ran.out;
    }
    hold_page(sizing_docs + "sizing/" + each.name + ".svg", drawn);
  }
}

// docs/sizing.md shows the reference examples sized on three clouds, with charts beside it. SIZER_UPDATE_GOLDEN=1
// rewrites its blocks and the charts.
#include <cstdlib>
#include <fstream>
#include <string>

#include "catch.h"
#include "page.h"
#include "sizer/input.h"

namespace {

const std::string sizing_docs = std::string(SIZER_SOURCE_DIR) + "/docs/";

/// Holds a file against what it should be, or rewrites it.
void hold(const std::string& path, const std::string& fresh) {
  INFO("SIZER_UPDATE_GOLDEN=1 rewrites " << path);
  if (std::getenv("SIZER_UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << fresh;
  CHECK(sizer::read_file(path) == fresh);
}

}  // namespace

TEST_CASE("the golden page of sizing shows what the program prints", "[docs][golden]") {
  const std::string page = sizer::read_file(sizing_docs + "sizing.md");
  std::string fresh;
  {
    const sizer::page::Place place;
    fresh = sizer::page::filled_in(page);
  }
  hold(sizing_docs + "sizing.md", fresh);
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
    hold(sizing_docs + "sizing/" + each.name + ".svg", drawn);
  }
}

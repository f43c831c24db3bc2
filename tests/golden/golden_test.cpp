// Every workload as text and JSON, and three of them in every other format, against tests/golden. SIZER_UPDATE_GOLDEN=1
// rewrites the files; review the difference like code.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "catch.h"
#include "cli/program.h"

using namespace sizer;
namespace fs = std::filesystem;

namespace {

std::vector<fs::path> workloads() {
  std::vector<fs::path> found;
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(SIZER_SOURCE_DIR) / "workloads", none))
    if (entry.path().extension() == ".yaml") found.push_back(entry.path());
  std::ranges::sort(found);
  return found;
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// An estimate has nothing to draw. The other formats show the same values: a join, a broadcast that cannot be, and a
/// job of the other engine will do.
bool is_kept(const std::string& workload, const std::string& format) {
  static const std::vector<std::string> in_every_format = {"spark-join-sort-merge", "spark-join-broadcast",
                                                           "ray-gpu-inference"};
  if (format == "svg") return false;
  return format == "text" || format == "json" || std::ranges::count(in_every_format, workload) > 0;
}

bool updating() {
  return std::getenv("SIZER_UPDATE_GOLDEN") != nullptr;
}

/// What the program prints, run in the project's folder so that the file's name is the same everywhere.
std::string estimate(const fs::path& workload, const std::string& format) {
  const fs::path before = fs::current_path();
  fs::current_path(SIZER_SOURCE_DIR);
  std::istringstream in;
  std::ostringstream out, err;
  const int code = run({"estimate", "workloads/" + workload.filename().string(), "--format", format}, {in, out, err});
  fs::current_path(before);
  INFO(err.str());
  REQUIRE(code == 0);
  return out.str();
}

}  // namespace

TEST_CASE("every workload renders as its golden file says", "[golden]") {
  for (const fs::path& workload : workloads())
    for (const Renderer& renderer : renderers()) {
      if (!is_kept(workload.stem().string(), renderer.name)) continue;
      const fs::path golden =
          fs::path(SIZER_SOURCE_DIR) / "tests/golden" / (workload.stem().string() + "." + renderer.name);
      const std::string printed = estimate(workload, renderer.name);
      INFO("SIZER_UPDATE_GOLDEN=1 rewrites " << golden.string());
      if (updating()) std::ofstream(golden, std::ios::binary) << printed;
      CHECK(fs::exists(golden));
      CHECK(text_of(golden) == printed);
    }
}

// Bad inputs, one file each in tests/wrong: the first line of each is a comment with the first line of the message.
// A file that cannot hold a comment has it beside itself, in <file>.expected.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "catch.h"
#include "sizer/input.h"
#include "sizer/render.h"

namespace {

using namespace sizer;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

const fs::path folder = fs::path(SIZER_SOURCE_DIR) / "tests" / "wrong";

std::string first_line(const std::string& text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

/// The first line of what a reader of `path` is told.
std::string message(const fs::path& path) {
  const std::string file = path.filename().string();
  try {
    read_job(read_file(path.string()), file);
  } catch (const InputError& error) {
    return first_line(render_diagnostics(error.diagnostics, {}));
  }
  return "was read";
}

std::string expected(const fs::path& path) {
  const fs::path beside = path.string() + ".expected";
  if (fs::exists(beside)) return first_line(read_file(beside.string()));
  const std::string line = first_line(read_file(path.string()));
  const std::size_t comment = line.find("# ");
  return comment == std::string::npos ? "a comment in its first line" : line.substr(comment + 2);
}

std::vector<fs::path> wrong_files() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().extension() != ".expected") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

}  // namespace

TEST_CASE("every bad input is answered as its first line says", "[wrong]") {
  const std::vector<fs::path> files = wrong_files();
  CHECK(files.size() >= 30);
  for (const fs::path& file : files) {
    INFO(file.filename().string());
    CHECK(message(file) == expected(file));
  }
}

TEST_CASE("what is no file of text cannot be read", "[wrong]") {
  CHECK_THROWS_AS(read_file(folder.string()), Unreadable);
  CHECK_THROWS_AS(read_file((folder / "no such file.yaml").string()), Unreadable);
  CHECK_THROWS_AS(read_file(""), Unreadable);
}

TEST_CASE("a file that is too large is refused, and not read to its end", "[wrong]") {
  const fs::path large = fs::temp_directory_path() / "sizer_wrong_test_large.yaml";
  { std::ofstream(large) << std::string(max_file_size + 1, ' '); }
  CHECK_THAT(message(large), Contains("error[SZ004]: the file is larger than 4 MiB"));
  { std::ofstream(large) << std::string(max_file_size, ' '); }
  CHECK(read_file(large.string()).size() == max_file_size);
  fs::resize_file(large, std::uintmax_t{100} << 30U);  // of holes: to its end it takes minutes
  CHECK_THROWS_AS(read_file(large.string()), InputError);
  fs::remove(large);
  if (fs::exists("/dev/zero")) CHECK_THROWS_AS(read_file("/dev/zero"), Unreadable);
}

TEST_CASE("the last line counts the errors when there are several", "[wrong]") {
  try {
    read_job("engine: spak\ncluster: spark-baseline\ninputs: {a: {size: 64}}\nsteps: [write: 1]\n", "job.yaml");
    FAIL("was read");
  } catch (const InputError& error) {
    CHECK_THAT(render_diagnostics(error.diagnostics, {}), Catch::Matchers::EndsWith("3 errors\n"));
  }
}

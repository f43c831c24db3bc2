// docs/commands.md and docs/deploy.md show what the program prints. SIZER_UPDATE_GOLDEN=1 rewrites its blocks.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "catch.h"
#include "program.h"
#include "sizer/input.h"

namespace fs = std::filesystem;

namespace {

const std::string docs = std::string(SIZER_SOURCE_DIR) + "/docs/";

/// The words of a command line as a shell would take them: quotes, and nothing else.
std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> words;
  bool open = false, within = false;
  for (const char c : line) {
    if (c == '\'') {
      open = !open;
      if (!within) words.emplace_back();
      within = true;
    } else if (c == ' ' && !open) {
      within = false;
    } else {
      if (!within) words.emplace_back();
      within = true;
      words.back() += c;
    }
  }
  return words;
}

std::string first_lines(const std::string& text, int count) {
  std::size_t end = 0;
  for (; count > 0 && end < text.size(); --count) end = text.find('\n', end) + 1;
  return text.substr(0, end);
}

/// "sizer VERB ... | head -n N": what a terminal of 80 columns would show, with the exit code where it is not 0.
std::string shown_by(const std::string& command) {
  const std::string pipe = " | head -n ";
  const std::size_t cut = command.find(pipe);
  std::vector<std::string> words = words_of(command.substr(0, cut));
  REQUIRE(words.front() == "sizer");
  words.erase(words.begin());
  const Ran ran = sizer_with(words);
  std::string shown = ran.out + ran.err;
  if (cut != std::string::npos) shown = first_lines(shown, std::stoi(command.substr(cut + pipe.size())));
  if (ran.code != 0) shown += "[exit code " + std::to_string(ran.code) + "]\n";
  return shown;
}

/// The page with every block of commands filled in with what they print.
std::string filled_in(const std::string& page) {
  std::istringstream lines(page);
  std::string out;
  bool in_block = false;
  for (std::string line; std::getline(lines, line);) {
    const bool command = in_block && line.starts_with("$ ");
    if (line == "```console")
      in_block = true;
    else if (line == "```")
      in_block = false;
    if (!in_block || command || line == "```console") out += line + "\n";
    if (command) out += shown_by(line.substr(2));
  }
  return out;
}

/// A folder to run in, with the workloads and the tests' samples beside.
class Place {
 public:
  Place() {
    fs::create_directory_symlink(fs::path(SIZER_SOURCE_DIR) / "workloads", folder_.path / "workloads");
    fs::create_directory_symlink(fs::path(SIZER_SOURCE_DIR) / "tests", folder_.path / "tests");
    fs::create_directory(folder_.path / ".git");  // configuration above is not ours
    fs::current_path(folder_.path);
  }
  ~Place() { fs::current_path(before_); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

 private:
  fs::path before_ = fs::current_path();
  Folder folder_;
};

void check_page(const std::string& path) {
  const std::string page = sizer::read_file(path);
  std::string fresh;
  {
    const Place place;
    fresh = filled_in(page);
  }
  INFO("SIZER_UPDATE_GOLDEN=1 rewrites " << path);
  if (std::getenv("SIZER_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << fresh;
  CHECK(sizer::read_file(path) == fresh);
}

}  // namespace

TEST_CASE("the page of commands shows what the program prints", "[docs][golden]") {
  check_page(docs + "commands.md");
}

TEST_CASE("the page of manifests shows what the program prints", "[docs][golden]") {
  check_page(docs + "deploy.md");
}

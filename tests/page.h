/// \file
/// Pages of the documentation that show what the program prints: their blocks, filled in.
#pragma once

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "catch.h"
#include "program.h"

namespace sizer::page {

/// The words of a command line as a shell would take them: quotes, and nothing else.
inline std::vector<std::string> words_of(const std::string& line) {
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

inline std::string first_lines(const std::string& text, int count) {
  std::size_t end = 0;
  for (; count > 0 && end < text.size(); --count) end = text.find('\n', end) + 1;
  return text.substr(0, end);
}

/// "sizer VERB ... | head -n N": what a terminal of 80 columns would show, with the exit code where it is not 0.
inline std::string shown_by(const std::string& command) {
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
inline std::string filled_in(const std::string& page) {
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

/// A folder to run in, with what the pages use beside.
class Place {
 public:
  Place() {
    const std::filesystem::path project = SIZER_SOURCE_DIR;
    std::filesystem::create_symlink(project / "docs" / "sort-runs.csv", folder_.path / "sort-runs.csv");
    std::filesystem::create_directory_symlink(project / "workloads", folder_.path / "workloads");
    std::filesystem::create_directory_symlink(project / "tests", folder_.path / "tests");
    std::filesystem::create_directory(folder_.path / ".git");  // configuration above is not ours
    std::filesystem::current_path(folder_.path);
  }
  ~Place() { std::filesystem::current_path(before_); }
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

 private:
  std::filesystem::path before_ = std::filesystem::current_path();
  Folder folder_;
};

}  // namespace sizer::page

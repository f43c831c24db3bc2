// Files of a commit, as `git cat-file` prints them.
#include "cli/git.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <system_error>

#include "cli/git_process.h"
#include "sizer/place.h"
#include "sizer/saved.h"

namespace sizer {
namespace {

Unreadable cannot_read(const std::string& operand, const std::string& why) {
  return Unreadable(fmt::format("cannot read {}: {}", operand, why));
}

/// Asked before any of it is read.
std::size_t size_in_git(const std::string& operand) {
  constexpr std::size_t a_number = 32;
  const GitSaid said = run_git({"cat-file", "-s"}, operand, a_number);
  if (!said.well) throw cannot_read(operand, said.complaint);
  std::size_t size = 0;
  std::from_chars(said.out.data(), said.out.data() + said.out.size(), size);
  return size;
}

/// "blob", "tree", "commit"; empty: there is no such thing.
std::string type_in_git(const std::string& object) {
  constexpr std::size_t a_word = 32;
  const GitSaid said = run_git({"cat-file", "-t"}, object, a_word);
  return said.well ? said.out.substr(0, said.out.find('\n')) : std::string();
}

}  // namespace

bool is_in_git(const std::string& operand) {
  std::error_code ignored;
  const std::size_t colon = operand.find(':');
  return colon != std::string::npos && colon > 0 && !std::filesystem::exists(operand, ignored);
}

std::string read_from_git(const std::string& operand) {
  if (size_in_git(operand) > max_result_size)
    throw cannot_read(operand, fmt::format("it is larger than {} MiB", max_result_size >> 20U));
  GitSaid said = run_git({"cat-file", "blob"}, operand, max_result_size);
  if (!said.well) throw cannot_read(operand, said.complaint);
  return std::move(said.out);
}

bool is_commit(const std::string& operand) {
  std::error_code ignored;
  if (operand.empty() || operand.find(':') != std::string::npos || std::filesystem::exists(operand, ignored))
    return false;
  try {
    return type_in_git(operand + "^{commit}") == "commit";
  } catch (const Unreadable&) {  // without git there are no commits
    return false;
  }
}

bool is_folder_in_git(const std::string& operand) {
  return type_in_git(operand) == "tree";
}

std::vector<std::string> files_in_git(const std::string& operand) {
  constexpr std::size_t longest_listing = 64U << 20U;
  const GitSaid said = run_git({"ls-tree", "-r", "-z", "--name-only", "--full-tree"}, operand, longest_listing);
  if (!said.well) throw cannot_read(operand, said.complaint);
  std::vector<std::string> files;
  for (std::size_t begin = 0, end = 0; (end = said.out.find('\0', begin)) != std::string::npos; begin = end + 1)
    files.push_back(said.out.substr(begin, end - begin));
  std::ranges::sort(files);
  return files;
}

}  // namespace sizer

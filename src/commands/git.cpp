// Files of a commit, as `git cat-file` prints them.
#include "commands/git.h"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <system_error>

#include "commands/git_process.h"
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

}  // namespace sizer

// Folders and patterns to files.
#include "commands/operands.h"

#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <unordered_set>

#include "commands/file_kind.h"
#include "files/walk.h"
#include "sizer/input.h"
#include "sizer/saved.h"
#include "study/parallel.h"

namespace sizer {
namespace {

namespace fs = std::filesystem;

bool may_be_job(std::string_view name) {
  return name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".json");
}

/// A folder is looked into unless it is hidden; a file is taken by the end of its name. What cannot be read is taken
/// where it may be a job or hold some, to be told of where it is read.
bool is_wanted(const std::string& name, FolderEntry::Kind kind) {
  if (name.starts_with('.') || name == "sizer.yaml" || name == "sizer.yml") return false;
  const bool may_be_folder = kind == FolderEntry::Kind::lost && name.find('.') == std::string::npos;
  return may_be_job(name) || kind == FolderEntry::Kind::folder || may_be_folder;
}

void add_files_in(Walk& walk, const std::string& folder, std::vector<std::string>& files) {
  for (const FolderEntry& entry : walk.entries(folder, is_wanted)) {
    if (entry.kind == FolderEntry::Kind::folder)
      add_files_in(walk, entry.path, files);
    else
      files.push_back(fs::path(entry.path).lexically_normal().string());
  }
}

std::vector<std::string> files_in(const std::string& folder) {
  std::vector<std::string> files;
  Walk walk;
  add_files_in(walk, folder, files);
  std::ranges::sort(files);
  return files;
}

std::vector<std::string> matching(const std::string& pattern) {
  std::vector<std::string> files;
  glob_t found{};
  if (glob(pattern.c_str(), 0, nullptr, &found) == 0)
    for (std::size_t i = 0; i < found.gl_pathc; ++i) files.emplace_back(found.gl_pathv[i]);
  globfree(&found);
  return files;
}

/// Nothing where the operand is a file, or is to be told of as it stands.
std::vector<std::string> files_of(const std::string& operand) {
  std::error_code error;
  if (fs::is_directory(operand, error)) return files_in(operand);
  const bool pattern = operand.find_first_of("*?[") != std::string::npos;
  return pattern && !fs::exists(operand, error) ? matching(operand) : std::vector<std::string>{};
}

}  // namespace

std::vector<std::string> expanded(const std::vector<std::string>& operands) {
  std::vector<std::string> files;
  std::unordered_set<std::string> known;
  const auto add = [&](const std::string& file) {
    if (known.insert(file).second) files.push_back(file);
  };
  for (const std::string& operand : operands) {
    const std::vector<std::string> found = files_of(operand);
    std::ranges::for_each(found, add);
    if (found.empty()) add(operand);
  }
  return files;
}

namespace {

/// How many jobs an operand stands for; 0: a file of another kind, which a folder holds. What cannot be read is told of
/// where it is read.
std::size_t jobs_of(const std::string& file, bool is_named) {
  if (file == "-" || operand_of(file).document != 0) return 1;
  try {
    const std::string text = read_file(file, max_result_size);
    const std::size_t documents = documents_in(text);
    if (documents > 1) return documents;
    return is_named || sizer::kind_of(file, text) == "job" ? 1 : 0;
  } catch (const std::exception&) {
    return 1;
  }
}

}  // namespace

Operand operand_of(const std::string& text) {
  const std::size_t at = text.rfind('#');
  std::error_code error;
  if (at == std::string::npos || at + 1 == text.size() || text.size() - at > 7 || fs::exists(text, error))
    return {text, 0};
  const std::string number = text.substr(at + 1);
  if (number.find_first_not_of("0123456789") != std::string::npos) return {text, 0};
  return {text.substr(0, at), static_cast<std::size_t>(std::stoul(number))};
}

std::vector<std::string> jobs_in(const std::vector<std::string>& operands) {
  const std::vector<std::string> files = expanded(operands);
  const std::unordered_set<std::string> named(operands.begin(), operands.end());
  std::vector<std::size_t> documents(files.size());
  study::in_parallel(files.size(), [&](std::size_t i) { documents[i] = jobs_of(files[i], named.contains(files[i])); });
  std::vector<std::string> jobs;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (documents[i] == 1) jobs.push_back(files[i]);
    for (std::size_t number = 1; documents[i] > 1 && number <= documents[i]; ++number)
      jobs.push_back(files[i] + "#" + std::to_string(number));
  }
  return jobs;
}

}  // namespace sizer

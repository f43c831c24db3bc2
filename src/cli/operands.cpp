// Folders and patterns to files.
#include "cli/operands.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <string_view>
#include <system_error>
#include <unordered_set>

#include "cli/file_kind.h"
#include "files/walk.h"
#include "input/documents.h"
#include "sizer/input.h"
#include "sizer/saved.h"
#include "text/codes.h"
#include "uncertainty/parallel.h"

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

/// What a file stands for.
struct Content {
  std::vector<std::size_t> documents;  ///< that are jobs; 0: the file as a whole is one
  bool is_ours = true;
};

/// Of the documents of a file that was found.
Content content_of_found(const std::string& file, const std::string& text) {
  const Documents documents{std::string(text)};
  if (documents.count() < 2) {
    const std::string_view kind = kind_of_found(file, text);
    return {kind == "job" ? std::vector<std::size_t>{0} : std::vector<std::size_t>{}, !kind.empty()};
  }
  Content content;
  for (std::size_t number = 1; number <= documents.count(); ++number)
    if (kind_of_found(file, documents.alone(number)) == "job") content.documents.push_back(number);
  content.is_ours = !content.documents.empty();
  return content;
}

/// What cannot be read is told of where it is read.
Content content_of(const std::string& file, bool is_named) {
  if (file == "-" || operand_of(file).document != 0) return {{0}};
  try {
    const std::string text = read_file(file, max_result_size);
    if (!is_named) return content_of_found(file, text);
    Content content{{0}};
    if (const std::size_t documents = documents_in(text); documents > 1) {
      content.documents.resize(documents);
      std::iota(content.documents.begin(), content.documents.end(), std::size_t{1});
    }
    return content;
  } catch (const std::exception&) {
    return {{0}};
  }
}

}  // namespace

bool may_hold_job(const std::string& path) {
  const fs::path whole(path);
  for (const fs::path& part : whole.parent_path())
    if (!is_wanted(part.string(), FolderEntry::Kind::folder)) return false;
  return is_wanted(whole.filename().string(), FolderEntry::Kind::file);
}

Operand operand_of(const std::string& text) {
  const std::size_t at = text.rfind('#');
  std::error_code error;
  if (at == std::string::npos || at + 1 == text.size() || text.size() - at > 7 || fs::exists(text, error))
    return {text, 0};
  const std::string number = text.substr(at + 1);
  if (number.find_first_not_of("0123456789") != std::string::npos) return {text, 0};
  return {text.substr(0, at), static_cast<std::size_t>(std::stoul(number))};
}

JobOperands jobs_in(const std::vector<std::string>& operands) {
  const std::vector<std::string> files = expanded(operands);
  const std::unordered_set<std::string> named(operands.begin(), operands.end());
  std::vector<Content> contents(files.size());
  uncertainty::in_parallel(files.size(),
                           [&](std::size_t i) { contents[i] = content_of(files[i], named.contains(files[i])); });
  JobOperands found;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!contents[i].is_ours) found.passed_over.push_back(files[i]);
    for (const std::size_t number : contents[i].documents)
      found.jobs.push_back(number == 0 ? files[i] : files[i] + "#" + std::to_string(number));
  }
  return found;
}

Diagnostic passed_over_note(const std::vector<std::string>& files) {
  constexpr std::size_t most_named = 3;
  const std::vector<std::string> named(files.begin(),
                                       files.begin() + static_cast<std::ptrdiff_t>(std::min(files.size(), most_named)));
  Diagnostic note;
  note.code = codes::passed_over.id;
  note.severity = Severity::note;
  note.message =
      fmt::format("passed over {} file{} that {} none of sizer's: {}{}", files.size(), files.size() == 1 ? "" : "s",
                  files.size() == 1 ? "is" : "are", fmt::join(named, ", "), files.size() > most_named ? ", ..." : "");
  return note;
}

}  // namespace sizer

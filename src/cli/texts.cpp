// Jobs and saved results as texts: of files, folders and commits.
#include "cli/texts.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string_view>
#include <system_error>

#include "cli/file_kind.h"
#include "cli/git.h"
#include "cli/operands.h"
#include "cli/session.h"
#include "input/documents.h"
#include "sizer/saved.h"
#include "text/problems.h"
#include "text/value.h"

namespace sizer {
namespace {

namespace fs = std::filesystem;

/// A file that was found counts where it is a job; one that was named is what it is.
enum class Origin { named, found };

/// Each document of a file.
void add(NamedText whole, Origin origin, std::vector<NamedText>& texts) {
  const Documents documents{std::string(whole.text)};
  const auto wanted = [&](const std::string& text) {
    return origin == Origin::named || kind_of_found(whole.file, text) == "job";
  };
  if (documents.count() < 2) {
    if (wanted(whole.text)) texts.push_back(std::move(whole));
    return;
  }
  for (std::size_t number = 1; number <= documents.count(); ++number)
    if (std::string text = documents.alone(number); wanted(text))
      texts.push_back({whole.file, whole.path + "#" + std::to_string(number), std::move(text)});
}

std::string relative_to(const std::string& file, const std::string& folder) {
  return fs::path(file).lexically_relative(fs::path(folder).lexically_normal()).string();
}

std::vector<NamedText> of_folder(const std::string& folder) {
  std::vector<NamedText> texts;
  for (const std::string& file : expanded({folder}))
    add({file, relative_to(file, folder), read_file(file, max_result_size)}, Origin::found, texts);
  return texts;
}

/// "main:jobs" with "daily.yaml" as "main:jobs/daily.yaml"
std::string within(const std::string& folder, const std::string& file) {
  return folder.ends_with(':') || folder.ends_with('/') ? folder + file : folder + "/" + file;
}

std::vector<NamedText> of_folder_in_git(const std::string& folder) {
  std::vector<NamedText> texts;
  for (const std::string& file : files_in_git(folder))
    if (may_hold_job(file))
      add({within(folder, file), file, read_from_git(within(folder, file))}, Origin::found, texts);
  return texts;
}

std::vector<NamedText> in_git(const std::string& operand) {
  if (is_folder_in_git(operand)) return of_folder_in_git(operand);
  std::vector<NamedText> texts;
  add({operand, fs::path(operand.substr(operand.find(':') + 1)).filename().string(), read_from_git(operand)},
      Origin::named, texts);
  return texts;
}

/// "main:./jobs/daily.yaml": a path of the working tree as git finds it in a commit, from the folder we are in.
std::string at_commit(const std::string& commit, const std::string& path) {
  std::error_code ignored;
  fs::path relative = fs::path(path).lexically_normal();
  if (relative.is_absolute()) relative = relative.lexically_relative(fs::current_path(ignored));
  const std::string text = relative.string();
  return commit + ":./" + (text == "." ? "" : text);
}

/// What stands in a commit of what is named beside it.
std::vector<NamedText> of_commit(const std::string& commit, const std::vector<std::string>& beside) {
  std::vector<NamedText> texts;
  const std::vector<std::string> none = {"."};
  for (const std::string& other : beside.empty() ? none : beside) {
    if (other == "-") continue;
    const std::string operand = is_commit(other) ? commit + ":" : at_commit(commit, operand_of(other).file);
    if (is_folder_in_git(operand)) {
      std::ranges::move(of_folder_in_git(operand), std::back_inserter(texts));
    } else {
      try {
        std::ranges::move(in_git(operand), std::back_inserter(texts));
      } catch (const Unreadable&) {  // a file that was not there yet
        continue;
      }
    }
  }
  return texts;
}

}  // namespace

std::vector<NamedText> texts_of(const std::string& operand, const std::vector<std::string>& beside, std::istream& in) {
  std::error_code ignored;
  if (operand == "-") return {{shown_name(operand), shown_name(operand), read_text(operand, in, max_result_size)}};
  if (is_in_git(operand)) return in_git(operand);
  if (fs::is_directory(operand, ignored)) return of_folder(operand);
  if (is_commit(operand)) return of_commit(operand, beside);
  const Operand wanted = operand_of(operand);
  std::vector<NamedText> texts;
  if (wanted.document != 0)
    texts.push_back({wanted.file, fs::path(operand).filename().string(), job_text(operand, in)});
  else
    add({operand, fs::path(operand).filename().string(), read_file(operand, max_result_size)}, Origin::named, texts);
  return texts;
}

std::string cluster_in_git(const std::string& operand, const std::string& text) {
  const SourceText source{operand, text};
  Problems told_where_it_is_read;
  std::string name;
  try {
    const Value root = parse_value(source, told_where_it_is_read);
    const Value* const cluster = root.find("cluster");
    if (cluster != nullptr && cluster->kind == ValueKind::scalar) name = cluster->text;
  } catch (const InputError&) {
    return {};
  }
  if (!names_cluster_file(name)) return {};
  const std::size_t colon = operand.find(':');
  const std::filesystem::path path = beside_file(operand.substr(colon + 1), name);
  const char* const here = operand.substr(colon + 1).starts_with("./") ? "./" : "";
  const std::string file = operand.substr(0, colon + 1) + here + path.lexically_normal().string();
  return cluster_on_one_line(read_from_git(file), file);
}

}  // namespace sizer

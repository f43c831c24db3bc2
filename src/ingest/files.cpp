// Which files make up a log: single ones, rolling folders, folders of Databricks, those of before 1.3, and folders of
// all of these.
#include "ingest/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <string_view>
#include <tuple>

#include "files/walk.h"

namespace sizer::ingest {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view in_progress = ".inprogress";

std::string name_of(const fs::path& path) {
  return path.filename().string();
}

struct Part {
  std::int64_t number = 0;
  bool compacted = false;
  std::string name{};
};

/// events_12_app-1.zstd: part 12. The number is 0 where the name is another.
Part part_of(const std::string& path) {
  constexpr std::string_view start = "events_";
  const std::string name = name_of(path);
  Part part{0, name.ends_with(".compact"), path};
  if (!name.starts_with(start)) return part;
  const char* const begin = name.data() + start.size();
  const auto [end, error] = std::from_chars(begin, name.data() + name.size(), part.number);
  if (error != std::errc() || end == begin || *end != '_') part.number = 0;
  return part;
}

LogFiles databricks(const std::vector<std::string>& names) {
  LogFiles log{.layout = "databricks"};
  for (const std::string& name : names)
    if (name_of(name).starts_with("eventlog-")) log.parts.push_back(name);
  for (const std::string& name : names)
    if (name_of(name) == "eventlog") log.parts.push_back(name);  // the live part
  return log;
}

LogFiles before_1_3(const std::vector<std::string>& names) {
  LogFiles log{.layout = "legacy", .running = true};
  for (const std::string& name : names) {
    if (name_of(name).starts_with("EVENT_LOG_")) log.parts.push_back(name);
    if (name_of(name) == "APPLICATION_COMPLETE") log.running = false;
  }
  return log;
}

/// The folder as one log; without parts: it is none.
LogFiles as_log(const std::vector<std::string>& names) {
  const auto any = [&](auto holds) {
    return std::ranges::any_of(names, [&](const std::string& name) { return holds(name_of(name)); });
  };
  if (std::ranges::any_of(names, [](const std::string& name) { return part_of(name).number > 0; }))
    return rolling(names);
  if (any([](const std::string& name) { return name == "eventlog" || name.starts_with("eventlog-2"); }))
    return databricks(names);
  if (any([](const std::string& name) { return name.starts_with("EVENT_LOG_"); })) return before_1_3(names);
  return {};
}

void add_sizes(LogFiles& log) {
  for (const std::string& part : log.parts) {
    std::error_code error;
    const auto size = fs::file_size(part, error);
    if (!error) log.bytes += static_cast<std::int64_t>(size);
  }
}

/// What file systems and tools leave beside logs.
bool is_leftover(const std::string& name) {
  return name.starts_with('.') || name.ends_with(".crc") || name == "_SUCCESS";
}

/// A file, or what stands in the way of one: it is told of where it is read.
void add_single(const std::string& path, std::vector<LogFiles>& logs) {
  LogFiles log{.shown = path, .parts = {path}, .running = path.ends_with(in_progress)};
  add_sizes(log);
  logs.push_back(std::move(log));
}

void collect(Walk& walk, const std::string& folder, std::vector<LogFiles>& logs) {
  const std::vector<FolderEntry> entries =
      walk.entries(folder, [](const std::string& name, FolderEntry::Kind) { return !is_leftover(name); });
  std::vector<std::string> names;
  for (const FolderEntry& entry : entries)
    if (entry.kind != FolderEntry::Kind::folder) names.push_back(entry.path);
  LogFiles log = as_log(names);
  if (!log.parts.empty()) {
    log.shown = folder;
    add_sizes(log);
    logs.push_back(std::move(log));
    return;
  }
  for (const FolderEntry& entry : entries)
    if (entry.kind == FolderEntry::Kind::folder)
      collect(walk, entry.path, logs);
    else
      add_single(entry.path, logs);
}

}  // namespace

LogFiles rolling(const std::vector<std::string>& names) {
  LogFiles log{.layout = "rolling"};
  std::vector<Part> parts;
  for (const std::string& name : names) {
    if (const Part part = part_of(name); part.number > 0) parts.push_back(part);
    if (name_of(name).starts_with("appstatus_") && name.ends_with(in_progress)) log.running = true;
  }
  std::ranges::sort(parts, {}, [](const Part& part) { return std::tuple(part.number, part.compacted, part.name); });
  // A compacted part stands for all up to its number.
  const auto compacted = std::ranges::find_if(parts.rbegin(), parts.rend(), &Part::compacted);
  log.compacted = compacted != parts.rend();
  if (log.compacted) parts.erase(parts.begin(), compacted.base() - 1);
  std::int64_t expected = log.compacted ? parts.front().number : 1;
  for (const Part& part : parts) {
    if (part.number > expected)
      log.notes.push_back(part.number == expected + 1
                              ? fmt::format("part {} is missing", expected)
                              : fmt::format("parts {} to {} are missing", expected, part.number - 1));
    expected = part.number + 1;
    log.parts.push_back(part.name);
  }
  return log;
}

std::vector<LogFiles> logs_at(const std::string& path) {
  if (path == "-") return {{.shown = "<stdin>", .parts = {"-"}}};
  std::vector<LogFiles> logs;
  std::error_code error;
  Walk walk;
  if (fs::is_directory(path, error))
    collect(walk, path, logs);
  else
    add_single(path, logs);
  if (logs.empty()) logs.push_back({.shown = path});
  return logs;
}

}  // namespace sizer::ingest

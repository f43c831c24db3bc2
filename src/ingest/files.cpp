// Which files make up a log: single ones, rolling folders, folders of Databricks, those of before 1.3, and folders of
// all of these.
#include "ingest/files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <map>
#include <optional>
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

enum class Layout { none, rolling, databricks, legacy };

/// What the name of a file says of it.
struct Part {
  Layout layout = Layout::none;
  std::string log{};        ///< parts of one log have the same
  std::int64_t number = 0;  ///< in the order of the parts; those of Databricks go by their names
  bool compacted = false;
  std::string plain{};  ///< the name without the endings of packers
  std::string path{};
};

/// "events_1_app.zstd.gz" without what packers add.
std::string unpacked(std::string name) {
  constexpr std::array<std::string_view, 9> endings = {".gz",  ".zst", ".zstd", ".lz4",     ".snappy",
                                                       ".lzf", ".zip", ".bz2",  in_progress};
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view ending : endings)
      if (name.ends_with(ending)) {
        name.resize(name.size() - ending.size());
        more = true;
      }
  }
  return name;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// "events_12_app-1.zstd": part 12 of app-1; "eventlog-2024-02-13--10-00.gz" and, last, "eventlog" of Databricks,
/// packed by whoever stored it; "EVENT_LOG_1" of Spark before 1.3.
Part part_of(const std::string& path) {
  constexpr std::string_view rolled = "events_", dated = "eventlog-", old = "EVENT_LOG_";
  Part part{.plain = unpacked(name_of(path)), .path = path};
  const std::string name = part.plain;
  if (name.starts_with(rolled)) {
    const char* const begin = name.data() + rolled.size();
    const auto [end, error] = std::from_chars(begin, name.data() + name.size(), part.number);
    if (error != std::errc() || *end != '_' || part.number <= 0) return part;
    part.layout = Layout::rolling;
    part.compacted = name.ends_with(".compact");
    part.log = name.substr(static_cast<std::size_t>(end + 1 - name.data()));
    part.log.resize(std::min(part.log.size(), part.log.find('.')));
  } else if (name == "eventlog" ||
             (name.starts_with(dated) && name.size() > dated.size() && is_digit(name[dated.size()]))) {
    part.layout = Layout::databricks;
    part.number = name == "eventlog" ? 1 : 0;
  } else if (name.starts_with(old)) {
    part.layout = Layout::legacy;
  }
  return part;
}

/// Lies beside parts and is none.
bool is_marker(const std::string& name) {
  constexpr std::array<std::string_view, 4> starts = {"appstatus_", "SPARK_VERSION_", "COMPRESSION_CODEC_",
                                                      "APPLICATION_COMPLETE"};
  return std::ranges::any_of(starts, [&](std::string_view start) { return name.starts_with(start); });
}

void tell_missing(std::int64_t expected, std::int64_t found, LogFiles& log) {
  if (found > expected)
    log.notes.push_back(found == expected + 1 ? fmt::format("part {} is missing", expected)
                                              : fmt::format("parts {} to {} are missing", expected, found - 1));
}

/// The parts of one log, in order, each once.
LogFiles log_of(std::vector<Part> parts) {
  static constexpr std::array names = {"single", "rolling", "databricks", "legacy"};
  LogFiles log{.layout = names.at(static_cast<std::size_t>(parts.front().layout))};
  std::ranges::sort(parts, {}, [](const Part& part) {
    return std::tuple(part.number, part.compacted, std::string_view(part.plain), std::string_view(part.path));
  });
  // A compacted part stands for all up to its number.
  const auto compacted = std::ranges::find_if(parts.rbegin(), parts.rend(), &Part::compacted);
  log.compacted = compacted != parts.rend();
  if (log.compacted) parts.erase(parts.begin(), compacted.base() - 1);
  const bool numbered = parts.front().layout == Layout::rolling;
  std::int64_t expected = log.compacted ? parts.front().number : 1;
  const Part* before = nullptr;
  for (const Part& part : parts) {
    if (before && before->number == part.number && (numbered || before->plain == part.plain)) {
      log.notes.push_back(
          fmt::format("{} is not read: {} is the same part", name_of(part.path), name_of(before->path)));
      continue;
    }
    if (numbered) tell_missing(expected, part.number, log);
    expected = part.number + 1;
    log.running = log.running || part.path.ends_with(in_progress);
    log.parts.push_back(part.path);
    before = &part;
  }
  return log;
}

/// What lies in one folder: logs of several parts, and the rest.
struct Sorted {
  std::map<std::pair<Layout, std::string>, std::vector<Part>> logs{};
  std::vector<std::string> markers{}, others{};
};

Sorted sorted(const std::vector<std::string>& paths) {
  Sorted found;
  for (const std::string& path : paths) {
    Part part = part_of(path);
    if (part.layout != Layout::none)
      found.logs[{part.layout, part.log}].push_back(std::move(part));
    else
      (is_marker(name_of(path)) ? found.markers : found.others).push_back(path);
  }
  return found;
}

/// Whether the files beside the parts say that the application was running.
bool is_running(Layout layout, const std::string& log, const std::vector<std::string>& markers) {
  const auto any = [&](auto holds) {
    return std::ranges::any_of(markers, [&](const std::string& path) { return holds(name_of(path)); });
  };
  if (layout == Layout::legacy) return !any([](const std::string& name) { return name == "APPLICATION_COMPLETE"; });
  return any(
      [&](const std::string& name) { return name.starts_with("appstatus_" + log) && name.ends_with(in_progress); });
}

void tell_others(const std::vector<std::string>& others, LogFiles& log) {
  constexpr std::size_t most = 3;
  for (std::size_t i = 0; i < std::min(most, others.size()); ++i)
    log.beside.push_back(fmt::format("{} is not read: it is no part of this log", name_of(others[i])));
  if (others.size() > most) log.beside.push_back(fmt::format("so are {} more files", others.size() - most));
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
  std::vector<std::string> paths;
  for (const FolderEntry& entry : entries)
    if (entry.kind != FolderEntry::Kind::folder) paths.push_back(entry.path);
  Sorted found = sorted(paths);
  // One of many logs may be called so by chance.
  if (!found.others.empty())
    std::erase_if(found.logs, [&](const auto& each) {
      const bool by_chance = each.first.first != Layout::rolling && each.second.size() == 1;
      if (by_chance) found.others.push_back(each.second.front().path);
      return by_chance;
    });
  for (const auto& [id, parts] : found.logs) {
    const auto& [layout, name] = id;
    LogFiles log = log_of(parts);
    log.shown = found.logs.size() == 1 ? folder : fmt::format("{}/{}", folder, name.empty() ? log.layout : name);
    log.running = log.running || is_running(layout, name, found.markers);
    if (&parts == &found.logs.begin()->second) tell_others(found.others, log);
    add_sizes(log);
    logs.push_back(std::move(log));
  }
  for (const FolderEntry& entry : entries)
    if (entry.kind == FolderEntry::Kind::folder)
      collect(walk, entry.path, logs);
    else if (found.logs.empty() && !is_marker(name_of(entry.path)))
      add_single(entry.path, logs);
}

}  // namespace

std::optional<std::string> part_in_archive(const std::string& name) {
  const Part part = part_of(name);
  if (part.layout == Layout::none) return std::nullopt;
  return name.substr(0, name.rfind('/') + 1) + part.log;
}

bool is_marker_of_log(const std::string& name) {
  return is_marker(name_of(name));
}

LogFiles log_of(const std::vector<std::string>& paths) {
  std::vector<Part> parts;
  parts.reserve(paths.size());
  for (const std::string& path : paths) parts.push_back(part_of(path));
  return log_of(std::move(parts));
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

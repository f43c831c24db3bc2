// One log from its files to a run, with a word on its state.
#include "ingest/read_log.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <istream>

#include "ingest/collector.h"
#include "ingest/decode.h"
#include "ingest/lines.h"
#include "ingest/zip.h"

namespace sizer::ingest {
namespace {

/// What is not an event log is given up after so many bytes without an event.
constexpr std::int64_t patience = std::int64_t{32} << 20U;

/// A log while it is read.
class Reading {
 public:
  explicit Reading(LogFiles files) : files_(std::move(files)) { source_.layout = files_.layout; }

  /// The next part. `file` is what it is called.
  void part(const std::string& file, const ReadBytes& raw);
  /// The same of the member that `archive` is at.
  void member(ZipMembers& archive, const Buffered& in);
  void failed(const std::string& why) { broken_ = why; }
  void add_file(const std::string& file) { files_.parts.push_back(file); }
  void damage(const Ending& ending);

  Run finish();

 private:
  void part(const std::string& file, const ReadBytes& raw, std::string_view container);
  void read_lines(Lines& lines);
  void judge(Run& run);
  void judge_what_is_there(const Run& run);
  void say(LogStatus status, std::string note);

  LogFiles files_;
  LogSource source_{};
  Collector collector_{};
  std::string broken_{};  ///< a file that could not be opened or read
  std::string first_bytes_{};
  std::int64_t first_malformed_ = 0;
};

void Reading::member(ZipMembers& archive, const Buffered& in) {
  const std::int64_t before = in.taken();
  part(archive.name(), archive.bytes(), "zip");
  source_.parts.back().bytes = in.taken() - before;
}

void Reading::part(const std::string& file, const ReadBytes& raw) {
  part(file, raw, "");
}

void Reading::part(const std::string& file, const ReadBytes& raw, std::string_view container) {
  LogPart& part = source_.parts.emplace_back();
  part.file = file;
  Buffered in([&](char* to, std::size_t most) {
    const std::size_t got = raw(to, most);
    part.bytes += static_cast<std::int64_t>(got);
    return got;
  });
  const std::string_view head = in.peek(magic_size);
  if (first_bytes_.empty()) first_bytes_ = head;
  const Codec codec = codec_of(head);
  part.codec = container.empty() ? name_of(codec) : container;
  Ending ending;
  if (codec == Codec::zip) ending.damage = "zip: an archive where a part of a log should be";
  Lines lines(codec == Codec::zip ? [](char*, std::size_t) -> std::size_t { return 0; } : decoded(codec, in, ending));
  read_lines(lines);
  part.bytes_plain = lines.bytes();
  part.cut = ending.cut || (!lines.ended() && source_.truncated);
  damage(ending);
}

void Reading::damage(const Ending& ending) {
  source_.truncated = source_.truncated || ending.cut;
  if (!ending.damage.empty()) say(LogStatus::damaged, ending.damage + "; what follows it was not read");
}

void Reading::read_lines(Lines& lines) {
  std::string_view line;
  while (lines.next(line)) {
    ++source_.lines;
    if (!collector_.line(line)) {
      if (source_.malformed_lines++ == 0) first_malformed_ = source_.lines;
      if (!lines.ended()) source_.truncated = true;
    }
    if (source_.malformed_lines > 0 && collector_.events() == 0 && lines.bytes() > patience) return;
  }
  source_.lines += lines.too_long();
  source_.malformed_lines += lines.too_long();
  if (lines.too_long() > 0)
    say(LogStatus::damaged,
        fmt::format("{} longer than {} MiB skipped", lines.too_long() == 1 ? "a line" : "lines", longest_line >> 20U));
}

/// Notes gather; the worst status counts.
void Reading::say(LogStatus status, std::string note) {
  source_.status = std::max(source_.status, status);
  source_.notes.push_back(std::move(note));
}

void Reading::judge_what_is_there(const Run& run) {
  const RunCounts& counts = run.counts;
  if (source_.malformed_lines > 0 && !(source_.truncated && source_.malformed_lines == 1))
    say(LogStatus::damaged, fmt::format("{} of {} lines could not be read, the first of them line {}",
                                        source_.malformed_lines, source_.lines, first_malformed_));
  const std::int64_t missing = collector_.tasks_missing();
  if (missing > 0)
    say(LogStatus::dropped, fmt::format("{} tasks of completed stages have no end: events were lost", missing));
  if (files_.compacted) say(LogStatus::partial, "compacted: jobs that had finished before are not in it");
  for (const std::string& note : files_.notes) say(LogStatus::partial, note);
  if (source_.truncated) say(LogStatus::truncated, "cut short: the bytes end inside a line or a compressed block");
  if (!run.app.end_ms) {
    const std::string open =
        counts.jobs_unfinished > 0 ? fmt::format(", {} unfinished jobs", counts.jobs_unfinished) : "";
    if (files_.running)
      say(LogStatus::in_progress, "the application was running" + open);
    else
      say(LogStatus::incomplete, "the end of the application is not in it" + open);
  }
  if (!run.app.start_ms) say(LogStatus::incomplete, "the start of the application is not in it");
  if (counts.duplicate_ends > 0) say(LogStatus::damaged, fmt::format("{} tasks end twice", counts.duplicate_ends));
  if (run.not_kept > 0)
    source_.notes.push_back(fmt::format("{} old jobs, stages and queries are counted but not listed", run.not_kept));
  const auto dropped = std::ranges::count(run.queries, false, &RunQuery::plan_kept);
  if (dropped > 0) source_.notes.push_back(fmt::format("{} plans are too large or too many to keep", dropped));
}

void Reading::judge(Run& run) {
  if (collector_.events() > 0) {
    judge_what_is_there(run);
    if (!broken_.empty()) say(LogStatus::damaged, broken_);
    return;
  }
  source_.failure_code = broken_.empty() ? 2 : 3;
  std::string why = broken_;
  if (why.empty() && !source_.notes.empty()) why = "no event log: " + source_.notes.front();
  if (why.empty() && source_.lines == 0)
    why = source_.truncated ? "no event log: cut before its first line" : "the file is empty";
  if (why.empty()) why = "no event log: none of its lines is an event of Spark ({\"Event\":...})";
  source_.notes = {std::move(why)};
  source_.status = LogStatus::unreadable;
}

Run Reading::finish() {
  Run run = collector_.finish();
  source_.file = files_.shown;
  source_.events = std::move(run.log.events);
  judge(run);
  run.log = std::move(source_);
  return run;
}

/// A file as a stream; closes it.
class File {
 public:
  explicit File(const std::string& path) : handle_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (handle_ < 0) error_ = std::strerror(errno);
  }
  ~File() {
    if (handle_ >= 0) ::close(handle_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  std::size_t read(char* to, std::size_t most) {
    if (handle_ < 0) return 0;
    ssize_t got = -1;
    do got = ::read(handle_, to, most);
    while (got < 0 && errno == EINTR);
    if (got < 0) error_ = std::strerror(errno);
    return got > 0 ? static_cast<std::size_t>(got) : 0;
  }
  const std::string& error() const { return error_; }

 private:
  int handle_;
  std::string error_{};
};

/// An archive: each file in it is a log, but for the parts of a rolling one.
void read_archive(const std::string& shown, Buffered& in, const std::function<void(Run&&)>& hand_over) {
  Ending ending;
  ZipMembers members(in, ending);
  std::unique_ptr<Reading> reading;
  std::string folder;
  std::size_t logs = 0;
  const auto end_log = [&] {
    if (!reading) return;
    hand_over(reading->finish());
    reading.reset();
  };
  while (members.next()) {
    const std::string name = members.name(), parent = name.substr(0, name.rfind('/') + 1);
    const bool is_part = rolling({name}).parts.size() == 1;
    if (is_part && reading && folder == parent) {
      reading->member(members, in);
      continue;
    }
    if (name.substr(parent.size()).starts_with("appstatus_")) continue;
    end_log();
    ++logs;
    folder = is_part ? parent : "";
    LogFiles files{.shown = shown + "!" + (is_part ? parent.substr(0, parent.size() - 1) : name)};
    if (is_part) files.layout = "rolling";
    files.running = name.ends_with(".inprogress");
    reading = std::make_unique<Reading>(std::move(files));
    reading->member(members, in);
  }
  if (!reading && logs == 0) reading = std::make_unique<Reading>(LogFiles{.shown = shown});
  if (reading) reading->damage(ending);
  end_log();
}

}  // namespace

void read_log(const LogFiles& files, std::istream* in, std::atomic<std::int64_t>& done,
              const std::function<void(Run&&)>& hand_over) {
  auto reading = std::make_unique<Reading>(files);
  if (files.parts.empty()) reading->failed("the folder holds no event log");
  for (const std::string& path : files.parts) {
    File file(path == "-" ? "/dev/null" : path);
    const auto raw = [&](char* to, std::size_t most) -> std::size_t {
      std::size_t got = 0;
      if (path != "-")
        got = file.read(to, most);
      else if (in)
        got = static_cast<std::size_t>(in->read(to, static_cast<std::streamsize>(most)).gcount());
      done += static_cast<std::int64_t>(got);
      return got;
    };
    const std::string shown = path == "-" ? files.shown : path;
    Buffered head(raw);
    if (files.parts.size() == 1 && codec_of(head.peek(magic_size)) == Codec::zip) {
      read_archive(shown, head, hand_over);
      return;
    }
    reading->part(shown, [&](char* to, std::size_t most) { return head.some(to, most); });
    if (!file.error().empty()) reading->failed(fmt::format("{} cannot be read: {}", shown, file.error()));
  }
  hand_over(reading->finish());
}

std::vector<Run> read_bytes(const std::string& shown, ReadBytes bytes) {
  std::vector<Run> runs;
  Buffered in(std::move(bytes));
  if (codec_of(in.peek(magic_size)) == Codec::zip) {
    read_archive(shown, in, [&](Run&& run) { runs.push_back(std::move(run)); });
    return runs;
  }
  Reading reading(LogFiles{.shown = shown});
  reading.part(shown, [&](char* to, std::size_t most) { return in.some(to, most); });
  runs.push_back(reading.finish());
  return runs;
}

}  // namespace sizer::ingest

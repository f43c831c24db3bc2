// One log from its files to a run, with a word on its state.
#include "ingest/read_log.h"

#include <fmt/format.h>

#include <algorithm>
#include <istream>
#include <memory>
#include <optional>
#include <utility>

#include "files/open.h"
#include "ingest/collector.h"
#include "ingest/decode.h"
#include "ingest/lines.h"
#include "ingest/wall_clock.h"
#include "ingest/zip.h"
#include "sizer/place.h"

namespace sizer::ingest {
namespace {

/// What is not an event log is given up after so many bytes without an event.
constexpr std::int64_t patience = std::int64_t{32} << 20U;

using HandOver = std::function<void(Run&&)>;

/// What a file that begins with this line is packed with, of what is not read here; empty: nothing that is known.
std::string other_packing(std::string_view line) {
  constexpr std::size_t tar_magic_at = 257;
  if (line.size() > tar_magic_at && line.substr(tar_magic_at).starts_with("ustar")) return "a tar archive";
  if (line.starts_with("BZh") && line.size() > 3 && line[3] >= '1' && line[3] <= '9') return "packed with bzip2";
  if (line.starts_with("\xFD"
                       "7zXZ"))
    return "packed with xz";
  return {};
}

/// A log while it is read. What holds the logs of several applications, one behind the other, is as many runs.
class Reading {
 public:
  Reading(LogFiles files, const HandOver& hand_over) : files_(std::move(files)), hand_over_(hand_over) {
    source_.layout = files_.layout;
  }

  /// The next part. `file` is what it is called.
  void part(const std::string& file, const ReadBytes& raw) { part(file, raw, ""); }
  /// The same of the member that `archive` is at.
  void member(ZipMembers& archive, const Buffered& in);
  void failed(const std::string& why) { broken_ += (broken_.empty() ? "" : "; ") + why; }
  /// What the names of the members of an archive say of the log.
  void is_of(const LogFiles& files);
  void damage(const Ending& ending);

  /// Hands over the run, the last of several.
  void finish();

 private:
  void part(const std::string& file, const ReadBytes& raw, std::string_view container);
  void read_lines(Lines& lines);
  void next_application(const Lines& lines, std::size_t line);
  std::string what_it_is() const;
  void judge(Run& run);
  void judge_what_is_there(const Run& run);
  void say(LogStatus status, std::string note);

  LogFiles files_;
  const HandOver& hand_over_;
  LogSource source_{};
  LogPart part_{};                                    ///< that is being read
  std::int64_t plain_before_ = 0, lines_before_ = 0;  ///< of it, of another application
  std::unique_ptr<Collector> collector_ = std::make_unique<Collector>();
  int application_ = 1;  ///< of several
  bool several_ = false;
  std::string broken_{};  ///< a file that could not be opened or read
  std::int64_t first_malformed_ = 0, too_long_ = 0;
  std::string first_line_{};  ///< that is not blank, or its beginning
};

void Reading::is_of(const LogFiles& files) {
  source_.layout = files_.layout = files.layout;
  files_.compacted = files.compacted;
  files_.running = files.running;
  files_.notes = files.notes;
}

void Reading::member(ZipMembers& archive, const Buffered& in) {
  const std::int64_t before = in.taken();
  part(archive.name(), archive.bytes(), "zip");
  source_.parts.back().bytes = in.taken() - before;
}

void Reading::part(const std::string& file, const ReadBytes& raw, std::string_view container) {
  part_ = {};
  part_.file = file;
  plain_before_ = 0;
  Buffered in([&](char* to, std::size_t most) {
    const std::size_t got = raw(to, most);
    part_.bytes += static_cast<std::int64_t>(got);
    return got;
  });
  const Codec codec = codec_of(in.peek(magic_size));
  part_.codec = container.empty() ? name_of(codec) : container;
  Ending ending;
  ZipMembers members(in, ending);
  bool more = codec == Codec::zip && members.next();
  Lines lines(codec != Codec::zip ? decoded(codec, in, ending) : [&](char* to, std::size_t most) -> std::size_t {
    // Members of an archive that stands for a part are read one behind the other.
    std::size_t got = 0;
    while (more && (got = members.read(to, most)) == 0) more = members.next();
    return got;
  });
  read_lines(lines);
  part_.bytes_plain = lines.bytes() - plain_before_;
  part_.cut = ending.cut || (!lines.ended() && source_.truncated);
  source_.parts.push_back(part_);
  damage(ending);
}

/// The line of `line` bytes that was just read begins the log of another application.
void Reading::next_application(const Lines& lines, std::size_t line) {
  const std::int64_t plain = lines.taken() - static_cast<std::int64_t>(line) - 1;
  part_.bytes_plain = plain - plain_before_;
  plain_before_ = plain;
  source_.parts.push_back(part_);
  part_.bytes = 0;
  const std::int64_t before = lines_before_ + source_.lines;
  several_ = true;
  finish();
  ++application_;
  files_.notes.clear();
  source_ = {};
  source_.layout = files_.layout;
  collector_ = std::make_unique<Collector>();
  lines_before_ = before;
  first_malformed_ = too_long_ = 0;
}

void Reading::damage(const Ending& ending) {
  source_.truncated = source_.truncated || ending.cut;
  const std::string where = files_.parts.size() > 1 ? part_.file + ": " : "";
  if (!ending.damage.empty()) say(LogStatus::damaged, where + ending.damage + "; what follows it was not read");
}

void Reading::read_lines(Lines& lines) {
  std::string_view line;
  bool first = true;
  while (lines.next(line)) {
    if (const std::string packed = std::exchange(first, false) ? other_packing(line) : ""; !packed.empty())
      return say(LogStatus::damaged, fmt::format("{} is {}: unpack it first", part_.file, packed));
    if (collector_->opens_another(line)) next_application(lines, line.size());
    ++source_.lines;
    if (first_line_.empty() && line.find_first_not_of(" \t") != std::string_view::npos)
      first_line_ = line.substr(0, 512);
    if (!collector_->line(line)) {
      if (source_.malformed_lines++ == 0) first_malformed_ = lines_before_ + source_.lines;
      if (!lines.ended()) source_.truncated = true;
    }
    if (source_.malformed_lines > 0 && collector_->events() == 0 && lines.bytes() > patience) return;
  }
  source_.lines += lines.too_long();
  source_.malformed_lines += lines.too_long();
  too_long_ += lines.too_long();
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
  const std::int64_t malformed = source_.malformed_lines - too_long_;  // those are told already
  if (malformed == 1 && !source_.truncated)
    say(LogStatus::damaged, fmt::format("line {} of {} could not be read", first_malformed_, source_.lines));
  else if (malformed > 1)
    say(LogStatus::damaged, fmt::format("{} of {} lines could not be read, the first of them line {}", malformed,
                                        source_.lines, first_malformed_));
  const std::int64_t missing = collector_->tasks_missing();
  if (missing > 0)
    say(LogStatus::dropped, fmt::format("{} tasks of completed stages have no end: events were lost", missing));
  if (files_.compacted) say(LogStatus::partial, "compacted: jobs that had finished before are not in it");
  for (const std::string& note : files_.notes) say(LogStatus::partial, note);
  for (const std::string& note : files_.beside) source_.notes.push_back(note);
  if (source_.truncated) say(LogStatus::truncated, "cut short: the bytes end inside a line or a compressed block");
  if (!run.app.end_ms) {
    const std::string open = counts.jobs_unfinished == 1 ? "; a job is unfinished"
                             : counts.jobs_unfinished > 1
                                 ? fmt::format("; {} jobs are unfinished", counts.jobs_unfinished)
                                 : "";
    if (files_.running)
      say(LogStatus::in_progress, "the application was running: it is taken to end with its last event" + open);
    else
      say(LogStatus::incomplete,
          "the end of the application is not in it: it is taken to end with its last event" + open);
  }
  if (!run.app.start_ms) say(LogStatus::incomplete, "the start of the application is not in it");
  if (std::string note = times_in_doubt(run); !note.empty()) source_.notes.push_back(std::move(note));
  if (counts.duplicate_ends > 0) say(LogStatus::damaged, fmt::format("{} tasks end twice", counts.duplicate_ends));
  if (run.not_kept > 0)
    source_.notes.push_back(fmt::format("{} old jobs, stages and queries are counted but not listed", run.not_kept));
  const auto dropped = std::ranges::count(run.queries, false, &RunQuery::plan_kept);
  if (dropped > 0) source_.notes.push_back(fmt::format("{} plans are too large or too many to keep", dropped));
}

/// Why this is no event log, by what its first line looks like.
std::string Reading::what_it_is() const {
  if (source_.lines == 0) return source_.truncated ? "no event log: cut before its first line" : "the file is empty";
  if (first_line_.empty()) return "the file is empty but for blank lines";
  const auto binary = [](char c) { return static_cast<unsigned char>(c) < ' ' && c != '\t'; };
  if (std::ranges::any_of(first_line_, binary))
    return "no event log: binary data, packed by nothing that is known here";
  if (first_line_.starts_with('{'))
    return "no event log: JSON, but none of its lines is an event of Spark ({\"Event\":...})";
  return "no event log: none of its lines is an event of Spark ({\"Event\":...})";
}

void Reading::judge(Run& run) {
  if (collector_->any_of_spark()) {
    judge_what_is_there(run);
    if (!broken_.empty()) say(LogStatus::damaged, broken_);
    return;
  }
  source_.failure_code = broken_.empty() ? 2 : 3;
  std::string why = broken_;
  if (why.empty() && !source_.notes.empty()) why = "no event log: " + source_.notes.front();
  if (why.empty()) why = what_it_is();
  source_.notes = {std::move(why)};
  source_.status = LogStatus::unreadable;
}

void Reading::finish() {
  Run run = collector_->finish();
  source_.file = files_.shown + (several_ ? "#" + std::to_string(application_) : "");
  source_.events = std::move(run.log.events);
  judge(run);
  run.log = std::move(source_);
  hand_over_(std::move(run));
}

/// An archive: each file in it is a log, but for the parts of one.
void read_archive(const std::string& shown, Buffered& in, const HandOver& hand_over) {
  Ending ending;
  ZipMembers members(in, ending);
  std::unique_ptr<Reading> reading;
  std::optional<std::string> log;  ///< whose parts are being read
  std::vector<std::string> parts;
  bool any = false;
  const auto end_log = [&] {
    if (reading && !parts.empty()) reading->is_of(ingest::log_of(parts));
    if (reading) reading->finish();
    reading.reset();
    parts.clear();
  };
  while (members.next()) {
    const std::string name = members.name();
    const std::optional<std::string> part = part_in_archive(name);
    if (is_marker_of_log(name)) continue;
    if (!reading || !part || part != log) {
      end_log();
      const std::string folder = name.substr(0, name.rfind('/') == std::string::npos ? 0 : name.rfind('/'));
      LogFiles files{.shown = shown + "!" + (part && !folder.empty() ? folder : name)};
      files.running = name.ends_with(".inprogress");
      reading = std::make_unique<Reading>(std::move(files), hand_over);
    }
    any = true;
    log = part;
    if (part) parts.push_back(name);
    reading->member(members, in);
  }
  if (!any) reading = std::make_unique<Reading>(LogFiles{.shown = shown}, hand_over);
  if (reading) reading->damage(ending);
  end_log();
}

}  // namespace

void read_log(const LogFiles& files, std::istream* in, std::atomic<std::int64_t>& done,
              const std::function<void(Run&&)>& hand_over) {
  auto reading = std::make_unique<Reading>(files, hand_over);
  if (files.parts.empty()) reading->failed("the folder holds no event log");
  for (const std::string& path : files.parts) {
    const std::string shown = path == "-" ? files.shown : path;
    std::string failure;
    std::optional<OpenFile> file;
    const auto raw = [&](char* to, std::size_t most) -> std::size_t {
      std::size_t got = 0;
      try {
        if (path != "-" && !file) file.emplace(path);
        if (file)
          got = file->read(to, most);
        else if (in)
          got = static_cast<std::size_t>(in->read(to, static_cast<std::streamsize>(most)).gcount());
      } catch (const Unreadable& error) {
        failure = error.what();
      }
      done += static_cast<std::int64_t>(got);
      return got;
    };
    Buffered head(raw);
    if (files.parts.size() == 1 && codec_of(head.peek(magic_size)) == Codec::zip) {
      read_archive(shown, head, hand_over);
      return;
    }
    reading->part(shown, [&](char* to, std::size_t most) { return head.some(to, most); });
    if (!failure.empty()) reading->failed(failure);
  }
  reading->finish();
}

std::vector<Run> read_bytes(const std::string& shown, ReadBytes bytes) {
  std::vector<Run> runs;
  const HandOver hand_over = [&](Run&& run) { runs.push_back(std::move(run)); };
  Buffered in(std::move(bytes));
  if (codec_of(in.peek(magic_size)) == Codec::zip) {
    read_archive(shown, in, hand_over);
    return runs;
  }
  Reading reading(LogFiles{.shown = shown}, hand_over);
  reading.part(shown, [&](char* to, std::size_t most) { return in.some(to, most); });
  reading.finish();
  return runs;
}

}  // namespace sizer::ingest

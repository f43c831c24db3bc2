// The run of an event log as a job file; of several applications, the one that is picked.
#include "api/import_log.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <optional>
#include <utility>

#include "api/failure.h"
#include "ingest/decode.h"
#include "ingest/wall_clock.h"
#include "sizer/imported.h"
#include "text/spelling.h"

namespace sizer::api {
namespace {

constexpr std::size_t most_told = 30;

/// An application of those that there are to choose from.
struct Application {
  std::string id, name, log;
  Moment start{};
};

/// "2024-02-13 10:00:05", UTC.
std::string in_words(Moment moment) {
  if (!moment || *moment < 0 || *moment > ingest::last_moment_ms) return "start unknown";
  return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(static_cast<std::time_t>(*moment / 1000)));
}

std::string quoted(const std::string& word) {
  return "'" + word + "'";
}

/// "2 (app-20240213100000-0001, 'daily', 2024-02-13 10:00:05 UTC)".
std::string numbered(const Application& each, std::size_t number) {
  const std::string name = each.name.empty() ? "" : quoted(each.name) + ", ";
  return fmt::format("{} ({}, {}{})", number, each.id.empty() ? each.log : each.id, name, in_words(each.start));
}

std::string_view last_part(std::string_view path) {
  return path.substr(path.find_last_of("/!") + 1);
}

/// How well a pick fits: an id better than a name, and that better than a number. 0: not at all.
int fit(const std::string& wanted, const Application& each, std::size_t number) {
  if (wanted == each.id) return 3;
  if (wanted == each.name || wanted == each.log || wanted == last_part(each.log)) return 2;
  return wanted == std::to_string(number) ? 1 : 0;
}

/// Takes runs one by one, and keeps the one that is wanted.
class Choice {
 public:
  Choice(std::string path, const std::vector<std::string>& picks) : path_(std::move(path)), picks_(picks) {}

  void offer(Run&& run) {
    if (run.log.status == LogStatus::unreadable) {
      unreadable_.push_back(std::move(run));
      return;
    }
    all_.push_back({run.app.id.value_or(""), run.app.name.value_or(""), run.log.file, run.app.start_ms});
    const int fits = picks_.empty() ? 1 : fit(picks_.front(), all_.back(), all_.size());
    if (fits == 0 || fits < best_) return;
    if (fits > best_) fitting_.clear();
    if (fitting_.empty()) run_ = std::move(run);
    best_ = fits;
    fitting_.push_back(all_.size() - 1);
  }

  /// Nothing: there is no log that can be read.
  std::optional<Run> chosen() {
    if (all_.empty()) return std::nullopt;
    const std::string pick = picks_.empty() ? "" : fmt::format("--pick {}: ", quoted(picks_.front()));
    if (all_.size() == 1 && best_ == 0)
      refuse(codes::nothing_picked, pick + "there is one application here, and it is not called so");
    if (best_ == 0)
      refuse(codes::nothing_picked, fmt::format("{}none of the {} applications is called so", pick, all_.size()));
    if (picks_.size() > 1)
      refuse(codes::nothing_picked, fmt::format("--pick {}: there is nothing more to choose from", quoted(picks_[1])));
    if (fitting_.size() > 1 && picks_.empty())
      refuse(codes::several_things,
             fmt::format("there are {} applications here: --pick one, by its id, name or number", all_.size()));
    if (fitting_.size() > 1)
      refuse(codes::several_things,
             fmt::format("{}{} applications are called so: --pick one by its number", pick, fitting_.size()));
    return std::move(run_);
  }

  const std::vector<Run>& unreadable() const { return unreadable_; }

 private:
  [[noreturn]] void refuse(const Code& code, std::string message) const {
    Diagnostic wrong = remark_on(path_, code, Severity::error, std::move(message));
    // Those that are meant, or else all.
    std::vector<std::size_t> shown = fitting_;
    if (fitting_.size() < 2) {
      shown.clear();
      for (std::size_t i = 0; i < all_.size(); ++i) shown.push_back(i);
    }
    for (std::size_t i = 0; i < std::min(shown.size(), most_told); ++i)
      wrong.note += (i == 0 ? "there are: " : ", ") + numbered(all_[shown[i]], shown[i] + 1);
    if (shown.size() > most_told) wrong.note += fmt::format(", and {} more", shown.size() - most_told);
    if (best_ == 0 && !picks_.empty()) {
      std::vector<std::string_view> words;
      for (const Application& each : all_) words.insert(words.end(), {each.id, each.name});
      wrong.suggestion = did_you_mean(picks_.front(), words);
    }
    throw InputError({std::move(wrong)});
  }

  std::string path_;
  const std::vector<std::string>& picks_;
  std::vector<Application> all_{};
  std::vector<std::size_t> fitting_{};  ///< those that fit best
  int best_ = 0;
  std::optional<Run> run_{};  ///< the first of those
  std::vector<Run> unreadable_{};
};

std::string why_unreadable(const Run& run) {
  return run.log.notes.empty() ? "this is no event log" : run.log.notes.front();
}

[[noreturn]] void refuse_all(const std::vector<Run>& unreadable) {
  std::vector<Diagnostic> wrong;
  for (const Run& run : unreadable) {
    if (wrong.size() == most_told) break;
    const Code& code = run.log.failure_code == 3 ? codes::unreadable : codes::not_a_log;
    wrong.push_back(remark_on(run.log.file, code, Severity::error, why_unreadable(run)));
  }
  throw InputError(std::move(wrong));
}

/// What lies beside the log that is read: left out, and told of.
void pass_over(const std::vector<Run>& unreadable, const std::string& path, Imported& made) {
  if (unreadable.empty()) return;
  const Run& first = unreadable.front();
  const std::string others = unreadable.size() == 1 ? "" : fmt::format("; so are {} more", unreadable.size() - 1);
  made.diagnostics.push_back(
      remark_on(path, codes::passed_over, Severity::warning,
                fmt::format("{} is passed over: {}{}", last_part(first.log.file), why_unreadable(first), others)));
}

}  // namespace

bool begins_a_log(std::string_view begin) {
  if (ingest::codec_of(begin) != ingest::Codec::none) return true;
  const std::size_t first = begin.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && begin[first] == '{' && begin.find("\"Event\"") != std::string_view::npos;
}

Diagnostic remark_on(const std::string& file, const Code& code, Severity severity, std::string message) {
  Diagnostic made;
  made.code = code.id;
  made.severity = severity;
  made.message = std::move(message);
  made.place.file = file;
  return made;
}

Imported job_of_log(const std::string& path, std::istream* in, const std::vector<std::string>& picks) {
  const std::string shown = path == "-" ? "<stdin>" : path;
  Choice choice(shown, picks);
  read_logs({path}, {.in = in}, [&](Run&& run) { choice.offer(std::move(run)); });
  std::optional<Run> run = choice.chosen();
  if (!run) refuse_all(choice.unreadable());
  Imported made;
  made.kind = "event log";
  pass_over(choice.unreadable(), shown, made);
  const LogSource log = run->log;
  ImportedRun imported = import_run(std::move(*run));
  const auto tell = [&](Severity severity, const std::vector<std::string>& sentences) {
    for (const std::string& each : sentences)
      made.diagnostics.push_back(remark_on(log.file, codes::taken_for_granted, severity, each));
  };
  tell(Severity::warning, log.notes);
  tell(Severity::warning, imported.warnings);
  tell(Severity::note, imported.notes);
  if (imported.jobs.empty()) {
    made.diagnostics.push_back(remark_on(log.file, codes::not_a_log, Severity::error,
                                         "no task ended in this log: there is no run to tell of"));
    throw InputError(std::move(made.diagnostics));
  }
  made.text = std::move(imported.text);
  return made;
}

}  // namespace sizer::api

namespace sizer {

Answer<Imported> import_file(const ImportRequest& request) {
  Imported imported;
  Diagnostics wrong;
  const bool is_log = !request.log.empty();
  const int code = api::guarded(is_log ? request.log : request.file, wrong, [&] {
    imported = is_log ? api::job_of_log(request.log, nullptr, request.picks)
                      : import_manifest(request.text, request.file, request.picks);
  });
  if (code != 0) return wrong;
  return imported;
}

}  // namespace sizer

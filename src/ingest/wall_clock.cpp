// The wall clock of a run as most of its moments have it, and the moments that do not fit it.
#include "ingest/wall_clock.h"

#include <algorithm>
#include <array>
#include <type_traits>

#include "ingest/sums.h"

namespace sizer::ingest {
namespace {

bool can_be(Moment moment) {
  return moment && *moment > 0 && *moment <= last_moment_ms;
}

enum class By { application, driver, task };

/// A moment of the log, and who tells it: those of tasks say less.
struct Told {
  std::int64_t at = 0;
  By by = By::driver;
};

std::vector<Told> moments_of(const Run& run) {
  std::vector<Told> all;
  const auto add = [&](Moment moment, By by = By::driver) {
    if (can_be(moment)) all.push_back({*moment, by});
  };
  add(run.app.start_ms, By::application);
  add(run.app.end_ms, By::application);
  for (const RunExecutor& each : run.executors) add(each.added_ms), add(each.removed_ms);
  for (const RunJob& each : run.jobs) add(each.submitted_ms), add(each.completed_ms);
  for (const RunQuery& each : run.queries) add(each.start_ms), add(each.end_ms);
  for (const RunStage& each : run.stages) {
    add(each.submitted_ms), add(each.completed_ms);
    add(each.first_launch_ms, By::task), add(each.last_finish_ms, By::task);
  }
  std::ranges::sort(all, {}, &Told::at);
  return all;
}

/// The largest group of moments: between two of them lies no silence that is too long for an application.
std::vector<Told> together(const std::vector<Told>& all) {
  const auto weight = [&](std::size_t from, std::size_t to) {
    std::size_t not_of_tasks = 0;
    for (std::size_t i = from; i < to; ++i) not_of_tasks += all[i].by == By::task ? 0 : 1;
    return std::pair(not_of_tasks, to - from);
  };
  std::size_t begin = 0, end = 0;
  for (std::size_t from = 0, to = 0; from < all.size(); from = to) {
    for (to = from + 1; to < all.size() && all[to].at - all[to - 1].at <= longest_silence_ms;) ++to;
    if (weight(from, to) >= weight(begin, end)) begin = from, end = to;
  }
  return {all.begin() + static_cast<std::ptrdiff_t>(begin), all.begin() + static_cast<std::ptrdiff_t>(end)};
}

/// What a moment is of, as a sentence names it.
enum class Of { application, executors, jobs, queries, stages, tasks, count };
constexpr std::array<std::pair<const char*, const char*>, static_cast<std::size_t>(Of::count)> names = {{
    {"the application", "the application"},
    {"an executor", "executors"},
    {"a job", "jobs"},
    {"a query", "queries"},
    {"a stage", "stages"},
    {"the tasks of a stage", "tasks of stages"},
}};

/// Goes through the moments of a run and counts those that cannot be true; of a run that can be changed, mends them.
template <class R>
class Held {
 public:
  explicit Held(R& run)
      : run_(run),
        start_(run.app.wall_start_ms.value_or(0)),
        end_(std::max(start_, run.app.wall_end_ms.value_or(start_))) {
    if (!run.app.wall_start_ms) return;
    set(run.app.start_ms, run.app.start_ms ? run.app.wall_start_ms : Moment(), Of::application);
    set(run.app.end_ms, run.app.end_ms ? run.app.wall_end_ms : Moment(), Of::application);
    for (auto& each : run.executors) executor(each);
    for (auto& each : run.jobs) both(each.submitted_ms, each.completed_ms, Of::jobs);
    for (auto& each : run.queries) both(each.start_ms, each.end_ms, Of::queries);
    for (auto& each : run.stages) stage(each);
    if constexpr (changes)
      if (run.app.last_event_ms) run.app.last_event_ms = std::clamp(*run.app.last_event_ms, start_, end_);
  }

  std::int64_t count(Of of) const { return counts_[static_cast<std::size_t>(of)]; }

 private:
  static constexpr bool changes = !std::is_const_v<R>;

  template <class M>
  void set(M& moment, Moment right, Of of) {
    if (moment == right) return;
    ++counts_[static_cast<std::size_t>(of)];
    if constexpr (changes) moment = right;
  }

  bool within(Moment moment) const { return moment && *moment >= start_ - slack_ms && *moment <= end_ + slack_ms; }

  template <class E>
  void executor(E& each) {
    const Moment added = !each.added_ms || within(each.added_ms) ? each.added_ms : Moment(start_);
    const bool left = !each.removed_ms || (within(each.removed_ms) && *each.removed_ms >= added.value_or(start_));
    const Moment removed = left ? each.removed_ms : Moment(end_);
    set(each.added_ms, added, Of::executors);
    set(each.removed_ms, removed, Of::executors);
  }

  template <class M>
  void both(M& begin, M& end, Of of) {
    const Moment right = within(begin) ? Moment(begin) : Moment();
    const bool ends = within(end) && *end >= right.value_or(start_) - slack_ms;
    set(begin, right, of);
    set(end, ends ? Moment(end) : Moment(), of);
  }

  template <class S>
  void stage(S& each) {
    const bool submitted = within(each.submitted_ms);
    const bool completed =
        within(each.completed_ms) && *each.completed_ms >= (submitted ? *each.submitted_ms : start_) - slack_ms;
    if (each.first_launch_ms && each.last_finish_ms) tasks(each, submitted, completed);
    const Moment first = submitted ? Moment(each.submitted_ms) : each.first_launch_ms;
    const Moment last = completed ? Moment(each.completed_ms) : each.last_finish_ms;
    set(each.submitted_ms, each.submitted_ms ? (within(first) ? first : Moment()) : Moment(), Of::stages);
    set(each.completed_ms, each.completed_ms ? (within(last) ? last : Moment()) : Moment(), Of::stages);
  }

  /// Of a stage whose tasks all left the wall clock, those of the stage stand in; else the side that did.
  template <class S>
  void tasks(S& each, bool submitted, bool completed) {
    const std::int64_t longest = std::min(each.durations_ms.greatest(), end_ - start_);
    const bool launched = within(each.first_launch_ms) && *each.first_launch_ms <= end_ &&
                          (!submitted || *each.first_launch_ms >= *each.submitted_ms - slack_ms);
    const bool finished = within(each.last_finish_ms) && *each.last_finish_ms >= start_ &&
                          (!submitted || *each.last_finish_ms >= *each.submitted_ms) &&
                          (!launched || *each.last_finish_ms >= *each.first_launch_ms);
    std::int64_t first = start_, last = end_;
    if (launched)
      first = *each.first_launch_ms;
    else if (submitted)
      first = *each.submitted_ms;
    else if (finished || completed)
      first = std::max(start_, (finished ? *each.last_finish_ms : *each.completed_ms) - longest);
    if (finished)
      last = *each.last_finish_ms;
    else if (completed)
      last = *each.completed_ms;
    else
      last = std::min(end_, first + longest);
    last = std::max(first, last);
    if (!launched || !finished) ++counts_[static_cast<std::size_t>(Of::tasks)];
    if constexpr (changes) {
      each.first_launch_ms = first;
      each.last_finish_ms = last;
      hold(each, last - first);
    }
  }

  /// No task of a stage takes longer than all of them from the first to the last.
  static void hold(RunStage& stage, std::int64_t longest) {
    std::int64_t lost = std::max<std::int64_t>(0, less(stage.all.task_duration_ms, stage.ok.task_duration_ms));
    lost = std::min(lost, product(longest, stage.tasks.failed + stage.tasks.killed));
    if (stage.durations_ms.greatest() > longest) {
      stage.durations_ms.hold(longest);
      stage.ok.task_duration_ms = stage.durations_ms.sum();
    }
    stage.all.task_duration_ms = stage.ok.task_duration_ms;
    add_to(stage.all.task_duration_ms, lost);
  }

  R& run_;
  std::int64_t start_, end_;
  std::array<std::int64_t, static_cast<std::size_t>(Of::count)> counts_{};
};

/// "2 min", "3 h": of ms.
std::string span_in_words(std::int64_t ms) {
  constexpr std::int64_t minute = 60'000, hour = 60 * minute, day = 24 * hour;
  const auto of = [&](std::int64_t unit, const char* name) {
    const std::int64_t tenths = (10 * ms + unit / 2) / unit;
    const std::string fraction = tenths < 100 && tenths % 10 != 0 ? "." + std::to_string(tenths % 10) : "";
    return std::to_string(tenths / 10) + fraction + " " + name;
  };
  return ms < 1000         ? of(1, "ms")
         : ms < 2 * minute ? of(1000, "s")
         : ms < 2 * hour   ? of(minute, "min")
         : ms < 2 * day    ? of(hour, "h")
                           : of(day, "days");
}

/// The start and the end that the application tells, as far as the other moments let them be true.
std::pair<Moment, Moment> believed(const Run& run, const std::vector<Told>& moments) {
  const auto among = [&](Moment moment) {
    return can_be(moment) && *moment >= moments.front().at && *moment <= moments.back().at;
  };
  Moment start = among(run.app.start_ms) ? run.app.start_ms : Moment();
  Moment end = among(run.app.end_ms) ? run.app.end_ms : Moment();
  const auto count = [&](By by, auto holds) {
    return std::ranges::count_if(moments, [&](const Told& each) { return each.by == by && holds(each.at); });
  };
  const auto is_early = [told = start](std::int64_t at) { return told && at < *told - slack_ms; };
  const auto is_late = [told = end](std::int64_t at) { return told && at > *told + slack_ms; };
  const auto all = count(By::driver, [](std::int64_t) { return true; });
  const auto early = count(By::driver, is_early), late = count(By::driver, is_late);
  if (2 * early > all) start.reset();
  if (2 * late > all) end.reset();
  if (start && end && *start > *end)
    (early + count(By::task, is_early) > late + count(By::task, is_late) ? start : end).reset();
  return {start, end};
}

}  // namespace

void find_wall_clock(Run& run) {
  const std::vector<Told> moments = together(moments_of(run));
  if (moments.empty()) {  // but tasks may have ended: as long as the longest of them is all that is known
    for (const RunStage& stage : run.stages) {
      run.app.wall_start_ms = 0;
      run.app.wall_end_ms =
          std::max(run.app.wall_end_ms.value_or(0), std::min(stage.durations_ms.greatest(), longest_silence_ms));
    }
    return;
  }
  auto [start, end] = believed(run, moments);
  // Where neither is, the driver bounds the run; tasks do where the driver says nothing, and where a log breaks off
  // while they run.
  const auto first_by = [&](By by) {
    const auto found = std::ranges::find(moments, by, &Told::by);
    return found == moments.end() ? Moment() : Moment(found->at);
  };
  const auto last_by = [&](By by) {
    const auto found = std::ranges::find(moments.rbegin(), moments.rend(), by, &Told::by);
    return found == moments.rend() ? Moment() : Moment(found->at);
  };
  if (!start) {
    const Moment driver = first_by(By::driver), task = first_by(By::task);
    const bool both = driver && task && !run.app.start_ms;
    start = both ? std::min(driver, task) : driver ? driver : task ? task : end;
  }
  if (!end) {
    const Moment driver = last_by(By::driver), task = last_by(By::task);
    end = std::max(*start, driver ? *driver : task.value_or(*start));
    const auto running = [](const RunStage& stage) { return stage.status == StageStatus::submitted; };
    const Moment last = run.app.end_ms ? task : run.app.last_event_ms;
    if (std::ranges::any_of(run.stages, running) && can_be(last) && *last <= moments.back().at + longest_silence_ms)
      end = std::max(*end, *last);
    const auto is_lost = [&](Moment moment) {
      return !can_be(moment) || *moment < moments.front().at || *moment > moments.back().at;
    };
    for (const RunStage& stage : run.stages)
      if (is_lost(stage.first_launch_ms) && is_lost(stage.last_finish_ms))
        end = std::max(*end, *start + std::min(stage.durations_ms.greatest(), longest_silence_ms));
  }
  run.app.wall_start_ms = start;
  run.app.wall_end_ms = std::max(*start, *end);
}

std::string times_in_doubt(const Run& run) {
  std::string what;
  const Held<const Run> held(run);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::int64_t count = held.count(static_cast<Of>(i));
    if (count == 0) continue;
    what += what.empty() ? "" : ", ";
    what += count > 1 && static_cast<Of>(i) != Of::application ? std::to_string(count) + " of " + names[i].second
                                                               : std::string("of ") + names[i].first;
  }
  if (run.mended_durations > 0) {
    what += what.empty() ? "" : ", ";
    what += run.mended_durations == 1
                ? "of a task that contradicts its metrics"
                : std::to_string(run.mended_durations) + " of tasks that contradict their metrics";
  }
  std::string note;
  if (!what.empty())
    note = "times that cannot be true (" + what + ") are held within the wall clock of " +
           span_in_words(less(run.app.wall_end_ms.value_or(0), run.app.wall_start_ms.value_or(0)));
  if (run.finer_times > 0)
    note += (note.empty() ? "" : "; ") + std::to_string(run.finer_times) +
            (run.finer_times == 1 ? " time is" : " times are") +
            " in microseconds or nanoseconds, and brought to milliseconds";
  return note;
}

}  // namespace sizer::ingest

namespace sizer {

Run with_true_times(Run run) {
  ingest::Held<Run>{run};
  return run;
}

}  // namespace sizer

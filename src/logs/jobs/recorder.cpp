// From the moments of a log to what a scheduler needs: which stages waited for which, how long the driver took, which
// slots there were.
#include "logs/jobs/recorder.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "text/job_bounds.h"

namespace sizer::logs {
namespace {

constexpr std::size_t values_kept = 24'000;  ///< of task times in a file, which must stay readable
constexpr std::size_t most_kinds = 24, least_kinds = 3;

Seconds seconds(std::int64_t ms) {
  return Seconds{static_cast<double>(ms) / 1000};
}

/// Buckets of a sketch in at most `most` steps of equal width in the logarithm; count and sum stay.
std::vector<RecordedTasks> in_few(const Sketch& sketch, std::size_t most) {
  const std::vector<Sketch::Bucket> buckets = sketch.buckets();
  std::vector<RecordedTasks> tasks;
  if (buckets.empty()) return tasks;
  const double least = std::log(std::max(1.0, buckets.front().mean()));
  const double width = (std::log(std::max(1.0, buckets.back().mean())) - least) / static_cast<double>(most);
  std::size_t last = SIZE_MAX;
  double sum = 0;
  for (const Sketch::Bucket& each : buckets) {
    const double mean = each.mean();
    const auto at = width > 0 ? static_cast<std::size_t>((std::log(std::max(1.0, mean)) - least) / width) : 0;
    const std::size_t bin = buckets.size() <= most ? tasks.size() : std::min(at, most - 1);
    if (bin != last || tasks.empty()) {
      tasks.push_back({});
      sum = 0;
    }
    last = bin;
    sum += static_cast<double>(each.sum) / 1000;
    tasks.back().count += static_cast<double>(each.count);
    tasks.back().each = Seconds{sum / tasks.back().count};
  }
  return tasks;
}

/// Tasks that failed or were killed held slots too.
void add_lost(const RunStage& stage, std::vector<RecordedTasks>& tasks) {
  const auto lost = static_cast<double>(stage.tasks.failed + stage.tasks.killed);
  const std::int64_t ms = stage.all.task_duration_ms - stage.ok.task_duration_ms;
  if (lost > 0 && ms > 0) tasks.push_back({lost, seconds(ms) / lost});
  std::ranges::stable_sort(tasks, {}, &RecordedTasks::each);
}

Bytes bytes(std::int64_t count) {
  return Bytes{static_cast<double>(count)};
}

/// Stages of the part by the moment at which they ended.
class Ends {
 public:
  void add(std::int64_t end, int stage) { ends_.emplace(end, stage); }
  /// The last that had ended by `moment`; -1: none.
  int before(std::int64_t moment) const {
    const auto after = ends_.upper_bound(moment);
    return after == ends_.begin() ? -1 : std::prev(after)->second;
  }

 private:
  std::multimap<std::int64_t, int> ends_;
};

class Recorder {
 public:
  Recorder(const Run& run, const RunPart& part) : run_(run), part_(part) {
    const std::size_t each = values_kept / std::max<std::size_t>(1, part.stages.size());
    kinds_ = std::clamp(each, least_kinds, most_kinds);
    for (std::size_t i = 0; i < part.stages.size(); ++i) {
      const RunStage& stage = run.stages[part.stages[i]];
      number_[stage.id] = static_cast<int>(i);  // of several attempts, the last
      ends_.add(*stage.last_finish_ms, static_cast<int>(i));
    }
    for (const RunJob& job : run.jobs)
      for (const std::int64_t stage : job.stages)
        if (job.submitted_ms) submitted_.emplace(stage, *job.submitted_ms);
  }

  Recording record() {
    Recording made;
    made.application = run_.app.id.value_or(run_.app.name.value_or("an application without a name"));
    made.slots = std::clamp(most_slots(), 1.0, bounds::most_slots);
    made.ramp = ramp();
    for (std::size_t i = 0; i < part_.stages.size(); ++i) made.stages.push_back(stage(i));
    find_writers(made.stages);
    const std::int64_t end = part_.last ? std::max(part_.end_ms, end_of(run_)) : part_.end_ms;
    made.tail = seconds(end - part_.end_ms);
    made.wall_clock = seconds(std::max<std::int64_t>(0, end - part_.start_ms));
    return made;
  }

 private:
  /// With adaptive execution each exchange is a job of its own, and what reads it names a stage that was skipped: it
  /// must be that of the writers before it that nobody has read.
  void find_writers(std::vector<RecordedStage>& stages) const {
    std::vector<int> unread;
    for (std::size_t i = 0; i < stages.size(); ++i) {
      RecordedStage& stage = stages[i];
      if (stage.reads.empty() && stage.shuffle_read.value > 0)
        for (const int writer : unread)
          if (*at(static_cast<std::size_t>(writer)).last_finish_ms <= *at(i).first_launch_ms)
            stage.reads.push_back(writer);
      std::erase_if(unread, [&](int writer) { return std::ranges::find(stage.reads, writer) != stage.reads.end(); });
      std::erase_if(stage.after, [&](int each) { return std::ranges::find(stage.reads, each) != stage.reads.end(); });
      if (stage.shuffle_write.value > 0) unread.push_back(static_cast<int>(i));
    }
  }

  const RunStage& at(std::size_t i) const { return run_.stages[part_.stages[i]]; }

  RecordedStage stage(std::size_t i) const {
    const RunStage& from = at(i);
    RecordedStage made;
    made.name = from.name;
    made.tasks = in_few(from.durations_ms, kinds_);
    add_lost(from, made.tasks);
    made.input_read = bytes(from.all.input_bytes);
    made.shuffle_write = bytes(from.all.shuffle_write_bytes);
    made.shuffle_read = bytes(from.all.shuffle_read_bytes);
    made.spill = bytes(from.all.disk_spill_bytes);
    made.output_write = bytes(from.all.output_bytes);
    for (const std::int64_t parent : from.parents) {
      const auto found = number_.find(parent);
      if (found != number_.end() && found->second < static_cast<int>(i)) made.reads.push_back(found->second);
    }
    wait(from, static_cast<int>(i), made);
    return made;
  }

  /// What the stage waited for, and how long the driver took then.
  void wait(const RunStage& from, int number, RecordedStage& made) const {
    const std::int64_t launch = *from.first_launch_ms;
    std::int64_t free = part_.start_ms;
    for (const int each : made.reads) free = std::max(free, *at(static_cast<std::size_t>(each)).last_finish_ms);
    std::int64_t asked = from.submitted_ms.value_or(launch);
    if (const auto job = submitted_.find(from.id); job != submitted_.end() && made.reads.empty())
      asked = std::min(asked, std::max(job->second, part_.start_ms));
    // What had ended when the driver asked for it: the driver was waiting for that.
    const int before = ends_.before(std::min(asked, launch));
    if (before >= 0 && before<number&& * at(static_cast<std::size_t>(before)).last_finish_ms> free) {
      if (std::ranges::find(made.reads, before) == made.reads.end()) made.after.push_back(before);
      free = *at(static_cast<std::size_t>(before)).last_finish_ms;
    }
    // Where another stage held the slots, it is they that its first task waited for.
    const std::int64_t ready = crowded(from, number) ? std::max(asked, free) : launch;
    made.gap = seconds(std::max<std::int64_t>(0, ready - free));
  }

  /// Stages before it had tasks running, when it was submitted, and until its first task.
  bool crowded(const RunStage& from, int number) const {
    const std::int64_t asked = from.submitted_ms.value_or(*from.first_launch_ms);
    if (*from.first_launch_ms <= asked + 50) return false;
    const int first = std::max(0, number - 64);
    for (int i = number - 1; i >= first; --i) {
      const RunStage& other = at(static_cast<std::size_t>(i));
      if (*other.first_launch_ms<asked&& * other.last_finish_ms> asked + 50) return true;
    }
    return false;
  }

  double most_slots() const {
    if (run_.counts.cores_max_alive > 0) return static_cast<double>(run_.counts.cores_max_alive);
    double most = 1;  // no executor is told of: as many as must have been busy
    for (const RunStage& stage : run_.stages) {
      if (!stage.first_launch_ms || !stage.last_finish_ms) continue;
      const auto span = static_cast<double>(std::max<std::int64_t>(1, *stage.last_finish_ms - *stage.first_launch_ms));
      most = std::max(most, std::ceil(static_cast<double>(stage.all.task_duration_ms) / span - 0.05));
    }
    return most;
  }

  std::vector<RecordedSlots> ramp() const {
    std::map<std::int64_t, std::int64_t> changes;
    for (const RunExecutor& each : run_.executors) {
      if (each.cores <= 0) continue;
      changes[std::max(part_.start_ms, each.added_ms.value_or(part_.start_ms))] += each.cores;
      if (each.removed_ms && *each.removed_ms < part_.end_ms)
        changes[std::max(part_.start_ms, *each.removed_ms)] -= each.cores;
    }
    std::vector<RecordedSlots> ramp;
    std::int64_t slots = 0;
    for (const auto& [at, change] : changes) {
      slots += change;
      if (at <= part_.end_ms && change != 0)
        ramp.push_back({seconds(at - part_.start_ms), std::clamp(static_cast<double>(slots), 0.0, bounds::most_slots)});
    }
    return ramp;
  }

  const Run& run_;
  const RunPart& part_;
  std::size_t kinds_ = most_kinds;
  std::map<std::int64_t, int> number_;
  std::map<std::int64_t, std::int64_t> submitted_;
  Ends ends_;
};

}  // namespace

Recording recorded(const Run& run, const RunPart& part) {
  return Recorder(run, part).record();
}

}  // namespace sizer::logs

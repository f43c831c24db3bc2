// Measured tasks on other slots: list scheduling, stages gated by what they read, by the driver, and by slots that come
// up.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <queue>
#include <tuple>

#include "sizer/recording.h"

namespace sizer {
namespace {

constexpr double most_tasks = 1e6;  ///< of a stage that grows; beyond, its tasks grow

/// How long each task of a stage takes, in the order in which they are launched.
class Queue {
 public:
  Queue(const RecordedStage& stage, double growth, TaskOrder order, std::uint64_t seed) {
    const bool scans = stage.input >= 0 && stage.reads.empty();
    double count = 0, carried = 0;
    for (const RecordedTasks& each : stage.tasks) count += each.count;
    const double more = scans ? std::min(growth, std::max(1.0, most_tasks / std::max(1.0, count))) : 1;
    const double longer = growth / more;
    for (const RecordedTasks& each : stage.tasks) {
      carried += each.count * more;
      const double whole = std::floor(carried + 0.5);
      carried -= whole;
      seconds_.insert(seconds_.end(), static_cast<std::size_t>(std::max(0.0, whole)), each.each.value * longer);
    }
    if (seconds_.empty() && !stage.tasks.empty()) seconds_.push_back(stage.tasks.back().each.value * longer);
    if (order == TaskOrder::longest_first) std::ranges::reverse(seconds_);
    if (order == TaskOrder::mixed) mix(seed);
  }

  std::size_t size() const { return seconds_.size(); }
  bool empty() const { return next_ == seconds_.size(); }
  double take() { return seconds_[next_++]; }
  double work() const {
    double sum = 0;
    for (const double each : seconds_) sum += each;
    return sum;
  }

 private:
  /// The same on every machine: which partition is large has nothing to do with its number.
  void mix(std::uint64_t state) {
    for (std::size_t i = seconds_.size(); i > 1; --i) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      std::swap(seconds_[i - 1], seconds_[(state >> 33) % i]);
    }
  }

  std::vector<double> seconds_;
  std::size_t next_ = 0;
};

enum class What { slots, ready, finished };

struct Event {
  double at;
  What what;
  std::size_t stage;  ///< of slots: the entry of the ramp

  bool operator>(const Event& other) const {
    return std::tie(at, what, stage) > std::tie(other.at, other.what, other.stage);
  }
};

class Scheduler {
 public:
  Scheduler(const Recording& run, double slots, TaskOrder order, const std::vector<double>& growth)
      : run_(run),
        slots_(std::max(1.0, slots)),
        stages_(run.stages.size()),
        waiting_(run.stages.size()),
        left_(run.stages.size()),
        followers_(run.stages.size()),
        started_(run.stages.size(), false) {
    for (std::size_t i = 0; i < run.stages.size(); ++i) {
      const RecordedStage& stage = run.stages[i];
      queues_.emplace_back(stage, growth[i], order, i + 1);
      stages_[i].tasks = static_cast<double>(queues_[i].size());
      stages_[i].work = CoreSeconds{queues_[i].work()};
      left_[i] = queues_[i].size();
      waiting_[i] = stage.reads.size() + stage.after.size();
      for (const std::vector<int>* before : {&stage.reads, &stage.after})
        for (const int each : *before) followers_[static_cast<std::size_t>(each)].push_back(i);
      if (waiting_[i] == 0) events_.push({stage.gap.value, What::ready, i});
    }
    for (std::size_t i = 0; i < run.ramp.size(); ++i) events_.push({run.ramp[i].at.value, What::slots, i});
    if (run.ramp.empty()) free_ = std::floor(slots_);
    held_ = free_;
  }

  Replay run() {
    double now = 0;
    while (!events_.empty()) {
      now = std::max(now, events_.top().at);
      while (!events_.empty() && events_.top().at <= now) {
        const Event event = events_.top();
        events_.pop();
        happen(event, now);
      }
      launch(now);
      // All executors had gone, and the tasks that are left would wait for ever.
      if (events_.empty() && !ready_.empty()) {
        have(slots_);
        launch(now);
      }
    }
    return {Seconds{last_ + run_.tail.value}, std::move(stages_)};
  }

 private:
  void have(double slots) {
    const double now = std::max(0.0, std::floor(slots + 0.5));
    free_ += now - held_;
    held_ = now;
  }

  void happen(const Event& event, double now) {
    if (event.what == What::slots) {
      const double share = run_.slots > 0 ? run_.ramp[event.stage].slots / run_.slots : 1;
      have(share > 0 ? std::max(1.0, share * slots_) : 0);
      return;
    }
    if (event.what == What::ready) {
      stages_[event.stage].start = stages_[event.stage].end = Seconds{now};
      if (queues_[event.stage].empty())
        ended(event.stage, now);
      else
        ready_.insert(std::ranges::lower_bound(ready_, event.stage), event.stage);
      return;
    }
    ++free_;
    if (--left_[event.stage] == 0) ended(event.stage, now);
  }

  void ended(std::size_t stage, double now) {
    stages_[stage].end = Seconds{now};
    last_ = std::max(last_, now);
    for (const std::size_t follower : followers_[stage])
      if (--waiting_[follower] == 0) events_.push({now + run_.stages[follower].gap.value, What::ready, follower});
  }

  void launch(double now) {
    while (free_ >= 1 && !ready_.empty()) {
      const std::size_t stage = ready_.front();
      if (!started_[stage]) stages_[stage].start = Seconds{now};
      started_[stage] = true;
      events_.push({now + queues_[stage].take(), What::finished, stage});
      --free_;
      if (queues_[stage].empty()) ready_.erase(ready_.begin());
    }
  }

  const Recording& run_;
  double slots_;
  double free_ = 0, held_ = 0, last_ = 0;
  std::vector<Queue> queues_;
  std::vector<ReplayedStage> stages_;
  std::vector<std::size_t> waiting_, left_;
  std::vector<std::vector<std::size_t>> followers_;
  std::vector<std::size_t> ready_;  ///< with tasks to launch, earliest first
  std::vector<bool> started_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
};

}  // namespace

double Recording::task_count() const {
  double count = 0;
  for (const RecordedStage& stage : stages)
    for (const RecordedTasks& each : stage.tasks) count += each.count;
  return count;
}

std::vector<double> Recording::growth(const std::vector<double>& of_inputs) const {
  double all = 0, known = 0;
  for (std::size_t i = 0; i < of_inputs.size(); ++i) {
    const double weight = i < sizes.size() ? sizes[i].value : 0;
    all += weight * of_inputs[i];
    known += weight;
  }
  const double overall = known > 0 ? all / known : 1;
  std::vector<double> growth;
  growth.reserve(stages.size());
  for (const RecordedStage& stage : stages) {
    double bytes = 0, grown = 0;
    if (stage.input >= 0) {
      bytes += stage.input_read.value;
      grown += stage.input_read.value * of_inputs[static_cast<std::size_t>(stage.input)];
    }
    if (!stage.reads.empty()) {
      double mean = 0;
      for (const int each : stage.reads) mean += growth[static_cast<std::size_t>(each)];
      mean /= static_cast<double>(stage.reads.size());
      const double read = std::max(1.0, stage.shuffle_read.value);
      bytes += read;
      grown += read * mean;
    }
    growth.push_back(bytes > 0 ? grown / bytes : overall);
  }
  return growth;
}

Replay Recording::replay(double on_slots, TaskOrder order, const std::vector<double>& growth) const {
  return Scheduler(*this, on_slots, order, growth).run();
}

}  // namespace sizer

/// \file
/// A run that was measured, kept in a job file: the tasks of each stage, what had to end before them, and the slots
/// that came up. Scheduling the same tasks on other slots answers how long the job takes there; the physics of bytes
/// and constants has no part in it.
#pragma once

#include <string>
#include <vector>

#include "sizer/units.h"

namespace sizer {

/// Tasks that took about as long.
struct RecordedTasks {
  double count = 0;
  Seconds each{};  ///< from launch to finish
};

struct RecordedStage {
  std::string name;
  std::vector<int> reads{};  ///< earlier stages whose shuffle it reads; they must have ended
  std::vector<int> after{};  ///< others that had ended before: the driver was waiting for them
  Seconds gap{};  ///< from then (at first: from the start of the application) until its first task, when slots are free
  std::vector<RecordedTasks> tasks{};  ///< shortest first
  Bytes input_read{}, shuffle_write{}, shuffle_read{}, spill{}, output_write{};
  int input = -1;         ///< of the job, that it scans; -1: none, or not known
  std::size_t group = 0;  ///< stages of one name are shown as one
};

/// From `at` (since the start) on there are so many slots.
struct RecordedSlots {
  Seconds at{};
  double slots = 0;
};

enum class TaskOrder { longest_first, mixed, longest_last };

struct ReplayedStage {
  Seconds start{}, end{};
  double tasks = 0;
  CoreSeconds work{};
};

struct Replay {
  Seconds duration{};  ///< from the start of the application to its end
  std::vector<ReplayedStage> stages{};
};

struct Recording {
  std::string application;
  Seconds wall_clock{};               ///< as measured
  Seconds tail{};                     ///< from the last task to the end
  double slots = 0;                   ///< most at once
  std::vector<RecordedSlots> ramp{};  ///< empty: all are there from the start
  std::vector<Bytes> sizes{};         ///< of the job's inputs, when it ran; 0: not known
  std::vector<RecordedStage> stages{};
  std::vector<std::string> groups{};  ///< names

  double task_count() const;

  /// How much more each stage has to do than when it was measured, when each input has so much more (1: as measured). A
  /// scan by its input, others by what they read.
  std::vector<double> growth(const std::vector<double>& of_inputs) const;

  /// Schedules the tasks again, as Spark does: whatever slot is free takes the next task of the earliest stage that is
  /// ready. A scan that grows has more tasks, another stage longer ones. Slots come up as they did, in proportion.
  Replay replay(double on_slots, TaskOrder order, const std::vector<double>& growth) const;
};

}  // namespace sizer

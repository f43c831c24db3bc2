// Changes to a job that the program can try by itself.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "sizer/job.h"

namespace sizer::policies {

/// A change to a job. It is made when it is tried.
struct Change {
  std::vector<std::pair<std::string, std::string>> settings;  ///< path and value, as --set takes them
  std::function<void(Job&)> edit;                             ///< does what the settings would
  std::string words{};                                        ///< empty: the settings say it
};
/// "steps.join.strategy = sort_merge"
std::string in_words(const Change& change);

Change with_strategy(const Job& job, int join, JoinStrategy strategy);
Change with_quality(const Job& job, int step, Quality quality);
/// As many partitions where the rows of `step` are cut: at a repartition before it, or in the engine's settings;
/// nothing where it has none.
std::vector<Change> with_partitions(const Job& job, int step, double partitions);
/// Where their number is given: "steps.repartition.partitions", "spark.shuffle_partitions"; else the step.
std::string partitions_at(const Job& job, int step);
/// The hot key of a step spread over all tasks.
Change salted(const Job& job, int step);
/// Those that read `step`, which has one source, read what it read.
Change without(const Job& job, int step);
Change with_adaptive();
Change with_object_store(Fraction share);
/// A driver with so much memory; nothing where its machine has not that.
std::vector<Change> with_larger_driver(const Job& job, Bytes enough);

/// Whole MiB, so that what is written says exactly what is meant: "1234 MiB".
Bytes whole_mebibytes(Bytes amount);
std::string mebibytes_text(Bytes amount);

}  // namespace sizer::policies

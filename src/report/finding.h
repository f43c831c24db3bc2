// What a policy finds in a job, before it is told as a `Reason`; and the policies, by subject.
#pragma once

#include <string>
#include <vector>

#include "report/looked_up.h"
#include "report/parts.h"
#include "report/remedies.h"

namespace sizer::report {

inline constexpr Ratio spare = 1.25;            ///< asked for above what was found to be needed
inline constexpr Fraction much_of_a_run = 0.2;  ///< what a remedy must save of the time where it is work to apply

/// Where a policy looks.
struct Situation {
  const Job& job;
  const Constants& constants;
  const ByCase<Estimate>& by_case;
  const LookedUp &typical, &worst;
  Trials& trials;

  const LookedUp& looked_up(Case c) const { return c == Case::worst ? worst : typical; }
  const Estimate& now() const { return by_case.typical; }
  const ConstantValues& k() const { return constants.at(Case::typical); }
  const Step& step(int index) const { return job.steps[static_cast<std::size_t>(index)]; }
};

struct Finding {
  const char* code = "";
  std::string message{}, remedy{};
  std::string at{};               ///< "steps.join.strategy": what of the job file it is about; empty: the whole job
  std::vector<Change> changes{};  ///< that the program can try
  Fraction must_save = 0;         ///< of the run's time, by the best of `changes`; else it is not worth telling
  std::optional<Gain> gain{};     ///< known without trying
};
using Findings = std::vector<Finding>;

/// "steps.join.strategy"; without a key, the step itself.
std::string path_of(const Job& job, int step, const std::string& key = "");

/// partitions.cpp: the least partitions with which the tasks of a stage hold what they need and keep the slots busy.
double least_partitions(const Situation& s, Case c, std::size_t stage);
/// partitions.cpp: no fewer, and such that none is too big. So policies that ask for more never contradict each other.
double enough_partitions(const Situation& s, Case c, std::size_t stage);

/// notes.cpp: what the planner noticed in a case; empty: not worth telling.
std::optional<Finding> of_note(const Situation& s, Case c, const Note& note);

/// files.cpp: how inputs and outputs lie on storage.
void find_in_files(const Situation& s, Findings& found);
/// partitions.cpp: tasks too many or too few.
void find_in_partitions(const Situation& s, Findings& found);
/// shuffles.cpp: shuffles that need not be.
void find_in_shuffles(const Situation& s, Findings& found);
/// user_code.cpp: Python, models, services.
void find_in_user_code(const Situation& s, Findings& found);
/// whole_job.cpp: inputs unread, plans that differ, prices, clusters kept.
void find_in_whole_job(const Situation& s, Findings& found);

}  // namespace sizer::report

// What a rule finds in a job, before it is told as a `Reason`; and where it looks.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "policies/looked_up.h"
#include "policies/remedies.h"
#include "policies/trials.h"
#include "text/quantity_text.h"

namespace sizer::policies {

inline constexpr Ratio spare = 1.25;            ///< asked for above what was found to be needed
inline constexpr Fraction much_of_a_run = 0.2;  ///< what a remedy must save of the time where it is work to apply

/// Where a rule looks.
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
  std::string message{}, remedy{};
  std::string at{};               ///< "steps.join.strategy": what of the job file it is about; empty: the whole job
  std::vector<Change> changes{};  ///< that the program can try
  Fraction must_save = 0;         ///< of the run's time, by the best of `changes`; else it is not worth telling
  std::optional<Gain> gain{};     ///< known without trying
  const char* code = "";          ///< of rules that share a function; empty: that of the rule
};
using Findings = std::vector<Finding>;

/// "steps.join.strategy"; without a key, the step itself.
std::string path_of(const Job& job, int step, const std::string& key = "");

/// A note of a plan, with what it is about at hand.
struct Noted {
  const Situation& s;
  Case in;
  const Note& n;
  std::string where;  ///< the step's name, or the job's

  Finding finding(std::string message, std::string remedy, const std::string& key = "") const {
    Finding made;
    made.message = std::move(message);
    made.remedy = std::move(remedy);
    if (n.step >= 0) made.at = path_of(s.job, n.step, key);
    return made;
  }
  /// The step, where it is of that kind; else null.
  template <class Kind>
  const Kind* op() const {
    return n.step < 0 ? nullptr : std::get_if<Kind>(&s.step(n.step).op);
  }
};

inline std::string bytes_text(double bytes) {
  return to_text(Bytes{bytes});
}

/// partitions.cpp: the least partitions with which the tasks of a stage hold what they need and keep the slots busy.
double least_partitions(const Situation& s, Case c, std::size_t stage);
/// partitions.cpp: no fewer, and such that none is too big. So policies that ask for more never contradict each other.
double enough_partitions(const Situation& s, Case c, std::size_t stage);

}  // namespace sizer::policies

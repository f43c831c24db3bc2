/// \file
/// Reports on jobs as they come, each held against its rules.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "api/reading.h"

namespace sizer::api {

/// A plan that cannot run is a "no", where nothing else is said.
Budget must_be_feasible();

/// The limit on time among those of a request, which a report tells the chance to keep.
std::optional<Seconds> deadline_of(const std::vector<Budget>& budgets);

/// Puts jobs into a result, one after the other.
class Estimates {
 public:
  /// All must outlive it.
  Estimates(const Reading& reading, const std::vector<JobReport>& baseline, bool strict, Result& result)
      : reading_(reading), baseline_(baseline), strict_(strict), result_(result) {}

  void add(const Given& given, JobReport report, const Rules& rules);
  /// What is said of all jobs together.
  void finish();

  /// A job's cost is not known, under `strict`.
  bool priceless() const { return priceless_; }
  /// A gate is broken.
  bool broken() const;

 private:
  std::vector<std::string> changes_since(const Given& given, const JobReport& job, const JobReport& before) const;
  void tell_causes(const Given& given, const JobReport& job, const JobReport* before, std::vector<Gate>& gates) const;

  const Reading& reading_;
  const std::vector<JobReport>& baseline_;
  const bool strict_;
  Result& result_;
  std::unordered_map<std::string, std::size_t> named_{};  ///< how many jobs of a name came by
  bool priceless_ = false;
};

}  // namespace sizer::api

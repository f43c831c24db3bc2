/// \file
/// Jobs as all questions read them: under the cluster, the plan and the values that a request gives.
#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "sizer/sizer.h"

namespace sizer::api {

/// A job, and what it was read from.
struct Given {
  Job job{};
  JobSource source{};
};

/// The strategy that a word of Setup::plan stands for.
JoinStrategy strategy_of(std::string plan);

/// Gives every join the strategy of a plan; false when there is no join.
bool set_strategy(Job& job, const std::string& plan);

/// Days from `date` ("2026-07-20", "2026-08", "2024": of the first day) to the day; empty: no date is known.
std::optional<double> age_of(const std::string& date, const PriceAge& age);
/// True for a date that a price can be held against.
bool is_day(const std::string& date);

/// The job of an earlier result that stands for `job`: of the same name and file, else of the same name, the one after
/// as many of that name as came `before` it. Null: there is none.
const JobReport* same_job(const std::vector<JobReport>& others, const JobReport& job, std::size_t before);

/// The estimates of a saved result; throws InputError where it holds none.
std::vector<JobReport> jobs_of(Result saved, const std::string& file);

class Reading {
 public:
  /// Throws RequestError where the plan is none. `setup` must outlive it.
  explicit Reading(const Setup& setup);

  /// Head of every result: the verb, the version, the catalogue, the constants.
  Result begin(const std::string& command) const;

  /// Throws InputError or Unreadable. What is no mistake is told in `diagnostics`: a plan without a join.
  Given read(const JobFile& file, std::vector<Diagnostic>& diagnostics) const;
  /// Of what an earlier result was made from.
  Given read_again(const JobSource& source, const std::string& file) const;
  /// How any job is read.
  ReadOptions how() const;

  /// `deadline`: of a limit on its time.
  JobReport report_on(const Given& given, std::optional<Seconds> deadline = std::nullopt) const;

  /// Warns, once a machine, where the prices of a cluster are too old.
  void tell_age(const Cluster& cluster, std::vector<Diagnostic>& diagnostics) const;

  const Constants& constants() const { return setup_.constants; }
  const Catalogue& catalogue() const { return setup_.catalogue ? *setup_.catalogue : built_in_catalogue(); }
  const Drawing& drawing() const { return setup_.drawing; }
  /// The constants of each draw: jobs of one request rest on the same, and they are drawn once.
  const std::vector<ConstantValues>& drawn() const;

 private:
  const Setup& setup_;
  mutable std::once_flag drawing_once_{};
  mutable std::vector<ConstantValues> drawn_{};
};

}  // namespace sizer::api

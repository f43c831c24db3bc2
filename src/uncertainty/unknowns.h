// What a result may rest on, one visit each: the ranges that a job file may hold (name as in the job file, unit, and
// the range itself), and with them the constants.
#pragma once

#include <string>

#include "job/input_lines.h"
#include "job/step_lines.h"
#include "sizer/constants.h"
#include "sizer/job.h"
#include "text/path.h"

namespace sizer::uncertainty {

template <class T>
Range<double> as_numbers(const Range<T>& range) {
  return {range.low.value, range.typical.value, range.high.value};
}
inline Range<double> as_numbers(const Range<double>& range) {
  return range;
}

/// Constants are quantities over doubles, in the order of the table.
inline double& value_of(ConstantValues& values, std::size_t id) {
  return reinterpret_cast<double*>(&values)[id];
}

/// Visits the statistics among the lines of a T: a `Stat`, or a range that is always given.
template <class T, class Visit>
struct StatisticLines : NoRules {
  T& of;
  const std::string& name;                  ///< what reports call it
  const std::vector<std::string>& columns;  ///< names of columns
  Visit& visit;

  template <class V>
  void operator()(const char* key, Stat<V> T::*member, const Measure<V>& measure, const Says&) {
    visit(name + "." + key, unit_of(measure.limits), of.*member);
  }
  template <class V>
  void operator()(const char* key, Range<V> T::*member, const Measure<V>& measure, const Says&) {
    visit(name + "." + key, unit_of(measure.limits), of.*member);
  }
  void operator()(const char* key, std::vector<Column> T::*member, how::Typed, const Says&) {
    for (Column& column : of.*member) {
      const std::string named = name + "." + key + "." + path_part(columns[static_cast<std::size_t>(column.name)]);
      StatisticLines<Column, Visit> inside{{}, column, named, columns, visit};
      lines(Type<Column>{}, inside);
    }
  }
  // What is no statistic:
  void operator()(const char*, const auto&, const auto&, const Says&) {}
  void operator()(const char*, how::Others, const Says&) {}
};

/// Visits the lines of a T that say which constant counts where their statistic is left out, and whose it is.
template <class T, class Visit>
struct AssumedLines : NoRules {
  const T& of;
  const ConstantValues& k;
  Visit& visit;

  template <class V>
  void operator()(const char* key, Stat<V> T::*member, const Measure<V>&, const Says& says) {
    if (says.assumed && !(of.*member)) visit(key, member, V{sizer::value_of(k, *says.assumed)});
  }
  // What is no such statistic:
  void operator()(const char*, const auto&, const auto&, const Says&) {}
  void operator()(const char*, how::Others, const Says&) {}
};

/// Calls `visit(key, member, value)` for each statistic that a step leaves out and a constant stands for.
template <class Op, class Visit>
void each_assumed(const Op& op, const ConstantValues& k, Visit visit) {
  AssumedLines<Op, Visit> assumed{{}, op, k, visit};
  lines(Type<Op>{}, assumed);
}

/// Calls `visit(name, unit, stat)` for every statistic that a job may give: a `Stat`, or a range that is always given.
template <class Visit>
void each_statistic(Job& job, Visit visit) {
  const auto all_of = [&]<class T>(T& of, const std::string& name) {
    StatisticLines<T, Visit> statistics{{}, of, name, job.keys, visit};
    lines(Type<T>{}, statistics);
  };
  for (Input& input : job.inputs) all_of(input, path_of(input));
  for (Step& step : job.steps) {
    const std::string name = path_of(step);
    std::visit([&](auto& op) { all_of(op, name); }, step.op);
    if (auto* bytes = std::get_if<Range<Bytes>>(&step.shuffle)) visit(name + ".shuffle", "B", *bytes);
    if (auto* ratio = std::get_if<Range<Ratio>>(&step.shuffle)) visit(name + ".shuffle", "ratio", *ratio);
  }
}

template <class T>
bool is_given(const Range<T>&) {
  return true;
}
template <class T>
bool is_given(const Stat<T>& stat) {
  return stat.has_value();
}
template <class T>
Range<T>& range_in(Range<T>& range) {
  return range;
}
template <class T>
Range<T>& range_in(Stat<T>& stat) {
  return *stat;
}

/// Calls `visit(name, unit, range)` for every statistic that the job gives.
template <class Visit>
void each_unknown(Job& job, Visit visit) {
  each_statistic(job, [&](const std::string& name, const char* unit, auto& stat) {
    if (is_given(stat)) visit(name, unit, range_in(stat));
  });
}

/// A range that a result rests on, and where it comes from.
struct Unknown {
  std::string name, unit;
  Range<double> value{};
  std::string origin, source;  ///< "given", "calibrated" or "default", and where that is said
};

/// Whether an estimate of the job may read constants of this owner.
bool plays_part(const Job& job, Owner owner);

/// Calls `take(unknown, low, high)` for every range that the job gives and every constant that may play a part: what
/// `evaluate(job, k)` says when this one is at its low or high end and all else is typical. Of the job's ranges, only
/// those that `wanted` (by name) says yes to.
template <class Evaluate, class Wanted, class Take>
void each_at_its_ends(const Job& job, const Constants& constants, Evaluate evaluate, Wanted wanted, Take take) {
  const ConstantValues& k = constants.at(Case::typical);
  Job varied = job;
  each_unknown(varied, [&](const std::string& name, const char* unit, auto& range) {
    if (range.low == range.high || !wanted(name)) return;
    const auto whole = range;
    range = exactly(whole.low);
    auto low = evaluate(varied, k);
    range = exactly(whole.high);
    auto high = evaluate(varied, k);
    range = whole;
    take(Unknown{name, unit, as_numbers(whole), "given", where_text(place_of(job, name))}, low, high);
  });
  for (std::size_t id = 0; id < constant_count; ++id) {
    const ConstantInfo& info = constant_table()[id];
    const Range<double>& range = constants.range(id);
    if (range.low == range.high || !plays_part(job, info.owner)) continue;
    ConstantValues at_end = k;
    value_of(at_end, id) = range.low;
    auto low = evaluate(job, at_end);
    value_of(at_end, id) = range.high;
    auto high = evaluate(job, at_end);
    const bool own = constants.overridden(id);
    take(Unknown{info.name, info.unit, range, own ? "calibrated" : "default", own ? constants.profile : info.source},
         low, high);
  }
}

}  // namespace sizer::uncertainty

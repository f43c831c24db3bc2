// What a result may rest on, one visit each: the ranges that a job file may hold (name as in the job file, unit, and
// the range itself), and with them the constants.
#pragma once

#include <string>

#include "sizer/constants.h"
#include "sizer/job.h"

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

/// Calls `visit(name, unit, stat)` for every statistic that a job may give: a `Stat`, or a range that is always given.
template <class Visit>
void each_statistic(Job& job, Visit visit) {
  const auto one = [&](const std::string& of, const char* key, const char* unit, auto& stat) {
    visit(of + "." + key, unit, stat);
  };
  for (Input& input : job.inputs) {
    const std::string of = path_of(input);
    one(of, "size", "B", input.size);
    one(of, "rows", "rows", input.rows);
    one(of, "row_width", "B", input.row_width);
    one(of, "files", "files", input.files);
    one(of, "columns_read", "share", input.columns_read);
    one(of, "partitions_read", "share", input.partitions_read);
    one(of, "shuffle_ratio", "ratio", input.shuffle_ratio);
    one(of, "compression", "ratio", input.compression);
  }
  struct OfStep {
    decltype(one)& give;
    Visit& visit;
    const std::string& of;

    void operator()(Filter& s) const { give(of, "keeps", "share", s.keeps); }
    void operator()(Project& s) const { give(of, "width", "share", s.width); }
    void operator()(Join& s) const {
      give(of, "matches", "ratio", s.matches);
      give(of, "hot_key_share", "share", s.hot_key_share);
    }
    void operator()(Aggregate& s) const {
      give(of, "groups", "rows", s.groups);
      give(of, "reduction", "share", s.reduction);
      give(of, "width", "ratio", s.width);
      give(of, "distinct_pairs", "rows", s.distinct_pairs);
      give(of, "hot_key_share", "share", s.hot_key_share);
    }
    void operator()(Dedup& s) const {
      give(of, "keeps", "share", s.keeps);
      give(of, "hot_key_share", "share", s.hot_key_share);
    }
    void operator()(Sort& s) const { give(of, "limit", "rows", s.limit); }
    void operator()(Window& s) const {
      give(of, "limit", "rows", s.limit);
      give(of, "groups", "rows", s.groups);
      give(of, "hot_key_share", "share", s.hot_key_share);
    }
    void operator()(Repartition&) const {}
    void operator()(Union&) const {}
    void operator()(Exchange& s) const { visit(of + ".bytes", "B", s.bytes); }
    void operator()(Map& s) const {
      give(of, "rows_per_second", "rows/s", s.rows_per_second);
      give(of, "batch_size", "rows", s.batch_size);
      give(of, "matches", "ratio", s.matches);
      give(of, "width", "ratio", s.width);
      give(of, "arguments", "share", s.arguments);
    }
    void operator()(Lookup& s) const {
      give(of, "size", "B", s.size);
      give(of, "rows", "rows", s.rows);
    }
    void operator()(KeyedState& s) const {
      give(of, "state", "B", s.state);
      give(of, "checkpoint_every", "s", s.checkpoint_every);
      give(of, "hot_key_share", "share", s.hot_key_share);
      give(of, "width", "ratio", s.width);
    }
    void operator()(ExternalCall& s) const {
      visit(of + ".requests_per_second", "requests/s", s.requests_per_second);
      give(of, "rows_per_request", "rows", s.rows_per_request);
      give(of, "latency", "s", s.latency);
    }
    void operator()(Inference& s) const {
      give(of, "rows_per_second", "rows/s", s.rows_per_second);
      give(of, "batch_size", "rows", s.batch_size);
      give(of, "model_size", "B", s.model_size);
      give(of, "load_time", "s", s.load_time);
      give(of, "output_width", "B", s.output_width);
    }
    void operator()(Write& s) const {
      give(of, "size", "B", s.size);
      give(of, "ratio", "ratio", s.ratio);
      give(of, "files", "files", s.files);
    }
  };
  for (Step& step : job.steps) {
    const std::string of = path_of(step);
    std::visit(OfStep{one, visit, of}, step.op);
    if (auto* bytes = std::get_if<Range<Bytes>>(&step.shuffle)) visit(of + ".shuffle", "B", *bytes);
    if (auto* ratio = std::get_if<Range<Ratio>>(&step.shuffle)) visit(of + ".shuffle", "ratio", *ratio);
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

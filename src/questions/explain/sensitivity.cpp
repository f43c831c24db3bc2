// Which unknowns move the time, and which single measurement would narrow it most.
#include <algorithm>
#include <functional>
#include <utility>

#include <fmt/format.h>

#include "sizer/explanation.h"
#include "sizer/inference.h"
#include "uncertainty/unknowns.h"

namespace sizer {
namespace {

/// Time and cost at one end of an unknown.
struct End {
  Seconds time{};
  std::optional<Dollars> cost{};  ///< empty: a machine has no price
};

End end_of(const Job& job, const ConstantValues& k) {
  const Estimate made = estimate(job, job.cluster, k, Case::typical);
  if (made.bill.partial) return {made.timeline.duration, std::nullopt};
  return {made.timeline.duration, made.bill.total};
}

Influence influence_of(uncertainty::Unknown unknown, const End& low, const End& typical, const End& high) {
  Influence made{std::move(unknown.name), std::move(unknown.unit), unknown.value, std::move(unknown.origin),
                 std::move(unknown.source)};
  made.time = {low.time, typical.time, high.time};
  if (typical.cost) made.cost = Range<Dollars>{*low.cost, *typical.cost, *high.cost};
  made.spread = std::max({low.time, typical.time, high.time}) - std::min({low.time, typical.time, high.time});
  return made;
}

double spread_of(const Influence& each, bool of_cost) {
  if (!of_cost) return each.spread.value;
  const Range<Dollars>& cost = *each.cost;
  return (std::max({cost.low, cost.typical, cost.high}) - std::min({cost.low, cost.typical, cost.high})).value;
}

std::vector<Influence> influences_of(const Job& job, const Constants& constants, bool of_cost) {
  const End typical = end_of(job, constants.at(Case::typical));
  std::vector<Influence> found;
  const auto all = [](const std::string&) { return true; };
  uncertainty::each_at_its_ends(job, constants, end_of, all,
                                [&](uncertainty::Unknown unknown, const End& low, const End& high) {
                                  found.push_back(influence_of(std::move(unknown), low, typical, high));
                                });
  std::erase_if(found, [&](const Influence& each) { return spread_of(each, of_cost) <= 0; });
  std::ranges::stable_sort(found, std::ranges::greater{},
                           [&](const Influence& each) { return spread_of(each, of_cost); });
  return found;
}

// ---- What to measure ------------------------------------------------------------------------------------------------

Range<Seconds> time_of(const Job& job, const Constants& constants) {
  const auto by_case = estimate(job, job.cluster, constants);
  return fold(by_case.best.timeline.duration, by_case.typical.timeline.duration, by_case.worst.timeline.duration);
}

/// A statistic that the job leaves out, at the value that the model takes for typical.
struct Absent {
  std::string name, advice;
  std::function<void(Job&)> give;
};

void absent_in_inputs(const Job& job, const Ledger& ledger, std::vector<Absent>& found) {
  for (std::size_t i = 0; i < job.inputs.size(); ++i) {
    const Input& input = job.inputs[i];
    const Flow& flow = ledger.inputs[i];
    if (!reads_input(job, static_cast<int>(i)) || flow.rows.value <= 0 || flow.stored.value <= 0) continue;
    const double partitions = input.partitions_read ? input.partitions_read->typical : 1;
    const auto add = [&](const char* key, auto value, auto Input::*field) {
      if (input.*field) return;
      found.push_back({path_of(input, key), fmt::format("give `{}` of {}", key, input.name),
                       [i, field, value](Job& changed) { changed.inputs[i].*field = exactly(value); }});
    };
    add("rows", flow.rows / std::max(partitions, 1e-9), &Input::rows);
    add("row_width", Bytes{flow.memory.value / flow.rows.value}, &Input::row_width);
    add("shuffle_ratio", Ratio{flow.shuffled / flow.stored}, &Input::shuffle_ratio);
  }
}

/// The statistics of one step that are not given.
struct AbsentInStep {
  const ConstantValues& k;
  const Step& step;
  std::size_t index;
  const Flow& in;
  std::vector<Absent>& found;

  template <class Op, class T>
  void add(const Op& op, const char* key, Stat<T> Op::*field, T value) const {
    if (op.*field) return;
    found.push_back({path_of(step, key), fmt::format("give `{}` of the step {}", key, step.name),
                     [i = index, field, value](Job& job) { std::get<Op>(job.steps[i].op).*field = exactly(value); }});
  }
  void operator()(const Join& s) const {
    const bool half = s.type == JoinType::semi || s.type == JoinType::anti;
    add(s, "matches", &Join::matches, half ? k.semi_join_keeps : k.join_matches);
  }
  void operator()(const Aggregate& s) const {
    if (!s.groups && !s.keys.empty()) add(s, "reduction", &Aggregate::reduction, k.aggregate_reduction);
    add(s, "width", &Aggregate::width, k.aggregate_width);
  }
  void operator()(const Map& s) const {
    if (in.memory.value > 0)
      add(s, "rows_per_second", &Map::rows_per_second, RowRate{map_rate(s, k).value * in.rows.value / in.memory.value});
  }
  void operator()(const Inference& s) const {
    if (generates(s) || (s.model && s.model->kind == ModelKind::encoder))
      add(s, "tokens_in", &Inference::tokens_in, k.tokens_in);
    if (generates(s)) add(s, "tokens_out", &Inference::tokens_out, k.tokens_out);
    if (s.model && s.model->kind == ModelKind::speech) add(s, "audio", &Inference::audio, k.audio_seconds);
    if (!s.model) add(s, "rows_per_second", &Inference::rows_per_second, inference_rate(s, k));
    add(s, "output_width", &Inference::output_width, k.prediction_width);
  }
  /// What its lines say; those above say it themselves, since with them it depends on other keys, or on the rows.
  template <class Other>
  void operator()(const Other& s) const {
    uncertainty::each_assumed(s, k, [&](const char* key, auto field, auto value) { add(s, key, field, value); });
  }
};

std::vector<Absent> absent_statistics(const Job& job, const ConstantValues& k) {
  const Ledger ledger = account(job, k, Case::typical);
  std::vector<Absent> found;
  absent_in_inputs(job, ledger, found);
  for (std::size_t i = 0; i < job.steps.size(); ++i)
    std::visit(AbsentInStep{k, job.steps[i], i, ledger.of(job.steps[i].from[0]), found}, job.steps[i].op);
  return found;
}

/// A constant in whose place the job can give a statistic; see absent_statistics().
bool stands_for_statistics(const ConstantInfo& info) {
  const std::string source = info.source;
  return source == "docs/sources.md#unknown-statistics" || source == "docs/sources.md#row-width";
}

std::vector<Measurement> measurements_of(const Job& job, const Constants& constants) {
  const Range<Seconds> before = time_of(job, constants);
  std::vector<Measurement> found;
  const auto add = [&](std::string name, std::string advice, const Range<Seconds>& after) {
    found.push_back({std::move(name), std::move(advice), before, after});
  };
  for (const Absent& absent : absent_statistics(job, constants.at(Case::typical))) {
    Job changed = job;
    absent.give(changed);
    add(absent.name, absent.advice, time_of(changed, constants));
  }
  Job varied = job;
  uncertainty::each_unknown(varied, [&](const std::string& name, const char*, auto& range) {
    if (range.low == range.high) return;
    const auto whole = range;
    range = exactly(whole.typical);
    add(name, fmt::format("give one value for {}", name), time_of(varied, constants));
    range = whole;
  });
  for (std::size_t id = 0; id < constant_count; ++id) {
    const Range<double>& range = constants.range(id);
    if (range.low == range.high || stands_for_statistics(constant_table()[id])) continue;
    Constants known = constants;
    known.set(id, exactly(range.typical));
    add(constant_table()[id].name,
        fmt::format("measure {} where you run (a constants file gives it)", constant_table()[id].name),
        time_of(job, known));
  }
  return found;
}

/// The best first; of those that narrow the time by nothing worth the work, none.
void keep_best(std::vector<Measurement>& all, std::size_t most) {
  constexpr double worth = 0.98;
  const auto width = [](const Range<Seconds>& r) { return r.high - r.low; };
  std::erase_if(all, [&](const Measurement& m) { return width(m.after) > width(m.before) * worth; });
  std::ranges::stable_sort(all, {}, [&](const Measurement& m) { return width(m.after); });
  all.resize(std::min(all.size(), most));
}

}  // namespace

Sensitivity sensitivity_of(const Job& job, const Constants& constants, std::size_t most, const std::string& of) {
  const bool of_cost = of == "cost_usd" && end_of(job, constants.at(Case::typical)).cost.has_value();
  Sensitivity made;
  if (of_cost) made.of = "cost_usd";
  made.influences = influences_of(job, constants, of_cost);
  made.influences.resize(std::min(made.influences.size(), most));
  made.measurements = measurements_of(job, constants);
  keep_best(made.measurements, std::max<std::size_t>(1, most / 2));
  return made;
}

}  // namespace sizer

// Levers, and what an estimate says when one is turned.
#include "questions/explain/variation.h"

#include <algorithm>
#include <cmath>

#include "uncertainty/unknowns.h"

namespace sizer::explain {
namespace {

using namespace literals;

/// Every range of the job at the end that the case believes, so that a factor moves a plain number.
Job at_case(Job job, Case c) {
  uncertainty::each_unknown(job, [&](const std::string&, const char*, auto& range) { range = exactly(at(range, c)); });
  return job;
}

void scale_statistic(Job& job, std::size_t index, double factor) {
  std::size_t i = 0;
  uncertainty::each_unknown(job, [&](const std::string&, const char*, auto& range) {
    if (i++ == index) range = exactly(range.typical * factor);
  });
}

std::vector<Lever> all_levers(Job& job, const Constants& constants, Case c) {
  std::vector<Lever> levers;
  std::size_t index = 0;
  uncertainty::each_unknown(job, [&](const std::string& name, const char* unit, auto& range) {
    levers.push_back(
        {name, unit, uncertainty::as_numbers(range).typical, false, index++, where_text(place_of(job, name))});
  });
  ConstantValues k = constants.at(c);
  for (std::size_t id = 0; id < constant_count; ++id) {
    const ConstantInfo& info = constant_table()[id];
    levers.push_back({info.name, info.unit, uncertainty::value_of(k, id), true, id,
                      constants.overridden(id) ? constants.profile : info.source});
  }
  return levers;
}

double number_of(int value) {
  return value;
}
double number_of(Bytes value) {
  return value.value;
}

bool same(const Estimate& a, const Estimate& b) {
  if (a.timeline.duration != b.timeline.duration || a.bill.total != b.bill.total ||
      a.plan.stages.size() != b.plan.stages.size())
    return false;
  for (std::size_t i = 0; i < a.plan.stages.size(); ++i)
    if (a.timeline.stages[i].busy != b.timeline.stages[i].busy ||
        a.plan.stages[i].bytes.processed() != b.plan.stages[i].bytes.processed() ||
        a.plan.stages[i].bytes.spill_write != b.plan.stages[i].bytes.spill_write ||
        a.plan.stages[i].bytes.broadcast != b.plan.stages[i].bytes.broadcast)
      return false;
  return true;
}

bool is_cost(const Lever& lever) {
  return lever.unit == "s/B" || lever.unit == "s/row" || lever.unit == "s";
}
bool is_rate(const Lever& lever) {
  return lever.unit == "B/s" || lever.unit == "rows/s";
}

}  // namespace

Variation::Variation(const Job& job, const Constants& constants, Case c)
    : job_(at_case(job, c)), case_(c), k_(constants.at(c)), base_(estimate(job_, job_.cluster, k_, c)) {
  for (Lever& lever : all_levers(job_, constants, c)) {
    Estimate made = turned({{&lever, 1 + nudge}});
    if (same(made, base_)) continue;
    levers_.push_back(std::move(lever));
    nudged_.push_back(std::move(made));
  }
  if (job.engine->settings != SettingsOf::spark) return;
  add_switch("spark.shuffle_partitions", "", &SparkSettings::shuffle_partitions, 200);
  add_switch("spark.max_partition_bytes", "B", &SparkSettings::max_partition_bytes, 128_MiB);
  add_switch("spark.advisory_partition_size", "B", &SparkSettings::advisory_partition_size, 64_MiB);
}

/// A setting that nobody gave is the engine's default; one that the cluster brings stands where the cluster is named.
template <class T>
void Variation::add_switch(const char* name, const char* unit, std::optional<T> SparkSettings::*field, T otherwise) {
  Job doubled = job_;
  const bool given = (job_.spark.*field).has_value();
  const T value = given ? *(job_.spark.*field) : otherwise;
  doubled.spark.*field = static_cast<T>(value * 2);
  Switch made{name, unit, number_of(value), given ? "given" : "default", {}, {}};
  Place place = place_of(job_, name);
  if (place.file.empty()) place = place_of(job_, std::string("cluster.") + name);
  made.source = given ? where_text(place) : "Spark's own";
  if (given && !job_.cluster.name.empty() && !job_.places.contains(name))
    made.source += ", cluster " + job_.cluster.name;
  made.doubled = estimate(doubled, doubled.cluster, k_, case_);
  switches_.push_back(std::move(made));
}

Estimate Variation::turned(const std::vector<Turn>& turns) const {
  Job job = job_;
  ConstantValues k = k_;
  for (const Turn& turn : turns) {
    if (turn.lever->is_constant)
      uncertainty::value_of(k, turn.lever->index) *= turn.factor;
    else
      scale_statistic(job, turn.lever->index, turn.factor);
  }
  return estimate(job, job.cluster, k, case_);
}

std::vector<Variation::Dependence> Variation::depends(const Figure& measure) const {
  constexpr double noise = 1e-6;
  std::vector<Dependence> found;
  const double before = measure(base_);
  if (before == 0) return found;
  for (std::size_t i = 0; i < levers_.size(); ++i) {
    const double elasticity = (measure(nudged_[i]) / before - 1) / nudge;
    if (std::abs(elasticity) > noise) found.push_back({&levers_[i], elasticity});
  }
  std::ranges::stable_sort(found, std::ranges::greater{}, [](const Dependence& d) { return std::abs(d.elasticity); });
  return found;
}

std::vector<Term> terms_of(const Variation& variation, const Figure& measure) {
  const double whole = measure(variation.base());
  double left = whole;
  std::vector<Term> terms;
  const auto take = [&](bool (*wanted)(const Lever&), double factor) {
    for (const Lever& lever : variation.levers()) {
      if (!wanted(lever) || std::abs(left) <= 1e-6 * whole || lever.value <= 0) continue;
      const double value = measure(variation.turned({{&lever, factor}})) - whole;
      if (value <= 1e-9 * whole || value > left * (1 + 1e-6)) continue;
      terms.push_back({&lever, is_rate(lever) ? value * lever.value : value / lever.value, value});
      left -= value;
    }
  };
  take(is_cost, 2);
  take(is_rate, 0.5);
  std::ranges::stable_sort(terms, std::ranges::greater{}, &Term::value);
  return terms;
}

}  // namespace sizer::explain

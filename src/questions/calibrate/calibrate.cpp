// From measured runs to constants with ranges, and to the error on runs that the fit has not seen.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "questions/calibrate/fit.h"
#include "sizer/calibration.h"

namespace sizer {
namespace {

using calibration::Fit;
using calibration::Free;
using calibration::Solution;

constexpr double seen = 0.002;   ///< a run's time moves by so much of a constant's move, or the constant is not seen
constexpr double learnt = 1.08;  ///< a constant that the runs tell is surer by this factor
constexpr double covered = 0.9;  ///< share of the runs that the scatter covers
constexpr double ends = 1.28;    ///< low and high: one in ten lies beyond each
constexpr double cost_of_a_driver = 2;  ///< how much better a fit must be to believe in a driver on a worker
constexpr std::size_t few = 24;         ///< runs: so few are fitted anew for each that is left out

/// The largest change of any run's time for a change of the constant, both in the logarithm.
double reach(const Solution& at, const Free& constant, std::size_t i) {
  double most = 0;
  for (const auto& slope : at.slope) most = std::max(most, std::abs(slope[i]) / constant.sd);
  return most;
}

Range<double> range_of(const Free& constant, double x, double uncertainty) {
  return {constant.value(x - ends * uncertainty), constant.value(x), constant.value(x + ends * uncertainty)};
}

struct Chosen {
  Constants base;  ///< with or without a driver on a worker
  std::vector<Free> free;
  Solution at;
};

/// Fits all constants that the runs see, then again without those that they cannot tell.
Chosen fit_of(const std::vector<MeasuredRun>& measured, const Constants& base, std::vector<KeptConstant>& kept) {
  Chosen chosen{base, calibration::free_constants(base), {}};
  for (int round = 0; round < 2; ++round) {
    const Fit fit(measured, base, chosen.free);
    chosen.at = fit.solve(std::vector<double>(chosen.free.size(), 0));
    std::vector<Free> stay;
    for (std::size_t i = 0; i < chosen.free.size(); ++i) {
      const bool is_seen = reach(chosen.at, chosen.free[i], i) > seen;
      const bool is_learnt = chosen.at.uncertainty[i] * learnt < 1 || std::abs(chosen.at.x[i]) > 0.3;
      if (is_seen && is_learnt)
        stay.push_back(chosen.free[i]);
      else
        kept.push_back({chosen.free[i].id, is_seen ? "the runs cannot tell it from others" : "no run depends on it"});
    }
    const bool done = stay.size() == chosen.free.size();
    if (done) break;
    chosen.free = std::move(stay);
    if (round == 1) chosen.at = Fit(measured, base, chosen.free).solve(std::vector<double>(chosen.free.size(), 0));
  }
  return chosen;
}

Constants constants_at(const Chosen& chosen, const std::vector<double>& x, const std::vector<double>& uncertainty) {
  Constants constants = chosen.base;
  for (std::size_t i = 0; i < chosen.free.size(); ++i)
    constants.set(chosen.free[i].id, range_of(chosen.free[i], x[i], uncertainty[i]));
  return constants;
}

/// By what factor ranges must be stretched for `covered` of the predictions to hold what was measured.
double scatter_of(const std::vector<Prediction>& predictions) {
  std::vector<double> needed;
  needed.reserve(predictions.size());
  for (const Prediction& each : predictions)
    needed.push_back(std::max({1.0, each.predicted.low / each.measured, each.measured / each.predicted.high}));
  std::ranges::sort(needed);
  const auto at = static_cast<std::size_t>(std::ceil(covered * static_cast<double>(needed.size())));
  return needed[std::min(needed.size(), std::max<std::size_t>(at, 1)) - 1];
}

double log_width(const Range<double>& range) {
  return std::log(std::max(1e-9, range.high) / std::max(1e-9, range.low));
}

/// A constant that was observed is told, whether the fit moved it on or not.
void add_observed(Calibration& made, const Constants& given, const std::vector<ObservedConstant>& observed) {
  made.observed = observed;
  for (const ObservedConstant& each : observed) {
    const Range<double>& before = given.range(each.id);
    const auto fitted = std::ranges::find(made.fitted, each.id, &FittedConstant::id);
    if (fitted != made.fitted.end()) {
      fitted->before = before;
      continue;
    }
    const double narrowed = log_width(before) / std::max(1e-6, log_width(each.value));
    made.fitted.push_back({each.id, before, each.value, narrowed});
    std::erase_if(made.kept, [&](const KeptConstant& kept) { return kept.id == each.id; });
  }
}

}  // namespace

Calibration calibrate(const std::vector<MeasuredRun>& measured, const Constants& given,
                      const std::vector<ObservedConstant>& observed) {
  Calibration made;
  Constants base = given;
  for (const ObservedConstant& each : observed) base.set(each.id, each.value);
  const std::size_t driver = *find_constant("driver_nodes"), scatter = *find_constant("run_scatter");
  Constants with_driver = base;
  with_driver.set(driver, {1, 1, 1});
  std::vector<KeptConstant> kept_with;
  Chosen chosen = fit_of(measured, base, made.kept);
  Chosen other = fit_of(measured, with_driver, kept_with);
  const bool takes_node = other.at.objective + cost_of_a_driver < chosen.at.objective;
  if (takes_node) {
    chosen = std::move(other);
    made.kept = std::move(kept_with);
    made.fitted.push_back({driver, base.range(driver), chosen.base.range(driver), 1});
  } else {
    made.kept.push_back({driver, "the runs are no better explained with the driver on a worker"});
  }

  made.constants = constants_at(chosen, chosen.at.x, chosen.at.uncertainty);
  for (std::size_t i = 0; i < chosen.free.size(); ++i) {
    const std::size_t id = chosen.free[i].id;
    made.fitted.push_back({id, base.range(id), made.constants.range(id), 1 / std::max(1e-6, chosen.at.uncertainty[i])});
  }
  add_observed(made, given, observed);
  std::ranges::sort(made.fitted, {}, &FittedConstant::id);
  std::ranges::sort(made.kept, {}, &KeptConstant::id);

  const Fit fit(measured, chosen.base, chosen.free);
  std::vector<Constants> without;
  for (std::size_t run = 0; run < measured.size(); ++run) {
    without.push_back(constants_at(chosen, fit.without(chosen.at, run, measured.size() <= few), chosen.at.uncertainty));
    made.back_test.push_back(
        {measured[run].name, measured[run].application, measured[run].seconds, predict(measured[run], without.back())});
  }
  const double factor = scatter_of(made.back_test);
  const Range<double> range{1 / factor, 1, factor};
  made.fitted.push_back({scatter, base.range(scatter), range, 1});
  made.constants.set(scatter, range);
  for (std::size_t run = 0; run < measured.size(); ++run) {
    without[run].set(scatter, range);
    made.back_test[run].predicted = predict(measured[run], without[run]);
  }
  made.constants.back_test = summary_of(made.back_test);
  return made;
}

}  // namespace sizer

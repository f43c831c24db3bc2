// Least squares in logarithms, Levenberg and Marquardt's way, with Huber's loss.
#include "questions/calibrate/fit.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include "uncertainty/unknowns.h"

namespace sizer::calibration {
namespace {

constexpr double least_sd = 0.15;     ///< tables are rounded, and clusters differ more than one source shows
constexpr double tuning_sd = 0.5;     ///< from a cluster that experts tuned to one that nobody did
constexpr double least_sigma = 0.03;  ///< repeats of a run are never closer
constexpr double most_sigma = 0.7;
constexpr double huber = 1.345;  ///< of sigma: beyond it a residual pulls no more
constexpr double step = 0.04;    ///< of a numeric derivative, in the logarithm: above the jumps of whole tasks

/// Sizes, statistics and prices are not what a clock measures.
bool is_timed(const ConstantInfo& info) {
  constexpr std::string_view others[] = {"row-width", "shuffle-bytes",      "expansion", "codecs",
                                         "formats",   "unknown-statistics", "skew",      "billing"};
  const std::string_view source = info.source;
  return std::ranges::none_of(others, [&](std::string_view each) { return source.ends_with(each); });
}

/// a x = b for a symmetric, positive a, which is spent. False: it is not positive.
bool solve_in_place(std::vector<std::vector<double>>& a, std::vector<double>& b) {
  const std::size_t n = b.size();
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i < j; ++i) a[j][j] -= a[j][i] * a[j][i];
    if (!(a[j][j] > 0)) return false;
    a[j][j] = std::sqrt(a[j][j]);
    for (std::size_t row = j + 1; row < n; ++row) {
      for (std::size_t i = 0; i < j; ++i) a[row][j] -= a[row][i] * a[j][i];
      a[row][j] /= a[j][j];
    }
  }
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = 0; i < j; ++i) b[j] -= a[j][i] * b[i];
    b[j] /= a[j][j];
  }
  for (std::size_t j = n; j-- > 0;) {
    for (std::size_t i = j + 1; i < n; ++i) b[j] -= a[i][j] * b[i];
    b[j] /= a[j][j];
  }
  return true;
}

/// The matrix of the normal equations: what the runs say, and what was believed (1 on the diagonal).
std::vector<std::vector<double>> information(const Solution& at, double damping) {
  const std::size_t n = at.x.size();
  std::vector<std::vector<double>> a(n, std::vector<double>(n, 0));
  for (std::size_t run = 0; run < at.residual.size(); ++run)
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t j = 0; j <= i; ++j) a[i][j] += at.weight[run] * at.slope[run][i] * at.slope[run][j];
  for (std::size_t i = 0; i < n; ++i) {
    a[i][i] += 1 + damping;
    for (std::size_t j = 0; j < i; ++j) a[j][i] = a[i][j];
  }
  return a;
}

std::vector<double> downhill(const Solution& at) {
  std::vector<double> b(at.x.size());
  for (std::size_t i = 0; i < b.size(); ++i) {
    b[i] = -at.x[i];
    for (std::size_t run = 0; run < at.residual.size(); ++run)
      b[i] -= at.weight[run] * at.slope[run][i] * at.residual[run];
  }
  return b;
}

/// How unlikely the residuals and the constants are, to compare fits of other scatter: by Student's distribution, whose
/// long tails do not let one odd run decide between them.
double unlikeliness(const Solution& at) {
  constexpr double freedom = 3;
  double sum = 0;
  for (const double each : at.residual)
    sum += std::log(at.sigma) + (freedom + 1) / 2 * std::log1p(each * each / (freedom * at.sigma * at.sigma));
  for (const double each : at.x) sum += each * each / 2;
  return sum;
}

}  // namespace

double Free::value(double x) const {
  const double moved = logarithmic ? start * std::exp(sd * x) : start + sd * x;
  return std::clamp(moved, least, most);
}

std::vector<Free> free_constants(const Constants& base) {
  std::vector<Free> found;
  for (std::size_t id = 0; id < constant_count; ++id) {
    const ConstantInfo& info = constant_table()[id];
    const Range<double>& range = base.range(id);
    const std::string_view name = info.name;
    if (name == "one_node_share") {
      found.push_back({id, false, range.typical, 0.5, 0, 1});
    } else if (name == "disk_reached") {
      found.push_back({id, true, range.typical, 0.5, 0, 1});
    } else if (is_timed(info) && range.typical > 0 && range.low > 0 && range.low < range.high) {
      const double believed =
          std::max(std::log(range.high / range.typical), std::log(range.typical / range.low)) / 1.28;
      const double most = std::string_view(info.unit) == "share" ? 1 : 1e300;
      found.push_back(
          {id, true, range.typical, std::max(name.starts_with("tuning_") ? tuning_sd : least_sd, believed), 0, most});
    }
  }
  return found;
}

Fit::Fit(const std::vector<MeasuredRun>& runs, const Constants& base, std::vector<Free> free)
    : runs_(runs), base_(base.at(Case::typical)), free_(std::move(free)) {}

ConstantValues Fit::values(const std::vector<double>& x) const {
  ConstantValues k = base_;
  for (std::size_t i = 0; i < free_.size(); ++i) uncertainty::value_of(k, free_[i].id) = free_[i].value(x[i]);
  return k;
}

std::vector<double> Fit::residuals(const std::vector<double>& x) const {
  const ConstantValues k = values(x);
  std::vector<double> found(runs_.size(), 0);
  for (std::size_t run = 0; run < runs_.size(); ++run)
    found[run] = std::log(std::max(1e-9, predict(runs_[run], k, Case::typical) / runs_[run].seconds));
  return found;
}

void Fit::differentiate(Solution& at) const {
  at.slope.assign(runs_.size(), std::vector<double>(free_.size(), 0));
  for (std::size_t i = 0; i < free_.size(); ++i) {
    const double width = step / free_[i].sd;
    std::vector<double> x = at.x;
    x[i] = at.x[i] + width;
    const std::vector<double> above = residuals(x);
    x[i] = at.x[i] - width;
    const std::vector<double> below = residuals(x);
    for (std::size_t run = 0; run < runs_.size(); ++run) at.slope[run][i] = (above[run] - below[run]) / (2 * width);
  }
}

void Fit::weigh(Solution& at) const {
  at.weight.assign(runs_.size(), 0);
  for (std::size_t run = 0; run < runs_.size(); ++run) {
    const double away = std::abs(at.residual[run]) / at.sigma;
    at.weight[run] = run == left_out_ ? 0 : (away <= huber ? 1 : huber / away) / (at.sigma * at.sigma);
  }
}

double Fit::loss(const std::vector<double>& residual, const std::vector<double>& x, double sigma) const {
  double sum = 0;
  for (std::size_t run = 0; run < residual.size(); ++run) {
    if (run == left_out_) continue;
    const double away = std::abs(residual[run]) / sigma;
    sum += away <= huber ? away * away / 2 : huber * (away - huber / 2);
  }
  for (const double each : x) sum += each * each / 2;
  return sum;
}

void Fit::improve(Solution& at, int rounds) const {
  double damping = 0.1;
  at.residual = residuals(at.x);
  at.objective = loss(at.residual, at.x, at.sigma);
  for (int round = 0; round < rounds; ++round) {
    differentiate(at);
    weigh(at);
    bool moved = false;
    double gained = 0;
    for (int attempt = 0; attempt < 8 && !moved; ++attempt) {
      auto a = information(at, damping);
      std::vector<double> x = downhill(at);
      if (!solve_in_place(a, x)) break;
      for (std::size_t i = 0; i < x.size(); ++i) x[i] = std::clamp(at.x[i] + std::clamp(x[i], -1.5, 1.5), -8.0, 8.0);
      const std::vector<double> residual = residuals(x);
      const double objective = loss(residual, x, at.sigma);
      moved = objective < at.objective;
      damping = moved ? damping / 5 : std::max(0.01, damping) * 6;
      if (!moved) continue;
      gained = at.objective - objective;
      at.x = std::move(x);
      at.residual = residual;
      at.objective = objective;
    }
    if (!moved || gained < 1e-4 * (1 + at.objective)) break;
  }
}

Solution Fit::solve(std::vector<double> x) const {
  Solution at;
  at.x = std::move(x);
  at.sigma = 0.15;
  for (int pass = 0; pass < 3; ++pass) {
    improve(at, 12);
    std::vector<double> away;
    for (const double each : at.residual) away.push_back(std::abs(each));
    std::ranges::nth_element(away, away.begin() + static_cast<std::ptrdiff_t>(away.size() / 2));
    at.sigma = std::clamp(1.4826 * away[away.size() / 2], least_sigma, most_sigma);
  }
  improve(at, 12);
  at.objective = unlikeliness(at);
  differentiate(at);
  weigh(at);
  for (std::size_t i = 0; i < free_.size(); ++i) {
    auto a = information(at, 0);
    std::vector<double> unit(free_.size(), 0);
    unit[i] = 1;
    at.uncertainty.push_back(solve_in_place(a, unit) ? std::sqrt(std::max(0.0, unit[i])) : 1);
  }
  return at;
}

std::vector<double> Fit::without(const Solution& at, std::size_t run, bool thorough) const {
  Fit rest = *this;
  rest.left_out_ = run;
  Solution near;
  near.x = at.x;
  near.sigma = at.sigma;
  rest.improve(near, thorough ? 6 : 3);
  if (!thorough) return near.x;
  Solution again;
  again.x.assign(at.x.size(), 0);
  again.sigma = at.sigma;
  rest.improve(again, 12);
  return near.objective <= again.objective ? near.x : again.x;
}

}  // namespace sizer::calibration

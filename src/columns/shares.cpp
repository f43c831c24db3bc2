// How rows lie over the values of their keys.
#include "columns/shares.h"

#include <algorithm>
#include <cmath>

namespace sizer {
namespace {

constexpr double single_ranks = 8;  // of Zipf's law, summed one by one
constexpr double rank_step = 1.7;   // then tiers that grow by this factor
constexpr double tier_step = 1.6;   // tiers of two keys within this factor of each other are one

/// The k-th commonest value comes k^-s as often as the commonest. Sums over ranks a..b by their integral.
KeyShares zipf_tiers(double values, double s) {
  KeyShares tiers;
  tiers.reserve(48);
  double total = 0;
  const auto add = [&](double count, double weight) {
    tiers.push_back({count, weight / count});
    total += weight;
  };
  double rank = 1;
  for (; rank <= std::min(values, single_ranks); ++rank) add(1, std::pow(rank, -s));
  while (rank <= values) {
    const double last = std::min(values, std::max(rank, std::floor(rank * rank_step)));
    const double from = rank - 0.5, to = last + 0.5;
    const double weight =
        std::abs(s - 1) < 1e-9 ? std::log(to / from) : (std::pow(to, 1 - s) - std::pow(from, 1 - s)) / (1 - s);
    add(last - rank + 1, weight);
    rank = last + 1;
  }
  for (KeyTier& tier : tiers) tier.each /= total;
  return tiers;
}

/// Of how many values `seen` come in so many rows: the rarest of a law of Zipf may not come at all.
double values_behind(double seen, double s, Rows rows) {
  double values = seen;
  for (int i = 0; i < 4; ++i) {
    const double found = groups_in(zipf_tiers(values, s), rows).value;
    if (found >= seen * 0.99) break;
    values *= std::pow(std::min(4.0, seen / found), 1.6);
    if (values > rows.value * 4) break;
  }
  return values;
}

}  // namespace

KeyShares shares_of(const Column& column, Rows distinct, Rows rows, Case c) {
  const double values = std::max(1.0, std::round(distinct.value));
  const Fraction nulls = column.nulls ? std::min(1.0, at(*column.nulls, c)) : 0;
  const double s = column.zipf ? at(*column.zipf, c) : 0;
  KeyShares tiers;
  if (s > 0) {
    tiers = zipf_tiers(values_behind(values, s, rows), s);
  } else if (column.top && column.top->values * values >= 1 && column.top->values < 1) {
    const double top = column.top->values * values;
    tiers = {{top, column.top->rows / top}, {values - top, (1 - column.top->rows) / (values - top)}};
  } else {
    tiers = {{values, 1 / values}};
  }
  if (nulls > 0) {
    for (KeyTier& tier : tiers) tier.each *= 1 - nulls;
    tiers.push_back({1, nulls});
  }
  return tiers;
}

KeyShares combined(const KeyShares& a, const KeyShares& b) {
  if (a.empty()) return b;
  if (b.empty()) return a;
  KeyShares all;
  all.reserve(a.size() * b.size());
  for (const KeyTier& x : a)
    for (const KeyTier& y : b) all.push_back({x.values * y.values, x.each * y.each});
  if (all.size() <= std::max(a.size(), b.size())) return all;
  std::ranges::sort(all, std::ranges::greater{}, &KeyTier::each);
  KeyShares merged;
  double values = 0, rows = 0, first = 0;
  const auto close = [&] {
    if (values > 0) merged.push_back({values, rows / values});
    values = rows = 0;
  };
  for (const KeyTier& tier : all) {
    if (values > 0 && tier.each * tier_step < first) close();
    if (values <= 0) first = tier.each;
    values += tier.values;
    rows += tier.values * tier.each;
  }
  close();
  return merged;
}

KeyShares with_groups(KeyShares shares, Rows groups, Rows rows) {
  const double found = groups_in(shares, rows).value;
  if (found <= 0 || groups.value <= 0) return shares;
  const double factor = groups.value / found;
  for (KeyTier& tier : shares) {
    tier.values *= factor;
    tier.each /= factor;
  }
  return shares;
}

Rows groups_in(const KeyShares& shares, Rows rows) {
  double groups = 0;
  for (const KeyTier& tier : shares) groups -= tier.values * std::expm1(-rows.value * tier.each);
  return std::min(rows, Rows{groups});
}

double expected_at_most(double mean, double k) {
  constexpr double most_terms = 1000;
  if (k == 1) return -std::expm1(-mean);
  constexpr double hardly_two = 1e-5;
  if (k > most_terms || mean > 700 || mean < hardly_two) return std::min(mean, k);
  double probability = std::exp(-mean), missing = 0;
  for (double n = 0; n < k; ++n) {
    missing += (k - n) * probability;
    probability *= mean / (n + 1);
  }
  return std::min(mean, k - missing);
}

Rows passed_on(const KeyShares& shares, Rows rows, double tasks, double limit, double runs) {
  tasks = std::max(1.0, tasks);
  // A run lies in so many tasks; between them they see each other key as often as the run has rows of it.
  const double alike = runs > 0 ? std::min(runs, rows.value) : 1;
  const double parts = runs > 0 ? (tasks + alike - 1) / alike : tasks;
  const double in_a_part = rows.value / alike / parts;
  double passed = 0;
  for (const KeyTier& tier : shares) passed += tier.values * expected_at_most(in_a_part * tier.each, limit);
  return std::min(rows, Rows{passed * parts * alike});
}

double chance_of_repeat(const KeyShares& shares, double window) {
  double chance = 0;
  for (const KeyTier& tier : shares) {
    const double expected = window * tier.each;
    const double seen = expected < 1e-6 ? expected / 2 : 1 + std::expm1(-expected) / expected;
    chance += tier.values * tier.each * seen;
  }
  return std::min(1.0, chance);
}

}  // namespace sizer

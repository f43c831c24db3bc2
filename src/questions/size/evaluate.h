/// \file
/// Every candidate of a space, estimated: what each would take and cost, and which are worth keeping.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "questions/size/space.h"

namespace sizer::sizing {

/// One candidate's figures; infinite where it cannot run.
struct Point {
  double seconds = 0, dollars = 0;
  std::int64_t candidate = 0;

  bool operator==(const Point&) const = default;
};

/// Lower cost first, then less time, then the lower number: an order without ties.
bool cheaper(const Point& a, const Point& b);

/// Points of which none is both faster and cheaper than another (of equals, the lowest number), cheapest first.
std::vector<Point> front_of(std::vector<Point> points);

/// What keeps the limits.
bool keeps(const Point& point, const Goal& goal);

/// Figures of one candidate in one case, without anything that a report would need. `refused`: the note that makes it
/// infeasible; -1: none.
struct Figures {
  double seconds, dollars;
  int refused;
};
Figures figures_of(const Job& job, const Cluster& cluster, const Ledger& ledger, const ConstantValues& k, Case c);

constexpr std::size_t note_codes = static_cast<std::size_t>(NoteCode::heap_too_small) + 1;

struct Evaluated {
  std::vector<std::vector<Point>> fronts{};  ///< of each block
  std::int64_t feasible = 0, within = 0;
  std::array<std::int64_t, note_codes> refused{};  ///< candidates, by what makes them infeasible
  std::array<std::int64_t, note_codes> sample{};   ///< the first candidate of each
  std::int64_t priceless = 0;                      ///< candidates with an unknown price
};

/// The whole space, on all cores.
Evaluated evaluate(const Candidates& candidates, const Goal& goal, const Constants& constants, Case c,
                   const SearchOptions& options);

}  // namespace sizer::sizing

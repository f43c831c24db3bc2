/// \file
/// How rows lie over the values of their keys, and what follows: how many groups there are, and how many rows a task
/// passes on that has put those of a group together.
#pragma once

#include "sizer/ledger.h"

namespace sizer {

/// Of one column of which so many values come in so many rows.
KeyShares shares_of(const Column& column, Rows distinct, Rows rows, Case c);

/// Of two keys that do not depend on each other.
KeyShares combined(const KeyShares& a, const KeyShares& b);

/// As many groups as `groups` among so many rows: keys that depend on each other have fewer than `combined` says.
KeyShares with_groups(KeyShares shares, Rows groups, Rows rows);

/// Values that come at least once in so many rows: sum of n (1 - exp(-rows p)).
Rows groups_in(const KeyShares& shares, Rows rows);

/// Rows that `tasks` tasks pass on when each keeps at most `limit` rows of a group (1: one, as a partial aggregate
/// does) and rows lie over the tasks by chance: T sum of n E[min(Poisson(rows p / T), limit)]. `runs`: values of the
/// order in which the rows lie, of those columns that are among the keys; a run then lies in one task or two, and
/// groups with it.
Rows passed_on(const KeyShares& shares, Rows rows, double tasks, double limit = 1, double runs = 0);

/// The mean of min(n, k) where n is Poisson with this mean.
double expected_at_most(double mean, double k);

/// The chance that a value of the column has come among the `window` values before it, in the mean.
double chance_of_repeat(const KeyShares& shares, double window);

}  // namespace sizer

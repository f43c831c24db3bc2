// How rows lie over the keys of a step, and what a partial aggregate makes of them.
#include <algorithm>
#include <cmath>

#include "columns/ledger.h"

namespace sizer {
namespace {

constexpr double rounded_digits = 3.7;  // bytes of a double of few digits that differ from one to the next
/// Of a list that is gathered: its field, and within it a row of one field that holds the array.
constexpr double collected_header = 5 * word;

/// Fields of the buffer in which a function gathers a group, and the bytes that a codec leaves of them.
struct Buffer {
  double fields = 1, shuffled = 0;
};

/// `count`: what a codec leaves of how many rows a group has.
Buffer buffer_of(AggregateFunction function, const ColumnType& of, double value, double count,
                 const ConstantValues& k) {
  switch (function) {
    case AggregateFunction::sum:
      return {of.kind == TypeKind::decimal ? 2.0 : 1.0, value};
    case AggregateFunction::avg:
      return {2, value + count};
    case AggregateFunction::stddev:
    case AggregateFunction::variance:
      return {3, 2 * (k.double_bytes.value + 0.6) + count};
    case AggregateFunction::first:
    case AggregateFunction::last:
      return {2, value + 0.2};
    case AggregateFunction::count:
    case AggregateFunction::count_distinct:
      return {1, count};
    default:
      return {1, value};
  }
}

bool counts_rows(AggregateFunction function) {
  return function == AggregateFunction::avg || function == AggregateFunction::stddev ||
         function == AggregateFunction::variance || function == AggregateFunction::count;
}

/// What tells a sum of so many whole numbers from others: their own digits, and those that adding brings. Of numbers
/// that hardly repeat it is not known how far apart they lie.
double sum_bytes(double distinct, double rows, double rows_a_group, double match) {
  constexpr double unknown_spread = 2;
  const double own = std::log2(std::max(2.0, distinct)) / 8 + (distinct > rows / 2 ? unknown_spread : 0);
  return match + own + std::log2(std::max(1.0, rows_a_group)) / 8;
}

}  // namespace

Rows ColumnLedger::distinct_of(std::size_t item, Rows rows) const {
  const double known = widths_[item].distinct;
  return known > 0 ? std::min(rows, Rows{known}) : rows;
}

/// Over keys that do not depend on each other; empty where one of them is not known.
KeyShares ColumnLedger::shares_over(const Keys& keys, const ItemSet& among, Rows rows) const {
  KeyShares all;
  for (const Key key : keys) {
    const auto found = sets_.find(among, key);
    if (!found || sets_.items[*found].column == nullptr) return {};
    all = combined(all, shares_of(*sets_.items[*found].column, distinct_of(*found, rows), rows, c_));
  }
  return all;
}

/// Behind grouping sets each set has its share of the rows, and tells them apart by its own keys alone. Empty: they are
/// not, or too many.
KeyShares ColumnLedger::over_sets(int step, const Keys& keys, const ItemSet& among, Rows rows) const {
  constexpr std::size_t most_columns = 6;
  const Source from = job_.steps[static_cast<std::size_t>(step)].from.front();
  const auto* const expand =
      from.is_input ? nullptr : std::get_if<Expand>(&job_.steps[static_cast<std::size_t>(from.index)].op);
  if (expand == nullptr || (expand->rollup.empty() && expand->cube.empty())) return {};
  const Keys& columns = expand->cube.empty() ? expand->rollup : expand->cube;
  if (columns.size() > most_columns) return {};
  const double sets = expand->copies();
  KeyShares all;
  const auto add = [&](const Keys& of_set) {
    KeyShares shares = of_set.empty() ? KeyShares{{1, 1}} : shares_over(of_set, among, rows / sets);
    if (shares.empty()) return false;
    for (const KeyTier& tier : shares) all.push_back({tier.values, tier.each / sets});
    return true;
  };
  const std::size_t subsets = std::size_t{1} << columns.size();
  for (std::size_t chosen = 0; chosen < subsets; ++chosen) {
    const bool prefix = ((chosen + 1) & chosen) == 0;
    if (expand->cube.empty() && !prefix) continue;
    Keys of_set;
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (((chosen >> i) & 1) != 0 && std::ranges::binary_search(keys, columns[i])) of_set.push_back(columns[i]);
    if (!add(of_set)) return {};
  }
  return all;
}

void ColumnLedger::note_groups(int step, const Keys& keys, std::optional<Rows> groups, const Flow& in) {
  StepColumns& told = ledger_.step_columns[static_cast<std::size_t>(step)];
  const ItemSet among = incoming(job_.steps[static_cast<std::size_t>(step)]);
  told.groups = over_sets(step, keys, among, in.rows);
  if (told.groups.empty()) told.groups = shares_over(keys, among, in.rows);
  if (told.groups.empty()) return;
  if (groups) told.groups = with_groups(std::move(told.groups), *groups, in.rows);
  told.runs = runs_of(step, keys, among, in, told.within_runs);
}

/// Runs of the order in which the input lies that the step's rows come from, of columns among the keys; 0: none.
/// `within`: over the other keys.
double ColumnLedger::runs_of(int step, const Keys& keys, const ItemSet& among, const Flow& in, KeyShares& within) {
  Source from = job_.steps[static_cast<std::size_t>(step)].from.front();
  while (!from.is_input) from = job_.steps[static_cast<std::size_t>(from.index)].from.front();
  const Input& input = job_.inputs[static_cast<std::size_t>(from.index)];
  ledger_.step_columns[static_cast<std::size_t>(step)].in_order_of = from.index;
  Keys in_order;
  for (const Key key : input.ordered_by) {
    if (!std::ranges::binary_search(keys, key)) break;
    in_order.push_back(key);
  }
  if (in_order.empty() && !input.clustered_by.empty() && std::ranges::includes(keys, input.clustered_by))
    in_order = input.clustered_by;
  if (in_order.empty()) return 0;
  Keys rest;
  for (const Key key : keys)
    if (std::ranges::find(in_order, key) == in_order.end()) rest.push_back(key);
  double runs = 1;
  for (const Key key : in_order)
    if (const auto found = sets_.find(among, key)) runs *= std::max(1.0, distinct_of(*found, in.rows).value);
  within = rest.empty() ? KeyShares{{1, 1}} : shares_over(rest, among, in.rows);
  return within.empty() ? 0 : std::min(runs, in.rows.value);
}

/// How many values of a column a group of so many rows has.
double ColumnLedger::values_of_group(std::size_t item, double rows) const {
  const Rows distinct = distinct_of(item, Rows{INFINITY});
  if (!(distinct.value < 1e15)) return rows;
  return groups_in(shares_of(*sets_.items[item].column, distinct, Rows{1e12}, c_), Rows{rows}).value;
}

/// UnsafeRow of a partial aggregate: keys, then buffers; a whole row in Arrow's columns.
void ColumnLedger::note_partial(int step, const Aggregate& aggregate, const Flow& in) {
  StepColumns& told = ledger_.step_columns[static_cast<std::size_t>(step)];
  const ItemSet among = incoming(job_.steps[static_cast<std::size_t>(step)]);
  const double match = job_.spark.codec == Codec::zstd ? k_.zstd_match.value : k_.lz4_match.value;
  const double groups = told.groups.empty() ? 1 : groups_in(told.groups, in.rows).value;
  double memory = 0, shuffled = 0, fields = 0;
  // Several functions count the same rows: all but the first repeat what stands before them.
  constexpr double counted_before = 0.5;
  double count = match + std::log2(std::max(2.0, in.rows.value / std::max(1.0, groups))) / 8;
  const ItemSet& made = sets_.steps[static_cast<std::size_t>(step)].makes;
  const bool mixed = mixed_before(job_.steps[static_cast<std::size_t>(step)]);
  for (const Key key : aggregate.keys)
    if (const auto found = sets_.find(among, key)) {
      const std::size_t grouped = sets_.find(made, key).value_or(*found);
      const double as_read = mixed ? widths_[*found].mixed_shuffled : widths_[*found].shuffled;
      memory += widths_[grouped].memory;
      shuffled += std::min(widths_[grouped].shuffled, as_read);
      ++fields;
    }
  for (const AggregateValue& value : aggregate.values) {
    if (value.function == AggregateFunction::count_distinct) continue;
    ColumnType of{TypeKind::double_};
    double wide = word, narrow = k_.double_bytes.value + 0.6;
    if (value.of.size() == 1)
      if (const auto found = sets_.find(among, value.of.front()); found && sets_.items[*found].column != nullptr) {
        of = sets_.items[*found].column->type;
        wide = widths_[*found].memory;
        const bool extreme = value.function == AggregateFunction::min || value.function == AggregateFunction::max ||
                             value.function == AggregateFunction::first || value.function == AggregateFunction::last;
        const bool rounded = widths_[*found].distinct < in.rows.value / 100;
        if (extreme)
          narrow = widths_[*found].mixed_shuffled;
        else if (rounded && (of.kind == TypeKind::double_ || of.kind == TypeKind::float_))
          narrow = match + rounded_digits;
        else if (of.kind != TypeKind::double_ && of.kind != TypeKind::float_)
          narrow = sum_bytes(widths_[*found].distinct, in.rows.value, in.rows.value / std::max(1.0, groups), match);
      }
    if (value.function == AggregateFunction::collect_list || value.function == AggregateFunction::collect_set) {
      const auto of_column = value.of.size() == 1 ? sets_.find(among, value.of.front()) : std::nullopt;
      if (of_column) narrow = widths_[*of_column].shuffled;
      memory += collected_header;
      fields += 1;
      shuffled += 2 * match;
      if (value.function == AggregateFunction::collect_list || !of_column ||
          sets_.items[*of_column].column == nullptr) {
        told.collected_memory += Bytes{wide};
        told.collected_shuffled += Bytes{narrow};
      } else {  // each value once
        const double differ = values_of_group(*of_column, in.rows.value / std::max(1.0, groups));
        memory += differ * wide;
        // Groups that have nearly all values have nearly the same array.
        const double all = std::max(differ, distinct_of(*of_column, Rows{INFINITY}).value);
        shuffled += differ * narrow * (1 - std::pow(differ / all, 2));
      }
      continue;
    }
    const Buffer buffer = buffer_of(value.function, of, narrow, count, k_);
    if (counts_rows(value.function)) count = counted_before;
    memory += word * buffer.fields;
    if (of.kind == TypeKind::decimal &&
        (value.function == AggregateFunction::sum || value.function == AggregateFunction::avg))
      memory += 2 * word;
    if (has_variable_part(of) && (buffer.fields == 2 || buffer.fields == 1)) memory += std::max(0.0, wide - word);
    shuffled += buffer.shuffled;
    fields += buffer.fields;
  }
  told.partial_memory = Bytes{memory + (unsafe_rows_ ? null_bits(std::max(1.0, fields)) : 0)};
  told.partial_shuffled = Bytes{shuffled + row_begins()};
}

/// Pairs of the keys and a counted value go first, then the groups with their counts. Of several counted columns, each
/// row goes once for each, and once more for what else is gathered, with a number that tells these apart.
void ColumnLedger::note_distinct(int step, const Aggregate& aggregate, const Flow& in) {
  StepColumns& told = ledger_.step_columns[static_cast<std::size_t>(step)];
  const ItemSet among = incoming(job_.steps[static_cast<std::size_t>(step)]);
  const auto counted = static_cast<double>(aggregate.distinct.size());
  const double match = job_.spark.codec == Codec::zstd ? k_.zstd_match.value : k_.lz4_match.value;
  Bytes memory{}, shuffled{};
  for (const Key column : aggregate.distinct) {
    Keys both = aggregate.keys;
    both.insert(std::ranges::lower_bound(both, column), column);
    KeyShares shares = shares_over(both, among, in.rows);
    const auto found = sets_.find(among, column);
    if (shares.empty() || !found) return told.pairs.clear();
    if (aggregate.distinct_pairs && counted == 1)
      shares = with_groups(std::move(shares), at(*aggregate.distinct_pairs, c_), in.rows);
    told.distinct_pairs += groups_in(shares, in.rows);
    if (counted == 1) told.pair_runs = runs_of(step, both, among, in, told.pairs_within_runs);
    told.pairs.push_back(std::move(shares));
    memory += Bytes{unsafe_rows_ ? word + (widths_[*found].memory - word) / counted : widths_[*found].memory};
    shuffled += Bytes{widths_[*found].shuffled} / counted;
  }
  if (counted > 1) {
    memory += Bytes{word};
    shuffled += Bytes{match};
    const bool else_gathered = std::ranges::any_of(aggregate.values, [](const AggregateValue& value) {
      return value.function != AggregateFunction::count_distinct;
    });
    if (else_gathered) told.pairs.push_back(told.groups);
  }
  told.pair_memory = told.partial_memory + memory;
  told.pair_shuffled = told.partial_shuffled + shuffled;
  told.partial_memory += Bytes{word} * counted;
  told.partial_shuffled += Bytes{match + 1} * counted;
}

/// first() of each column that is no key keeps the value and whether there is one.
void ColumnLedger::note_dedup(int step, const Dedup& dedup) {
  StepColumns& told = ledger_.step_columns[static_cast<std::size_t>(step)];
  const ItemSet& out = sets_.steps[static_cast<std::size_t>(step)].needed;
  double memory = 0, shuffled = 0, fields = 0;
  const auto add = [&](std::size_t id) {
    const bool key = dedup.all_columns || std::ranges::binary_search(dedup.keys, sets_.items[id].name);
    memory += widths_[id].memory + (key || !unsafe_rows_ ? 0 : word);
    shuffled += widths_[id].shuffled;
    fields += key ? 1 : 2;
  };
  ItemSet kept = out;
  for (const Key key : dedup.keys)
    if (const auto found = sets_.find(incoming(job_.steps[static_cast<std::size_t>(step)]), key)) kept.add(*found);
  kept.each(add);
  told.partial_memory = Bytes{memory + (unsafe_rows_ ? null_bits(fields) : 0)};
  told.partial_shuffled = Bytes{shuffled + row_begins()};
}

}  // namespace sizer

// Bytes of flows from the columns in them.
#include "columns/ledger.h"

#include <algorithm>
#include <cmath>

namespace sizer {
namespace {

constexpr double word = 8;
constexpr double rounded_digits = 3.7;  // bytes of a double of few digits that differ from one to the next
/// Of a list that is gathered: its field, and within it a row of one field that holds the array.
constexpr double collected_header = 5 * word;

/// Null bits of an UnsafeRow of so many fields.
double null_bits(double fields) {
  return word * std::ceil(fields / 64);
}

bool is_columnar(Format format) {
  return format == Format::parquet || format == Format::orc || format == Format::cached;
}

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

/// True where rows meet others than those that they were read with.
bool step_mixes(const Operator& op) {
  return std::holds_alternative<Aggregate>(op) || std::holds_alternative<Join>(op) ||
         std::holds_alternative<Dedup>(op) || std::holds_alternative<Window>(op) || std::holds_alternative<Sort>(op) ||
         std::holds_alternative<Repartition>(op) || std::holds_alternative<Exchange>(op);
}

/// What tells a sum of so many whole numbers from others: their own digits, and those that adding brings. Of numbers
/// that hardly repeat it is not known how far apart they lie.
double sum_bytes(double distinct, double rows, double rows_a_group, double match) {
  constexpr double unknown_spread = 2;
  const double own = std::log2(std::max(2.0, distinct)) / 8 + (distinct > rows / 2 ? unknown_spread : 0);
  return match + own + std::log2(std::max(1.0, rows_a_group)) / 8;
}

}  // namespace

ColumnLedger::ColumnLedger(const Job& job, const ConstantValues& k, Case c, Ledger& ledger)
    : job_(job),
      k_(k),
      c_(c),
      ledger_(ledger),
      unsafe_rows_(job.engine->rows == RowForm::unsafe_row),
      sets_(column_sets(job)),
      widths_(sets_.items.size()),
      mixed_(job.steps.size(), 0) {
  ledger_.input_columns.resize(job.inputs.size());
  ledger_.step_columns.resize(job.steps.size());
}

ColumnLedger::Width ColumnLedger::width_of(const Column& column, const ColumnState& state, Rows rows) const {
  const Codec codec = job_.spark.codec.value_or(Codec::lz4);
  const ColumnBytes bytes = bytes_of(column, state, rows, codec, k_, c_);
  Width made;
  made.memory = unsafe_rows_ ? word + bytes.unsafe : bytes.arrow;
  made.text = bytes.text;
  made.planned = bytes.planned;
  made.uncertain = bytes.uncertain;
  made.distinct = state.distinct;
  made.stored = made.mixed_stored = bytes.stored;
  made.shuffled = made.mixed_shuffled = bytes.shuffled;
  if (state.in_order || state.run > 0) {
    const ColumnBytes mixed =
        bytes_of(column, {state.distinct, state.row_group, 0, state.unknown_spread}, rows, codec, k_, c_);
    made.mixed_stored = mixed.stored;
    made.mixed_shuffled = mixed.shuffled;
  }
  return made;
}

ColumnLedger::Width ColumnLedger::lump_of(const Flow& flow) const {
  Width made;
  made.lump = true;
  if (flow.rows.value <= 0) return made;
  const double rows = flow.rows.value;
  made.memory = made.planned = flow.memory.value / rows;  // types of what has no names are not known
  made.stored = made.mixed_stored = made.text = flow.stored.value / rows;
  made.shuffled = made.mixed_shuffled = flow.shuffled.value / rows;
  return made;
}

ColumnState ColumnLedger::state_of(const Input& input, const Column& column, Rows rows) const {
  ColumnState state;
  state.distinct = column.distinct ? at(*column.distinct, c_).value : rows.value;
  state.distinct = std::clamp(state.distinct, 1.0, std::max(1.0, rows.value));
  if (input.files) state.row_group = std::min(1e6, rows.value / std::max(1.0, at(*input.files, c_).value));
  state.unknown_spread = state.distinct > rows.value / 2;
  state.in_order = !input.ordered_by.empty() && input.ordered_by.front() == column.name;
  const bool together = state.in_order || (input.clustered_by.size() == 1 && input.clustered_by.front() == column.name);
  if (together) state.run = rows.value / state.distinct;
  return state;
}

ColumnLedger::Width ColumnLedger::sum(const ItemSet& items) const {
  Width all;
  double fields = 0;
  items.each([&](std::size_t id) {
    const Width& each = widths_[id];
    all.memory += each.memory;
    all.stored += each.stored;
    all.text += each.text;
    all.shuffled += each.shuffled;
    all.planned += each.planned;
    all.mixed_stored += each.mixed_stored;
    all.mixed_shuffled += each.mixed_shuffled;
    if (!each.lump) ++fields;
  });
  if (unsafe_rows_) all.memory += null_bits(fields);
  all.planned += word;
  return all;
}

bool ColumnLedger::is_lump(const ItemSet& items) const {
  bool known = false;
  items.each([&](std::size_t id) { known = known || !widths_[id].lump; });
  return !known;
}

Flow ColumnLedger::flow_of(const ItemSet& items, Rows rows, bool columnar, bool mixed) const {
  const Width width = sum(items);
  const double stored = !columnar ? width.text : mixed ? width.mixed_stored : width.stored;
  return {rows, rows * Bytes{stored}, rows * Bytes{width.memory},
          rows * Bytes{mixed ? width.mixed_shuffled : width.shuffled}, columnar};
}

bool ColumnLedger::mixed_before(const Step& step) const {
  return std::ranges::any_of(step.from, [&](const Source& source) {
    return !source.is_input && mixed_[static_cast<std::size_t>(source.index)] != 0;
  });
}

void ColumnLedger::read(int index, Flow& flow) {
  const auto i = static_cast<std::size_t>(index);
  const Input& input = job_.inputs[i];
  InputColumns& told = ledger_.input_columns[i];
  const ItemSet& all = sets_.of_inputs[i];
  const ItemSet& read = sets_.read[i];
  told.in_order = !input.ordered_by.empty() || !input.clustered_by.empty();
  if (input.columns.empty()) {
    all.each([&](std::size_t id) { widths_[id] = lump_of(flow); });
    return;
  }
  const Fraction partitions = input.partitions_read ? at(*input.partitions_read, c_) : 1;
  const double others = input.others ? at(*input.others, c_).value : 0;
  const auto measure = [&](Rows rows) {
    all.each([&](std::size_t id) {
      const Column* const column = sets_.items[id].column;
      if (column != nullptr) {
        widths_[id] = width_of(*column, state_of(input, *column, rows), rows);
        return;
      }
      const Bytes stored_share{0.5};  // of what has no names
      widths_[id] = lump_of({Rows{1}, others * stored_share, Bytes{others}, others * stored_share, true});
      widths_[id].uncertain = true;
    });
  };
  Rows whole_rows = input.rows ? at(*input.rows, c_) : partitions > 0 ? flow.rows / partitions : flow.rows;
  measure(whole_rows);
  const bool columnar = is_columnar(input.format);
  const auto stored = [&](const ItemSet& items) { return columnar ? sum(items).stored : sum(items).text; };
  if (!input.rows && input.size && !input.row_width && stored(all) > 0) {
    whole_rows = Rows{at(*input.size, c_).value / stored(all)};
    measure(whole_rows);
  }
  // What is given of whole rows is right: columns share it, and where rules are least sure they are bent first.
  const Bytes size = input.size ? at(*input.size, c_) : whole_rows * Bytes{stored(all)};
  const auto scale = [&](double Width::*part, double factor, bool uncertain_alone = false) {
    all.each([&](std::size_t id) {
      if (!uncertain_alone || widths_[id].uncertain) widths_[id].*part *= factor;
    });
  };
  if (whole_rows.value > 0 && stored(all) > 0) {
    const double wanted = size.value / whole_rows.value;
    double uncertain = 0;
    if (columnar) all.each([&](std::size_t id) { uncertain += widths_[id].uncertain ? widths_[id].stored : 0; });
    constexpr double least = 0.3, most = 1.4;
    if (uncertain > 0) {
      const double factor = std::clamp((wanted - stored(all) + uncertain) / uncertain, least, most);
      scale(&Width::stored, factor, true);
      scale(&Width::mixed_stored, factor, true);
    }
    const double factor = wanted / stored(all);
    scale(columnar ? &Width::stored : &Width::text, factor);
    if (columnar) scale(&Width::mixed_stored, factor);
  }
  if (input.row_width) scale(&Width::memory, at(*input.row_width, c_).value / sum(read).memory);

  told.stored = !columnar             ? 1
                : input.columns_read  ? at(*input.columns_read, c_)
                : sum(all).stored > 0 ? sum(read).stored / sum(all).stored
                                      : 1;
  told.planned = sum(read).planned / sum(all).planned;
  Flow made = flow_of(read, whole_rows * partitions, flow.columnar, false);
  made.stored = size * partitions * told.stored;
  if ((input.compression || input.shuffle_ratio) && made.shuffled.value > 0) {
    const Bytes wanted = input.compression ? made.memory / at_more_is_better(*input.compression, c_)
                                           : made.stored * at(*input.shuffle_ratio, c_);
    scale(&Width::shuffled, wanted / made.shuffled);
    scale(&Width::mixed_shuffled, wanted / made.shuffled);
  }
  made.shuffled = made.rows * Bytes{sum(read).shuffled};
  flow = made;
}

ItemSet ColumnLedger::incoming(const Step& step) const {
  ItemSet in;
  for (const Source source : step.from) in.add(sets_.needed(source));
  return in;
}

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
double ColumnLedger::runs_of(int step, const Keys& keys, const ItemSet& among, const Flow& in,
                             KeyShares& within) const {
  Source from = job_.steps[static_cast<std::size_t>(step)].from.front();
  while (!from.is_input) from = job_.steps[static_cast<std::size_t>(from.index)].from.front();
  const Input& input = job_.inputs[static_cast<std::size_t>(from.index)];
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
        shuffled += differ * narrow;
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
  told.partial_shuffled = Bytes{shuffled};
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
  told.partial_shuffled = Bytes{shuffled};
}

/// Gives the columns that the step makes their bytes.
void ColumnLedger::make_items(int index, const Flow& in, const Flow& out) {
  sets_.steps[static_cast<std::size_t>(index)].makes.each([&](std::size_t id) {
    const ColumnItem& item = sets_.items[id];
    if (item.column == nullptr) {
      widths_[id] = lump_of(out);
      return;
    }
    Column column = *item.column;
    ColumnState state;
    state.distinct = column.distinct ? at(*column.distinct, c_).value : out.rows.value;
    if (item.value != nullptr) {
      const double rows_a_group = out.rows.value > 0 ? in.rows.value / out.rows.value : 1;
      const bool counts = item.value->function == AggregateFunction::count ||
                          item.value->function == AggregateFunction::count_distinct ||
                          item.value->function == AggregateFunction::approx_count_distinct;
      if (counts) state.distinct = std::max(2.0, 4 * rows_a_group);
      if (!column.type.inside.empty() && item.value->of.size() == 1) {
        if (const auto of = sets_.find(incoming(job_.steps[static_cast<std::size_t>(index)]), item.value->of.front());
            of && sets_.items[*of].column != nullptr)
          column.length = sets_.items[*of].column->length;
        column.elements = exactly<double>(rows_a_group);
        if (const auto of = sets_.find(incoming(job_.steps[static_cast<std::size_t>(index)]), item.value->of.front());
            of && sets_.items[*of].column != nullptr) {
          state.distinct = widths_[*of].distinct;
          column.zipf = sets_.items[*of].column->zipf;
          if (item.value->function == AggregateFunction::collect_set)
            column.elements = exactly<double>(values_of_group(*of, rows_a_group));
        }
      } else if (item.value->of.size() == 1) {
        if (const auto of = sets_.find(incoming(job_.steps[static_cast<std::size_t>(index)]), item.value->of.front());
            of && sets_.items[*of].column != nullptr) {
          column.length = sets_.items[*of].column->length;
          const bool adds =
              item.value->function == AggregateFunction::sum || item.value->function == AggregateFunction::avg;
          if (!counts && !adds && widths_[*of].distinct > 0) state.distinct = widths_[*of].distinct;
        }
      }
    }
    state.distinct =
        std::max(1.0, column.type.inside.empty() ? std::min(state.distinct, out.rows.value) : state.distinct);
    if (item.name == -2) state.distinct = 4;  // a grouping set, or whether a partner exists
    widths_[id] = width_of(column, state, out.rows);
  });
}

/// Bytes in Parquet of columns whose values come otherwise than in the input: more often, after a join, or less often.
Bytes ColumnLedger::written_anew(const ItemSet& items, Rows rows) const {
  double width = 0;
  items.each([&](std::size_t id) {
    const Width& known = widths_[id];
    const Column* const column = sets_.items[id].column;
    const double spread = column != nullptr && known.distinct > 0 ? std::min(rows.value, known.distinct) : 0;
    if (spread <= 0 || !column->type.inside.empty()) {
      width += known.mixed_stored;
      return;
    }
    const Codec codec = job_.spark.codec.value_or(Codec::lz4);
    const double stored = bytes_of(*column, {spread}, rows, codec, k_, c_).stored;
    width += std::min(known.mixed_stored, stored);
  });
  return rows * Bytes{width};
}

void ColumnLedger::leave(int index, Flow& flow) {
  const auto i = static_cast<std::size_t>(index);
  const Step& step = job_.steps[i];
  StepColumns& told = ledger_.step_columns[i];
  const Flow& in = ledger_.of(step.from.front());
  told.planned_in = sum(sets_.needed(step.from.front())).planned;

  if (const auto* const aggregate = std::get_if<Aggregate>(&step.op)) {
    const bool said = aggregate->groups || aggregate->reduction;
    note_groups(index, aggregate->keys, said ? std::optional(flow.rows) : std::nullopt, in);
    if (!said && !aggregate->keys.empty() && !told.groups.empty()) {
      const Rows groups = groups_in(told.groups, in.rows);
      flow = flow.scaled(flow.rows.value > 0 ? groups / flow.rows : 0);
    }
  } else if (const auto* const dedup = std::get_if<Dedup>(&step.op)) {
    Keys keys = dedup->keys;
    if (dedup->all_columns) {
      incoming(step).each([&](std::size_t id) { keys.push_back(sets_.items[id].name); });
      std::ranges::sort(keys);
    }
    note_groups(index, keys, dedup->keeps ? std::optional(flow.rows) : std::nullopt, in);
    if (!dedup->keeps && !told.groups.empty()) {
      const Rows groups = groups_in(told.groups, in.rows);
      flow = flow.scaled(flow.rows.value > 0 ? groups / flow.rows : 0);
    }
    note_dedup(index, *dedup);
  } else if (const auto* const window = std::get_if<Window>(&step.op)) {
    note_groups(index, window->partition_by, window->groups ? std::optional(at(*window->groups, c_)) : std::nullopt,
                in);
    if (window->limit && !window->groups && !told.groups.empty() && in.rows.value > 0)
      flow = in.scaled(passed_on(told.groups, in.rows, 1, at(*window->limit, c_).value) / in.rows);
  } else if (const auto* const generate = std::get_if<Generate>(&step.op)) {
    if (const auto array =
            generate->column.empty() ? std::nullopt : sets_.find(incoming(step), generate->column.front());
        array && !generate->rows_out && sets_.items[*array].column != nullptr) {
      const auto& elements = sets_.items[*array].column->elements;
      const double rows = elements ? at(*elements, c_) : k_.array_elements;
      flow = in.scaled(generate->outer ? std::max(1.0, rows) : rows);
    }
  }
  make_items(index, in, flow);
  if (const auto* const aggregate = std::get_if<Aggregate>(&step.op); aggregate != nullptr && !aggregate->width) {
    if (!aggregate->values.empty() || !aggregate->distinct.empty()) note_partial(index, *aggregate, in);
    if (!aggregate->distinct.empty()) note_distinct(index, *aggregate, in);
  }
  mixed_[i] = mixed_before(step) || step_mixes(step.op) ? 1 : 0;

  const ItemSet& out = sets_.steps[i].needed;
  told.planned_out = sum(out).planned;
  if (is_lump(out)) return;
  const auto* const write = std::get_if<Write>(&step.op);
  const bool columnar = write != nullptr ? is_columnar(write->format) : flow.columnar;
  Flow made = flow_of(out, flow.rows, columnar, mixed_[i] != 0);
  if (write != nullptr) {
    if (write->size || write->ratio)
      made.stored = flow.stored;
    else if (columnar && mixed_[i] != 0)
      made.stored = written_anew(out, flow.rows);
    if (write->format == Format::json) {  // names of fields with each row
      out.each([&](std::size_t id) {
        if (sets_.items[id].name >= 0)
          made.stored += flow.rows * Bytes{job_.keys[static_cast<std::size_t>(sets_.items[id].name)].size() + 4.0};
      });
    }
  }
  flow = made;
}

}  // namespace sizer

// Bytes of flows from the columns in them.
#include "columns/ledger.h"

#include <algorithm>
#include <cmath>

#include "sizer/engine_defaults.h"

namespace sizer {
namespace {

/// True where rows meet others than those that they were read with.
bool step_mixes(const Operator& op) {
  return std::holds_alternative<Aggregate>(op) || std::holds_alternative<Join>(op) ||
         std::holds_alternative<Dedup>(op) || std::holds_alternative<Window>(op) || std::holds_alternative<Sort>(op) ||
         std::holds_alternative<Repartition>(op) || std::holds_alternative<Exchange>(op) ||
         std::holds_alternative<RandomShuffle>(op);
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
  if (unsafe_rows_) find_hashed();
}

void ColumnLedger::find_hashed() {
  hashed_inputs_.resize(job_.inputs.size());
  hashed_steps_.resize(job_.steps.size());
  std::vector<int> readers(job_.steps.size(), 0);
  for (const Step& step : job_.steps) {
    for (std::size_t side = 0; side < step.from.size(); ++side) {
      const Source source = step.from[side];
      const auto index = static_cast<std::size_t>(source.index);
      Keys& by = source.is_input ? hashed_inputs_[index] : hashed_steps_[index];
      const bool first = source.is_input || ++readers[index] == 1;
      if (!first)
        by.clear();
      else if (const auto* const join = std::get_if<Join>(&step.op))
        by = side == 0 ? join->left_on : join->right_on;
      else if (const auto* const window = std::get_if<Window>(&step.op); window != nullptr && !window->limit)
        by = window->partition_by;
      else if (const auto* const spread = std::get_if<Repartition>(&step.op))
        by = spread->by;
    }
  }
}

/// What a codec saves of each row that comes behind one of the same keys: hashed rows of common keys lie in their
/// partitions with few others.
Bytes ColumnLedger::met_again(Source source, const ItemSet& items, Rows rows, bool mixed) const {
  if (!unsafe_rows_ || rows.value <= 0) return {};
  const auto index = static_cast<std::size_t>(source.index);
  const Keys& keys = source.is_input ? hashed_inputs_[index] : hashed_steps_[index];
  if (keys.empty()) return {};
  const double partitions = std::max(1, job_.spark.shuffle_partitions.value_or(*spark_defaults.shuffle_partitions));
  double behind_its_like = 0;
  for (const KeyTier& tier : shares_over(keys, items, rows))
    behind_its_like += tier.values * tier.each * tier.each / (tier.each + (1 - tier.each) / partitions);
  double width = 0;
  for (const Key key : keys)
    if (const auto found = sets_.find(items, key))
      width += mixed ? widths_[*found].mixed_shuffled : widths_[*found].shuffled;
  return Bytes{behind_its_like * width};
}

ColumnLedger::Width ColumnLedger::width_of(const Column& column, const ColumnState& state, Rows rows, Case c) const {
  const Codec codec = job_.spark.codec.value_or(Codec::lz4);
  const ColumnBytes bytes = bytes_of(column, state, rows, codec, k_, c);
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
        bytes_of(column, {state.distinct, state.row_group, 0, state.unknown_spread}, rows, codec, k_, c);
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

ColumnState ColumnLedger::state_of(const Input& input, const Column& column, Rows rows, Case c) const {
  ColumnState state;
  state.distinct = column.distinct ? at(*column.distinct, c).value : rows.value;
  state.distinct = std::clamp(state.distinct, 1.0, std::max(1.0, rows.value));
  if (input.files) state.row_group = std::min(1e6, rows.value / std::max(1.0, at(*input.files, c).value));
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
  if (fields > 0) {
    all.shuffled += row_begins();
    all.mixed_shuffled += row_begins();
  }
  all.planned += word;
  return all;
}

double ColumnLedger::row_begins() const {
  return unsafe_rows_ && job_.spark.codec != Codec::zstd ? k_.lz4_row.value : 0;
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
  if (input.columns.empty()) {
    all.each([&](std::size_t id) { widths_[id] = lump_of(flow); });
    return;
  }
  const Fraction partitions = input.partitions_read ? at(*input.partitions_read, c_) : 1;
  const auto measure = [&](Rows rows, Case c) {
    all.each([&](std::size_t id) {
      const Column* const column = sets_.items[id].column;
      if (column != nullptr) {
        widths_[id] = width_of(*column, state_of(input, *column, rows, c), rows, c);
        return;
      }
      const double others = input.others ? at(*input.others, c).value : 0;
      const Bytes stored_share{0.5};  // of what has no names
      widths_[id] = lump_of({Rows{1}, others * stored_share, Bytes{others}, others * stored_share, true});
      widths_[id].uncertain = true;
    });
  };
  Rows whole_rows = input.rows ? at(*input.rows, c_) : partitions > 0 ? flow.rows / partitions : flow.rows;
  measure(whole_rows, c_);
  const bool columnar = is_columnar(input.format);
  const auto stored = [&](const ItemSet& items) { return columnar ? sum(items).stored : sum(items).text; };
  if (!input.rows && input.size && !input.row_width && stored(all) > 0) {
    // Wider rows are fewer of them: each is at its best where few bytes are best.
    measure(whole_rows, opposite(c_));
    const double width = columnar ? stored(all) / k_.stored_of_columns / k_.rows_of_columns : stored(all);
    whole_rows = Rows{at(*input.size, c_).value / width};
    measure(whole_rows, c_);
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
  if (input.row_width) {
    double fields = 0;
    read.each([&](std::size_t id) { fields += widths_[id].memory; });
    const double bits = sum(read).memory - fields, wanted = at(*input.row_width, c_).value;
    if (fields > 0) scale(&Width::memory, std::max(wanted - bits, wanted / 2) / fields);
  }

  const double share = sum(all).stored > 0 ? sum(read).stored / sum(all).stored : 1;
  told.stored = !columnar            ? 1
                : input.columns_read ? at(*input.columns_read, c_)
                : share < 1          ? std::min(1.0, share * k_.read_of_columns)
                                     : 1;
  told.planned = sum(read).planned / sum(all).planned;
  Flow made = flow_of(read, whole_rows * partitions, flow.columnar, false);
  made.stored = size * partitions * told.stored;
  const bool given = input.compression || input.shuffle_ratio;
  if (given && made.shuffled.value > 0) {
    const Bytes wanted = input.compression ? made.memory / at_more_is_better(*input.compression, c_)
                                           : made.stored * at(*input.shuffle_ratio, c_);
    const Bytes beside = made.rows * Bytes{row_begins()};  // which sum() adds again
    const double factor = std::max(Bytes{}, wanted - beside) / std::max(Bytes{1}, made.shuffled - beside);
    scale(&Width::shuffled, factor);
    scale(&Width::mixed_shuffled, factor);
  }
  made.shuffled =
      made.rows * (Bytes{sum(read).shuffled} - (given ? Bytes{} : met_again({true, index}, read, made.rows, false)));
  flow = made;
}

ItemSet ColumnLedger::incoming(const Step& step) const {
  ItemSet in;
  for (const Source source : step.from) in.add(sets_.needed(source));
  return in;
}

/// Gives the columns that the step makes their bytes.
void ColumnLedger::make_items(int index, const Flow& in, const Flow& out) {
  const ItemSet in_here = incoming(job_.steps[static_cast<std::size_t>(index)]);
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
      const auto of = item.value->of.size() == 1 ? sets_.find(in_here, item.value->of.front()) : std::nullopt;
      const Column* const read = of ? sets_.items[*of].column : nullptr;
      const bool gathers = !column.type.inside.empty();
      if (gathers) column.elements = exactly<double>(rows_a_group);
      if (read != nullptr) {
        const bool averages = item.value->function == AggregateFunction::avg;
        const bool adds = item.value->function == AggregateFunction::sum || averages;
        const bool whole = read->type.kind != TypeKind::double_ && read->type.kind != TypeKind::float_;
        // Sums of few numbers are few: as many as there are numbers times rows, and means so many times more.
        if (adds && whole && widths_[*of].distinct > 0)
          state.distinct =
              widths_[*of].distinct * std::max(1.0, rows_a_group) * (averages ? std::max(1.0, rows_a_group) : 1);
        column.length = read->length;
        if (gathers || (!counts && !adds && widths_[*of].distinct > 0)) state.distinct = widths_[*of].distinct;
        if (gathers) column.zipf = read->zipf;
        if (item.value->function == AggregateFunction::collect_set)
          column.elements = exactly<double>(values_of_group(*of, rows_a_group));
      }
    }
    state.distinct =
        std::max(1.0, column.type.inside.empty() ? std::min(state.distinct, out.rows.value) : state.distinct);
    if (item.name == -2) state.distinct = 4;  // a grouping set, or whether a partner exists
    widths_[id] = width_of(column, state, out.rows, c_);
  });
}

/// Where the keys of one side are its own rows' names, its columns have behind the join as many values as keys of the
/// other side have found a partner.
void ColumnLedger::note_join(const Step& step, const Join& join, const Flow& out) {
  if (join.left_on.size() != 1 || join.right_on.size() != 1 || join.type != JoinType::inner) return;
  const Key keys[] = {join.left_on.front(), join.right_on.front()};
  for (const std::size_t one : {std::size_t{1}, std::size_t{0}}) {
    const Flow &named = ledger_.of(step.from[one]), &many = ledger_.of(step.from[1 - one]);
    const auto name = sets_.find(sets_.needed(step.from[one]), keys[one]);
    const auto key = sets_.find(sets_.needed(step.from[1 - one]), keys[1 - one]);
    constexpr double nearly_all = 0.9;
    if (!name || !key || distinct_of(*name, named.rows) < nearly_all * named.rows || many.rows.value <= 0) continue;
    const double found = std::min(1.0, out.rows / many.rows);
    const double met = std::min(named.rows.value, distinct_of(*key, many.rows).value * found);
    if (met <= 0) continue;
    ItemSet meeting = sets_.needed(step.from[one]);
    meeting.add(*key);
    meeting.each([&](std::size_t id) {
      if (widths_[id].distinct > 0) widths_[id].distinct = std::min(widths_[id].distinct, met);
    });
    return;
  }
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
  // A join is planned as the product of its sides, with the columns of both; a union as one side after the other.
  const bool joins = sides_of(step.op) == Sides::two;
  told.planned_in = sum(joins ? incoming(step) : sets_.needed(step.from.front())).planned;

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
  if (const auto* const join = std::get_if<Join>(&step.op)) note_join(step, *join, flow);
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
  made.shuffled -= made.rows * met_again({false, index}, out, flow.rows, mixed_[i] != 0);
  if (write != nullptr) {
    if (write->size || write->ratio)
      made.stored = flow.stored;
    else if (columnar)
      made.stored = (mixed_[i] != 0 ? written_anew(out, flow.rows) : made.stored) * k_.written_of_columns;
    if (write->format == Format::json) {  // names of fields with each row
      out.each([&](std::size_t id) {
        if (sets_.items[id].name >= 0)
          made.stored +=
              flow.rows *
              Bytes{static_cast<double>(job_.keys[static_cast<std::size_t>(sets_.items[id].name)].size()) + 4};
      });
    }
  }
  flow = made;
}

}  // namespace sizer

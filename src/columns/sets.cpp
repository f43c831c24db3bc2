// Which columns pass along each edge: forward, what could; backward, what is needed.
#include "columns/sets.h"

#include <algorithm>
#include <concepts>

namespace sizer {
namespace {

/// What comes of it: whether anything but numbers goes on.
ColumnType type_of_value(AggregateFunction function, const ColumnType& of) {
  constexpr int most_digits = 38;
  switch (function) {
    case AggregateFunction::sum:
      if (of.kind == TypeKind::decimal)
        return {.kind = TypeKind::decimal, .precision = std::min(most_digits, of.precision + 10), .scale = of.scale};
      return {of.kind == TypeKind::double_ || of.kind == TypeKind::float_ ? TypeKind::double_ : TypeKind::long_};
    case AggregateFunction::avg:
      if (of.kind == TypeKind::decimal)
        return {.kind = TypeKind::decimal,
                .precision = std::min(most_digits, of.precision + 4),
                .scale = std::min(most_digits, of.scale + 4)};
      return {TypeKind::double_};
    case AggregateFunction::stddev:
    case AggregateFunction::variance:
      return {TypeKind::double_};
    case AggregateFunction::count:
    case AggregateFunction::count_distinct:
    case AggregateFunction::approx_count_distinct:
      return {TypeKind::long_};
    case AggregateFunction::collect_list:
    case AggregateFunction::collect_set:
      return {.kind = TypeKind::array, .inside = {of}};
    default:
      return of;
  }
}

class Builder {
 public:
  explicit Builder(const Job& job) : job_(job) {}

  ColumnSets build() {
    for (std::size_t i = 0; i < job_.inputs.size(); ++i) input(i);
    sets_.steps.resize(job_.steps.size());
    for (std::size_t i = 0; i < job_.steps.size(); ++i) forward(i);
    backward();
    return std::move(sets_);
  }

 private:
  void input(std::size_t i) {
    const Input& input = job_.inputs[i];
    const Source source{true, static_cast<int>(i)};
    ItemSet all;
    for (const Column& column : input.columns) all.add(item({column.name, &column, source, nullptr}));
    if (input.columns.empty() || input.others) all.add(item({-1, nullptr, source, nullptr}));
    sets_.of_inputs.push_back(std::move(all));
  }

  std::size_t item(ColumnItem made) {
    sets_.items.push_back(made);
    return sets_.items.size() - 1;
  }

  const ItemSet& out_of(Source source) const {
    const auto index = static_cast<std::size_t>(source.index);
    return source.is_input ? sets_.of_inputs[index] : sets_.steps[index].out;
  }

  /// Items of these names among `from`. One that is not there may be anything that is.
  void find(const Keys& names, const ItemSet& from, ItemSet& into) {
    for (const Key name : names) {
      if (const auto found = sets_.find(from, name))
        into.add(*found);
      else
        unexplained_ = true;
    }
  }

  void forward(std::size_t i) {
    const Step& step = job_.steps[i];
    StepItems& made = sets_.steps[i];
    step_ = {false, static_cast<int>(i)};
    in_ = {};
    for (const Source source : step.from) in_.add(out_of(source));
    unexplained_ = false;
    std::visit([&](const auto& op) { take(op, step, made); }, step.op);
    const bool names_sets =
        !step.from.front().is_input &&
        std::holds_alternative<Expand>(job_.steps[static_cast<std::size_t>(step.from.front().index)].op);
    if (unexplained_ && !names_sets) made.of_all = true;  // behind grouping sets it may be their number
    made.out.add(made.keeps);
    made.out.add(made.makes);
  }

  void add_columns(const std::vector<Column>& columns, StepItems& made) {
    for (const Column& column : columns) made.makes.add(item({column.name, &column, step_, nullptr}));
  }
  void lump(StepItems& made) {
    made.of_all = true;
    made.makes.add(item({-1, nullptr, step_, nullptr}));
  }
  Column& column(Key name, ColumnType type) {
    Column& made = sets_.made.emplace_back();
    made.name = name;
    made.type = std::move(type);
    return made;
  }

  // ---- The kinds

  void take(const Filter& op, const Step&, StepItems& made) {
    find(op.reads, in_, made.reads);
    made.keeps = in_;
  }
  void take(const Project& op, const Step&, StepItems& made) {
    if (op.columns.empty() && (op.width || op.adds.empty())) return lump(made);
    if (op.columns.empty()) {
      made.keeps = in_;
    } else {
      for (const Key name : op.columns) {
        if (const auto found = sets_.find(in_, name)) {
          made.keeps.add(*found);
        } else {
          made.makes.add(item({name, &column(name, {}), step_, nullptr}));
          unexplained_ = true;
        }
      }
    }
    add_columns(op.adds, made);
  }
  void take(const Join& op, const Step& step, StepItems& made) {
    find(op.left_on, out_of(step.from[0]), made.reads);
    find(op.right_on, out_of(step.from[1]), made.reads);
    sides(op.type, step, made);
    if (op.type == JoinType::inner || op.type == JoinType::left) {
      // Keys of one name are one column.
      ItemSet kept = out_of(step.from[0]);
      out_of(step.from[1]).each([&](std::size_t id) {
        const Key name = sets_.items[id].name;
        if (name < 0 || !std::ranges::binary_search(op.right_on, name) || !sets_.find(out_of(step.from[0]), name))
          kept.add(id);
      });
      made.keeps = std::move(kept);
    }
  }
  void take(const NestedLoopJoin& op, const Step& step, StepItems& made) { sides(op.type, step, made); }
  void sides(JoinType type, const Step& step, StepItems& made) {
    const bool left_alone = type == JoinType::semi || type == JoinType::anti || type == JoinType::existence;
    made.keeps = left_alone ? out_of(step.from[0]) : in_;
    if (type == JoinType::existence) made.makes.add(item({-2, &column(-2, {TypeKind::boolean}), step_, nullptr}));
  }
  void take(const Expand& op, const Step&, StepItems& made) {
    if (op.width) return lump(made);
    find(op.rollup, in_, made.reads);
    find(op.cube, in_, made.reads);
    made.keeps = in_;
    made.makes.add(item({-2, &column(-2, {TypeKind::long_}), step_, nullptr}));
  }
  void take(const Generate& op, const Step&, StepItems& made) {
    const auto array = op.column.empty() ? std::nullopt : sets_.find(in_, op.column.front());
    if (op.width || !array || sets_.items[*array].column == nullptr) return lump(made);
    made.reads.add(*array);
    const Column& of = *sets_.items[*array].column;
    in_.each([&](std::size_t id) {
      if (id != *array) made.keeps.add(id);
    });
    for (const ColumnType& inside : of.type.inside) {
      Column& element = column(of.name, inside);
      element.length = of.length;
      element.distinct = of.distinct;
      element.zipf = of.zipf;
      made.makes.add(item({of.name, &element, step_, nullptr}));
    }
  }
  void take(const Aggregate& op, const Step&, StepItems& made) {
    find(op.keys, in_, made.reads);
    find(op.distinct, in_, made.reads);
    if (op.width || (op.values.empty() && op.distinct.empty())) return lump(made);
    for (const Key key : op.keys) group_by(key, made);
    add_values(op.values, made);
    if (op.values.empty())
      for (std::size_t i = 0; i < op.distinct.size(); ++i)
        made.makes.add(item({-2, &column(-2, {TypeKind::long_}), step_, nullptr}));
  }
  void add_values(const std::vector<AggregateValue>& values, StepItems& made) {
    for (const AggregateValue& value : values) {
      find(value.of, in_, made.reads);
      ColumnType of{TypeKind::double_};  // of an expression
      if (value.of.size() == 1)
        if (const auto found = sets_.find(in_, value.of.front()); found && sets_.items[*found].column != nullptr)
          of = sets_.items[*found].column->type;
      made.makes.add(item({value.name, &column(value.name, type_of_value(value.function, of)), step_, &value}));
    }
  }
  /// Each value of a key is in one group: nulls and common values are as rare as others.
  void group_by(Key key, StepItems& made) {
    const auto found = sets_.find(in_, key);
    if (!found || sets_.items[*found].column == nullptr) return;
    const Column& of = *sets_.items[*found].column;
    Column& grouped = column(key, of.type);
    grouped.distinct = of.distinct;
    grouped.length = of.length;
    grouped.elements = of.elements;
    made.makes.add(item({key, &grouped, step_, nullptr}));
  }
  void take(const Dedup& op, const Step&, StepItems& made) {
    made.keeps = in_;
    if (op.all_columns)
      made.of_all = true;
    else
      find(op.keys, in_, made.reads);
  }
  void take(const Sort& op, const Step&, StepItems& made) {
    find(op.by, in_, made.reads);
    made.keeps = in_;
  }
  void take(const Window& op, const Step&, StepItems& made) {
    find(op.partition_by, in_, made.reads);
    find(op.order_by, in_, made.reads);
    made.keeps = in_;
    add_values(op.values, made);
  }
  void take(const Repartition& op, const Step&, StepItems& made) {
    find(op.by, in_, made.reads);
    made.keeps = in_;
  }
  void take(const Exchange& op, const Step&, StepItems& made) {
    find(op.by, in_, made.reads);
    made.keeps = in_;
  }
  void take(const Union&, const Step& step, StepItems& made) { made.keeps = out_of(step.from[0]); }
  void take(const Map& op, const Step&, StepItems& made) {
    if (op.width) return lump(made);
    made.keeps = in_;
    if (op.reads.empty())
      made.of_all = true;
    else
      find(op.reads, in_, made.reads);
    add_columns(op.adds, made);
  }
  template <class Kind>
  requires(std::same_as<Kind, FirstRows> || std::same_as<Kind, Coalesce> || std::same_as<Kind, RandomShuffle> ||
           std::same_as<Kind, Zip> || std::same_as<Kind, Cache> || std::same_as<Kind, Lookup> ||
           std::same_as<Kind, ExternalCall>) void take(const Kind&, const Step&, StepItems& made) {
    made.keeps = in_;
  }
  void take(const Write&, const Step&, StepItems& made) {
    made.keeps = in_;
    made.of_all = true;
  }
  template <class Other>  // keyed_state, inference: what leaves them is not what came in
  void take(const Other&, const Step&, StepItems& made) {
    lump(made);
  }

  // ---- Backward

  void backward() {
    std::vector<char> has_reader(job_.steps.size(), 0);
    for (const Step& step : job_.steps)
      for (const Source source : step.from)
        if (!source.is_input) has_reader[static_cast<std::size_t>(source.index)] = 1;
    sets_.read.resize(job_.inputs.size());
    for (std::size_t i = job_.steps.size(); i-- > 0;) {
      StepItems& here = sets_.steps[i];
      if (has_reader[i] == 0) here.needed = here.out;
      const Step& step = job_.steps[i];
      for (std::size_t side = 0; side < step.from.size(); ++side) {
        const Source source = step.from[side];
        ItemSet& into = source.is_input ? sets_.read[static_cast<std::size_t>(source.index)]
                                        : sets_.steps[static_cast<std::size_t>(source.index)].needed;
        need_of(here, step, side, into);
      }
    }
  }

  void need_of(const StepItems& here, const Step& step, std::size_t side, ItemSet& into) {
    const ItemSet& from = out_of(step.from[side]);
    if (here.of_all) {
      into.add(from);
      return;
    }
    into.add(here.reads.both(from));
    if (std::holds_alternative<Union>(step.op) && side > 0) {
      here.needed.each([&](std::size_t id) {
        if (const auto found = sets_.find(from, sets_.items[id].name)) into.add(*found);
      });
    } else {
      into.add(here.needed.both(here.keeps).both(from));
    }
  }

  const Job& job_;
  ColumnSets sets_{};
  Source step_{};
  ItemSet in_{};              ///< what comes into the step, of all sides
  bool unexplained_ = false;  ///< it names a column that does not come in
};

}  // namespace

std::optional<std::size_t> ColumnSets::find(const ItemSet& among, Key name) const {
  std::optional<std::size_t> found;
  among.each([&](std::size_t id) {
    if (items[id].name == name && !found) found = id;
  });
  return found;
}

bool knows_columns(const Job& job) {
  return std::ranges::any_of(job.inputs, [](const Input& input) { return !input.columns.empty(); });
}

ColumnSets column_sets(const Job& job) {
  return Builder(job).build();
}

}  // namespace sizer

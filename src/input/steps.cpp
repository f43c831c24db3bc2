// The kinds of steps: each read by its lines, and what no line can say.
#include "input/steps.h"

#include <algorithm>
#include <array>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "input/read_lines.h"
#include "job/step_lines.h"

namespace sizer {
namespace {

// ---- What no line can say -------------------------------------------------------------------------------------------

void check(auto&, Mapping&, StepContext&) {}

void check(Join& join, Mapping& from, StepContext& context) {
  const char* const keys = from.has("keys") ? "keys" : "on";
  if (!from.has("right_on"))
    join.right_on = join.left_on;
  else if (from.has(keys) && join.left_on.size() != join.right_on.size())
    from.conflict(keys, "right_on",
                  fmt::format("`{}` and `right_on` differ in number: {} and {}", keys, join.left_on.size(),
                              join.right_on.size()));
  if (join.type == JoinType::existence && !context.engine.can.existence_joins)
    from.wrong("type", codes::conflict,
               fmt::format("an existence join is Spark's own; this job runs on {}", context.engine.title),
               context.engine.words.existence);
}

void check(Aggregate& aggregate, Mapping& from, StepContext&) {
  for (const AggregateValue& value : aggregate.values)
    if (value.function == AggregateFunction::count_distinct)
      for (const Key key : value.of)
        if (const auto at = std::ranges::lower_bound(aggregate.distinct, key);
            at == aggregate.distinct.end() || *at != key)
          aggregate.distinct.insert(at, key);
  if (!aggregate.distinct.empty() && std::ranges::includes(aggregate.keys, aggregate.distinct))
    from.conflict("keys", "distinct", "a group has one value of its own key; counting it distinct has no meaning");
}

void check(Dedup& dedup, Mapping&, StepContext&) {
  if (dedup.all_columns) dedup.keys.clear();
}

/// `sets` has its bounds; the columns of a rollup or cube are held to the same.
void check(Expand& expand, Mapping& from, StepContext&) {
  if (expand.copies() > most_grouping_sets)
    from.wrong(expand.cube.empty() ? "rollup" : "cube", codes::out_of_bounds,
               fmt::format("{}: {} columns make more than {} grouping sets", from.where(),
                           std::max(expand.rollup.size(), expand.cube.size()), most_grouping_sets),
               "give the number of those that are needed, such as `sets: 40`");
}

/// An engine without actors runs user code in its own tasks, however many workers a step asks for.
void refuse_workers(Mapping& from, const StepContext& context, std::initializer_list<std::string_view> keys) {
  if (context.engine.can.actors || !context.as_written) return;
  for (const std::string_view key : keys)
    if (from.has(key))
      from.wrong(key, codes::no_effect,
                 fmt::format("{}: `{}` is of Ray's workers; {} runs this in its own tasks", from.where(), key,
                             context.engine.title),
                 "leave it out: the cluster's executors say how many tasks run");
}

/// Only from the JVM to Python do columns have to go: code of the JVM works on rows where they are, and so does Ray's.
void refuse_arguments(Mapping& from, const StepContext& context, Language language) {
  if (!from.has("arguments") || !context.as_written) return;
  if (context.engine.can.jvm && language == Language::python) return;
  from.wrong("arguments", codes::no_effect,
             fmt::format("{}: `arguments` is what Spark sends to Python; {} sends nothing", from.where(),
                         context.engine.can.jvm ? "code of the JVM" : context.engine.title),
             "leave it out");
}

void check(Map& map, Mapping& from, StepContext& context) {
  refuse_workers(from, context, {"actors", "cpus"});
  refuse_arguments(from, context, map.language);
}

void check(KeyedState&, Mapping& from, StepContext& context) {
  if (!context.engine.can.actors)
    context.problems.add(
        codes::conflict, from.spot(),
        fmt::format("keyed_state is a pattern of Ray actors; this job runs on {}", context.engine.title), {},
        context.engine.words.keyed_state);
}

void check(Inference& inference, Mapping& from, StepContext&) {
  const bool gpu = inference.device == Device::gpu;
  if (gpu && !from.has("gpus")) inference.gpus = std::max(1, inference.tensor_parallel);
  if (inference.tensor_parallel > inference.gpus && from.has("gpus"))
    from.conflict("tensor_parallel", "gpus", "an actor has fewer `gpus` than hold the model together");
  if (!gpu && from.has("gpus"))
    from.conflict("device", "gpus", "`gpus` is given, but the device is a CPU; add `device: gpu`");
}

/// Whether a table has a line of that key.
struct HasKey : NoRules {
  std::string_view key;
  bool found = false;

  void operator()(std::string_view line, const auto&, const auto&, const Says&) { found = found || line == key; }
  void operator()(std::string_view line, how::Others, const Says&) { found = found || line == key; }
};

// ---- The table ------------------------------------------------------------------------------------------------------

void refuse_what_lacks(const Lack& lack, const Mapping& from, StepContext& context) {
  if (lack.instead.empty() || lack.engine != &context.engine) return;
  context.problems.add(codes::conflict, from.spot(),
                       fmt::format("{}; this job runs on {}", lack.says, context.engine.title), {},
                       std::string(lack.instead));
}

template <class Op>
Operator read_kind(Mapping& from, StepContext& context) {
  Op op = read_lines<Op>(from, step_kind<Op>.name, &context.keys);
  check(op, from, context);
  refuse_what_lacks(step_kind<Op>.lack, from, context);
  return op;
}

template <std::size_t... i>
constexpr std::array<StepKind, sizeof...(i)> all_kinds(std::index_sequence<i...>) {
  return {StepKind{step_kind<std::variant_alternative_t<i, Operator>>,
                   read_kind<std::variant_alternative_t<i, Operator>>}...};
}
constexpr std::array kinds = all_kinds(std::make_index_sequence<std::variant_size_v<Operator>>());

}  // namespace

std::span<const StepKind> step_kinds() {
  return kinds;
}

bool is_step_key(std::string_view key) {
  HasKey search{{}, key};
  lines(Type<Step>{}, search);
  return search.found;
}

const StepKind* find_step_kind(std::string_view name) {
  const auto kind = std::ranges::find(kinds, name, &StepKind::name);
  return kind == kinds.end() ? nullptr : &*kind;
}

const char* kind_name(const Operator& op) {
  return kinds[op.index()].name.data();
}

std::string_view lacking(const Operator& op, const Engine& engine) {
  const Lack& lack = kinds[op.index()].lack;
  return lack.engine == &engine.named() ? lack.says : std::string_view();
}

const char* name_of(JoinStrategy strategy) {
  return word_of(words::join_strategies, strategy);
}

}  // namespace sizer

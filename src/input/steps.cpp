// The kinds of steps: one table, one reader each.
#include "input/steps.h"

#include <algorithm>
#include <array>
#include <variant>

#include <fmt/format.h>

#include "input/settings.h"
#include "sizer/words.h"

namespace sizer {
namespace {

constexpr int most_actors = 1'000'000;
constexpr Measure<double> cpu_count{{Dimension::number, "2", false, true, 10'000}};

int partitions(Mapping& from) {
  return from.integer("partitions", 1, most_partitions).value_or(0);
}
int actors(Mapping& from, std::string_view key) {
  return from.integer(key, 1, most_actors).value_or(0);
}
Quality quality(Mapping& from) {
  return from.choice("quality", words::qualities).value_or(Quality::typical);
}
Stat<Fraction> hot_key_share(Mapping& from) {
  return from.range("hot_key_share", measure::share_or_none);
}

Operator read_filter(Mapping& from, StepContext&) {
  Filter filter;
  filter.keeps = from.range("keeps", measure::share_or_none);
  return filter;
}

Operator read_project(Mapping& from, StepContext&) {
  Project project;
  project.width = from.range("width", measure::share);
  return project;
}

/// The word under which a join has its keys. Readers of YAML 1.1 take `on` for `true`, so it is the older one.
const char* join_keys(Mapping& from) {
  const bool has_keys = from.has("keys"), has_on = from.has("on");
  if (has_keys && has_on) from.conflict("keys", "on", "`keys` and `on` say the same thing; give `keys`");
  if (!has_keys && !has_on) from.missing("keys", "the key or keys that both sides have in common");
  return has_on && !has_keys ? "on" : "keys";
}

Operator read_join(Mapping& from, StepContext& context) {
  Join join;
  from.find("with");  // which step that is, the wiring says
  const char* const keys = join_keys(from);
  join.left_on = context.keys.read(from, keys);
  join.right_on = from.has("right_on") ? context.keys.read(from, "right_on") : join.left_on;
  if (from.has(keys) && from.has("right_on") && join.left_on.size() != join.right_on.size())
    from.conflict(keys, "right_on",
                  fmt::format("`{}` and `right_on` differ in number: {} and {}", keys, join.left_on.size(),
                              join.right_on.size()));
  join.type = from.choice("type", words::join_types).value_or(JoinType::inner);
  join.strategy = from.choice("strategy", words::join_strategies).value_or(JoinStrategy::automatic);
  if (join.type == JoinType::full && join.strategy == JoinStrategy::broadcast)
    from.conflict("type", "strategy",
                  "a full outer join cannot be a broadcast join; rows without a partner must meet in one place");
  join.matches = from.range("matches", measure::ratio_or_none);
  join.hot_key_share = hot_key_share(from);
  return join;
}

Operator read_aggregate(Mapping& from, StepContext& context) {
  Aggregate aggregate;
  aggregate.keys = context.keys.read(from, "keys");
  aggregate.groups = from.range("groups", measure::rows);
  aggregate.reduction = from.range("reduction", measure::share);
  if (from.has("groups") && from.has("reduction"))
    from.conflict("groups", "reduction", "`groups` and `reduction` say the same thing; give one");
  if (!from.has("keys"))
    for (const char* key : {"groups", "reduction"})
      if (from.has(key))
        from.wrong(key, codes::conflict,
                   fmt::format("aggregate: without `keys` there is one group; `{}` has no meaning", key));
  aggregate.width = from.range("width", measure::ratio);
  aggregate.distinct = context.keys.read(from, "distinct");
  if (!aggregate.distinct.empty() && std::ranges::includes(aggregate.keys, aggregate.distinct))
    from.conflict("keys", "distinct", "a group has one value of its own key; counting it distinct has no meaning");
  aggregate.distinct_pairs = from.range("distinct_pairs", measure::rows);
  if (from.has("distinct_pairs") && !from.has("distinct"))
    from.wrong("distinct_pairs", codes::conflict, "aggregate: `distinct_pairs` has no meaning without `distinct`");
  aggregate.hot_key_share = hot_key_share(from);
  return aggregate;
}

Operator read_dedup(Mapping& from, StepContext& context) {
  Dedup dedup;
  const Value* given = from.find("keys");
  dedup.all_columns =
      from.boolean("all").value_or(false) || (given != nullptr && given->text == "all" && !given->quoted);
  if (!dedup.all_columns) dedup.keys = context.keys.read(from, "keys");
  if (given != nullptr && from.has("all"))
    from.conflict("keys", "all", "`keys` and `all` contradict each other; give one");
  if (given == nullptr && !dedup.all_columns) from.missing("keys", "the columns that tell rows apart, or `all`");
  dedup.keeps = from.range("keeps", measure::share);
  dedup.hot_key_share = hot_key_share(from);
  return dedup;
}

Operator read_sort(Mapping& from, StepContext& context) {
  Sort sort;
  from.require("by", "the column or columns to sort by");
  sort.by = context.keys.read(from, "by");
  sort.scope = from.choice("scope", words::sort_scopes).value_or(SortScope::global);
  sort.limit = from.range("limit", measure::rows);
  return sort;
}

Operator read_window(Mapping& from, StepContext& context) {
  Window window;
  window.partition_by = context.keys.read(from, "partition_by");
  window.order_by = context.keys.read(from, "order_by");
  window.limit = from.range("limit", measure::rows);
  window.groups = from.range("groups", measure::rows);
  if (from.has("groups") && !from.has("partition_by"))
    from.wrong("groups", codes::conflict, "window: without `partition_by` there is one group; `groups` has no meaning");
  window.hot_key_share = hot_key_share(from);
  return window;
}

Operator read_repartition(Mapping& from, StepContext& context) {
  Repartition repartition;
  repartition.partitions = partitions(from);
  repartition.by = context.keys.read(from, "by");
  return repartition;
}

Operator read_union(Mapping& from, StepContext&) {
  from.find("with");
  return Union{};
}

Operator read_exchange(Mapping& from, StepContext& context) {
  Exchange exchange;
  from.require("bytes", "what the shuffle writes, such as 400..900 GB");
  if (const auto bytes = from.range("bytes", measure::bytes)) exchange.bytes = *bytes;
  exchange.by = context.keys.read(from, "by");
  exchange.partitions = partitions(from);
  return exchange;
}

/// Spark runs user code in its own tasks, however many workers a step asks for.
void refuse_on_spark(Mapping& from, const StepContext& context, std::initializer_list<std::string_view> keys) {
  if (context.engine != EngineKind::spark || !context.as_written) return;
  for (const std::string_view key : keys)
    if (from.has(key))
      from.wrong(key, codes::no_effect,
                 fmt::format("{}: `{}` is of Ray's workers; Spark runs this in its own tasks", from.where(), key),
                 "leave it out: the cluster's executors say how many tasks run");
}

/// Only from Spark to Python do columns have to go: code of the JVM works on rows where they are, and so does Ray's.
void refuse_arguments(Mapping& from, const StepContext& context, Language language) {
  if (!from.has("arguments") || !context.as_written) return;
  if (context.engine == EngineKind::spark && language == Language::python) return;
  from.wrong("arguments", codes::no_effect,
             fmt::format("{}: `arguments` is what Spark sends to Python; {} sends nothing", from.where(),
                         context.engine == EngineKind::ray ? "Ray" : "code of the JVM"),
             "leave it out");
}

Operator read_map(Mapping& from, StepContext& context) {
  Map map;
  map.language = from.choice("language", words::languages).value_or(Language::python);
  map.quality = quality(from);
  map.rows_per_second = from.range("rows_per_second", measure::bare_row_rate);
  map.batch_size = from.range("batch_size", measure::rows);
  map.actors = actors(from, "actors");
  map.cpus = from.exact("cpus", cpu_count).value_or(1);
  refuse_on_spark(from, context, {"actors", "cpus"});
  map.matches = from.range("matches", measure::ratio_or_none);
  map.width = from.range("width", measure::ratio);
  map.arguments = from.range("arguments", measure::share);
  refuse_arguments(from, context, map.language);
  return map;
}

Operator read_lookup(Mapping& from, StepContext&) {
  Lookup lookup;
  lookup.size = from.range("size", measure::bytes);
  lookup.rows = from.range("rows", measure::rows);
  if (!from.has("size") && !from.has("rows"))
    from.missing("size", "the bytes of the table on storage, or else its `rows`");
  lookup.quality = quality(from);
  return lookup;
}

Operator read_keyed_state(Mapping& from, StepContext& context) {
  KeyedState state;
  if (context.engine == EngineKind::spark)
    context.problems.add(codes::conflict, from.spot(), "keyed_state is a pattern of Ray actors; this job runs on Spark",
                         {}, "in Spark an aggregate or a window by the same keys does this");
  from.require("keys", "the key or keys by which the state is divided");
  state.keys = context.keys.read(from, "keys");
  state.shards = actors(from, "shards");
  state.state = from.range("state", measure::bytes);
  state.checkpoint_every = from.range("checkpoint_every", measure::seconds);
  state.quality = quality(from);
  state.hot_key_share = hot_key_share(from);
  state.width = from.range("width", measure::ratio);
  return state;
}

Operator read_external_call(Mapping& from, StepContext&) {
  ExternalCall call;
  from.require("requests_per_second", "the cap of the service, such as 500");
  if (const auto rate = from.range("requests_per_second", measure::bare_row_rate)) call.requests_per_second = *rate;
  call.rows_per_request = from.range("rows_per_request", measure::rows);
  call.latency = from.range("latency", measure::seconds);
  call.actors = actors(from, "actors");
  return call;
}

Operator read_inference(Mapping& from, StepContext&) {
  Inference inference;
  inference.device = from.choice("device", words::devices).value_or(Device::cpu);
  inference.quality = quality(from);
  inference.rows_per_second = from.range("rows_per_second", measure::bare_row_rate);
  inference.batch_size = from.range("batch_size", measure::rows);
  inference.model_size = from.range("model_size", measure::bytes);
  inference.load_time = from.range("load_time", measure::seconds);
  inference.actors = actors(from, "actors");
  const bool gpu = inference.device == Device::gpu;
  inference.gpus = from.exact("gpus", cpu_count).value_or(gpu ? 1 : 0);
  if (!gpu && from.has("gpus"))
    from.conflict("device", "gpus", "`gpus` is given, but the device is a CPU; add `device: gpu`");
  inference.cpus = from.exact("cpus", cpu_count).value_or(1);
  inference.output_width = from.range("output_width", measure::row_bytes);
  return inference;
}

Operator read_write(Mapping& from, StepContext&) {
  Write write;
  write.size = from.range("size", measure::bytes);
  write.ratio = from.range("ratio", measure::ratio);
  if (from.has("size") && from.has("ratio"))
    from.conflict("size", "ratio", "`size` and `ratio` say the same thing; give one");
  write.format = from.choice("format", words::written_formats).value_or(Format::parquet);
  write.files = from.range("files", measure::rows);
  return write;
}

constexpr std::array<StepKind, std::variant_size_v<Operator>> kinds = {{
    {"filter", "keeps", false, read_filter},
    {"project", "width", false, read_project},
    {"join", "with", true, read_join},
    {"aggregate", "keys", true, read_aggregate},
    {"dedup", "keys", true, read_dedup},
    {"sort", "by", true, read_sort},
    {"window", "partition_by", true, read_window},
    {"repartition", "partitions", true, read_repartition},
    {"union", "with", false, read_union},
    {"exchange", "bytes", false, read_exchange},
    {"map", "language", false, read_map},
    {"lookup", "size", false, read_lookup},
    {"keyed_state", "keys", false, read_keyed_state},
    {"external_call", "requests_per_second", false, read_external_call},
    {"inference", "device", false, read_inference},
    {"write", "size", false, read_write},
}};

}  // namespace

std::span<const StepKind> step_kinds() {
  return kinds;
}

const StepKind* find_step_kind(std::string_view name) {
  const auto kind = std::ranges::find(kinds, name, &StepKind::name);
  return kind == kinds.end() ? nullptr : &*kind;
}

const char* kind_name(const Operator& op) {
  return kinds[op.index()].name.data();
}

const char* name_of(JoinStrategy strategy) {
  return word_of(words::join_strategies, strategy);
}

}  // namespace sizer

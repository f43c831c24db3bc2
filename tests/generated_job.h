// Jobs and clusters drawn at random: any kind of step in any order, statistics given, ranged or left out.
#pragma once

#include <algorithm>
#include <random>

#include "job/column_names.h"
#include "sizer/catalogue.h"
#include "sizer/estimate.h"
#include "sizer/inference.h"

namespace sizer::generated {

/// How many of `all` draws a test makes: sanitizers look at a tenth, which tells them as much.
constexpr unsigned seeds(unsigned all) {
#ifdef SIZER_SANITIZED
  return all / 10;
#else
  return all;
#endif
}

class Draw {
 public:
  explicit Draw(unsigned seed) : engine_(seed) {}

  double share() { return std::uniform_real_distribution<double>(0, 1)(engine_); }
  int below(int n) { return std::uniform_int_distribution<int>(0, n - 1)(engine_); }
  bool chance(double p) { return share() < p; }
  /// Evenly spread over the decades between `low` and `high`.
  double decades(double low, double high) { return low * std::pow(high / low, share()); }

  template <class T>
  Range<T> range(double low, double high) {
    const double a = decades(low, high), b = chance(0.5) ? a : std::min(high, a * (1 + share()));
    return Range<T>{T{a}, T{std::sqrt(a * b)}, T{b}};
  }
  template <class T>
  Stat<T> stat(double low, double high) {
    if (chance(0.4)) return std::nullopt;
    return range<T>(low, high);
  }

 private:
  std::mt19937 engine_;
};

inline Keys some_keys(Draw& draw) {
  Keys keys{draw.below(3)};
  if (draw.chance(0.3)) keys.push_back(3);
  return keys;
}

inline Input input(Draw& draw, int number) {
  Input made;
  made.name = "input" + std::to_string(number);
  made.format = static_cast<Format>(draw.below(6));
  made.size = draw.range<Bytes>(1e6, 1e13);
  made.rows = draw.stat<Rows>(1e4, 1e11);
  made.row_width = draw.stat<Bytes>(10, 1e4);
  made.columns_read = draw.stat<Fraction>(0.05, 1);
  made.partitions_read = draw.stat<Fraction>(0.05, 1);
  if (draw.chance(0.2)) made.files = draw.range<Rows>(1, 1e5);
  if (draw.chance(0.2)) {
    made.bucketed_by = {draw.below(3)};
    made.buckets = 1 + draw.below(500);
  }
  return made;
}

inline Operator join(Draw& draw) {
  Join made;
  made.left_on = made.right_on = some_keys(draw);
  made.type = static_cast<JoinType>(draw.below(7));
  made.strategy = static_cast<JoinStrategy>(draw.below(4));
  if (made.type == JoinType::full && made.strategy == JoinStrategy::broadcast) made.strategy = JoinStrategy::automatic;
  made.matches = draw.stat<Ratio>(0.1, 3);
  if (draw.chance(0.2)) made.hot_key_share = draw.range<Fraction>(1e-4, 0.3);
  return made;
}

/// A cross join may only stand first: products of products would leave what numbers hold.
inline Operator nested_loop_join(Draw& draw, bool first) {
  NestedLoopJoin made;
  made.type = first && draw.chance(0.3) ? JoinType::cross : static_cast<JoinType>(draw.below(7));
  made.strategy = static_cast<LoopStrategy>(draw.below(3));
  const bool inner = made.type == JoinType::inner || made.type == JoinType::cross;
  if (made.strategy == LoopStrategy::cartesian && !inner) made.strategy = LoopStrategy::automatic;
  made.matches = draw.stat<Ratio>(0.1, 3);
  return made;
}

inline Operator two_sided(Draw& draw, const Engine& engine, bool first) {
  if (draw.chance(0.3)) return Union{};
  if (&engine == &engines::spark && draw.chance(0.2)) return nested_loop_join(draw, first);
  if (&engine == &engines::ray && draw.chance(0.2)) return Zip{};
  return join(draw);
}

inline Model model(Draw& draw) {
  Model made;
  made.kind = static_cast<ModelKind>(draw.below(8));
  made.parameters = Rows{draw.decades(1e6, 1e12)};
  if (draw.chance(0.2)) made.active_parameters = *made.parameters * draw.decades(0.02, 1);
  if (draw.chance(0.5)) {
    made.layers = 1 + draw.below(100);
    made.heads = 1 + draw.below(100);
    made.kv_heads = 1 + draw.below(made.heads);
    made.head_size = 32 << draw.below(4);
  }
  if (draw.chance(0.3)) made.gigaflops = draw.decades(0.1, 1e4);
  return made;
}

inline Operator one_sided(Draw& draw, const Engine& engine) {
  switch (draw.below(23)) {
    case 0:
      return Filter{draw.stat<Fraction>(0.01, 1)};
    case 1:
      return Project{draw.stat<Fraction>(0.1, 1)};
    case 2: {
      Aggregate made;
      if (draw.chance(0.9)) made.keys = some_keys(draw);
      made.groups = draw.stat<Rows>(1, 1e10);
      made.width = draw.stat<Ratio>(0.05, 1.5);
      if (draw.chance(0.2)) made.distinct = {4};
      return made;
    }
    case 3:
      return Dedup{some_keys(draw), false, draw.stat<Fraction>(0.1, 1), {}};
    case 4: {
      Sort made;
      made.by = some_keys(draw);
      made.scope = static_cast<SortScope>(draw.below(2));
      if (draw.chance(0.3)) made.limit = draw.range<Rows>(1, 1e6);
      return made;
    }
    case 5: {
      Window made;
      if (draw.chance(0.9)) made.partition_by = some_keys(draw);
      if (draw.chance(0.3)) made.limit = draw.range<Rows>(1, 100);
      made.groups = draw.stat<Rows>(1, 1e9);
      return made;
    }
    case 6:
      return Repartition{draw.below(1000), draw.chance(0.5) ? some_keys(draw) : Keys{}};
    case 7:
      return Exchange{draw.range<Bytes>(1e6, 1e13), some_keys(draw), 0};
    case 8: {
      Map made;
      made.language = static_cast<Language>(draw.below(2));
      made.quality = static_cast<Quality>(draw.below(4));
      made.batch_size = draw.stat<Rows>(1, 1e6);
      if (engine.settings == SettingsOf::ray && draw.chance(0.5)) made.actors = 1 + draw.below(200);
      made.width = draw.stat<Ratio>(0.1, 3);
      return made;
    }
    case 9:
      return Lookup{draw.range<Bytes>(1e3, 1e10), {}, static_cast<Quality>(draw.below(3))};
    case 10: {
      if (engine.settings == SettingsOf::spark) return Filter{};
      KeyedState made;
      made.keys = some_keys(draw);
      made.shards = draw.below(300);
      made.state = draw.stat<Bytes>(1e6, 1e12);
      made.checkpoint_every = draw.stat<Seconds>(60, 3600);
      return made;
    }
    case 11: {
      ExternalCall made;
      made.requests_per_second = draw.range<RowRate>(10, 1e5);
      made.rows_per_request = draw.stat<Rows>(1, 1000);
      made.latency = draw.stat<Seconds>(0.001, 2);
      made.actors = draw.below(100);
      return made;
    }
    case 12: {
      Inference made;
      made.device = static_cast<Device>(draw.below(2));
      made.quality = static_cast<Quality>(draw.below(4));
      made.rows_per_second = draw.stat<RowRate>(10, 1e5);
      made.batch_size = draw.stat<Rows>(1, 1e5);
      made.model_size = draw.stat<Bytes>(1e6, 1e11);
      made.gpus = made.device == Device::gpu ? 1 : 0;
      if (draw.chance(0.5)) made.model = model(draw);
      made.tokens_in = draw.stat<Rows>(1, 1e5);
      made.tokens_out = draw.stat<Rows>(1, 1e4);
      made.precision = static_cast<Precision>(draw.below(9));
      if (draw.chance(0.3)) made.in_flight = 1 + draw.below(1000);
      return made;
    }
    case 13: {
      if (&engine == &engines::ray) return Filter{};
      Expand made;
      if (draw.chance(0.5))
        made.sets = 1 + draw.below(8);
      else if (draw.chance(0.5))
        made.rollup = some_keys(draw);
      else
        made.cube = some_keys(draw);
      made.width = draw.stat<Ratio>(0.3, 1.2);
      return made;
    }
    case 14:
      return Generate{draw.stat<Ratio>(0.1, 20), draw.chance(0.3), draw.stat<Ratio>(0.1, 1.2)};
    case 15:
      return Decode{static_cast<Media>(draw.below(5)), draw.stat<Rate>(1e5, 1e8), draw.range<Ratio>(0.1, 2)};
    case 16:
      return Resize{draw.stat<Bytes>(1e3, 1e6), draw.stat<Rate>(1e5, 1e8)};
    case 17:
      return Tokenize{draw.stat<Rate>(1e5, 1e8), draw.stat<Ratio>(0.1, 3)};
    case 18:
      return FirstRows{draw.range<Rows>(1, 1e9)};
    case 19:
      return Coalesce{1 + draw.below(300)};
    case 20:
      return RandomShuffle{};
    case 21:
      return Cache{};
    default:
      return Repartition{};
  }
}

/// As a cluster file that names them would have them.
inline void add_gpus(Draw& draw, Cluster& made) {
  static const std::vector<GpuModel> published = built_in_catalogue().gpus();
  constexpr const char* names[] = {"", "T4", "L4", "A100", "H100"};
  made.machine.gpus = 1 + draw.below(4);
  made.machine.gpu = names[draw.below(5)];
  made.gpu = gpu_of(made.machine, published);
  const auto usual = std::ranges::find(published, usual_gpu, &GpuModel::name);
  if (!made.machine.gpu.empty()) made.gpu_speed = speed_against(*made.gpu, *usual).typical;
}

inline Cluster cluster(Draw& draw) {
  Cluster made;
  made.name = "generated";
  made.machine.name = "generated";
  made.machine.vcpus = 4 << draw.below(4);
  made.machine.memory = Bytes{made.machine.vcpus * draw.decades(2e9, 8e9)};
  made.machine.network = Rate{draw.decades(1e8, 1e10)};
  if (made.machine.memory.value > made.machine.vcpus * 4e9) made.machine.vcpu_speed = Range<Ratio>{0.9, 1.2, 1.6};
  if (draw.chance(0.7)) made.machine.disk = {1 + draw.below(4), Bytes{draw.decades(1e11, 4e12)}, {}, {}};
  if (draw.chance(0.3)) add_gpus(draw, made);
  if (draw.chance(0.9)) made.machine.price = Price{draw.decades(0.1, 20)};
  made.nodes = 1 + draw.below(60);
  made.storage = static_cast<Storage>(draw.below(4));
  made.tuning = static_cast<Tuning>(draw.below(3));
  made.executors = pack_executors(made.machine);
  made.usable_cpus = made.machine.vcpus - 1;
  return made;
}

inline Column column(Draw& draw, Key name) {
  static constexpr const char* types[] = {"long",   "int",     "double",        "string",        "date",
                                          "string", "boolean", "decimal(12,2)", "array<string>", "timestamp"};
  Column made;
  made.name = name;
  made.type = std::get<ColumnType>(read_type(types[draw.below(10)]));
  made.distinct = draw.stat<Rows>(1, 1e9);
  if (draw.chance(0.3)) made.zipf = draw.range<double>(0.2, 2);
  if (draw.chance(0.3)) made.nulls = draw.range<Fraction>(0.01, 0.9);
  made.length = draw.stat<Bytes>(1, 200);
  made.elements = draw.stat<double>(0.5, 20);
  return made;
}

/// Lets inputs say their columns, and steps name some.
inline void give_columns(Job& job, unsigned seed) {
  Draw draw(seed + 0x9e3779b9u);
  for (Input& input : job.inputs) {
    if (draw.chance(0.2)) continue;
    for (Key key = 0; key < 5; ++key)
      if (draw.chance(0.8)) input.columns.push_back(column(draw, key));
    if (draw.chance(0.2)) input.others = draw.range<Bytes>(1, 500);
    if (draw.chance(0.3)) input.ordered_by = {draw.below(3)};
  }
  for (Step& step : job.steps) {
    if (auto* const project = std::get_if<Project>(&step.op); project != nullptr && draw.chance(0.5)) {
      project->columns = {0, 1, 2};
      project->width.reset();
    }
    auto* const aggregate = std::get_if<Aggregate>(&step.op);
    if (aggregate == nullptr || draw.chance(0.3)) continue;
    aggregate->width.reset();
    aggregate->values = {{4, AggregateFunction::sum, {4}}, {3, AggregateFunction::count, {}}};
    if (draw.chance(0.3)) aggregate->values.push_back({2, AggregateFunction::collect_list, {4}});
    if (draw.chance(0.5)) aggregate->groups.reset();
  }
  // Steps may name columns that inputs have not, or that a step has left out: a reader would refuse them.
  if (!unknown_columns(job).empty())
    for (Input& input : job.inputs) input.others = exactly(Bytes{40});
  if (unknown_columns(job).empty()) return;
  for (Step& step : job.steps) {
    if (auto* const project = std::get_if<Project>(&step.op)) project->columns.clear();
    if (auto* const aggregate = std::get_if<Aggregate>(&step.op)) aggregate->values.clear();
  }
}

inline bool is_product(const Job& job) {
  const auto* const first = std::get_if<NestedLoopJoin>(&job.steps.front().op);
  return first != nullptr && first->type == JoinType::cross;
}

inline void make_small(Job& job) {
  for (Input& input : job.inputs) {
    input.size = exactly(std::min(input.size->typical, Bytes{1e9}));
    input.rows = exactly(Rows{3000});
  }
}

/// A double counts bytes one by one up to 9 PB. Beyond would be each row with each of another large input, all rows as
/// pixels, and rows of megabytes that joins repeat.
inline void keep_countable(Job& job) {
  if (is_product(job)) make_small(job);
  const bool has_pixels =
      std::ranges::any_of(job.steps, [](const Step& step) { return std::holds_alternative<Resize>(step.op); });
  const Rows most{has_pixels ? 1e7 : 1e11};
  const auto up_to = [](auto& range, auto limit) {
    range = {std::min(range.low, limit), std::min(range.typical, limit), std::min(range.high, limit)};
  };
  const auto at_least = [](auto& range, auto limit) {
    range = {std::max(range.low, limit), std::max(range.typical, limit), std::max(range.high, limit)};
  };
  constexpr double widest_row = 1e6;
  for (Input& input : job.inputs) {
    if (has_pixels) up_to(*input.size, Bytes{1e9});
    if (input.rows) at_least(*input.rows, Rows{input.size->high.value / widest_row});
    if (input.rows) up_to(*input.rows, most);
    if (input.rows && input.row_width) up_to(*input.row_width, Bytes{1e14 / input.rows->high.value});
  }
}

inline Job job(unsigned seed) {
  Draw draw(seed);
  Job made;
  made.name = "generated " + std::to_string(seed);
  made.engine = draw.below(2) == 0 ? &engines::spark : &engines::ray;
  made.new_session = draw.chance(0.5);
  made.keys = {"a", "b", "c", "d", "e"};
  made.cluster = cluster(draw);
  if (draw.chance(0.5)) made.spark.shuffle_partitions = 1 + draw.below(3000);
  if (draw.chance(0.1)) made.spark.reuse_partitioning = false;
  if (draw.chance(0.2)) made.spark.adaptive = false;
  made.own_spark = made.spark;
  const int inputs = 1 + draw.below(4), steps = 1 + draw.below(10);
  for (int i = 0; i < inputs; ++i) made.inputs.push_back(input(draw, i));
  const auto source = [&](int before) {
    if (before > 0 && draw.chance(0.8)) return Source{false, before - 1 - (draw.chance(0.8) ? 0 : draw.below(before))};
    return Source{true, draw.below(inputs)};
  };
  for (int i = 0; i < steps; ++i) {
    Step step;
    step.name = "step" + std::to_string(i);
    step.from = {source(i)};
    if (draw.chance(0.25)) {
      step.op = two_sided(draw, *made.engine, i == 0);
      step.from.push_back(source(i));
    } else {
      step.op = one_sided(draw, *made.engine);
    }
    made.steps.push_back(std::move(step));
  }
  Step write;
  write.name = "write";
  write.op = Write{draw.stat<Bytes>(1e6, 1e12), {}, static_cast<Format>(draw.below(6)), {}};
  write.from = {Source{false, steps - 1}};
  made.steps.push_back(std::move(write));
  keep_countable(made);
  if (seed % 4 == 3) give_columns(made, seed);
  return made;
}

}  // namespace sizer::generated

/// \file
/// A job as its author wrote it: inputs, and steps that form a graph without cycles.
/// A statistic that was not given is empty; the model then uses the constant that stands for it.
#pragma once

#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sizer/budget.h"
#include "sizer/cluster.h"
#include "sizer/columns.h"
#include "sizer/engine.h"
#include "sizer/range.h"
#include "sizer/recording.h"
#include "sizer/settings.h"

namespace sizer {

enum class Format { parquet, orc, csv, json, text, raw, cached };
/// Stored column by column: of it, those that are needed are read alone.
constexpr bool is_columnar(Format format) {
  return format == Format::parquet || format == Format::orc;
}
/// `unsaid`: anything from the one end to the other.
enum class Quality { vectorized, typical, row_at_a_time, unsaid };

/// A data set that the job reads.
struct Input {
  std::string name;
  Format format = Format::parquet;
  Stat<Bytes> size{};       ///< on storage, the whole data set
  Stat<Rows> rows{};        ///< of the whole data set
  Stat<Bytes> row_width{};  ///< of a row in the engine's memory, of the columns read
  Stat<Rows> files{};
  Stat<Fraction> columns_read{};     ///< share of the stored bytes
  Stat<Fraction> partitions_read{};  ///< share of rows, bytes and files
  Stat<Ratio> shuffle_ratio{};       ///< bytes written by a shuffle of the rows read / bytes stored
  Stat<Ratio> compression{};         ///< raw row bytes / bytes written by the shuffle codec
  std::vector<Column> columns{};     ///< as written; none: only the figures above are known
  Stat<Bytes> others{};              ///< of a row, of the columns that are not among `columns`
  std::vector<Key> ordered_by{};     ///< rows come in the order of these, the first first
  Keys clustered_by{};               ///< rows that agree on these come together
  Keys bucketed_by{};
  int buckets = 0;
  bool infer_schema = false;  ///< nobody has told the types: a job of its own reads all of it to find them
  Place place{};
};

// ---- The kinds of steps -------------------------------------------------------------------------------------------

/// How many sources a kind of step reads, where its record says so in `sides`; else it reads one.
enum class Sides { one, two, two_or_more };

struct Filter {
  Stat<Fraction> keeps{};
  Keys reads{};  ///< columns that the condition looks at
};

struct Project {
  Stat<Fraction> width{};      ///< share of a row's bytes kept
  Keys columns{};              ///< those that are kept, in place of `width`
  std::vector<Column> adds{};  ///< those that are computed
};

/// `existence` keeps all rows of the left side and adds whether a partner exists: an EXISTS among other conditions.
/// `cross` is of nested loops alone: each row with each.
enum class JoinType { inner, left, right, full, semi, anti, existence, cross };
enum class JoinStrategy { automatic, broadcast, shuffle_hash, sort_merge };
/// As written in a job file: "auto", "broadcast", ...
const char* name_of(JoinStrategy strategy);

/// Joins the first source (left) with the second (right).
struct Join {
  static constexpr Sides sides = Sides::two;
  Keys left_on{}, right_on{};
  JoinType type = JoinType::inner;
  JoinStrategy strategy = JoinStrategy::automatic;
  Stat<Ratio> matches{};  ///< rows out for a row of the left side
  Stat<Fraction> hot_key_share{};
};

enum class LoopStrategy { automatic, broadcast, cartesian };

/// Joins by a condition that is no equality of keys, such as a range: each row of the left side is held against each of
/// the right.
struct NestedLoopJoin {
  static constexpr Sides sides = Sides::two;
  JoinType type = JoinType::inner;
  LoopStrategy strategy = LoopStrategy::automatic;
  Stat<Ratio> matches{};  ///< rows out for a row of the left side
};

/// Grouping sets: each row once a set, with the columns that are not of the set left empty.
struct Expand {
  int sets = 0;
  Keys rollup{}, cube{};  ///< in place of `sets`: all prefixes of the columns, or all their subsets
  Stat<Ratio> width{};    ///< bytes of a row out / bytes of a row in

  double copies() const {
    if (!rollup.empty()) return static_cast<double>(rollup.size()) + 1;
    return cube.empty() ? sets : std::exp2(cube.size());
  }
};

/// A row for each element of an array or map: explode.
struct Generate {
  Stat<Ratio> rows_out{};  ///< for a row in
  bool outer = false;      ///< rows without elements stay, once
  Stat<Ratio> width{};     ///< bytes of a row out / bytes of a row in
  Keys column{};           ///< the array or map, where columns are known
};

struct Aggregate {
  Keys keys{};
  Stat<Rows> groups{};
  Stat<Fraction> reduction{};   ///< rows out for a row in; instead of groups
  Stat<Ratio> width{};          ///< bytes of a result row / bytes of a row coming in
  Keys distinct{};              ///< columns counted distinct
  Stat<Rows> distinct_pairs{};  ///< how many distinct pairs of group and counted value there are
  Stat<Fraction> hot_key_share{};
  std::vector<AggregateValue>
      values{};  ///< columns that it makes beside the keys; none: `width` says how wide they are
};

struct Dedup {
  Keys keys{};
  bool all_columns = false;
  Stat<Fraction> keeps{};
  Stat<Fraction> hot_key_share{};
};

/// So many rows, whichever come first.
struct FirstRows {
  Range<Rows> rows{};
};

enum class SortScope { global, within_partitions };

struct Sort {
  Keys by{};
  SortScope scope = SortScope::global;
  Stat<Rows> limit{};  ///< top k
};

struct Window {
  Keys partition_by{};
  Keys order_by{};
  Stat<Rows> limit{};  ///< rows kept a group
  Stat<Rows> groups{};
  Stat<Fraction> hot_key_share{};
  std::vector<AggregateValue> values{};  ///< columns that it adds
};

struct Repartition {
  int partitions = 0;  ///< 0: the engine's default
  Keys by{};           ///< none: round robin
};

/// Fewer partitions, each made of several: no row moves.
struct Coalesce {
  int partitions = 0;  ///< at least 1
};

/// Rows in an order of chance, over all partitions.
struct RandomShuffle {};

struct Union {
  static constexpr Sides sides = Sides::two_or_more;
};

/// Columns of two sides next to each other: the first row with the first, and so on.
struct Zip {
  static constexpr Sides sides = Sides::two;
};

/// Keeps what comes in for all later steps that read it: cache, persist, materialize.
struct Cache {};

/// A shuffle whose bytes the user knows.
struct Exchange {
  Range<Bytes> bytes{};  ///< written
  Keys by{};
  int partitions = 0;  ///< 0: the engine's default
};

enum class Language { python, jvm };

/// The user's code over rows or batches: a UDF in Spark, map_batches in Ray.
struct Map {
  Language language = Language::python;
  Quality quality = Quality::unsaid;
  Stat<RowRate> rows_per_second{};  ///< a core; else by quality, from bytes
  Stat<Rows> batch_size{};
  int actors = 0;              ///< Ray: a pool of that size; 0: tasks
  double cpus = 1;             ///< an actor or task
  Stat<Ratio> matches{};       ///< rows out for a row in
  Stat<Ratio> width{};         ///< bytes of a row out / bytes of a row in
  Stat<Fraction> arguments{};  ///< share of a row's bytes that the code works on
  Keys reads{};                ///< columns that the code works on; none: all
  std::vector<Column> adds{};  ///< columns that it makes
};

/// A small table that every worker holds and probes.
struct Lookup {
  Stat<Bytes> size{};  ///< on storage
  Stat<Rows> rows{};
  Quality quality = Quality::typical;
};

/// Ray actors that each own a shard of the keys and keep its state.
struct KeyedState {
  Keys keys{};
  int shards = 0;  ///< 0: one a usable CPU
  Stat<Bytes> state{};
  Stat<Seconds> checkpoint_every{};
  Quality quality = Quality::typical;
  Stat<Fraction> hot_key_share{};
  Stat<Ratio> width{};
};

/// A pool of actors (Ray) or tasks (Spark) that calls a service which takes so many requests a second.
struct ExternalCall {
  Range<RowRate> requests_per_second{};
  Stat<Rows> rows_per_request{};
  Stat<Seconds> latency{};
  int actors = 0;  ///< 0: as many as the cap and the latency can use
};

enum class Device { cpu, gpu };

/// What a model does: by what it takes for a row, and what it gives.
enum class ModelKind { unknown, generation, encoder, image, speech, trees, linear, small_network };

/// What weights are kept in, and computed with where a GPU can; `automatic`: 16 bits.
enum class Precision { automatic, fp32, tf32, bf16, fp16, fp8, int8, fp4, int4 };

/// A model as its makers describe it; what is not known is empty, or 0.
struct Model {
  std::string name{};  ///< in the catalogue; empty: it was written out
  ModelKind kind = ModelKind::unknown;
  std::optional<Rows> parameters{};
  std::optional<Rows>
      active_parameters{};  ///< that a token passes: a mixture of experts; of speech, those of the decoder
  int layers = 0, heads = 0, kv_heads = 0, head_size = 0;  ///< of its attention (speech: of the decoder's)
  std::optional<Rows> context{};                           ///< most tokens of a row
  std::optional<double> gigaflops{};  ///< 10^9 operations (two a multiply-add) for an image, or a second of audio
  std::optional<Rows> pixels{};       ///< of the image that `gigaflops` is for
  int trees = 0, depth = 0;           ///< of boosted trees or a forest
  std::string source{};               ///< with the day

  bool operator==(const Model&) const = default;
};

struct Inference {
  Device device = Device::cpu;
  Quality quality = Quality::unsaid;
  Stat<RowRate> rows_per_second{};  ///< a core or a GPU; else by device and quality
  Stat<Rows> batch_size{};
  Stat<Bytes> model_size{};
  Stat<Seconds> load_time{};
  int actors = 0;   ///< 0: one a GPU, or one a usable core
  double gpus = 0;  ///< GPUs an actor (gpu: 1)
  double cpus = 1;  ///< CPUs an actor
  Stat<Bytes> output_width{};
  std::optional<Model> model{};
  Precision precision = Precision::automatic;
  Stat<Rows> tokens_in{}, tokens_out{};  ///< a row
  Stat<Rows> pixels{};                   ///< of an image
  Stat<Seconds> audio{};                 ///< of a row
  int tensor_parallel = 0;               ///< GPUs that hold a model together; 0: those of an actor
  int in_flight = 0;  ///< rows that a server works on at once; 0: as many as memory and quality allow
};

enum class Media { jpeg, png, video, audio, pdf };

/// Files or blobs to what a model works on: pixels, samples, text.
struct Decode {
  Media media = Media::jpeg;
  Stat<Rate> rate{};    ///< encoded bytes that a core decodes in a second
  Stat<Ratio> width{};  ///< bytes of a row out / bytes of a row in
};

/// Pixels to those of another size, as numbers for a model.
struct Resize {
  Stat<Bytes> output_width{};  ///< of an image out
  Stat<Rate> rate{};           ///< bytes coming in that a core does in a second
};

/// Text to numbers of tokens.
struct Tokenize {
  Stat<Rate> rate{};    ///< bytes of text that a core does in a second
  Stat<Ratio> width{};  ///< bytes of a row out / bytes of a row in
};

struct Write {
  Stat<Bytes> size{};
  Stat<Ratio> ratio{};  ///< to what comes in, as stored
  Format format = Format::parquet;
  Stat<Rows> files{};
};

/// X(Kind) for each kind, in the order of the page of the job file. What must have something of every kind is made from
/// this list, which only a macro can turn into declarations: the alternatives of `Operator`, and in each engine's
/// planner the function that runs the kind. So a new kind stands in no other list, and an engine that lacks its
/// function does not link.
#define SIZER_STEP_KINDS(X) \
  X(Filter)                 \
  X(Project)                \
  X(Join)                   \
  X(NestedLoopJoin)         \
  X(Expand)                 \
  X(Generate)               \
  X(Aggregate)              \
  X(Dedup)                  \
  X(Sort)                   \
  X(FirstRows)              \
  X(Window)                 \
  X(Repartition)            \
  X(Coalesce)               \
  X(RandomShuffle)          \
  X(Union)                  \
  X(Zip)                    \
  X(Cache)                  \
  X(Exchange)               \
  X(Map)                    \
  X(Lookup)                 \
  X(KeyedState)             \
  X(ExternalCall)           \
  X(Decode)                 \
  X(Resize)                 \
  X(Tokenize)               \
  X(Inference)              \
  X(Write)

template <class First, class... Kinds>
struct AfterFirst {
  using Any = std::variant<Kinds...>;
};
#define SIZER_ALTERNATIVE(Kind) , Kind
/// A step of any kind.
using Operator = AfterFirst<void SIZER_STEP_KINDS(SIZER_ALTERNATIVE)>::Any;
#undef SIZER_ALTERNATIVE

template <class Kind>
constexpr Sides sides_of() {
  if constexpr (requires { Kind::sides; })
    return Kind::sides;
  else
    return Sides::one;
}
inline Sides sides_of(const Operator& op) {
  return std::visit([]<class Kind>(const Kind&) { return sides_of<Kind>(); }, op);
}

/// What `shuffle:` on a step says: bytes, or a ratio to the stored size of what comes in.
using GivenShuffle = std::variant<std::monostate, Range<Bytes>, Range<Ratio>>;

/// Where a step's rows come from: an input or an earlier step.
struct Source {
  bool is_input = false;
  int index = 0;  ///< in Job::inputs or Job::steps

  constexpr bool operator==(const Source&) const = default;
};

struct Step {
  std::string name;  ///< as given, or the kind, numbered when there are several
  Operator op{};
  std::vector<Source> from{};  ///< the left side first
  GivenShuffle shuffle{};
  Place place{};
};

/// Steps stand in an order in which sources come first: a walk is a loop.
struct Job {
  std::string name;
  std::string file;
  const Engine* engine = &engines::spark;  ///< never null
  Cluster cluster{};
  bool new_session = true;
  bool keep_cluster = false;  ///< Ray: the cluster stays when the job has ended
  Stat<Ratio> runs_per_month{};
  std::vector<Input> inputs{};
  std::vector<Step> steps{};
  std::vector<std::string> keys{};  ///< column names
  SparkSettings spark{};            ///< the job's own over the cluster's
  RaySettings ray{};
  SparkSettings own_spark{};  ///< as the job file gives them
  RaySettings own_ray{};
  Labels labels{};
  std::optional<Budget> budget{};
  std::shared_ptr<const Recording> recorded{};   ///< a run of it, that its engine replays
  std::map<std::string, std::string> written{};  ///< what the file gives, by the same names: "1 TB"
  std::map<std::string, Place> places{};  ///< of what the file gives: "inputs.clicks.size", "steps.join.strategy"
};

/// The job as the model answers for it, not the tasks of its recorded run.
Job modelled(Job job);

/// Where the file gives `name`; else where what holds it stands ("inputs.clicks", "steps.join"); else nowhere.
Place place_of(const Job& job, const std::string& name);

/// What a report calls an input, a step, or what they give: inputs.clicks.size, steps."join 1".strategy, steps.write.
/// `--set` takes the same.
std::string path_of(const Input& input, std::string_view key = {});
std::string path_of(const Step& step, std::string_view key = {});

/// True when some step reads the input; one that nothing reads costs nothing.
bool reads_input(const Job& job, int input);

/// The kind's name, as written in a job file: "filter", "join", ...
const char* kind_name(const Operator& op);

/// What the engine lacks to run a step of the kind as others do, as a sentence without its full stop; empty: nothing.
std::string_view lacking(const Operator& op, const Engine& engine);

}  // namespace sizer

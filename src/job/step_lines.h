/// \file
/// The kinds of steps, and what may be written of each.
#pragma once

#include "job/column_lines.h"
#include "job/lines.h"
#include "job/model_lines.h"
#include "job/step_kind.h"
#include "job/user_step_lines.h"
#include "sizer/words.h"

namespace sizer {

/// What any step takes beside its kind.
void lines(Type<Step>, auto& line) {
  line("name", &Step::name, how::text,
       {"What others call this step.", "its kind, numbered when there are several", R"(["enriched"])"});
  line("from", how::others,
       {"The input or step that is read; a list for unions and joins.", "the step before",
        R"(["clicks", ["clicks", "customers"]])"});
  line("shuffle", &Step::shuffle, how::bytes_or_ratio,
       {"What the step's exchange writes, in bytes or as a ratio to the stored size of its input, as the Spark UI "
        "showed it.",
        "the model's figure", R"(["400..900 GB", 1.1])"});
}

template <>
inline constexpr Kind step_kind<Filter>{"filter", "keeps", false,
                                        "Keeps some of the rows; a share may stand for its keys.",
                                        R"([0.2, "5..10 %", {"keeps": 0.2}])"};
void lines(Type<Filter>, auto& line) {
  line("keeps", &Filter::keeps, measure::share_or_none,
       {"Share of the rows that pass.", "assumed", R"([0.2, "5..10 %"])", ConstantId::filter_keeps});
  line("reads", &Filter::reads, how::columns,
       {"The columns that the condition looks at; what no later step needs is dropped behind it.", "none",
        R"(["city"])"});
}

template <>
inline constexpr Kind step_kind<Project>{"project",
                                         "width",
                                         false,
                                         "Keeps some of the columns; a share, or a list of columns, may stand for its "
                                         "keys.",
                                         R"([0.4, {"width": "30..50 %"}, ["rider_id", "price"]])",
                                         {},
                                         "columns"};
void lines(Type<Project>, auto& line) {
  line("width", &Project::width, measure::share,
       {"Share of a row's bytes that is kept.", "from `columns`, or assumed", "[0.4]", ConstantId::project_width});
  line("columns", &Project::columns, how::columns,
       {"The columns that are kept.", "`width` says how much", R"([["rider_id", "price"]])"});
  line("adds", &Project::adds, how::typed,
       {"Columns that are computed, by name, as `columns` of an input.", "none", R"([{"day": "date"}])"});
  line.not_both("width", "columns");
}

template <>
inline constexpr Kind step_kind<Join>{"join",
                                      "with",
                                      true,
                                      "Joins what comes in (the left side) with another input or step.",
                                      R"([{"with": "customers", "keys": "customer_id"}])",
                                      {&engines::ray,
                                       "Ray Data joins by hash shuffle alone: no broadcast join, no sort-merge join, "
                                       "no help against skew"}};
void lines(Type<Join>, auto& line) {
  line("with", how::others,
       {"The other side: an input or a step.", "Required, unless `from` lists both", R"(["customers"])"});
  line.older("on", "keys",
             {"An older word for `keys`, which tools that read YAML 1.1 take for `true`.", {}, R"(["customer_id"])"});
  line("keys", &Join::left_on, how::columns,
       {"The key or keys that both sides have in common.", required, R"(["customer_id", ["customer_id", "day"]])"});
  line("right_on", &Join::right_on, how::columns,
       {"What the keys are called on the other side.", "as in `keys`", R"(["id"])"});
  line(
      "type", &Join::type, words::join_types,
      {"Which rows are kept; `existence` keeps all of the left side and adds whether a partner was found, as an EXISTS "
       "among other conditions does.",
       "inner"});
  line("strategy", &Join::strategy, words::join_strategies,
       {"How the join is done; `auto`: as the engine would choose.", "auto"});
  line.contradict(
      "type", "strategy",
      [](const Join& of) { return of.type == JoinType::full && of.strategy == JoinStrategy::broadcast; },
      "a full outer join cannot be a broadcast join; rows without a partner must meet in one place");
  line("matches", &Join::matches, measure::ratio_or_none,
       {"Rows out for a row of the left side.", "1, or what the type of the join says", R"([1, "0.8..1.2"])"});
  line.idle(
      "matches", [](const Join& of) { return of.type == JoinType::existence; },
      "an existence join keeps each row of the left side once; `matches` has no meaning");
  line("hot_key_share", &Join::hot_key_share, measure::share_or_none, hot_key_share_says);
}

inline constexpr Word<JoinType> nested_loop_types[] = {{"inner", JoinType::inner}, {"cross", JoinType::cross},
                                                       {"left", JoinType::left},   {"right", JoinType::right},
                                                       {"full", JoinType::full},   {"semi", JoinType::semi},
                                                       {"anti", JoinType::anti},   {"existence", JoinType::existence}};
inline constexpr Word<LoopStrategy> nested_loop_strategies[] = {
    {"auto", LoopStrategy::automatic}, {"broadcast", LoopStrategy::broadcast}, {"cartesian", LoopStrategy::cartesian}};

template <>
inline constexpr Kind step_kind<NestedLoopJoin>{
    "nested_loop_join",
    "with",
    false,
    "Joins by a condition without equal keys, such as a range, or by none: each row is held against each of the other "
    "side, whose name may stand for its keys.",
    R"(["customers", {"with": "customers", "type": "left", "matches": 1}])",
    {&engines::ray, "Ray Data joins by equal keys alone",
     "hold a small side in a `lookup` and compare in a `map`; else join by a key that both sides can be given, such as "
     "the hour, and filter"}};
void lines(Type<NestedLoopJoin>, auto& line) {
  line("with", how::others,
       {"The other side: an input or a step.", "Required, unless `from` lists both", R"(["customers"])"});
  line("type", &NestedLoopJoin::type, nested_loop_types,
       {"Which rows are kept; `cross`: each with each, without a condition.", "inner"});
  line("strategy", &NestedLoopJoin::strategy, nested_loop_strategies,
       {"How the join is done; `auto`: a broadcast where a side is small enough, else an inner join as a cartesian "
        "product, any other as a broadcast all the same.",
        "auto"});
  line("matches", &NestedLoopJoin::matches, measure::ratio_or_none,
       {"Rows out for a row of the left side.", "assumed, or what the type of the join says", R"([1, "0.5..2"])",
        ConstantId::nested_loop_matches});
  line.contradict(
      "type", "strategy",
      [](const NestedLoopJoin& of) {
        return of.strategy == LoopStrategy::cartesian && of.type != JoinType::inner && of.type != JoinType::cross;
      },
      "a cartesian product is an inner or cross join: its tasks do not see which rows find no partner in others");
  line.idle(
      "matches", [](const NestedLoopJoin& of) { return of.type == JoinType::cross; },
      "a cross join pairs each row with each; `matches` has no meaning");
  line.idle(
      "matches", [](const NestedLoopJoin& of) { return of.type == JoinType::existence; },
      "an existence join keeps each row of the left side once; `matches` has no meaning");
}

/// A cube of 12 columns: what has more is no grouping that anyone reads.
inline constexpr int most_grouping_sets = 4096;

template <>
inline constexpr Kind step_kind<Expand>{
    "expand",
    "sets",
    false,
    "Grouping sets: each row once a set, for an aggregate behind it; their number may stand for its keys.",
    R"([3, {"rollup": ["country", "city"]}, {"cube": ["country", "city", "day"]}])",
    {&engines::ray, "Ray Data has no grouping sets", "an aggregate for each set does this, and a union of them"}};
void lines(Type<Expand>, auto& line) {
  line("sets", &Expand::sets, how::Whole{1, most_grouping_sets},
       {"How many grouping sets there are.", "Required, unless `rollup` or `cube` says it", "[3]"});
  line("rollup", &Expand::rollup, how::columns,
       {"Columns of a ROLLUP, in place of `sets`: a set more than there are columns.", "none",
        R"([["country", "city"]])"});
  line("cube", &Expand::cube, how::columns,
       {"Columns of a CUBE, in place of `sets`: twice as many sets with each column.", "none",
        R"([["country", "city", "day"]])"});
  line.one_of({"sets", "rollup", "cube"}, "how many grouping sets there are, or the columns of a `rollup` or `cube`");
  line("width", &Expand::width, measure::ratio,
       {"Bytes of a row out as a share of the row coming in.", "1, and 8 B in memory that say which set it is of",
        "[0.8]"});
}

template <>
inline constexpr Kind step_kind<Generate>{
    "generate", "rows_out", false,
    "Explodes an array or map: a row for each element; the number of rows may stand for its keys.",
    R"([3.5, "2..6", {"rows_out": 3.5, "outer": true, "width": 0.4}])"};
void lines(Type<Generate>, auto& line) {
  line(
      "column", &Generate::column, how::columns,
      {"The array or map whose elements become rows, where the input says its `columns`.", "not known", R"(["tags"])"});
  line("rows_out", &Generate::rows_out, measure::ratio_or_none,
       {"Rows out for a row in: elements of its array.", "assumed", R"([3.5, "2..6"])", ConstantId::generate_rows});
  line("outer", &Generate::outer, how::yes_or_no, {"Rows without elements stay, once.", "false", "[true]"});
  line("width", &Generate::width, measure::ratio,
       {"Bytes of a row out, with one element in place of the array, as a share of the row coming in.", "assumed",
        "[0.4]", ConstantId::generate_width});
}

template <>
inline constexpr Kind step_kind<Aggregate>{
    "aggregate", "keys", true,
    "Groups rows; a key or a list of keys may stand for its keys. Without keys: one row in all.",
    R"([{"keys": "customer_id", "groups": "200M"}, ["customer_id", "day"]])"};
void lines(Type<Aggregate>, auto& line) {
  line("keys", &Aggregate::keys, how::columns,
       {"The column or columns that rows are grouped by.", "none, one row in all", R"(["customer_id"])"});
  line(
      "values", &Aggregate::values, how::values,
      {"What is computed for each group, by the name of the column that holds it: sum, avg, min, max, count, "
       "count_distinct, first, last, stddev, variance, collect_list, collect_set or approx_count_distinct of a column.",
       "`width` says how wide results are", R"x([{"revenue": "sum(price)", "riders": "count_distinct(rider_id)"}])x"});
  line("groups", &Aggregate::groups, measure::rows,
       {"How many groups there are.", "from `reduction`, or assumed", R"(["200M"])"});
  line("reduction", &Aggregate::reduction, measure::share,
       {"Rows out for a row in, in place of `groups`.", "assumed", "[0.05]"});
  line.not_both("groups", "reduction");
  for (const char* key : {"groups", "reduction"}) line.needs(key, "keys", "without `keys` there is one group");
  line("width", &Aggregate::width, measure::ratio,
       {"Bytes of a result row as a share of the row coming in.", "assumed", "[0.3]"});
  line("distinct", &Aggregate::distinct, how::columns,
       {"Column or columns that are counted distinct.", "none", R"(["product_id"])"});
  line("distinct_pairs", &Aggregate::distinct_pairs, measure::rows,
       {"How many distinct pairs of group and counted value there are.", "assumed", R"(["900M"])"});
  line.needs("distinct_pairs", "distinct", {});
  line("hot_key_share", &Aggregate::hot_key_share, measure::share_or_none, hot_key_share_says);
}

template <>
inline constexpr Kind step_kind<Dedup>{
    "dedup", "keys", true, "Keeps one row of each key; `all`, or a key or list of keys, may stand for its keys.",
    R"(["all", ["user_id", "day"], {"keys": "event_id", "keeps": 0.95}])"};
void lines(Type<Dedup>, auto& line) {
  line("keys", &Dedup::keys, how::ColumnsOrAll<Dedup>{&Dedup::all_columns},
       {"The columns that tell rows apart, or the word `all`.", "Required, unless `all` is true", R"(["event_id"])"});
  line("all", &Dedup::all_columns, how::yes_or_no, {"Whole rows are compared.", "false", "[true]"});
  line.one_of({"keys", "all"}, "the columns that tell rows apart, or `all`");
  line("keeps", &Dedup::keeps, measure::share,
       {"Share of the rows that is left.", "assumed", "[0.95]", ConstantId::dedup_keeps});
  line("hot_key_share", &Dedup::hot_key_share, measure::share_or_none, hot_key_share_says);
}

template <>
inline constexpr Kind step_kind<Sort>{"sort", "by", true,
                                      "Sorts rows; a column or a list of them may stand for its keys.",
                                      R"(["ts", {"by": "ts", "limit": 1000}])"};
void lines(Type<Sort>, auto& line) {
  line("by", &Sort::by, how::columns, {"The column or columns to sort by.", required, R"(["ts"])"});
  line("scope", &Sort::scope, words::sort_scopes,
       {"All rows in one order, which needs an exchange, or those of each partition.", "global"});
  line("limit", &Sort::limit, measure::rows, {"Only the first rows are kept: a top k.", "all are", "[1000]"});
}

template <>
inline constexpr Kind step_kind<FirstRows>{
    "limit", "rows", false,
    "Keeps so many rows, whichever come first; their number may stand for its keys. "
    "The first of an order are a `sort` with a `limit`.",
    R"([1000, {"rows": "1M"}])"};
void lines(Type<FirstRows>, auto& line) {
  line("rows", &FirstRows::rows, measure::rows, {"How many rows are kept.", required, "[1000]"});
}

template <>
inline constexpr Kind step_kind<Window>{
    "window",
    "partition_by",
    true,
    "Computes over the rows of each group; its columns may stand for its keys. Without them: all rows in one task.",
    R"(["customer_id", {"partition_by": "customer_id", "order_by": "ts", "limit": 1}])",
    {&engines::ray, "Ray Data has no window functions: groups are shuffled together and mapped by your own code"}};
void lines(Type<Window>, auto& line) {
  line("partition_by", &Window::partition_by, how::columns,
       {"The column or columns of a group.", "none, all rows in one task", R"(["customer_id"])"});
  line("order_by", &Window::order_by, how::columns,
       {"The column or columns by which a group is ordered.", "none", R"(["ts"])"});
  line("values", &Window::values, how::values,
       {"Columns that it adds, by name: the functions of an `aggregate`, over the rows of a group.", "none",
        R"x([{"running": "sum(price)"}])x"});
  line("limit", &Window::limit, measure::rows, {"Rows kept of a group (rank <= k).", "all", "[1]"});
  line("groups", &Window::groups, measure::rows,
       {"How many groups there are; needs `partition_by`.", "assumed", R"(["200M"])"});
  line.needs("groups", "partition_by", "without `partition_by` there is one group");
  line("hot_key_share", &Window::hot_key_share, measure::share_or_none, hot_key_share_says);
}

inline constexpr Says partitions_says{"Into how many partitions.", "the engine's own number", "[400]"};

template <>
inline constexpr Kind step_kind<Repartition>{"repartition", "partitions", true,
                                             "Spreads rows anew; a number may stand for its keys.",
                                             R"([400, {"partitions": 400, "by": "day"}])"};
void lines(Type<Repartition>, auto& line) {
  line("partitions", &Repartition::partitions, how::partitions, partitions_says);
  line("by", &Repartition::by, how::columns,
       {"The column or columns by which rows are spread.", "none, round robin", R"(["day"])"});
}

template <>
inline constexpr Kind step_kind<Coalesce>{
    "coalesce", "partitions", false,
    "Puts partitions together until there are so many, without an exchange; their number may stand for its keys.",
    R"([10, {"partitions": 10}])"};
void lines(Type<Coalesce>, auto& line) {
  line("partitions", &Coalesce::partitions, how::partitions,
       {"How many partitions are left; where there are fewer, nothing happens.", required, "[10]"});
}

template <>
inline constexpr Kind step_kind<RandomShuffle>{
    "random_shuffle", "", false, "Puts all rows into an order of chance, as before training; it has no keys.",
    R"([{}])"};
void lines(Type<RandomShuffle>, auto&) {}

template <>
inline constexpr Kind step_kind<Union>{
    "union", "with", false, "Puts the rows of several together; a name or a list of them may stand for its keys.",
    R"(["customers", {"with": ["customers"]}])"};
void lines(Type<Union>, auto& line) {
  line("with", how::others,
       {"The others: inputs or steps.", "Required, unless `from` lists all", R"([["customers"]])"});
}

template <>
inline constexpr Kind step_kind<Zip>{
    "zip",
    "with",
    false,
    "Puts the columns of another side beside those that come in, row by row; its name may stand for its keys.",
    R"(["customers", {"with": "customers"}])",
    {&engines::spark, "Spark does not zip rows: they have no numbers",
     "a `join` by a row number that both sides carry"}};
void lines(Type<Zip>, auto& line) {
  line("with", how::others,
       {"The other side: an input or a step.", "Required, unless `from` lists both", R"(["customers"])"});
}

template <>
inline constexpr Kind step_kind<Cache>{
    "cache", "", false,
    "Keeps what comes in for all later steps that read it: `cache`, `persist`, `materialize`; it has no keys. Without "
    "it Spark makes the rows again for each reader.",
    R"([{}])"};
void lines(Type<Cache>, auto&) {}

template <>
inline constexpr Kind step_kind<Exchange>{"exchange", "bytes", false,
                                          "A shuffle whose bytes are known; they may stand for its keys.",
                                          R"(["1.05..1.30 TB", {"bytes": "1.05..1.30 TB", "by": "day"}])"};
void lines(Type<Exchange>, auto& line) {
  line("bytes", &Exchange::bytes, measure::bytes,
       {"What the shuffle writes, in bytes.", required, R"(["400..900 GB"])"});
  line("by", &Exchange::by, how::columns, {"The column or columns by which rows are spread.", "none", R"(["day"])"});
  line("partitions", &Exchange::partitions, how::partitions, partitions_says);
}

template <>
inline constexpr Kind step_kind<Write>{"write", "size", false, "Writes what comes in; its size may stand for its keys.",
                                       R"(["120 GB", {"size": "120 GB", "format": "parquet", "files": 1000}])"};
void lines(Type<Write>, auto& line) {
  line("size", &Write::size, measure::bytes, {"Bytes written.", "from what comes in", R"(["120 GB"])"});
  line("ratio", &Write::ratio, measure::ratio,
       {"Bytes written for a byte that comes in, as stored; in place of `size`.", "1", "[0.5]"});
  line.not_both("size", "ratio");
  line("format", &Write::format, words::written_formats, {"How it is stored.", "parquet"});
  line("files", &Write::files, measure::files, {"How many files are written.", "as many as there are tasks", "[1000]"});
}

}  // namespace sizer

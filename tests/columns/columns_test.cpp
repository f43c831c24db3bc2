// What columns tell: types, how rows lie over keys, bytes, and what a job then reads and passes on.
#include <cmath>

#include "catch.h"
#include "columns/bytes.h"
#include "columns/shares.h"
#include "sizer/estimate.h"
#include "sizer/input.h"

namespace {

using namespace sizer;

ColumnType type_of(const char* text) {
  const auto read = read_type(text);
  INFO(text);
  REQUIRE(std::holds_alternative<ColumnType>(read));
  return std::get<ColumnType>(read);
}

Column of_type(const char* type) {
  Column column;
  column.type = type_of(type);
  return column;
}

const ConstantValues& typical() {
  static const Constants constants;
  return constants.at(Case::typical);
}

ColumnBytes bytes(const Column& column, double distinct, double rows) {
  return bytes_of(column, {.distinct = distinct}, Rows{rows}, Codec::lz4, typical(), Case::typical);
}

KeyShares zipf(double values, double exponent, double rows) {
  Column column = of_type("long");
  column.zipf = exactly(exponent);
  return shares_of(column, Rows{values}, Rows{rows}, Case::typical);
}

double rows_of(const KeyShares& shares) {
  double rows = 0;
  for (const KeyTier& tier : shares) rows += tier.values * tier.each;
  return rows;
}

Job job_of(const std::string& text) {
  return read_job("engine: spark\ncluster: spark-baseline\n" + text, "job.yaml");
}

Estimate estimated(const Job& job) {
  return estimate(job, job.cluster, typical(), Case::typical);
}

double width(const Flow& flow) {
  return flow.memory.value / flow.rows.value;
}

}  // namespace

TEST_CASE("types are read by the names of Spark and of other tools, and written as they are read", "[columns]") {
  CHECK(type_of("bigint") == type_of("long"));
  CHECK(type_of("INT64") == type_of("long"));
  CHECK(type_of("str") == type_of("string"));
  CHECK(type_of("list<varchar(20)>") == type_of("array<string>"));
  CHECK(type_of("decimal") == type_of("decimal(10,0)"));
  for (const char* text : {"long", "string", "char(36)", "decimal(12,2)", "array<string>", "map<string,long>",
                           "struct<id:long,tags:array<struct<name:string,at:timestamp>>>"})
    CHECK(to_text(type_of(text)) == text);
}

TEST_CASE("what is no type says why, and names the nearest", "[columns]") {
  const auto fault = [](const std::string& text) {
    const auto read = read_type(text);
    INFO(text);
    REQUIRE(std::holds_alternative<TypeError>(read));
    return std::get<TypeError>(read);
  };
  CHECK(fault("strnig").nearest == "did you mean 'string'?");
  CHECK(fault("decimal(40,2)").message.find("1 to 38 digits") != std::string::npos);
  CHECK(fault("array<").message == "a type is missing");
  CHECK(fault("array long").message.find("array<string>") != std::string::npos);
  CHECK(fault("struct<id long>").message.find("struct<id:long,tag:string>") != std::string::npos);
  CHECK(fault("long long").message.find("left over") != std::string::npos);
  CHECK_FALSE(fault("").message.empty());
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "array<";
  CHECK(fault(deep).message.find("too deep") != std::string::npos);
}

TEST_CASE("rows of an UnsafeRow are as wide as Spark makes them", "[columns]") {
  const auto variable = [](const char* type, double length = 16, double elements = 4) {
    Column column = of_type(type);
    column.length = exactly(Bytes{length});
    column.elements = exactly(elements);
    return bytes(column, 1e6, 1e7).unsafe;
  };
  CHECK(variable("long") == 0);
  CHECK(variable("decimal(18,2)") == 0);
  CHECK(variable("decimal(20,2)") == 16);
  CHECK(variable("char(36)") == 40);
  CHECK(variable("string", 5) == 8);
  CHECK(variable("string", 22) == Approx(25.6).margin(0.5));  // 8 to 36 letters: 25.64 were measured
  CHECK(variable("array<long>", 16, 5) == 8 + 8 + 5 * 8);
  CHECK(variable("array<int>", 16, 5) == 8 + 8 + 24);
  CHECK(variable("struct<a:long,b:char(8)>") == 8 + 2 * 8 + 8);
  Column nullable = of_type("char(24)");
  nullable.nulls = exactly(0.75);
  CHECK(bytes(nullable, 1e6, 1e7).unsafe == 6);
}

TEST_CASE("Spark's planner takes each type for its default size", "[columns]") {
  CHECK(planned_size(type_of("int")) == 4);
  CHECK(planned_size(type_of("timestamp")) == 8);
  CHECK(planned_size(type_of("string")) == 20);
  CHECK(planned_size(type_of("decimal(18,2)")) == 8);
  CHECK(planned_size(type_of("decimal(19,2)")) == 16);
  CHECK(planned_size(type_of("array<struct<id:long,name:string>>")) == 28);
}

TEST_CASE("shares of keys hold all rows, whatever the law", "[columns]") {
  for (const double exponent : {0.3, 0.9, 1.0, 1.4, 2.5}) CHECK(rows_of(zipf(400'000, exponent, 6e6)) == Approx(1));
  Column top = of_type("long");
  top.top = TopShare{0.01, 0.4};
  top.nulls = exactly(0.6);
  const KeyShares tiers = shares_of(top, Rows{10'000}, Rows{1e6}, Case::typical);
  CHECK(rows_of(tiers) == Approx(1));
  CHECK(rows_of(combined(tiers, zipf(3000, 0.7, 1e6))) == Approx(1));
}

TEST_CASE("a partial aggregate passes on what rows of such keys leave", "[columns]") {
  // Uniform: T K (1 - (1 - 1/(T K))^R), as of old.
  const KeyShares uniform{{1000, 1e-3}};
  CHECK(passed_on(uniform, Rows{1e6}, 10).value == Approx(10'000).epsilon(0.001));
  CHECK(passed_on(uniform, Rows{100}, 10).value == Approx(99.5).epsilon(0.01));
  // Of 600,000 values, 213,639 come among 2.4M rows by Zipf's law of 1.1; Spark passed on 387,955 rows of six tasks.
  CHECK(passed_on(zipf(213'639, 1.1, 2.4e6), Rows{2.4e6}, 6).value == Approx(387'955).epsilon(0.02));
  CHECK(groups_in(zipf(213'639, 1.1, 2.4e6), Rows{2.4e6}).value == Approx(213'639).epsilon(0.02));
  // In the order of the key each group lies in one task or two.
  CHECK(passed_on({{1, 1}}, Rows{2e6}, 2, 1, 25'000).value == Approx(25'001));
  CHECK(passed_on({{5, 0.2}}, Rows{2e6}, 2, 1, 25'000).value == Approx(125'005).epsilon(0.001));
}

TEST_CASE("what tasks pass on grows with tasks and the limit, and lies between groups and rows", "[columns][law]") {
  for (const double exponent : {0.0, 0.5, 1.0, 1.8})
    for (const double values : {1.0, 40.0, 5e4, 3e7})
      for (const double rows : {10.0, 1e5, 1e9}) {
        const KeyShares shares = exponent > 0 ? zipf(values, exponent, rows) : KeyShares{{values, 1 / values}};
        INFO(exponent << " " << values << " " << rows);
        const double groups = groups_in(shares, Rows{rows}).value;
        double before = groups * 0.999;
        for (const double tasks : {1.0, 3.0, 50.0, 2e4}) {
          const double passed = passed_on(shares, Rows{rows}, tasks).value;
          CHECK(passed >= before * 0.999999);
          CHECK(passed <= rows * 1.000001);
          CHECK(passed_on(shares, Rows{rows}, tasks, 3).value >= passed * 0.999999);
          before = passed;
        }
      }
}

TEST_CASE("only the columns that some step needs are read and carried", "[columns][ledger]") {
  const char* const text =
      "inputs:\n"
      "  trips: {size: 600 MB, rows: 6M, columns: {rider_id: {type: long, distinct: 400k}, price: double, note: "
      "{type: string, length: 60}}}\n"
      "  riders: {size: 20 MB, rows: 400k, columns: {rider_id: long, city: char(8), email: string}}\n"
      "steps:\n"
      "  - join: {with: riders, keys: rider_id, strategy: sort_merge}\n"
      "  - aggregate: {keys: city, groups: 40, values: {revenue: sum(price)}}\n"
      "  - write: {}\n";
  const Job job = job_of(text);
  const Ledger ledger = account(job, typical(), Case::typical);
  CHECK(width(ledger.inputs[0]) == 8 + 2 * 8);      // rider_id, price
  CHECK(width(ledger.inputs[1]) == 8 + 2 * 8 + 8);  // rider_id, city
  CHECK(width(ledger.steps[0]) == 8 + 2 * 8 + 8);   // city, price: the key is needed no more
  CHECK(ledger.steps[1].rows.value == 40);
  CHECK(width(ledger.steps[1]) == 8 + 2 * 8 + 8);  // city, revenue
  CHECK(ledger.inputs[0].stored < Bytes{300e6});
  CHECK(ledger.inputs[0].stored > Bytes{20e6});
}

TEST_CASE("a name that no input has may be any of its columns: all are read, never none", "[columns][ledger]") {
  const auto read = [](const char* step) {
    const Job job =
        job_of(std::string("inputs: {t: {size: 1 GB, rows: 10M, columns: {a: long, b: double}, others: 8}}\nsteps:\n") +
               step + "  - write: {}\n");
    return account(job, typical(), Case::typical).inputs[0].stored;
  };
  CHECK(read("  - project: [c]\n") == Bytes{1e9});
  CHECK(read("  - aggregate: {keys: c, values: {n: count(*)}}\n") == Bytes{1e9});
  CHECK(read("  - aggregate: {keys: a, values: {n: sum(c)}}\n") == Bytes{1e9});
  CHECK(read("  - project: [a]\n") < Bytes{1e9});
}

TEST_CASE("groups follow from distinct values where nobody says them", "[columns][ledger]") {
  const char* const inputs =
      "inputs: {trips: {size: 600 MB, rows: 6M, columns: {rider_id: {type: long, distinct: 400k, nulls: 10 %}, "
      "price: double}}}\n";
  const Job job = job_of(std::string(inputs) + "steps:\n  - aggregate: {keys: rider_id, values: {n: count(*)}}\n");
  CHECK(account(job, typical(), Case::typical).steps[0].rows.value == Approx(400'000).epsilon(0.01));
  const Job given =
      job_of(std::string(inputs) + "steps:\n  - aggregate: {keys: rider_id, groups: 5, values: {n: count(*)}}\n");
  CHECK(account(given, typical(), Case::typical).steps[0].rows.value == 5);
}

TEST_CASE("figures that are given win over those that columns tell", "[columns][ledger]") {
  const std::string columns = "columns: {a: long, b: {type: string, length: 40}}";
  const auto read = [&](const std::string& more) {
    const Job job = job_of("inputs: {t: {size: 1 GB, rows: 10M, " + columns + more +
                           "}}\nsteps:\n  - project: [a]\n  - repartition: 10\n  - write: {}\n");
    return account(job, typical(), Case::typical).inputs[0];
  };
  CHECK(width(read("")) == 16);
  CHECK(width(read(", row_width: 24 B")) == Approx(24));
  CHECK(read(", columns_read: 0.5").stored == Bytes{500e6});
  const Flow compressed = read(", compression: 4");
  CHECK(compressed.memory.value / compressed.shuffled.value == Approx(4));
}

TEST_CASE("a broadcast is decided by the sizes that Spark's planner takes", "[columns][spark]") {
  // 60 MB of files; two of its columns are 16 of 8 + 8 + 8 + 20 + 100: 10.0 MB, which is below the 10 MiB of Spark.
  const auto kind = [](const char* size) {
    const Job job =
        job_of(std::string("spark: {adaptive: false}\ninputs:\n  trips: {size: 600 GB, rows: 6G, columns: "
                           "{id: long, price: double}}\n  riders: {size: ") +
               size +
               ", rows: 400k, columns: {id: long, score: double, name: string, photo: {type: binary, "
               "length: 100}}}\nsteps:\n  - join: {with: riders, keys: id}\n  - project: [id, price, score]\n"
               "  - write: {}\n");
    return estimated(job).plan.joins.front().strategy;
  };
  CHECK(kind("60 MB") == JoinStrategy::broadcast);
  CHECK(kind("70 MB") == JoinStrategy::sort_merge);
}

TEST_CASE("each column that is counted distinct sends a copy of the rows", "[columns][spark]") {
  const auto first_exchange = [](const char* values) {
    const Job job = job_of(std::string("inputs: {t: {size: 10 GB, rows: 100M, columns: {k: {type: int, distinct: 50}, "
                                       "a: {type: long, distinct: 20M}, b: {type: long, distinct: 30M}}}}\n"
                                       "steps:\n  - aggregate: {keys: k, groups: 50, values: ") +
                           values + "}\n");
    return estimated(job).plan.exchanges.front();
  };
  const double one = first_exchange("{x: count_distinct(a)}").rows.value;
  const double two = first_exchange("{x: count_distinct(a), y: count_distinct(b)}").rows.value;
  CHECK(one > 50e6);
  CHECK(two > 1.5 * one);
  CHECK(two < 200e6);
}

TEST_CASE("a list carries what it gathers through the exchange, a set each value once", "[columns][spark]") {
  const auto raw = [](const char* value) {
    const Job job = job_of(std::string("inputs: {t: {size: 1 GB, rows: 10M, columns: {k: {type: long, distinct: 1k}, "
                                       "s: {type: char(8), distinct: 3}}}}\nsteps:\n  - aggregate: {keys: k, values: "
                                       "{all: ") +
                           value + "}}\n");
    return estimated(job).plan.exchanges.front().raw.value;
  };
  CHECK(raw("collect_list(s)") > 10e6 * 16);
  CHECK(raw("collect_set(s)") < raw("collect_list(s)"));
}

TEST_CASE("a job whose inputs say no columns is as it was, even where a step names some", "[columns][ledger]") {
  const char* const inputs = "inputs: {t: {size: 1 GB, rows: 10M}}\n";
  const Job named = job_of(std::string(inputs) + "steps:\n  - project: [a, b]\n  - write: {}\n");
  const Job bare = job_of(std::string(inputs) + "steps:\n  - project: {}\n  - write: {}\n");
  CHECK(account(named, typical(), Case::typical).steps[0].memory ==
        account(bare, typical(), Case::typical).steps[0].memory);
}

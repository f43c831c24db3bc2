// Columns in job files: what is read, what is refused and how, and what is written again.
#include "catch.h"
#include "sizer/input.h"
#include "sizer/place.h"

namespace {

using namespace sizer;

std::string job_with(const std::string& input, const std::string& steps) {
  return "name: job\nengine: spark\ncluster: spark-baseline\ninputs:\n  trips: " + input + "\nsteps:\n" + steps;
}

std::string complaint(const std::string& text) {
  try {
    read_job(text, "job.yaml");
  } catch (const InputError& error) {
    std::string all;
    for (const Diagnostic& each : error.diagnostics)
      all += each.message + " | " + each.suggestion + " | " + each.note + "\n";
    return all;
  }
  return "nothing";
}

constexpr const char* write_step = "  - write: {}\n";

}  // namespace

TEST_CASE("columns are read as a type or as what is known of them", "[job][columns]") {
  const Job job = read_job(
      job_with("{size: 1 TB, rows: 6G, columns: {rider_id: {type: long, distinct: 400k, zipf: 0.9}, note: {type: "
               "string, length: 24, nulls: 60 %}, tags: {type: array<string>, elements: 5}, day: date, others: 40}, "
               "ordered_by: [day], clustered_by: rider_id}",
               write_step),
      "job.yaml");
  const Input& trips = job.inputs.front();
  REQUIRE(trips.columns.size() == 4);
  CHECK(job.keys[static_cast<std::size_t>(trips.columns[0].name)] == "rider_id");
  CHECK(trips.columns[0].distinct == exactly(Rows{400'000}));
  CHECK(trips.columns[0].zipf == exactly(0.9));
  CHECK(trips.columns[1].length == exactly(Bytes{24}));
  CHECK(trips.columns[1].nulls == exactly(0.6));
  CHECK(trips.columns[2].elements == exactly(5.0));
  CHECK(trips.columns[3].type.kind == TypeKind::date);
  CHECK(trips.others == exactly(Bytes{40}));
  CHECK(trips.ordered_by.size() == 1);
}

TEST_CASE("an aggregate says what it computes, a project which columns it keeps", "[job][columns]") {
  const Job job = read_job(
      job_with("{size: 1 TB, rows: 6G}",
               "  - project: [rider_id, rider_name, price, quantity, item]\n"
               "  - aggregate: {keys: rider_id, values: {revenue: sum(price * quantity), riders: "
               "count_distinct(rider_name), n: count(*), d: count(distinct item), items: collect_list(item)}}\n"),
      "job.yaml");
  CHECK(std::get<Project>(job.steps[0].op).columns.size() == 5);
  const auto& aggregate = std::get<Aggregate>(job.steps[1].op);
  REQUIRE(aggregate.values.size() == 5);
  CHECK(aggregate.values[0].function == AggregateFunction::sum);
  CHECK(aggregate.values[0].of.size() == 2);
  CHECK(aggregate.values[2].of.empty());
  CHECK(aggregate.values[3].function == AggregateFunction::count_distinct);
  CHECK(aggregate.distinct.size() == 2);
}

TEST_CASE("what is wrong with a column is said with the nearest word", "[job][columns]") {
  const auto of_columns = [](const char* columns) {
    return complaint(job_with(std::string("{size: 1 TB, columns: ") + columns + "}", write_step));
  };
  CHECK(of_columns("{a: strnig}").find("did you mean 'string'?") != std::string::npos);
  CHECK(of_columns("{a: {distinct: 5}}").find("type") != std::string::npos);
  CHECK(of_columns("{a: {type: long, zipf: 0.9, top: {1 %: 40 %}}}").find("say the same thing") != std::string::npos);
  CHECK(of_columns("{a: {type: long, top: {40 %: 1 %}}}").find("at least their share") != std::string::npos);
  CHECK(of_columns("{a: {type: long, distnict: 5}}").find("did you mean 'distinct'?") != std::string::npos);
  CHECK(of_columns("[a, b]").find("must be a mapping of names of columns") != std::string::npos);
  const auto of_values = [](const char* values) {
    return complaint(job_with("{size: 1 TB}", std::string("  - aggregate: {keys: a, values: ") + values + "}\n"));
  };
  CHECK(of_values("{x: summ(a)}").find("did you mean 'sum'?") != std::string::npos);
  CHECK(of_values("{x: 5}").find("is no function of a column") != std::string::npos);
}

TEST_CASE("columns are written as they are read", "[job][columns][write]") {
  const std::string text = job_with(
      "{size: 1 TB, rows: 6000000000, columns: {rider_id: {type: long, distinct: 400000, zipf: 0.9}, note: {type: "
      "string, nulls: 0.6, length: 24 B}, top: {type: \"decimal(12,2)\", top: {0.01: 0.4}}, day: date}, others: 40 B, "
      "ordered_by: [day, rider_id]}",
      "  - filter: {keeps: 0.5, reads: note}\n"
      "  - aggregate: {keys: rider_id, values: {revenue: sum(top), n: count(*)}}\n"
      "  - write: {format: orc}\n");
  const std::string once = write_job(read_job(text, "job.yaml"));
  CHECK(write_job(read_job(once, "job.yaml")) == once);
  CHECK(once.find("columns: {rider_id: {type: long, distinct: 400000, zipf: 0.9}") != std::string::npos);
  CHECK(once.find("day: date") != std::string::npos);
  CHECK(once.find("top: {\"0.01\": 0.4}") != std::string::npos);
  CHECK(once.find("revenue: \"sum(top)\"") != std::string::npos);
}

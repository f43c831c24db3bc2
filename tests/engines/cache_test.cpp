// Results that several steps read: made again, or kept.
#include <string>

#include "catch.h"
#include "sized.h"

using namespace sizer;
using sized::bytes;
using sized::exchanges;
using sized::typical;

namespace {

std::string read_twice(const std::string& engine, const std::string& shared, const std::string& size = "100 GB") {
  return "engine: " + engine + "\ncluster: " + engine + (engine == "ray" ? "-cpu" : "") +
         "-baseline\ninputs:\n  a: {size: " + size + ", rows: 500M}\nsteps:\n" + shared +
         "    name: shared\n"
         "  - aggregate: {keys: k, groups: 1000}\n    from: shared\n    name: by_k\n"
         "  - write: {size: 1 MB}\n    name: one\n"
         "  - aggregate: {keys: d, groups: 1000}\n    from: shared\n    name: by_d\n"
         "  - write: {size: 1 MB}\n    name: other\n";
}

bool is_done(const Estimate& e, std::string_view act) {
  for (const Stage& stage : e.plan.stages)
    for (const Part& part : stage.parts)
      if (part.act.name() == act) return true;
  return false;
}

}  // namespace

TEST_CASE("Spark reads again what two steps read, but for what lies before an exchange", "[spark][cache]") {
  const Estimate filtered = typical(read_twice("spark", "  - filter: 0.5\n"));
  CHECK(bytes(filtered).input_read.value == Approx(200e9));
  CHECK(exchanges(filtered) == 2);

  const Estimate grouped = typical(read_twice("spark", "  - aggregate: {keys: [k, d], groups: 100M}\n"));
  CHECK(bytes(grouped).input_read.value == Approx(100e9));
  CHECK(exchanges(grouped) == 3);
  // The exchange is written once and read by both.
  const ExchangeNote& shared = grouped.plan.exchanges.front();
  CHECK(bytes(grouped).shuffle_read.value == Approx(bytes(grouped).shuffle_write.value + shared.bytes.value));
}

TEST_CASE("a cache is filled once and read by all others", "[spark][cache]") {
  const Estimate e = typical(read_twice("spark", "  - cache: {}\n"));
  CHECK(bytes(e).input_read.value == Approx(100e9));
  CHECK(is_done(e, "Cache"));
  CHECK(is_done(e, "Read cache"));
  CHECK_FALSE(is_done(typical("engine: spark\ncluster: spark-baseline\ninputs: {a: {size: 1 GB}}\nsteps: [cache: {}, "
                              "write: {}]\n"),
                      "Read cache"));
}

TEST_CASE("what memory does not hold of a cache lies on disk, and takes room from sorts", "[spark][cache]") {
  const auto spilled = [](const std::string& size) {
    return bytes(typical(read_twice("spark", "  - cache: {}\n", size))).spill_write;
  };
  CHECK(spilled("100 GB").value == 0);
  CHECK(spilled("10 TB").value > 1e12);
}

TEST_CASE("Ray keeps blocks in the object store for all that read them", "[ray][cache]") {
  const Estimate e = typical(read_twice("ray", "  - cache: {}\n"));
  CHECK(bytes(e).input_read.value == Approx(100e9));
  CHECK(is_done(e, "Cache"));
}

TEST_CASE("Spark reads text once more to find its types, Ray does not", "[spark][ray]") {
  const auto job = [](const char* engine, const char* cluster, const char* more) {
    return std::string("engine: ") + engine + "\ncluster: " + cluster +
           "\ninputs: {a: {size: 10 GB, format: json, columns_read: 0.5" + more + "}}\nsteps: [write: {}]\n";
  };
  CHECK(bytes(typical(job("spark", "spark-baseline", ""))).input_read.value == Approx(5e9));
  const Estimate e = typical(job("spark", "spark-baseline", ", infer_schema: true"));
  CHECK(bytes(e).input_read.value == Approx(15e9));
  CHECK(e.plan.stages.size() == 2);
  CHECK(e.plan.stages.back().after.size() == 1);
  CHECK_THROWS_AS(typical(job("ray", "ray-cpu-baseline", ", infer_schema: true")), InputError);
}

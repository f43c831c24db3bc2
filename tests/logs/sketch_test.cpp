// Quantiles of very many values in little memory.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "catch.h"
#include "sizer/run.h"

using namespace sizer;

TEST_CASE("quantiles of a sketch are off by one percent at most", "[logs]") {
  std::mt19937 random(7);
  std::lognormal_distribution<double> spread(6, 2);
  std::vector<std::int64_t> values;
  Sketch sketch;
  for (int i = 0; i < 20'000; ++i) {
    values.push_back(static_cast<std::int64_t>(100 + spread(random)));
    sketch.add(values.back());
  }
  std::ranges::sort(values);
  for (const double share : {0.01, 0.25, 0.5, 0.9, 0.999}) {
    const auto exact = static_cast<double>(values[static_cast<std::size_t>(share * 19'999)]);
    CHECK(std::abs(sketch.quantile(share) - exact) <= 0.02 * exact);
  }
  CHECK(sketch.buckets().size() < 1500);
  std::int64_t sum = 0;
  for (const Sketch::Bucket& bucket : sketch.buckets()) sum += bucket.sum;
  CHECK(sum == sketch.sum());
}

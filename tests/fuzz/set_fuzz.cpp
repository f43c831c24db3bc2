// Any lines as what --set gives, over a small job: a job that can be estimated, or a refusal; never a crash.
#include <sstream>

#include "fuzz.h"
#include "sizer/input.h"

namespace {

constexpr const char* spark_job = R"(name: a join
engine: spark
cluster: {nodes: 4, machine: {vcpus: 8, memory: 32 GiB, network: 10 Gbps, disk: 1 GB/s}}
inputs:
  orders: {size: 100 GB, format: parquet}
  customers: {size: 1 GB, format: parquet}
steps:
  - join: {with: customers, keys: customer_id}
  - aggregate: {keys: day, groups: 1000}
  - write: {format: parquet}
)";

constexpr const char* ray_job = R"(name: two maps
engine: ray
cluster: {nodes: 4, machine: {vcpus: 8, memory: 32 GiB, network: 10 Gbps, disk: 1 GB/s}}
inputs:
  images: {size: 100 GB, rows: 1000000}
steps:
  - map: {rows_per_second: 100}
  - inference: {rows_per_second: 50}
  - write: {size: 10 GB}
)";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const sizer::Constants constants;
  sizer::ReadOptions options;
  std::istringstream lines(sizer::fuzz::text_of(data, size));
  for (std::string line; std::getline(lines, line) && options.overrides.size() < 4;) {
    const std::size_t equals = line.find('=');
    if (equals == std::string::npos) continue;
    options.overrides.push_back({line.substr(0, equals), line.substr(equals + 1)});
  }
  sizer::fuzz::told_or_done(data, size, [&] {
    static const sizer::JobText spark(spark_job, "job.yaml"), ray(ray_job, "job.yaml");
    const sizer::Job job = (size % 2 == 0 ? spark : ray).read(options);
    estimate(job, job.cluster, constants);
  });
  return 0;
}

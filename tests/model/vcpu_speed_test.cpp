// How fast vCPUs are: what the catalogue knows of series, and what it does to time.
#include <algorithm>
#include <string>

#include "catch.h"
#include "sized.h"
#include "sizer/catalogue.h"

using namespace sizer;

namespace {

std::string job_on(const std::string& speed) {
  return "engine: spark\ncluster: {nodes: 8, vcpus: 16, memory: 64 GB, price: $1/h" + speed +
         "}\ninputs: {a: {size: 1 TB, rows: 5G}}\nsteps: [map: {language: jvm, rows_per_second: 20k rows/s}, write: "
         "{ratio: 0.1}]\n";
}

/// What all tasks compute, added up.
double computing(const std::string& speed, Case c = Case::typical) {
  const Job job = sized::job(job_on(speed));
  const Constants constants;
  const Estimate made = estimate(job, job.cluster, constants.at(c), c);
  const Capacity have = capacity(job.cluster, *job.engine, constants.at(c));
  CoreSeconds sum{};
  for (const Stage& stage : made.plan.stages) sum += slot_time(stage.demand, have).computing();
  return sum.value;
}

}  // namespace

TEST_CASE("computing takes as much less as vCPUs are faster, the user's code too", "[speed]") {
  CHECK(computing(", vcpu_speed: 2") == Approx(computing("") / 2));
  CHECK(computing(", vcpu_speed: 0.5") == Approx(computing("") * 2));
  CHECK(computing(", vcpu_speed: 1") == computing(""));
}

TEST_CASE("in the best case vCPUs are as fast as they may be, in the worst as slow", "[speed]") {
  const std::string range = ", vcpu_speed: {low: 1.2, typical: 1.4, high: 1.9}";
  CHECK(computing(range, Case::best) == Approx(computing(", vcpu_speed: 1.9", Case::best)));
  CHECK(computing(range, Case::typical) == Approx(computing(", vcpu_speed: 1.4", Case::typical)));
  CHECK(computing(range, Case::worst) == Approx(computing(", vcpu_speed: 1.2", Case::worst)));
}

TEST_CASE("machines have the speeds of their series, against m5d", "[speed][catalogue]") {
  const Catalogue& catalogue = built_in_catalogue();
  const auto speed = [&](const char* name) { return catalogue.machine(name)->vcpu_speed.value(); };
  CHECK(speed("m5d.4xlarge") == exactly<Ratio>(1));
  CHECK(speed("m6i.4xlarge") == speed("m6i.8xlarge"));
  CHECK(speed("m6i.4xlarge").low > 1.1);
  CHECK(speed("m7g.4xlarge").typical > speed("m6g.4xlarge").typical);
  CHECK(speed("n1-standard-16").high < 1);
  CHECK(speed("Standard_D16s_v5").typical > speed("Standard_D16s_v3").typical);
}

TEST_CASE("nearly all machines that a search looks at have a speed, and all speeds are in order",
          "[speed][catalogue]") {
  int known = 0, all = 0;
  for (const Machine& machine : built_in_catalogue().common_machines()) {
    ++all;
    if (!machine.vcpu_speed) continue;
    ++known;
    CAPTURE(machine.name);
    CHECK((0.3 < machine.vcpu_speed->low && machine.vcpu_speed->low <= machine.vcpu_speed->typical &&
           machine.vcpu_speed->typical <= machine.vcpu_speed->high && machine.vcpu_speed->high < 5));
  }
  CHECK(known > 0.9 * all);
}

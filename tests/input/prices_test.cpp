// What a run costs beside its machines: platforms, zones, regions, spot, billing rules.
#include <cmath>
#include <numeric>
#include <string>

#include "catch.h"
#include "generated_job.h"
#include "program.h"
#include "sizer/catalogue.h"
#include "sizer/input.h"
#include "sizer/report.h"

namespace {

using namespace sizer;

const char* const priced_job = R"(
engine: spark
cluster: CLUSTER
inputs: {clicks: {size: 1 TB}, users: {size: 50 GB, rows: 200M}}
steps:
  - join: {with: users, on: user_id, strategy: sort_merge}
  - write: 120 GB
)";

Job job_on(const std::string& cluster, const std::string& more = "") {
  std::string text = priced_job;
  text.replace(text.find("CLUSTER"), 7, cluster);
  return read_job(text + more, "job.yaml");
}

Estimate typical_estimate(const Job& job) {
  return estimate(job, job.cluster, Constants().at(Case::typical), Case::typical);
}

JobReport summary_of(const Job& job) {
  const Constants constants;
  return make_summary(job, constants, estimate(job, job.cluster, constants));
}

const CostRow& row_of(const JobReport& report, const std::string& item) {
  for (const CostRow& row : report.cost_lines)
    if (row.item.find(item) != std::string::npos) return row;
  FAIL("no line of the bill is about " << item);
  return report.cost_lines.front();
}

double sum_of(const JobReport& report) {
  double sum = 0;
  for (const CostRow& row : report.cost_lines)
    if (row.cost) sum += row.cost->typical.value;
  return sum;
}

}  // namespace

TEST_CASE("each dollar of every platform has a line with a price and its source", "[prices]") {
  for (const std::string provider : {"aws", "azure", "gcp"}) {
    const std::string machine = provider == "aws"     ? "m5d.4xlarge"
                                : provider == "azure" ? "Standard_D16ds_v5"
                                                      : "n2-standard-16";
    for (const std::string& platform : built_in_catalogue().platforms(provider)) {
      INFO(platform << " on " << machine);
      const JobReport report = summary_of(job_on("{nodes: 20, machine: " + machine + ", platform: " + platform + "}"));
      const bool unknown_dbu = provider == "gcp" && platform.starts_with("databricks");
      CHECK(report.cost_partial == unknown_dbu);
      CHECK(sum_of(report) == Approx((report.cost ? report.cost : report.cost_at_least)->typical.value).epsilon(1e-12));
      for (const CostRow& row : report.cost_lines) CHECK_FALSE(row.note.empty());
      CHECK(report.platform == platform);
    }
  }
}

TEST_CASE("a surcharge comes on top of the machines, and a serverless platform takes their place", "[prices]") {
  const JobReport plain = summary_of(job_on("{nodes: 20, machine: m5d.4xlarge}"));
  const JobReport emr = summary_of(job_on("{nodes: 20, machine: m5d.4xlarge, platform: emr}"));
  CHECK(row_of(emr, "EMR").unit_price == Approx(0.904 * 0.25));
  CHECK(row_of(emr, "EMR").quantity.typical == Approx(row_of(plain, "workers").quantity.typical * 21 / 20));
  CHECK(row_of(emr, "workers").cost == row_of(plain, "workers").cost);

  const JobReport glue = summary_of(job_on("{nodes: 20, machine: m5d.4xlarge, platform: glue}"));
  for (const CostRow& row : glue.cost_lines) CHECK(row.item.find("workers") == std::string::npos);
  CHECK(row_of(glue, "Glue").quantity.typical ==
        Approx(row_of(plain, "workers").quantity.typical / 20 * 21 * 4));  // 16 vCPUs are 4 DPU
  CHECK(row_of(glue, "Glue").unit_price == Approx(0.44));

  const JobReport databricks = summary_of(job_on("{nodes: 20, machine: m5d.4xlarge, platform: databricks}"));
  CHECK(row_of(databricks, "Databricks").unit == "DBU");
  CHECK(row_of(databricks, "Databricks").quantity.typical ==
        Approx(2.74 * 21 * row_of(plain, "driver").quantity.typical));
}

TEST_CASE("a machine whose units of a platform are not known makes the bill partial, not free", "[prices]") {
  const JobReport report = summary_of(job_on("{nodes: 4, machine: m7i.4xlarge, platform: databricks}"));
  CHECK(report.cost_partial);
  const CostRow& row = row_of(report, "Databricks");
  CHECK_FALSE(row.cost);
  CHECK_FALSE(row.unit_price);
  CHECK(row.note.find("not known") != std::string::npos);
  CHECK_FALSE(report.metrics.usd_per_tb_processed);
}

TEST_CASE("a platform does not run on another provider's machines", "[prices]") {
  CHECK_THROWS_AS(job_on("{nodes: 4, machine: n2-standard-16, platform: emr}"), InputError);
  CHECK_THROWS_AS(job_on("{nodes: 4, machine: m5d.4xlarge, platform: emrr}"), InputError);
  CHECK(job_on("{nodes: 4, machine: m5d.4xlarge}", "platform: emr\n").cluster.tariff.charges.size() == 1);
}

TEST_CASE("of three zones two thirds of a shuffle leave their own, and are paid at both ends", "[prices]") {
  const Job job = job_on("{nodes: 20, machine: m5d.4xlarge, zones: 3}");
  const JobReport report = summary_of(job);
  const CostRow& row = row_of(report, "zones");
  CHECK(row.quantity.typical == Approx(report.bytes.shuffle_read.typical.value / 1e9 * 2 / 3));
  CHECK(row.cost->typical.value == Approx(row.quantity.typical * 0.02));
  for (const CostRow& each : summary_of(job_on("{nodes: 20, machine: m5d.4xlarge}")).cost_lines)
    CHECK(each.item.find("zones") == std::string::npos);
}

TEST_CASE("data in another region or on the internet is paid for by the GB", "[prices]") {
  const JobReport region = summary_of(job_on("{nodes: 20, machine: m5d.4xlarge, data_location: other_region}"));
  CHECK(row_of(region, "input from").quantity.typical == Approx(1050));
  CHECK(row_of(region, "output to").cost->typical.value == Approx(120 * 0.02));
  const JobReport internet = summary_of(job_on("{nodes: 20, machine: m5d.4xlarge, data_location: internet}"));
  CHECK(row_of(internet, "output to").cost->typical.value == Approx(120 * 0.09));
  const JobReport azure = summary_of(job_on("{nodes: 9, machine: Standard_D16ds_v5, data_location: other_region}"));
  CHECK_FALSE(row_of(azure, "input from").cost);
  CHECK(azure.cost_partial);
}

TEST_CASE("requests have the prices of the machines' provider", "[prices]") {
  const JobReport azure = summary_of(job_on("{nodes: 9, machine: Standard_D16ds_v5}"));
  CHECK(row_of(azure, "reads").unit_price == Approx(0.0006));
  const JobReport own = summary_of(job_on("{nodes: 9, vcpus: 16, memory: 64 GB, price: $1/h}"));
  CHECK(row_of(own, "reads").note.find("provider is not known") != std::string::npos);
}

TEST_CASE("machines are paid through the idle tail, in steps, and for no less than the minimum", "[prices]") {
  Job job = job_on("{nodes: 20, machine: m5d.4xlarge}");
  const double hours = typical_estimate(job).bill.lines[1].quantity;
  const auto hours_with = [&](auto change) {
    Job other = job;
    change(other.cluster.tariff);
    return typical_estimate(other).bill.lines[1].quantity;
  };
  CHECK(hours_with([](Tariff& t) { t.idle_tail = Seconds{600}; }) == Approx(hours + 600.0 / 3600));
  CHECK(hours_with([](Tariff& t) { t.granularity = Seconds{3600}; }) == Approx(std::ceil(hours)));
  CHECK(hours_with([](Tariff& t) { t.minimum = Seconds{36000}; }) == Approx(10));
  CHECK(job_on("{nodes: 2, machine: m5d.4xlarge, idle_tail: 5 min}").cluster.tariff.idle_tail == Seconds{300});
  CHECK(job_on("{nodes: 2, machine: m5d.4xlarge, platform: eks}").cluster.tariff.idle_tail == Seconds{600});
}

TEST_CASE("spot workers cost less and take longer, and the driver stays on demand", "[prices][spot]") {
  const Job steady = job_on("{nodes: 20, machine: m5d.4xlarge}"),
            spot = job_on("{nodes: 20, machine: m5d.4xlarge, pricing: spot}");
  const Estimate slow = typical_estimate(spot), fast = typical_estimate(steady);
  CHECK(slow.timeline.duration > fast.timeline.duration);
  CHECK(slow.bill.total < fast.bill.total);
  CHECK(slow.bill.lines[1].unit_price == fast.bill.lines[1].unit_price);
  CHECK(fast.timeline.interruptions.expected == 0);
  CHECK((slow.timeline.duration - fast.timeline.duration).value ==
        Approx(slow.timeline.interruptions.expected * slow.timeline.interruptions.lost_each.value));
  CHECK(slow.timeline.interruptions.expected == Approx(0.0003 * 20 * fast.timeline.duration.value / 3600));
}

TEST_CASE("best, typical and worst of spot workers come in that order", "[prices][spot]") {
  const JobReport report = summary_of(job_on("{nodes: 20, machine: m5d.4xlarge, pricing: spot}"));
  const CostRow& row = row_of(report, "spot workers");
  CHECK(row.cost->low < row.cost->typical);
  CHECK(row.cost->typical < row.cost->high);
}

TEST_CASE("the more workers are lost, the likelier the deadline is missed", "[prices][spot]") {
  const Job job = job_on("{nodes: 20, machine: m5d.4xlarge, pricing: spot}");
  Constants often;
  for (std::size_t id = 0; id < constant_count; ++id)
    if (constant_table()[id].name == std::string("interruption_rate")) often.set(id, Range<double>{0.05, 0.1, 0.2});
  const Seconds deadline = typical_estimate(job).timeline.duration * 1.08;
  const auto risk = [&](const Constants& constants) {
    return make_report(job, constants, estimate(job, job.cluster, constants), {200, 0}, deadline).spot.value();
  };
  const SpotRisk usual = risk({}), bad = risk(often);
  CHECK(usual.misses.value() >= usual.misses_on_demand.value());
  CHECK(bad.misses.value() > usual.misses.value());
  CHECK(bad.misses_on_demand == usual.misses_on_demand);
  CHECK(bad.interrupted.typical > usual.interrupted.typical);
  CHECK(bad.gives_up.typical >= usual.gives_up.typical);
  CHECK(usual.break_even.value() > 0.0003);
}

TEST_CASE("the chance of an interruption is that of the number which is expected, in every case",
          "[prices][spot][law]") {
  const Constants constants;
  for (unsigned seed = 0; seed < generated::seeds(60); ++seed) {
    Job job = generated::job(seed);
    job.cluster.pricing = Pricing::spot;
    const SpotRisk risk = make_report(job, constants, estimate(job, job.cluster, constants), {5, 0}).spot.value();
    CAPTURE(seed);
    const auto chance = [](double expected) { return 1 - std::exp(-expected); };
    CHECK(risk.interrupted.low == Approx(chance(risk.interruptions.low)).margin(1e-12));
    CHECK(risk.interrupted.typical == Approx(chance(risk.interruptions.typical)).margin(1e-12));
    CHECK(risk.interrupted.high == Approx(chance(risk.interruptions.high)).margin(1e-12));
    CHECK(risk.gives_up.typical <= risk.interrupted.typical + 1e-12);
  }
}

TEST_CASE("at the break-even rate of interruptions spot and on demand cost the same", "[prices][spot]") {
  const Job job = job_on("{nodes: 20, machine: m5d.4xlarge, pricing: spot}");
  const Constants constants;
  const double rate =
      make_report(job, constants, estimate(job, job.cluster, constants), {10, 0}).spot.value().break_even.value();
  Constants even;
  for (std::size_t id = 0; id < constant_count; ++id)
    if (constant_table()[id].name == std::string("interruption_rate")) even.set(id, exactly(rate));
  Job steady = job;
  steady.cluster.pricing = Pricing::on_demand;
  const ConstantValues& k = even.at(Case::typical);
  CHECK(estimate(job, job.cluster, k, Case::typical).bill.total.value ==
        Approx(estimate(steady, steady.cluster, k, Case::typical).bill.total.value).epsilon(1e-6));
}

TEST_CASE("a machine without a spot or reserved price has an unknown cost, not that on demand", "[prices][spot]") {
  const JobReport azure = summary_of(job_on("{nodes: 4, machine: Standard_D16ds_v5, pricing: spot}"));
  CHECK(azure.cost_partial);
  CHECK_FALSE(row_of(azure, "spot workers").cost);
  CHECK(summary_of(job_on("{nodes: 4, machine: m5d.4xlarge, pricing: reserved}")).cost_partial);
  const JobReport reserved =
      summary_of(job_on("{nodes: 4, machine: m5d.4xlarge, pricing: reserved, reserved_discount: 35 %}"));
  CHECK(row_of(reserved, "workers").unit_price == Approx(0.904 * 0.65));
  CHECK(row_of(reserved, "driver").unit_price == Approx(0.904 * 0.65));
}

TEST_CASE("the laws of a bill hold on every platform and under every pricing", "[prices][law]") {
  const std::vector<std::string> platforms = built_in_catalogue().platforms();
  const ConstantValues k = Constants().at(Case::typical);
  for (unsigned seed = 0; seed < generated::seeds(300); ++seed) {
    Job job = generated::job(seed);
    job.cluster.pricing = static_cast<Pricing>(seed % 3);
    job.cluster.platform = seed % 4 == 0 ? "" : platforms[seed % platforms.size()];
    job.cluster.machine.cloud = seed % 5 == 0 ? "" : seed % 2 == 0 ? "aws" : "gcp";
    job.cluster.zones = 1 + static_cast<int>(seed % 3);
    job.cluster.data_location = static_cast<DataLocation>(seed % 3);
    built_in_catalogue().price_cluster(job.cluster);
    const Estimate made = estimate(job, job.cluster, k, Case::typical);
    double sum = 0;
    bool unknown = false;
    for (const BillLine& line : made.bill.lines) {
      REQUIRE(line.cost.has_value() == line.unit_price.has_value());
      REQUIRE(line.quantity >= 0);
      if (line.cost) {
        REQUIRE(line.cost->value == Approx(line.quantity * *line.unit_price));
        sum += line.cost->value;
      }
      unknown = unknown || !line.cost;
    }
    REQUIRE(sum == Approx(made.bill.total.value));
    REQUIRE(unknown == made.bill.partial);
    REQUIRE(std::isfinite(made.timeline.duration.value));
  }
}

TEST_CASE("pricing is taken from the flag, else from the job, else from the cluster", "[prices][cli]") {
  const Folder folder;
  const std::string text =
      std::string(priced_job)
          .replace(std::string(priced_job).find("CLUSTER"), 7, "{nodes: 20, machine: m5d.4xlarge, pricing: reserved}");
  const std::string cluster = folder.file("cluster.yaml", text),
                    job = folder.file("job.yaml", text + "pricing: spot\n");
  const auto pricing = [](const std::string& file, std::vector<std::string> more) {
    std::vector<std::string> args = {"estimate", file, "--no-config", "--get", "jobs[0].cluster.pricing"};
    args.insert(args.end(), more.begin(), more.end());
    return sizer_with(args).out;
  };
  CHECK(pricing(cluster, {}) == "reserved\n");
  CHECK(pricing(job, {}) == "spot\n");
  CHECK(pricing(job, {"--pricing", "on-demand"}) == "on_demand\n");
  CHECK(sizer_with({"estimate", job, "--pricing", "spott"}).code == 2);
}

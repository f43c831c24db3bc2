// The compiled-in catalogue: every machine reads, and agrees with the list of instances it was made from.
#include <fmt/format.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "catch.h"
#include "embedded.h"
#include "sizer/input.h"

namespace {

using namespace sizer;

/// The fields of a line; a field in quotes may hold commas.
std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields(1);
  bool in_quotes = false;
  for (const char c : line) {
    if (c == '"')
      in_quotes = !in_quotes;
    else if (c == ',' && !in_quotes)
      fields.emplace_back();
    else if (c != '\r')
      fields.back() += c;
  }
  return fields;
}

using Row = std::map<std::string, std::string>;

std::vector<Row> read_csv(std::istream& in) {
  std::string line;
  std::getline(in, line);
  const std::vector<std::string> header = fields_of(line);
  std::vector<Row> rows;
  while (std::getline(in, line)) {
    const std::vector<std::string> fields = fields_of(line);
    Row row;
    for (std::size_t i = 0; i < header.size() && i < fields.size(); ++i) row[header[i]] = fields[i];
    rows.push_back(row);
  }
  return rows;
}

double number(const std::string& text) {
  return text.empty() ? 0 : std::stod(text);
}

}  // namespace

TEST_CASE("the catalogue is dated and hashed", "[catalogue]") {
  const CatalogueInfo info = built_in_catalogue().info();
  CHECK(info.as_of.size() == 10);
  CHECK(info.sha256.size() == 64);
  for (const embedded::File& file : embedded::catalogue())
    if (file.name.starts_with("machines/")) CHECK(file.text.find("\nas_of: ") != std::string_view::npos);
}

TEST_CASE("every cluster of the catalogue can be read", "[catalogue]") {
  int clusters = 0;
  for (const embedded::File& file : embedded::catalogue()) {
    if (!file.name.starts_with("clusters/")) continue;
    const std::string_view name = file.name.substr(9, file.name.size() - 9 - 5);
    CHECK(find_cluster(std::string(name), {}).nodes > 0);
    ++clusters;
  }
  CHECK(clusters == 3);
}

TEST_CASE("a machine's name is looked for as a whole", "[catalogue]") {
  for (const char* name :
       {"m5d.4xlarg", "5d.4xlarge", "machines", "m5d.4xlarge: {vcpus", "", " ", "+ aws/karpenter-provider-aws@1d92708"})
    CHECK_THROWS_AS(find_machine(name, {}), InputError);
}

TEST_CASE("every machine agrees with the list of instances", "[catalogue]") {
  std::ifstream file(std::string(SIZER_SOURCE_DIR) + "/../shared/facts/instances.csv");
  if (!file) {
    WARN("skipped: the list of instances is not beside the project");
    return;
  }
  std::set<std::string> compared;
  for (const Row& row : read_csv(file)) {
    INFO(row.at("instance"));
    const Machine m = find_machine(row.at("instance"), {});
    CHECK(m.cloud == row.at("cloud"));
    CHECK(m.vcpus == number(row.at("vcpus")));
    CHECK(m.memory.value == number(row.at("memory_gib")) * 1073741824);
    CHECK(m.network.has_value() == !row.at("network_gbps_baseline").empty());
    if (m.network) CHECK(m.network->value == Approx(number(row.at("network_gbps_baseline")) * 125e6));
    CHECK(m.disk.count == number(row.at("local_disk_count")));
    const double gigabyte = row.at("local_disk_unit") == "GiB" ? 1073741824 : 1e9;
    CHECK(m.disk.size.value == number(row.at("local_disk_gb_each")) * gigabyte);
    CHECK(m.gpus == number(row.at("gpus")));
    CHECK(m.gpu == row.at("gpu"));
    CHECK(m.gpu_memory.has_value() == !row.at("gpu_memory_gib").empty());
    if (m.gpu_memory) CHECK(m.gpu_memory->value == Approx(number(row.at("gpu_memory_gib")) * 1073741824));
    CHECK(m.price.has_value() == !row.at("on_demand_usd_h").empty());
    if (m.price) CHECK(m.price->value == Approx(number(row.at("on_demand_usd_h"))));
    CHECK(m.price_date == row.at("price_date"));
    CHECK(m.spot.has_value() == !row.at("spot_usd_h").empty());
    if (m.spot) CHECK(m.spot->typical.value == Approx(number(row.at("spot_usd_h"))));
    CHECK(m.spot_date == (m.spot ? row.at("spot_date") : ""));
    CHECK(m.region == row.at("region"));
    REQUIRE(m.architecture);
    CHECK(name_of(*m.architecture) == row.at("arch"));
    compared.insert(m.name);
    CHECK(row.at("source").starts_with(m.source.substr(0, m.source.find(" + "))));
  }
  // Beside the list there are, of what is kept in detail, only past generations, without prices.
  for (const Machine& m : built_in_catalogue().common_machines()) {
    INFO(m.name);
    CHECK((compared.contains(m.name) || (!m.price && !m.spot)));
  }
}

TEST_CASE("every published machine type is found by its name, as its provider publishes it", "[catalogue]") {
  std::size_t compared = 0;
  for (const std::string cloud : {"aws", "azure", "gcp"}) {
    std::ifstream file(fmt::format("{}/../shared/facts/machines-{}.csv", SIZER_SOURCE_DIR, cloud));
    if (!file) {
      WARN("skipped: the lists of machine types are not beside the project");
      return;
    }
    std::map<std::string, Machine> known;
    for (Machine& machine : built_in_catalogue().machines()) known.emplace(machine.name, std::move(machine));
    for (const Row& row : read_csv(file)) {
      const auto found = known.find(row.at("instance"));
      if (found == known.end()) continue;
      const Machine& m = found->second;
      INFO(m.name);
      CHECK(m.cloud == cloud);
      CHECK(m.vcpus == number(row.at("vcpus")));
      // Google's lists count 85 and 170 GiB where its pages say as much.
      CHECK(m.memory.value / 1073741824 == Approx(number(row.at("memory_gib"))).epsilon(1e-3));
      CHECK(std::string(name_of(m.architecture.value())) == (row.at("arch") == "arm64" ? "arm64" : "x86_64"));
      const auto price = row.find(cloud == "azure" ? "usd_h_eastus" : "usd_h");
      if (price != row.end() && m.price) CHECK(m.price->value == Approx(number(price->second)));
      ++compared;
    }
  }
  CHECK(compared > 2800);
}

TEST_CASE("the small sizes that clusters are often made of are in the catalogue", "[catalogue]") {
  struct Small {
    const char *name, *series;
    double vcpus, gib;
    std::optional<double> price;
  };
  const Small small[] = {{"m5.large", "m5", 2, 8, 0.096},
                         {"i3.xlarge", "i3", 4, 30.5, 0.312},
                         {"c5.xlarge", "c5", 4, 8, 0.17},
                         {"r5.24xlarge", "r5", 96, 768, 6.048},
                         {"Standard_DS3_v2", "ds-v2", 4, 14, 0.293},
                         {"Standard_E16-4s_v5", "es-v5-1of4", 4, 128, 1.008},
                         {"n1-standard-4", "n1", 4, 15, 0.189999},
                         {"e2-medium", "e2", 2, 4, std::nullopt}};
  for (const Small& each : small) {
    CAPTURE(each.name);
    const Machine m = find_machine(each.name, {});
    CHECK(m.series == each.series);
    CHECK(m.vcpus == each.vcpus);
    CHECK(m.memory.value == each.gib * 1073741824);
    REQUIRE(m.price.has_value() == each.price.has_value());
    if (m.price) CHECK(m.price->value == Approx(*each.price));
    CHECK_FALSE(m.spot);
  }
}

TEST_CASE("prices beside machines agree with the list of prices", "[catalogue]") {
  std::ifstream file(std::string(SIZER_SOURCE_DIR) + "/../shared/facts/prices-other.csv");
  if (!file) {
    WARN("skipped: the list of prices is not beside the project");
    return;
  }
  int charges = 0, prices = 0;
  for (const Row& row : read_csv(file)) {
    const std::string item = row.at("item");
    INFO(item);
    if (row.at("usd").empty()) continue;
    const double usd = number(row.at("usd"));
    const std::size_t colon = item.find(':');
    if (colon != std::string::npos) {  // the surcharge of a machine
      const auto machine = built_in_catalogue().machine(item.substr(colon + 1));
      if (!machine) continue;
      Cluster cluster;
      cluster.machine = *machine;
      cluster.platform = item.starts_with("emr") ? "emr" : "databricks";
      built_in_catalogue().price_cluster(cluster);
      REQUIRE(cluster.tariff.charges.size() == 1);
      const Charge& charge = cluster.tariff.charges.front();
      REQUIRE(charge.price.usd);
      CHECK(charge.per_node * *charge.price.usd == Approx(usd).epsilon(1e-9));
      ++charges;
      continue;
    }
    struct Known {
      const char *item, *provider;
      double factor;
      std::optional<double> (*get)(const Tariff&);
    };
    const auto known = {
        Known{"s3_standard_get_select_other", "aws", 1, [](const Tariff& t) { return t.get->usd; }},
        Known{"s3_standard_put_copy_post_list", "aws", 1, [](const Tariff& t) { return t.put->usd; }},
        Known{"gcs_class_a_standard_regional", "gcp", 1, [](const Tariff& t) { return t.put->usd; }},
        Known{"gcs_class_b_standard_regional", "gcp", 1, [](const Tariff& t) { return t.get->usd; }},
        Known{"adls_hns_hot_lrs_read", "azure", 0.1, [](const Tariff& t) { return t.get->usd; }},
        Known{"adls_hns_hot_lrs_write", "azure", 0.1, [](const Tariff& t) { return t.put->usd; }},
        Known{"cross_az_transfer", "aws", 2, [](const Tariff& t) { return t.cross_zone.usd; }},
        Known{"cross_az_transfer", "azure", 1, [](const Tariff& t) { return t.cross_zone.usd; }},
        Known{"cross_zone_transfer", "gcp", 1, [](const Tariff& t) { return t.cross_zone.usd; }},
        Known{"inter_region_transfer_other", "aws", 1, [](const Tariff& t) { return t.region_transfer.usd; }},
        Known{"internet_egress_first_10tb", "aws", 1, [](const Tariff& t) { return t.egress.usd; }},
        Known{"internet_egress_0_1tb", "gcp", 1, [](const Tariff& t) { return t.egress.usd; }},
    };
    for (const Known& each : known) {
      if (item != each.item || row.at("provider") != each.provider) continue;
      Cluster cluster;
      cluster.machine.cloud = each.provider;
      built_in_catalogue().price_cluster(cluster);
      CHECK(each.get(cluster.tariff).value() == Approx(usd * each.factor));
      ++prices;
    }
  }
  CHECK(prices == 12);
  CHECK(charges > 90);
}

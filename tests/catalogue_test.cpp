// The compiled-in catalogue: every machine reads, and agrees with the list of instances it was made from.
#include <fstream>
#include <map>
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
    CHECK(row.at("source").starts_with(m.source.substr(0, m.source.find(" + "))));
  }
}

// Catalogues of a user: what they replace, what they discount, what they refuse; and the list of what there is.
#include <algorithm>
#include <fstream>
#include <string>

#include "catch.h"
#include "input/catalogue_checks.h"
#include "program.h"
#include "result/json_value.h"
#include "sizer/catalogue.h"
#include "sizer/input.h"
#include "text/sha256.h"

namespace {

using namespace sizer;
using sizer::Json;

Catalogue with(const std::string& text) {
  Catalogue catalogue;
  catalogue.lay_over(text, "own.yaml");
  return catalogue;
}

std::vector<Diagnostic> wrong_in(const std::string& text) {
  try {
    with(text);
  } catch (const InputError& error) {
    return error.diagnostics;
  }
  return {};
}

const char* const contract = R"(as_of: 2026-09-01
source: contract 4711
machines:
  m5d.4xlarge: {price: $0.80/h}
  rack-a: {vcpus: 64, memory: 512 GiB, network: 25 Gbps, price: $0.80/h}
clusters:
  nightly: {nodes: 10, machine: rack-a}
)";

}  // namespace

TEST_CASE("a catalogue of one's own replaces what it names and leaves the rest", "[own catalogue]") {
  const Catalogue own = with(contract);
  const Machine m = own.machine("m5d.4xlarge").value();
  CHECK(m.price == Price{0.80});
  CHECK(m.price_date == "2026-09-01");
  CHECK(m.source == "contract 4711");
  CHECK(m.vcpus == 16);
  CHECK_FALSE(m.spot);  // it was that of another price
  CHECK(own.machine("m5d.2xlarge")->price == built_in_catalogue().machine("m5d.2xlarge")->price);
  CHECK(own.machine("rack-a")->vcpus == 64);
  CHECK(own.machines().size() == built_in_catalogue().machines().size() + 1);
  CHECK(find_cluster("nightly", {}, own).machine.price == Price{0.80});
  CHECK(find_cluster("3 x rack-a", {}, own).nodes == 3);
  CHECK(find_cluster("spark-baseline", {}, own).machine.price == Price{0.80});
  CHECK_THROWS_AS(find_cluster("nightly", {}), InputError);
}

TEST_CASE("a later catalogue is laid over an earlier one", "[own catalogue]") {
  Catalogue own = with(contract);
  own.lay_over("machines: {rack-a: {price: $0.70/h}}", "later.yaml");
  CHECK(own.machine("rack-a")->price == Price{0.70});
  CHECK(own.machine("rack-a")->vcpus == 64);
  CHECK_THROWS_AS(own.lay_over("machines: {rack-a: {price: $0.70}}", "wrong.yaml"), InputError);
  CHECK(own.machine("rack-a")->price == Price{0.70});
}

TEST_CASE("a discount holds for all, for a provider, or for a series, and the last that matches counts",
          "[own catalogue]") {
  const double full = built_in_catalogue().machine("m5d.4xlarge")->price->value;
  CHECK(with("discount: 18 %").machine("m5d.4xlarge")->price->value == Approx(full * 0.82));
  const Catalogue azure = with("{provider: azure, discount: 18 %}");
  CHECK(azure.machine("m5d.4xlarge")->price->value == full);
  CHECK(azure.machine("Standard_D16ds_v5")->price->value ==
        Approx(0.82 * built_in_catalogue().machine("Standard_D16ds_v5")->price->value));
  const Catalogue series = with("discounts: [{provider: aws, discount: 10 %}, {series: 'm5*', discount: 30 %}]");
  CHECK(series.machine("m5d.4xlarge")->price->value == Approx(full * 0.7));
  CHECK(series.machine("c5.4xlarge")->price->value ==
        Approx(0.9 * built_in_catalogue().machine("c5.4xlarge")->price->value));
  CHECK(series.machine("m5d.4xlarge")->note.find("less 30 % (own.yaml:1)") != std::string::npos);
  CHECK(with("discounts: [{series: m5d, reserved: 40 %}]").machine("m5d.4xlarge")->reserved_discount == 0.4);

  Cluster emr = find_cluster("2 x m5d.4xlarge", {});
  emr.platform = "emr";
  const Catalogue cheaper = with("discounts: [{platform: emr, discount: 50 %}]");
  cheaper.price_cluster(emr);
  CHECK(emr.tariff.charges.front().price.usd == Approx(full * 0.125));
  CHECK(cheaper.machine("m5d.4xlarge")->price->value == full);
}

TEST_CASE("prices in another currency are exchanged at a given rate, and never mixed in silence", "[own catalogue]") {
  const std::string head =
      "{currency: EUR, exchange_rate: $1.10, exchange_date: 2026-07-01, machines: {a: {vcpus: 4, memory: 8 GiB, "
      "price: ";
  const Machine a = with(head + "0.5 EUR/h, spot: 0.1..0.2 EUR/h}}}").machine("a").value();
  CHECK(a.price->value == Approx(0.55));
  CHECK(a.spot->high.value == Approx(0.22));
  CHECK(a.note.find("$1.10 a EUR of 2026-07-01") != std::string::npos);
  REQUIRE(wrong_in(head + "$0.5/h}}}").size() == 1);
  CHECK(wrong_in(head + "$0.5/h}}}").front().message.find("is not in EUR") != std::string::npos);
  CHECK(wrong_in("{currency: EUR, machines: {}}").size() == 2);  // neither rate nor its date
  CHECK(wrong_in("{machines: {a: {vcpus: 4, memory: 8 GiB, price: 0.5 EUR/h}}}").size() == 1);
  CHECK(wrong_in("{exchange_rate: $1.10}").size() == 1);
}

TEST_CASE("prices beside machines can be replaced", "[own catalogue]") {
  const Catalogue own = with("prices: {aws: {cross_zone: {price: $0.01/GB, name: contract}}}");
  Cluster cluster = find_cluster("2 x m5d.4xlarge", {}, own);
  CHECK(cluster.tariff.cross_zone.usd == 0.01);
  CHECK(cluster.tariff.get->usd == 0.0004);
  CHECK(wrong_in("prices: {aws: {cross_zone: {price: $0.01/TB}}}").size() == 1);
  CHECK(wrong_in("prices: {aws: {cross_zone: {price: $0.01}}}").size() == 1);
  CHECK(wrong_in("prices: {aws: {cross_zones: {price: $0.01/GB}}}").size() == 1);
}

TEST_CASE("a catalogue tells all that is wrong with it, with the place", "[own catalogue]") {
  const auto wrong =
      wrong_in("as_of: yesterday\nmachines:\n  new: {price: $1/h}\n  m5.xlarge: {vcpu: 4}\ndiscont: 3 %\n");
  REQUIRE(wrong.size() == 5);  // the date; vcpus and memory; vcpu; discont
  CHECK(wrong.front().place.line == 1);
  CHECK(wrong.back().place.line == 5);
  CHECK(wrong.back().suggestion == "did you mean 'discount'?");
}

TEST_CASE("the fingerprint of a catalogue changes with every file that is laid over it", "[own catalogue]") {
  const std::string built_in = built_in_catalogue().info().sha256;
  const CatalogueInfo one = with("discount: 18 %").info(), other = with("discount: 19 %").info();
  CHECK(one.sha256 != built_in);
  CHECK(one.sha256 != other.sha256);
  CHECK(one.files == std::vector<std::string>{"own.yaml"});
  CHECK(with("discount: 18 %").info().sha256 == one.sha256);
}

TEST_CASE("fingerprints are those of SHA-256", "[own catalogue]") {
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256(std::string(1'000'000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("slips of a digit are found: prices a vCPU, spot prices, sizes", "[own catalogue]") {
  for (const Oddity& each : odd_machines(built_in_catalogue().common_machines()))
    FAIL(each.machine << ": " << each.message);
  for (const Oddity& each : odd_machines(built_in_catalogue().machines(), Checked::prices))
    FAIL(each.machine << ": " << each.message);
  const auto odd = [](const std::string& text) {
    std::vector<std::string> found;
    const Catalogue own = with(text);
    std::vector<Machine> series;
    for (const Machine& machine : own.machines())
      if (machine.series == "m5d") series.push_back(machine);
    for (const Oddity& each : odd_machines(series)) found.push_back(each.machine);
    return found;
  };
  CHECK(odd("x-none: 1").empty());
  CHECK(odd("machines: {m5d.4xlarge: {price: $9.04/h}}") == std::vector<std::string>{"m5d.4xlarge"});
  CHECK(odd("machines: {m5d.4xlarge: {price: $0.904/h, spot: $0.95/h}}") == std::vector<std::string>{"m5d.4xlarge"});
  CHECK(odd("machines: {m5d.4xlarge: {vcpus: 8, memory: 32 GiB, price: $0.452/h}}") ==
        std::vector<std::string>{"m5d.4xlarge"});
  CHECK(odd("machines: {m5d.4xlarge: {memory: 46 GiB}}") == std::vector<std::string>{"m5d.4xlarge"});
}

TEST_CASE("machines and clusters are listed by pattern, as text, JSON and CSV", "[clusters]") {
  const Ran text = sizer_with({"clusters", "list", "m5d*", "spark-*"});
  CHECK(text.code == 0);
  CHECK(text.out.find("m5d.4xlarge") != std::string::npos);
  CHECK(text.out.find("spark-baseline") != std::string::npos);
  CHECK(text.out.find("c5.") == std::string::npos);
  CHECK(text.out.find("sha256 " + built_in_catalogue().info().sha256.substr(0, 12)) != std::string::npos);
  const Json all = Json::parse(sizer_with({"clusters", "--format", "json"}).out);
  CHECK(all.at("machines").size() == built_in_catalogue().common_machines().size());
  CHECK(all.at("machines").size() + all.at("machines_by_name_only").get<std::size_t>() ==
        built_in_catalogue().machines().size());
  const Json& machine = all.at("machines").at(0);
  CHECK(machine.at("price_age_days").is_null());
  const std::string csv = sizer_with({"clusters", "list", "--format", "csv"}).out;
  CHECK(static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')) == all.at("machines").size() + 1);
  CHECK(sizer_with({"clusters", "list", "m5d.4xlarg"}).code == 2);
  CHECK(sizer_with({"clusters", "lst"}).code == 2);
  CHECK(sizer_with({"clusters", "show"}).code == 2);
  CHECK(sizer_with({"clusters", "show", "g5.2xlarge"}).out.find("22.4 GiB") != std::string::npos);
}

TEST_CASE("a machine without a price is listed as unknown, and counted", "[clusters]") {
  const Ran listed = sizer_with({"clusters", "list", "Standard_D*s_v3"});
  CHECK(listed.out.find("unknown") != std::string::npos);
  std::size_t without = 0;
  for (const Machine& machine : built_in_catalogue().common_machines()) without += !machine.price;
  CHECK(without == 12);
  CHECK(sizer_with({"clusters"}).out.find("12 of 194 machines have no known price") != std::string::npos);
}

TEST_CASE("prices grow old against a day that is given, and not against the clock", "[clusters]") {
  const std::vector<std::string> list = {"clusters", "list", "m5d.4xlarge"};
  CHECK(sizer_with(list).err.empty());
  const auto at = [&](const std::string& day, const std::string& max_age) {
    std::vector<std::string> args = list;
    args.insert(args.end(), {"--as-of", day, "--max-age", max_age});
    return sizer_with(args);
  };
  CHECK(at("2026-07-30", "30 days").err.empty());
  CHECK(at("2026-07-30", "30 days").out.find("(10 days)") != std::string::npos);
  CHECK(at("2027-07-30", "30 days").err.find("SZ033") != std::string::npos);
  CHECK(at("2027-07-30", "30 days").code == 0);
  CHECK(at("2026-13-30", "30 days").code == 2);
  CHECK(at("2026-07-30", "30").code == 2);
}

TEST_CASE("an estimate warns of old prices, and says which catalogues it was made with", "[clusters]") {
  const Folder folder;
  const std::string own = folder.file("own.yaml", contract);
  const std::string job =
      folder.file("job.yaml", "engine: ray\ncluster: nightly\ninputs: {a: {size: 1 TB}}\nsteps: [{write: 1 GB}]\n");
  CHECK(sizer_with({"estimate", job, "--no-config"}).code == 2);
  const Ran made = sizer_with({"estimate", job, "--no-config", "--catalog", own, "--as-of", "2028-01-01"});
  CHECK(made.code == 0);
  CHECK(made.err.find("SZ033") != std::string::npos);
  const Ran json = sizer_with({"estimate", job, "--no-config", "--catalog", own, "--format", "json"});
  const Json catalogue = Json::parse(json.out).at("catalogue");
  CHECK(catalogue.at("files") == Json::array({own}));
  CHECK(catalogue.at("sha256") != built_in_catalogue().info().sha256);
  folder.file("sizer.yaml", "catalog: own.yaml\n");
  CHECK(sizer_with({"estimate", job}).code == 0);
  CHECK(sizer_with({"validate", own}).out.find("valid catalogue, 2 machines, 1 cluster") != std::string::npos);
}

TEST_CASE("the catalogues of the documentation can be read", "[own catalogue]") {
  std::ifstream file(std::string(SIZER_SOURCE_DIR) + "/docs/prices.md");
  REQUIRE(file);
  int blocks = 0;
  std::string block;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (inside && line == "```") {
      CHECK_NOTHROW(with(block));
      ++blocks;
      block.clear();
    }
    inside = line == "```yaml" || (inside && line != "```");
    if (inside && line != "```yaml") block += line + "\n";
  }
  CHECK(blocks == 2);
}

TEST_CASE("a catalogue that is damaged anywhere is refused with a place, or read", "[own catalogue]") {
  const std::string whole = contract;
  for (std::size_t cut = 1; cut < whole.size(); ++cut)
    for (const Diagnostic& each : wrong_in(whole.substr(0, cut))) CHECK(each.place.line > 0);
}

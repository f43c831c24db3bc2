// The keys that users write stand in the tables of src/job alone. Readers, writers, schemas, pages, statistics,
// differences and completion come from these; where one of them names a key by itself, it is listed here with the
// reason.
#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "catch.h"
#include "job/catalogue_lines.h"
#include "job/config_lines.h"
#include "sizer/input.h"

namespace {

using namespace sizer;
using Words = std::set<std::string>;

struct Gatherer : NoRules {
  Words& keys;

  void operator()(const char* key, const auto&, const auto&, const Says&) { keys.insert(key); }
  void operator()(const char* key, const auto&, const Says&) { keys.insert(key); }
  void setting(const char* key, const auto&, const Says&) { keys.insert(key); }
};

template <class... T>
Words keys_of_tables(Type<std::variant<T...>>) {
  Words keys;
  Gatherer gatherer{{}, keys};
  (lines(Type<T>{}, gatherer), ...);
  return keys;
}

/// All that users write.
Words all_keys() {
  Words keys = keys_of_tables(Type<Operator>{});
  keys.merge(keys_of_tables(Type<std::variant<WrittenJob, Input, Step, WrittenCluster, WrittenExecutors, WrittenDisk,
                                              SparkSettings, RaySettings, WrittenBudget, Exception, WrittenConfig,
                                              WrittenCatalogue, WrittenMachine, WrittenDiscount, Tariff>>{}));
  return keys;
}

/// The texts in quotes, but for those in comments.
Words literals_in(const std::string& text) {
  Words found;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.compare(at, 2, "//") == 0) {
      at = std::min(text.find('\n', at), text.size());
    } else if (text.compare(at, 3, "'\"'") == 0) {
      at += 2;
    } else if (text[at] == '"') {
      const std::size_t begin = at + 1;
      for (++at; at < text.size() && text[at] != '"'; ++at) at += text[at] == '\\' ? 1 : 0;
      found.insert(text.substr(begin, at - begin));
    }
  }
  return found;
}

Words named_in(const std::string& text, const Words& keys) {
  Words named;
  std::ranges::set_intersection(literals_in(text), keys, std::inserter(named, named.end()));
  return named;
}

/// What the rooms that read, write and describe what users write name by themselves, and why.
const std::map<std::string, Words>& reasons() {
  static const std::map<std::string, Words> listed = {
      // Whole parts of a file that have readers and writers of their own, by what holds them.
      {"src/input/job.cpp",
       {"name", "from", "with", "shuffle", "cluster", "ray", "partitions", "max_aggregators", "keep_cluster", "budget",
        "engine", "inputs", "steps", "measured"}},
      {"src/input/write_job.cpp",
       {"with", "right_on", "keys", "from", "name", "reads", "cluster", "labels", "budget", "inputs", "steps",
        "measured"}},
      {"src/input/overrides.cpp", {"name", "inputs", "from", "with", "steps"}},
      {"src/input/config.cpp", {"policies", "cluster", "budget", "budgets", "exceptions", "clusters"}},
      {"src/input/own_catalogue.cpp",
       {"currency", "exchange_rate", "exchange_date", "price", "spot", "vcpus", "memory", "machine", "discount",
        "discounts", "prices", "machines", "clusters"}},
      {"src/input/catalogue.cpp", {"nodes", "machine", "cluster"}},
      {"src/input/cluster_file.cpp", {"cluster"}},
      {"src/cli/schema.cpp", {"catalog", "cluster"}},
      // Rules between keys, which no line can say.
      {"src/input/cluster.cpp",
       {"local_disk", "size", "price", "gpu", "gpu_memory", "machine", "driver", "platform", "cluster", "root_volume",
        "usable_cpus"}},
      {"src/input/steps.cpp",
       {"keys", "right_on", "type", "distinct", "rollup", "cube", "arguments", "actors", "cpus", "gpus", "device",
        "tensor_parallel"}},
      {"src/input/inputs.cpp", {"columns", "infer_schema", "others"}},
      {"src/input/columns.cpp", {"column", "columns", "count", "distinct", "others", "type"}},
      {"src/job/column_types.cpp", {"bytes"}},
      {"src/input/read_lines.h", {"all"}},  // the word of `keys: all`
      // Words of their own that are spelt as keys are: of results, of units, of definitions.
      {"src/input/budget.cpp",
       {"max_cost", "max_time", "max_bytes", "max_shuffle", "max_spill", "max_increase", "require_feasible", "labels"}},
      {"src/job/lines.h", {"partitions", "actors"}},
      {"src/job/schema.cpp",
       {"memory",  "width", "bytes", "rows",    "ratio",  "rows_per_second", "price",    "count",  "version", "type",
        "shuffle", "spark", "ray",   "cluster", "budget", "machine",         "discount", "prices", "column",  "rate"}},
      {"src/job/help.cpp", {"cluster", "budget"}},
      {"src/questions/diff/diff.cpp", {"cluster", "price", "bytes", "model"}},
      {"src/uncertainty/unknowns.h", {"ratio"}},
      {"src/cli/config.cpp", {"name"}},
      // Files that nobody writes but the project: series of machines, prices, constants, GPUs; and recorded runs.
      {"src/input/prices.cpp",
       {"price", "as_of", "source", "name", "machines", "idle_tail", "per_node", "provider", "region", "prices"}},
      {"src/input/series.cpp",
       {"provider", "region", "architecture", "source", "as_of", "spot", "machine", "machines"}},
      {"src/input/constants.cpp", {"ratio", "profile", "measured", "constants"}},
      {"src/input/gpus.cpp", {"memory", "source"}},
      {"src/input/models.cpp", {"model", "source"}},
      {"src/input/recording.cpp", {"name", "reads"}},
  };
  return listed;
}

bool is_of_a_room(const std::string& path) {
  const bool is_table = path.starts_with("src/job/") && path.ends_with("_lines.h") && path != "src/job/write_lines.h";
  if (is_table) return false;
  for (const char* room : {"src/job/", "src/input/", "src/uncertainty/", "src/questions/diff/", "src/cli/completion/",
                           "src/cli/init.cpp", "src/cli/schema.cpp", "src/cli/config.cpp"})
    if (path.starts_with(room)) return true;
  return false;
}

}  // namespace

TEST_CASE("no room lists a key of users' files by itself", "[keys]") {
  const Words keys = all_keys();
  CHECK(keys.size() >= 160);
  std::size_t files = 0;
  std::map<std::string, Words> reasons_left = reasons();
  for (const auto& each : std::filesystem::recursive_directory_iterator(std::string(SIZER_SOURCE_DIR) + "/src")) {
    const std::string path =
        std::filesystem::relative(each.path(), std::filesystem::path(SIZER_SOURCE_DIR)).generic_string();
    if (!each.is_regular_file() || !is_of_a_room(path)) continue;
    ++files;
    INFO(path << " names a key by itself that is not listed in this test, or does so no longer");
    CHECK(named_in(read_file(each.path().string()), keys) == reasons_left[path]);
    reasons_left.erase(path);
  }
  CHECK(files >= 40);
  for (const auto& [path, named] : reasons_left) FAIL_CHECK(path << " is no file of a room");
}

TEST_CASE("a key that is named by itself is found, in code and not in comments", "[keys]") {
  const Words keys = all_keys();
  CHECK(named_in("case GateId::max_spill:\n  return from.exact(\"max_spill\", bytes);", keys) == Words{"max_spill"});
  CHECK(named_in("constexpr const char* listed[] = {\"hot_key_share\", \"no key\", \"buckets\"};", keys) ==
        Words{"buckets", "hot_key_share"});
  CHECK(named_in("c == '\"' || \"a \\\"size\\\" b\" || \"gate_on\"", keys) == Words{"gate_on"});
  CHECK(named_in("int size = 0;  // \"size\"", keys).empty());
  for (const char* key :
       {"keeps", "broadcast_threshold", "usable_cpus", "expires", "gate_on", "exchange_rate", "egress"})
    CHECK(keys.contains(key));
}

TEST_CASE("no schema that is written by hand has a key of the tables, but for those of quantities and of runs",
          "[keys][schema]") {
  const Words keys = all_keys();
  const std::map<std::string, Words> listed = {
      {"cluster.json", {}},        {"measured.json", {"name", "reads", "measured"}},
      {"labels.json", {"labels"}}, {"prices.json", {"price", "name", "as_of", "source"}},
      {"quantities.json", {}},
  };
  for (const auto& each :
       std::filesystem::recursive_directory_iterator(std::string(SIZER_SOURCE_DIR) + "/src/schema")) {
    if (!each.is_regular_file()) continue;
    const std::string name = each.path().filename().string();
    INFO(name);
    REQUIRE(listed.contains(name));
    if (name == "quantities.json") continue;  // definitions of what numbers look like
    Words named = named_in(read_file(each.path().string()), keys);
    named.erase("type");  // a word of schemas
    CHECK(named == listed.at(name));
  }
}

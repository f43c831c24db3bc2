// Job files to jobs: every key, the wiring of steps, settings, overrides.
#include <algorithm>
#include <chrono>
#include <string>

#include "catch.h"
#include "sizer/input.h"
#include "text/codes.h"

namespace {

using namespace sizer;
using namespace sizer::literals;
using Catch::Matchers::Contains;

const std::string job_head = "engine: spark\ncluster: spark-baseline\ninputs:\n  a: {size: 1 TB}\n  b: {size: 50 GB}\n";

Job job_of(const std::string& text, const ReadOptions& options = {}) {
  return read_job(text, "jobs/daily.sizer.yaml", options);
}
Job with_steps(const std::string& steps) {
  return job_of(job_head + "steps: " + steps + "\n");
}

std::vector<Diagnostic> faults(const std::string& text, const ReadOptions& options = {}) {
  try {
    job_of(text, options);
  } catch (const InputError& error) {
    return error.diagnostics;
  }
  return {};
}
std::vector<Diagnostic> faults_of_steps(const std::string& steps) {
  return faults(job_head + "steps: " + steps + "\n");
}

template <class T>
T only(const std::string& step, const std::string& engine = "spark") {
  std::string text = job_head + ("steps: [" + step + "]\n");
  text.replace(text.find("engine: spark"), 13, "engine: " + engine);
  return std::get<T>(job_of(text).steps.at(0).op);
}

std::string source_name(const Job& job, Source source) {
  const auto index = static_cast<std::size_t>(source.index);
  return source.is_input ? job.inputs.at(index).name : job.steps.at(index).name;
}

std::vector<std::string> key_names(const Job& job, const Keys& keys) {
  std::vector<std::string> names;
  for (const Key key : keys) names.push_back(job.keys.at(static_cast<std::size_t>(key)));
  std::ranges::sort(names);
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("the example of the documentation reads as it says", "[job]") {
  const Job job = with_steps(
      "\n  - join: {with: b, on: customer_id}\n  - aggregate: {keys: customer_id, groups: 200M}\n  - write: 120 GB\n");
  CHECK(job.name == "daily");
  CHECK(job.cluster.name == "spark-baseline");
  CHECK(job.new_session);
  REQUIRE(job.steps.size() == 3);
  CHECK(source_name(job, job.steps[0].from.at(0)) == "a");
  CHECK(source_name(job, job.steps[0].from.at(1)) == "b");
  CHECK(source_name(job, job.steps[1].from.at(0)) == "join");
  CHECK(std::get<Aggregate>(job.steps[1].op).groups == exactly(Rows{2e8}));
  CHECK(std::get<Write>(job.steps[2].op).size == exactly(120_GB));
  CHECK(job.steps[2].place.line == 9);
}

TEST_CASE("JSON says the same as YAML", "[job]") {
  const Job job =
      job_of(R"({"$schema": "job.json", "name": "j", "engine": "ray", "session": "running", "runs_per_month": 30,
	"cluster": "ray-cpu-baseline", "inputs": {"a": {"size": "1 TB", "rows": 1000000, "files": null}},
	"steps": [{"map": {"language": "python"}, "name": "m"}, {"write": null}]})");
  CHECK(job.engine->settings == SettingsOf::ray);
  CHECK_FALSE(job.new_session);
  CHECK(job.runs_per_month == exactly(30.0));
  CHECK(job.inputs.at(0).rows == exactly(Rows{1e6}));
  CHECK_FALSE(job.inputs.at(0).files);
  CHECK(job.steps.size() == 2);
}

TEST_CASE("every key of an input is read", "[job]") {
  const Job job = job_of(
      "engine: spark\ncluster: spark-baseline\nsteps: [write: ]\ninputs:\n  a: {size: 1..2 TB, format: csv, rows: 5G, "
      "row_width: 80..120 B, "
      "files: 800, columns_read: 40 %, partitions_read: 0.1, shuffle_ratio: 1.3, compression: 2, bucketed_by: [x, y], "
      "buckets: 64}\n");
  const Input& a = job.inputs.at(0);
  CHECK(a.size->low == 1_TB);
  CHECK(a.format == Format::csv);
  CHECK(a.row_width->high == 120_B);
  CHECK(a.columns_read == exactly(0.4));
  CHECK(a.partitions_read == exactly(0.1));
  CHECK(a.shuffle_ratio == exactly(1.3));
  CHECK(a.compression == exactly(2.0));
  CHECK(key_names(job, a.bucketed_by) == Names{"x", "y"});
  CHECK(a.buckets == 64);
}

TEST_CASE("a value after a kind stands for its first key", "[job][steps]") {
  CHECK(only<Filter>("filter: 0.2").keeps == exactly(0.2));
  CHECK(only<Project>("project: 40 %").width == exactly(0.4));
  CHECK(only<Dedup>("dedup: [x, y]").keys.size() == 2);
  CHECK(only<Dedup>("dedup: all").all_columns);
  CHECK(only<Sort>("sort: ts").by.size() == 1);
  CHECK(only<Window>("window: [x]").partition_by.size() == 1);
  CHECK(only<Repartition>("repartition: 400").partitions == 400);
  CHECK(only<Exchange>("exchange: 400..900 GB").bytes.high == 900_GB);
  CHECK(only<Map>("map: jvm").language == Language::jvm);
  CHECK(only<Lookup>("lookup: 200 MB").size == exactly(200_MB));
  CHECK(only<ExternalCall>("external_call: 500").requests_per_second == exactly(RowRate{500}));
  CHECK(only<Inference>("inference: gpu").device == Device::gpu);
  CHECK(only<Write>("write: 120 GB").size == exactly(120_GB));
}

TEST_CASE("every key of a step is read", "[job][steps]") {
  const auto join = only<Join>(
      "join: {with: b, keys: [k, l], right_on: [m, n], type: left, strategy: shuffle_hash, matches: 0.9..1.1, "
      "hot_key_share: 1 %}");
  CHECK(join.left_on != join.right_on);
  CHECK(only<Join>("join: {with: b, on: [k, l]}").left_on == join.left_on);  // as earlier files say it
  CHECK(join.type == JoinType::left);
  CHECK(join.strategy == JoinStrategy::shuffle_hash);
  CHECK(join.matches->low == 0.9);
  CHECK(join.hot_key_share == exactly(0.01));
  const auto aggregate =
      only<Aggregate>("aggregate: {keys: k, reduction: 0.1, width: 2, distinct: [u], hot_key_share: 0}");
  CHECK(aggregate.reduction == exactly(0.1));
  CHECK(aggregate.distinct.size() == 1);
  const auto sort = only<Sort>("sort: {by: k, scope: within_partitions, limit: 100}");
  CHECK(sort.scope == SortScope::within_partitions);
  CHECK(sort.limit == exactly(Rows{100}));
  const auto window = only<Window>("window: {partition_by: k, order_by: t, limit: 3, groups: 1M, hot_key_share: 0.1}");
  CHECK(window.groups == exactly(Rows{1e6}));
  const auto map = only<Map>(
      "map: {quality: vectorized, rows_per_second: 2k, batch_size: 1000, actors: 4, cpus: 2, matches: 3, width: 1.5}",
      "ray");
  CHECK(map.quality == Quality::vectorized);
  CHECK(map.rows_per_second == exactly(RowRate{2000}));
  CHECK(map.cpus == 2);
  const auto call = only<ExternalCall>(
      "external_call: {requests_per_second: 500 requests/s, rows_per_request: 10, latency: 80..200 ms, actors: 8}");
  CHECK(call.latency->low.value == Approx(0.08));
  const auto inference = only<Inference>(
      "inference: {device: gpu, rows_per_second: 2k..30k rows/s, quality: typical, batch_size: 64, "
      "model_size: 200 MB, load_time: 3 s, actors: 4, gpus: 0.5, cpus: 2, output_width: 22 B}");
  CHECK(inference.gpus == 0.5);
  CHECK(inference.output_width == exactly(22_B));
  CHECK(only<Inference>("inference: gpu").gpus == 1);
  CHECK(only<Inference>("inference: cpu").gpus == 0);
  const auto write = only<Write>("write: {ratio: 0.2, format: orc, files: 100}");
  CHECK(write.format == Format::orc);
  const Job ray = job_of(
      "engine: ray\ncluster: ray-cpu-baseline\ninputs: {a: {size: 1 TB}}\nsteps: [keyed_state: {keys: k, shards: 32, "
      "state: 4 GB, checkpoint_every: 1 min, quality: typical, hot_key_share: 0.01, width: 0.2}]\n");
  CHECK(std::get<KeyedState>(ray.steps.at(0).op).shards == 32);
}

TEST_CASE("a given shuffle is bytes or a ratio", "[job][steps]") {
  const auto shuffle = [](const std::string& text) {
    return with_steps("[{aggregate: k, shuffle: " + text + "}]").steps.at(0).shuffle;
  };
  CHECK(std::get<Range<Bytes>>(shuffle("1.05..1.3 TB")).high == Bytes{1.3e12});
  CHECK(std::get<Range<Bytes>>(shuffle("{low: 1 TB, high: 2 TB}")).high == 2_TB);
  CHECK(std::get<Range<Ratio>>(shuffle("1.05..1.3")).low == 1.05);
  CHECK(std::get<Range<Ratio>>(shuffle("40 %")).low == 0.4);
  CHECK(faults_of_steps("[{filter: 0.1, shuffle: 1 TB}]").size() == 1);
}

TEST_CASE("steps may stand in any order; sources come first", "[job][wiring]") {
  const Job job = with_steps(
      "\n- join: {with: small, on: k}\n  from: a\n- write:\n- filter: 0.1\n  from: b\n  name: small\n- write:\n");
  REQUIRE(job.steps.size() == 4);
  for (std::size_t i = 0; i < job.steps.size(); ++i)
    for (const Source source : job.steps[i].from) CHECK((source.is_input || source.index < static_cast<int>(i)));
  const auto join = std::ranges::find(job.steps, "join", &Step::name);
  CHECK(source_name(job, join->from.at(1)) == "small");
}

TEST_CASE("both sides of a join may be listed, and all of a union", "[job][wiring]") {
  const Job job = with_steps("[{join: {on: k}, from: [b, a]}, {union: [a, b]}, {union: , from: [a, b]}]");
  CHECK(source_name(job, job.steps[0].from.at(0)) == "b");
  CHECK(job.steps[1].from.size() == 3);
  CHECK(job.steps[2].from.size() == 2);
  CHECK(job.steps[1].name == "union 1");
  CHECK(job.steps[2].name == "union 2");
}

TEST_CASE("names that are nobody's get the nearest that is", "[job][wiring]") {
  const auto found = faults_of_steps("[{join: {with: custmers, on: k}, name: joined}, {write: , from: joinde}]");
  REQUIRE(found.size() == 2);
  CHECK(found[0].code == "SZ021");
  CHECK(found[1].suggestion == "did you mean 'joined'?");
}

TEST_CASE("circles are reported by the names of their steps", "[job][wiring]") {
  const auto found = faults_of_steps("[{filter: 0.1, name: x, from: y}, {filter: 0.1, name: y, from: x}, {write: }]");
  REQUIRE(found.size() == 1);
  CHECK(found[0].code == "SZ022");
  CHECK_THAT(found[0].message, Contains("'x' reads 'y' reads 'x'"));
  CHECK_THAT(faults_of_steps("[{filter: 0.1, name: x, from: x}]").at(0).message, Contains("reads itself"));
}

TEST_CASE("sides too few or too many are refused", "[job][wiring]") {
  for (const char* steps : {"[{join: {on: k}}]", "[{join: {with: b, on: k}, from: [a, b]}]",
                            "[{join: {with: [a, b], on: k}}]", "[{union: }]", "[{write: , from: [a, b]}]"}) {
    INFO(steps);
    const auto found = faults_of_steps(steps);
    REQUIRE(found.size() == 1);
    CHECK(found[0].code == "SZ024");
  }
}

TEST_CASE("names are used once", "[job][wiring]") {
  CHECK(faults_of_steps("[{filter: 0.1, name: a}]").at(0).code == "SZ023");
  CHECK(faults_of_steps("[{filter: 0.1, name: x}, {write: , name: x}]").at(0).code == "SZ023");
  CHECK(with_steps("[{filter: 0.1, name: write}, {write: }]").steps.at(1).name == "write 1");
}

TEST_CASE("what contradicts itself is refused", "[job][steps]") {
  for (const char* steps :
       {"[aggregate: {keys: k, groups: 5, reduction: 0.1}]", "[aggregate: {groups: 5}]",
        "[aggregate: {keys: [k, l], distinct: k}]", "[join: {with: b, on: k, type: full, strategy: broadcast}]",
        "[join: {with: b, on: k, right_on: [l, m]}]", "[join: {with: b, on: k, keys: k}]", "[keyed_state: k]",
        "[dedup: {keys: k, all: true}]", "[window: {groups: 5}]", "[inference: {device: cpu, gpus: 1}]",
        "[write: {size: 1 GB, ratio: 2}]", "[{filter: 0.1, write: }]"}) {
    INFO(steps);
    const auto found = faults_of_steps(steps);
    REQUIRE(found.size() == 1);
    CHECK(found[0].code == "SZ020");
  }
}

TEST_CASE("what a step cannot do without is asked for", "[job][steps]") {
  for (const char* steps : {"[join: {with: b}]", "[dedup: ]", "[sort: {limit: 5}]", "[exchange: ]", "[lookup: ]",
                            "[external_call: ]", "[name: x]"}) {
    INFO(steps);
    const auto found = faults_of_steps(steps);
    REQUIRE(found.size() == 1);
    CHECK(found[0].code == "SZ011");
  }
}

TEST_CASE("a job's settings override its cluster's one by one", "[job][settings]") {
  const Job job = job_of(job_head +
                         "steps: [write: ]\nspark: {adaptive: no, version: 3.4.1, codec: zstd, reuse_partitioning: "
                         "off, broadcast_threshold: 0 B}\n"
                         "ray: {version: 2.9.3, object_store_share: 0.5}\n");
  CHECK(job.spark.shuffle_partitions == 2000);
  CHECK(job.spark.adaptive == false);
  CHECK(job.cluster.spark.adaptive == true);
  CHECK(job.spark.version == 3.4);
  CHECK(job.spark.codec == Codec::zstd);
  CHECK(job.spark.reuse_partitioning == false);
  CHECK(job.spark.broadcast_threshold == Bytes{0});
  CHECK(job.ray.version == 2.09);
}

TEST_CASE("the command line's cluster replaces the job's", "[job][cluster]") {
  CHECK(job_of(job_head + "steps: [write: ]\n", {.cluster = "3 x g5.xlarge"}).cluster.nodes == 3);
  const auto found = faults(job_head + "steps: [write: ]\n", {.cluster = "spark-baselin"});
  REQUIRE(found.size() == 1);
  CHECK(found[0].place.file == "--cluster");
  CHECK(found[0].suggestion == "did you mean 'spark-baseline'?");
}

TEST_CASE("overrides replace and add values", "[job][overrides]") {
  const std::string text = job_head + "steps:\n- join: {with: b, on: k}\n  name: joined\n- write:\n";
  const Job job = job_of(text, {.overrides = {{"inputs.b.size", "1..2 GB"},
                                              {"steps[0].join.strategy", "broadcast"},
                                              {"steps.joined.join.matches", "{low: 1, high: 4}"},
                                              {"steps[1].write.format", "csv"},
                                              {"spark.adaptive", "false"},
                                              {"cluster", "2 x m5d.4xlarge"}}});
  CHECK(job.inputs.at(1).size->high == 2_GB);
  CHECK(std::get<Join>(job.steps.at(0).op).strategy == JoinStrategy::broadcast);
  CHECK(std::get<Join>(job.steps.at(0).op).matches->typical == Approx(2));
  CHECK(std::get<Write>(job.steps.at(1).op).format == Format::csv);
  CHECK(job.spark.adaptive == false);
  CHECK(job.cluster.nodes == 2);
}

TEST_CASE("an override that leads nowhere says so", "[job][overrides]") {
  const std::string text = job_head + "steps:\n- join: {with: b, on: k}\n  name: joined\n- write: 120 GB\n";
  for (const Override& override : std::vector<Override>{{"", "1"},
                                                        {"a..b", "1"},
                                                        {"steps[9].write", "1"},
                                                        {"steps[x]", "1"},
                                                        {"steps[0", "1"},
                                                        {"steps.nobody.join", "1"},
                                                        {"cluster.nodes", "40"},
                                                        {"steps[1].write.format", "csv"},
                                                        {"inputs[0].size", "1 GB"},
                                                        {"a.", "1"},
                                                        {".a", "1"},
                                                        {"[0]", "1"}}) {
    INFO(override.path);
    const auto found = faults(text, {.overrides = {override}});
    REQUIRE(found.size() == 1);
    CHECK(found[0].code == "SZ027");
    CHECK(found[0].place.file == "--set " + override.path + "=" + override.value);
    CHECK(found[0].place.line == 1);
  }
  CHECK(faults(text, {.overrides = {{"inputs.b.size", "64"}}}).at(0).place.file == "--set inputs.b.size=64");
  CHECK(faults(text, {.overrides = {{"inputs.b.size", ""}}}).at(0).code == "SZ003");
}

TEST_CASE("constants are laid over by name, in their own unit or with one", "[constants]") {
  const Constants base;
  const Constants c = read_constants(
      "scan_row: 50e-9\nbroadcast_rate: 40..90 MB/s\nhot_key_share: 0\nmodel_size: {low: 100, high: 400}\n",
      "profile.yaml", base);
  CHECK(c.profile == "profile.yaml");
  CHECK(c.at(Case::typical).scan_row == RowCost{50e-9});
  CHECK(c.at(Case::best).broadcast_rate == Rate{90e6});
  CHECK(c.at(Case::worst).broadcast_rate == Rate{40e6});
  CHECK(c.at(Case::typical).model_size.value == Approx(200));
  CHECK(c.overridden(static_cast<std::size_t>(ConstantId::scan_row)));
  CHECK_FALSE(c.overridden(static_cast<std::size_t>(ConstantId::filter_row)));
  CHECK(c.at(Case::worst).filter_row == base.at(Case::worst).filter_row);
  try {
    read_constants("scan_rwo: 1\nsort_row: -1\n", "profile.yaml", base);
    FAIL("was read");
  } catch (const InputError& error) {
    CHECK(error.diagnostics.size() == 2);
    CHECK(error.diagnostics.at(0).suggestion == "did you mean 'scan_row'?");
  }
}

TEST_CASE("the table of constants is in order", "[constants]") {
  for (const ConstantInfo& info : constant_table()) {
    INFO(info.name);
    CHECK((info.range.low <= info.range.typical && info.range.typical <= info.range.high && info.range.low >= 0));
    CHECK(std::string(info.source).starts_with("docs/sources.md#"));
  }
}

TEST_CASE("twenty thousand steps are read in time that grows with their number", "[job]") {
  std::string steps = "steps:\n";
  for (int i = 0; i < 20'000; ++i) steps += "- filter: 0.5\n";
  const auto start = std::chrono::steady_clock::now();
  CHECK(job_of(job_head + steps).steps.size() == 20'000);
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds(10));
}

TEST_CASE("a key that is missing is asked for with what it means, and an example where there is one", "[job]") {
  const auto note_of = [](const std::string& text) {
    try {
      job_of(text);
    } catch (const InputError& error) {
      return error.diagnostics.front().note;
    }
    return std::string("it was read");
  };
  const std::string steps = "steps:\n  - write: {}\n", inputs = "inputs: {a: {size: 1 GB}}\n";
  CHECK(note_of("cluster: spark-baseline\n" + inputs + steps) == "the engine that runs the job: spark or ray");
  CHECK(note_of("engine: spark\ncluster: {machine: m5d.4xlarge}\n" + inputs + steps) == "how many workers, such as 8");
  CHECK(note_of("engine: spark\ncluster: spark-baseline\n" + inputs + "steps:\n  - sort: {}\n") ==
        "the column or columns to sort by, such as ts");
  CHECK(note_of("engine: spark\ncluster: spark-baseline\n" + steps) == "the data sets that are read, by name");
}

TEST_CASE("every example of the documentation can be read", "[job][docs]") {
  const std::string page = read_file(std::string(SIZER_SOURCE_DIR) + "/docs/job-file.md");
  const std::string start = "```yaml\n", inputs = "inputs: {clicks: {size: 1 TB}, customers: {size: 50 GB}}\n";
  int examples = 0;
  for (std::size_t at = page.find(start); at != std::string::npos; at = page.find(start, at + 1), ++examples) {
    const std::string example = page.substr(at + start.size(), page.find("```\n", at + 1) - at - start.size());
    INFO(example);
    if (example.starts_with("- zip"))
      CHECK_NOTHROW(job_of("engine: ray\ncluster: ray-gpu-baseline\n" + inputs + "steps:\n" + example));
    else if (example.starts_with("- "))
      CHECK_NOTHROW(job_of("engine: spark\ncluster: spark-baseline\n" + inputs + "steps:\n" + example));
    else if (example.starts_with("cluster:"))
      CHECK_NOTHROW(job_of("engine: spark\n" + inputs + "steps: [write: ]\n" + example));
    else if (example.starts_with("labels:") || example.starts_with("measured:"))
      CHECK_NOTHROW(job_of("engine: spark\ncluster: spark-baseline\n" + inputs + "steps: [write: ]\n" + example));
    else
      CHECK_NOTHROW(job_of(example));
  }
  CHECK(examples == 8);
}

TEST_CASE("every code is listed with its meaning", "[docs]") {
  const std::string page = read_file(std::string(SIZER_SOURCE_DIR) + "/docs/errors.md");
  for (const Code& code : codes::all)
    CHECK_THAT(page, Contains(std::string("| ") + code.id + " | " + code.title + " | "));
}

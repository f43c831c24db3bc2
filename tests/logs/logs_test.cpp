// Event logs: every codec and layout tells the same, and what is wrong with a log is said. The logs are written by hand
// here, with the members of real events that matter; whole logs of real runs are compared in logs/expected_test.py.

#include <cmath>
#include <nlohmann/json.hpp>

#include "catch.h"
#include "packed.h"
#include "program.h"
#include "sizer/run.h"

using namespace sizer;

namespace {

using namespace std::string_literals;

const std::string log_start = R"({"Event":"SparkListenerLogStart","Spark Version":"3.5.1"}
{"Event":"SparkListenerApplicationStart","App Name":"small","App ID":"app-1","Timestamp":1000,"User":"me"}
{"Event":"SparkListenerExecutorAdded","Timestamp":1100,"Executor ID":"1","Executor Info":{"Host":"a","Total Cores":4}}
{"Event":"SparkListenerJobStart","Job ID":0,"Submission Time":1200,"Stage IDs":[0,1]}
{"Event":"SparkListenerStageSubmitted","Stage Info":{"Stage ID":1,"Stage Attempt ID":0,"Stage Name":"count","Number of Tasks":2,"Submission Time":1200,"Parent IDs":[0]}}
)";

std::string task(int id, const std::string& reason = "Success", int bytes = 100) {
  return R"({"Event":"SparkListenerTaskEnd","Stage ID":1,"Stage Attempt ID":0,"Task End Reason":{"Reason":")" + reason +
         R"("},"Task Info":{"Task ID":)" + std::to_string(id) +
         R"(,"Launch Time":1300,"Finish Time":1500,"Speculative":false},"Task Metrics":{"Executor Run Time":150,"Input Metrics":{"Bytes Read":)" +
         std::to_string(bytes) + R"(,"Records Read":5}}})" + "\n";
}

const std::string stage_end =
    R"({"Event":"SparkListenerStageCompleted","Stage Info":{"Stage ID":1,"Stage Attempt ID":0,"Stage Name":"count","Number of Tasks":2,"Submission Time":1200,"Completion Time":1600,"Parent IDs":[0]}}
{"Event":"SparkListenerJobEnd","Job ID":0,"Completion Time":1600,"Job Result":{"Result":"JobSucceeded"}}
)";
const std::string log_end = R"({"Event":"SparkListenerApplicationEnd","Timestamp":2000})"
                            "\n";
const std::string whole_log = log_start + task(0) + task(1) + stage_end + log_end;

Run read(const std::string& bytes) {
  std::istringstream in(bytes);
  std::vector<Run> runs = read_logs({"-"}, {.in = &in});
  REQUIRE(runs.size() == 1);
  return std::move(runs.front());
}

/// A frame by hand, with the text as it is: `flags` and `descriptor` as RFC 8878 has them, `rest` of the header.
std::string zstd_frame(unsigned char flags, const std::string& rest, const std::string& text) {
  std::string out = "\x28\xB5\x2F\xFD"s + static_cast<char>(flags) + rest;
  const std::size_t head = 1U | text.size() << 3U;  // the last block, raw
  for (unsigned i = 0; i < 3; ++i) out += static_cast<char>(head >> 8U * i & 0xFFU);
  return out + text;
}
/// One that looks back 2^log bytes.
std::string zstd_window(unsigned log, const std::string& text) {
  return zstd_frame(0, std::string(1, static_cast<char>((log - 10) << 3U)), text);
}

using packed::deflated;
using packed::lz4_frame;
using packed::lzf_chunk;
using packed::lzf_stored;
using packed::number;
using packed::snappy_block;
using packed::snappy_header;
using packed::zip;
using packed::zstd;

}  // namespace

TEST_CASE("a log says what ran and what moved", "[logs]") {
  const Run run = read(whole_log);
  CHECK(run.log.status == LogStatus::complete);
  CHECK(run.log.notes.empty());
  CHECK(run.app.name == "small");
  CHECK(run.counts.jobs_succeeded == 1);
  CHECK(run.counts.stages_skipped == 1);
  CHECK(run.counts.executor_core_ms == 4 * 900);
  CHECK(run.all.input_bytes == 200);
  REQUIRE(run.stages.size() == 1);
  CHECK(run.stages[0].ok.task_duration_ms == 400);
  CHECK(run.stages[0].durations_ms.count() == 2);
  CHECK(run.stages[0].parents == std::vector<std::int64_t>{0});
}

TEST_CASE("a log tells the same in every codec", "[logs]") {
  const std::size_t half = whole_log.size() / 2;
  const std::string first = whole_log.substr(0, half), second = whole_log.substr(half);
  const auto [codec, bytes] = GENERATE_COPY(table<std::string, std::string>({
      {"none", whole_log},
      {"zstd", zstd(first) + zstd("") + zstd(second)},
      {"gzip", deflated(first, 31) + deflated(second, 31)},
      {"lz4-frame", lz4_frame(first) + lz4_frame(second)},
      {"snappy", snappy_header + snappy_block(first) + snappy_header + snappy_block(second)},
      {"lzf", lzf_chunk(first) + lzf_stored(second)},
      {"zip", zip({{"app-1", whole_log}})},
      {"zip", zip({{"app-1", zstd(whole_log)}})},
  }));
  const Run run = read(bytes);
  CHECK(run.log.parts.at(0).codec == codec);
  CHECK(run.log.status == LogStatus::complete);
  CHECK(run.log.lines == 10);
  CHECK(run.all.input_bytes == 200);
}

TEST_CASE("a block of lz4-java counts when it fits its checksum, and not else", "[logs]") {
  const std::string line = log_end;
  const std::string head = "LZ4Block\x16"s + number(line.size(), 4, false) + number(line.size(), 4, false);
  const std::string block = head + number(0x9B99C73, 4, false) + line;
  CHECK(read(block).counts.jobs == 0);
  CHECK(read(block).app.end_ms == 2000);
  const Run broken = read(block + head + number(0x9B99C74, 4, false) + line);
  CHECK(broken.log.status == LogStatus::damaged);
  CHECK(broken.log.lines == 1);
}

TEST_CASE("frames of zstd are read whatever they look back into, while there is memory for it", "[logs]") {
  const std::string skippable = "\x50\x2A\x4D\x18\x04\0\0\0abcd"s;
  const std::string bytes = GENERATE_COPY(
      zstd_window(26, whole_log), zstd_window(27, log_start) + zstd_window(10, task(0) + task(1) + stage_end + log_end),
      zstd(log_start) + skippable + zstd(task(0) + task(1) + stage_end + log_end) + skippable,
      skippable + zstd_frame(0x20U | 0x80U, number(whole_log.size(), 4, false), whole_log));
  const Run run = read(bytes);
  CHECK(run.log.status == LogStatus::complete);
  CHECK(run.all.input_bytes == 200);
}

TEST_CASE("a frame of zstd that cannot be read says what it would need", "[logs]") {
  struct Refused {
    std::string frame;
    const char* note;
  };
  const auto [frame, note] = GENERATE(values<Refused>({
      {zstd_window(41, "x"), "zstd: a frame looks back 2097152 MiB, and 2048 MiB are the most"},
      {zstd_frame(0x20U | 0xC0U, number(std::size_t{1} << 40U, 8, false), "x"), "looks back 1048576 MiB"},
      {zstd_frame(0x01U, "\x40\x07", "x"), "zstd: a frame needs the dictionary 7"},
  }));
  const Run run = read(zstd(log_start) + frame);
  CHECK(run.log.status == LogStatus::damaged);
  CHECK_THAT(run.log.notes.at(0), Catch::Matchers::Contains(note));
  CHECK(run.app.name == "small");
}

TEST_CASE("a log that is cut keeps what came before, and says that it is cut", "[logs]") {
  const std::string cut =
      GENERATE(whole_log.substr(0, whole_log.size() - 30), zstd(whole_log + whole_log).substr(0, 300),
               deflated(whole_log, 31).substr(0, 300), (log_start + zstd(whole_log)).substr(0, log_start.size() + 9));
  const Run run = read(cut);
  // Of a block that zstd cannot open nothing came before.
  CHECK(run.log.status == (run.log.lines == 0 ? LogStatus::unreadable : LogStatus::truncated));
  CHECK_FALSE(run.log.notes.empty());
}

TEST_CASE("a damaged line is counted, told and passed over", "[logs]") {
  const Run run = read(log_start + task(0) + "{\"Event\":\"SparkListenerTaskEnd\",\"Stage ID\":x}\n" + task(1) +
                       stage_end + log_end);
  CHECK(run.log.status == LogStatus::damaged);
  CHECK(run.log.malformed_lines == 1);
  CHECK(run.log.notes.at(0).find("line 7") != std::string::npos);
  CHECK(run.counts.tasks.ok == 2);
}

TEST_CASE("a line that is too long is told by itself, and is not one that could not be read", "[logs]") {
  const Run run =
      read(log_start + std::string(std::size_t{9} << 20U, 'x') + "\n" + task(0) + task(1) + stage_end + log_end);
  CHECK(run.log.notes == std::vector<std::string>{"a line longer than 8 MiB skipped"});
  CHECK(run.log.malformed_lines == 1);
}

TEST_CASE("what is no event log is called by what it looks like", "[logs]") {
  struct Other {
    std::string bytes;
    const char* why;
  };
  const auto [bytes, why] = GENERATE(values<Other>({
      {"", "the file is empty"},
      {"\n \n", "the file is empty but for blank lines"},
      {"{\"a\": 1}\n{\"b\": 2}\n", "no event log: JSON, but none"},
      {"{\"Event\":\"UserSignedUp\",\"id\":7}\n", "no event log: JSON, but none"},
      {"Hello\n", "no event log: none of its lines"},
      {"\x7F"s + "ELF\2\1\1\0\0\0"s, "no event log: binary data"},
      {"app-1"s + std::string(252, '\0') + "ustar" + std::string(250, '\0') + log_start,
       "no event log: <stdin> is a tar archive: unpack it first"},
      {zstd(std::string(300, 'x')).substr(0, 9), "no event log: cut before its first line"},
  }));
  const Run run = read(bytes);
  CHECK(run.log.status == LogStatus::unreadable);
  CHECK(run.log.failure_code == 2);
  REQUIRE(run.log.notes.size() == 1);
  CHECK_THAT(run.log.notes[0], Catch::Matchers::StartsWith(why));
}

TEST_CASE("lost events are noticed: a stage that completed had more tasks", "[logs]") {
  const Run run = read(log_start + task(0) + stage_end + log_end);
  CHECK(run.log.status == LogStatus::dropped);
}

TEST_CASE("a task that is submitted again for a lost executor is no run", "[logs]") {
  const Run run = read(log_start + task(0) + task(0, "Resubmitted") + task(2) + stage_end + log_end);
  CHECK(run.counts.tasks.resubmitted == 1);
  CHECK(run.counts.duplicate_ends == 0);
  CHECK(run.all.input_bytes == 200);
}

TEST_CASE("failed and killed tasks are paid for, and are not the job's", "[logs]") {
  const Run run =
      read(log_start + task(0) + task(1, "ExceptionFailure") + task(2, "TaskKilled") + task(3) + stage_end + log_end);
  CHECK(run.counts.tasks.failed == 1);
  CHECK(run.counts.tasks.killed == 1);
  CHECK(run.ok.input_bytes == 200);
  CHECK(run.all.input_bytes == 400);
}

TEST_CASE("sums stop at the greatest number", "[logs]") {
  std::string log = log_start;
  for (int i = 0; i < 3; ++i) {
    std::string huge = task(i);
    huge.replace(huge.find(":100,"), 5, ":9000000000000000000,");
    log += huge;
  }
  CHECK(read(log).all.input_bytes == std::numeric_limits<std::int64_t>::max());
}

TEST_CASE("the parts of a rolling log are read by their numbers", "[logs]") {
  const Folder folder;
  const auto part = [&](int n, const std::string& text, const std::string& suffix = "") {
    folder.file("events_" + std::to_string(n) + "_app-1" + suffix, text);
  };
  part(1, log_start);
  part(2, task(0));
  for (int n = 3; n < 10; ++n) part(n, "\n");
  part(10, task(1) + stage_end + log_end);
  folder.file("appstatus_app-1", "");
  const std::vector<Run> runs = read_logs({folder.path.string()});
  REQUIRE(runs.size() == 1);
  CHECK(runs[0].log.status == LogStatus::complete);
  CHECK(runs[0].log.layout == "rolling");
  CHECK(runs[0].log.parts.size() == 10);

  SECTION("a part that is missing makes it partial") {
    std::filesystem::remove(folder.at("events_2_app-1"));
    const Run run = std::move(read_logs({folder.path.string()}).at(0));
    CHECK(run.log.notes.at(1) == "part 2 is missing");
  }
  SECTION("a compacted part stands for those up to it, and makes it partial") {
    part(9, log_start, ".compact");
    const Run run = std::move(read_logs({folder.path.string()}).at(0));
    CHECK(run.log.parts.size() == 2);
    CHECK(run.counts.tasks.ok == 1);
    CHECK(run.log.notes.at(1).find("compacted") == 0);
  }
}

TEST_CASE("parts of a log are read however each is packed, and what is missing or in doubt is told", "[logs]") {
  struct Packed {
    const char* what;
    std::vector<std::pair<std::string, std::string>> files;
    const char* layout;
    std::size_t parts;
    std::int64_t tasks;
    const char* note;  ///< empty: all is there
  };
  const std::string first = log_start, second = task(0), third = task(1) + stage_end, last = log_end;
  const auto [what, files, layout, parts, tasks, note] = GENERATE_COPY(values<Packed>({
      {"each part otherwise",
       {{"events_1_app-1.zstd", zstd(first)},
        {"events_2_app-1.gz", deflated(second, 31)},
        {"events_3_app-1.lz4", lz4_frame(third)},
        {"events_4_app-1", last}},
       "rolling",
       4,
       2,
       ""},
      {"packed again, whatever the names say",
       {{"events_1_app-1.zstd.gz", snappy_header + snappy_block(first)},
        {"events_2_app-1.zip", zip({{"events_2_app-1", second}, {"more", third}})},
        {"events_3_app-1.inprogress", last}},
       "rolling",
       3,
       2,
       ""},
      {"a live part that was packed",
       {{"eventlog-2024-02-13--10-00.gz", deflated(first + second, 31)},
        {"eventlog-2024-02-13--11-00", third},
        {"eventlog.gz", deflated(last, 31)}},
       "databricks",
       3,
       2,
       ""},
      {"packed parts of before 1.3",
       {{"EVENT_LOG_1.gz", deflated(whole_log, 31)}, {"SPARK_VERSION_1.0.0", ""}, {"APPLICATION_COMPLETE", ""}},
       "legacy",
       1,
       2,
       ""},
      {"no first part",
       {{"events_2_app-1", second}, {"events_3_app-1.gz", deflated(third + last, 31)}},
       "rolling",
       2,
       2,
       "part 1 is missing"},
      {"parts between",
       {{"events_1_app-1", first + second}, {"events_5_app-1", third + last}},
       "rolling",
       2,
       2,
       "parts 2 to 4 are missing"},
      {"a part that is there packed too",
       {{"events_1_app-1", first + second},
        {"events_1_app-1.gz", deflated(first + second, 31)},
        {"events_2_app-1", third + last}},
       "rolling",
       2,
       2,
       "events_1_app-1.gz is not read: events_1_app-1 is the same part"},
      {"a compacted part that was packed",
       {{"events_1_app-1", "x"},
        {"events_2_app-1.compact.gz", deflated(first + second, 31)},
        {"events_3_app-1", third + last}},
       "rolling",
       2,
       2,
       "compacted: jobs that had finished before"},
      {"another file",
       {{"events_1_app-1", whole_log}, {"README", "x"}},
       "rolling",
       1,
       2,
       "README is not read: it is no part of this log"},
      {"a part of another packing",
       {{"events_1_app-1", first + second + third}, {"events_2_app-1.bz2", "BZh91AY\n"}},
       "rolling",
       2,
       2,
       "events_2_app-1.bz2 is packed with bzip2: unpack it first"},
      {"a part that is cut",
       {{"events_1_app-1.gz", deflated(first + second + third, 31)},
        {"events_2_app-1.gz", deflated(last, 31).substr(0, 20)}},
       "rolling",
       2,
       2,
       "cut short"},
  }));
  INFO(what);
  const Folder folder;
  for (const auto& [name, text] : files) folder.file(name, text);
  const std::vector<Run> runs = read_logs({folder.path.string()});
  REQUIRE(runs.size() == 1);
  const Run& run = runs.front();
  CHECK(run.log.layout == layout);
  CHECK(run.log.parts.size() == parts);
  CHECK(run.counts.tasks.ok == tasks);
  if (note == std::string()) CHECK(run.log.status == LogStatus::complete);
  CHECK(std::ranges::any_of(run.log.notes, [wanted = note](const std::string& each) {
          return each.find(wanted) != std::string::npos;
        }) == (note != std::string()));
}

TEST_CASE("parts of several logs in one folder are several runs, and folders in it are looked into", "[logs]") {
  const Folder folder;
  folder.file("events_1_app-1", log_start + task(0));
  folder.file("events_1_app-2.gz", deflated(whole_log, 31));
  folder.file("events_2_app-1", task(1) + stage_end + log_end);
  std::filesystem::create_directory(folder.at("older"));
  folder.file("older/app-0", whole_log);
  const std::vector<Run> runs = read_logs({folder.path.string()});
  REQUIRE(runs.size() == 3);
  for (const Run& run : runs) {
    CHECK(run.log.status == LogStatus::complete);
    CHECK(run.counts.tasks.ok == 2);
  }
  CHECK(runs[0].log.file == folder.at("app-1"));
  CHECK(runs[2].log.file == folder.at("older/app-0"));
}

TEST_CASE("an archive of the parts of a log is that log, and says which part is missing", "[logs]") {
  const auto read_zip = [](const std::vector<std::pair<std::string, std::string>>& members) {
    return read(zip(members));
  };
  const Run whole = read_zip({{"eventlog_v2_app-1/appstatus_app-1", ""},
                              {"eventlog_v2_app-1/events_1_app-1.gz", deflated(log_start + task(0), 31)},
                              {"eventlog_v2_app-1/events_2_app-1", task(1) + stage_end + log_end}});
  CHECK(whole.log.status == LogStatus::complete);
  CHECK(whole.log.layout == "rolling");
  const Run part =
      read_zip({{"a/events_1_app-1", log_start + task(0)}, {"a/events_3_app-1", task(1) + stage_end + log_end}});
  CHECK(part.log.status == LogStatus::partial);
  CHECK(part.log.notes == std::vector<std::string>{"part 2 is missing"});
  const Run databricks = read_zip({{"1/eventlog-2024-02-13--10-00.gz", deflated(log_start + task(0), 31)},
                                   {"1/eventlog", task(1) + stage_end + log_end}});
  CHECK(databricks.log.layout == "databricks");
  CHECK(databricks.counts.tasks.ok == 2);
}

TEST_CASE("an archive holds a log a file", "[logs]") {
  std::istringstream in(zip({{"app-1_1", log_start}, {"app-1_2", whole_log}}));
  const std::vector<Run> runs = read_logs({"-"}, {.in = &in});
  REQUIRE(runs.size() == 2);
  CHECK(runs[0].log.status == LogStatus::incomplete);
  CHECK(runs[1].log.status == LogStatus::complete);
}

TEST_CASE("a query has its last plan, and each node what tasks and driver counted", "[logs]") {
  const std::string log = std::string(SIZER_SOURCE_DIR) + "/tests/logs/start/small.log";
  const Run run = std::move(read_logs({log}).at(0));
  CHECK(run.log.status == LogStatus::complete);
  REQUIRE(run.queries.size() == 1);
  REQUIRE(run.queries[0].nodes.size() == 1);
  CHECK(run.queries[0].nodes[0].metrics.at(0).value == 300);
  CHECK(run.queries[0].aqe_updates == 1);
  CHECK(run.settings.at("spark.sql.shuffle.partitions") == "8");
  CHECK(run.session.at("spark.sql.shuffle.partitions") == "4");
  CHECK(run.stages.at(0).query == 0);
  CHECK(run.stages[0].cached_rdds == 1);
  CHECK(run.all.shuffle_read_bytes == 3);
  CHECK(run.executors.at(0).storage_memory_bytes == 1'000'000);
  CHECK(run.executors[0].resources.at("gpu") == 1);
  CHECK(run.counts.executor_core_ms == 4 * 800);
}

TEST_CASE("what is no log is refused with its reason, and logs beside it are read", "[logs]") {
  const Folder folder;
  const std::string log = folder.file("app-1", whole_log), other = folder.file("other", "Hello\n"),
                    empty = folder.file("empty", "");
  CHECK(sizer_with({"logs", other}).code == 2);
  CHECK(sizer_with({"logs", other}).err.find("SZ035") != std::string::npos);
  CHECK(sizer_with({"logs", empty}).err.find("empty") != std::string::npos);
  CHECK(sizer_with({"logs", folder.at("none")}).code == 3);
  CHECK(sizer_with({"logs", log}).code == 0);
  const Ran both = sizer_with({"logs", folder.path.string(), "--format", "json"});
  CHECK(both.code == 4);
  const auto json = nlohmann::json::parse(both.out);
  REQUIRE(json["logs"].size() == 3);
  CHECK(json["logs"][0]["metrics"]["all"]["input_bytes"] == 200);
  CHECK(json["logs"][1]["metrics"].is_null());
}

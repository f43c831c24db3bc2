// Whatever a log holds, what is imported of it is a job that can be estimated.
#include <cmath>
#include <random>

#include "catch.h"
#include "program.h"
#include "real_log.h"
#include "sizer/estimate.h"
#include "sizer/imported.h"
#include "sizer/input.h"

using namespace sizer;

namespace {

/// How many jobs the log makes; each must be one that can be estimated.
std::size_t import_all(const std::string& log) {
  std::istringstream in(log);
  std::size_t jobs = 0;
  for (const Run& run : read_logs({"-"}, {.in = &in, .threads = 1})) {
    if (run.log.status == LogStatus::unreadable) continue;
    for (const ImportedJob& each : import_run(run).jobs) {
      ++jobs;
      INFO(each.text.substr(0, 2000));
      Job job;
      REQUIRE_NOTHROW(job = read_job(each.text, "imported.yaml"));
      REQUIRE(write_job(job) == write_job(each.job));
      const Estimate made = estimate(job, job.cluster, Constants().at(Case::typical), Case::typical);
      REQUIRE(std::isfinite(made.timeline.duration.value));
      REQUIRE(made.timeline.duration.value >= 0);
    }
  }
  return jobs;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line + "\n");
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

}  // namespace

TEST_CASE("a log that is cut, or lacks an event, or has it twice or elsewhere, makes jobs that can be estimated",
          "[import][logs]") {
  const std::vector<std::string> lines = lines_of(real_log());
  std::size_t jobs = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    INFO("line " << i + 1);
    std::vector<std::string> changed(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(i));
    jobs += import_all(joined(changed));
    changed.insert(changed.end(), lines.begin() + static_cast<std::ptrdiff_t>(i) + 1, lines.end());
    jobs += import_all(joined(changed));
    changed.push_back(lines[i]);  // at the end
    jobs += import_all(joined(changed));
    changed.insert(changed.begin(), lines[i]);  // and at the start
    jobs += import_all(joined(changed));
  }
  CHECK(jobs > lines.size());
}

TEST_CASE("a log with bytes that were flipped makes jobs that can be estimated", "[import][logs]") {
  std::mt19937 chance(5);
  std::size_t jobs = 0;
  for (int i = 0; i < 200; ++i) {
    std::string log = real_log();
    for (int flips = 1 << i % 7; flips > 0; --flips)
      log[chance() % log.size()] ^= static_cast<char>(1U << chance() % 8);
    jobs += import_all(log);
  }
  CHECK(jobs > 100);
}

TEST_CASE("a log with numbers that no run has makes jobs that can be estimated", "[import][logs]") {
  const std::string& log = real_log();
  std::vector<std::pair<std::size_t, std::size_t>> numbers;
  for (std::size_t at = log.find("\":"); at != std::string::npos; at = log.find("\":", at + 1)) {
    std::size_t begin = at + 2;
    if (log[begin] == '"') ++begin;  // those of SQL metrics
    const std::size_t end = log.find_first_not_of("0123456789", begin);
    if (end > begin) numbers.emplace_back(begin, end - begin);
  }
  REQUIRE(numbers.size() > 1000);
  std::mt19937 chance(11);
  constexpr std::array worse = {"0",
                                "-1",
                                "9223372036854775807",
                                "-9223372036854775808",
                                "1000000000000000",
                                "99999",
                                "1e40",
                                "0.001",
                                "18446744073709551615",
                                "null"};
  std::size_t jobs = 0;
  for (std::size_t i = 0; i < 300; ++i) {
    std::string changed = log;
    for (int count = 1 << i % 6; count > 0; --count) {
      const auto& [at, size] = numbers[chance() % numbers.size()];
      const std::string text = worse[chance() % worse.size()];
      changed.replace(at, size, (text + std::string(size, ' ')).substr(0, std::max(size, text.size())));
      if (text.size() > size) break;  // the places behind it have moved
    }
    jobs += import_all(changed);
  }
  CHECK(jobs > 300);
}

TEST_CASE("a small log of contradictions makes a job that can be estimated, or is refused with a word",
          "[import][wrong]") {
  const std::string task =
      R"({"Event":"SparkListenerTaskEnd","Stage ID":0,"Stage Attempt ID":0,"Task End Reason":{"Reason":"Success"},"Task Info":{"Task ID":11,"Launch Time":1621955985643,"Finish Time":1621955986198},"Task Metrics":{"Executor Run Time":500}})"
      "\n";
  const auto event = [](const std::string& name, const std::string& members) {
    return R"({"Event":"SparkListener)" + name + "\"," + members + "}\n";
  };
  const auto added = [&](const std::string& cores) {
    return event(
        "ExecutorAdded",
        R"("Timestamp":1621955985000,"Executor ID":"1","Executor Info":{"Host":"a","Total Cores":)" + cores + "}");
  };
  const std::string late_start = event("ApplicationStart", R"("App Name":"a","Timestamp":1622043422343)"),
                    start = event("ApplicationStart", R"("App Name":"a","Timestamp":1621955984000)"),
                    end = event("ApplicationEnd", R"("Timestamp":1621955986248)"),
                    removed = event("ExecutorRemoved", R"("Timestamp":1900,"Executor ID":"1")");
  const std::string log = GENERATE_COPY(
      task + late_start + end, start + added("1") + task + removed, start + added("0") + task + end,
      start + added("-4") + task + end, start + added("9223372036854775807") + task + end, added("20000") + task,
      start + task, task, end + task + start,
      start +
          event(
              "ResourceProfileAdded",
              R"("Resource Profile Id":0,"Executor Resource Requests":{"memory":{"Amount":-1},"cores":{"Amount":0}})") +
          added("4") + task + end,
      start +
          event(
              "EnvironmentUpdate",
              R"("Spark Properties":{"spark.executor.memory":"99999999999999t","spark.sql.shuffle.partitions":"99999999999","spark.executor.memoryOverhead":"0"})") +
          added("4") + task + end);
  CHECK(import_all(log) == 1);
  const Folder folder;
  const Ran ran = sizer_with({"import", folder.file("app.log", log), "--output", folder.at("job.yaml")});
  INFO(ran.err);
  CHECK(ran.code == 0);
  CHECK(sizer_with({"estimate", folder.at("job.yaml")}).code <= 1);
}

// Logs whose moments cannot be true: each moment of a real log in turn, and many at once. Whatever is wrong, the run
// lasts about as long as it did, and a word says what was mended.
#include <array>
#include <limits>
#include <sstream>

#include "catch.h"
#include "real_log.h"
#include "sizer/estimate.h"
#include "sizer/imported.h"
#include "sizer/input.h"
#include "sizer/run.h"

using namespace sizer;

namespace {

constexpr std::int64_t hour = 3'600'000, day = 24 * hour, year = 365 * day;

/// A moment in the text of a log.
struct Told {
  std::string_view key;
  std::size_t at = 0, size = 0;
  std::int64_t value = 0;
};

std::vector<Told> moments_in(const std::string& log) {
  constexpr std::array<std::string_view, 6> keys = {R"("Timestamp":)",       R"("Launch Time":)",
                                                    R"("Finish Time":)",     R"("Submission Time":)",
                                                    R"("Completion Time":)", R"("time":)"};
  std::vector<Told> all;
  for (const std::string_view key : keys)
    for (std::size_t at = log.find(key); at != std::string::npos; at = log.find(key, at + 1)) {
      const std::size_t begin = at + key.size(), end = log.find_first_not_of("0123456789", begin);
      const std::int64_t value = end > begin ? std::stoll(log.substr(begin, end - begin)) : 0;
      if (value > 0) all.push_back({key, begin, end - begin, value});
    }
  std::ranges::sort(all, {}, &Told::at);
  return all;
}

/// The reader makes use of it: those of starts of tasks and of block managers only count at the end of a log, and a
/// stage's submission is told again when it completes.
bool counts(const std::string& log, const Told& moment) {
  const std::size_t line = log.rfind('\n', moment.at);
  const std::string event = log.substr(line == std::string::npos ? 0 : line + 1, 80);
  return std::ranges::none_of(std::array{"TaskStart", "BlockManager", "StageSubmitted"},
                              [&](const char* kind) { return event.find(kind) != std::string::npos; });
}

/// The log with each of these moments as `change` has it.
template <class Change>
std::string with(const std::string& log, const std::vector<Told>& moments, Change change) {
  std::string made;
  std::size_t from = 0;
  for (const Told& each : moments) {
    made += log.substr(from, each.at - from) + change(each.value);
    from = each.at + each.size;
  }
  return made + log.substr(from);
}

std::vector<Run> read_all(const std::string& bytes) {
  std::istringstream in(bytes);
  return read_logs({"-"}, {.in = &in});
}

Run read_one(const std::string& bytes) {
  std::vector<Run> runs = read_all(bytes);
  REQUIRE(runs.size() == 1);
  return std::move(runs.front());
}

double wall_seconds(const Run& run) {
  REQUIRE((run.app.wall_start_ms && run.app.wall_end_ms));
  return static_cast<double>(*run.app.wall_end_ms - *run.app.wall_start_ms) / 1000;
}

/// Of the jobs that are imported, one after the other.
double estimated_seconds(const Run& run) {
  double sum = 0;
  for (const ImportedJob& each : import_run(run).jobs) {
    const Job job = read_job(each.text, "imported.yaml");
    sum += estimate(job, job.cluster, Constants().at(Case::typical), Case::typical).timeline.duration.value;
  }
  return sum;
}

bool tells(const Run& run, const std::string& words) {
  return std::ranges::any_of(run.log.notes,
                             [&](const std::string& note) { return note.find(words) != std::string::npos; });
}

std::string text_of(std::int64_t value) {
  return std::to_string(value);
}

}  // namespace

TEST_CASE("a moment that cannot be true changes a run by no more than itself, and is told", "[logs][times]") {
  struct Fault {
    const char* what;
    std::string (*change)(std::int64_t);
    const char* told;
  };
  const auto [what, change, told] = GENERATE(values<Fault>({
      {"years before", [](std::int64_t ms) { return text_of(ms - 5 * year); }, "cannot be true"},
      {"years behind", [](std::int64_t ms) { return text_of(ms + 5 * year); }, "cannot be true"},
      {"a long time before", [](std::int64_t ms) { return text_of(ms - 60 * day); }, "cannot be true"},
      {"in 1970", [](std::int64_t ms) { return text_of(ms % 100'000); }, "cannot be true"},
      {"in seconds", [](std::int64_t ms) { return text_of(ms / 1000); }, "cannot be true"},
      {"zero", [](std::int64_t) { return text_of(0); }, "cannot be true"},
      {"below zero", [](std::int64_t) { return text_of(-1); }, "cannot be true"},
      {"the greatest number", [](std::int64_t) { return text_of(std::numeric_limits<std::int64_t>::max()); },
       "cannot be true"},
      {"in microseconds", [](std::int64_t ms) { return text_of(1000 * ms); }, "brought to milliseconds"},
      {"in nanoseconds", [](std::int64_t ms) { return text_of(1'000'000 * ms); }, "brought to milliseconds"},
      {"beyond all numbers", [](std::int64_t) { return std::string("1e400"); }, ""},
      {"no number", [](std::int64_t) { return std::string("\"soon\""); }, ""},
  }));
  INFO(what);
  const std::string& log = real_log();
  const Run right = read_one(log);
  CHECK(right.log.notes.empty());
  const double seconds = wall_seconds(right), estimated = estimated_seconds(right);
  for (const Told& each : moments_in(log)) {
    const std::string damaged = with(log, {each}, change);
    INFO(each.key << " at byte " << each.at << ": " << damaged.substr(each.at, 24));
    const Run run = read_one(damaged);
    CHECK(wall_seconds(run) <= seconds + 0.001);
    CHECK(wall_seconds(run) >= 0.7 * seconds);
    CHECK(estimated_seconds(run) <= 1.3 * estimated);
    if (told == std::string()) continue;  // then it is not known, as in a log that lacks it
    CHECK(estimated_seconds(run) >= 0.7 * estimated);
    if (counts(log, each)) CHECK(tells(run, told));
  }
}

TEST_CASE("times of a kind that cannot be true are held within the wall clock", "[logs][times]") {
  struct Fault {
    const char* what;
    std::string_view key;  ///< of the moments; empty: of all tasks
    std::int64_t shift;
  };
  const auto [what, key, shift] = GENERATE(values<Fault>({
      {"tasks of years before", "", -5 * year},
      {"tasks of years behind", "", 5 * year},
      {"tasks of another time zone", "", -8 * hour},
      {"tasks of another time zone, ahead", "", 8 * hour},
      {"ends before starts", R"("Finish Time":)", -2 * hour},
      {"ends days later", R"("Finish Time":)", 3 * day},
      {"starts of years before", R"("Launch Time":)", -4 * year},
      {"starts of hours before", R"("Launch Time":)", -4 * hour},
      {"stages that end before they start", R"("Completion Time":)", -year},
  }));
  INFO(what);
  const std::string& log = real_log();
  const Run right = read_one(log);
  std::vector<Told> moments = moments_in(log);
  std::erase_if(moments, [kind = key](const Told& each) {
    return kind.empty() ? each.key != R"("Launch Time":)" && each.key != R"("Finish Time":)" : each.key != kind;
  });
  const Run run = read_one(with(log, moments, [by = shift](std::int64_t ms) { return text_of(ms + by); }));
  CHECK(wall_seconds(run) == Approx(wall_seconds(right)));
  CHECK(tells(run, "cannot be true"));
  CHECK(estimated_seconds(run) == Approx(estimated_seconds(right)).epsilon(0.3));
  CHECK(run.all.input_bytes == right.all.input_bytes);
}

TEST_CASE("a log without its end lasts until its last event, whatever a task says", "[logs][times]") {
  const std::string& whole = real_log();
  const std::string log = whole.substr(0, whole.rfind("{\"Event\":\"SparkListenerApplicationEnd\""));
  const Run right = read_one(log);
  CHECK(tells(right, "it is taken to end with its last event"));
  std::vector<Told> finishes = moments_in(log);
  std::erase_if(finishes, [](const Told& each) { return each.key != R"("Finish Time":)"; });
  const std::int64_t shift = GENERATE(-5 * year, 5 * year);
  const Run run = read_one(with(log, {finishes.back()}, [&](std::int64_t ms) { return text_of(ms + shift); }));
  CHECK(wall_seconds(run) == Approx(wall_seconds(right)));
  CHECK(tells(run, "cannot be true"));
  CHECK(estimated_seconds(run) == Approx(estimated_seconds(right)).epsilon(0.3));
}

TEST_CASE("of a start behind the end, the one that the tasks contradict is wrong", "[logs][times]") {
  const auto moment_of = [](const std::string& name, std::int64_t at) {
    return "{\"Event\":\"SparkListener" + name + "\",\"Timestamp\":" + text_of(at) + "}\n";
  };
  const std::int64_t at = 1'621'955'985'643;
  const std::string task =
      R"({"Event":"SparkListenerTaskEnd","Stage ID":0,"Stage Attempt ID":0,"Task End Reason":{"Reason":"Success"},"Task Info":{"Task ID":1,"Launch Time":)" +
      text_of(at) + R"(,"Finish Time":)" + text_of(at + 555) +
      R"(},"Task Metrics":{"Executor Run Time":500}})"
      "\n";
  const auto [start, end] =
      GENERATE_COPY(table<std::int64_t, std::int64_t>({{at + day, at + 600}, {at - 300, at - day}}));
  const Run run = read_one(moment_of("ApplicationStart", start) + task + moment_of("ApplicationEnd", end));
  CHECK(wall_seconds(run) == Approx(start > end && start < at ? 0.855 : 0.6).margin(0.05));
  CHECK(estimated_seconds(run) == Approx(wall_seconds(run)).margin(0.1));
  CHECK(tells(run, "of the application"));
}

TEST_CASE("a log without a moment that can be true lasts as long as its longest task", "[logs][times]") {
  const std::string& log = real_log();
  const std::int64_t moment = GENERATE(std::int64_t{0}, std::numeric_limits<std::int64_t>::max());
  const Run run = read_one(with(log, moments_in(log), [at = moment](std::int64_t) { return text_of(at); }));
  CHECK(wall_seconds(run) <= wall_seconds(read_one(log)));
  CHECK(tells(run, "cannot be true"));
  CHECK(estimated_seconds(run) <= 2 * estimated_seconds(read_one(log)));
}

TEST_CASE("two logs in one file are two runs", "[logs][times]") {
  const std::string& log = real_log();
  const std::string later = with(log, moments_in(log), [](std::int64_t ms) { return text_of(ms + 2 * day); });
  const std::vector<Run> runs = read_all(log + later);
  REQUIRE(runs.size() == 2);
  for (const Run& run : runs) {
    CHECK(run.log.status == LogStatus::complete);
    CHECK(wall_seconds(run) == wall_seconds(read_one(log)));
    CHECK(run.all.input_bytes == read_one(log).all.input_bytes);
  }
  CHECK(runs[0].log.file != runs[1].log.file);
}

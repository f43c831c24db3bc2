// The report for people: what it says, and that it keeps to the terminal whatever the names in it.
#include <algorithm>
#include <cmath>
#include <sstream>
#include <string>
#include <vector>

#include "catch.h"
#include "render/table.h"
#include "render/terminal_text.h"
#include "render_samples.h"
#include "sizer/render.h"

using namespace sizer;
using Catch::Matchers::Contains;

namespace {

std::string as_text(const JobReport& job, const Style& style = {}) {
  return find_renderer("text")->render(samples::result_of({job}), style);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool has_line(const std::string& text, const std::string& start) {
  return std::ranges::any_of(lines_of(text), [&](const std::string& line) { return line.starts_with(start); });
}

}  // namespace

TEST_CASE("the verdict comes before everything but the job's name and place", "[text]") {
  const std::string text = as_text(samples::customer_metrics());
  CHECK(text.starts_with("daily customer metrics\n"));
  const std::size_t verdict = text.find("FEASIBLE");
  REQUIRE(verdict != std::string::npos);
  CHECK(verdict < text.find("What moves"));
  CHECK(text.find("What moves") < text.find("Stage by stage"));
  CHECK_THAT(text, Contains("time        25 min  (18 – 38 min)"));
  CHECK_THAT(text, Contains("TOTAL processed         3.53 TB  (3.27 – 3.77 TB)"));
}

TEST_CASE("every part of the report is told", "[text]") {
  const std::string text = as_text(samples::customer_metrics());
  CHECK_THAT(text, Contains("sort-merge join"));
  CHECK_THAT(text, Contains("100 executors of 3 cores and"));
  CHECK_THAT(text, Contains("bound by disk; fetches 1.18 TB; spills up to 210 GB; writes 120 GB"));
  CHECK_THAT(text, Contains("needs no shuffle of its own"));
  CHECK_THAT(text, Contains("as of 2026-07-20"));
  CHECK_THAT(text, Contains("per TB processed"));
  CHECK_THAT(text, Contains("warning[SZ201]: One key holds"));
  CHECK_THAT(text, Contains("Remedy: Leave spark.sql.adaptive.skewJoin.enabled on"));
  CHECK_THAT(text, Contains("safe up to 1.6 GB; faster than a"));
  CHECK_THAT(text, Contains("scan_columnar_byte = 12 s/GB (9 – 16)"));
  CHECK_THAT(text, Contains("moves the time by 3.87 min; default, docs/sources.md#spark-scan"));
  CHECK_THAT(text, !Contains("local_disk_read_rate"));  // the fourth of the assumptions
}

TEST_CASE("a plan that cannot run says so, why, and what would help", "[text]") {
  const std::string text = as_text(samples::too_large_broadcast());
  CHECK(has_line(text, "✗ INFEASIBLE"));
  CHECK(text.find("error[SZ101]: customers is 50 GB") < text.find("What moves"));
  CHECK_THAT(text, Contains("Remedy: Use sort_merge for this join"));
  CHECK_THAT(text, Contains("cost       unknown"));
  CHECK_THAT(text, Contains("beside it: broadcast      50 GB"));
}

TEST_CASE("no line is wider than the terminal", "[text]") {
  const int width = GENERATE(60, 80, 120);
  const bool ascii = GENERATE(false, true);
  const JobReport job = GENERATE(as<JobReport>(), samples::customer_metrics(), samples::too_large_broadcast(),
                                 samples::hostile(), JobReport{});
  const bool brief = GENERATE(false, true);
  for (const std::string& line : lines_of(as_text(job, {.width = width, .ascii = ascii, .brief = brief}))) {
    CAPTURE(line);
    CHECK(columns_of(line) <= static_cast<std::size_t>(width));
    CHECK((line.empty() || line.back() != ' '));
  }
}

TEST_CASE("names cannot move the cursor, colour the terminal or break lines", "[text]") {
  const std::string text = as_text(samples::hostile());
  CHECK(std::ranges::none_of(text, [](char c) { return (c >= 0 && c < ' ' && c != '\n') || c == '\x7f'; }));
  CHECK_THAT(text, Contains("\\x1b[2J"));
  CHECK_THAT(text, Contains("\\u202e live"));
  CHECK_THAT(text, !Contains("\xE2\x80\xAE"));
  CHECK_THAT(text, !Contains("\xC2\x9B"));
}

TEST_CASE("without UTF-8 the report is plain ASCII", "[text]") {
  const std::string text = as_text(samples::hostile(), {.ascii = true});
  CHECK(std::ranges::all_of(text, [](char c) { return c == '\n' || (c >= ' ' && c < '\x7f'); }));
  CHECK_THAT(text, Contains("(3.27 - 3.77 TB)"));
}

TEST_CASE("colour changes nothing but the colour", "[text]") {
  const std::string coloured = as_text(samples::too_large_broadcast(), {.colour = true});
  std::string stripped;
  for (std::size_t i = 0; i < coloured.size(); ++i) {
    if (coloured[i] == '\x1b')
      i = coloured.find('m', i);
    else
      stripped += coloured[i];
  }
  CHECK(coloured != stripped);
  CHECK(stripped == as_text(samples::too_large_broadcast()));
}

TEST_CASE("numbers that are not finite are called unknown", "[text]") {
  JobReport job = samples::customer_metrics();
  job.wall_clock = {Seconds{1}, Seconds{std::nan("")}, Seconds{INFINITY}};
  job.metrics.utilization = Range<double>{0, NAN, NAN};
  job.stages[0].seconds.typical = Seconds{NAN};
  job.stages[1].seconds.typical = Seconds{INFINITY};
  const std::string text = as_text(job);
  CHECK_THAT(text, Contains("time       unknown  (unknown)"));
  CHECK_THAT(text, !Contains("nan") && !Contains("inf "));
}

TEST_CASE("a brief report is the verdict of each job", "[text]") {
  const Result result = samples::result_of({samples::customer_metrics(), samples::too_large_broadcast()});
  CHECK(find_renderer("text")->render(result, {.width = 120, .brief = true}) ==
        "FEASIBLE daily customer metrics: 25 min (18 – 38 min); $8.14 ($5.86 – 12.37); 3.53 TB (3.27 – 3.77 TB) "
        "processed\n"
        "INFEASIBLE daily customer metrics: 25 min (18 – 38 min); unknown cost; 3.53 TB (3.27 – 3.77 TB) processed\n");
}

TEST_CASE("a report without jobs is empty", "[text]") {
  CHECK(find_renderer("text")->render(samples::result_of({}), {}).empty());
}

TEST_CASE("columns align by what is seen, not by bytes", "[text][table]") {
  Table table({Align::left, Align::right});
  table.add({"数据", "1"});
  table.add({"é", "10"});
  CHECK(table.lines(80, false) == std::vector<std::string>{"数据   1", "é     10"});
}

TEST_CASE("the first column of a table gives way, in its middle", "[text][table]") {
  Table table({Align::left, Align::right});
  table.add({"a very long name of a stage", "12 min"});
  CHECK(table.lines(20, false) == std::vector<std::string>{"a very… stage 12 min"});
  CHECK(table.lines(20, true) == std::vector<std::string>{"a ver...stage 12 min"});
  CHECK(table.lines(34, false) == std::vector<std::string>{"a very long name of a stage 12 min"});
}

TEST_CASE("bars take the room of a wide page, and give way on a narrow one", "[text][table]") {
  Table table({Align::left, Align::right}, {"of all", 10});
  table.add({"a stage with a name", "time"});
  table.add({"another stage", "12 min"}, 1);
  table.add({"the last", "6 min"}, 0.5);
  const auto bar_of = [&](int width, std::size_t row) {
    const std::string line = table.lines(static_cast<std::size_t>(width), true)[row];
    return std::ranges::count(line, '#');
  };
  CHECK(bar_of(80, 1) == 10);
  CHECK(bar_of(80, 2) == 5);
  CHECK(bar_of(120, 1) == 40);
  CHECK(bar_of(37, 1) == 10);  // the gaps were narrower before they went
  CHECK(bar_of(36, 1) == 0);
  CHECK(table.lines(36, true)[0] == "a stage with a name    time");
  CHECK(table.lines(80, true)[0] == "a stage with a name    time  of all");
}

TEST_CASE("a row of one cell spans the columns of a table", "[text][table]") {
  Table table({Align::left, Align::right});
  table.add({"a heading that is long"});
  table.add({"name", "1"});
  CHECK(table.lines(80, false) == std::vector<std::string>{"a heading that is long", "name  1"});
}

TEST_CASE("text is wrapped at spaces, but not between a number and its unit", "[text]") {
  CHECK(wrap("one two three", 8, false) == std::vector<std::string>{"one two", "three"});
  CHECK(wrap("see abcdefghijkl now", 8, false) == std::vector<std::string>{"see", "abcd…jkl", "now"});
  CHECK(wrap("", 8, false) == std::vector<std::string>{""});
  CHECK(wrap("it needs 64 GB, or 1.05 – 1.3 TB.", 17, false) ==
        std::vector<std::string>{"it needs 64 GB,", "or 1.05 – 1.3 TB."});
}

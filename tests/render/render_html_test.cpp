// The page for a browser: what it says, that it is one harmless file, and that names in it are text.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "catch.h"
#include "render/html/chart.h"
#include "render/html/figures.h"
#include "render/html/flow_layout.h"
#include "render/html/markup.h"
#include "result_samples.h"
#include "sizer/render.h"
#include "text/utf8.h"

using namespace sizer;
using namespace sizer::literals;
using Catch::Matchers::Contains;

namespace {

std::string page_of(const Result& result) {
  return find_renderer("html")->render(result, {});
}
std::string page_of(const JobReport& job) {
  return page_of(samples::result_of({job}));
}

/// The tags of a page in order, "p", "/p", without those that close themselves.
std::vector<std::string> tags_of(const std::string& page) {
  std::vector<std::string> tags;
  for (std::size_t at = page.find('<'); at != std::string::npos; at = page.find('<', at + 1)) {
    const std::size_t end = page.find('>', at);
    REQUIRE(end != std::string::npos);
    const std::string tag = page.substr(at + 1, end - at - 1);
    if (!tag.ends_with('/')) tags.push_back(tag.substr(0, tag.find(' ')));
  }
  return tags;
}

/// The first tag that does not match its opening one; empty when all do.
std::string unbalanced(const std::string& page) {
  std::vector<std::string> open;
  for (const std::string& tag : tags_of(page)) {
    if (tag == "!DOCTYPE" || tag == "meta") continue;
    if (!tag.starts_with('/')) {
      open.push_back(tag);
    } else {
      if (open.empty() || "/" + open.back() != tag) return tag;
      open.pop_back();
    }
  }
  return open.empty() ? "" : open.back();
}

std::vector<int> heading_levels(const std::string& page) {
  std::vector<int> levels;
  for (const std::string& tag : tags_of(page))
    if (tag.size() == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6') levels.push_back(tag[1] - '0');
  return levels;
}

}  // namespace

TEST_CASE("the page says the verdict and the three figures of a job", "[html]") {
  const std::string page = page_of(samples::complete_job());
  CHECK_THAT(page, Contains("✓ feasible"));
  CHECK_THAT(page, Contains("<div class=\"big\">25 min</div>") && Contains("18 – 38 min"));
  CHECK_THAT(page, Contains("<div class=\"big\">$8.14</div>") && Contains("<div class=\"big\">3.53 TB</div>"));
  CHECK_THAT(page, Contains("draws of what is unknown: 22.4 – 30.9 min"));
  CHECK_THAT(page_of(samples::too_large_broadcast()), Contains("✗ infeasible") && Contains("no price is known"));
}

TEST_CASE("the page says what a remedy would gain, and what it would lose", "[html]") {
  JobReport job = samples::complete_job();
  CHECK_THAT(page_of(job), Contains("steps.join.salt = 8: saves 4.2 min, saves $1.21."));
  job.reasons[0].gain->time = Seconds{-60};
  CHECK_THAT(page_of(job), Contains(": takes 60 s more, saves $1.21."));
}

TEST_CASE("every part of a result has its place in the page", "[html]") {
  const std::string page = page_of(samples::everything());
  for (const char* heading : {"Verdicts",
                              "All jobs",
                              "What stands in the way",
                              "Ranked by time",
                              "Time and cost",
                              "What stands in the way",
                              "Pair by pair",
                              "How far a broadcast of customers carries",
                              "Why the time changed",
                              "What was changed",
                              "New findings",
                              "How wall_clock_seconds comes about",
                              "What moves the time most",
                              "What to measure",
                              "When each stage runs",
                              "Where the bytes go",
                              "What it costs",
                              "Shuffles, planned and saved",
                              "What the time rests on",
                              "Diagnostics"}) {
    INFO(heading);
    CHECK_THAT(page, Contains(std::string(">") + heading + "</h"));
  }
}

TEST_CASE("the worst verdict of a page comes first", "[html]") {
  const std::string page = page_of(samples::everything());
  const std::size_t fail = page.find("✗ fail<"), excused = page.find("! fail, does not count"),
                    open = page.find("? inconclusive"), pass = page.find("✓ pass");
  REQUIRE(pass != std::string::npos);
  CHECK((fail < open && open < excused && excused < pass));
}

TEST_CASE("parts of which there is nothing to show leave no heading", "[html]") {
  JobReport bare;
  bare.name = "bare";
  const std::string page = page_of(bare);
  CHECK(heading_levels(page) == std::vector<int>{1});
  CHECK(page_of(Result{}).find("<section>") == std::string::npos);
}

TEST_CASE("headings of a page never skip a level", "[html]") {
  for (const Result& result : {samples::everything(), samples::result_of({samples::complete_job()}), Result{}}) {
    const std::vector<int> levels = heading_levels(page_of(result));
    REQUIRE(!levels.empty());
    CHECK(levels.front() == 1);
    for (std::size_t i = 1; i < levels.size(); ++i) CHECK(levels[i] <= levels[i - 1] + 1);
    CHECK(std::ranges::count(levels, 1) == 1);
  }
}

TEST_CASE("nothing in a page runs or is fetched", "[html]") {
  for (const Result& result : {samples::everything(), samples::hostile_everything(), samples::crowded()}) {
    const std::string page = page_of(result);
    CHECK_THAT(page, !Contains("<script") && !Contains("<link") && !Contains("<img") && !Contains("url("));
    CHECK_THAT(page, !Contains("http://") && !Contains("https://") && !Contains("@import"));
    CHECK_THAT(page, Contains("default-src 'none'"));
  }
}

TEST_CASE("names that look like markup are text in a page", "[html]") {
  const std::string page = page_of(samples::hostile_everything());
  CHECK_THAT(page, Contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;"));
  CHECK_THAT(page, !Contains("<svg/onload"));
  CHECK(unbalanced(page).empty());
  CHECK(!first_invalid_utf8(page));
  CHECK(std::ranges::none_of(page, [](char c) { return (c >= 0 && c < ' ' && c != '\n') || c == '\x7f'; }));
  CHECK_THAT(page, !Contains("\xe2\x80\xae"));
}

TEST_CASE("every element of a page is closed where it was opened", "[html]") {
  for (const Result& result : {samples::everything(), samples::crowded(), Result{}})
    CHECK(unbalanced(page_of(result)).empty());
}

TEST_CASE("the same result gives the same page", "[html]") {
  CHECK(page_of(samples::everything()) == page_of(samples::everything()));
}

TEST_CASE("what is not known is called unknown in a page, and never drawn", "[html]") {
  JobReport job = samples::complete_job();
  job.wall_clock = {Seconds{1}, Seconds{std::nan("")}, Seconds{INFINITY}};
  job.stages[0].seconds = job.wall_clock;
  job.stages[1].start.typical = Seconds{INFINITY};
  job.bytes.shuffle_write.typical = job.stages[0].bytes.shuffle_write.typical = Bytes{NAN};
  job.assumptions[0].influence = NAN;
  const std::string page = page_of(job);
  CHECK_THAT(page, Contains("<div class=\"big\">unknown</div>"));
  CHECK_THAT(page, !Contains("nan") && !Contains("\"inf") && !Contains("inf%"));
}

TEST_CASE("a long name loses its middle and keeps the whole as a tooltip", "[html]") {
  const std::string whole(300, 'x');
  const std::string html = html::name(whole, 20).html;
  CHECK_THAT(html, Contains("title=\"" + whole + "\"") && Contains("xxxxxxxxxx…xxxxxxxxx<"));
}

TEST_CASE("a table leaves out columns of which every cell is empty", "[html]") {
  html::Table table("things", {{"name"}, {"empty"}, {"size", true}});
  table.add({html::text("a"), {}, html::text("1")});
  CHECK_THAT(table.markup().html, Contains("<th scope=\"row\">a</th>") && Contains(">size<") && !Contains(">empty<"));
}

// ---- Charts ---------------------------------------------------------------------------------------------------------

TEST_CASE("coordinates have two decimals at most", "[html][chart]") {
  CHECK(html::coordinate(12.3456) == "12.35");
  CHECK(html::coordinate(12.5) == "12.5");
  CHECK(html::coordinate(100) == "100");
  CHECK(html::coordinate(-0.001) == "0");
  CHECK(html::coordinate(NAN) == "0");
}

TEST_CASE("an axis has round ticks within its ends", "[html][chart]") {
  CHECK(html::ticks({0, 2280, "seconds"}) == std::vector<double>{0, 600, 1200, 1800});
  CHECK(html::ticks({0, 12.37, "usd"}) == std::vector<double>{0, 5, 10});
  const html::Axis decades = html::axis_fitting({1e8, 5e10, 1e12}, "bytes");
  CHECK(decades.logarithmic);
  CHECK(html::ticks(decades) == std::vector<double>{1e8, 1e9, 1e10, 1e11, 1e12});
  CHECK(html::position(decades, 1e8) < html::position(decades, 1e9));
}

TEST_CASE("an axis that holds nothing still has two ends", "[html][chart]") {
  for (const html::Axis& axis : {html::axis_from_zero({}, "usd"), html::axis_from_zero({0, NAN}, "usd"),
                                 html::axis_around({5, 5}, "usd"), html::axis_fitting({0}, "usd")}) {
    CHECK(axis.low < axis.high);
    CHECK(html::ticks(axis).size() <= 7);
  }
}

TEST_CASE("ribbons into a box of the byte flow are as wide as the box is high", "[html][chart]") {
  const html::ByteFlow flow = html::layout_flow(samples::customer_metrics());
  REQUIRE(flow.columns == 5);
  for (std::size_t i = 0; i < flow.boxes.size(); ++i) {
    double in = 0, out = 0;
    for (const html::FlowRibbon& each : flow.ribbons) {
      if (static_cast<std::size_t>(each.to) == i) in += each.height;
      if (static_cast<std::size_t>(each.from) == i) out += each.height;
    }
    INFO(flow.boxes[i].name);
    CHECK(std::max({in, out, 2.0}) == Approx(flow.boxes[i].height));
  }
}

TEST_CASE("what nobody fetches at once flows on in the shuffle", "[html][chart]") {
  const auto stage = [](Bytes read, Bytes fetched, Bytes shuffled) {
    StageRow row;
    row.bytes.input_read = exactly(read);
    row.bytes.shuffle_read = exactly(fetched);
    row.bytes.shuffle_write = exactly(shuffled);
    return row;
  };
  JobReport job;
  job.stages = {stage(5_GB, 0_GB, 5_GB), stage(3_GB, 0_GB, 3_GB), stage(0_GB, 5_GB, 2_GB), stage(0_GB, 5_GB, 0_GB)};
  const html::ByteFlow flow = html::layout_flow(job);
  const auto passed = std::ranges::find_if(flow.ribbons, [&](const html::FlowRibbon& each) {
    return flow.boxes[static_cast<std::size_t>(each.from)].kind == "shuffle" &&
           flow.boxes[static_cast<std::size_t>(each.to)].kind == "shuffle";
  });
  REQUIRE(passed != flow.ribbons.end());
  CHECK(passed->bytes == 3_GB);
}

// ---- For the checks in a browser ------------------------------------------------------------------------------------

TEST_CASE("sample pages for the checks in a browser are written", "[.][html-pages]") {
  const char* const folder = std::getenv("SIZER_HTML_PAGES");
  REQUIRE(folder);
  const auto write = [&](const char* name, const Result& result) {
    std::ofstream file(std::string(folder) + "/" + name + ".html", std::ios::binary);
    CHECK(file << page_of(result));
  };
  const auto only = [](auto part) {
    Result result = samples::result_of({});
    part(result);
    return result;
  };
  write("everything", samples::everything());
  write("hostile", samples::hostile_everything());
  write("crowded", samples::crowded());
  write("one-job", samples::result_of({samples::complete_job()}));
  write("compare", only([](Result& result) { result.comparisons = {samples::comparison()}; }));
  write("diff", only([](Result& result) { result.difference = samples::difference(); }));
  write("explain", only([](Result& result) { result.explanations = {samples::explanation()}; }));
}

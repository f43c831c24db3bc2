// CSV: a header, a row a job or candidate, and cells that no spreadsheet takes for formulas.
#include <algorithm>
#include <string>
#include <vector>

#include "catch.h"
#include "full_result.h"
#include "sizer/render.h"

using namespace sizer;

namespace {

using Record = std::vector<std::string>;

/// Reads RFC 4180; fails on what is not.
std::vector<Record> parsed(const std::string& text) {
  std::vector<Record> records(1);
  for (std::size_t i = 0; i < text.size();) {
    std::string cell;
    if (text[i] == '"') {
      for (++i; i < text.size() && (text[i] != '"' || text[i + 1] == '"'); ++i) {
        cell += text[i];
        if (text[i] == '"') ++i;
      }
      ++i;
    } else {
      for (; i < text.size() && text[i] != ',' && text[i] != '\r'; ++i) {
        REQUIRE(text[i] != '"');
        REQUIRE(text[i] != '\n');
        cell += text[i];
      }
    }
    records.back().push_back(cell);
    REQUIRE(i < text.size());
    if (text[i] == ',') {
      ++i;
    } else {
      REQUIRE(text.substr(i, 2) == "\r\n");
      i += 2;
      records.emplace_back();
    }
  }
  records.pop_back();
  return records;
}

std::vector<Record> csv_of(const Result& result) {
  return parsed(find_renderer("csv")->render(result, {}));
}

std::string cell(const std::vector<Record>& records, std::size_t row, const std::string& column) {
  const auto found = std::ranges::find(records[0], column);
  INFO(column);
  REQUIRE(found != records[0].end());
  return records[row][static_cast<std::size_t>(found - records[0].begin())];
}

}  // namespace

TEST_CASE("each job and each candidate is a row of CSV under one header, in base units", "[csv]") {
  const std::vector<Record> records = csv_of(samples::full_result("sample"));
  REQUIRE(records.size() == 4);
  for (const Record& record : records) CHECK(record.size() == records[0].size());
  CHECK(cell(records, 1, "job") == "sample");
  CHECK(cell(records, 1, "wall_clock_seconds_typical") == "1500");
  CHECK(cell(records, 1, "wall_clock_seconds_p90") == "1900");
  CHECK(cell(records, 1, "cost_usd_typical") == "8.14");
  CHECK(cell(records, 1, "shuffle_write_bytes_typical") == "1180000000000");
  CHECK(cell(records, 1, "verdict") == "fail");
  CHECK(cell(records, 1, "reasons") == "SZ201 SZ301");
  CHECK(cell(records, 2, "candidate") == "sample");
  CHECK(cell(records, 2, "cost_usd_typical") == "2");
}

TEST_CASE("what is unknown is an empty cell and never 0", "[csv]") {
  const std::vector<Record> records = csv_of(samples::result_of({samples::too_large_broadcast()}));
  CHECK(cell(records, 1, "cost_usd_typical").empty());
  CHECK(cell(records, 1, "usd_per_month_typical").empty());
  CHECK(cell(records, 1, "wall_clock_seconds_p50").empty());
  CHECK(cell(csv_of(samples::full_result("sample")), 3, "processed_bytes_low").empty());
}

TEST_CASE("a difference alone is a row a figure, and an explanation alone a row an unknown", "[csv]") {
  Result result;
  result.difference = samples::difference("sample");
  const std::vector<Record> figures = csv_of(result);
  REQUIRE(figures.size() == 2);
  CHECK(cell(figures, 1, "change") == "30");
  CHECK(cell(figures, 1, "change_by_plan") == "-10");
  CHECK(cell(figures, 1, "change_by_model").empty());

  Result explained;
  explained.explanations = {samples::explanation("sample")};
  CHECK(cell(csv_of(explained), 1, "spread_seconds") == "30");
}

TEST_CASE("a search alone is a row for the winner, each machine type and each point of the front that is told",
          "[csv]") {
  Result result;
  result.sizing = samples::sizing("sample");
  const std::vector<Record> rows = csv_of(result);
  REQUIRE(rows.size() == 6);
  CHECK(cell(rows, 1, "role") == "winner");
  CHECK(cell(rows, 2, "role") == "best_of_type");
  CHECK(cell(rows, 4, "role") == "front");
  CHECK(cell(rows, 4, "usd_per_minute_saved").empty());
  CHECK(cell(rows, 5, "role") == "front, knee");
  CHECK(cell(rows, 5, "usd_per_minute_saved") == "3.4");
  for (const std::string& name : samples::hostile_names) {
    result.sizing = samples::sizing(name, false);
    const std::vector<Record> missed = csv_of(result);
    REQUIRE(missed.size() == 4);
    for (const Record& record : missed) CHECK(record.size() == rows[0].size());
  }
}

TEST_CASE("no name makes a formula, a further row or a further column of CSV", "[csv][hostile]") {
  for (const std::string& name : samples::hostile_names) {
    const std::string text = find_renderer("csv")->render(samples::full_result(name), {});
    INFO(text);
    const std::vector<Record> records = parsed(text);
    REQUIRE(records.size() == 4);
    CHECK(std::ranges::count(text, '\n') == 4);
    for (const Record& record : records) {
      CHECK(record.size() == records[0].size());
      for (const std::string& each : record)
        CHECK((each.empty() || std::string("=+-@\t\r").find(each[0]) == std::string::npos));
    }
    CHECK(text.find('\x1b') == std::string::npos);
  }
  CHECK(cell(csv_of(samples::full_result("=cmd()")), 1, "job") == "'=cmd()");
  CHECK(cell(csv_of(samples::full_result("say \"a, b\"")), 1, "job") == "say \"a, b\"");
}

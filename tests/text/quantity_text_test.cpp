// Quantities as people write them: what is read, what is refused and with which words, what is printed.
#include "text/quantity_text.h"

#include <cmath>
#include <string>

#include "catch.h"

namespace {

using namespace sizer;
using Catch::Matchers::Contains;

double value(std::string_view text, const Limits& limits) {
  const auto read = read_quantity(text, limits);
  INFO(text);
  if (const auto* error = std::get_if<QuantityError>(&read)) FAIL(error->message);
  return std::get<double>(read);
}

Range<double> range(std::string_view text, const Limits& limits) {
  const auto read = read_quantity_range(text, limits);
  INFO(text);
  if (const auto* error = std::get_if<QuantityError>(&read)) FAIL(error->message);
  return std::get<Range<double>>(read);
}

QuantityError refusal(std::string_view text, const Limits& limits) {
  const auto read = read_quantity_range(text, limits);
  INFO(text);
  if (!std::holds_alternative<QuantityError>(read)) FAIL("was read");
  return std::get<QuantityError>(read);
}

namespace limits {
const Limits bytes = measure::bytes.limits, seconds = measure::seconds.limits, rows = measure::rows.limits,
             share = measure::share.limits, ratio = measure::ratio.limits, rate = measure::rate.limits,
             row_rate = measure::row_rate.limits, price = measure::price.limits, dollars = measure::dollars.limits;
}  // namespace limits

}  // namespace

TEST_CASE("decimal and binary prefixes are different things", "[quantity]") {
  CHECK(value("1 TB", limits::bytes) == 1e12);
  CHECK(value("1 TiB", limits::bytes) == 1099511627776.0);
  CHECK(value("64 GiB", limits::bytes) == 64.0 * 1073741824);
  CHECK(value("1.5kB", limits::bytes) == 1500);
  CHECK(value("107.65 B", limits::bytes) == 107.65);
}

TEST_CASE("every dimension reads its units", "[quantity]") {
  CHECK(value("250 ms", limits::seconds) == 0.25);
  CHECK(value("20 min", limits::seconds) == 1200);
  CHECK(value("2 h", limits::seconds) == 7200);
  CHECK(value("1 day", limits::seconds) == 86400);
  CHECK(value("100M", limits::rows) == 1e8);
  CHECK(value("2.5G rows", limits::rows) == 2.5e9);
  CHECK(value("1e9", limits::rows) == 1e9);
  CHECK(value("12", limits::rows) == 12);
  CHECK(value("90 MB/s", limits::rate) == 90e6);
  CHECK(value("10 Gbps", limits::rate) == 1.25e9);
  CHECK(value("10 GBps", limits::rate) == 10e9);
  CHECK(value("8 Mb/s", limits::rate) == 1e6);
  CHECK(value("2k rows/s", limits::row_rate) == 2000);
  CHECK(value("500 requests/s", limits::row_rate) == 500);
  CHECK(value("0.4", limits::share) == 0.4);
  CHECK(value("7 %", limits::share) == 0.07);
  CHECK(value("250%", limits::ratio) == 2.5);
  CHECK(value("$0.904/h", limits::price) == 0.904);
  CHECK(value("0.904 USD/h", limits::price) == 0.904);
  CHECK(value("$12.40", limits::dollars) == 12.4);
}

TEST_CASE("a range has one unit at its end, and a middle where none is said", "[quantity]") {
  CHECK(range("1.05..1.30 TB", limits::bytes) == Range<double>{1.05e12, typical_of(1.05e12, 1.3e12), 1.3e12});
  CHECK(range("900 GB..1.3 TB", limits::bytes).low == 900e9);
  CHECK(range("1..4 s", limits::seconds).typical == Approx(2));
  CHECK(range("0..0.2", measure::share_or_none.limits).typical == Approx(0.1));
  CHECK(range("10..20 %", limits::share).high == 0.2);
  CHECK(range("$0.5..0.9/h", limits::price).low == 0.5);
  CHECK(range("3 TB", limits::bytes) == exactly(3e12));
  CHECK(refusal("3..1 TB", limits::bytes).code.id == std::string_view(codes::wrong_range.id));
}

TEST_CASE("a number without a unit is refused, with the unit that is probably meant", "[quantity]") {
  const QuantityError error = refusal("64", limits::bytes);
  CHECK(error.code.id == std::string_view(codes::missing_unit.id));
  struct Meant {
    const char* text;
    Limits limits;
    const char* suggestion;
  };
  const Limits memory = measure::memory.limits, part = measure::partition.limits,
               budget{Dimension::seconds, "30 min", true};
  const Meant meant = GENERATE_COPY(values<Meant>({{"64", limits::bytes, "64 GB"},
                                                   {"800000000000", limits::bytes, "800 GB"},
                                                   {"1500000", limits::bytes, "1.5 MB"},
                                                   {"64", memory, "64 GiB"},
                                                   {"16384", memory, "16 GiB"},
                                                   {"17179869184", memory, "16 GiB"},
                                                   {"16000000000", memory, "16 GB"},
                                                   {"64", part, "64 MiB"},
                                                   {"10485760", part, "10 MiB"},
                                                   {"300", measure::row_bytes.limits, "300 B"},
                                                   {"3600", limits::seconds, "1 h"},
                                                   {"3600", budget, "1 h"},
                                                   {"5400", budget, "1.5 h"},
                                                   {"30", budget, "30 min"},
                                                   {"90", limits::seconds, "90 s"},
                                                   {"3600000", limits::seconds, "1 h"},
                                                   {"90", limits::rate, "90 MB/s"},
                                                   {"125000000", limits::rate, "125 MB/s"},
                                                   {"10", measure::network.limits, "10 Gbps"}}));
  CHECK(refusal(meant.text, meant.limits).suggestion == "did you mean '" + std::string(meant.suggestion) + "'?");
  CHECK(value(meant.suggestion, meant.limits) > 0);
  CHECK_THAT(refusal("0.904", limits::price).suggestion, Contains("$0.904/h"));
  CHECK_THAT(refusal("1..2", limits::bytes).message, Contains("no unit"));
}

TEST_CASE("what has one meaning where it stands is read as people write it", "[quantity]") {
  struct Written {
    const char* text;
    Limits limits;
    double value;
  };
  const Limits memory = measure::memory.limits, ratio_or_none = measure::ratio_or_none.limits;
  constexpr double kib = 1024;
  const Written written = GENERATE_COPY(values<Written>({{"16g", memory, 16 * kib * kib * kib},
                                                         {"16G", memory, 16 * kib * kib * kib},
                                                         {"512m", memory, 512 * kib * kib},
                                                         {"1.5t", memory, 1.5 * kib * kib * kib * kib},
                                                         {"16Gi", memory, 16 * kib * kib * kib},
                                                         {"512 mib", memory, 512 * kib * kib},
                                                         {"64 GB", memory, 64e9},
                                                         {"800G", limits::bytes, 800e9},
                                                         {"800 g", limits::bytes, 800e9},
                                                         {"1.2T", limits::bytes, 1.2e12},
                                                         {"5k", limits::bytes, 5e3},
                                                         {"16Gi", limits::bytes, 16 * kib * kib * kib},
                                                         {"800gb", limits::bytes, 800e9},
                                                         {"6 B", limits::bytes, 6},
                                                         {"1234567B", limits::bytes, 1234567},
                                                         {"100B", measure::row_bytes.limits, 100},
                                                         {"90m", limits::seconds, 5400},
                                                         {"1h30m", limits::seconds, 5400},
                                                         {"1 h 30 min", limits::seconds, 5400},
                                                         {"1d2h3m4s", limits::seconds, 93784},
                                                         {"1.5hrs", limits::seconds, 5400},
                                                         {"2m500ms", limits::seconds, 120.5},
                                                         {"1 week", limits::seconds, 604800},
                                                         {"6B", limits::rows, 6e9},
                                                         {"5B rows", limits::rows, 5e9},
                                                         {"2.5 billion rows", limits::rows, 2.5e9},
                                                         {"3 million", limits::rows, 3e6},
                                                         {"10m", limits::rows, 1e7},
                                                         {"20K rows", limits::rows, 2e4},
                                                         {"1_000_000", limits::rows, 1e6},
                                                         {"1_000 GB", limits::bytes, 1e12},
                                                         {"7/365", limits::share, 7.0 / 365},
                                                         {"1 / 3", limits::share, 1.0 / 3},
                                                         {"365/12", limits::ratio, 365.0 / 12},
                                                         {"0/7", ratio_or_none, 0},
                                                         {"2K rows/s", limits::row_rate, 2000},
                                                         {"$0.904/hr", limits::price, 0.904}}));
  CHECK(value(written.text, written.limits) == Approx(written.value).epsilon(1e-12));
  const std::string twice = std::string(written.text) + ".." + written.text;
  if (written.limits.dimension != Dimension::price)
    CHECK(range(twice, written.limits).high == Approx(written.value).epsilon(1e-12));
}

TEST_CASE("the unit at the end of a range is for both ends, unless it is of several parts", "[quantity]") {
  CHECK(range("5..10m", limits::seconds).low == 300);
  CHECK(range("4..6B", limits::rows).low == 4e9);
  CHECK(range("1h..1h30m", limits::seconds).high == 5400);
  CHECK(range("1/10..1/5", limits::share).low == 0.1);
  CHECK(refusal("1..1h30m", limits::seconds).code.id == std::string_view(codes::missing_unit.id));
}

TEST_CASE("what has two meanings is refused, with both", "[quantity]") {
  struct Refused {
    const char* text;
    Limits limits;
    const char *first, *second;
  };
  const Refused refused = GENERATE(values<Refused>({{"6B", measure::bytes.limits, "'6 GB'", "'6 bytes'"},
                                                    {"6B", measure::memory.limits, "'6 GB'", "'6 bytes'"},
                                                    {"16gb", measure::memory.limits, "'16 GiB'", "'16 GB'"},
                                                    {"64 KB", measure::bytes.limits, "'64 kB'", "'64 KiB'"},
                                                    {"1:30", measure::seconds.limits, "'1 h 30 min'", "'1 min 30 s'"},
                                                    {"1:30:00", measure::seconds.limits, "'1 h 30 min 00 s'", ""},
                                                    {"7 of 365", measure::share.limits, "'7/365'", ""}}));
  INFO(refused.text);
  CHECK_THAT(refusal(refused.text, refused.limits).suggestion, Contains(refused.first) && Contains(refused.second));
}

TEST_CASE("units that look alike are told apart", "[quantity]") {
  CHECK_THAT(refusal("50 Tb", limits::bytes).message, Contains("bits"));
  CHECK_THAT(refusal("50 Tb", limits::bytes).suggestion, Contains("50 TB"));
  CHECK_THAT(refusal("50 tB", limits::bytes).suggestion, Contains("50 TB"));
  CHECK_THAT(refusal("2H", limits::seconds).suggestion, Contains("2 h"));
  CHECK_THAT(refusal("2k", {Dimension::number, "200", true, true}).suggestion, Contains("'2000'"));
  CHECK_THAT(refusal("10 GB", limits::rate).suggestion, Contains("10 GB/s"));
  CHECK_THAT(refusal("5 k rows", limits::row_rate).suggestion, Contains("/s"));
  for (const char* text : {"30m1h", "1h1h", "1h30", "1h30x", "m", "1mm", "1/2 h"})
    CHECK(refusal(text, limits::seconds).code.id != nullptr);
  for (const char* text : {"7/0", "7/", "/7", "7/3/2", "7/x", "7/-2"})
    CHECK(refusal(text, limits::share).code.id != nullptr);
  CHECK(refusal("5 GB/s", limits::bytes).code.id == std::string_view(codes::wrong_unit.id));
  CHECK(refusal("$5", limits::bytes).code.id == std::string_view(codes::wrong_unit.id));
}

TEST_CASE("separators are explained", "[quantity]") {
  CHECK_THAT(refusal("1'000", limits::rows).suggestion, Contains("'1000'"));
  CHECK_THAT(refusal("1,000 GB", limits::bytes).suggestion, Contains("'1000 GB'"));
  CHECK_THAT(refusal("1,5 TB", limits::bytes).suggestion, Contains("'1.5 TB'"));
  for (const char* text : {"_1", "1_", "1__0", "1_000_ GB"})
    CHECK(std::holds_alternative<QuantityError>(read_quantity(text, limits::rows)));
}

TEST_CASE("numbers that cannot be computed with are refused", "[quantity]") {
  for (const char* text :
       {"-1 GB", "0 GB", "nan", ".NaN", "inf", "-inf", "Infinity GB", "1e400 GB", "1e31 B", "1e-400 B", "1e-31 B"})
    CHECK(refusal(text, limits::bytes).code.id == std::string_view(codes::out_of_bounds.id));
  for (const char* text :
       {"", "GB", "..", "1..", "..1 GB", "0x10 B", "--1 B", "1.2.3 GB", "one GB", "$", "%", "1 2 GB"}) {
    INFO(text);
    CHECK(std::holds_alternative<QuantityError>(read_quantity_range(text, limits::bytes)));
  }
  CHECK(refusal("1.01", limits::share).code.id == std::string_view(codes::out_of_bounds.id));
  CHECK(refusal("140 %", limits::share).code.id == std::string_view(codes::out_of_bounds.id));
  CHECK(value("0", measure::share_or_none.limits) == 0);
  CHECK(value("0 MiB", measure::bytes_or_none.limits) == 0);
}

TEST_CASE("three digits are printed, in the unit that people would choose", "[quantity]") {
  CHECK(to_text(Bytes{1.05e12}) == "1.05 TB");
  CHECK(to_text(Bytes{999.6e9}) == "1 TB");
  CHECK(to_text(Bytes{0}) == "0 B");
  CHECK(to_text(Seconds{1440}) == "24 min");
  CHECK(to_text(Seconds{3.1 * 3600}) == "3.1 h");
  CHECK(to_text(Seconds{0.25}) == "250 ms");
  CHECK(to_text(Seconds{0}) == "0 s");
  CHECK(to_text(Dollars{12.4}) == "$12.40");
  CHECK(to_text(Dollars{0.0312}) == "$0.0312");
  CHECK(to_text(Dollars{1234.5}) == "$1234");
  CHECK(to_text(Dollars{9.99e14}) == "$999000000000000");
  CHECK(to_text(Dollars{1.2e15}) == "$1.2e15");
  CHECK(to_text(Dollars{-1.234567e20}) == "$-1.23e20");
  CHECK(to_text(Range<Dollars>{{5}, {1e15}, {4e16}}) == "$5.00..4e16");
  CHECK(to_text(Price{0.904}) == "$0.904/h");
  CHECK(to_text(Rows{2e8}) == "200M");
  CHECK(to_text(RowRate{2000}) == "2k rows/s");
  CHECK(to_text(Rate{1.25e9}) == "1.25 GB/s");
  CHECK(share_text(0.4) == "40 %");
  CHECK(to_text(Range<Bytes>{{1.05e12}, {1.2e12}, {1.3e12}}) == "1.05..1.3 TB");
  CHECK(to_text(exactly(Bytes{3e12})) == "3 TB");
  CHECK(to_text(Range<Bytes>{{1e3}, {1e6}, {1e12}}) == "1 kB..1 TB");
}

TEST_CASE("reading what is printed gives the same quantity, within the digits printed", "[quantity][law]") {
  const double exponent = GENERATE(take(60, random(-6.0, 17.0)));
  const double x = std::pow(10.0, exponent);
  INFO(x);
  CHECK(value(to_text(Bytes{x + 1}), limits::bytes) == Approx(x + 1).epsilon(0.006));
  CHECK(value(to_text(Seconds{x}), limits::seconds) == Approx(x).epsilon(0.006));
  CHECK(value(to_text(Rows{x + 1}), limits::rows) == Approx(x + 1).epsilon(0.006));
  CHECK(value(to_text(Rate{x}), limits::rate) == Approx(x).epsilon(0.006));
  CHECK(value(to_text(RowRate{x}), limits::row_rate) == Approx(x).epsilon(0.006));
  CHECK(value(to_text(Price{x}), limits::price) == Approx(x).epsilon(0.006));
  CHECK(value(to_text(Dollars{x}), limits::dollars) == Approx(x).epsilon(0.006));
  CHECK(value(share_text(x / 1e17), limits::share) == Approx(x / 1e17).epsilon(0.006));
  const double y = x * GENERATE(take(3, random(1.0, 5000.0)));
  CHECK(range(to_text(Range<Seconds>{{x}, {x}, {y}}), limits::seconds).low == Approx(x).epsilon(0.006));
  CHECK(range(to_text(Range<Seconds>{{x}, {x}, {y}}), limits::seconds).high == Approx(y).epsilon(0.006));
  CHECK(range(to_text(Range<Price>{{x}, {x}, {y}}), limits::price).high == Approx(y).epsilon(0.006));
}

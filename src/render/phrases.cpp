// Verdicts and figures in a few words.
#include "render/phrases.h"

#include <fmt/format.h>

#include <algorithm>

#include "render/figures.h"

namespace sizer {
namespace {

template <class T>
std::string in_kind(const Range<double>& range) {
  return with_range(Range<T>{{range.low}, {range.typical}, {range.high}});
}

/// The size of a change, without its sign.
std::string amount(double change, const std::string& unit) {
  if (unit == "seconds") return figure(Seconds{std::abs(change)});
  if (unit == "usd") return figure(Dollars{std::abs(change)});
  if (unit == "bytes") return figure(Bytes{std::abs(change)});
  return figure(std::abs(change));
}

}  // namespace

Standing standing_of(const Gate& gate) {
  if (gate.verdict == Verdict::pass) return Standing::pass;
  if (gate.breaks) return Standing::fail;
  if (!gate.exception.empty()) return Standing::excepted;
  if (gate.verdict == Verdict::inconclusive) return Standing::inconclusive;
  return gate.warn ? Standing::warn : Standing::fail;
}

const char* name_of(Standing standing) {
  static constexpr const char* names[] = {"fail", "inconclusive", "warn", "excepted", "pass"};
  return names[static_cast<std::size_t>(standing)];
}

std::string count_of(const std::vector<Gate>& gates) {
  static constexpr const char* words[] = {"failed", "inconclusive", "broken as warnings", "excepted", "passed"};
  std::string text;
  for (std::size_t i = 0; i < std::size(words); ++i) {
    const auto count = std::ranges::count(gates, static_cast<Standing>(i), standing_of);
    if (count > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, words[i]);
  }
  return text;
}

std::vector<const Gate*> gates_of(const JobReport& job, const std::vector<Gate>& gates) {
  std::vector<const Gate*> found;
  for (const Gate& gate : gates)
    if (gate.job == job.name && gate.file == job.file) found.push_back(&gate);
  return found;
}

std::string figures_of(const JobReport& job) {
  const std::string cost = job.cost ? with_range(*job.cost) + (job.cost_partial ? ", partial" : "") : "unknown cost";
  return fmt::format("{}; {}; {} processed", with_range(job.wall_clock), cost, with_range(job.bytes.processed));
}

std::string in_unit(const std::optional<Range<double>>& range, const std::string& unit) {
  if (!range) return "unknown";
  if (unit == "seconds") return in_kind<Seconds>(*range);
  if (unit == "usd") return in_kind<Dollars>(*range);
  if (unit == "bytes") return in_kind<Bytes>(*range);
  return with_range(*range);
}

std::string change_in_unit(const std::optional<double>& change, const std::string& unit) {
  if (!change || !std::isfinite(*change)) return "unknown";
  if (*change == 0) return "0";
  return (*change > 0 ? "+" : "-") + amount(*change, unit);
}

std::string percentiles_in_words(const Percentiles& percentiles) {
  std::string text =
      fmt::format("Of {} draws of what is unknown, 80 % take {}", percentiles.draws, from_to(percentiles.wall_clock));
  if (percentiles.cost) text += fmt::format(" and cost {}", from_to(*percentiles.cost));
  return text + " (p10 – p90).";
}

std::string back_test_in_words(const BackTest& test) {
  return fmt::format("{} run{}: median {}, worst {}", test.runs, test.runs == 1 ? "" : "s", percent(test.median),
                     percent(test.worst));
}

std::string profile_in_words(const Result& result) {
  if (!result.back_test) return result.profile;
  return fmt::format("{} (error in back-test, {})", result.profile, back_test_in_words(*result.back_test));
}

int badness(const std::string& severity) {
  return severity == "error" ? 2 : severity == "warning" ? 1 : 0;
}

}  // namespace sizer

// A calibration as a file of constants that says where each comes from.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "logs/jobs/yaml_text.h"
#include "sizer/calibration.h"

namespace sizer {
namespace {

/// Four digits tell a fitted number from another.
std::string four_digits(double value) {
  return fmt::format("{:.4g}", value);
}

std::string range_text(const Range<double>& range) {
  return fmt::format("{{low: {}, typical: {}, high: {}}}", four_digits(range.low), four_digits(range.typical),
                     four_digits(range.high));
}

/// "36 runs; was 1.88 to 2.4, typically 2.1; 3.2 times as sure"
std::string origin_of(const FittedConstant& fitted, std::size_t runs) {
  const Range<double>& was = fitted.before;
  std::string text = fmt::format("{} runs; was {}", runs, four_digits(was.typical));
  if (was.low < was.high) text += fmt::format(" ({} to {})", four_digits(was.low), four_digits(was.high));
  if (fitted.narrowed > 1.005) text += fmt::format("; {:.1f} times as sure", fitted.narrowed);
  return text;
}

/// "  - {run: 'daily', operator: 'ReadParquet', ...}"
std::string operator_text(const MeasuredOperator& op) {
  std::string out = fmt::format("  - {{run: {}, operator: {}", logs::yaml_text(op.run), logs::yaml_text(op.name));
  for (const OperatorFigure& each : figures_of(op))
    if (each.value)
      out += fmt::format(", {}: {}", each.name,
                         *each.value < 1e4 ? four_digits(*each.value) : fmt::format("{:.0f}", *each.value));
  if (!op.kept_out.empty()) out += ", not_fitted: " + logs::yaml_text(op.kept_out);
  return out + "}\n";
}

}  // namespace

std::string profile_text(const Calibration& calibration, const std::vector<std::string>& from,
                         const std::vector<MeasuredOperator>& operators) {
  const std::size_t runs = calibration.back_test.size();
  const BackTest test = calibration.constants.back_test.value_or(BackTest{});
  std::string out = fmt::format(
      "# Constants fitted to {} measured runs; read by `sizer estimate JOB --profile FILE`. What is not listed keeps "
      "its\n"
      "# built-in value. Error of the back-test: each run predicted from all others.\n",
      runs);
  out += fmt::format("profile: {}\n", logs::yaml_text(fmt::format("{}", fmt::join(from, ", "))));
  out += fmt::format("back_test: {{runs: {}, median: {}, worst: {}, inside: {}}}\n", runs, four_digits(test.median),
                     four_digits(test.worst), four_digits(test.inside));
  out += "constants:\n";
  for (const FittedConstant& each : calibration.fitted)
    out += fmt::format("  {}: {}\n", constant_table()[each.id].name, range_text(calibration.constants.range(each.id)));
  out += "fitted:\n";
  for (const FittedConstant& each : calibration.fitted)
    out += fmt::format("  {}: {}\n", constant_table()[each.id].name, logs::yaml_text(origin_of(each, runs)));
  out += calibration.kept.empty() ? "kept: {}\n" : "kept:\n";
  for (const KeptConstant& each : calibration.kept)
    out += fmt::format("  {}: {}\n", constant_table()[each.id].name, logs::yaml_text(each.why));
  if (!operators.empty())
    out += "measured:  # rows_per_second, matches and width are those of a step in a job file; bytes are Arrow's\n";
  for (const MeasuredOperator& each : operators) out += operator_text(each);
  return out;
}

}  // namespace sizer

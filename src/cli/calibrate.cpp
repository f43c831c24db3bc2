// `sizer calibrate --runs FILE`: constants fitted to measured runs, as a profile for later estimates.
#include <fmt/format.h>

#include "cli/measured_runs.h"
#include "cli/session.h"
#include "render/json_parts.h"
#include "render/phrases.h"
#include "text/codes.h"

namespace sizer {
namespace {

Json as_json(const BackTest& test) {
  return {{"runs", test.runs}, {"median", test.median}, {"worst", test.worst}, {"inside", test.inside}};
}

Json as_json(const MeasuredOperator& op) {
  Json json = {{"run", op.run}, {"operator", op.name}};
  for (const OperatorFigure& each : figures_of(op)) json[each.name] = each.value ? number(*each.value) : Json();
  json["not_fitted"] = text_or_null(op.kept_out);
  return json;
}

std::string as_json(const Calibration& made, const GivenRuns& given) {
  Json document = header("calibrate");
  document["runs"] = given.from;
  document["back_test"] = as_json(*made.constants.back_test);
  document["fitted"] = Json::array();
  for (const FittedConstant& each : made.fitted)
    document["fitted"].push_back({{"name", constant_table()[each.id].name},
                                  {"unit", constant_table()[each.id].unit},
                                  {"before", range(each.before)},
                                  {"after", range(made.constants.range(each.id))},
                                  {"narrowed", each.narrowed}});
  document["observed"] = Json::array();
  for (const ObservedConstant& each : made.observed)
    document["observed"].push_back(
        {{"name", constant_table()[each.id].name}, {"value", range(each.value)}, {"seen", each.seen}});
  document["kept"] = Json::array();
  for (const KeptConstant& each : made.kept)
    document["kept"].push_back({{"name", constant_table()[each.id].name}, {"why", each.why}});
  if (!given.operators.empty()) document["measured"] = Json::array();
  for (const MeasuredOperator& each : given.operators) document["measured"].push_back(as_json(each));
  return to_text(document);
}

Diagnostic summary(const Calibration& made) {
  Diagnostic told;
  told.code = codes::calibrated.id;
  told.severity = Severity::note;
  told.message = fmt::format("{}; {:.0f} % of the runs inside their range; {} constants fitted, {} kept",
                             back_test_in_words(*made.constants.back_test), made.constants.back_test->inside * 100,
                             made.fitted.size(), made.kept.size());
  return told;
}

}  // namespace

Outcome run_calibrate(const Options& options, std::istream& in, const Style&) {
  Answer<Calibrated> answer = calibrate(runs_asked_for(options, in));
  Outcome outcome;
  if (const auto* const wrong = std::get_if<Diagnostics>(&answer)) {
    outcome.code = code_of(*wrong);
    outcome.diagnostics = *wrong;
    return outcome;
  }
  const auto& [made, given] = std::get<Calibrated>(answer);
  outcome.output = options.format == "json" ? as_json(made, given) : profile_text(made, given.from, given.operators);
  outcome.diagnostics = left_out(given);
  outcome.diagnostics.push_back(summary(made));
  return outcome;
}

}  // namespace sizer

// `sizer backtest --runs FILE`: measured runs beside what the model says of them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "api/measured_runs.h"
#include "cli/measured_runs.h"
#include "cli/session.h"
#include "render/figures.h"
#include "render/html/back_test.h"
#include "render/json_parts.h"
#include "render/page.h"
#include "render/phrases.h"

namespace sizer {
namespace {

/// What was tested, and how.
struct Tested {
  std::string profile;  ///< empty: a fit to all other runs, a run at a time
  std::vector<Prediction> runs;
  std::vector<Prediction> stages;  ///< of event logs: their tasks, scheduled again
};

std::map<std::string, std::vector<Prediction>> by_application(const Tested& tested) {
  std::map<std::string, std::vector<Prediction>> groups;
  for (const Prediction& each : tested.runs) groups[each.application].push_back(each);
  return groups;
}

/// |predicted / measured - 1|, the mean over runs.
double mean_error(const std::vector<Prediction>& runs) {
  double sum = 0;
  for (const Prediction& each : runs) sum += std::abs(each.predicted.typical / each.measured - 1);
  return runs.empty() ? 0 : sum / static_cast<double>(runs.size());
}

std::string method_of(const Tested& tested) {
  return tested.profile.empty() ? "Each run predicted from a fit to all others."
                                : "Each run predicted with the constants of " + tested.profile + ".";
}

/// How far off the measured tasks of each stage are when they are scheduled again; the worst by name.
void stages_told(Page& page, const std::vector<Prediction>& stages) {
  constexpr std::size_t most = 10;
  const BackTest test = summary_of(stages);
  page.blank();
  page.paragraph(
      fmt::format("Stages, their measured tasks scheduled again: {} of a second or more; median {}, worst {}; "
                  "{} inside. The worst:",
                  test.runs, percent(test.median), percent(test.worst), percent(test.inside)),
      0);
  std::vector<Prediction> worst = stages;
  std::ranges::stable_sort(worst, std::ranges::greater(), &Prediction::error);
  worst.resize(std::min(worst.size(), most));
  Table table({Align::left, Align::left, Align::right, Align::right, Align::right});
  table.add({"stage", "of", "measured", "replayed", "ratio"});
  for (const Prediction& each : worst)
    table.add({each.name, each.application, figure(each.measured), figure(each.predicted.typical),
               fmt::format("{:.2f}", each.predicted.typical / each.measured)});
  page.headed_table(table);
}

std::string as_text(const Tested& tested, const Style& style) {
  Page page(style);
  page.paragraph(method_of(tested), 0);
  Table table({Align::left, Align::right, Align::right, Align::right, Align::right, Align::right, Align::left});
  table.add({"run", "measured", "predicted", "low", "high", "ratio", ""});
  for (const Prediction& each : tested.runs)
    table.add({each.name, figure(each.measured), figure(each.predicted.typical), figure(each.predicted.low),
               figure(each.predicted.high), fmt::format("{:.2f}", each.predicted.typical / each.measured),
               each.inside() ? "" : "outside"});
  page.headed_table(table);
  page.blank();
  Table groups({Align::left, Align::right, Align::right, Align::right, Align::right, Align::right});
  groups.add({"application", "runs", "mean", "median", "worst", "inside"});
  const auto add = [&](const std::string& name, const std::vector<Prediction>& runs) {
    const BackTest test = summary_of(runs);
    groups.add({name, std::to_string(test.runs), percent(mean_error(runs)), percent(test.median), percent(test.worst),
                percent(test.inside)});
  };
  for (const auto& [name, runs] : by_application(tested)) add(name, runs);
  add("all", tested.runs);
  page.headed_table(groups);
  if (!tested.stages.empty()) stages_told(page, tested.stages);
  return page.text();
}

Json seconds(const Range<Seconds>& time) {
  return range({time.low.value, time.typical.value, time.high.value});
}

Json as_json(const std::vector<Prediction>& runs) {
  const BackTest test = summary_of(runs);
  return {{"runs", test.runs},
          {"mean", mean_error(runs)},
          {"median", test.median},
          {"worst", test.worst},
          {"inside", test.inside}};
}

std::string as_json(const Tested& tested) {
  Json document = header("backtest");
  document["profile"] = text_or_null(tested.profile);
  document["method"] = tested.profile.empty() ? "leave_one_out" : "profile";
  document["runs"] = Json::array();
  for (const Prediction& each : tested.runs)
    document["runs"].push_back({{"name", each.name},
                                {"application", each.application},
                                {"measured_seconds", number(each.measured)},
                                {"predicted_seconds", seconds(each.predicted)},
                                {"error", each.error()},
                                {"inside", each.inside()}});
  document["applications"] = Json::array();
  for (const auto& [name, runs] : by_application(tested)) {
    Json group = {{"application", name}};
    group.update(as_json(runs));
    document["applications"].push_back(std::move(group));
  }
  document["all"] = as_json(tested.runs);
  document["stages"] = Json::array();
  for (const Prediction& each : tested.stages)
    document["stages"].push_back({{"run", each.application},
                                  {"stage", each.name},
                                  {"measured_seconds", number(each.measured)},
                                  {"replayed_seconds", seconds(each.predicted)},
                                  {"error", each.error()},
                                  {"inside", each.inside()}});
  return to_text(document);
}

html::TestedGroup group_of(const std::string& name, const std::vector<Prediction>& runs) {
  const BackTest test = summary_of(runs);
  return {name, test.runs, test.median, test.worst, test.inside};
}

std::string as_html(const Tested& tested, const Options& options, const Constants& constants) {
  const CatalogueInfo catalogue = catalogue_of(options).info();
  Result head;
  head.command = "backtest";
  head.sizer_version = SIZER_VERSION;
  head.catalogue_as_of = catalogue.as_of;
  head.catalogue_sha256 = catalogue.sha256;
  head.profile = constants.profile;
  head.back_test = constants.back_test;
  std::vector<html::TestedRun> runs;
  for (const Prediction& each : tested.runs)
    runs.push_back({each.name, each.application, each.measured, each.predicted, each.inside()});
  std::vector<html::TestedGroup> groups;
  for (const auto& [name, members] : by_application(tested)) groups.push_back(group_of(name, members));
  groups.push_back(group_of("all", tested.runs));
  return html::back_test_page(head, method_of(tested), runs, groups);
}

}  // namespace

Outcome run_backtest(const Options& options, std::istream& in, const Style& style) {
  const bool fitted = options.profile.empty();
  const CalibrateRequest request = runs_asked_for(options, in);
  const GivenRuns given = api::measured_runs(request, fitted ? 2 : 1);
  const Constants& constants = request.base;
  Tested tested;
  tested.profile = fitted ? "" : constants.profile;
  tested.runs =
      fitted ? calibrate(given.runs, constants, given.observed).back_test : predict_all(given.runs, constants);
  tested.stages = given.stages;
  Outcome outcome;
  outcome.output = options.format == "json"   ? as_json(tested)
                   : options.format == "html" ? as_html(tested, options, constants)
                                              : as_text(tested, style);
  outcome.diagnostics = left_out(given);
  return outcome;
}

}  // namespace sizer

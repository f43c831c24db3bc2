// Import: a manifest as a cluster file, whatever kind it is of.
#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "deploy/findings.h"
#include "text/problems.h"
#include "text/text_check.h"

namespace sizer {
namespace {

using namespace deploy;

constexpr const char* import_kinds =
    "SparkApplication, RayJob, RayCluster, spark-submit lines, spark-defaults.conf, job runs of EMR Serverless and EMR "
    "on EKS, EMR clusters, jobs of Glue, Dataproc clusters and batches, Databricks jobs, operators of Airflow";

[[noreturn]] void fail_as_unknown(const SourceText& source) {
  const std::string looks = looks_like(source);
  fail(codes::unknown_manifest, {&source, 1, 1},
       looks.empty() ? "this is no manifest that can be imported"
                     : fmt::format("this looks like {}, and holds nothing that can be imported", looks),
       {}, fmt::format("known: {}", import_kinds));
}

}  // namespace

namespace deploy {

Findings find_all(const SourceText& source) {
  Findings findings;
  find_in_trees(source, findings);
  if (!findings.found.empty() && !findings.broken) return findings;
  if (findings.found.empty()) {
    const std::optional<InputError> broken = std::exchange(findings.broken, std::nullopt);
    find_in_text(source, findings);
    if (!findings.found.empty()) return findings;
    findings.broken = broken;
  }
  if (const Spot mark = template_mark(source); mark.line > 0)
    fail(codes::not_rendered, mark, "this is a template that was not rendered", {},
         "render it first, and import what that gives");
  if (findings.broken) throw InputError(*findings.broken);
  fail_as_unknown(source);
}

Imported read_picked(Findings& findings, const std::vector<std::string>& picks) {
  std::vector<Choice> choices;
  for (const Found& each : findings.found) choices.push_back(each.choice);
  const bool alike = std::ranges::all_of(
      findings.found, [&](const Found& each) { return each.things == findings.found.front().things; });
  Picks chosen(picks);
  const Found& wanted =
      findings.found[chosen.choose(alike ? findings.found.front().things : "things to import", choices)];
  Imported made = wanted.read(chosen);
  chosen.close(wanted.choice.spot);
  made.diagnostics.insert(made.diagnostics.begin(), std::make_move_iterator(findings.told.begin()),
                          std::make_move_iterator(findings.told.end()));
  return made;
}

}  // namespace deploy

Imported import_manifest(const std::string& text, const std::string& file, const std::vector<std::string>& picks) {
  const SourceText source{file, text.starts_with(byte_order_mark) ? text.substr(byte_order_mark.size()) : text};
  checked_text(source);
  Findings findings = find_all(source);
  return read_picked(findings, picks);
}

}  // namespace sizer

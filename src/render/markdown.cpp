// Results as a comment on a change: a hidden marker by which the next comment finds this one, a headline, verdicts and
// tables, and details to unfold. GitHub takes 65,536 bytes of a comment; what is beyond is cut, the headline and the
// verdicts last.
#include <algorithm>

#include "render/markdown/sections.h"
#include "render/phrases.h"
#include "sizer/render.h"

namespace sizer {
namespace {

using namespace markdown;

constexpr std::size_t most_bytes = 65'536;

bool is_unchanged(const Result& result) {
  return result.difference && result.gates.empty() && result.diagnostics.empty() &&
         std::ranges::all_of(result.difference->jobs,
                             [](const JobDifference& job) { return job.status == "unchanged"; });
}

void summaries(Document& document, const Result& result) {
  document.add(gates(result.gates));
  document.add(findings(result, false));
  if (result.difference)
    for (const JobDifference& job : result.difference->jobs) document.add(figures(job));
  for (const Comparison& comparison : result.comparisons) {
    document.add(candidates(comparison));
    document.add(remarks(comparison));
  }
  for (const Sizing* sizing : sizings_of(result)) {
    document.add(sized(*sizing));
    document.add(remarks(*sizing));
  }
  document.add(jobs(result));
  for (const Explanation& explanation : result.explanations) {
    document.add(derivation(explanation));
    document.add(measurements(explanation));
    document.add(influences(explanation));
  }
}

void details(Document& document, const Result& result) {
  if (result.difference)
    for (const JobDifference& job : result.difference->jobs) document.add(folded(changes(job), job.name));
  for (const Comparison& comparison : result.comparisons) document.add(folded(savings(comparison), comparison.job));
  for (const Sizing* sizing : sizings_of(result)) document.add(folded(front(*sizing), sizing->job));
  document.add(folded(findings(result, true), "sizer"));
  // Of several jobs those that pass are told in the table alone: a comment is read for what does not.
  const bool only_broken = result.jobs.size() > 1 && !result.gates.empty();
  for (const JobReport& job : result.jobs) {
    if (only_broken && passes(job, result.gates)) continue;
    document.add(folded(stages(job), job.name));
    document.add(folded(costs(job), job.name));
    document.add(folded(assumptions(job), job.name));
  }
}

}  // namespace

std::string render_markdown(const Result& result, const Style&) {
  Document document(most_bytes);
  document.head("<!-- sizer -->\n**sizer**: " + headline(result) + ".\n");
  if (!is_unchanged(result)) {
    summaries(document, result);
    details(document, result);
  }
  if (!result.catalogue_as_of.empty() && !is_unchanged(result))
    document.add({"Catalogue", "\n", {escaped(catalogue_in_words(result)) + "\n"}, {}});
  return document.done();
}

}  // namespace sizer

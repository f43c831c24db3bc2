// `sizer report RESULT...`: shows saved results again, in any format, several of them as one.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "cli/session.h"
#include "sizer/saved.h"
#include "text/codes.h"

namespace sizer {
namespace {

template <class T>
void append(std::vector<T>& all, std::vector<T> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

void append(std::optional<Difference>& all, std::optional<Difference> more) {
  if (!all || !more) {
    if (more) all = std::move(more);
    return;
  }
  if (all->base != more->base) all->base += ", " + more->base;
  if (all->head != more->head) all->head += ", " + more->head;
  append(all->jobs, std::move(more->jobs));
}

/// Tells that a result was made with something else than those before it, so that nobody compares them unawares.
void tell_apart(Result& merged, const std::string& file, const std::string& what, const std::string& its,
                const std::string& first) {
  if (its == first) return;
  Diagnostic note;
  note.code = codes::mixed_results.id;
  note.severity = Severity::note;
  note.message = fmt::format("this result was made with {} {}, the first one with {}", what,
                             its.empty() ? "unknown" : its, first.empty() ? "unknown" : first);
  note.place.file = file;
  merged.diagnostics.push_back(std::move(note));
}

void merge(Result& merged, Result more, const std::string& file) {
  tell_apart(merged, file, "sizer", more.sizer_version, merged.sizer_version);
  tell_apart(merged, file, "the catalogue of", more.catalogue_as_of, merged.catalogue_as_of);
  if (more.catalogue_as_of == merged.catalogue_as_of)
    tell_apart(merged, file, "the catalogue", more.catalogue_sha256, merged.catalogue_sha256);
  tell_apart(merged, file, "the constants of", more.profile, merged.profile);
  if (merged.command != more.command) merged.command = "report";
  append(merged.jobs, std::move(more.jobs));
  append(merged.sequences, std::move(more.sequences));
  append(merged.gates, std::move(more.gates));
  append(merged.comparisons, std::move(more.comparisons));
  append(merged.difference, std::move(more.difference));
  append(merged.explanations, std::move(more.explanations));
  if (more.sizing && merged.sizing)
    merged.more_sizings.push_back(std::move(*more.sizing));
  else if (more.sizing)
    merged.sizing = std::move(more.sizing);
  append(merged.more_sizings, std::move(more.more_sizings));
  append(merged.diagnostics, std::move(more.diagnostics));
}

}  // namespace

Outcome run_report(const Options& options, std::istream& in, const Style&) {
  if (options.operands.empty()) throw UsageError("report: which result? Name a file, or '-' for standard input");
  std::optional<Result> merged;
  std::vector<Diagnostic> failures;
  int worst = 0;
  for (const std::string& operand : options.operands) {
    const std::string file = shown_name(operand);
    worst = std::max(worst, guarded(file, failures, [&] {
                       Result result = read_result(read_text(operand, in, max_result_size), file);
                       if (merged)
                         merge(*merged, std::move(result), file);
                       else
                         merged = std::move(result);
                     }));
  }
  const int code = batch_code(worst, merged.has_value());
  if (!merged) merged.emplace().command = "report";
  merged->total = total_of(merged->jobs);
  append(merged->diagnostics, std::move(failures));
  return {.result = std::move(merged), .code = code};
}

}  // namespace sizer

/// \file
/// The fields of a saved result, from its head down to gates and diagnostics, in the order of the file.
#pragma once

#include "result/sizing_fields.h"
#include "result/study_fields.h"
#include "sizer/result.h"

namespace sizer {

template <>
inline constexpr const char* definition<Place> = "place";
void fields(auto& a, Of<Place> auto& place) {
  place_fields(a, place);
}

template <>
inline constexpr const char* definition<Sequence> = "sequence";
void fields(auto& a, Of<Sequence> auto& sequence) {
  a("file", or_null(sequence.file), "that holds the jobs; null: they are of several");
  a("jobs", sequence.jobs, "how many");
  a("feasible", sequence.feasible, "all of them can run");
  a("wall_clock_seconds", sequence.wall_clock, "of all of them, one after the other");
  a("cost_usd", sequence.cost, "of all of them; null: unknown");
  a("cost_at_least_usd", sequence.cost_at_least, "of an unknown cost, what is known of it");
  a("cost_partial", sequence.cost_partial, "a line of one of them has no price");
  a("processed_bytes", sequence.processed, "of all of them");
  a("usd_per_month", sequence.usd_per_month, "of those that say how often they run; null: none does");
  a("monthly", sequence.monthly, "how many do");
}

template <>
inline constexpr const char* definition<Gate> = "gate";
void fields(auto& a, Of<Gate> auto& gate) {
  a("job", gate.job, "that is held against the limit");
  a("id", gate.id, "max_cost, max_time, ..., or the code of a policy");
  a("limit", gate.limit, "in `unit`; null: a policy");
  a("actual", gate.actual, "what the job needs; null: unknown, or yes or no");
  a("verdict", one_of(gate.verdict, "pass", "inconclusive", "fail"), "fail: the figure is above the limit");
  a("source", or_null(gate.source), "file:line:column of the limit, or the flag");
  a("unit", or_null(gate.unit), "usd | seconds | bytes; null: yes or no");
  a("gate_on", or_null(gate.gate_on), "which figure was compared: typical | p90 | high");
  a("decided_by", gate.decided_by, "the figure that was compared");
  a("margin", gate.margin, "limit - decided_by: below 0 when broken");
  a("severity", one_of(gate.warn, "error", "warning"), "warning: a failure does not count");
  a("message", gate.message, "estimate, range, limit and margin in a sentence");
  a("file", or_null(gate.file), "of the job");
  a("reason", or_null(gate.reason), "of the limit, or of the exception from it");
  a("owner", or_null(gate.owner), "of the same");
  a("exception", or_null(gate.exception), "how long one holds; a failure does not count then");
  a("breaks", gate.breaks, "it makes the answer \"no\": neither a warning nor excepted");
  a("place", when(!gate.place.file.empty(), gate.place), "of the limit; null: a flag");
  a("at", when(!gate.at.file.empty(), gate.at), "what in the job file it is about; null: the job as a whole");
}

template <>
inline constexpr const char* definition<Diagnostic> = "diagnostic";
void fields(auto& a, Of<Diagnostic> auto& diagnostic) {
  a("code", or_null(diagnostic.code), "stable: SZ014");
  a("severity", one_of(diagnostic.severity, "error", "warning", "note"), "error: the input cannot be used");
  a("message", diagnostic.message, "what was found");
  place_fields(a, diagnostic.place);
  a("suggestion", or_null(diagnostic.suggestion), "the likeliest remedy");
  a("note", or_null(diagnostic.note), "what was expected");
}

template <>
inline constexpr const char* definition<BackTest> = "back_test";
void fields(auto& a, Of<BackTest> auto& test) {
  a("runs", test.runs, "each predicted from all others");
  a("median", test.median, "error: 0.1 is a tenth too long, or too short by as large a factor");
  a("worst", test.worst, "the largest error");
  a("inside", test.inside, "share of the runs whose time lay between low and high");
}

void fields(auto& a, Of<Result> auto& result) {
  a.version("format_version", "the minor number adds keys, the major one may change them");
  a("command", result.command, "the verb that made it");
  a.group(
      "sizer", true, [&](auto& sizer) { sizer("version", or_else(result.sizer_version, SIZER_VERSION), "of sizer"); },
      "the program that made it");
  a.group(
      "catalogue", true,
      [&](auto& catalogue) {
        catalogue("as_of", or_null(result.catalogue_as_of), "date of the newest entry");
        catalogue("sha256", or_null(result.catalogue_sha256), "of its text, and that of the user's files");
        catalogue("files", result.catalogue_files, "the user's, laid over the one that is compiled in");
      },
      "the machines, clusters and prices that were used");
  a.group(
      "profile", true,
      [&](auto& profile) {
        profile("name", or_null(result.profile), "file of the constants that replace the built-in ones");
        profile("constants", as_object(result.replaced), "those that it replaced");
        profile("back_test", result.back_test,
                "how far it was from runs that it had not seen; null: not fitted to runs");
      },
      "the constants of the model");
  a("jobs", result.jobs, "one estimate each");
  a("sequences", result.sequences, "files of several jobs, as a whole");
  a("total", result.total, "of all jobs; null: there is one, or none");
  a("gates", result.gates, "verdicts: estimates against limits and policies");
  a("comparisons", result.comparisons, "ways to run one job, side by side");
  a("difference", result.difference, "two states of jobs, and why their figures differ");
  a("explanations", result.explanations, "where numbers come from");
  a("sizing", result.sizing, "the best cluster for a job");
  a("more_sizings", result.more_sizings, "those of further results that were put together");
  a("diagnostics", result.diagnostics, "what is wrong with the input, or worth a note");
}

}  // namespace sizer

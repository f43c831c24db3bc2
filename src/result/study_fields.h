/// \file
/// The fields of comparisons, differences and explanations in a saved result, in the order of the file.
#pragma once

#include "result/job_fields.h"
#include "sizer/comparison.h"
#include "sizer/difference.h"
#include "sizer/explanation.h"

namespace sizer {

template <>
inline constexpr const char* definition<Candidate> = "candidate";
void fields(auto& a, Of<Candidate> auto& candidate) {
  a("name", candidate.name, "what sets it apart");
  a("engine", candidate.engine, "spark | ray");
  a("plan", or_null(candidate.plan), "how its joins are done");
  a("cluster", or_null(candidate.cluster), "what it runs on");
  a("machine", or_null(candidate.machine), "type of a worker");
  a("nodes", candidate.nodes, "workers");
  a("varied", settings(candidate.varied), "what --vary changed");
  a("possible", candidate.possible, "false: it cannot even be planned, and there are no figures");
  a("feasible", candidate.feasible, "false: it cannot run like this");
  a("reasons", candidate.reasons, "why it cannot run, and what else to know");
  a("bytes", when(candidate.possible, candidate.bytes), "what it moves");
  a("wall_clock_seconds", when(candidate.possible, candidate.wall_clock), "from the start of the run to its end");
  a("cost_usd", candidate.cost, "what a run costs");
  a("percentiles", when(candidate.percentiles.draws > 0, candidate.percentiles), "of draws");
  a("cannot", candidate.cannot, "what this engine does not do of what the job asks");
  a("evidence", or_null(candidate.evidence),
    "how many measured runs the model was held against that do what this one does");
  a("on_front", candidate.on_front, "no other feasible candidate is both faster and cheaper");
}

template <>
inline constexpr const char* definition<Pair> = "pair";
void fields(auto& a, Of<Pair> auto& pair) {
  a("first", pair.first, "index in `candidates`");
  a("second", pair.second, "index in `candidates`");
  a("processed_saved_bytes", pair.processed_saved, "by the first against the second, draw by draw");
  a("shuffle_saved_bytes", pair.shuffle_saved,
    "of what is written and read, by the first against the second, draw by draw");
  a("time_saved_seconds", pair.time_saved, "below 0: the second is faster");
  a("cost_saved_usd", pair.cost_saved, "below 0: the second is cheaper");
  a("time_ratio", pair.time_ratio, "second / first");
  a("cost_ratio", pair.cost_ratio, "second / first");
  a("faster_share", pair.faster, "of the draws, in which the first is faster");
}

template <>
inline constexpr const char* definition<Comparison> = "comparison";
void fields(auto& a, Of<Comparison> auto& comparison) {
  a("job", comparison.job, "what is compared");
  a("file", or_null(comparison.file), "that it was read from");
  a("sorted_by", comparison.sorted_by, "time | cost | bytes");
  a("candidates", comparison.candidates, "ways to run it: best first, infeasible ones last");
  a("pairs", comparison.pairs, "what one saves against another, both under the same draws");
  a("broadcast_limits", comparison.broadcast, "of the first join whose small side could be broadcast");
  a("more_broadcast_limits", comparison.more_broadcasts, "of the other joins");
  a("notes", comparison.notes, "what else a reader should know");
}

inline const char* cause_key(std::size_t index) {
  static constexpr const char* keys[cause_count] = {"data", "plan", "cluster", "price", "model"};
  return keys[index];
}

template <>
inline constexpr const char* definition<FigureChange> = "figure_change";
void fields(auto& a, Of<FigureChange> auto& change) {
  a("figure", change.figure, "wall_clock_seconds, cost_usd, processed_bytes, ...");
  a("unit", change.unit, "seconds | usd | bytes");
  a("base", change.base, "before");
  a("head", change.head, "after");
  a("change", change.change, "head - base, typical");
  a("parts", keyed(change.parts, cause_key), "what the change comes from; they sum to it");
  a("ratio", change.ratio, "head / base, draw by draw");
}

template <>
inline constexpr const char* definition<JobDifference> = "job_difference";
void fields(auto& a, Of<JobDifference> auto& job) {
  a("name", job.name, "of the job");
  a("base_file", or_null(job.base_file), "that it was read from before");
  a("head_file", or_null(job.head_file), "that it was read from after");
  a("status", one_of(job.status, "changed", "unchanged", "added", "removed"), "what became of it");
  a("base_feasible", job.base_feasible, "could it run before");
  a("head_feasible", job.head_feasible, "can it run after");
  a("figures", job.figures, "those of interest");
  a("changes", job.changes, "what was changed, in sentences");
  a("appeared", job.appeared, "warnings and errors that are new");
  a("disappeared", job.disappeared, "warnings and errors that are gone");
}

template <>
inline constexpr const char* definition<Difference> = "difference";
void fields(auto& a, Of<Difference> auto& difference) {
  a("base", difference.base, "as named on the command line");
  a("head", difference.head, "as named on the command line");
  a("jobs", difference.jobs, "of either side");
}

template <>
inline constexpr const char* definition<Derivation> = "derivation";
void fields(auto& a, Of<Derivation> auto& derivation) {
  a("name", derivation.name, "of the number");
  a("unit", or_null(derivation.unit), "of the value");
  a("value", derivation.value, "in `unit`");
  a("shown", derivation.shown, "the value as people write it");
  a("formula", or_null(derivation.formula), "how the parts make it; null: a leaf");
  a("origin", derivation.origin, "derived | given | catalogue | constant | default | remainder | unknown");
  a("source", or_null(derivation.source), "of a leaf: file:line:column, catalogue entry, or the constant's source");
  a("parts", derivation.parts, "what it is made of");
}

template <>
inline constexpr const char* definition<Influence> = "influence";
void fields(auto& a, Of<Influence> auto& influence) {
  a("name", influence.name, "of the unknown");
  a("unit", or_null(influence.unit), "of its value");
  a("value", influence.value, "what is believed of it");
  a("origin", influence.origin, "given | default | ...");
  a("source", or_null(influence.source), "file:line:column, or where the constant comes from");
  a("wall_clock_seconds", influence.time, "with the unknown at its low, typical and high end; not sorted");
  a("cost_usd", influence.cost, "the same of the cost; null: a machine has no price");
  a("spread_seconds", influence.spread, "of the time, between the ends");
}

template <>
inline constexpr const char* definition<Measurement> = "measurement";
void fields(auto& a, Of<Measurement> auto& measurement) {
  a("name", measurement.name, "what to measure");
  a("advice", measurement.advice, "what to write into the job file");
  a("before_seconds", measurement.before, "the time as it is known now");
  a("after_seconds", measurement.after, "the time as it would be known then");
}

template <>
inline constexpr const char* definition<Sensitivity> = "sensitivity";
void fields(auto& a, Of<Sensitivity> auto& sensitivity) {
  a("of", sensitivity.of, "wall_clock_seconds | cost_usd: what the influences are ranked by");
  a("influences", sensitivity.influences, "largest spread first");
  a("measurements", sensitivity.measurements, "the one that narrows the range most first");
}

template <>
inline constexpr const char* definition<Explanation> = "explanation";
void fields(auto& a, Of<Explanation> auto& explanation) {
  a("job", explanation.job, "that is explained");
  a("file", or_null(explanation.file), "that it was read from");
  a("path", or_null(explanation.path), "of the number");
  a("derivation", explanation.derivation, "where the number comes from");
  a("sensitivity", explanation.sensitivity, "which unknowns move the result");
  a("percentiles", explanation.percentiles, "of the job's time, cost and bytes");
}

}  // namespace sizer

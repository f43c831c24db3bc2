/// \file
/// Words that the formats for reviews and pipelines share: verdicts and figures in a few words.
#pragma once

#include <string>
#include <vector>

#include "sizer/result.h"

namespace sizer {

/// What a gate comes to: fail counts, warn does not.
enum class Standing { fail, inconclusive, warn, excepted, pass };
Standing standing_of(const Gate& gate);
/// "fail", "inconclusive", ...
const char* name_of(Standing standing);

/// "2 failed, 1 inconclusive, 3 passed"; empty: there is none.
std::string count_of(const std::vector<Gate>& gates);

/// The gates of one job.
std::vector<const Gate*> gates_of(const JobReport& job, const std::vector<Gate>& gates);

/// True for a job of which there is nothing to mend: it can run, and none of its gates fails.
bool passes(const JobReport& job, const std::vector<Gate>& gates);

/// "sort-merge join" of "sort_merge"
std::string plan_in_words(const std::string& plan);
/// "300 slots, 100 executors of 3 cores and 10 GB, object_store, typical tuning"
std::string capacity_in_words(const JobReport& job);

/// "25 min (18 – 38 min); $8.14 ($5.86 – $12.40); 3.53 TB processed"
std::string figures_of(const JobReport& job);
std::string figures_of(const Candidate& candidate);

/// "$8.14 ($5.86 – $12.40)"; "unknown"; "unknown, at least $0.57 ($0.41 – $0.90)".
std::string cost_in_words(const std::optional<Range<Dollars>>& cost, const std::optional<Range<Dollars>>& at_least);

/// "25 min (18 – 38 min)" of a figure in "seconds", "usd" or "bytes"; "unknown" when there is none.
std::string in_unit(const std::optional<Range<double>>& range, const std::string& unit);
/// "+3.2 min", "-$1.20", "0"
std::string change_in_unit(const std::optional<double>& change, const std::string& unit);

/// "p10 – p90 of 1000 draws of what is unknown: 30 – 38 min and $10 – 13."
std::string percentiles_in_words(const Percentiles& percentiles);
/// What the range beside a figure is. It promises nothing of runs: how many lie within is known of those alone that the
/// constants were chosen on.
std::string range_in_words();

/// "Catalogue of 2026-07-30 (sha256 0123456789ab), with prices.yaml"
std::string catalogue_in_words(const Result& result);

/// "; the longest stage is bound by disk"; empty: by nothing.
std::string longest_is_bound_by(const std::optional<Bound>& bound);
/// "disk", "nothing"
std::string bound_in_words(const std::optional<Bound>& bound);

/// What spot workers mean for a run, in a few sentences.
std::vector<std::string> in_words(const SpotRisk& spot);
/// What a cluster that grows and shrinks, or that never stops, would come to: a sentence or two each.
std::vector<std::string> elastic_in_words(const Sizing& sizing);
/// "20 x m5.xlarge; 29.9 min (19 – 55 min); $6.97 (...)", or what comes nearest to the limits.
std::string searched_in_words(const Sizing& sizing);
std::string answer_in_words(const Sizing& sizing);
/// "Past 16 nodes, more cost more than they save; past 60, ...": of a curve with a cheapest point.
std::string scaling_in_words(const Scaling& curve);
/// "all 5 jobs, one after the other: 43 min (40 – 47 min); $4.20 (...)"
std::string in_words(const Sequence& sequence);
/// "14 runs: median 9 %, worst 31 %"
std::string back_test_in_words(const BackTest& test);
/// "default", or the profile's file with its back-test.
std::string profile_in_words(const Result& result);

/// The answer in a sentence or two: can it run, how long, for how much, what bounds it, and what is broken; empty: the
/// result holds nothing to answer.
std::string answer_in_words(const Result& result);

}  // namespace sizer

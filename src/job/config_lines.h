/// \file
/// What may be written in sizer.yaml, and of an exception in it.
#pragma once

#include <array>

#include "job/job_lines.h"

namespace sizer {

namespace how {

struct Files {};  ///< a file, or a list of them, beside the one that names them
/// One of a flag's words.
template <std::size_t n>
struct Choice {
  std::array<std::string_view, n> words;
};

inline constexpr Files files;
inline constexpr Choice<3> pricing_flag{{"on-demand", "spot", "reserved"}};
inline constexpr Choice<3> gate_on_flag{{"typical", "p90", "high"}};
inline constexpr Whole draws{10, 100'000};
inline constexpr Whole seed{0, 1'000'000'000};

}  // namespace how

inline constexpr Says jobs_says{
    "The names of the jobs that this holds for: `*` stands for any text, `?` for one character.", "all",
    R"(["daily *"])"};
inline constexpr Says job_labels_says{"Labels that a job must have, all of them.", "none", R"([{"team": "growth"}])"};

/// Limits in a configuration, and the jobs that they hold for.
struct WrittenBudget : WrittenLimits {
  std::string jobs = "*";
};

void lines(Type<WrittenBudget>, auto& line) {
  line("jobs", &WrittenBudget::jobs, how::text, jobs_says);
  line("labels", how::Own{R"({"$ref": "#/definitions/labels"})"}, job_labels_says);
  lines(Type<WrittenLimits>{}, line);
}

void lines(Type<Exception>, auto& line) {
  using E = Exception;
  line("jobs", &E::jobs, how::text, jobs_says);
  line("labels", how::Own{R"({"$ref": "#/definitions/labels"})"}, job_labels_says);
  line("gate", &E::gate, how::gate_name,
       {"The gate that does not hold: a limit, or the code of a policy.", required, R"(["max_cost", "SZ118"])"});
  line("reason", &E::reason, how::text,
       {"Why the gate does not hold.", required, R"(["the backfill of 2025 runs once"])"});
  line("owner", &E::owner, how::text, {"Whom to ask about this exception.", {}, R"(["data-platform"])"});
  line("expires", &E::expires, how::date, {"The last day on which it holds.", "it never ends", R"(["2026-12-31"])"});
}

/// The whole file. A `setting` is the default of the flag of its name, and has no member: the flag reads it.
struct WrittenConfig {};

void lines(Type<WrittenConfig>, auto& line) {
  line.setting("cluster", how::text,
               {"The default of --cluster: a name of the catalogue, a number of machines, or a file, relative to this "
                "one.",
                {},
                R"(["spark-baseline", "20 x m5d.4xlarge", "cluster.yaml"])"});
  line("clusters", how::Own{R"({"type": "object", "additionalProperties": {"type": ["string", "object"],
        "description": "A file, or a cluster as `cluster` of a job would write it out."}})"},
       {"Clusters by name: written out, or a file, relative to this one."});
  line.setting("catalog", how::files,
               {"The default of --catalog: files of machines, clusters and prices, relative to this file.",
                {},
                R"(["prices.yaml", ["prices.yaml", "on-premises.yaml"]])"});
  line.setting("profile", how::text,
               {"The default of --profile: constants fitted to measured runs, relative to this file.",
                {},
                R"(["profile.yaml"])"});
  line.setting(
      "constants", how::text,
      {"The default of --constants: a file of constants, relative to this file.", {}, R"(["constants.yaml"])"});
  line.setting("pricing", how::pricing_flag,
               {"The default of --pricing: how the workers are bought.", "what job and cluster say"});
  line.setting("max_age", measure::seconds,
               {"The default of --max-age: older prices are worth a warning.", "180 days", R"(["90 days"])"});
  line.setting("format", how::text,
               {"The default of --format: how results are written.", {}, R"(["text", "json", "markdown"])"});
  line.setting("gate_on", how::gate_on_flag,
               {"The figure of an estimate that gates compare with their limits.", "typical"});
  line.setting("strict", how::yes_or_no, {"What cannot be told counts as failed.", "false"});
  line.setting("draws", how::draws, {"Draws of the unknowns for percentiles.", "1000"});
  line.setting("seed", how::seed, {"Which series of draws is used.", "0"});
  line("budgets", how::Own{R"({"type": "array", "items": {"$ref": "#/definitions/budget_of_jobs"}})"},
       {"Limits for the jobs that match; `sizer check` compares every estimate with them."});
  line("policies", how::Own{R"({"type": "object", "patternProperties": {"^SZ1[0-9][0-9]$": {"enum": ["error", "warn",
        "off"]}, "^x-": {}}, "additionalProperties": false, "examples": [{"SZ101": "error", "SZ118": "off"}]})"},
       {"How each policy counts, by its code (docs/policies.md): `error` breaks a check, `warn` only tells, `off` is "
        "silent."});
  line("exceptions", how::Own{R"({"type": "array", "items": {"$ref": "#/definitions/exception"}})"},
       {"Gates that do not hold for some jobs, for a while, with the reason."});
}

}  // namespace sizer

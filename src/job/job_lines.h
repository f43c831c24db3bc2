/// \file
/// What may be written at the top of a job file.
#pragma once

#include "job/budget_lines.h"
#include "job/cluster_lines.h"
#include "job/input_lines.h"
#include "job/settings_lines.h"
#include "job/step_lines.h"

namespace sizer {

inline constexpr Says labels_says{"Names and texts by which budgets, exceptions and reports find the job.",
                                  {},
                                  R"([{"team": "growth", "tier": "daily"}])"};

/// The top of a job file, but for what has readers of its own.
struct WrittenJob {
  std::string name{};
  const Engine* engine = &engines::spark;
  std::optional<Pricing> pricing{};
  std::optional<std::string> platform{};
  bool new_session = true, keep_cluster = false;
  Stat<Ratio> runs_per_month{};
  SparkSettings spark{};
  RaySettings ray{};
};

void lines(Type<WrittenJob>, auto& line) {
  using J = WrittenJob;
  line("name", &J::name, how::text,
       {"What the report calls the job.", "the file's name", R"(["daily customer metrics"])"});
  line("engine", &J::engine, words::engines, {"The engine that runs the job: spark or ray.", required});
  line("cluster", how::Own{R"({"anyOf": [{"type": "string", "minLength": 1}, {"$ref": "#/definitions/cluster"}]})"},
       {"Where the job runs: a name of the catalogue, a number of machines, a file beside this one, or a mapping.",
        "--cluster", R"(["spark-baseline", "20 x m5d.4xlarge", {"nodes": 8, "machine": "m5d.4xlarge"}])"});
  line("pricing", &J::pricing, words::pricings,
       {"How the workers are bought; the driver or head is never spot.", "the cluster's"});
  line("platform", &J::platform, how::platform,
       {"The platform that runs the cluster: its charges are lines of the bill.", "the cluster's"});
  line("session", &J::new_session, words::sessions,
       {"`new`: a session and its executors (workers) are started for the job; `running`: they are there already.",
        "new"});
  line("keep_cluster", &J::keep_cluster, how::yes_or_no,
       {"Ray: the cluster stays up when the job has ended, and goes on being paid.", "false"});
  line("runs_per_month", &J::runs_per_month, measure::ratio,
       {"How often the job runs a month: gives dollars a month.", "no such figure", "[30, 720]"});
  line("labels", how::Own{R"({"$ref": "#/definitions/labels"})"}, labels_says);
  line("budget", how::Own{R"({"$ref": "#/definitions/budget"})"},
       {"Limits that `sizer check` compares the estimate with.", "those of sizer.yaml and of the command line alone"});
  line("inputs",
       how::Own{R"({"type": "object", "minProperties": 1, "additionalProperties": {"$ref": "#/definitions/input"}})"},
       {"The data sets that are read, by name.", required,
        R"([{"clicks": {"size": "1 TB"}, "customers": {"size": "50 GB", "rows": "200M"}}])"});
  line("steps", how::Own{R"({"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/step"}})"},
       {"What is done. A step reads the one before it (the first the first input) unless it says `from`.", required,
        R"([[{"join": {"with": "customers", "keys": "customer_id"}}, {"write": "120 GB"}]])"});
  line("measured", how::Own{R"({"$ref": "#/definitions/measured"})"},
       {"A run of the job as its event log tells it: `sizer import` writes it. The time is then that of these tasks, "
        "scheduled again on the slots of the cluster.",
        "the model says how long it takes"});
  line("spark", &J::spark, how::mapping,
       {"Spark's settings for this job; they override those of the cluster one by one.", "Spark's own"});
  line("ray", &J::ray, how::mapping,
       {"Ray's settings for this job; they override those of the cluster one by one.", "Ray's own"});
}

}  // namespace sizer

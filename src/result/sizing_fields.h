/// \file
/// The fields of a search for the best cluster in a saved result, in the order of the file.
#pragma once

#include "result/job_fields.h"
#include "sizer/sizing.h"

namespace sizer {

template <>
inline constexpr const char* definition<SizedRun> = "sized_run";
void fields(auto& a, Of<SizedRun> auto& run) {
  a("name", run.name, "nodes and machine type");
  a("cloud", or_null(run.cloud), "provider of the machines");
  a("machine", run.machine, "type of a worker");
  a("driver", run.driver, "type of the driver or head");
  a("pricing", run.pricing, "on_demand | spot | reserved: how the workers are bought");
  a("nodes", run.nodes, "workers");
  a("plan", or_null(run.plan), "how its joins are done");
  a.group(
      "executors", true,
      [&](auto& executors) {
        executors("per_node", run.executors.per_node, "executors on a node; Ray: 0");
        executors("cores", run.executors.cores, "of one");
        executors("memory_bytes", run.executors.memory, "heap of one");
        executors("overhead_bytes", run.executors.overhead, "beside the heap");
      },
      "how Spark executors lie on a node");
  a("usable_cpus", run.usable_cpus, "Ray: CPUs of a node for tasks and actors; Spark: 0");
  a("object_store_share", run.object_store_share, "Ray: of a node's memory; 0: as the job or the engine has it");
  a("shuffle_partitions", or_null(run.shuffle_partitions), "Spark; null: as the job or the engine has them");
  a("gpu", or_null(run.gpu), "type of the GPUs");
  a("usd_per_million_rows", run.usd_per_million_rows, "read from inputs; null: their rows are not known");
  a("slots", run.slots, "of the whole cluster");
  a("gpus", run.gpus, "of the whole cluster");
  a("decided_seconds", run.seconds, "the time that limits are held against");
  a("decided_usd", run.dollars, "the cost that limits are held against");
  a("wall_clock_seconds", run.wall_clock, "from the start of the run to its end");
  a("cost_usd", run.cost, "what a run costs");
  a("bound_by", named(run.bound_by, name_of, Bound::overhead), "what bounds the longest stage");
  a("cluster", run.cluster, "as `cluster:` of a job file, or --set cluster=, takes it");
  a("settings", settings(run.settings), "what else to set, as --set takes it");
}

template <>
inline constexpr const char* definition<FrontPoint> = "front_point";
void fields(auto& a, Of<FrontPoint> auto& point) {
  a("run", point.run, "nothing that was searched is both faster and cheaper");
  a("knee", point.knee, "it has the least time x cost: beyond it a percent of money buys less than a percent of time");
  a("told", point.told, "one of the few that tell the front; with --pareto all are");
  a("usd_per_minute_saved", point.minute_price, "against the next cheaper point that is told; null: the cheapest");
}

template <>
inline constexpr const char* definition<Relaxation> = "relaxation";
void fields(auto& a, Of<Relaxation> auto& relaxation) {
  a("limit", relaxation.limit, "deadline | max_cost");
  a("factor", relaxation.factor, "of the limit as it is");
  a("value", relaxation.value, "the limit then, in seconds or dollars");
  a("run", relaxation.run, "the best then; null: still none");
  a("time_seconds", relaxation.time, "that it takes more than the best now; below 0: less");
  a("cost_usd", relaxation.cost, "that it costs more than the best now; below 0: less");
}

template <>
inline constexpr const char* definition<ScalePoint> = "scale_point";
void fields(auto& a, Of<ScalePoint> auto& point) {
  a("nodes", point.nodes, "workers");
  a("feasible", point.feasible, "false: it cannot run like this");
  a("seconds", when(point.feasible, point.seconds), "at the confidence that is asked for");
  a("usd", when(point.feasible, point.dollars), "the same");
}

template <>
inline constexpr const char* definition<Scaling> = "scaling";
void fields(auto& a, Of<Scaling> auto& scaling) {
  a("points", scaling.points, "fewest nodes first");
  a("cheapest_nodes", or_null(scaling.cheapest), "more of them cost more than the node-time they save");
  a("knee_nodes", or_null(scaling.knee),
    "beyond it a percent of money buys less than a percent of time; null: beyond what was searched");
}

template <>
inline constexpr const char* definition<Autoscaling> = "autoscaling";
void fields(auto& a, Of<Autoscaling> auto& elastic) {
  a("least_nodes", elastic.least_nodes, "workers that are always up");
  a("lag_seconds", elastic.lag, "that the run waits for workers that boot");
  a("wall_clock_seconds", elastic.wall_clock, "of the run, with the lag");
  a("node_hours_fixed", elastic.node_hours_fixed, "of workers, when all are there from start to end");
  a("node_hours", elastic.node_hours, "when they come and go");
  a("node_hours_for_files", elastic.node_hours_for_files, "of these, only because shuffle files on them may be read");
  a("saved_usd", elastic.saved, "against the fixed cluster; below 0: it costs more");
}

template <>
inline constexpr const char* definition<AlwaysOn> = "always_on";
void fields(auto& a, Of<AlwaysOn> auto& always) {
  a("a_day_usd", always.a_day, "of a cluster that is always up");
  a("a_run_usd", always.a_run, "of a cluster that is made for a run");
  a("wall_clock_seconds", always.wall_clock, "of a run on a cluster that is up");
  a("break_even_runs_a_day", always.break_even_runs, "with more, the cluster that is always up is cheaper");
  a("most_runs_a_day", always.most_runs, "one after the other");
}

template <>
inline constexpr const char* definition<GpuRate> = "gpu_rate";
void fields(auto& a, Of<GpuRate> auto& rate) {
  a("gpu", rate.gpu, "type");
  a("rows_per_second", rate.rows_per_second, "that one of them scores");
  a("given", rate.given, "for this type; else scaled from that of the job's own");
}

template <>
inline constexpr const char* definition<LeftOut> = "left_out";
void fields(auto& a, Of<LeftOut> auto& left_out) {
  a("code", or_null(left_out.code), "of the policy that they break");
  a("message", left_out.message, "why, of the first of them");
  a("clusters", left_out.clusters, "how many");
}

template <>
inline constexpr const char* definition<Goal> = "goal";
void fields(auto& a, Of<Goal> auto& goal) {
  a("deadline_seconds", goal.deadline, "the run may take so long");
  a("max_cost_usd", goal.max_cost, "and cost so much");
  a("objective", one_of(goal.objective, "cost", "time", "balanced"), "what the best has least of");
  a("confidence", one_of(goal.confidence, "typical", "p90", "high"), "which figure must keep the limits");
}

template <>
inline constexpr const char* definition<Sizing> = "sizing";
void fields(auto& a, Of<Sizing> auto& sizing) {
  a("job", sizing.job, "what is to run");
  a("file", or_null(sizing.file), "that it was read from");
  a("engine", sizing.engine, "spark | ray");
  a("goal", sizing.goal, "what is asked for");
  a("least_nodes", sizing.least_nodes, "that were searched");
  a("most_nodes", sizing.most_nodes, "that were searched");
  a("manager", sizing.manager, "yarn | kubernetes: who gives out the nodes' memory and cores");
  a("machines", sizing.machines, "types that were searched");
  a("candidates", sizing.candidates, "clusters and ways to run the job on them, each estimated");
  a("feasible", sizing.feasible, "of them, that can run the job");
  a("within", sizing.within, "of these (p90: of those drawn), that keep the limits at the confidence asked for");
  a("drawn", sizing.drawn, "p90: candidates that were drawn, those of the typical front; else 0");
  a("winner", sizing.winner, "the best; null: nothing keeps the limits");
  a("why", sizing.why, "what makes it the best, and what binds it");
  a("best", sizing.best, "the best of each machine type that keeps the limits, best first");
  a("nearest_miss", sizing.nearest_miss, "what comes nearest where nothing keeps the limits");
  a("front", sizing.front, "of cost and time, cheapest first");
  a("all_of_front", sizing.all_of_front, "all of the front is to be shown, not the most telling alone");
  a("relaxed", sizing.relaxed, "what other limits would bring");
  a("scaling", sizing.scaling, "the best (or what comes nearest) with other numbers of nodes");
  a("autoscaling", sizing.autoscaling, "the best with workers that come and go; null: nothing keeps the limits");
  a("always_on", sizing.always_on, "the best as a cluster that is always up; null: nothing keeps the limits");
  a("gpu_rates", sizing.gpu_rates, "that were used, where the job needs GPUs");
  a("left_out", sizing.left_out, "why clusters were left out, most first");
  a("notes", sizing.notes, "what else a reader should know");
}

}  // namespace sizer

/// \file
/// The fields of a job in a saved result: key, member and meaning of each, in the order of the file. Written, read and
/// described by whoever visits them.
#pragma once

#include "result/wording.h"
#include "sizer/report.h"

namespace sizer {

inline const char* resource_key(std::size_t index) {
  return name_of(static_cast<Resource>(index));
}

template <>
inline constexpr const char* definition<ByteRows> = "byte_rows";
void fields(auto& a, Of<ByteRows> auto& bytes) {
  a("input_read", bytes.input_read, "read from storage");
  a("shuffle_write", bytes.shuffle_write, "written by shuffles");
  a("shuffle_read", bytes.shuffle_read, "read by shuffles");
  a("spill_write", bytes.spill_write, "written to local disks because memory did not hold it; beside `processed`");
  a("spill_read", bytes.spill_read, "the same, read back; beside `processed`");
  a("broadcast", bytes.broadcast, "copied to every node; beside `processed`");
  a("object_store", bytes.object_store, "moved through Ray's object store between operators; 0 for Spark");
  a("output_write", bytes.output_write, "written to storage");
  a("processed", bytes.processed, "input_read + shuffle_write + shuffle_read + object_store + output_write");
}

/// The keys of a place, among those of what stands there.
void place_fields(auto& a, Of<Place> auto& place) {
  a("file", or_null(place.file), "the file that this is about");
  a("line", or_null(place.line), "from 1; null: the file as a whole");
  a("column", or_null(place.column), "from 1, in characters");
  a("end_column", end_column(place), "the column after the last character");
}

template <>
inline constexpr const char* definition<Gain> = "gain";
void fields(auto& a, Of<Gain> auto& gain) {
  a("change", gain.change, "what the remedy changes in the job");
  a("settings", settings(gain.settings), "the same, as --set takes it");
  a("makes_feasible", gain.makes_feasible, "the plan cannot run without it");
  a("seconds_saved", gain.time, "typical; below 0: lost");
  a("usd_saved", gain.cost, "typical; below 0: lost");
}

template <>
inline constexpr const char* definition<Reason> = "reason";
void fields(auto& a, Of<Reason> auto& reason) {
  a("code", reason.code, "stable: SZ101");
  a("severity", worded(reason.severity, "error", "warning", "note"), "error: the plan cannot run; warning; note");
  a("message", reason.message, "what was found, with its number");
  a("remedy", or_null(reason.remedy), "what to do");
  place_fields(a, reason.place);
  a("gain", reason.gain, "what the remedy would bring; null: nothing that the program could try by itself");
}

template <>
inline constexpr const char* definition<CostRow> = "cost_line";
void fields(auto& a, Of<CostRow> auto& line) {
  a("item", line.item, "what is paid for");
  a("quantity", line.quantity, "how much of it");
  a("unit", line.unit, "what the quantity counts");
  a("unit_price_usd", line.unit_price, "of one unit");
  a("usd", line.cost, "quantity x unit price");
  a("note", or_null(line.note), "date and source of the price");
}

void fields(auto& a, Of<Metrics> auto& metrics) {
  a("usd_per_tb_processed", metrics.usd_per_tb_processed, "TB of 10^12 bytes");
  a("usd_per_million_rows", metrics.usd_per_million_rows, "rows that are read");
  a("usd_per_month", metrics.usd_per_month, "at the schedule of the job");
  a("utilization", metrics.utilization, "share of the slots' time that is work");
  a("rows_per_second", metrics.rows_per_second, "throughput");
  a("usd_per_day_always_on", metrics.usd_per_day_always_on, "of a cluster that never stops");
}

template <>
inline constexpr const char* definition<StageRow> = "stage";
void fields(auto& a, Of<StageRow> auto& stage) {
  a("name", stage.name, "what it does, in short");
  a("steps", stage.steps, "what it does, in order");
  a("tasks", stage.tasks, "how many tasks it is cut into");
  a("seconds", stage.seconds, "how long it lasts");
  a("bound_by", named(stage.bound_by, name_of, Bound::overhead), "what decides how long");
  a("busy", keyed(stage.busy, resource_key), "seconds that each resource would need by itself");
  a("bytes", stage.bytes, "what it moves");
  a("start_seconds", stage.start, "when it starts, from the start of the run");
}

template <>
inline constexpr const char* definition<PlannedExchange> = "planned_exchange";
void fields(auto& a, Of<PlannedExchange> auto& exchange) {
  a("step", exchange.step, "that needs it");
  a("side", named(exchange.side, name_of, JoinSide::right), "of a join: left | right; else null");
  a("from", exchange.from, "the input or step whose rows it moves");
  a("kind", named(exchange.kind, name_of, Partitioned::broadcast),
    "hash | range | single | round_robin | broadcast; null: unknown");
  a("what", worded(exchange.what, "planned", "reused", "bucketed", "given"),
    "planned; reused, bucketed: saved, because its rows lie together already; given: of known bytes");
  a("keys", exchange.keys, "columns by which rows are told apart");
  a("bytes", exchange.bytes, "that it writes, or would have written");
  a("raw_bytes", exchange.raw, "the same before the codec");
  a("rows", exchange.rows, "that cross it; null: unknown");
}

template <>
inline constexpr const char* definition<Assumption> = "assumption";
void fields(auto& a, Of<Assumption> auto& assumption) {
  a("name", assumption.name, "constant, or path of the job file");
  a("value", assumption.value, "in `unit`");
  a("unit", or_null(assumption.unit), "base units: B, s, B/s, s/B, ...");
  a("origin", assumption.origin, "given | measured | calibrated | derived | default");
  a("source", or_null(assumption.source), "file:line:column, or where the constant comes from");
  a("influence_seconds", assumption.influence, "between its low and its high end, all else typical");
}

template <>
inline constexpr const char* definition<BroadcastLimits> = "broadcast_limits";
void fields(auto& a, Of<BroadcastLimits> auto& limits) {
  a("join", or_null(limits.join), "the step that joins it");
  a("table", limits.table, "the small side");
  a("size_bytes", limits.size, "what is read of it, as it lies on storage");
  a("largest_safe_bytes", limits.largest_safe, "most of it that can be read and broadcast; null: see safe_at_all");
  a("break_even_bytes", limits.break_even,
    "read, of which a sort-merge join is as fast; above it is faster; null: see pays_at_all");
  a("memory_bytes", limits.memory, "what of it arrives at the join, as rows in memory");
  a("largest_safe_memory_bytes", limits.largest_safe_memory, "largest size in memory that can be broadcast");
  a("break_even_memory_bytes", limits.break_even_memory, "size in memory above which a sort-merge join is faster");
  a("safe_at_all", limits.safe_at_all, "false: no size can be broadcast; true without a largest size: every one can");
  a("pays_at_all", limits.pays_at_all, "false: sort-merge is faster at every size; true without a break-even: at none");
}

template <>
inline constexpr const char* definition<Percentiles> = "percentiles";
void fields(auto& a, Of<Percentiles> auto& percentiles) {
  a("draws", percentiles.draws, "estimates, each with all that is unknown drawn anew");
  a("seed", percentiles.seed, "of the series of draws");
  a("wall_clock_seconds", percentiles.wall_clock, "of the time");
  a("cost_usd", percentiles.cost, "of the cost");
  a("processed_bytes", percentiles.processed, "of bytes.processed");
  a("shuffle_write_bytes", percentiles.shuffle_write, "of bytes.shuffle_write");
  a("spill_write_bytes", percentiles.spill_write, "of bytes.spill_write");
}

template <>
inline constexpr const char* definition<SpotRisk> = "spot_risk";
void fields(auto& a, Of<SpotRisk> auto& spot) {
  a("interruptions", spot.interruptions, "expected in a run");
  a("lost_each_seconds", spot.lost_each, "that one makes the run longer");
  a("lost_seconds", spot.lost, "by all that are expected; in the wall clock");
  a("interrupted_chance", spot.interrupted, "of one interruption or more");
  a("gives_up_chance", spot.gives_up, "that the job ends for them");
  a("on_demand_usd", spot.on_demand_cost, "of the same run with workers on demand; null: unknown");
  a("break_even_per_node_hour", spot.break_even, "interruptions above which on demand costs less; null: unknown");
  a("deadline_seconds", spot.deadline, "of --max-time or the budget");
  a("misses_chance", spot.misses, "to last longer than the deadline");
  a("misses_on_demand_chance", spot.misses_on_demand, "the same with workers on demand");
}

void fields(auto& a, Of<JobSource> auto& source) {
  a("text", or_null(source.text), "of the job file");
  a("cluster", or_null(source.cluster), "--cluster");
  a("plan", or_null(source.plan), "--plan");
  a("pricing", or_null(source.pricing), "--pricing");
  a("set", settings(source.overrides), "each --set, in order");
}

void cluster_fields(auto& a, Of<JobReport> auto& job) {
  a("name", or_null(job.cluster_name), "of the catalogue, or of the job file");
  a("nodes", job.nodes, "workers");
  a("machine", or_null(job.machine), "type of a worker");
  a("slots", job.slots, "tasks that run at once");
  a("gpus", job.gpus, "of all workers");
  a("storage", or_null(job.storage), "where data lie: object_store, hdfs, local_disk, network_disk");
  a("tuning", or_null(job.tuning), "tuned, typical or untuned");
  a("pricing", job.pricing, "on_demand | spot | reserved");
  a("platform", or_null(job.platform), "whose charges are in the bill: emr, databricks, ...");
  a("region", or_null(job.region), "that the machine's price is of");
  a.group(
      "executors", job.executors > 0,
      [&](auto& executors) {
        executors("count", job.executors, "of all workers");
        executors("cores", job.executor_cores, "of one");
        executors("memory_bytes", job.executor_memory, "heap of one");
      },
      "of Spark; else null");
}

void cost_fields(auto& a, Of<JobReport> auto& job) {
  a("total", job.cost, "sum of the lines; null: unknown, because a line has no price");
  a("at_least", job.cost_at_least,
    "of an unknown total, the lines that have a price; null: none, or the total is known");
  a("partial", job.cost_partial, "a line has no price");
  a("lines", job.cost_lines, "what is paid for");
}

template <>
inline constexpr const char* definition<JobReport> = "job";
void fields(auto& a, Of<JobReport> auto& job) {
  a("name", job.name, "of the job");
  a("file", or_null(job.file), "that it was read from");
  a("engine", job.engine, "spark | ray");
  a("plan", or_null(job.plan), "broadcast | sort_merge | shuffle_hash | mixed | nested_loops | no_join | streaming");
  a.group(
      "cluster", true, [&](auto& cluster) { cluster_fields(cluster, job); }, "what it runs on");
  a("feasible", job.feasible, "false: it cannot run like this; the figures are those if it could");
  a("reasons", job.reasons, "why it cannot run, and what else to know");
  a("bytes", job.bytes, "what the whole job moves");
  a("wall_clock_seconds", job.wall_clock, "from the start of the run to its end");
  a.group(
      "cost_usd", true, [&](auto& cost) { cost_fields(cost, job); }, "what a run costs");
  a("metrics", job.metrics, "the same in other terms");
  a("stages", job.stages, "of the typical plan, in order");
  a("assumptions", job.assumptions, "largest influence first");
  a.diagnostics_of("diagnostics", job.file, "those of its file, which stand at the end of the result too");
  a("startup_seconds", job.startup, "before the first stage");
  a("bound_by", named(job.bound_by, name_of, Bound::overhead), "what decides how long the longest stage lasts");
  a("measured", or_null(job.measured), "which tasks of which run the time rests on, in words; null: on the model");
  a("exchanges", job.exchanges, "which shuffles there are, which were saved and why");
  a("broadcast_limits", job.broadcast, "of the first join whose small side could be broadcast");
  a("more_broadcast_limits", job.more_broadcasts, "of the other joins");
  a("labels", as_object(job.labels), "of the job file");
  a("percentiles", when(job.percentiles.draws > 0, job.percentiles), "of draws; null: nothing was drawn");
  a("spot", job.spot, "what it means that workers may be taken away; null: they stay");
  a("source", job.source, "enough to estimate the job again");
  a("planned_exchanges", job.planned_exchanges, "the same as `exchanges`, in figures and words of the plan");
}

}  // namespace sizer

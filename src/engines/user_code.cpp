// What the user's own code asks for: maps, lookups, service calls and inference.
#include "engines/user_code.h"

#include <algorithm>
#include <cmath>

namespace sizer {

Rate map_rate(const Map& map, const ConstantValues& k) {
  if (map.language == Language::jvm) return k.jvm_map;
  switch (map.quality) {
    case Quality::vectorized:
      return k.map_vectorized;
    case Quality::typical:
      return k.map_typical;
    case Quality::row_at_a_time:
      return k.map_row_at_a_time;
  }
  return k.map_typical;
}

RowRate inference_rate(const Inference& inference, const ConstantValues& k) {
  const bool gpu = inference.device == Device::gpu;
  switch (inference.quality) {
    case Quality::vectorized:
      return gpu ? k.gpu_inference_vectorized : k.cpu_inference_vectorized;
    case Quality::typical:
      return gpu ? k.gpu_inference_typical : k.cpu_inference_typical;
    case Quality::row_at_a_time:
      return gpu ? k.gpu_inference_row : k.cpu_inference_row;
  }
  return k.cpu_inference_typical;
}

namespace engines {
namespace {

/// Each batch costs a fixed call beside its rows. Rates are those of well-filled batches, so only a given size counts.
CoreSeconds batch_time(const Stat<Rows>& batch_size, Rows rows, const ConstantValues& k, Case c) {
  if (!batch_size) return {};
  return held(k.batch_overhead * (rows / std::max(Rows{1}, at_more_is_better(*batch_size, c))));
}

/// Of a named GPU, scaled from the class that the constants are of; how near to its bounds it comes is not known.
RowRate usual_rate(const Inference& inference, const Cluster& cluster, const ConstantValues& k) {
  const RowRate rate = inference_rate(inference, k);
  if (inference.device != Device::gpu || cluster.gpu_speed == 1) return rate;
  return rate * (cluster.gpu_speed / k.gpu_scaling);
}

}  // namespace

CoreSeconds map_time(const Map& map, const Flow& in, const ConstantValues& k, Case c) {
  const CoreSeconds batches = batch_time(map.batch_size, in.rows, k, c);
  if (map.rows_per_second) return held(in.rows / at(*map.rows_per_second, c)) + batches;
  const Fraction given = map.arguments ? at(*map.arguments, c) : 1;
  return held(in.memory * given / map_rate(map, k)) + batches;
}

Flow lookup_table(const Lookup& lookup, Ratio expansion, const ConstantValues& k, Case c) {
  Flow table;
  table.stored = lookup.size ? at(*lookup.size, c) : Bytes{at(*lookup.rows, c).value / k.rows_per_stored_byte};
  table.rows = lookup.rows ? at(*lookup.rows, c) : Rows{table.stored.value * k.rows_per_stored_byte};
  table.memory = table.stored * expansion;
  table.shuffled = table.stored * k.shuffle_per_stored;
  return table;
}

CoreSeconds lookup_time(const Lookup& lookup, const Flow& in, const ConstantValues& k) {
  // A Python loop over rows costs what a row-at-a-time map costs against a vectorized one.
  const double slower = lookup.quality == Quality::row_at_a_time ? k.map_vectorized / k.map_row_at_a_time
                        : lookup.quality == Quality::typical     ? k.map_vectorized / k.map_typical
                                                                 : 1.0;
  return in.rows * k.lookup_row * slower;
}

void call_service(const ExternalCall& call, Rows rows, Demand& need, const ConstantValues& k, Case c) {
  const Rows a_request =
      call.rows_per_request ? std::max(Rows{1}, at_more_is_better(*call.rows_per_request, c)) : Rows{1};
  const Rows requests{std::ceil(rows / a_request)};
  const Seconds latency = call.latency ? at(*call.latency, c) : k.request_latency;
  need.external += requests / at(call.requests_per_second, c);
  need.wait_external += held(latency * requests.value);
}

InferencePlan plan_inference(const Inference& inference, Rows rows, const Cluster& cluster, const Capacity& have,
                             const ConstantValues& k, Case c) {
  InferencePlan run;
  const RowRate rate =
      inference.rows_per_second ? at(*inference.rows_per_second, c) : usual_rate(inference, cluster, k);
  const Seconds work = rows / rate;
  const CoreSeconds batches = batch_time(inference.batch_size, rows, k, c);
  const double cpus = std::max(0.01, inference.cpus);
  const double by_cpus = cluster.nodes * std::floor(have.slots / cluster.nodes / cpus);
  run.model = inference.model_size ? at(*inference.model_size, c) : k.model_size;
  run.load = inference.load_time ? at(*inference.load_time, c) : run.model / k.model_load_rate;
  if (inference.device == Device::gpu) {
    const double share = inference.gpus > 0 ? inference.gpus : 1;
    const double room = std::min(by_cpus, cluster.nodes * std::floor(cluster.machine.gpus / share));
    run.fits = room > 0;
    run.actors = std::max(1.0, inference.actors > 0 ? std::min<double>(inference.actors, room) : room);
    run.gpu = work + Seconds{batches.value};
    run.gpus = run.actors * share;
    run.slots = run.actors * std::max(1.0, inference.cpus);
    return run;
  }
  run.fits = by_cpus > 0;
  run.actors = std::max(1.0, inference.actors > 0 ? std::min<double>(inference.actors, by_cpus) : by_cpus);
  // Rates are those of a core, and an actor computes on all that it asks for.
  if (inference.actors > 0 || cpus > 1) run.slots = std::min(have.slots, run.actors * std::max(1.0, cpus));
  run.cpu = held(work) + batches;
  return run;
}

void note_inference(const Inference& inference, const InferencePlan& run, const Cluster& cluster,
                    const ConstantValues& k, Case c, int step, Bytes room, double workers, Plan& plan) {
  const auto note = [&](NoteCode code, bool infeasible, double amount = 0, double limit = 0, double beside = 0) {
    plan.notes.push_back({code, infeasible, step, amount, limit, beside});
  };
  if (inference.quality == Quality::row_at_a_time) note(NoteCode::udf_row_at_a_time, false);
  if (inference.batch_size && at(*inference.batch_size, c).value < (inference.device == Device::gpu ? 8 : 256))
    note(NoteCode::tiny_batches, false, at(*inference.batch_size, c).value);
  const Bytes models = run.model * std::max(1.0, workers);
  if (models > room) note(NoteCode::actor_memory, true, models.value, room.value);
  if (inference.device == Device::gpu && cluster.machine.gpus == 0) {
    note(NoteCode::no_gpu, true);
    return;
  }
  if (!run.fits) note(NoteCode::worker_does_not_fit, true, inference.cpus, 0, inference.gpus);
  if (inference.device != Device::gpu) return;
  const double a_gpu = inference.gpus > 0 && inference.gpus < 1 ? std::floor(1 / inference.gpus) : 1;
  const Bytes need = run.model * k.gpu_memory_per_model * a_gpu;
  if (cluster.machine.gpu_memory && need > *cluster.machine.gpu_memory)
    note(NoteCode::gpu_memory, true, need.value, cluster.machine.gpu_memory->value);
}

}  // namespace engines
}  // namespace sizer

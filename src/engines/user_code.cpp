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
    case Quality::unsaid:
      return k.map_unsaid;
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
    case Quality::unsaid:
      return gpu ? k.gpu_inference_typical : k.cpu_inference_unsaid;
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

/// What is known of a step's model on the cluster's GPUs, and how fast each of them goes then. What is given counts, up
/// to what the GPU can do.
void rate_on_gpus(const Inference& inference, const Cluster& cluster, const ConstantValues& k, Case c,
                  InferencePlan& run) {
  run.rate = inference.rows_per_second ? at(*inference.rows_per_second, c) : usual_rate(inference, cluster, k);
  run.rate_unknown = inference.model && !inference.rows_per_second;
  if (!cluster.gpu) return;
  run.roofline = roofline(inference, *cluster.gpu, cluster.machine.gpu_memory, k, c);
  run.rate_unknown = lacks_items(inference);
  if (run.roofline) {
    const double gpus = run.roofline->gpus;
    run.ceiling = *ceiling_of(inference, *cluster.gpu, cluster.machine.gpu_memory, k, c) / gpus;
    if (!inference.rows_per_second) run.rate = run.roofline->rate / gpus;
  } else if (inference.model_size && !inference.rows_per_second) {
    run.ceiling = ceiling_of(at(*inference.model_size, c), *cluster.gpu);
    // The usual rates are those of models that pass it nowhere.
    run.rate_unknown = *run.ceiling < k.gpu_inference_vectorized * cluster.gpu_speed;
  }
  if (run.ceiling) run.rate = std::min(run.rate, *run.ceiling);
}

/// Until an actor has its model, and a server has made itself ready.
Seconds load_time(const Inference& inference, const InferencePlan& run, const ConstantValues& k, Case c) {
  if (inference.load_time) return at(*inference.load_time, c);
  const Seconds read = run.model / k.model_load_rate;
  return run.roofline && generates(inference) ? read + k.server_start : read;
}

}  // namespace

CoreSeconds map_time(const Map& map, const Flow& in, const ConstantValues& k, Case c) {
  const CoreSeconds batches = batch_time(map.batch_size, in.rows, k, c);
  if (map.rows_per_second) return held(in.rows / at(*map.rows_per_second, c)) + batches;
  const Fraction given = map.arguments ? at(*map.arguments, c) : 1;
  return held(in.memory * given / map_rate(map, k)) + batches;
}

CoreSeconds preparing_time(const Stat<Rate>& given, Rate usual, Bytes amount, Case c) {
  return held(amount / (given ? at(*given, c) : usual));
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
  if (inference.device == Device::gpu)
    rate_on_gpus(inference, cluster, k, c, run);
  else if (inference.rows_per_second)
    run.rate = at(*inference.rows_per_second, c);
  else
    run.rate = core_rate(inference, k, c).value_or(inference_rate(inference, k));
  const Seconds work = rows / run.rate;
  const CoreSeconds batches = batch_time(inference.batch_size, rows, k, c);
  const double cpus = std::max(0.01, inference.cpus);
  const double by_cpus = cluster.nodes * std::floor(have.slots / cluster.nodes / cpus);
  run.model = inference.model_size ? at(*inference.model_size, c) : k.model_size;
  if (run.roofline && !inference.model_size) run.model = run.roofline->weights;
  run.load = load_time(inference, run, k, c);
  if (inference.device == Device::gpu) {
    const double share = std::max(inference.gpus > 0 ? inference.gpus : 1, 1.0 * inference.tensor_parallel);
    const double room = std::min(by_cpus, cluster.nodes * std::floor(cluster.machine.gpus / share));
    run.fits = room > 0;
    run.actors = std::max(1.0, inference.actors > 0 ? std::min<double>(inference.actors, room) : room);
    const bool batches_itself = run.roofline && generates(inference);
    run.gpu = batches_itself ? work : work + Seconds{batches.value};
    run.gpus = run.actors * share;
    run.slots = run.actors * std::max(1.0, inference.cpus);
    return run;
  }
  run.fits = by_cpus > 0;
  run.actors = std::max(1.0, inference.actors > 0 ? std::min<double>(inference.actors, by_cpus) : by_cpus);
  // Rates are those of a core, and an actor computes on all that it asks for. Libraries of trees compute on all cores
  // of a node, whatever was asked for.
  const bool may_thread = inference.quality == Quality::unsaid && !inference.rows_per_second && cpus <= 1;
  const double threads = may_thread ? std::min(k.actor_threads.value, std::floor(have.slots / cluster.nodes)) : 1;
  if (inference.actors > 0 || cpus > 1) run.slots = std::min(have.slots, run.actors * std::max({1.0, cpus, threads}));
  run.cpu = held(work) + batches;
  return run;
}

void note_inference(const Inference& inference, const InferencePlan& run, const Cluster& cluster,
                    const ConstantValues& k, Case c, int step, Bytes room, double workers, Plan& plan) {
  const auto note = [&](NoteCode code, bool infeasible, double amount = 0, double limit = 0, double beside = 0) {
    plan.notes.push_back({code, infeasible, step, amount, limit, beside});
  };
  if (inference.quality == Quality::row_at_a_time) note(NoteCode::udf_row_at_a_time, false);
  const bool batches_itself = run.roofline && generates(inference);
  if (inference.batch_size && !batches_itself &&
      at(*inference.batch_size, c).value < (inference.device == Device::gpu ? 8 : 256))
    note(NoteCode::tiny_batches, false, at(*inference.batch_size, c).value);
  // Weights of a known model stream through the node's memory to its GPUs.
  const Bytes models = run.roofline && !inference.model_size ? Bytes{} : run.model * std::max(1.0, workers);
  if (models > room) note(NoteCode::actor_memory, true, models.value, room.value);
  if (inference.device == Device::gpu && cluster.machine.gpus == 0) {
    note(NoteCode::no_gpu, true);
    return;
  }
  if (!run.fits) note(NoteCode::worker_does_not_fit, true, inference.cpus, 0, inference.gpus);
  if (inference.device != Device::gpu) return;
  if (run.rate_unknown) note(NoteCode::rate_unknown, true, run.ceiling.value_or(RowRate{}).value, run.model.value);
  if (run.roofline && !run.rate_unknown)
    note(NoteCode::model_throughput, false, run.rate.value, run.ceiling->value, run.roofline->in_flight);
  if (run.ceiling && inference.rows_per_second && at(*inference.rows_per_second, c) > *run.ceiling)
    note(NoteCode::rate_beyond_ceiling, false, at(*inference.rows_per_second, c).value, run.ceiling->value);
  if (cluster.gpu && run.roofline && !computes_with(*cluster.gpu, inference.precision))
    note(NoteCode::precision_lacking, false);
  if (run.roofline && !inference.model_size) {
    if (!run.roofline->fits())
      note(NoteCode::model_memory, true, (run.roofline->weights + run.roofline->cache).value, run.roofline->room.value,
           run.roofline->least_gpus);
    return;
  }
  const double a_gpu = inference.gpus > 0 && inference.gpus < 1 ? std::floor(1 / inference.gpus) : 1;
  const Bytes need = run.model * k.gpu_memory_per_model * a_gpu;
  if (cluster.machine.gpu_memory && need > *cluster.machine.gpu_memory)
    note(NoteCode::gpu_memory, true, need.value, cluster.machine.gpu_memory->value);
}

}  // namespace engines
}  // namespace sizer

// Reads, maps, actors and writes: the operators that stream.
#include <algorithm>
#include <cmath>

#include "engines/ray/planner.h"
#include "engines/storage.h"
#include "engines/user_code.h"

namespace sizer::ray {
namespace {

using namespace sizer::literals;

constexpr double fewest_reads = 200;  // DataContext.read_op_min_num_blocks
constexpr Bytes smallest_block = 1_MiB;
constexpr Bytes largest_block = 128_MiB;

}  // namespace

Stream Planner::read(int index) {
  const Input& input = job_.inputs[static_cast<std::size_t>(index)];
  const Flow& flow = ledger_.inputs[static_cast<std::size_t>(index)];
  const double files = engines::files_of(input, c_, flow.stored);
  const double wanted = std::max(
      {std::min(fewest_reads, flow.memory / smallest_block), flow.memory / largest_block, 2 * capacity_.slots});
  const double blocks = settings_.read_blocks > 0 ? settings_.read_blocks : wanted;
  const int s = new_stage(input.files ? std::min(files, blocks) : blocks, new_group({}));
  act(s, Act::scan, {true, index});
  Stage& here = stage(s);
  if (input.format != Format::cached)
    engines::read_input(here, flow.stored, files, cluster_.storage, k_, k_.ray_read_waits);
  here.demand.cpu += flow.stored * (input.format == Format::raw || input.format == Format::cached ? k_.ray_read_raw_byte
                                                                                                  : k_.ray_read_byte);
  here.rows_out = flow.rows;
  Stream out;
  out.stage = s;
  out.flow = out.read_flow = flow;
  out.read_parts = 1;
  out.fusable = !input.files || files >= blocks;
  if (!out.fusable) out.blocks = blocks;  // too few files: their blocks are cut after the read, and fusion ends
  return out;
}

/// A filter or projection over Arrow blocks: about the cost of copying them. Behind a read it counts as part of it.
Stream Planner::relational_step(int step, const Stream& in, Act kind) {
  Stream out = place(in, {});
  act(out.stage, kind, {false, step});
  stage(out.stage).demand.cpu += in.flow.memory * k_.ray_put_byte;
  if (out.read_parts > 0 && !out.batches) {
    ++out.read_parts;
    out.read_flow = leaving(step);
  }
  return out;
}

Stream Planner::lower(const Filter&, int step, Stream in) {
  return relational_step(step, in, Act::filter);
}

/// Right behind a read, only the columns kept are read.
Stream Planner::lower(const Project&, int step, Stream in) {
  if (in.read_parts == 0 || in.batches) return relational_step(step, in, Act::project);
  act(in.stage, Act::project, {false, step});
  ++in.read_parts;
  in.read_flow = leaving(step);
  return in;
}

Stream Planner::lower(const Map& map, int step, Stream in) {
  Stream out = place(in, {map.actors > 0 ? Pool::actors : Pool::tasks, 0, map.cpus, map.batch_size.has_value()});
  out.batches = true;
  act(out.stage, Act::map, {false, step});
  Stage& here = stage(out.stage);
  here.demand.user += engines::map_time(map, in.flow, k_, c_);
  if (map.actors > 0) {
    const double room = nodes() * std::floor(cluster_.usable_cpus / std::max(0.01, map.cpus));
    here.slots = std::max(1.0, std::min<double>(map.actors, room));  // an actor computes on one core, whatever it holds
    here.overhead += k_.actor_start;
    pools_.push_back({out.stage, step, map.actors * map.cpus});
    if (map.actors > room && room > 0) note(NoteCode::actors_do_not_fit, false, step, map.actors, room);
  } else if (map.cpus > 1) {
    here.slots = std::max(1.0, nodes() * std::floor(cluster_.usable_cpus / map.cpus));
  }
  if (map.cpus > cluster_.usable_cpus) note(NoteCode::worker_does_not_fit, true, step, map.cpus);
  if (map.quality == Quality::row_at_a_time) note(NoteCode::udf_row_at_a_time, false, step);
  if (map.batch_size && at(*map.batch_size, c_).value < 256)
    note(NoteCode::tiny_batches, false, step, at(*map.batch_size, c_).value);
  return out;
}

/// Ray Data has no broadcast join: the table is put once, each node fetches its own copy, each worker probes it.
Stream Planner::lower(const Lookup& lookup, int step, Stream in) {
  const Flow table = engines::lookup_table(lookup, k_.arrow_memory_per_stored, k_, c_);
  Stream out = place(in, {});
  out.batches = true;
  act(out.stage, Act::lookup, {false, step});
  Stage& here = stage(out.stage);
  engines::read_input(here, table.stored, 1, cluster_.storage, k_, k_.ray_read_waits);
  here.bytes.broadcast += table.memory;
  here.demand.network_in += table.memory * (nodes() - 1);
  here.demand.network_out += table.memory * (nodes() - 1);
  here.overhead += table.memory / k_.broadcast_rate;
  here.demand.user += engines::lookup_time(lookup, in.flow, k_);
  if (table.memory > heap_a_node()) note(NoteCode::actor_memory, true, step, table.memory.value, heap_a_node().value);
  return out;
}

/// Rows are sent to the actor that owns their key: all of them cross, most to another node.
Stream Planner::lower(const KeyedState& state, int step, Stream in) {
  const double shards = state.shards > 0 ? state.shards : capacity_.slots;
  Stream out = in;
  out.pool = Pool::actors;
  out.read_parts = 0;
  out.stage = new_stage(std::max(shards, blocks_of(in.flow)), stage(in.stage).group);
  stage(in.stage).bytes.object_store_put += in.flow.memory;
  stage(in.stage).demand.cpu += in.flow.memory * k_.ray_put_byte;

  act(out.stage, Act::keyed_state, {false, step});
  Stage& here = stage(out.stage);
  const Bytes sent = in.flow.memory * remote();
  here.bytes.object_store += sent;
  here.demand.network_in += sent;
  here.demand.network_out += sent;
  here.slots = std::min(shards, capacity_.slots);
  here.overhead += k_.actor_start;
  here.hottest = 1 + given_or(state.hot_key_share, k_.hot_key_share) * (here.tasks - 1);
  Map rolling;
  rolling.quality = state.quality;
  const CoreSeconds work = engines::map_time(rolling, in.flow, k_, c_);
  here.demand.user += work;

  const Bytes held = given_or(state.state, Bytes{});
  const Bytes room = heap_a_node() * nodes();
  if (held > room) note(NoteCode::keyed_state_memory, true, step, held.value, room.value);
  if (shards > capacity_.slots) note(NoteCode::actors_do_not_fit, false, step, shards, capacity_.slots);
  if (state.checkpoint_every) {
    const Seconds running = over(work, here.slots) * here.hottest;
    const double checkpoints = std::floor(running / at_more_is_better(*state.checkpoint_every, c_));
    const Seconds before = here.overhead;
    engines::write_output(here, held * checkpoints, shards * checkpoints, cluster_.storage, k_, k_.ray_read_waits);
    here.overhead = before;  // each actor writes for itself
  }
  return out;
}

Stream Planner::lower(const ExternalCall& call, int step, Stream in) {
  Stream out = place(in, {Pool::actors, 0, 1, true});
  act(out.stage, Act::external_call, {false, step});
  Stage& here = stage(out.stage);
  engines::call_service(call, in.flow.rows, here.demand, k_, c_);
  const double latency = (call.latency ? at(*call.latency, c_) : k_.request_latency).value;
  const double useful = std::ceil(at(call.requests_per_second, c_).value * latency);
  here.slots = std::min(capacity_.slots, call.actors > 0 ? call.actors : std::max(1.0, useful));
  if (call.actors > 0) pools_.push_back({out.stage, step, 1.0 * call.actors});
  here.overhead += k_.actor_start;
  return out;
}

Stream Planner::lower(const Inference& inference, int step, Stream in) {
  const engines::InferencePlan run = engines::plan_inference(inference, in.flow.rows, cluster_, capacity_, k_, c_);
  const bool gpu = inference.device == Device::gpu;
  const double share = gpu ? std::max(inference.gpus > 0 ? inference.gpus : 1, 1.0 * inference.tensor_parallel) : 0;
  Stream out = place(in, {Pool::actors, share, inference.cpus, inference.batch_size.has_value() || gpu});
  out.batches = true;
  act(out.stage, Act::inference, {false, step});
  Stage& here = stage(out.stage);
  here.demand.user += run.cpu;
  here.demand.gpu += run.gpu;
  here.gpus = run.gpus;
  here.slots = run.slots;
  here.overhead += k_.actor_start + run.load;
  if (inference.actors > 0) pools_.push_back({out.stage, step, inference.actors * inference.cpus});
  const double actors_a_node = std::ceil(run.actors / nodes());
  const Bytes room = heap_a_node() - k_.actor_memory * actors_a_node;
  engines::note_inference(inference, run, cluster_, k_, c_, step, std::max(Bytes{}, room), actors_a_node, plan_);
  if (run.fits && inference.actors > run.actors)
    note(NoteCode::actors_do_not_fit, false, step, inference.actors, run.actors);
  return out;
}

Stream Planner::lower(const Write& write, int step, Stream in) {
  const Stream out = place(in, {});
  act(out.stage, Act::write, {false, step});
  Stage& here = stage(out.stage);
  const Bytes amount = leaving(step).stored;
  here.demand.cpu += amount * (is_columnar(write.format) ? k_.ray_write_byte : k_.ray_write_raw_byte);
  // Blocks are written as they stream by; there is no commit at the end, so files cost their requests only.
  const Seconds before = here.overhead;
  engines::write_output(here, amount, write.files ? at(*write.files, c_).value : here.tasks, cluster_.storage, k_,
                        k_.ray_read_waits);
  here.overhead = before;
  return out;
}

}  // namespace sizer::ray

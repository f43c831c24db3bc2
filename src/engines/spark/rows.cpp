// Scans, and the steps that move nothing between tasks.
#include <algorithm>
#include <cmath>

#include "engines/spark/planner.h"
#include "engines/storage.h"
#include "engines/user_code.h"

namespace sizer::spark {
namespace {

using namespace sizer::literals;

constexpr Bytes open_cost = 4_MiB;  // spark.sql.files.openCostInBytes

ByteCost scan_cost(Format format, const ConstantValues& k) {
  switch (format) {
    case Format::parquet:
    case Format::orc:
      return k.scan_columnar_byte;
    case Format::csv:
    case Format::json:
    case Format::text:
      return k.scan_text_byte;
    case Format::raw:
    case Format::cached:
      return k.scan_raw_byte;
  }
  return k.scan_raw_byte;
}

}  // namespace

/// Tasks of a scan: files cut at the split size and packed, as FilePartition does.
double Planner::scan_tasks(double files, Bytes on_storage) const {
  const Bytes padded = on_storage + open_cost * files;
  const Bytes a_core = padded / settings_.default_parallelism;
  const Bytes split = std::min(settings_.max_partition_bytes, std::max(open_cost, a_core));
  return std::ceil(padded / split);
}

/// A job of its own that parses all of it to find the types; returns its stage.
int Planner::inferred(int input, double tasks, Bytes on_storage, double files) {
  const int inferring = new_stage(tasks);
  act(inferring, Act("Infer schema"), {true, input});
  engines::read_input(stage(inferring), on_storage, files, cluster_.storage, k_);
  stage(inferring).demand.cpu += on_storage * k_.scan_text_byte;
  closed_[static_cast<std::size_t>(inferring)] = 1;
  return inferring;
}

Stream Planner::scan(int index) {
  const Input& input = job_.inputs[static_cast<std::size_t>(index)];
  const Flow& flow = ledger_.inputs[static_cast<std::size_t>(index)];
  const InputColumns* const told = ledger_.columns_of_input(index);
  const Fraction columns = told != nullptr && !input.columns.empty() ? told->stored : given_or(input.columns_read, 1.0);
  const Bytes on_storage = columns > 0 ? flow.stored / columns : flow.stored;
  const double files = engines::files_of(input, c_, on_storage);
  const bool bucketed = !input.bucketed_by.empty() && input.buckets > 0;

  const int s = new_stage(bucketed ? input.buckets : scan_tasks(files, on_storage));
  act(s, Act::scan, {true, index});
  Stage& here = stage(s);
  if (input.format != Format::cached) engines::read_input(here, flow.stored, files, cluster_.storage, k_);
  here.demand.cpu += flow.stored * scan_cost(input.format, k_) + flow.rows * k_.scan_row;
  here.rows_out = flow.rows;
  if (input.infer_schema) {
    const int before = inferred(index, here.tasks, on_storage, files);
    stage(s).after.push_back(before);
  }

  Stream out{s, flow, {}, index};
  if (bucketed) out.partitioning = {Partitioned::hash, input.bucketed_by, {}, static_cast<double>(input.buckets)};
  return out;
}

Stream Planner::lower(const Filter&, int step, Stream in) {
  act(in.stage, Act::filter, {false, step});
  stage(in.stage).demand.cpu += in.flow.rows * k_.filter_row;
  return in;
}

/// Of a table, Spark's statistics scale the size of its files by the types of the columns kept.
Stream Planner::lower(const Project& project, int step, Stream in) {
  act(in.stage, Act::project, {false, step});
  stage(in.stage).demand.cpu += in.flow.rows * k_.project_row;
  if (ledger_.columns_of(step) != nullptr) return in;  // `as_planned` says it
  const Source source = step_at(step).from[0];
  const auto* input = source.is_input ? &job_.inputs[static_cast<std::size_t>(source.index)] : nullptr;
  const Fraction columns = input ? given_or(input->columns_read, 1.0) : 1.0;
  in.told = *in.told / std::max(columns, 1e-9) * given_or(project.width, k_.project_width);
  return in;
}

Stream Planner::lower(const Map& map, int step, Stream in) {
  act(in.stage, Act::map, {false, step});
  Demand& need = stage(in.stage).demand;
  need.user += engines::map_time(map, in.flow, k_, c_);
  // Python is sent the columns that are its arguments; as much is taken to come back.
  if (map.language == Language::python)
    need.cpu += in.flow.memory * given_or(map.arguments, k_.udf_arguments) * 2 * k_.udf_transfer_byte;
  if (map.quality == Quality::row_at_a_time) note(NoteCode::udf_row_at_a_time, false, step);
  return in;
}

/// The table goes to every executor once, as a broadcast variable does; each row probes it.
Stream Planner::lower(const Lookup& lookup, int step, Stream in) {
  const Flow table = engines::lookup_table(lookup, k_.spark_memory_per_stored, k_, c_);
  const int source = new_stage(1);
  act(source, Act::lookup, {false, step});
  engines::read_input(stage(source), table.stored, 1, cluster_.storage, k_);
  const int sent = broadcast(source, table, step, std::nullopt);
  in.stage = waiting_for(in.stage, sent);
  act(in.stage, Act::lookup, {false, step});
  stage(in.stage).demand.user += engines::lookup_time(lookup, in.flow, k_);
  return in;
}

Stream Planner::lower(const KeyedState&, int step, Stream in) {
  act(in.stage, Act::keyed_state, {false, step});  // the reader refuses it for Spark
  return in;
}

Stream Planner::lower(const ExternalCall& call, int step, Stream in) {
  act(in.stage, Act::external_call, {false, step});
  Stage& here = stage(in.stage);
  engines::call_service(call, in.flow.rows, here.demand, k_, c_);
  if (call.actors > 0) here.slots = here.slots > 0 ? std::min(here.slots, 1.0 * call.actors) : call.actors;
  return in;
}

/// Runs inside the stage's own tasks: with a GPU, the whole stage is held to as many tasks as GPUs allow.
Stream Planner::lower(const Inference& inference, int step, Stream in) {
  act(in.stage, Act::inference, {false, step});
  Stage& here = stage(in.stage);
  const engines::InferencePlan run = engines::plan_inference(inference, in.flow.rows, cluster_, capacity_, k_, c_);
  here.demand.user += run.cpu;
  here.demand.cpu += in.flow.memory * k_.udf_transfer_byte;
  here.demand.gpu += run.gpu;
  here.gpus = run.gpus;
  here.overhead += run.load;
  if (run.slots > 0) here.slots = here.slots > 0 ? std::min(here.slots, run.slots) : run.slots;
  const double tasks = inference.device == Device::gpu && executors() > 0
                           ? std::min<double>(cluster_.executors.cores, std::ceil(run.actors / executors()))
                           : cluster_.executors.cores;
  engines::note_inference(inference, run, cluster_, k_, c_, step,
                          cluster_.executors.overhead + cluster_.executors.memory, tasks, plan_);
  return in;
}

Stream Planner::lower(const Write& write, int step, Stream in) {
  act(in.stage, Act::write, {false, step});
  Stage& here = stage(in.stage);
  const Bytes amount = leaving(step).stored;
  here.demand.cpu += amount * (is_columnar(write.format) ? k_.write_columnar_byte : k_.write_text_byte);
  engines::write_output(here, amount, files_written(step, here.tasks), cluster_.storage, k_);
  return in;
}

}  // namespace sizer::spark

// What the user's own code asks for: maps, lookups, service calls and inference. The same rates for every engine.
#pragma once

#include "sizer/inference.h"
#include "sizer/plan.h"

namespace sizer::engines {

/// Slot time of a map step over `in`: by the given rows/s a core, else by bytes and quality.
CoreSeconds map_time(const Map& map, const Flow& in, const ConstantValues& k, Case c);

/// Slot time of a step that prepares `amount` for a model, at a given rate or the usual one.
CoreSeconds preparing_time(const Stat<Rate>& given, Rate usual, Bytes amount, Case c);

/// The lookup's table as a flow; `expansion` is the engine's memory for a stored byte.
Flow lookup_table(const Lookup& lookup, Ratio expansion, const ConstantValues& k, Case c);
CoreSeconds lookup_time(const Lookup& lookup, const Flow& in, const ConstantValues& k);

/// Adds the calls for `rows` rows: the seconds that the cap needs, and the slots held while waiting.
void call_service(const ExternalCall& call, Rows rows, Demand& need, const ConstantValues& k, Case c);

struct InferencePlan {
  CoreSeconds cpu{};
  Seconds gpu{};     ///< GPU-seconds
  Seconds load{};    ///< until the first model is ready
  double slots = 0;  ///< CPU slots that the actors or tasks may hold; 0: no limit
  double actors = 0;
  double gpus = 0;   ///< that the actors hold
  bool fits = true;  ///< a node has the GPUs and CPUs that one actor asks for
  Bytes model{};
  RowRate rate{};                      ///< rows a second of a core or GPU
  std::optional<Roofline> roofline{};  ///< of a model on GPUs that is known
  std::optional<RowRate> ceiling{};    ///< of one GPU; empty: not known
  bool rate_unknown = false;           ///< nobody says what decides the time of a large model
};
InferencePlan plan_inference(const Inference& inference, Rows rows, const Cluster& cluster, const Capacity& have,
                             const ConstantValues& k, Case c);

/// Notes what does not fit: GPUs asked of a cluster without one, GPU memory, memory of `workers` models in `room`.
void note_inference(const Inference& inference, const InferencePlan& run, const Cluster& cluster,
                    const ConstantValues& k, Case c, int step, Bytes room, double workers, Plan& plan);

}  // namespace sizer::engines

/// \file
/// What a model asks of the GPUs that it lies on, and what they can do: the roofline.
#pragma once

#include <optional>
#include <vector>

#include "sizer/constants.h"
#include "sizer/job.h"

namespace sizer {

/// A model on GPUs that hold it together: what they could do at most, and what code of the step's quality does.
struct Roofline {
  RowRate ceiling{};      ///< rows a second at the makers' figures, with as many rows at once as it works on
  RowRate rate{};         ///< reached; never more
  double gpus = 1;        ///< that hold it together
  double in_flight = 0;   ///< rows at once
  Bytes weights{};        ///< of the model
  Bytes cache{};          ///< keys and values of one row
  Bytes room{};           ///< that the GPUs have for both
  double least_gpus = 1;  ///< such GPUs that hold weights and one row, in powers of two

  bool fits() const { return weights + cache <= room; }
};

/// Whether a row of the step's model is made of tokens that come out one by one.
bool generates(const Inference& step);

/// Whether nobody says what decides the time of a large model: neither its rate nor what a row is.
bool lacks_items(const Inference& step);

/// What is published of a machine's GPUs, by name and memory; of those without a name, of the usual class. Empty: there
/// are none, or nothing is.
std::optional<GpuModel> gpu_of(const Machine& machine, const std::vector<GpuModel>& published);

/// Bytes of a weight.
double bytes_of(Precision precision);
/// Whether the GPU computes with it; else weights are only kept in it.
bool computes_with(const GpuModel& gpu, Precision precision);

/// Of a step that says its model; empty: nothing is known that a roofline could be made of.
std::optional<Roofline> roofline(const Inference& step, const GpuModel& gpu, std::optional<Bytes> memory,
                                 const ConstantValues& k, Case c);

/// Rows a second that such GPUs can do at most with the step's model, whatever the code: as many rows at once as memory
/// holds, and a single token where nobody says how many. Empty: nothing is known that it could be made of.
std::optional<RowRate> ceiling_of(const Inference& step, const GpuModel& gpu, std::optional<Bytes> memory,
                                  const ConstantValues& k, Case c);

/// Rows a second of a core of a model that CPUs run; empty: nothing is known of it.
std::optional<RowRate> core_rate(const Inference& step, const ConstantValues& k, Case c);

/// Rows a second of one GPU that a model of so many bytes can do at most, where no more is known: it passes each
/// weight of 16 bits once a row.
RowRate ceiling_of(Bytes model, const GpuModel& gpu);

}  // namespace sizer

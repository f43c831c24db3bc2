/// \file
/// How fast other GPUs score what one is known to score.
#pragma once

#include <optional>
#include <string>

#include "sizer/sizing.h"

namespace sizer::sizing {

/// Throughput of a GPU as a multiple of another's; empty: the figures of one of them are not known. Inference is bound
/// by tensor arithmetic or by memory, so the ratio lies between those of the two, and in the middle on average; how
/// near to its bound a kernel comes (`gpu_scaling`) widens the range.
std::optional<Range<Ratio>> gpu_ratio(const std::vector<GpuModel>& gpus, const std::string& gpu,
                                      const std::string& reference, const Constants& constants);

/// Gives every GPU step of `job`, whose rates are those of `reference`, the rates of `gpu`: those that the space names,
/// or scaled ones. The rate of the last such step; empty: it is not known.
std::optional<Range<RowRate>> move_to_gpu(Job& job, const std::string& reference, const std::string& gpu,
                                          const Space& space, const Constants& constants);

}  // namespace sizer::sizing

/// \file
/// What a job file says of a kind of step, beside its lines.
#pragma once

#include "job/lines.h"
#include "sizer/job.h"

namespace sizer {

/// What one engine lacks to run a kind as others do. `compare` tells it; where there is an `instead`, the engine cannot
/// run the kind at all, and a job of it that has such a step is refused.
struct Lack {
  const Engine* engine = nullptr;
  std::string_view says{};     ///< a sentence without its full stop; empty: none lacks anything
  std::string_view instead{};  ///< what does it there
};

/// What a job file says of a kind itself.
struct Kind {
  std::string_view name;
  std::string_view first_key;  ///< what a scalar or list after the name stands for
  bool shuffles;               ///< takes `shuffle:`
  std::string_view means;
  std::string_view examples;  ///< a JSON list
  Lack lack{};
  std::string_view list_key{};  ///< what a list stands for, where that is not `first_key`
};
/// Of each alternative of `Operator`.
template <class Op>
inline constexpr Kind step_kind{};

inline constexpr Says hot_key_share_says{"Share of the rows that have the commonest key: skew.", "assumed small",
                                         R"(["1 %"])"};
inline constexpr Says quality_says{"How well the code uses a core.", "typical"};

}  // namespace sizer

/// \file
/// What goes wrong on the way to an answer, as diagnostics.
#pragma once

#include <functional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "sizer/place.h"

namespace sizer::api {

/// A field of a request is wrong. `field` as the command line has it, without the dashes: "max-cost"; empty: the
/// request as a whole.
struct RequestError : std::runtime_error {
  RequestError(std::string wrong, const std::string& message) : std::runtime_error(message), field(std::move(wrong)) {}
  std::string field;
};

/// "unknown number 'wall_clok'; did you mean 'wall_clock'?", or the list of what is known.
std::string unknown_word(std::string_view what, std::string_view word, std::span<const std::string_view> known);

/// Does `work`; what goes wrong becomes diagnostics. The exit code that the failure alone would have, or 0.
int guarded(const std::string& file, std::vector<Diagnostic>& diagnostics, const std::function<void()>& work);

/// Of a batch: 4 when some is done and some failed, else the worst code of all.
int batch_code(int worst, bool some_done);

}  // namespace sizer::api

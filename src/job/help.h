/// \file
/// What the tables say of a key, for files that are written for people to start from.
#pragma once

#include <string>
#include <string_view>

namespace sizer {

/// Of "filter.keeps", "input.size", "job.engine", "cluster.nodes", "budget.max_cost", "config.gate_on",
/// "exception.expires": the first sentence of its line, in small letters and without its full stop; empty: there is no
/// such line.
std::string help_of(std::string_view path);

}  // namespace sizer

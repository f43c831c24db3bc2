/// \file
/// `aws emr create-cluster ...` and `aws glue create-job ...` as the requests that they make.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "deploy/shell.h"
#include "text/value.h"

namespace sizer::deploy {

/// The command line interface's shorthand: "A=1,B={C=2,D=[x,y]}"; JSON as it is. Throws InputError where it is neither.
Value read_shorthand(std::string_view text, const Spot& spot);

/// The words of a command as RunJobFlow's request; empty: it makes no cluster.
std::optional<Value> emr_request(const std::vector<ShellWord>& command);
/// The same as the request of a job of Glue, or of a run of it.
std::optional<Value> glue_request(const std::vector<ShellWord>& command);

}  // namespace sizer::deploy

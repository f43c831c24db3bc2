/// \file
/// `gcloud dataproc ...` as the objects that it makes.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "deploy/shell.h"
#include "text/value.h"

namespace sizer::deploy {

/// The words of a command as a job, a batch or a cluster of Dataproc, as the files of import_dataproc have them; empty:
/// it is another command.
std::optional<Value> dataproc_request(const std::vector<ShellWord>& command);

}  // namespace sizer::deploy

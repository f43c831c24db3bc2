/// \file
/// Clusters that lie in files of their own, as `sizer import` writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sizer/catalogue.h"
#include "text/problems.h"

namespace sizer {

/// A cluster of the file `path`, which `named_in` names: relative to where that lies, and within its project, which a
/// file of a pull request must not reach out of. `named_in` empty: of the command line, and any file.
std::optional<Cluster> cluster_of_file(const std::string& path, const std::string& named_in, const Spot& at,
                                       const Catalogue& catalogue, Problems& problems);

/// A cluster that is written out on one line: "{nodes: 4, machine: m5.xlarge}".
std::optional<Cluster> cluster_written_out(const std::string& text, const std::string& from, const Catalogue& catalogue,
                                           Problems& problems);

/// A value as JSON, all on one line.
std::string on_one_line(const Value& value);

}  // namespace sizer

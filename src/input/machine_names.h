/// \file
/// What a machine's name says of it, for those that no catalogue has.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sizer {

/// The parts of a provider's name: "m5d.4xlarge", "n2-standard-16", "Standard_D16ds_v5".
struct MachineName {
  std::string series;  ///< without the size: "m5d", "n2-standard", "Standard_Dds_v5"
  std::string family;  ///< without generation and variants, too: "m", "n-standard", "D"
  int generation = 0;
  std::string size;
  double scale = 0;  ///< by which sizes of a series are ordered
};

/// Empty: a name of another kind.
std::optional<MachineName> read_machine_name(std::string_view name);

struct MachineHint {
  std::string suggestion{};  ///< "did you mean 'c6i.xlarge'?"
  std::string note{};        ///< the sizes of a series that is known
};

/// What a name that is not among `known` may mean: another size of its series, else the same size of the nearest
/// generation of its family, else a name that is written alike.
MachineHint hint_for_machine(const std::string& name, const std::vector<std::string>& known);

}  // namespace sizer

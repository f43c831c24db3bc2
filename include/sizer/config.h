/// \file
/// sizer.yaml: defaults for flags, budgets, policies and exceptions of a project.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sizer/budget.h"

namespace sizer {

/// A default for the flag of the same name.
struct Setting {
  std::string name;  ///< "gate_on": the flag is --gate-on
  std::string value;
  Place place{};
};

struct Config {
  std::string file{};  ///< empty: there is none
  std::vector<Setting> settings{};
  std::vector<Budget> budgets{};
  std::vector<Exception> exceptions{};
  std::vector<PolicySetting> policies{};
  std::string clusters{};  ///< its `clusters`, alone and on their lines, as a catalogue has them; empty: there are none
};

/// Throws InputError with all that is wrong.
Config read_config(const std::string& text, const std::string& file);

/// The file that counts for what lies in `folder`: sizer.yaml or .sizer/config.yaml there or in the nearest folder
/// above, up to and with the root of the repository (which holds .git); else $XDG_CONFIG_HOME/sizer/config.yaml
/// (`user_folder` being that of sizer); else nothing.
std::string find_config(const std::string& folder, const std::string& user_folder);

/// The names of the settings: what a configuration may give a default for.
const std::vector<const char*>& setting_names();

}  // namespace sizer

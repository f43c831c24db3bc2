// Names of steps that have none, in one pass.
#include "input/step_names.h"

#include <map>

#include <fmt/format.h>

namespace sizer {

std::vector<std::string> names_of(const std::vector<NamedStep>& steps, std::unordered_set<std::string> inputs) {
  std::unordered_set<std::string>& taken = inputs;
  std::map<std::string_view, int> unnamed, number;
  for (const NamedStep& step : steps) {
    if (!step.given.empty())
      taken.emplace(step.given);
    else if (!step.kind.empty())
      ++unnamed[step.kind];
  }
  std::vector<std::string> names;
  names.reserve(steps.size());
  for (const NamedStep& step : steps) {
    std::string& name = names.emplace_back(step.given);
    if (!name.empty() || step.kind.empty()) continue;
    name = step.kind;
    if (unnamed[step.kind] == 1 && taken.insert(name).second) continue;
    do name = fmt::format("{} {}", step.kind, ++number[step.kind]);
    while (!taken.insert(name).second);
  }
  return names;
}

}  // namespace sizer

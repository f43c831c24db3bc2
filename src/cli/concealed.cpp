// Diagnostics of files outside of the project, without their text.
#include "cli/concealed.h"

#include <map>
#include <string>

#include "files/project.h"

namespace sizer {

void conceal(std::vector<Diagnostic>& diagnostics) {
  std::map<std::string, bool> known;
  for (Diagnostic& each : diagnostics) {
    if (each.place.file.empty()) continue;
    const auto [found, is_new] = known.try_emplace(each.place.file, false);
    if (is_new) found->second = leads_out(each.place.file);
    if (!found->second) continue;
    each.message = "there is a mistake here; a link leads out of the project to this file, so its text is not shown";
    each.source_line.clear();
    each.suggestion.clear();
    each.note = "name the file itself to see what is wrong";
  }
}

}  // namespace sizer

// The table of rules.
#include "policies/rules.h"

namespace sizer::policies {
namespace {

constexpr Rule listed[] = {
#define RULE(code, name, severity, title, threshold, find) {{code, name, Severity::severity, title, threshold}, find},
#define NOTED(code, name, severity, title, threshold, note) \
  {{code, name, Severity::severity, title, threshold}, nullptr, note, NoteCode::note},
#define UNTRIED(code, name, severity, title, threshold) {{code, name, Severity::severity, title, threshold}},
#include "policies/rules.inc"
#undef RULE
#undef NOTED
#undef UNTRIED
};

}  // namespace

std::span<const Rule> rules() {
  return listed;
}

}  // namespace sizer::policies

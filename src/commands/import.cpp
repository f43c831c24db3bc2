// `sizer import MANIFEST`: what a manifest of a platform says of its cluster, as a cluster file.
#include "commands/session.h"
#include "sizer/deploy.h"

namespace sizer {

Outcome run_import(const Options& options, std::istream& in, const Style&) {
  if (options.operands.size() != 1) throw UsageError("import: which manifest? '-' is standard input");
  const std::string& file = options.operands.front();
  Outcome outcome;
  outcome.code = guarded(shown_name(file), outcome.diagnostics, [&] {
    Imported imported = import_manifest(read_text(file, in), shown_name(file));
    outcome.output = std::move(imported.text);
    outcome.diagnostics = std::move(imported.diagnostics);
  });
  return outcome;
}

}  // namespace sizer

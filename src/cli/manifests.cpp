// Manifests beside a result, and what is said of them.
#include "cli/manifests.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "api/manifest.h"

namespace sizer {
namespace {

std::vector<std::string_view> names_of_targets() {
  std::vector<std::string_view> names;
  for (const Target& target : targets()) names.push_back(target.name);
  return names;
}

}  // namespace

std::vector<Export> exports_of(const Options& options) {
  std::vector<Export> exports;
  for (const std::string& text : options.exports) {
    const std::size_t equals = text.find('=');
    const std::string name = text.substr(0, equals), file = equals == std::string::npos ? "" : text.substr(equals + 1);
    if (file.empty() || file == "-")
      throw UsageError(fmt::format("--export '{}': expected TARGET=FILE, e.g. spark-application=app.yaml", text));
    const Target* const target = find_target(name);
    if (target == nullptr) throw unknown("target of --export", name, names_of_targets());
    exports.push_back({target, file});
  }
  return exports;
}

bool for_kubernetes(const std::vector<Export>& exports) {
  return std::ranges::any_of(exports, [](const Export& each) { return each.target->kubernetes; });
}

void check_engine(const std::vector<Export>& exports, const Engine& engine) {
  Deployment anywhere;
  anywhere.engine = &engine;
  for (const Export& each : exports)
    if (const std::string wrong = why_unfit(*each.target, anywhere); !wrong.empty())
      throw UsageError("--export " + wrong);
}

std::vector<NewFile> manifests_of(const std::vector<Export>& exports, const api::Given& given, const Session& session,
                                  std::vector<Diagnostic>& diagnostics) {
  std::vector<NewFile> files;
  files.reserve(exports.size());
  std::vector<Diagnostic> said;
  for (const Export& each : exports) {
    Manifest manifest = api::manifest_of(*each.target, "export", given, session.reading());
    std::ranges::move(manifest.diagnostics, std::back_inserter(said));
    files.push_back({each.file, std::move(manifest.text)});
  }
  // The origins of a format without comments are many, and beside the answer nobody reads them.
  std::erase_if(said,
                [&](const Diagnostic& each) { return each.severity == Severity::note && !session.options().verbose; });
  std::ranges::move(said, std::back_inserter(diagnostics));
  return files;
}

}  // namespace sizer

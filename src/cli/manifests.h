/// \file
/// Manifests as verbs write them: which, of what job, and what is said beside them.
#pragma once

#include <string>
#include <vector>

#include "cli/session.h"
#include "sizer/deploy.h"

namespace sizer {

/// A manifest that is asked for beside a result.
struct Export {
  const Target* target = nullptr;
  std::string file;
};

/// Of `--export TARGET=FILE`, each. Throws UsageError for an unknown target.
std::vector<Export> exports_of(const Options& options);

/// True when one of them is for nodes that Kubernetes gives out.
bool for_kubernetes(const std::vector<Export>& exports);

/// Throws UsageError where a target is of another engine.
void check_engine(const std::vector<Export>& exports, const Engine& engine);

/// Each of the exports, of the same job; notes on origins are told with --verbose alone.
std::vector<NewFile> manifests_of(const std::vector<Export>& exports, const api::Given& given, const Session& session,
                                  std::vector<Diagnostic>& diagnostics);

}  // namespace sizer

// `sizer validate FILE...`: reads files of any kind as their reader would, and tells all that is wrong with all of
// them.
#include <fmt/format.h>

#include <algorithm>
#include <istream>

#include "cli/command.h"
#include "cli/file_kind.h"
#include "cli/operands.h"
#include "cli/session.h"
#include "input/catalogue_parts.h"
#include "sizer/config.h"
#include "sizer/saved.h"
#include "text/codes.h"

namespace sizer {
namespace {

std::string counted(std::size_t count, const std::string& what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

/// A file of the user's is laid over what is built in, not over the other files of the command line.
std::string content_of_catalogue(const std::string& text, const std::string& file) {
  Catalogue catalogue;
  catalogue.lay_over(text, file);
  for (const std::string& name : catalogue.cluster_names()) find_cluster(name, {}, catalogue);
  return counted(catalogue.parts().machines.size(), "machine") + ", " +
         counted(catalogue.parts().clusters.size(), "cluster");
}

/// What there is in a file, in a few words. Throws InputError where it is wrong.
std::string content(std::string_view kind, const std::string& text, const std::string& file,
                    const Catalogue& catalogue) {
  if (kind == "cluster") return "cluster, " + read_cluster(text, file, catalogue).name;
  if (kind == "catalog") return "catalogue, " + content_of_catalogue(text, file);
  if (kind == "config") {
    const Config config = read_config(text, file);
    check_codes(config);
    return "configuration, " + counted(config.budgets.size(), "budget");
  }
  if (kind == "constants") {
    read_constants(text, file, {});
    return "constants";
  }
  if (kind == "result") return "result, " + counted(read_result(text, file).jobs.size(), "job");
  ReadOptions how;
  how.catalogue = &catalogue;
  return "job, " + counted(read_job(text, file, how).steps.size(), "step");
}

/// A job may leave its cluster to the command line: that is worth a word, and no mistake.
bool is_missing_cluster(const Diagnostic& diagnostic) {
  return diagnostic.code == codes::missing_key.id && diagnostic.message == "the file has no 'cluster'";
}

/// The same as `content`, with what is no mistake put aside among `remarks`.
std::string content_but_for_cluster(std::string_view kind, const std::string& text, const std::string& file,
                                    const Catalogue& catalogue, std::vector<Diagnostic>& remarks) {
  try {
    return content(kind, text, file, catalogue);
  } catch (InputError& error) {
    const auto missing = std::ranges::find_if(error.diagnostics, is_missing_cluster);
    if (kind != "job" || missing == error.diagnostics.end()) throw;
    missing->severity = Severity::note;
    remarks.push_back(*missing);
    error.diagnostics.erase(missing);
    if (!error.diagnostics.empty()) throw;
  }
  return "job, without a cluster";
}

}  // namespace

Outcome run_validate(const Options& options, std::istream& in, const Style&) {
  if (options.operands.empty()) throw UsageError("validate: which file? '-' is standard input");
  const Catalogue catalogue = catalogue_of(options);
  Outcome outcome;
  int worst = 0;
  bool some_valid = false;
  std::vector<std::string> passed_over;
  for (const std::string& file : expanded(options.operands)) {
    const bool renamed = file == "-" && !options.stdin_filename.empty();
    const std::string shown = renamed ? options.stdin_filename : shown_name(file);
    const std::size_t told = outcome.diagnostics.size();
    std::string found;
    const int code = guarded(shown, outcome.diagnostics, [&] {
      const std::string text = file == "-" ? read_text(file, in) : read_file(file, max_result_size);
      const bool is_named = std::ranges::find(options.operands, file) != options.operands.end();
      const std::string_view kind = !options.kind.empty() ? std::string_view(options.kind)
                                    : is_named            ? kind_of(shown, text)
                                                          : kind_of_found(shown, text);
      if (kind.empty())
        passed_over.push_back(file);
      else
        found = content_but_for_cluster(kind, text, shown, catalogue, outcome.diagnostics);
    });
    if (!passed_over.empty() && passed_over.back() == file) continue;
    const bool remarked = outcome.diagnostics.size() > told;
    const bool valid = code == 0 && !(options.strict && remarked);
    worst = std::max(worst, code == 0 && !valid ? 2 : code);
    some_valid = some_valid || valid;
    if (!options.quiet) outcome.output += fmt::format("{}: {}\n", shown, valid ? "valid " + found : "not valid");
  }
  if (!passed_over.empty()) outcome.diagnostics.push_back(passed_over_note(passed_over));
  outcome.code = worst != 0 ? batch_code(worst, some_valid) : 0;
  if (options.format == "text") return outcome;

  Result result;
  result.command = "validate";
  result.sizer_version = SIZER_VERSION;
  result.diagnostics = std::move(outcome.diagnostics);
  return {.result = std::move(result), .code = outcome.code};
}

}  // namespace sizer

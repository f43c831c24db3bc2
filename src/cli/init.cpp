// `sizer init [FILE]`: a commented file to start from, and beside it the schema with which editors help.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/command.h"
#include "cli/schema.h"
#include "embedded.h"

namespace sizer {
namespace {

namespace fs = std::filesystem;

std::string template_text(const std::string& kind) {
  for (const embedded::File& file : embedded::templates())
    if (file.name == kind + ".yaml") return std::string(file.text);
  return {};
}

/// What comes next, for someone who has just begun.
std::string next_steps(const std::string& file, bool is_config) {
  const std::string first = fmt::format("{}: written. Edit it, then:\n", file);
  if (is_config)
    return first +
           "  sizer check JOB             holds a job against it\n"
           "  sizer config show --origin  what counts here, and where it is said\n";
  return first + fmt::format(
                     "  sizer validate {0}   looks for mistakes\n"
                     "  sizer estimate {0}   bytes, time and cost\n",
                     file);
}

}  // namespace

Outcome run_init(const Options& options, std::istream&, const Style&) {
  if (options.operands.size() > 1) throw UsageError("init: one file at a time");
  const std::string kind = options.from.empty() ? "job" : options.from;
  const bool is_config = kind == "config";
  const std::string text = template_text(kind);
  if (options.output == "-") return {.output = text};

  const std::string usual = is_config ? "sizer.yaml" : "job.sizer.yaml";
  const std::string named = options.operands.empty() ? usual : options.operands.front();
  const std::string file = options.output.empty() ? named : options.output;
  if (!options.output.empty() && !options.operands.empty())
    throw UsageError("init: name the file once, as operand or by --output");
  std::error_code ignored;
  if (fs::exists(file, ignored)) throw UsageError(fmt::format("init: {} is there already", file));

  const std::string schema = is_config ? "config" : "job";
  const fs::path beside = fs::path(file).parent_path() / ".sizer" / (schema + ".schema.json");
  Outcome outcome;
  outcome.output = next_steps(file, is_config);
  outcome.files = {{file, text}, {beside.string(), schema_text(schema)}};
  return outcome;
}

}  // namespace sizer

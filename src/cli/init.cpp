// `sizer init [FILE]`: a commented file to start from, and beside it the schema with which editors help.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/command.h"
#include "cli/schema.h"
#include "embedded.h"
#include "job/help.h"

namespace sizer {
namespace {

namespace fs = std::filesystem;

/// With what the tables say of a key in place of "#: filter.keeps".
std::string with_help(std::string_view text) {
  constexpr std::string_view mark = "#: ";
  std::string made;
  for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark)) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    made.append(text.substr(0, at)).append("# ").append(help_of(text.substr(at + mark.size(), end - at - mark.size())));
    text.remove_prefix(end);
  }
  return made.append(text);
}

std::string template_text(const std::string& kind) {
  for (const embedded::File& file : embedded::templates())
    if (file.name == kind + ".yaml") return with_help(file.text);
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

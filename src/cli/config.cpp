// `sizer config show [--origin]`: what holds here, and what set it.
#include "sizer/config.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/session.h"
#include "render/json_parts.h"
#include "render/page.h"
#include "text/quantity_text.h"

namespace sizer {
namespace {

std::string value_of(const Flag& flag, const Options& options) {
  if (long_name(flag) == "--cluster" && options.cluster.empty()) return options.default_cluster;
  if (const auto* field = std::get_if<bool Options::*>(&flag.field)) return options.*(*field) ? "true" : "false";
  if (const auto* field = std::get_if<std::vector<std::string> Options::*>(&flag.field))
    return fmt::format("{}", fmt::join(options.*(*field), ", "));
  return options.*std::get<std::string Options::*>(flag.field);
}

std::string origin_of(const Flag& flag, const Options& options) {
  const auto found = options.origins.find(std::string(long_name(flag)));
  return found == options.origins.end() ? "built in" : found->second;
}

/// The flags that a configuration may set.
std::vector<const Flag*> settings() {
  std::vector<const Flag*> found;
  for (std::string name : setting_names()) {
    std::ranges::replace(name, '_', '-');
    for (const Flag& flag : flags())
      if (long_name(flag) == "--" + name) found.push_back(&flag);
  }
  return found;
}

std::string shown(const Limit& limit) {
  switch (limit.id) {
    case GateId::max_cost:
      return to_text(Dollars{limit.value});
    case GateId::max_time:
      return to_text(Seconds{limit.value});
    case GateId::max_increase:
      return limit.increase.text;
    case GateId::require_feasible:
      return limit.value != 0 ? "true" : "false";
    default:
      return to_text(Bytes{limit.value});
  }
}

const char* level_text(PolicyLevel level) {
  return level == PolicyLevel::off ? "off" : level == PolicyLevel::warn ? "warn" : "error";
}

/// One line of what holds: what it is, its value, and what set it.
struct Line {
  std::string name, value, origin;
};

std::vector<Line> lines_of(const Options& options, const Config& config) {
  std::vector<Line> lines;
  for (const Flag* flag : settings())
    lines.push_back({std::string(long_name(*flag).substr(2)), value_of(*flag, options), origin_of(*flag, options)});
  for (const Budget& budget : config.budgets)
    for (const Limit& limit : budget.limits)
      lines.push_back({fmt::format("{} of {}", name_of(limit.id), budget.jobs), shown(limit), limit.source});
  for (const PolicySetting& policy : config.policies)
    lines.push_back({policy.code, level_text(policy.level), where_text(policy.place)});
  for (const Exception& exception : config.exceptions)
    lines.push_back({fmt::format("exception from {} of {}", exception.gate, exception.jobs),
                     exception.expires.empty() ? "for good" : "until " + exception.expires,
                     where_text(exception.place)});
  return lines;
}

std::string as_json(const std::vector<Line>& lines, const std::string& file) {
  Json document = header("config");
  document["file"] = file.empty() ? Json() : Json(file);
  document["settings"] = Json::array();
  for (const Line& line : lines)
    document["settings"].push_back(
        {{"name", line.name}, {"value", line.value.empty() ? Json() : Json(line.value)}, {"origin", line.origin}});
  return to_text(document);
}

std::string as_text(const std::vector<Line>& lines, const std::string& file, bool origin, const Style& style) {
  Page page(style);
  page.line(file.empty() ? "no configuration file" : file, Tone::heading);
  Table table({Align::left, Align::left, Align::left});
  for (const Line& line : lines)
    table.add({line.name, line.value.empty() ? "-" : line.value, origin ? line.origin : ""});
  page.table(table);
  return page.text();
}

}  // namespace

Outcome run_config(const Options& options, std::istream&, const Style& style) {
  if (options.operands.empty() || options.operands.front() != "show" || options.operands.size() > 2)
    throw UsageError("config: `sizer config show [--origin] [FILE]` is what there is");
  const std::string of = options.operands.size() == 2 ? options.operands[1] : "-";
  const std::string file = config_file_for(options, of);
  const Config config = file.empty() ? Config{} : read_config(read_file(file), file);
  const std::vector<Line> lines = lines_of(options, config);
  return {.output = options.format == "json" ? as_json(lines, file) : as_text(lines, file, options.origin, style)};
}

}  // namespace sizer

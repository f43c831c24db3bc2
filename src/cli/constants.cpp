// `sizer constants`: the table of believed numbers, with what a constants file replaced.
#include "sizer/constants.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "cli/session.h"
#include "render/figures.h"
#include "render/json_parts.h"
#include "render/page.h"

namespace sizer {
namespace {

/// Names are never cut, because they are what a constants file is written with.
constexpr int least_list_width = 80;

std::string as_text(const Constants& constants, Style style) {
  style.width = std::max(style.width, least_list_width);
  Table table({Align::left, Align::right, Align::right, Align::right, Align::left, Align::left});
  table.add({"constant", "low", "typical", "high", "unit"});
  std::string_view group;
  for (std::size_t id = 0; id < constant_count; ++id) {
    const ConstantInfo& info = constant_table()[id];
    const Range<double>& range = constants.range(id);
    if (group != info.source) table.add({info.source});
    group = info.source;
    table.add({fmt::format("  {}", info.name), figure(range.low), figure(range.typical), figure(range.high), info.unit,
               constants.overridden(id) ? "*" : ""});
  }
  Page page(style);
  page.headed_table(table);
  if (constants.profile != Constants().profile) {
    page.blank();
    page.paragraph("*: from " + constants.profile, 0);
  }
  return page.text();
}

std::string as_json(const Constants& constants) {
  Json rows = Json::array();
  for (std::size_t id = 0; id < constant_count; ++id) {
    const ConstantInfo& info = constant_table()[id];
    rows.push_back({{"name", info.name},
                    {"unit", info.unit},
                    {"value", range(constants.range(id))},
                    {"source", info.source},
                    {"overridden", constants.overridden(id)}});
  }
  Json document = header("constants");
  document["profile"] = {{"name", constants.profile}};
  document["constants"] = std::move(rows);
  return to_text(document);
}

}  // namespace

Outcome run_constants(const Options& options, std::istream&, const Style& style) {
  const Constants constants = constants_of(options);
  return {options.format == "json" ? as_json(constants) : as_text(constants, style)};
}

}  // namespace sizer

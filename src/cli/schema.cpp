// `sizer schema KIND`: a document of the tables or of src/schema, with those of the shared definitions that it refers
// to.
#include "cli/schema.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/command.h"
#include "embedded.h"
#include "job/schema.h"
#include "render/json_parts.h"
#include "sizer/saved.h"

namespace sizer {
namespace {

constexpr std::string_view definitions_folder = "definitions/";
constexpr std::string_view reference = "#/definitions/";

Json definitions() {
  Json all = definitions_of_lines();
  for (const embedded::File& file : embedded::schemas())
    if (file.name.starts_with(definitions_folder)) all.update(Json::parse(file.text));
  return all;
}

/// Adds to `used` what `schema` refers to, and what that refers to.
void gather(const Json& schema, const Json& known, Json& used) {
  for (const auto& [key, value] : schema.items()) {
    if (key == "$ref" && value.is_string()) {
      const std::string name = value.get<std::string>().substr(reference.size());
      if (used.contains(name)) continue;
      used[name] = known.at(name);
      gather(known.at(name), known, used);
    } else if (value.is_structured()) {
      gather(value, known, used);
    }
  }
}

Json document(const std::string& kind) {
  if (kind == "job") return job_schema();
  if (kind == "config") return config_schema();
  if (kind == "catalog") return catalogue_schema();
  const auto file = std::ranges::find(embedded::schemas(), fmt::format("{}.json", kind),
                                      [](const embedded::File& each) { return std::string(each.name); });
  if (file == embedded::schemas().end()) throw unknown("kind of schema", kind, schema_kinds());
  return Json::parse(file->text);
}

}  // namespace

const std::vector<std::string_view>& schema_kinds() {
  static const std::vector<std::string_view> kinds = {"job", "cluster", "config", "catalog", "result"};
  return kinds;
}

std::string schema_text(const std::string& kind) {
  if (kind == "result") return result_schema();
  Json schema = document(kind);
  Json used = Json::object();
  gather(schema, definitions(), used);
  if (!used.empty()) schema["definitions"] = std::move(used);
  return to_text(schema);
}

Outcome run_schema(const Options& options, std::istream&, const Style&) {
  if (options.operands.size() != 1)
    throw UsageError(fmt::format("schema: of what? One of: {}", fmt::join(schema_kinds(), ", ")));
  return {.output = schema_text(options.operands.front())};
}

}  // namespace sizer

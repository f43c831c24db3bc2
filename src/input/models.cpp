// Models by name, and those that a job writes out.
#include "input/models.h"

#include <algorithm>

#include <fmt/format.h>

#include "embedded.h"
#include "input/parsed_file.h"
#include "input/read_lines.h"
#include "job/model_lines.h"
#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer {
namespace {

constexpr std::string_view model_folder = "models/";

/// A name stands at the beginning of a line of its file, two spaces in.
bool may_hold(const embedded::File& file, std::string_view name) {
  return file.name.starts_with(model_folder) && file.text.find(fmt::format("\n  {}:", name)) != std::string_view::npos;
}

const Value* models_of(const embedded::File& file) {
  const Value* const root = parsed_file(std::string(file.name));
  return root == nullptr ? nullptr : root->find("models");
}

Model read_entry(const Value& value, const std::string& name, const Value& root) {
  Problems problems;
  Mapping from(value, value.spot, "models." + name, problems);
  Model model = read_lines<Model>(from, "model");
  model.name = name;
  model.source = from.text("source").value_or("");
  const std::optional<std::string> own_date = from.text("date");
  const Value *const source = root.find("source"), *const date = root.find("date");
  if (model.source.empty() && source != nullptr) model.source = source->text;
  if (own_date || date != nullptr) model.source += ", " + own_date.value_or(date == nullptr ? "" : date->text);
  from.close();
  problems.raise();
  return model;
}

}  // namespace

std::optional<Model> model_named(std::string_view name) {
  for (const embedded::File& file : embedded::catalogue()) {
    if (!may_hold(file, name)) continue;
    const Value* const models = models_of(file);
    if (const Value* const found = models == nullptr ? nullptr : models->find(name))
      return read_entry(*found, std::string(name), *parsed_file(std::string(file.name)));
  }
  return std::nullopt;
}

std::vector<std::string> model_names() {
  std::vector<std::string> names;
  for (const embedded::File& file : embedded::catalogue()) {
    const Value* const models = file.name.starts_with(model_folder) ? models_of(file) : nullptr;
    if (models == nullptr) continue;
    for (const Entry& entry : models->entries) names.push_back(entry.key);
  }
  return names;
}

std::optional<Model> read_model(Mapping& from, std::string_view key) {
  const Value* const given = from.find(key);
  if (given == nullptr) return std::nullopt;
  if (given->kind == ValueKind::mapping) {
    std::optional<Mapping> inner = from.inner(key);
    if (!inner) return std::nullopt;
    Model model = read_lines<Model>(*inner, "model");
    inner->close();
    return model;
  }
  const std::optional<std::string> name = from.text(key);
  if (!name) return std::nullopt;
  if (std::optional<Model> known = model_named(lower(*name))) return known;
  const std::vector<std::string> names = model_names();
  const std::vector<std::string_view> known(names.begin(), names.end());
  const std::string hint = did_you_mean(*name, known);
  from.wrong(key, codes::unknown_cluster, fmt::format("the catalogue has no model {}", in_quotes(*name)),
             hint.empty() ? "say what it is in its place, such as {parameters: 8B}" : hint);
  return std::nullopt;
}

}  // namespace sizer

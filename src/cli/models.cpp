// `sizer models list|show [NAME...]`: the models of the catalogue, and what is known of them.
#include <fmt/format.h>

#include <algorithm>

#include "cli/session.h"
#include "input/models.h"
#include "render/json_parts.h"
#include "render/page.h"
#include "sizer/words.h"
#include "text/pattern.h"
#include "text/quantity_text.h"
#include "text/spelling.h"

namespace sizer {
namespace {

/// Names are never cut, because they are what a job file is written with.
constexpr int least_models_width = 100;

std::vector<Model> models_like(const std::vector<std::string>& patterns) {
  const std::vector<std::string> names = model_names();
  const std::vector<std::string_view> known(names.begin(), names.end());
  for (const std::string& pattern : patterns) {
    if (std::ranges::any_of(names, [&](const std::string& name) { return matches(pattern, name); })) continue;
    const std::string hint = did_you_mean(pattern, known);
    throw UsageError(fmt::format("the catalogue has no model '{}'{}", pattern, hint.empty() ? "" : "; " + hint));
  }
  std::vector<Model> models;
  for (const std::string& name : names) {
    const auto wanted = [&](const std::string& pattern) { return matches(pattern, name); };
    if (patterns.empty() || std::ranges::any_of(patterns, wanted)) models.push_back(*model_named(name));
  }
  return models;
}

std::string count_text(const std::optional<Rows>& count) {
  return count ? to_text(*count) : "-";
}

std::string kind_text(const Model& model) {
  return word_of(words::model_kinds, model.kind);
}

std::string models_text(const std::vector<Model>& models, Style style) {
  style.width = std::max(style.width, least_models_width);
  Page page(style);
  Table table({Align::left, Align::left, Align::right, Align::right, Align::right, Align::right, Align::right});
  table.add({"model", "kind", "parameters", "active", "layers", "context", "gigaflops"});
  for (const Model& model : models)
    table.add({model.name, kind_text(model), count_text(model.parameters), count_text(model.active_parameters),
               model.layers > 0 ? std::to_string(model.layers) : "-", count_text(model.context),
               model.gigaflops ? number_text(*model.gigaflops) : "-"});
  page.headed_table(table);
  page.blank();
  page.paragraph("A job names one by `model`, or says what it knows of another: docs/inference.md.", 0);
  return page.text();
}

std::string details_text(const std::vector<Model>& models, Style style) {
  style.width = std::max(style.width, least_models_width);
  Page page(style);
  for (const Model& model : models) {
    page.heading(model.name);
    Table table({Align::left, Align::left});
    const auto whole = [&](const char* name, int value) {
      if (value > 0) table.add({name, std::to_string(value)});
    };
    table.add({"kind", kind_text(model)});
    table.add({"parameters", count_text(model.parameters)});
    if (model.active_parameters) table.add({"active parameters", count_text(model.active_parameters)});
    whole("layers", model.layers);
    whole("heads", model.heads);
    whole("heads whose keys and values are kept", model.kv_heads);
    whole("numbers of a head", model.head_size);
    if (model.context) table.add({"context", count_text(model.context)});
    if (model.gigaflops) table.add({"gigaflops of an item", number_text(*model.gigaflops)});
    if (model.pixels) table.add({"pixels of that item", count_text(model.pixels)});
    whole("trees", model.trees);
    whole("depth", model.depth);
    table.add({"source", model.source});
    page.table(table);
  }
  return page.text();
}

Json count_or_null(const std::optional<Rows>& count) {
  return count ? number(count->value) : Json();
}

Json whole_or_null(int value) {
  return value > 0 ? Json(value) : Json();
}

std::string models_json(const std::vector<Model>& models) {
  Json document = header("models");
  document["models"] = Json::array();
  for (const Model& model : models)
    document["models"].push_back({{"name", model.name},
                                  {"kind", kind_text(model)},
                                  {"parameters", count_or_null(model.parameters)},
                                  {"active_parameters", count_or_null(model.active_parameters)},
                                  {"layers", whole_or_null(model.layers)},
                                  {"heads", whole_or_null(model.heads)},
                                  {"kv_heads", whole_or_null(model.kv_heads)},
                                  {"head_size", whole_or_null(model.head_size)},
                                  {"context", count_or_null(model.context)},
                                  {"gigaflops", model.gigaflops ? number(*model.gigaflops) : Json()},
                                  {"pixels", count_or_null(model.pixels)},
                                  {"source", model.source}});
  return to_text(document);
}

}  // namespace

Outcome run_models(const Options& options, std::istream&, const Style& style) {
  const std::string what = options.operands.empty() ? "list" : options.operands.front();
  if (what != "list" && what != "show") throw unknown("verb of models", what, {"list", "show"});
  if (what == "show" && options.operands.size() == 1) throw UsageError("models show: which? Name models");
  const auto named = options.operands.empty() ? options.operands.end() : options.operands.begin() + 1;
  const std::vector<Model> models = models_like({named, options.operands.end()});
  if (options.format == "json") return {models_json(models)};
  return {what == "show" ? details_text(models, style) : models_text(models, style)};
}

}  // namespace sizer

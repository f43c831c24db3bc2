/// \file
/// Walks a JSON Schema together with a file that it describes: for each object and word list of the schema, a document
/// in which that object or word stands, and is all that could be wrong.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <vector>
#include "result/json_value.h"

namespace schema_walk {

using sizer::Json;

/// Puts a value where the walk is; gives the whole document.
using Wrap = std::function<Json(const Json&)>;

struct Visitor {
  std::function<void(const std::string& path, const Json& schema, const Json& full, const Wrap&)> object;
  std::function<void(const std::string& path, const Json& schema, const Wrap&)> words;
  std::function<void(const std::string& path, const Json& example, const Wrap&)> example;
};

class Walk {
 public:
  Walk(const Json& root, Visitor visitor) : root_(root), visitor_(std::move(visitor)) {}

  void run() {
    visit("", root_, [](const Json& value) { return value; });
  }

 private:
  const Json& resolved(const Json& schema) const {
    const Json* at = &schema;
    while (at->contains("$ref")) at = &root_.at(Json::json_pointer(at->at("$ref").get<std::string>().substr(1)));
    return *at;
  }

  /// Something that the schema allows.
  Json sample(const Json& schema) const {
    for (const Json* at : {&schema, &resolved(schema)}) {
      if (at->contains("examples")) return at->at("examples").front();
      if (at->contains("default")) return at->at("default");
      if (at->contains("enum")) return at->at("enum").front();
    }
    return object(resolved(schema), "");
  }

  static bool lists(const Json& required, const std::string& key) {
    return std::ranges::find(required, Json(key)) != required.end();
  }

  /// Of alternatives such as `anyOf: [{required: [a]}, {required: [b]}]` that with `key`, else the first.
  static Json alternative(const Json& schema, const std::string& key) {
    Json chosen = Json::array();
    for (const char* choice : {"anyOf", "oneOf"}) {
      if (!schema.contains(choice)) continue;
      for (const Json& each : schema.at(choice))
        if (each.contains("required") && (chosen.empty() || lists(each.at("required"), key)))
          chosen = each.at("required");
    }
    return chosen;
  }

  /// An object with the keys that go with `key`, but for that key itself.
  Json object(const Json& schema, const std::string& key) const {
    Json made = Json::object();
    for (const Json& required : {schema.value("required", Json::array()), alternative(schema, key)})
      for (const auto& name : required)
        if (name != key) made[name.get<std::string>()] = sample(schema.at("properties").at(name.get<std::string>()));
    return made;
  }

  void visit(const std::string& path, const Json& given, const Wrap& wrap) {
    for (const char* list : {"examples", "default"})
      if (given.contains(list)) {
        const Json& value = given.at(list);
        for (const Json& each : value.is_array() ? value : Json::array({value})) visitor_.example(path, each, wrap);
      }
    const Json& schema = resolved(given);
    if (&schema != &given && schema.contains("description")) return visit(path, schema, wrap);
    if (schema.contains("enum")) visitor_.words(path, schema, wrap);
    for (const char* all : {"allOf", "anyOf", "oneOf"})
      if (schema.contains(all))
        for (const Json& each : schema.at(all))
          if (!each.contains("required") || each.contains("properties")) visit(path, each, wrap);
    if (schema.contains("properties")) visit_object(path, schema, wrap);
    if (schema.contains("additionalProperties") && schema.at("additionalProperties").is_object())
      visit(path + ".clicks", schema.at("additionalProperties"), [wrap, joined = path == "inputs"](const Json& value) {
        if (!joined) return wrap({{"clicks", value}});
        return wrap({{"clicks", value}, {"customers", {{"size", "1 GB"}}}});
      });
    if (schema.contains("items"))
      visit(path + "[]", schema.at("items"), [wrap](const Json& value) { return wrap(Json::array({value})); });
  }

  void visit_object(const std::string& path, const Json& schema, const Wrap& wrap) {
    visitor_.object(path, schema, object(schema, ""), wrap);
    for (const auto& [key, value] : schema.at("properties").items()) {
      const Json rest = object(schema, key);
      visit(path.empty() ? key : path + "." + key, value, [wrap, rest, name = key](const Json& inner) {
        Json full = rest;
        full[name] = inner;
        return wrap(full);
      });
    }
  }

  const Json& root_;
  Visitor visitor_;
};

}  // namespace schema_walk

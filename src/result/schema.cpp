// The fields of a result, visited by a writer of JSON Schema (draft-07).
#include <fmt/format.h>

#include <string>

#include "result/json_value.h"
#include "result/result_fields.h"
#include "sizer/saved.h"

namespace sizer {
namespace {

Json reference(const std::string& name) {
  return {{"$ref", "#/definitions/" + name}};
}
Json or_nothing(Json schema) {
  return {{"anyOf", Json::array({std::move(schema), {{"type", "null"}}})}};
}
/// What is not finite is null.
Json number_schema(const char* type) {
  return {{"type", {type, "null"}}};
}
Json object_schema(Json properties) {
  Json required = Json::array();
  for (const auto& [key, value] : properties.items()) required.push_back(key);
  return {{"type", "object"},
          {"properties", std::move(properties)},
          {"required", std::move(required)},
          {"additionalProperties", false}};
}
Json list_schema(Json items) {
  return {{"type", "array"}, {"items", std::move(items)}};
}

/// Gathers the properties of one object, and definitions as their types are met.
class Describer {
 public:
  explicit Describer(Json& definitions) : definitions_(definitions) {}

  template <class T>
  void operator()(const char* key, const T& member, const char* help) {
    put(key, schema(member), help);
  }
  template <class Fill>
  void group(const char* key, bool present, Fill fill, const char* help) {
    Describer inner(definitions_);
    fill(inner);
    Json object = object_schema(std::move(inner.properties_));
    put(key, present ? std::move(object) : or_nothing(std::move(object)), help);
  }
  void version(const char* key, const char* help) {
    put(key, {{"const", fmt::format("{}.{}", format_major, format_minor)}}, help);
  }
  void diagnostics_of(const char* key, const std::string&, const char* help) {
    put(key, schema(std::vector<Diagnostic>{}), help);
  }

  template <class T>
  Json schema(const T& record) {
    if constexpr (definition<T> == nullptr) {
      return described(record);
    } else {
      const char* const name = definition<T>;
      if (definitions_.contains(name)) return reference(name);
      definitions_[name] = nullptr;  // known before its fields are met: it may hold itself
      definitions_[name] = described(record);
      return reference(name);
    }
  }

  template <class T>
  Json described(const T& record) {
    Describer inner(definitions_);
    fields(inner, record);
    return object_schema(std::move(inner.properties_));
  }

 private:
  void put(const char* key, Json schema, const char* help) {
    Json described = {{"description", help}};
    if (schema.contains("$ref"))
      described["allOf"] = Json::array({std::move(schema)});  // draft-07 reads nothing beside a $ref
    else
      described.update(schema);
    properties_[key] = std::move(described);
  }

  Json defined(const std::string& name, Json properties) {
    if (!definitions_.contains(name)) definitions_[name] = object_schema(std::move(properties));
    return reference(name);
  }

  Json schema(const std::string&) { return {{"type", "string"}}; }
  Json schema(bool) { return {{"type", "boolean"}}; }
  Json schema(int) { return {{"type", "integer"}}; }
  Json schema(double) { return number_schema("number"); }
  template <class Kind>
  Json schema(Quantity<Kind>) {
    return number_schema("number");
  }
  Json schema(Bytes) { return number_schema("integer"); }
  template <class T>
  Json schema(const Range<T>& range) {
    return defined(std::is_same_v<T, Bytes> ? "byte_range" : "range",
                   {{"low", schema(range.low)}, {"typical", schema(range.typical)}, {"high", schema(range.high)}});
  }
  template <class T>
  Json schema(const Quantiles<T>& points) {
    return defined(std::is_same_v<T, Bytes> ? "byte_quantiles" : "quantiles",
                   {{"p10", schema(points.p10)}, {"p50", schema(points.p50)}, {"p90", schema(points.p90)}});
  }
  template <class T>
  Json schema(const std::optional<T>&) {
    return or_nothing(schema(T{}));
  }
  template <class T>
  Json schema(const std::vector<T>&) {
    return list_schema(schema(T{}));
  }

  Json schema(const OrNull<const std::string>&) { return {{"type", {"string", "null"}}}; }
  Json schema(const OrNull<const int>&) { return {{"type", {"integer", "null"}}, {"minimum", 1}}; }
  Json schema(const OrElse<const std::string>&) { return {{"type", "string"}}; }
  template <class T, std::size_t n>
  Json schema(const OneOf<T, n>& choice) {
    return {{"enum", choice.words}};
  }
  template <class T, std::size_t n>
  Json schema(const Worded<T, n>&) {
    return {{"type", "string"}};
  }
  template <class T, class Enum>
  Json schema(const Named<T, Enum>&) {
    return {{"type", {"string", "null"}}};
  }
  template <class Name, class T>
  Json schema(const AsObject<const std::vector<std::pair<Name, T>>>&) {
    return {{"type", "object"}, {"additionalProperties", schema(T{})}};
  }
  template <class T>
  Json schema(const Settings<T>&) {
    return list_schema(object_schema({{"path", {{"type", "string"}}}, {"value", {{"type", "string"}}}}));
  }
  template <class T>
  Json schema(const Keyed<T>& object) {
    Json properties = Json::object();
    for (std::size_t i = 0; i < object.values.size(); ++i) properties[object.key(i)] = schema(object.values[i]);
    return object_schema(std::move(properties));
  }
  Json schema(const EndColumn<const Place>&) { return {{"type", {"integer", "null"}}, {"minimum", 1}}; }
  template <class T>
  Json schema(const When<T>& value) {
    return or_nothing(schema(value.value));
  }

  Json& definitions_;
  Json properties_ = Json::object();
};

}  // namespace

std::string result_schema() {
  Json definitions = Json::object();
  Json document = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                   {"title", "A result of sizer"},
                   {"description",
                    "What --format json writes. Base units, the unit in the key, bytes as whole numbers; null is what "
                    "is not known, or does not apply."}};
  document.update(Describer(definitions).schema(Result{}));
  document["definitions"] = std::move(definitions);
  return to_text(document);
}

}  // namespace sizer

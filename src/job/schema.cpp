// Visits the tables and writes what a schema says of each line.
#include "job/schema.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <variant>

#include "job/catalogue_lines.h"
#include "job/config_lines.h"
#include "sizer/catalogue.h"

namespace sizer {
namespace {

Json reference(const std::string& name) {
  return {{"$ref", "#/definitions/" + name}};
}

/// What definitions of quantities call one.
std::string definition_of(const Limits& limits) {
  switch (limits.dimension) {
    case Dimension::number:
      break;
    case Dimension::bytes:
      if (limits.bare) return "value_size";
      return limits.of == SizeOf::memory ? "memory" : limits.of == SizeOf::row ? "width" : "bytes";
    case Dimension::seconds:
      return "time";
    case Dimension::rows:
      return "rows";
    case Dimension::share:
      return "share";
    case Dimension::ratio:
      return "ratio";
    case Dimension::rate:
      return "rate";
    case Dimension::row_rate:
      return "rows_per_second";
    case Dimension::price:
      return "price";
    case Dimension::dollars:
      return "dollars";
  }
  return "count";
}

std::string description_of(const Says& says) {
  if (says.otherwise.empty()) return std::string(says.means);
  return fmt::format("{} {}{}.", says.means, says.otherwise.starts_with(required) ? "" : "Default: ", says.otherwise);
}

/// What counts where nothing is given, as a value, where it is one.
Json value_of(const Says& says, const Limits& limits) {
  if (says.otherwise.empty() || !std::holds_alternative<double>(read_quantity(says.otherwise, limits))) return nullptr;
  const Json number = Json::parse(says.otherwise, nullptr, false);
  return number.is_number() ? number : Json(says.otherwise);
}

template <class E, std::size_t n>
Json words_of(const Word<E> (&words)[n]) {
  Json list = Json::array();
  for (const Word<E>& each : words) list.push_back(each.word);
  return list;
}

/// Gathers the schema of one mapping.
class Describer {
 public:
  explicit Describer(std::string_view first_key = {}, std::string_view list_key = {})
      : first_key_(first_key), list_key_(list_key) {}

  /// Prices may be in other currencies.
  Describer& with_any_currency() {
    any_currency_ = true;
    return *this;
  }

  // ---- Lines

  template <class T, class V>
  void operator()(const char* key, std::optional<Range<V>> T::*, const Measure<V>& measure, const Says& says) {
    range(key, measure.limits, says);
  }
  template <class T, class V>
  void operator()(const char* key, Range<V> T::*, const Measure<V>& measure, const Says& says) {
    range(key, measure.limits, says);
  }
  template <class T, class V, class Given>
  void operator()(const char* key, Given T::*, const Measure<V>& measure, const Says& says) {
    const bool any_price = any_currency_ && measure.limits.dimension == Dimension::price;
    put(key, reference(any_price ? "any_price" : definition_of(measure.limits)), says, value_of(says, measure.limits));
  }
  template <class T, class Given, class E, std::size_t n>
  void operator()(const char* key, Given T::*, const Word<E> (&words)[n], const Says& says) {
    const Json list = words_of(words);
    const bool is_word = std::find(list.begin(), list.end(), Json(says.otherwise)) != list.end();
    put(key, {{"enum", list}}, says, is_word ? Json(says.otherwise) : Json());
    shorthand(key, {{"enum", list}});
  }
  template <class T, class Given>
  void operator()(const char* key, Given T::*, how::YesOrNo how, const Says& says) {
    setting(key, how, says);
  }
  template <class T, class Given>
  void operator()(const char* key, Given T::*, const how::Whole& whole, const Says& says) {
    setting(key, whole, says);
  }
  template <class T>
  void operator()(const char* key, std::optional<double> T::*, how::Version, const Says& says) {
    put(key, reference("version"), says);
  }
  template <class T>
  void operator()(const char* key, Keys T::*, how::Columns, const Says& says) {
    names(key, says);
  }
  template <class T>
  void operator()(const char* key, Keys T::*, how::InOrder, const Says& says) {
    names(key, says);
  }
  template <class T>
  void operator()(const char* key, Keys T::*, how::ColumnsOrAll<T>, const Says& says) {
    names(key, says);
  }
  template <class T>
  void operator()(const char* key, std::string T::*, how::Text how, const Says& says) {
    setting(key, how, says);
  }
  template <class T>
  void operator()(const char* key, std::string T::*, how::Currency, const Says& says) {
    put(key, {{"type", "string"}, {"pattern", "^[A-Z]{3}$"}}, says, Json(says.otherwise));
  }
  template <class T, class Price>
  void operator()(const char* key, Price T::*, how::Billed, const Says& says) {
    put(key, reference("unit_price"), says);
  }
  template <class T>
  void operator()(const char* key, std::string T::*, how::Date, const Says& says) {
    put(key, reference("date"), says);
  }
  template <class T>
  void operator()(const char* key, std::string T::*, how::GateName, const Says& says) {
    std::string names;
    for (int i = 0; i < gate_count; ++i) names += fmt::format("{}|", name_of(static_cast<GateId>(i)));
    put(key, {{"type", "string"}, {"pattern", "^(" + names + "SZ1[0-9][0-9])$"}}, says);
  }
  template <class T>
  void operator()(const char* key, GivenShuffle T::*, how::BytesOrRatio, const Says& says) {
    put(key, {{"anyOf", Json::array({reference("bytes_range"), reference("ratio_range")})}}, says);
  }
  template <class T>
  void operator()(const char* key, ColumnType T::*, how::Type, const Says& says) {
    put(key, reference("text"), says);
    shorthand(key, reference("text"));
  }
  template <class T>
  void operator()(const char* key, std::optional<TopShare> T::*, how::Top, const Says& says) {
    put(key,
        {{"type", "object"}, {"minProperties", 1}, {"maxProperties", 1}, {"additionalProperties", reference("share")}},
        says);
  }
  template <class T>
  void operator()(const char* key, std::vector<Column> T::*, how::Typed, const Says& says) {
    put(key, {{"type", "object"}, {"minProperties", 1}, {"additionalProperties", reference("column")}}, says);
  }
  template <class T>
  void operator()(const char* key, std::vector<AggregateValue> T::*, how::Values, const Says& says) {
    put(key,
        {{"type", "object"},
         {"minProperties", 1},
         {"additionalProperties", {{"type", "string"}, {"pattern", "^ *[A-Za-z_]+ *[(].*[)] *$"}}}},
        says);
  }
  void operator()(const char* key, how::Others, const Says& says) { names(key, says); }
  template <class T>
  void operator()(const char* key, std::optional<std::string> T::*, how::Text, const Says& says) {
    put(key, reference("text"), says);
  }
  template <class T>
  void operator()(const char* key, std::optional<std::string> T::*, how::Platform, const Says& says) {
    put(key, {{"enum", built_in_catalogue().platforms()}}, says);
  }
  template <class T>
  void operator()(const char* key, std::optional<std::string> T::*, how::IncreaseText, const Says& says) {
    put(key, {{"type", "string"}, {"minLength", 1}}, says);
  }
  template <class T>
  void operator()(const char* key, std::optional<Model> T::*, how::ModelName, const Says& says) {
    Describer inner;
    lines(Type<Model>{}, inner);
    put(key, {{"anyOf", Json::array({reference("text"), inner.object()})}}, says);
  }
  void operator()(const char* key, how::Own own, const Says& says) { put(key, Json::parse(own.schema), says); }
  template <class T>
  void operator()(const char* key, SparkSettings T::*, how::Written, const Says& says) {
    put(key, reference(key), says);
  }
  template <class T>
  void operator()(const char* key, RaySettings T::*, how::Written, const Says& says) {
    put(key, reference(key), says);
  }
  template <class T, class V>
  void operator()(const char* key, std::optional<V> T::*, how::Written, const Says& says) {
    if constexpr (std::is_same_v<V, SparkSettings> || std::is_same_v<V, RaySettings>) {
      put(key, reference(key), says);
    } else {
      Describer inner;
      lines(Type<V>{}, inner);
      put(key, inner.object(), says);
    }
  }

  // ---- What has no member

  void setting(const char* key, how::Text, const Says& says) { put(key, reference("text"), says); }
  void setting(const char* key, how::YesOrNo, const Says& says) {
    put(key, reference("switch"), says, Json::parse(says.otherwise, nullptr, false));
  }
  void setting(const char* key, const how::Whole& whole, const Says& says) {
    const Json schema = whole.name != nullptr
                            ? reference(whole.name)
                            : Json{{"type", "integer"}, {"minimum", whole.least}, {"maximum", whole.most}};
    put(key, schema, says, value_of(says, {Dimension::number, "", true, true}));
    shorthand(key, schema);
  }
  void setting(const char* key, const Measure<Seconds>& measure, const Says& says) {
    put(key, reference(definition_of(measure.limits)), says);
  }
  template <std::size_t n>
  void setting(const char* key, const how::Choice<n>& choice, const Says& says) {
    const bool is_word = std::ranges::find(choice.words, says.otherwise) != choice.words.end();
    put(key, {{"enum", choice.words}}, says, is_word ? Json(says.otherwise) : Json());
  }
  void setting(const char* key, how::Files, const Says& says) {
    const Json file = {{"type", "string"}, {"minLength", 1}};
    put(key, {{"anyOf", Json::array({file, {{"type", "array"}, {"minItems", 1}, {"items", file}}})}}, says);
  }

  // ---- Rules

  void older(const char* word, const char* key, const Says& says) {
    older_says_ = says;
    older_word_ = word;
    one_of_ = Json::array({{{"required", {key}}}, {{"required", {word}}}});
    older_than_ = key;
  }
  void not_both(const char* a, const char* b) { not_ = {{"required", {a, b}}}; }
  void needs(const char* key, const char* other, std::string_view) { dependencies_[key] = {other}; }
  void either(const char* one, std::initializer_list<std::string_view> rest, std::string_view) {
    Json others = Json::array();
    for (const std::string_view each : rest) others.push_back(each);
    any_of_ = Json::array({{{"required", {one}}}, {{"required", others}}});
  }
  void one_of(std::initializer_list<std::string_view> keys, std::string_view) {
    one_of_ = Json::array();
    for (const std::string_view each : keys) one_of_.push_back({{"required", {each}}});
  }
  void contradict(const char*, const char*, const auto&, std::string_view) {}  // what no schema can say
  void idle(const char*, const auto&, std::string_view) {}
  void together(const char* a, const char* b, std::string_view) {
    dependencies_[a] = {b};
    dependencies_[b] = {a};
  }

  /// Of what was visited. `or_nothing`: a mapping of which no key is needed may be left out as a whole.
  Json object(bool or_nothing = false) const {
    Json made;
    made["type"] = or_nothing && free() ? Json{"object", "null"} : Json("object");
    if (!required_.empty()) made["required"] = required_;
    if (!one_of_.is_null()) made["oneOf"] = one_of_;
    if (!any_of_.is_null()) made["anyOf"] = any_of_;
    made["properties"] = properties_;
    if (!dependencies_.is_null()) made["dependencies"] = dependencies_;
    if (!not_.is_null()) made["not"] = not_;
    made["patternProperties"] = {{"^x-", Json::object()}};
    made["additionalProperties"] = false;
    return made;
  }

  /// What a scalar or list may be in place of the mapping; null: a key beside it is needed.
  Json in_short() const { return older_word_ == nullptr ? shorthand_ : Json(); }

 private:
  bool free() const { return required_.empty() && one_of_.is_null() && any_of_.is_null(); }

  void range(const char* key, const Limits& limits, const Says& says) {
    const std::string name = definition_of(limits);
    Json range = reference(name + "_range");
    if (any_currency_ && limits.dimension == Dimension::price)
      range = {{"anyOf", Json::array({reference("any_price"), range})}};
    put(key, std::move(range), says, value_of(says, limits));
    shorthand(key, reference(name + "_text"));
  }
  void names(const char* key, const Says& says) {
    put(key, reference("names"), says);
    shorthand(key, reference("names"));
  }
  void put(const char* key, Json schema, const Says& says, const Json& otherwise = {}) {
    if (!otherwise.is_null() && !otherwise.is_discarded()) schema["default"] = otherwise;
    schema["description"] = description_of(says);
    if (!says.examples.empty()) schema["examples"] = Json::parse(says.examples);
    if (says.otherwise == required && older_than_ != key) required_.push_back(key);
    properties_[key] = std::move(schema);
    if (older_than_ == key) put(older_word_, reference("names"), older_says_);
  }
  void shorthand(std::string_view key, Json schema) {
    if (key == list_key_)
      shorthand_ = {{"anyOf", Json::array({shorthand_, schema})}};
    else if (key == first_key_)
      shorthand_ = std::move(schema);
  }

  std::string_view first_key_, list_key_;
  bool any_currency_ = false;
  std::string_view older_than_{};
  const char* older_word_ = nullptr;
  Says older_says_{};
  Json properties_ = Json::object(), required_ = Json::array();
  Json one_of_{}, any_of_{}, not_{}, dependencies_{}, shorthand_{};
};

template <class T>
Json object_of() {
  Describer describer;
  lines(Type<T>{}, describer);
  return describer.object();
}

template <class Op>
Json kind_schema() {
  constexpr const Kind& kind = step_kind<Op>;
  Describer describer(kind.first_key, kind.list_key);
  lines(Type<Op>{}, describer);
  Json made = {{"description", kind.means}, {"examples", Json::parse(kind.examples)}};
  const Json in_short = describer.in_short();
  if (in_short.is_null())
    made.update(describer.object(kind.first_key.empty()));
  else
    made["anyOf"] = Json::array({in_short, describer.object(true)});
  return made;
}

/// A type, or a mapping.
Json column_schema() {
  Describer describer("type");
  lines(Type<Column>{}, describer);
  return {{"description", "A type, or what is known of the column."},
          {"anyOf", Json::array({describer.in_short(), describer.object()})}};
}

/// Adds the kinds to what any step takes.
template <std::size_t... i>
Json step_schema(std::index_sequence<i...>) {
  Json made = object_of<Step>(), kinds = Json::array(), shuffling = Json::array();
  const auto add = [&]<class Op>(Type<Op>) {
    constexpr const Kind& kind = step_kind<Op>;
    const Json needed = {{"required", {kind.name}}};
    kinds.push_back(needed);
    if (kind.shuffles) shuffling.push_back(needed);
    made["properties"][std::string(kind.name)] = kind_schema<Op>();
  };
  (add(Type<std::variant_alternative_t<i, Operator>>{}), ...);
  made["description"] = "One kind (`join`, `write`, ...) and, beside it, `name`, `from` and `shuffle`.";
  made["oneOf"] = std::move(kinds);
  made["dependencies"] = {{"shuffle", {{"anyOf", std::move(shuffling)}}}};
  return made;
}

/// A file of its own may name its schema.
Json with_schema_key(Json object) {
  Json properties = {
      {"$schema", {{"type", "string"}, {"description", "Where editors find this schema; sizer does not read it."}}}};
  properties.update(object["properties"]);
  object["properties"] = std::move(properties);
  return object;
}

Json machine_schema() {
  Describer describer;
  lines(Type<WrittenMachine>{}, describer.with_any_currency());
  return describer.object();
}

template <class T>
Json document(const char* title, const char* description) {
  Json made = {{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", title}, {"description", description}};
  made.update(with_schema_key(object_of<T>()));
  return made;
}

}  // namespace

Json definitions_of_lines() {
  return {{"step", step_schema(std::make_index_sequence<std::variant_size_v<Operator>>())},
          {"input", object_of<Input>()},
          {"column", column_schema()},
          {"spark", object_of<SparkSettings>()},
          {"ray", object_of<RaySettings>()},
          {"cluster", with_schema_key(object_of<WrittenCluster>())},
          {"budget", object_of<WrittenLimits>()},
          {"budget_of_jobs", object_of<WrittenBudget>()},
          {"exception", object_of<Exception>()},
          {"machine", machine_schema()},
          {"discount", object_of<WrittenDiscount>()},
          {"prices", object_of<Tariff>()}};
}

Json job_schema() {
  return document<WrittenJob>("A job of sizer",
                              "What a Spark or Ray job reads, what it does with it, and where: see docs/job-file.md.");
}

Json catalogue_schema() {
  return document<WrittenCatalogue>("A catalogue of sizer",
                                    "Machines, clusters, prices and discounts that are laid over the built-in "
                                    "catalogue: see docs/prices.md.");
}

Json config_schema() {
  return document<WrittenConfig>("The configuration of sizer (sizer.yaml)",
                                 "Defaults for flags, and what a project asks of its jobs: budgets, policies, "
                                 "exceptions. The nearest sizer.yaml above a job counts.");
}

}  // namespace sizer

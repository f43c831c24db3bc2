// The fields of a result, visited by a writer of JSON.
#include "result/write.h"

#include <fmt/format.h>

#include <cstddef>
#include <string>
#include <utility>

#include "result/result_fields.h"

namespace sizer {
namespace {

/// Fills one object. `diagnostics` are those of the whole result.
class Writer {
 public:
  explicit Writer(const std::vector<Diagnostic>& diagnostics) : diagnostics_(diagnostics) {}

  template <class T>
  void operator()(const char* key, const T& member, const char*) {
    put(key, json(member));
  }
  template <class Fill>
  void group(const char* key, bool present, Fill fill, const char*) {
    Writer inner(diagnostics_);
    if (present) fill(inner);
    put(key, present ? std::move(inner.object_) : Json());
  }
  void version(const char* key, const char*) { put(key, fmt::format("{}.{}", format_major, format_minor)); }
  void diagnostics_of(const char* key, const std::string& file, const char*) {
    Json chosen = Json::array();
    for (const Diagnostic& each : diagnostics_)
      if (each.place.file == file) chosen.push_back(json(each));
    put(key, std::move(chosen));
  }

  template <class T>
  Json json(const T& record) const {
    Writer inner(diagnostics_);
    fields(inner, record);
    return std::move(inner.object_);
  }

 private:
  /// No record has two fields of one key: nothing is looked for.
  void put(const char* key, Json value) { object_.get_ref<Json::object_t&>().emplace_back(key, std::move(value)); }

  Json json(const std::string& text) const { return text; }
  Json json(bool value) const { return value; }
  Json json(int value) const { return value; }
  Json json(double value) const { return number(value); }
  template <class Kind>
  Json json(Quantity<Kind> value) const {
    return number(value);
  }
  template <class T>
  Json json(const Range<T>& range) const {
    return {{"low", number(range.low)}, {"typical", number(range.typical)}, {"high", number(range.high)}};
  }
  template <class T>
  Json json(const Quantiles<T>& points) const {
    return {{"p10", number(points.p10)}, {"p50", number(points.p50)}, {"p90", number(points.p90)}};
  }
  template <class T>
  Json json(const std::optional<T>& value) const {
    return value ? json(*value) : Json();
  }
  template <class T>
  Json json(const std::vector<T>& list) const {
    Json all = Json::array();
    for (const T& each : list) all.push_back(json(each));
    return all;
  }

  Json json(const OrNull<const std::string>& text) const { return text_or_null(text.value); }
  Json json(const OrNull<const int>& value) const { return value.value == 0 ? Json() : Json(value.value); }
  Json json(const OrElse<const std::string>& text) const { return text.value.empty() ? text.standard : text.value; }
  template <class T, std::size_t n>
  Json json(const OneOf<T, n>& choice) const {
    return choice.words[static_cast<std::size_t>(choice.value)];
  }
  template <std::size_t n>
  Json json(const OneOf<const std::string, n>& choice) const {
    return choice.value;
  }
  template <class T, std::size_t n>
  Json json(const Worded<T, n>& word) const {
    return json(word.choice);
  }
  template <class T, class Enum>
  Json json(const Named<T, Enum>& named) const {
    return named.value ? Json(named.name(*named.value)) : Json();
  }
  template <class T>
  Json json(const AsObject<T>& object) const {
    Json all = Json::object();
    for (const auto& [name, value] : object.pairs) all[name] = json(value);
    return all;
  }
  template <class T>
  Json json(const Settings<T>& list) const {
    Json all = Json::array();
    for (const auto& [path, value] : list.pairs) all.push_back({{"path", path}, {"value", value}});
    return all;
  }
  template <class T>
  Json json(const Keyed<T>& object) const {
    Json all = Json::object();
    for (std::size_t i = 0; i < object.values.size(); ++i) all[object.key(i)] = json(object.values[i]);
    return all;
  }
  Json json(const EndColumn<const Place>& end) const {
    return end.place.column == 0 ? Json() : Json(end.place.column + end.place.length);
  }
  template <class T>
  Json json(const When<T>& value) const {
    return value.present ? json(value.value) : Json();
  }

  const std::vector<Diagnostic>& diagnostics_;
  Json object_ = Json::object();
};

template <class T>
Json alone(const T& record) {
  return Writer({}).json(record);
}

}  // namespace

Json to_json(const Result& result) {
  return Writer(result.diagnostics).json(result);
}
Json to_json(const JobReport& job, const std::vector<Diagnostic>& diagnostics) {
  return Writer(diagnostics).json(job);
}
Json to_json(const Sequence& sequence) {
  return alone(sequence);
}
Json to_json(const Gate& gate) {
  return alone(gate);
}
Json to_json(const Comparison& comparison) {
  return alone(comparison);
}
Json to_json(const JobDifference& difference) {
  return alone(difference);
}
Json to_json(const Explanation& explanation) {
  return alone(explanation);
}
Json to_json(const Sizing& sizing) {
  return alone(sizing);
}
Json to_json(const Diagnostic& diagnostic) {
  return alone(diagnostic);
}

}  // namespace sizer

// The fields of a result, visited by a reader of JSON that says where something is wrong.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>

#include "result/json_value.h"
#include "result/result_fields.h"
#include "sizer/saved.h"
#include "text/problems.h"
#include "text/reader.h"
#include "text/spelling.h"
#include "text/utf8.h"
#include "text/value.h"

namespace sizer {
namespace {

constexpr TextLimits limits{.size = max_result_size,
                            .depth = 400,
                            .values = 5'000'000,
                            .brackets_and_commas = 5'000'000,
                            .control_characters = true};

/// The file as a whole.
struct Reading {
  Problems problems{};
  bool newer = false;  ///< of a higher minor version: keys that are not known are passed over
  bool older = false;  ///< of a lower one: keys that it did not have yet are as if nothing were known
};

bool is_null(const Value& value) {
  return value.kind == ValueKind::null;
}
/// A scalar that is no text.
bool is_bare(const Value& value) {
  return value.kind == ValueKind::scalar && !value.quoted;
}

template <class T>
bool parse(const Value& value, T& out) {
  const char* const end = value.text.data() + value.text.size();
  const auto [stopped, error] = std::from_chars(value.text.data(), end, out);
  return is_bare(value) && error == std::errc() && stopped == end;
}

/// Reads one value. `where` is what messages call it: "jobs[0].bytes".
class Reader {
 public:
  Reader(const Value& value, std::string where, Reading& reading)
      : value_(value), where_(std::move(where)), reading_(reading) {}

  // ---- What the tables of fields ask for ----------------------------------------------------------------------------

  template <class T>
  void operator()(const char* key, T&& member, const char*) {
    if (const Value* const value = require(key)) inner(*value, key).read(member);
  }
  template <class Fill>
  void group(const char* key, bool present, Fill fill, const char*) {
    const Value* const value = require(key);
    if (value == nullptr || (is_null(*value) && !present)) return;
    Reader group = inner(*value, key);
    group.mapping([&] { fill(group); });
  }
  void version(const char* key, const char*) { require(key); }
  /// These stand at the end of the result too, and are read there.
  void diagnostics_of(const char* key, const std::string&, const char*) { require(key); }

  // ---- Values, by their type ----------------------------------------------------------------------------------------

  template <class T>
  void read(T& record) {
    mapping([&] { fields(*this, record); });
  }
  void read(Comparison& comparison) {
    mapping([&] { fields(*this, comparison); });
    const auto known = [&](int index) { return index >= 0 && index < static_cast<int>(comparison.candidates.size()); };
    for (const Pair& pair : comparison.pairs)
      if (!known(pair.first) || !known(pair.second)) wrong(codes::out_of_bounds, "has a pair of no candidates");
  }
  void read(std::string& text) {
    if (value_.kind != ValueKind::scalar || !value_.quoted) return expected("a text");
    text = value_.text;
  }
  void read(bool& flag) {
    if (!is_bare(value_) || (value_.text != "true" && value_.text != "false")) return expected("true or false");
    flag = value_.text == "true";
  }
  void read(int& number) {
    if (!parse(value_, number)) expected("a whole number");
  }
  /// What is not finite was written as null.
  void read(double& number) {
    if (is_null(value_))
      number = std::numeric_limits<double>::quiet_NaN();
    else if (!parse(value_, number) || !std::isfinite(number))
      expected("a number");
  }
  template <class Kind>
  void read(Quantity<Kind>& quantity) {
    read(quantity.value);
  }
  template <class T>
  void read(Range<T>& range) {
    mapping([&] {
      (*this)("low", range.low, "");
      (*this)("typical", range.typical, "");
      (*this)("high", range.high, "");
    });
  }
  template <class T>
  void read(Quantiles<T>& points) {
    mapping([&] {
      (*this)("p10", points.p10, "");
      (*this)("p50", points.p50, "");
      (*this)("p90", points.p90, "");
    });
  }
  template <class T>
  void read(std::optional<T>& value) {
    if (!is_null(value_)) read(value.emplace());
  }
  template <class T>
  void read(std::vector<T>& list) {
    if (value_.kind != ValueKind::list) return expected("a list");
    for (const Value& item : value_.items)
      Reader(item, fmt::format("{}[{}]", where_, list.size()), reading_).read(list.emplace_back());
  }

  void read(OrNull<std::string>& text) {
    if (!is_null(value_)) read(text.value);
  }
  void read(OrNull<int>& number) {
    if (!is_null(value_)) read(number.value);
  }
  void read(OrElse<std::string>& text) { read(text.value); }
  template <class T, std::size_t n>
  void read(OneOf<T, n>& choice) {
    const auto found = std::ranges::find(choice.words, value_.text, [](const char* word) { return std::string(word); });
    if (value_.kind != ValueKind::scalar || !value_.quoted || found == choice.words.end())
      return expected(fmt::format("one of {}", fmt::join(choice.words, ", ")));
    if constexpr (std::same_as<T, std::string>)
      choice.value = *found;
    else
      choice.value = static_cast<T>(found - choice.words.begin());
  }
  template <class T, std::size_t n>
  void read(Worded<T, n>& word) {
    read(word.choice);
  }
  /// Of a newer version a word may be one that is not known here.
  template <class T, class Enum>
  void read(Named<T, Enum>& named) {
    if (is_null(value_)) return;
    std::vector<std::string> words;
    for (std::size_t i = 0; i < named.count; ++i) words.emplace_back(named.name(static_cast<Enum>(i)));
    const auto found = std::ranges::find(words, value_.text);
    if (value_.kind == ValueKind::scalar && value_.quoted && found != words.end())
      named.value = static_cast<Enum>(found - words.begin());
    else if (!reading_.newer)
      expected(fmt::format("one of {}", fmt::join(words, ", ")));
  }
  template <class T>
  void read(AsObject<T>& object) {
    if (value_.kind != ValueKind::mapping) return expected("an object");
    for (const Entry& entry : value_.entries) {
      object.pairs.emplace_back().first = entry.key;
      inner(entry.value, entry.key).read(object.pairs.back().second);
    }
  }
  template <class T>
  void read(Settings<T>& list) {
    if (value_.kind != ValueKind::list) return expected("a list");
    for (const Value& item : value_.items) {
      auto& [path, setting] = list.pairs.emplace_back();
      Reader pair(item, fmt::format("{}[{}]", where_, list.pairs.size() - 1), reading_);
      pair.mapping([&pair, &path = path, &setting = setting] {
        pair("path", path, "");
        pair("value", setting, "");
      });
    }
  }
  template <class T>
  void read(Keyed<T>& object) {
    mapping([&] {
      for (std::size_t i = 0; i < object.values.size(); ++i) (*this)(object.key(i), object.values[i], "");
    });
  }
  void read(EndColumn<Place>& end) {
    int column = end.place.column + 1;
    if (!is_null(value_)) read(column);
    end.place.length = std::max(1, column - end.place.column);
  }
  template <class T>
  void read(When<T>& value) {
    if (!is_null(value_) || value.present) read(value.value);
  }

 private:
  Reader inner(const Value& value, std::string_view key) {
    return {value, where_.empty() ? std::string(key) : fmt::format("{}.{}", where_, key), reading_};
  }

  /// Visits the keys, then tells of those that nobody asked for.
  template <class Visit>
  void mapping(Visit visit) {
    if (value_.kind != ValueKind::mapping) return expected("an object");
    visit();
    if (reading_.newer) return;
    for (const Entry& entry : value_.entries)
      if (std::ranges::find(known_, entry.key) == known_.end())
        reading_.problems.add(codes::unknown_key, entry.spot,
                              fmt::format("unknown key {} in {}", sizer::in_quotes(entry.key), name()),
                              did_you_mean(entry.key, known_));
  }

  const Value* require(const char* key) {
    known_.emplace_back(key);
    const Value* const value = value_.find(key);
    if (value == nullptr && !reading_.older)
      reading_.problems.add(codes::missing_key, value_.spot, fmt::format("{} has no '{}'", name(), key));
    return value;
  }

  std::string name() const { return where_.empty() ? "the result" : where_; }
  void wrong(const Code& code, const std::string& message) {
    reading_.problems.add(code, value_.spot, fmt::format("{} {}", name(), message));
  }
  void expected(const std::string& what) {
    wrong(codes::wrong_type, fmt::format("is {}; expected is {}", found(), what));
  }
  std::string found() const {
    return value_.kind == ValueKind::scalar ? sizer::in_quotes(value_.text) : kind_word(value_);
  }

  const Value& value_;
  std::string where_;
  Reading& reading_;
  std::vector<std::string_view> known_;
};

/// The minor version; throws where the text is no result, or one that this program cannot read.
int minor_version_of(const Value& root) {
  const Value* const version = root.find("format_version");
  if (version == nullptr)
    fail(codes::missing_key, root.spot, "this is no saved result: it has no 'format_version'", {},
         "results are saved with --format json --output FILE");
  int major = 0, minor = 0;
  const char* const end = version->text.data() + version->text.size();
  const auto [dot, no_major] = std::from_chars(version->text.data(), end, major);
  const bool two = no_major == std::errc() && dot != end && *dot == '.';
  const auto [stopped, no_minor] = std::from_chars(two ? dot + 1 : end, end, minor);
  if (!two || no_minor != std::errc() || stopped != end)
    fail(codes::wrong_type, version->spot,
         fmt::format("format_version is {}; expected is a text like '{}.{}'", sizer::in_quotes(version->text),
                     format_major, format_minor));
  if (major != format_major)
    fail(
        codes::other_version, version->spot,
        fmt::format("this result is of format version {}; this program reads version {}", version->text, format_major));
  return minor;
}

}  // namespace

Result read_result(const std::string& text, const std::string& file) {
  const SourceText source{file, text};
  Reading reading;
  const Value root = parse_value(source, reading.problems, limits);
  const int minor = minor_version_of(root);
  reading.newer = minor > format_minor;
  reading.older = minor < format_minor;
  Result result;
  Reader(root, "", reading).read(result);
  reading.problems.raise();
  return result;
}

}  // namespace sizer

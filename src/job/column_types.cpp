// Types of columns: from the names of Spark SQL and of other tools, and back.
#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sizer/columns.h"
#include "sizer/word.h"
#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer {
namespace {

constexpr int deepest_type = 20;
constexpr int longest_text = 1'000'000'000;
constexpr std::size_t most_fields = 1000;

/// Spark's own name first.
constexpr Word<TypeKind> simple_types[] = {
    {"boolean", TypeKind::boolean},
    {"byte", TypeKind::byte_},
    {"short", TypeKind::short_},
    {"int", TypeKind::int_},
    {"long", TypeKind::long_},
    {"float", TypeKind::float_},
    {"double", TypeKind::double_},
    {"date", TypeKind::date},
    {"timestamp", TypeKind::timestamp},
    {"string", TypeKind::string},
    {"binary", TypeKind::binary},
    {"bool", TypeKind::boolean},
    {"tinyint", TypeKind::byte_},
    {"int8", TypeKind::byte_},
    {"smallint", TypeKind::short_},
    {"int16", TypeKind::short_},
    {"integer", TypeKind::int_},
    {"int32", TypeKind::int_},
    {"bigint", TypeKind::long_},
    {"int64", TypeKind::long_},
    {"real", TypeKind::float_},
    {"float32", TypeKind::float_},
    {"float64", TypeKind::double_},
    {"date32", TypeKind::date},
    {"datetime", TypeKind::timestamp},
    {"timestamp_ntz", TypeKind::timestamp},
    {"timestamp_ltz", TypeKind::timestamp},
    {"str", TypeKind::string},
    {"text", TypeKind::string},
    {"utf8", TypeKind::string},
    {"object", TypeKind::string},
    {"bytes", TypeKind::binary},
};

class Reader {
 public:
  explicit Reader(std::string_view text) : left_(text) {}

  std::variant<ColumnType, TypeError> whole() {
    ColumnType type = read(0);
    skip();
    if (wrong_.message.empty() && !left_.empty()) fail(fmt::format("{} is left over", in_quotes(left_)));
    if (!wrong_.message.empty()) return wrong_;
    return type;
  }

 private:
  ColumnType read(int depth) {
    if (depth > deepest_type) return fail("the type is nested too deep");
    std::string name = word();
    if (name.empty()) return fail("a type is missing");
    if (name == "decimal" || name == "numeric" || name == "dec") return decimal();
    if (name == "varchar") return text(false);
    if (name == "char" || name == "character") return text(true);
    if (name == "array" || name == "list") return nested(TypeKind::array, 1, depth);
    if (name == "map") return nested(TypeKind::map, 2, depth);
    if (name == "struct") return structure(depth);
    for (const Word<TypeKind>& each : simple_types)
      if (name == each.word) return {each.value};
    std::vector<std::string_view> known;
    for (const Word<TypeKind>& each : simple_types) known.push_back(each.word);
    known.insert(known.end(), {"decimal", "array", "map", "struct"});
    fail(fmt::format("unknown type {}", in_quotes(name)));
    wrong_.nearest = did_you_mean(name, known);
    return {};
  }

  ColumnType decimal() {
    ColumnType made{TypeKind::decimal, 10};
    if (!take('(')) return made;
    made.precision = number();
    made.scale = take(',') ? number() : 0;
    if (!take(')')) return fail("a decimal is written decimal(12,2)");
    if (made.precision < 1 || made.precision > 38 || made.scale < 0 || made.scale > made.precision)
      return fail("a decimal has 1 to 38 digits, and no more than these behind the point");
    return made;
  }

  /// Of a varchar, the bound says nothing of how long texts are; those of a char have all its length.
  ColumnType text(bool fixed) {
    ColumnType made{TypeKind::string};
    if (!take('(')) return made;
    const int length = number();
    if (length < 1 || length > longest_text || !take(')'))
      return fail("a text of bounded length is written varchar(20), one of fixed length char(36)");
    if (fixed) made.fixed = length;
    return made;
  }

  ColumnType nested(TypeKind kind, int inside, int depth) {
    ColumnType made{kind};
    bool good = take('<');
    for (int i = 0; good && i < inside; ++i) {
      if (i > 0) good = take(',');
      if (good) made.inside.push_back(read(depth + 1));
    }
    if (!good || !take('>'))
      return fail(kind == TypeKind::map ? "a map is written map<string,long>" : "an array is written array<string>");
    return made;
  }

  ColumnType structure(int depth) {
    ColumnType made{TypeKind::structure};
    bool good = take('<');
    do {
      made.fields.push_back(word());
      good = good && !made.fields.back().empty() && take(':') && made.fields.size() <= most_fields;
      if (good) made.inside.push_back(read(depth + 1));
    } while (good && wrong_.message.empty() && take(','));
    if (!good || !take('>')) return fail("a struct is written struct<id:long,tag:string>");
    return made;
  }

  ColumnType fail(std::string message) {
    if (wrong_.message.empty()) wrong_.message = std::move(message);
    return {};
  }
  void skip() {
    while (!left_.empty() && left_.front() == ' ') left_.remove_prefix(1);
  }
  bool take(char c) {
    skip();
    if (left_.empty() || left_.front() != c) return false;
    left_.remove_prefix(1);
    return true;
  }
  /// In small letters.
  std::string word() {
    skip();
    std::string name;
    while (!left_.empty() && (std::isalnum(static_cast<unsigned char>(left_.front())) != 0 || left_.front() == '_')) {
      name += static_cast<char>(std::tolower(static_cast<unsigned char>(left_.front())));
      left_.remove_prefix(1);
    }
    return name;
  }
  int number() {
    skip();
    int value = -1;
    const auto read = std::from_chars(left_.data(), left_.data() + left_.size(), value);
    left_.remove_prefix(static_cast<std::size_t>(read.ptr - left_.data()));
    return value;
  }

  std::string_view left_;
  TypeError wrong_{};
};

}  // namespace

std::variant<ColumnType, TypeError> read_type(std::string_view text) {
  return Reader(text).whole();
}

std::string to_text(const ColumnType& type) {
  std::vector<std::string> inside;
  inside.reserve(type.inside.size());
  for (const ColumnType& each : type.inside) inside.push_back(to_text(each));
  switch (type.kind) {
    case TypeKind::decimal:
      return fmt::format("decimal({},{})", type.precision, type.scale);
    case TypeKind::array:
      return fmt::format("array<{}>", fmt::join(inside, ","));
    case TypeKind::map:
      return fmt::format("map<{}>", fmt::join(inside, ","));
    case TypeKind::structure:
      for (std::size_t i = 0; i < inside.size(); ++i) inside[i] = fmt::format("{}:{}", type.fields[i], inside[i]);
      return fmt::format("struct<{}>", fmt::join(inside, ","));
    case TypeKind::string:
      if (type.fixed > 0) return fmt::format("char({})", type.fixed);
      return word_of(simple_types, type.kind);
    default:
      return word_of(simple_types, type.kind);
  }
}

}  // namespace sizer

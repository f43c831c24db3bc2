/// \file
/// What readers of events need of JSON: members in the order of the text, numbers that may be quoted, texts cut short.
/// Errors are thrown (simdjson::simdjson_error) and make the line a damaged one.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace sizer::ingest {

using Value = simdjson::ondemand::value;
using Object = simdjson::ondemand::object;

/// The key as it is written; keys of event logs hold no escapes. Spark writes a colon right behind it and the value
/// right behind that, so that its length is known from where the value stands.
inline std::string_view key_of(simdjson::ondemand::field& field) {
  const char* const raw = field.key().raw();
  const char* const value = field.value().raw_json_token().data();
  if (value - raw >= 2 && value[-1] == ':' && value[-2] == '"') return {raw, static_cast<std::size_t>(value - raw) - 2};
  return {raw, static_cast<std::size_t>(static_cast<const char*>(std::memchr(raw, '"', 1U << 20U)) - raw)};
}

/// Calls visit(key, value) for each member.
template <class Visit>
void for_members(Object object, Visit visit) {
  for (auto member : object) {
    simdjson::ondemand::field field;
    if (const auto error = std::move(member).get(field); error != simdjson::SUCCESS)
      throw simdjson::simdjson_error(error);
    const std::string_view key = key_of(field);
    visit(key, field.value());
  }
}

template <class Visit>
void for_members(Value value, Visit visit) {
  if (value.type() == simdjson::ondemand::json_type::object) for_members(Object(value.get_object()), visit);
}

/// Calls visit(value) for each element; of what is no array for none.
template <class Visit>
void for_elements(Value value, Visit visit) {
  if (value.type() != simdjson::ondemand::json_type::array) return;
  for (auto element : value.get_array()) visit(Value(element.value()));
}

/// Puts the next member of that name into `to`; false where there is none or it is of another type. Broken JSON throws:
/// after it, the object must not be touched again.
template <class T>
bool find(Object& object, std::string_view key, T& to) {
  const simdjson::error_code error = object.find_field(key).get(to);
  if (error == simdjson::SUCCESS) return true;
  if (error != simdjson::NO_SUCH_FIELD && error != simdjson::INCORRECT_TYPE && error != simdjson::NUMBER_ERROR)
    throw simdjson::simdjson_error(error);
  return false;
}

/// A whole number, also one in quotes (as counters of SQL are); none where it is something else.
inline std::optional<std::int64_t> whole(Value value) {
  using simdjson::ondemand::json_type;
  std::int64_t plain = 0;
  if (value.get_int64().get(plain) == simdjson::SUCCESS) return plain;
  switch (value.type()) {
    case json_type::number: {
      const simdjson::ondemand::number number = value.get_number();
      if (number.is_int64()) return number.get_int64();
      if (number.is_uint64()) return INT64_MAX;
      const double real = number.get_double();
      if (real >= -9.2e18 && real <= 9.2e18) return static_cast<std::int64_t>(real);
      return std::nullopt;
    }
    case json_type::string: {
      std::int64_t number = 0;
      if (value.get_int64_in_string().get(number) == simdjson::SUCCESS) return number;
      return std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

inline std::int64_t whole_or_0(Value value) {
  return whole(value).value_or(0);
}

inline bool truth(Value value) {
  return value.type() == simdjson::ondemand::json_type::boolean && bool(value.get_bool());
}

/// At most so many bytes of a text, not cut inside a character.
inline std::string cut(std::string_view text, std::size_t most) {
  if (text.size() > most) {
    while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
    text = text.substr(0, most);
  }
  return std::string(text);
}

/// A text; none where it is something else.
inline std::optional<std::string> words(Value value, std::size_t most = 400) {
  if (value.type() != simdjson::ondemand::json_type::string) return std::nullopt;
  return cut(std::string_view(value.get_string()), most);
}

inline std::string words_or_nothing(Value value, std::size_t most = 400) {
  return words(value, most).value_or("");
}

}  // namespace sizer::ingest

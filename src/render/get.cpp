// `--get PATH`: one value of a result, by the keys that its JSON has.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "result/write.h"
#include "sizer/render.h"
#include "text/spelling.h"

namespace sizer {
namespace {

[[noreturn]] void fail(const std::string& path, const std::string& message, const std::string& suggestion = {},
                       const std::string& note = {}) {
  Diagnostic wrong;
  wrong.code = "SZ027";
  wrong.message = message;
  wrong.place = {"--get " + path, 1, 1};
  wrong.suggestion = suggestion;
  wrong.note = note;
  throw InputError({std::move(wrong)});
}

std::string keys_of(const Json& object) {
  std::string keys;
  for (const auto& [key, value] : object.items()) keys += (keys.empty() ? "" : ", ") + key;
  return keys;
}

const Json& member(const Json& value, const std::string& key, const std::string& path) {
  if (!value.is_object()) fail(path, fmt::format("there is no {}: what holds it is no mapping", key));
  if (value.contains(key)) return value[key];
  std::vector<std::string_view> known;
  for (const auto& [name, unused] : value.items()) known.emplace_back(name);
  fail(path, fmt::format("the result has no '{}' here", key), did_you_mean(key, known), "known: " + keys_of(value));
}

/// What a name in brackets is held against.
const Json* name_of(const Json& value) {
  for (const char* key : {"name", "job", "id"})
    if (value.is_object() && value.contains(key) && value[key].is_string()) return &value[key];
  return nullptr;
}

/// "[daily]": the entries of that name.
std::vector<const Json*> named(const Json& list, std::string_view name, const std::string& path) {
  std::vector<const Json*> found;
  std::vector<std::string_view> known;
  for (const Json& each : list) {
    const Json* const its = name_of(each);
    if (its == nullptr) continue;
    known.emplace_back(its->get_ref<const std::string&>());
    if (known.back() == name) found.push_back(&each);
  }
  if (found.empty())
    fail(path, fmt::format("there is no [{}]: no entry has this name", name), did_you_mean(name, known),
         "in brackets stands a number from 0 on, a name, or * for all");
  return found;
}

const Json& element(const Json& value, std::string_view index, const std::string& path) {
  std::size_t at = 0;
  const auto [end, error] = std::from_chars(index.data(), index.data() + index.size(), at);
  if (error != std::errc() || end != index.data() + index.size())
    fail(path, fmt::format("[{}] is no number in brackets", index));
  if (!value.is_array() || at >= value.size())
    fail(path, fmt::format("there is no [{}]: it is {}", index,
                           value.is_array() ? fmt::format("a list of {}", value.size()) : "no list"));
  return value[at];
}

/// What brackets stand for: "*" all entries, a number one of them, else those of a name.
std::vector<const Json*> elements(const Json& value, std::string_view index, const std::string& path) {
  std::vector<const Json*> all;
  if (index == "*" && (value.is_array() || value.is_object())) {
    for (const Json& each : value) all.push_back(&each);
    return all;
  }
  const bool is_number = !index.empty() && index.find_first_not_of("0123456789") == std::string_view::npos;
  if (is_number || !value.is_array() || index.empty() || index == "*") return {&element(value, index, path)};
  return named(value, index, path);
}

}  // namespace

std::string value_at(const Result& result, const std::string& path) {
  const Json document = to_json(result);
  std::vector<const Json*> values = {&document};
  for (std::size_t at = 0; at < path.size();) {
    std::vector<const Json*> within;
    if (path[at] == '[') {
      const std::size_t close = std::min(path.find(']', at), path.size());
      for (const Json* value : values)
        std::ranges::copy(elements(*value, std::string_view(path).substr(at + 1, close - at - 1), path),
                          std::back_inserter(within));
      at = std::min(close + 1, path.size());
    } else {
      const std::size_t start = path[at] == '.' ? at + 1 : at;
      const std::size_t end = std::min(path.find_first_of(".[", start), path.size());
      for (const Json* value : values) within.push_back(&member(*value, path.substr(start, end - start), path));
      at = end;
    }
    values = std::move(within);
  }
  std::string lines;
  for (const Json* value : values)
    lines += value->is_string() ? value->get_ref<const std::string&>() + "\n" : to_text(*value);
  return lines;
}

}  // namespace sizer

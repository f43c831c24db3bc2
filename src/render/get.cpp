// `--get PATH`: one value of the result's JSON.
#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>
#include <utility>

#include "render/json_parts.h"
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

}  // namespace

std::string value_at(const Result& result, const std::string& path) {
  const Json document = Json::parse(find_renderer("json")->render(result, {}));
  const Json* value = &document;
  for (std::size_t at = 0; at < path.size();) {
    if (path[at] == '[') {
      const std::size_t close = std::min(path.find(']', at), path.size());
      value = &element(*value, std::string_view(path).substr(at + 1, close - at - 1), path);
      at = std::min(close + 1, path.size());
    } else {
      const std::size_t start = path[at] == '.' ? at + 1 : at;
      const std::size_t end = std::min(path.find_first_of(".[", start), path.size());
      value = &member(*value, path.substr(start, end - start), path);
      at = end;
    }
  }
  return (value->is_string() ? value->get<std::string>() : value->dump(2)) + "\n";
}

}  // namespace sizer

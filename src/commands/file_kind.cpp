// What a file is to sizer: told by its name and its content.
#include "commands/file_kind.h"

#include <algorithm>

#include "sizer/constants.h"
#include "text/problems.h"
#include "text/value.h"

namespace sizer {
namespace {

/// A key that only files of this kind have.
struct Sign {
  std::string_view key, kind;
};
constexpr Sign signs[] = {
    {"steps", "job"},          {"engine", "job"},        {"inputs", "job"},       {"budgets", "config"},
    {"policies", "config"},    {"exceptions", "config"}, {"gate_on", "config"},   {"nodes", "cluster"},
    {"machine", "cluster"},    {"vcpus", "cluster"},     {"machines", "catalog"}, {"discount", "catalog"},
    {"discounts", "catalog"},  {"prices", "catalog"},    {"clusters", "catalog"}, {"exchange_rate", "catalog"},
    {"back_test", "constants"}};

/// How every result starts; it may be larger than any other file.
bool is_result(std::string_view text) {
  constexpr std::string_view head = "\"format_version\"";
  return text.starts_with('{') && text.substr(0, 100).find(head) != std::string_view::npos;
}

bool is_config_name(std::string_view file) {
  for (const std::string_view name : {"sizer.yaml", "sizer.yml"})
    if (file == name || file.ends_with("/" + std::string(name))) return true;
  return file.ends_with(".sizer/config.yaml");
}

bool is_constant(std::string_view key) {
  return std::ranges::find(constant_table(), key, &ConstantInfo::name) != constant_table().end();
}

std::string_view kind_of(const Value& root) {
  for (const Sign& sign : signs)
    if (root.find(sign.key) != nullptr) return sign.kind;
  const bool constants = std::ranges::any_of(root.entries, [](const Entry& entry) { return is_constant(entry.key); });
  return constants ? "constants" : "job";
}

}  // namespace

std::vector<std::string_view> file_kinds() {
  return {"job", "cluster", "config", "catalog", "constants", "result"};
}

std::string_view kind_of(const std::string& file, const std::string& text) {
  if (is_config_name(file)) return "config";
  if (is_result(text)) return "result";
  const SourceText source{file, text};
  Problems ignored;
  try {
    return kind_of(parse_value(source, ignored));
  } catch (const InputError&) {
    return "job";  // whose reader will say what is wrong
  }
}

}  // namespace sizer

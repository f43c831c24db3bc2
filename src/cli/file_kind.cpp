// What a file is to sizer: told by its name and its content.
#include "cli/file_kind.h"

#include <algorithm>

#include "sizer/constants.h"
#include "sizer/words.h"
#include "text/problems.h"
#include "text/spelling.h"
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

/// By the first sign among its keys; empty: there is none.
std::string_view sign_of(const Value& root) {
  for (const Sign& sign : signs)
    if (root.find(sign.key) != nullptr) return sign.kind;
  const bool constants = std::ranges::any_of(root.entries, [](const Entry& entry) { return is_constant(entry.key); });
  return constants ? "constants" : "";
}

constexpr std::string_view job_keys[] = {"engine", "inputs", "steps"};

bool is_engine(std::string_view word) {
  return engine_named(word) != nullptr;
}

/// Others' files have `steps` or `inputs` too; two of the three keys that a job must have, or an engine that we know,
/// are not theirs. A slip of a letter hides none.
bool is_surely_job(const Value& root) {
  const auto is_given = [&](std::string_view key) {
    return std::ranges::any_of(root.entries, [&](const Entry& each) { return edit_distance(each.key, key) <= 1; });
  };
  const bool engine = std::ranges::any_of(root.entries, [](const Entry& each) {
    return is_engine(each.value.text) && edit_distance(each.key, "engine") <= 2;
  });
  return engine || std::ranges::count_if(job_keys, is_given) >= 2;
}

/// What Kubernetes and its tools read.
bool is_manifest(const Value& root) {
  return root.find("apiVersion") != nullptr && root.find("kind") != nullptr;
}

/// True where a key stands in a text as one at the top of a file does.
bool has_key(std::string_view text, std::string_view key) {
  for (std::size_t at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
    const char before = at == 0 ? '\n' : text[at - 1];
    const std::string_view after = text.substr(at + key.size());
    if ((before == '\n' || before == '{') && after.starts_with(':')) return true;
    if (before == '"' && after.starts_with('"')) return true;
  }
  return false;
}

/// The same of a text that cannot be read.
bool looks_like_job(std::string_view text) {
  for (const std::string_view engine : {"engine: spark", "engine: ray", "\"engine\": \"spark\"", "\"engine\": \"ray\""})
    if (text.find(engine) != std::string_view::npos) return true;
  return std::ranges::count_if(job_keys, [&](std::string_view key) { return has_key(text, key); }) >= 2;
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
    const std::string_view sign = sign_of(parse_value(source, ignored));
    return sign.empty() ? "job" : sign;
  } catch (const InputError&) {
    return "job";  // whose reader will say what is wrong
  }
}

std::string_view kind_of_found(const std::string& file, const std::string& text) {
  if (is_config_name(file)) return "config";
  if (is_result(text)) return "result";
  const SourceText source{file, text};
  Problems ignored;
  try {
    const Value root = parse_value(source, ignored);
    if (is_manifest(root)) return "";
    if (is_surely_job(root)) return "job";
    const std::string_view sign = sign_of(root);
    return sign == "job" ? "" : sign;
  } catch (const InputError&) {
    return looks_like_job(text) ? "job" : "";
  }
}

}  // namespace sizer

// sizer.yaml: where it lies, and what it says.
#include "sizer/config.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <sstream>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "input/budget.h"
#include "input/cluster_file.h"
#include "input/read_lines.h"
#include "job/config_lines.h"
#include "sizer/input.h"
#include "text/reader.h"
#include "text/utf8.h"

namespace sizer {
namespace {

namespace fs = std::filesystem;

/// The items of a list under `key`; something else is an error.
const std::vector<Value>& items_of(Mapping& from, std::string_view key, Problems& problems) {
  static const std::vector<Value> none;
  const Value* value = from.find(key);
  if (value == nullptr) return none;
  if (value->kind == ValueKind::list) return value->items;
  problems.add(codes::wrong_type, from.spot_of(key), fmt::format("{} must be a list, not {}", key, kind_word(*value)));
  return none;
}

Budget read_budget(Mapping from, Problems& problems) {
  const WrittenBudget given = read_lines<WrittenBudget>(from, "budget");
  Budget budget = budget_of(given, from, problems);
  budget.jobs = given.jobs;
  budget.labels = read_labels(from, problems);
  from.close();
  return budget;
}

Exception read_exception(Mapping from, Problems& problems) {
  Exception exception = read_lines<Exception>(from, "exception");
  exception.place = place_of(from.spot());
  exception.labels = read_labels(from, problems);
  from.close();
  return exception;
}

std::vector<PolicySetting> read_policies(Mapping& top, Problems& problems) {
  constexpr Word<PolicyLevel> levels[] = {
      {"error", PolicyLevel::error}, {"warn", PolicyLevel::warn}, {"off", PolicyLevel::off}};
  std::vector<PolicySetting> policies;
  const Value* value = top.find("policies");
  if (value == nullptr) return policies;
  Mapping from(*value, top.spot_of("policies"), "policies", problems);
  for (const Entry& entry : value->entries) {
    if (entry.key.starts_with("x-")) continue;
    if (entry.key.size() != 5 || !entry.key.starts_with("SZ1"))
      problems.add(codes::unknown_key, entry.spot, fmt::format("{} is no policy", sizer::in_quotes(entry.key)), {},
                   "a policy is named by its code, such as SZ118; docs/policies.md lists them");
    else if (const auto level = from.choice(entry.key, levels))
      policies.push_back({entry.key, *level, place_of(entry.spot)});
  }
  return policies;
}

/// The text of one key, on the lines on which it stands: what is wrong in it is then told of there.
std::string lines_of_key(const Value& root, std::string_view key, const std::string& text) {
  const auto entry = std::ranges::find(root.entries, key, &Entry::key);
  if (entry == root.entries.end()) return {};
  const auto next = entry + 1;
  const int from = entry->spot.line,
            to = next == root.entries.end() ? std::numeric_limits<int>::max() : next->spot.line;
  if (to <= from || entry->spot.column != 1)  // not a block of its own
    return fmt::format("{}{{{}: {}}}\n", std::string(static_cast<std::size_t>(std::max(1, from)) - 1, '\n'), key,
                       on_one_line(entry->value));
  std::istringstream lines(text);
  std::string kept, line;
  for (int number = 1; std::getline(lines, line); ++number) kept += (number >= from && number < to ? line : "") + "\n";
  return kept;
}

std::string config_in(const fs::path& folder) {
  std::error_code error;
  for (const char* name : {"sizer.yaml", "sizer.yml", ".sizer/config.yaml"})
    if (fs::is_regular_file(folder / name, error)) return (folder / name).string();
  return {};
}

/// Relative to where we are, where that is shorter to read. A link stays the link that it is.
std::string shown(const std::string& file) {
  std::error_code error;
  const fs::path relative = fs::path(file).lexically_proximate(fs::current_path(error));
  return error || relative.string().size() > file.size() ? file : relative.string();
}

/// What a configuration says of flags, as texts.
class SettingReader : public NoRules {
 public:
  SettingReader(Mapping& top, Config& config) : top_(top), config_(config) {}

  void operator()(const char*, how::Own, const Says&) {}  // read by themselves
  void setting(const char* key, how::Files, const Says&) {
    for (const Name& each : top_.names(key)) add(key, beside_file(config_.file, each.text), each.spot);
  }
  void setting(const char* key, how::YesOrNo, const Says& says) {
    top_.boolean(key);
    setting(key, how::text, says);
  }
  void setting(const char* key, const how::Whole& whole, const Says& says) {
    top_.integer(key, whole.least, whole.most);
    setting(key, how::text, says);
  }
  void setting(const char* key, const auto&, const Says&) {
    if (auto text = top_.text(key)) add(key, std::move(*text), top_.spot_of(key));
  }

 private:
  void add(const char* key, std::string value, const Spot& spot) {
    config_.settings.push_back({key, std::move(value), place_of(spot)});
  }

  Mapping& top_;
  Config& config_;
};

struct SettingNames : NoRules {
  std::vector<const char*> names{};

  void operator()(const char*, how::Own, const Says&) {}
  void setting(const char* key, const auto&, const Says&) { names.push_back(key); }
};

}  // namespace

const std::vector<const char*>& setting_names() {
  static const std::vector<const char*> names = [] {
    SettingNames gathered;
    lines(Type<WrittenConfig>{}, gathered);
    return gathered.names;
  }();
  return names;
}

Config read_config(const std::string& text, const std::string& file) {
  const SourceText source{file, text};
  Problems problems;
  Config config;
  config.file = file;
  const Value root = parse_value(source, problems);
  Mapping top(root, {&source, 1, 1}, {}, problems);
  SettingReader settings(top, config);
  lines(Type<WrittenConfig>{}, settings);
  for (Setting& each : config.settings)
    if (each.name == "cluster" && names_cluster_file(each.value)) each.value = beside_file(file, each.value);
  for (const Value& item : items_of(top, "budgets", problems))
    config.budgets.push_back(
        read_budget(Mapping(item, item.spot, fmt::format("budgets[{}]", config.budgets.size()), problems), problems));
  for (const Value& item : items_of(top, "exceptions", problems))
    config.exceptions.push_back(read_exception(
        Mapping(item, item.spot, fmt::format("exceptions[{}]", config.exceptions.size()), problems), problems));
  config.policies = read_policies(top, problems);
  if (top.has("clusters")) config.clusters = lines_of_key(root, "clusters", text);
  top.close();
  problems.raise();
  return config;
}

std::string find_config(const std::string& folder, const std::string& user_folder) {
  std::error_code error;
  fs::path here = fs::absolute(folder.empty() ? "." : folder, error).lexically_normal();
  for (fs::path above; !error && above != here; above = here, here = here.parent_path()) {
    if (const std::string file = config_in(here); !file.empty()) return shown(file);
    if (fs::exists(here / ".git", error)) break;
  }
  const fs::path user = fs::path(user_folder) / "config.yaml";
  return !user_folder.empty() && fs::is_regular_file(user, error) ? user.string() : std::string();
}

}  // namespace sizer

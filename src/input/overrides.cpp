// `--set path=value`: changes to a job file's values before they are read.
#include "input/overrides.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "input/steps.h"
#include "text/reader.h"
#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer {
namespace {

constexpr std::size_t longest_path = 1000;

/// One part of a path: a key, or an index in brackets.
struct Part {
  std::string_view key;
  std::optional<std::size_t> index;
};

/// "steps[0].join" as steps, [0], join; empty when it is no path.
std::vector<Part> parts_of(std::string_view path) {
  std::vector<Part> parts;
  bool after_dot = true;
  while (!path.empty()) {
    if (path[0] == '[' && !parts.empty() && !after_dot) {
      std::size_t index = 0;
      const char* const end = path.data() + path.size();
      const auto [stop, status] = std::from_chars(path.data() + 1, end, index);
      if (status != std::errc{} || stop == end || *stop != ']') return {};
      parts.push_back({{}, index});
      path.remove_prefix(static_cast<std::size_t>(stop + 1 - path.data()));
      after_dot = false;
    } else if (after_dot) {
      const std::size_t end = std::min(path.find_first_of(".["), path.size());
      if (end == 0) return {};
      parts.push_back({path.substr(0, end), std::nullopt});
      path.remove_prefix(end);
      after_dot = false;
    } else if (path[0] == '.') {
      path.remove_prefix(1);
      after_dot = true;
    } else {
      return {};
    }
  }
  return after_dot ? std::vector<Part>{} : parts;
}

/// Walks a path through the values of a file, making what is missing.
class Walk {
 public:
  Walk(const Spot& at, Problems& problems) : at_(at), problems_(problems) {}

  /// The value that the path leads to; null after an error.
  Value* to(Value& root, const std::vector<Part>& parts) {
    Value* value = &root;
    std::string so_far;
    if (parts.size() > 2 && parts[0].key == "inputs" && !knows_input(root, parts[1].key)) return nullptr;
    for (const Part& part : parts) {
      value = part.index ? item(*value, *part.index, so_far) : child(*value, part.key, so_far);
      if (value == nullptr) return nullptr;
      so_far +=
          part.index ? fmt::format("[{}]", *part.index) : fmt::format("{}{}", so_far.empty() ? "" : ".", part.key);
    }
    return value;
  }

 private:
  /// A value within an input needs the input: a new one would be read by no step.
  bool knows_input(const Value& root, std::string_view name) {
    const Value* inputs = root.find("inputs");
    if (inputs == nullptr || inputs->kind != ValueKind::mapping || inputs->find(name) != nullptr) return true;
    std::vector<std::string_view> known;
    for (const Entry& entry : inputs->entries) known.push_back(entry.key);
    fail(fmt::format("there is no input {}", in_quotes(name)), fmt::format("known here: {}", fmt::join(known, ", ")),
         did_you_mean(name, known));
    return false;
  }

  Value* item(Value& list, std::size_t index, const std::string& so_far) {
    if (list.kind != ValueKind::list) return fail(fmt::format("{} is {}, not a list", so_far, kind_word(list)));
    if (index < list.items.size()) return &list.items[index];
    return fail(fmt::format("{} has {} entries, the first of which is [0]; there is no [{}]", so_far, list.items.size(),
                            index));
  }

  Value* child(Value& parent, std::string_view key, const std::string& so_far) {
    if (parent.kind == ValueKind::list) return named_item(parent, key, so_far);
    if (parent.kind == ValueKind::scalar)
      return fail(
          fmt::format("{} is the single value {}, which has no {}", so_far, in_quotes(parent.text), in_quotes(key)),
          fmt::format("set {} as a whole, or write it as a mapping in the file", so_far));
    parent.kind = ValueKind::mapping;
    for (Entry& entry : parent.entries)
      if (entry.key == key) return &entry.value;
    if (&parent == step_)
      if (Entry* const kind = kind_of(parent); kind != nullptr && !is_step_key(key)) {
        const bool shorthand = kind->value.kind == ValueKind::scalar && find_step_kind(kind->key)->first_key == key;
        return shorthand ? &kind->value : child(kind->value, key, so_far);
      }
    parent.entries.push_back({std::string(key), at_, {}});
    parent.entries.back().value.spot = at_;
    return &parent.entries.back().value;
  }

  static bool is_step_key(std::string_view key) { return key == "name" || key == "from" || key == "shuffle"; }

  /// The key of a step that says what it does.
  static Entry* kind_of(Value& step) {
    const auto kind =
        std::ranges::find_if(step.entries, [](const Entry& entry) { return find_step_kind(entry.key) != nullptr; });
    return kind == step.entries.end() ? nullptr : &*kind;
  }

  /// In a list of steps: the step that has the name, or, as reports call those without one, the kind. What follows may
  /// leave the kind out, as reports do: steps.join.strategy.
  Value* named_item(Value& list, std::string_view name, const std::string& so_far) {
    std::vector<std::string_view> known;
    for (Value& item : list.items) {
      const Value* given = item.find("name");
      const Entry* const kind = given == nullptr ? kind_of(item) : nullptr;
      const std::string_view called = given != nullptr  ? std::string_view(given->text)
                                      : kind != nullptr ? std::string_view(kind->key)
                                                        : std::string_view();
      if (called == name) return step_ = &item;
      if (!called.empty()) known.push_back(called);
    }
    return fail(fmt::format("{} has no entry with the name {}", so_far, in_quotes(name)),
                "entries are counted from [0], or found by their `name` or kind", did_you_mean(name, known));
  }

  Value* fail(std::string message, std::string note = {}, std::string suggestion = {}) {
    problems_.add(codes::wrong_override, at_, std::move(message), std::move(suggestion), std::move(note));
    return nullptr;
  }

  Spot at_;
  Problems& problems_;
  Value* step_ = nullptr;  ///< the step that the path has led to by name
};

void apply(Value& root, const Override& override, const SourceText& source, Problems& problems) {
  const Spot at{&source, 1, 1};
  const std::vector<Part> parts = override.path.size() > longest_path ? std::vector<Part>{} : parts_of(override.path);
  if (parts.empty()) {
    problems.add(codes::wrong_override, at, fmt::format("{} is not a path", in_quotes(override.path)), {},
                 "a path is written as inputs.customers.size or steps[0].join.strategy");
    return;
  }
  Value value;
  try {
    value = parse_value(source, problems);
  } catch (const InputError& error) {
    problems.add(error);
    return;
  }
  if (Value* target = Walk(at, problems).to(root, parts)) *target = std::move(value);
}

}  // namespace

void apply_overrides(Value& root, const std::vector<Override>& overrides, std::deque<SourceText>& sources,
                     Problems& problems) {
  for (const Override& override : overrides) {
    sources.push_back({fmt::format("--set {}={}", override.path, override.value), override.value});
    apply(root, override, sources.back(), problems);
  }
}

}  // namespace sizer

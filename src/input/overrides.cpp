// `--set path=value`: changes to a job file's values before they are read.
#include "input/overrides.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "input/step_names.h"
#include "input/steps.h"
#include "text/path.h"
#include "text/reader.h"
#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer {
namespace {

constexpr std::size_t longest_path = 1000;

/// The key of a step that says what it does.
Entry* step_kind_in(Value& step) {
  const auto kind =
      std::ranges::find_if(step.entries, [](const Entry& entry) { return find_step_kind(entry.key) != nullptr; });
  return kind == step.entries.end() ? nullptr : &*kind;
}

/// What reports call the steps in a list.
std::vector<std::string> step_names_in(Value& list, const Value& root) {
  std::vector<NamedStep> steps;
  steps.reserve(list.items.size());
  for (Value& item : list.items) {
    const Value* const given = item.find("name");
    const Entry* const kind = step_kind_in(item);
    steps.push_back({given != nullptr ? std::string_view(given->text) : std::string_view(),
                     kind != nullptr ? std::string_view(kind->key) : std::string_view()});
  }
  std::unordered_set<std::string> inputs;
  if (const Value* const all = root.find("inputs"))
    for (const Entry& input : all->entries) inputs.insert(input.key);
  return names_of(steps, std::move(inputs));
}

/// Walks a path through the values of a file, making what is missing.
class Walk {
 public:
  Walk(const Spot& at, Problems& problems) : at_(at), problems_(problems) {}

  /// The value that the path leads to; null after an error.
  Value* to(Value& root, const std::vector<PathPart>& parts) {
    root_ = &root;
    Value* value = &root;
    std::string so_far;
    if (parts.size() > 2 && parts[0].key == "inputs" && !knows_input(root, parts[1].key)) return nullptr;
    for (const PathPart& part : parts) {
      value = part.index ? item(*value, *part.index, so_far) : child(*value, part.key, so_far);
      if (value == nullptr) return nullptr;
      so_far += part.index ? fmt::format("[{}]", *part.index)
                           : fmt::format("{}{}", so_far.empty() ? "" : ".", path_part(part.key));
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
      if (Entry* const kind = step_kind_in(parent); kind != nullptr && !is_step_key(key)) {
        const std::string_view first = find_step_kind(kind->key)->in_short(kind->value);
        const bool shorthand = kind->value.kind == ValueKind::scalar || kind->value.kind == ValueKind::list;
        if (shorthand && first == key) return &kind->value;
        if (shorthand) write_out(kind->value, first);
        return child(kind->value, key, so_far);
      }
    parent.entries.push_back({std::string(key), at_, {}});
    parent.entries.back().value.spot = at_;
    return &parent.entries.back().value;
  }

  /// `write: 1 GB` as `write: {size: 1 GB}`.
  static void write_out(Value& shorthand, std::string_view first_key) {
    Value whole{ValueKind::mapping, {}, false, {}, {}, shorthand.spot};
    const Spot spot = shorthand.spot;
    whole.entries.push_back({std::string(first_key), spot, std::move(shorthand)});
    shorthand = std::move(whole);
  }

  /// In a list of steps: the one that reports call so. What follows may leave the kind out, as reports do:
  /// steps.join.strategy.
  Value* named_item(Value& list, std::string_view name, const std::string& so_far) {
    const std::vector<std::string> names = step_names_in(list, *root_);
    const auto found = std::ranges::find(names, name);
    if (found != names.end() && !name.empty())
      return step_ = &list.items[static_cast<std::size_t>(found - names.begin())];
    std::vector<std::string_view> known;
    for (const std::string& each : names)
      if (!each.empty()) known.push_back(each);
    const auto of_kind = [&](std::string_view each) { return each.starts_with(std::string(name) + " "); };
    std::vector<std::string> several;
    for (const std::string_view each : known)
      if (of_kind(each)) several.push_back(path_part(each));
    if (!several.empty())
      return fail(fmt::format("{} has several steps of kind {}", so_far, name),
                  fmt::format("they are called {}", fmt::join(several, ", ")));
    return fail(fmt::format("{} has no entry with the name {}", so_far, in_quotes(name)),
                "entries are counted from [0], or found by their `name` or kind", did_you_mean(name, known));
  }

  Value* fail(std::string message, std::string note = {}, std::string suggestion = {}) {
    problems_.add(codes::wrong_override, at_, std::move(message), std::move(suggestion), std::move(note));
    return nullptr;
  }

  Spot at_;
  Problems& problems_;
  const Value* root_ = nullptr;
  Value* step_ = nullptr;  ///< the step that the path has led to by name
};

/// A step that is set to null is left out: those that read it read what it read.
class LeftOut {
 public:
  /// `steps` must be the list in `root`.
  LeftOut(Value& root, Value& steps, const Spot& at) : root_(root), steps_(steps), at_(at) {}

  /// False: it has several sources, or none that is known.
  bool leave_out(std::size_t index) {
    const std::vector<std::string> names = step_names_in(steps_, root_);
    const std::optional<std::string> source = source_of(index, names);
    if (!source || names[index].empty()) return false;
    for (Value& step : steps_.items) hand_on(step, names[index], *source);
    if (index + 1 < steps_.items.size() && steps_.items[index + 1].find("from") == nullptr)
      add(steps_.items[index + 1], "from", *source);
    steps_.items.erase(steps_.items.begin() + static_cast<std::ptrdiff_t>(index));
    keep_names(names, index);
    return true;
  }

 private:
  /// What the step reads: what it names, else the step before it, else the first input.
  std::optional<std::string> source_of(std::size_t index, const std::vector<std::string>& names) {
    Value& step = steps_.items[index];
    if (const Entry* const kind = step_kind_in(step); kind == nullptr || kind->key == "join" || kind->key == "union")
      return std::nullopt;
    if (const Value* const from = step.find("from")) {
      if (from->kind == ValueKind::scalar) return from->text;
      return from->items.size() == 1 ? std::optional(from->items.front().text) : std::nullopt;
    }
    if (index > 0) return names[index - 1];
    const Value* const inputs = root_.find("inputs");
    return inputs != nullptr && !inputs->entries.empty() ? std::optional(inputs->entries.front().key) : std::nullopt;
  }

  static void rename(Value& names, const std::string& before, const std::string& now) {
    if (names.kind == ValueKind::scalar && names.text == before) names.text = now;
    for (Value& each : names.items) rename(each, before, now);
  }

  static void hand_on(Value& step, const std::string& before, const std::string& now) {
    for (Entry& entry : step.entries) {
      if (entry.key == "from") rename(entry.value, before, now);
      const StepKind* const kind = find_step_kind(entry.key);
      if (kind == nullptr) continue;
      if (kind->first_key == "with" && entry.value.kind != ValueKind::mapping) rename(entry.value, before, now);
      for (Entry& inner : entry.value.entries)
        if (inner.key == "with") rename(inner.value, before, now);
    }
  }

  /// Steps that were numbered keep their numbers.
  void keep_names(std::vector<std::string> names, std::size_t gone) {
    names.erase(names.begin() + static_cast<std::ptrdiff_t>(gone));
    const std::vector<std::string> now = step_names_in(steps_, root_);
    for (std::size_t i = 0; i < names.size(); ++i)
      if (names[i] != now[i]) add(steps_.items[i], "name", names[i]);
  }

  void add(Value& step, const char* key, const std::string& text) {
    Value value{ValueKind::scalar, text, true, {}, {}, at_};
    step.entries.push_back({key, at_, std::move(value)});
  }

  Value& root_;
  Value& steps_;
  Spot at_;
};

/// The number of the step that `target` is; empty: it is something else.
std::optional<std::size_t> step_number(const Value& steps, const Value* target) {
  for (std::size_t i = 0; i < steps.items.size(); ++i)
    if (&steps.items[i] == target) return i;
  return std::nullopt;
}

void put_value(Value& root, Value* target, Value value, const Override& override, const Spot& at, Problems& problems) {
  const auto steps = std::ranges::find(root.entries, "steps", &Entry::key);
  const bool in_steps = value.kind == ValueKind::null && steps != root.entries.end();
  const std::optional<std::size_t> step = in_steps ? step_number(steps->value, target) : std::nullopt;
  if (!step) {
    *target = std::move(value);
  } else if (!LeftOut(root, steps->value, at).leave_out(*step)) {
    problems.add(codes::wrong_override, at, fmt::format("{} cannot be left out", override.path), {},
                 "a step with one source can; those that read it then read what it read");
  }
}

void apply(Value& root, const Override& override, const SourceText& source, Problems& problems) {
  const Spot at{&source, 1, 1};
  const std::vector<PathPart> parts =
      override.path.size() > longest_path ? std::vector<PathPart>{} : path_parts(override.path);
  if (parts.empty()) {
    problems.add(codes::wrong_override, at, fmt::format("{} is not a path", in_quotes(override.path)), {},
                 "a path is written as inputs.customers.size, steps[0].join.strategy or steps.\"join 1\".strategy");
    return;
  }
  Value value;
  try {
    value = parse_value(source, problems);
  } catch (const InputError& error) {
    problems.add(error);
    return;
  }
  if (Value* target = Walk(at, problems).to(root, parts))
    put_value(root, target, std::move(value), override, at, problems);
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

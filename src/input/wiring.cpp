// Who reads whom: step names, where each step's rows come from, and an order in which sources come first.
#include "input/wiring.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "input/step_names.h"
#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer {
namespace {

using Index = std::unordered_map<std::string, Source>;

std::size_t position(Source source) {
  return static_cast<std::size_t>(source.index);
}

/// Gives every step its name, and finds inputs and steps by theirs.
class Directory {
 public:
  Directory(std::vector<StepDraft>& drafts, const std::vector<Input>& inputs, Problems& problems)
      : problems_(problems) {
    for (std::size_t i = 0; i < inputs.size(); ++i) by_name_.emplace(inputs[i].name, Source{true, static_cast<int>(i)});
    add_given(drafts);
    add_unnamed(drafts, inputs);
  }

  std::optional<Source> find(const Name& name) const {
    if (const auto found = by_name_.find(name.text); found != by_name_.end()) return found->second;
    std::vector<std::string_view> known;
    for (const auto& [word, source] : by_name_) known.push_back(word);
    std::ranges::sort(known);  // the same suggestion and note on every run
    constexpr std::size_t most_listed = 20;
    const std::string suggestion = did_you_mean(name.text, known);
    if (known.size() > most_listed) known.resize(most_listed);
    problems_.add(codes::unknown_source, name.spot,
                  fmt::format("no input or step has the name {}", in_quotes(name.text)), suggestion,
                  fmt::format("known here: {}", fmt::join(known, ", ")));
    return std::nullopt;
  }

 private:
  void add_given(const std::vector<StepDraft>& drafts) {
    for (std::size_t i = 0; i < drafts.size(); ++i) {
      const std::string& name = drafts[i].step.name;
      if (name.empty()) continue;
      const auto [entry, is_new] = by_name_.try_emplace(name, Source{false, static_cast<int>(i)});
      if (!is_new)
        problems_.add(codes::duplicate_name, drafts[i].name_spot,
                      fmt::format("the name {} is already that of {}", in_quotes(name),
                                  entry->second.is_input ? "an input" : "another step"));
    }
  }

  void add_unnamed(std::vector<StepDraft>& drafts, const std::vector<Input>& inputs) {
    std::vector<NamedStep> steps;
    steps.reserve(drafts.size());
    for (const StepDraft& draft : drafts)
      steps.push_back({draft.step.name, draft.kind_known ? kind_name(draft.step.op) : std::string_view()});
    std::unordered_set<std::string> taken;
    for (const Input& input : inputs) taken.insert(input.name);
    std::vector<std::string> names = names_of(steps, std::move(taken));
    for (std::size_t i = 0; i < drafts.size(); ++i) {
      if (!drafts[i].step.name.empty() || names[i].empty()) continue;
      by_name_.emplace(names[i], Source{false, static_cast<int>(i)});
      drafts[i].step.name = std::move(names[i]);
    }
  }

  Index by_name_;
  Problems& problems_;
};

/// What step `i` reads: what it names, else the step before it, else the first input.
std::vector<Source> sources_of(std::size_t i, const StepDraft& draft, const Directory& directory, Problems& problems) {
  std::vector<Source> sources;
  const auto add = [&](const std::vector<Name>& names) {
    for (const Name& name : names)
      if (const auto source = directory.find(name)) sources.push_back(*source);
  };
  const Sides sides = sides_of(draft.step.op);
  const std::size_t named = std::max<std::size_t>(draft.from.size(), 1) + draft.with.size();
  const auto wrong = [&](std::string message, std::string note) {
    if (draft.kind_known) problems.add(codes::wrong_sources, draft.spot, std::move(message), {}, std::move(note));
  };
  const auto kind = [&] { return kind_name(draft.step.op); };
  if (sides == Sides::two && named != 2)
    wrong(fmt::format("a {} has two sides, not {}", kind(), named),
          "name the other side by `with`, or both by `from: [left, right]`");
  if (sides == Sides::two_or_more && named < 2)
    wrong(fmt::format("a {} has two sides or more", kind()), "name the others by `with`, or all by `from: [a, b]`");
  if (sides == Sides::one && named > 1)
    wrong(fmt::format("{} reads one source, not {}", kind(), named), "a union or a join puts several together");

  add(draft.from);
  if (draft.from.empty()) sources.push_back(i == 0 ? Source{true, 0} : Source{false, static_cast<int>(i) - 1});
  add(draft.with);
  return sources;
}

/// Step numbers in an order in which sources come first, as near to the file's order as can be.
std::vector<std::size_t> sources_first(const std::vector<StepDraft>& drafts) {
  std::vector<std::vector<std::size_t>> readers(drafts.size());
  std::vector<std::size_t> waiting_for(drafts.size(), 0);
  for (std::size_t i = 0; i < drafts.size(); ++i)
    for (const Source source : drafts[i].step.from)
      if (!source.is_input) {
        readers[position(source)].push_back(i);
        ++waiting_for[i];
      }
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> ready;
  for (std::size_t i = 0; i < drafts.size(); ++i)
    if (waiting_for[i] == 0) ready.push(i);
  std::vector<std::size_t> order;
  while (!ready.empty()) {
    const std::size_t i = ready.top();
    ready.pop();
    order.push_back(i);
    for (const std::size_t reader : readers[i])
      if (--waiting_for[reader] == 0) ready.push(reader);
  }
  return order;
}

/// Follows sources from a step that could not be ordered until a step comes again: that is a circle.
void report_cycle(const std::vector<StepDraft>& drafts, const std::vector<std::size_t>& ordered, Problems& problems) {
  std::vector<bool> is_ordered(drafts.size(), false);
  for (const std::size_t i : ordered) is_ordered[i] = true;
  std::vector<std::size_t> path, step_in_path(drafts.size(), drafts.size());
  auto at = static_cast<std::size_t>(std::ranges::find(is_ordered, false) - is_ordered.begin());
  while (step_in_path[at] == drafts.size()) {
    step_in_path[at] = path.size();
    path.push_back(at);
    const auto& from = drafts[at].step.from;
    at = position(*std::ranges::find_if(from, [&](Source s) { return !s.is_input && !is_ordered[position(s)]; }));
  }
  const std::vector<std::size_t> circle(path.begin() + static_cast<std::ptrdiff_t>(step_in_path[at]), path.end());
  if (circle.size() == 1) {
    problems.add(codes::cycle, drafts[at].spot, fmt::format("step {} reads itself", in_quotes(drafts[at].step.name)));
    return;
  }
  constexpr std::size_t most_named = 8;
  std::string names;
  for (std::size_t i = 0; i < std::min(circle.size(), most_named); ++i)
    names += in_quotes(drafts[circle[i]].step.name) + " reads ";
  names += circle.size() > most_named ? "..., which reads " : "";
  names += in_quotes(drafts[at].step.name);
  problems.add(codes::cycle, drafts[at].spot, "steps read each other in a circle: " + names);
}

}  // namespace

std::vector<Step> wire(std::vector<StepDraft> drafts, const std::vector<Input>& inputs, Problems& problems) {
  const Directory directory(drafts, inputs, problems);
  for (std::size_t i = 0; i < drafts.size(); ++i) drafts[i].step.from = sources_of(i, drafts[i], directory, problems);

  const std::vector<std::size_t> order = sources_first(drafts);
  if (order.size() < drafts.size()) {
    report_cycle(drafts, order, problems);
    return {};
  }
  std::vector<int> place_in_order(drafts.size());
  for (std::size_t i = 0; i < order.size(); ++i) place_in_order[order[i]] = static_cast<int>(i);
  std::vector<Step> steps;
  steps.reserve(order.size());
  for (const std::size_t i : order) {
    Step step = std::move(drafts[i].step);
    for (Source& source : step.from)
      if (!source.is_input) source.index = place_in_order[position(source)];
    steps.push_back(std::move(step));
  }
  return steps;
}

}  // namespace sizer

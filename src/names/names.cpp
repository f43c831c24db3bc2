// Stages and steps in the user's own names.
#include "names/names.h"

#include <fmt/format.h>
#include <algorithm>
#include <cctype>
#include <unordered_set>

namespace sizer::names {
namespace {

bool moves_only(Act act) {
  return act == Act::exchange_write || act == Act::exchange_read || act == Act::collect;
}

bool same_word(const std::string& a, const std::string& b) {
  return std::ranges::equal(a, b, [](char x, char y) { return std::tolower(x) == std::tolower(y); });
}

/// "Scan clicks", "Partial aggregate daily"; the act alone where the step has no name of its own.
std::string with_name(const Job& job, const Part& part) {
  const std::string act(part.act.name());
  if (part.of.index < 0) return act;
  const std::string name = name_of(job, part.of);
  const bool named =
      part.of.is_input || !same_word(name, kind_name(job.steps[static_cast<std::size_t>(part.of.index)].op));
  return named && !same_word(name, act) ? act + " " + name : act;
}

}  // namespace

std::string name_of(const Job& job, Source source) {
  const auto index = static_cast<std::size_t>(source.index);
  return source.is_input ? job.inputs[index].name : job.steps[index].name;
}

const Keys& keys_of(const Operator& op, int side) {
  static const Keys none;
  if (const auto* join = std::get_if<Join>(&op)) return side == 0 ? join->left_on : join->right_on;
  if (const auto* aggregate = std::get_if<Aggregate>(&op)) return aggregate->keys;
  if (const auto* dedup = std::get_if<Dedup>(&op)) return dedup->keys;
  if (const auto* sort = std::get_if<Sort>(&op)) return sort->by;
  if (const auto* window = std::get_if<Window>(&op)) return window->partition_by;
  if (const auto* repartition = std::get_if<Repartition>(&op)) return repartition->by;
  if (const auto* exchange = std::get_if<Exchange>(&op)) return exchange->by;
  if (const auto* state = std::get_if<KeyedState>(&op)) return state->keys;
  return none;
}

std::string keys_text(const Job& job, const Keys& keys) {
  std::string text;
  for (const Key key : keys) text += (text.empty() ? "" : ", ") + job.keys[static_cast<std::size_t>(key)];
  return text;
}

std::string stage_name(const Job& job, const Stage& stage) {
  if (!stage.name.empty()) return std::string(stage.name);
  std::vector<std::string> words;
  std::unordered_set<std::string> known;
  std::string before;
  for (const Part& part : stage.parts) {
    if (part.act == Act::sample) before = "sample for " + name_of(job, part.of) + ": ";
    if (part.act == Act::broadcast) before = "broadcast for ";
    if (moves_only(part.act) || part.act == Act::sample || part.of.index < 0) continue;
    std::string word = part.of.is_input ? "scan " + name_of(job, part.of) : name_of(job, part.of);
    if (known.insert(word).second) words.push_back(std::move(word));
  }
  if (words.empty() && !stage.parts.empty() && stage.parts.back().of.index >= 0)
    words.push_back("shuffle for " + name_of(job, stage.parts.back().of));
  return before + fmt::format("{}", fmt::join(words, ", "));
}

std::vector<std::string> step_names(const Job& job, const Stage& stage) {
  std::vector<std::string> names;
  for (const Part& part : stage.parts) {
    std::string name = with_name(job, part);
    if (part.act == Act::exchange_write && !part.of.is_input) {
      const Keys& keys = keys_of(job.steps[static_cast<std::size_t>(part.of.index)].op);
      if (!keys.empty()) name += " by " + keys_text(job, keys);
    }
    if (names.empty() || names.back() != name) names.push_back(std::move(name));
  }
  return names;
}

}  // namespace sizer::names

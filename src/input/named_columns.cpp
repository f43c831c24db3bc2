// Where a file names columns that nobody has.
#include "input/named_columns.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "job/column_names.h"
#include "text/codes.h"
#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer {
namespace {

bool is_of_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
}

/// True where `text` is the name, or has it among others: "sum(price * quantity)".
bool names(std::string_view text, std::string_view name) {
  for (std::size_t at = text.find(name); at != std::string_view::npos; at = text.find(name, at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || !is_of_name(text[at - 1])) && (end == text.size() || !is_of_name(text[end]))) return true;
  }
  return false;
}

/// The first scalar under `value` that names it; null: none does.
const Value* find_name(const Value& value, std::string_view name) {
  if (value.kind == ValueKind::scalar && names(value.text, name)) return &value;
  for (const Value& item : value.items)
    if (const Value* const found = find_name(item, name)) return found;
  for (const Entry& entry : value.entries)
    if (const Value* const found = find_name(entry.value, name)) return found;
  return nullptr;
}

/// What the file says of a step; null: it stands elsewhere.
const Value* written(const Value& steps, const Step& step) {
  for (const Value& each : steps.items)
    for (const Entry& entry : each.entries)
      if (entry.spot.line == step.place.line && entry.spot.column == step.place.column) return &entry.value;
  return nullptr;
}

}  // namespace

void check_column_names(const Job& job, const Value& steps, Problems& problems) {
  const auto text_of = [&](Key key) -> const std::string& { return job.keys[static_cast<std::size_t>(key)]; };
  for (const UnknownColumn& unknown : unknown_columns(job)) {
    const Step& step = job.steps[static_cast<std::size_t>(unknown.step)];
    const std::string& name = text_of(unknown.name);
    const Value* const said = written(steps, step);
    if (said == nullptr) continue;
    const Value* const place = find_name(*said, name);
    std::vector<std::string_view> known;
    for (const Key key : unknown.known) known.push_back(text_of(key));
    problems.add(
        codes::unknown_column, (place != nullptr ? *place : *said).spot,
        fmt::format("{}: no column {} comes in", step.name, in_quotes(name)), did_you_mean(name, known),
        fmt::format("what comes in: {}; a `project` or `map` lists what it computes under `adds`, and `others` of "
                    "an input stands for columns that it does not name",
                    fmt::join(known, ", ")));
  }
}

}  // namespace sizer

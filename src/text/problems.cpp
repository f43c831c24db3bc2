// All that is wrong with one input, collected so that it can be told at once.
#include "text/problems.h"

#include <algorithm>
#include <cstring>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "text/utf8.h"

namespace sizer {
namespace {

constexpr std::size_t most_listed = 50;
constexpr int longest_line_kept = 10'000;  // characters; a caret further right helps nobody

/// The line that `spot` stands in, as far as the caret line needs it.
std::string line_of(const Spot& spot) {
  if (spot.source == nullptr || spot.line < 1 || spot.column > longest_line_kept) return {};
  const std::string& text = spot.source->text;
  const char* begin = text.data();
  const char* const end = begin + text.size();
  for (int line = 1; line < spot.line; ++line) {
    const void* newline = std::memchr(begin, '\n', static_cast<std::size_t>(end - begin));
    if (newline == nullptr) return {};
    begin = static_cast<const char*>(newline) + 1;
  }
  constexpr std::ptrdiff_t kept = 4 * (static_cast<std::ptrdiff_t>(longest_line_kept) + 200);
  const char* stop = std::find(begin, std::min(end, begin + kept), '\n');
  if (stop > begin && stop[-1] == '\r') --stop;
  return std::string(begin, stop);
}

Diagnostic diagnostic(const Code& code, const Spot& spot, std::string message, std::string suggestion,
                      std::string note) {
  Diagnostic d;
  d.code = code.id;
  d.message = std::move(message);
  d.place = place_of(spot);
  d.source_line = line_of(spot);
  d.suggestion = std::move(suggestion);
  d.note = std::move(note);
  return d;
}

}  // namespace

Place place_of(const Spot& spot) {
  return {spot.source == nullptr ? std::string{} : spot.source->file, spot.line, spot.column, spot.length};
}

void Problems::add(const Code& code, const Spot& spot, std::string message, std::string suggestion, std::string note) {
  if (found_.size() >= most_listed) {
    ++left_out_;
    return;
  }
  found_.push_back(diagnostic(code, spot, std::move(message), std::move(suggestion), std::move(note)));
}

void Problems::add(const InputError& error) {
  found_.insert(found_.end(), error.diagnostics.begin(), error.diagnostics.end());
}

void Problems::raise() const {
  if (found_.empty()) return;
  std::vector<Diagnostic> sorted = found_;
  std::ranges::stable_sort(sorted, {},
                           [](const Diagnostic& d) { return std::tie(d.place.file, d.place.line, d.place.column); });
  if (left_out_ > 0)
    sorted.push_back(diagnostic(codes::many_more, {}, fmt::format("and {} more, not listed", left_out_), {}, {}));
  throw InputError(std::move(sorted));
}

void fail(const Code& code, const Spot& spot, std::string message, std::string suggestion, std::string note) {
  throw InputError({diagnostic(code, spot, std::move(message), std::move(suggestion), std::move(note))});
}

std::string describe_place(const Spot& spot) {
  return fmt::format("line {}, column {}", spot.line, spot.column);
}

}  // namespace sizer

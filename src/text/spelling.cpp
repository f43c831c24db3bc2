// The nearest known word, for "did you mean".
#include "text/spelling.h"

#include <algorithm>
#include <array>
#include <utility>

#include "text/utf8.h"

namespace sizer {
namespace {

constexpr std::size_t longest = 64;  // no key, name or word of ours is longer; keeps the table small

/// The same, of words that are at most `most` apart; else a larger number. Only the fields of the table that are so
/// near its diagonal are looked at.
int edit_distance_within(std::string_view a, std::string_view b, int most) {
  const auto width = static_cast<std::size_t>(most);
  if (a.size() > longest || b.size() > longest || std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > width)
    return most + 1;
  using Row = std::array<int, longest + 2>;
  std::array<Row, 3> rows{};
  Row *before_last = &rows[0], *last = &rows[1], *row = &rows[2];
  for (std::size_t j = 0; j <= std::min(b.size(), width) + 1; ++j) (*last)[j] = static_cast<int>(j);
  int nearest_before = 0, nearest = 0;  // of the fields of the last two rows
  for (std::size_t i = 1; i <= a.size() && std::min(nearest_before, nearest) <= most; ++i) {
    const std::size_t from = i > width ? i - width : 1, to = std::min(b.size(), i + width);
    (*row)[from - 1] = from == 1 ? static_cast<int>(i) : most + 1;
    nearest_before = std::exchange(nearest, (*row)[from - 1]);
    for (std::size_t j = from; j <= to; ++j) {
      const int replaced = (*last)[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      int least = std::min(replaced, std::min((*last)[j], (*row)[j - 1]) + 1);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        least = std::min(least, (*before_last)[j - 2] + 1);
      (*row)[j] = least;
      nearest = std::min(nearest, least);
    }
    (*row)[to + 1] = most + 1;
    before_last = std::exchange(last, std::exchange(row, before_last));
  }
  return std::min(nearest_before, nearest) <= most ? (*last)[b.size()] : most + 1;
}

}  // namespace

int edit_distance(std::string_view a, std::string_view b) {
  return edit_distance_within(a, b, static_cast<int>(2 * longest));
}

std::string_view nearest_word(std::string_view word, std::span<const std::string_view> known) {
  // Two slips are plausible in a word of five letters or more, one in a shorter one.
  const int most = word.size() < 3 ? 0 : word.size() < 5 ? 1 : word.size() < 12 ? 2 : 3;
  const std::string wanted = lower(word);
  std::string_view nearest;
  int least = most + 1;
  for (const std::string_view candidate : known) {
    if (least == 0) break;
    const auto apart = std::max(candidate.size(), wanted.size()) - std::min(candidate.size(), wanted.size());
    if (apart >= static_cast<std::size_t>(least)) continue;  // each letter more is a slip
    const int distance = edit_distance_within(wanted, lower(candidate), least - 1);
    if (distance < least) {
      least = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> known) {
  const std::string_view nearest = nearest_word(word, known);
  return nearest.empty() ? std::string{} : "did you mean '" + std::string(nearest) + "'?";
}

}  // namespace sizer

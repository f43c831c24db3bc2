// The nearest known word, for "did you mean".
#include "text/spelling.h"

#include <algorithm>
#include <array>
#include <utility>

#include "text/utf8.h"

namespace sizer {
namespace {

constexpr std::size_t longest = 64;  // no key, name or word of ours is longer; keeps the table small

}  // namespace

int edit_distance(std::string_view a, std::string_view b) {
  if (a.size() > longest || b.size() > longest) return static_cast<int>(2 * longest);
  using Row = std::array<int, longest + 1>;
  Row before_last{}, last{}, row{};
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const int replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({replaced, last[j] + 1, row[j - 1] + 1});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last = std::exchange(last, row);
  }
  return last[b.size()];
}

std::string_view nearest_word(std::string_view word, std::span<const std::string_view> known) {
  // Two slips are plausible in a word of five letters or more, one in a shorter one.
  const int most = word.size() < 3 ? 0 : word.size() < 5 ? 1 : word.size() < 12 ? 2 : 3;
  const std::string wanted = lower(word);
  std::string_view nearest;
  int least = most + 1;
  for (const std::string_view candidate : known) {
    const int distance = edit_distance(wanted, lower(candidate));
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

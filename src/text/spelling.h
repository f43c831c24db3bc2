/// \file
/// The nearest known word, for "did you mean".
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace sizer {

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
int edit_distance(std::string_view a, std::string_view b);

/// The known word that `word` most likely means; empty when none is near. Case does not count.
std::string_view nearest_word(std::string_view word, std::span<const std::string_view> known);

/// "did you mean 'cluster'?", or empty.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> known);

}  // namespace sizer

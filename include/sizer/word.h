/// \file
/// A word of a file and the value it stands for: how what is chosen from a few is read and written.
#pragma once

#include <cstddef>
#include <string_view>

namespace sizer {

template <class E>
struct Word {
  std::string_view word;  ///< a literal
  E value;
};

/// The word of a value, the first where several stand for it; empty: it has none.
template <class E, std::size_t n>
constexpr const char* word_of(const Word<E> (&list)[n], E value) {
  for (const Word<E>& each : list)
    if (each.value == value) return each.word.data();
  return "";
}

}  // namespace sizer

// What all fuzz targets share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "sizer/render.h"

/// Stacks of allocations take as long as what is tested, and an input that fails can be run again with them.
extern "C" const char* __asan_default_options() {
  return "malloc_context_size=1:quarantine_size_mb=8";
}

namespace sizer::fuzz {

inline std::string text_of(const std::uint8_t* data, std::size_t size) {
  return std::string(reinterpret_cast<const char*>(data), size);
}

/// Another number for each input, by which one in so many is taken for what need not be done each time.
inline std::uint32_t number_of(const std::uint8_t* data, std::size_t size) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < size; ++i) sum = sum * 31 + data[i];
  return sum ^ sum >> 16U;
}

/// Runs `use`, of this input; what it refuses has its reasons, and they can be shown, which is done of one in eight.
template <class Use>
void told_or_done(const std::uint8_t* data, std::size_t size, const Use& use) {
  try {
    use();
  } catch (const InputError& error) {
    if (error.diagnostics.empty()) __builtin_trap();
    if (number_of(data, size) % 8 == 0) render_diagnostics(error.diagnostics, {});
  }
}

}  // namespace sizer::fuzz

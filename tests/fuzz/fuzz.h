// What all fuzz targets share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "sizer/render.h"

namespace sizer::fuzz {

inline std::string text_of(const std::uint8_t* data, std::size_t size) {
  return std::string(reinterpret_cast<const char*>(data), size);
}

/// Runs `use`; what it refuses has its reasons, and they can be shown.
template <class Use>
void told_or_done(const Use& use) {
  try {
    use();
  } catch (const InputError& error) {
    if (error.diagnostics.empty()) __builtin_trap();
    render_diagnostics(error.diagnostics, {});
  }
}

/// One of the renderers, another one for each input, so that a run as a whole goes through all of them.
inline const Renderer& some_renderer(const std::uint8_t* data, std::size_t size) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < size; ++i) sum = sum * 31 + data[i];
  return renderers()[sum % renderers().size()];
}

}  // namespace sizer::fuzz

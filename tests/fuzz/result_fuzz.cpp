// Any bytes as a saved result: the same result in every format, or a refusal with diagnostics; never a crash. What was
// read is written and read again as the same bytes.
#include <cstddef>
#include <cstdint>
#include <string>

#include "sizer/render.h"
#include "sizer/saved.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const sizer::Result result = sizer::read_result(text, "fuzz.json");
    for (const sizer::Renderer& renderer : sizer::renderers()) renderer.render(result, {});
    const std::string written = sizer::find_renderer("json")->render(result, {});
    const sizer::Result again = sizer::read_result(written, "again.json");
    if (sizer::find_renderer("json")->render(again, {}) != written) __builtin_trap();
  } catch (const sizer::InputError& error) {
    if (error.diagnostics.empty()) __builtin_trap();
  }
  return 0;
}

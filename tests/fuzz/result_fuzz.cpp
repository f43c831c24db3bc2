// Any bytes as a saved result: the same result, or a refusal; never a crash. One in four is written in some format, and
// another in its own, which is read again as the same bytes.
#include "fuzz.h"
#include "sizer/saved.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::uint32_t number = sizer::fuzz::number_of(data, size);
  const auto use = [&] {
    const sizer::Result result = sizer::read_result(sizer::fuzz::text_of(data, size), "fuzz.json");
    if (number % 4 == 0) {
      const auto& all = sizer::renderers();
      all[number / 4 % all.size()].render(result, {});
    } else if (number % 4 == 1) {
      static const sizer::Renderer& json = *sizer::find_renderer("json");
      const std::string written = json.render(result, {});
      if (json.render(sizer::read_result(written, "again.json"), {}) != written) __builtin_trap();
    }
  };
  sizer::fuzz::told_or_done(data, size, use);
  return 0;
}

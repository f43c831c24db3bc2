// Any bytes as a manifest: a cluster file that can be read, or a refusal; never a crash.
#include "fuzz.h"
#include "sizer/deploy.h"
#include "sizer/input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  sizer::fuzz::told_or_done([&] {
    const sizer::Imported imported = sizer::import_manifest(sizer::fuzz::text_of(data, size), "fuzz");
    if (imported.kind.empty() || imported.text.empty()) __builtin_trap();
    sizer::render_diagnostics(imported.diagnostics, {});
    // It is a cluster, or misses only what it says that it misses.
    sizer::fuzz::told_or_done([&] { sizer::read_cluster(imported.text, "imported"); });
  });
  return 0;
}

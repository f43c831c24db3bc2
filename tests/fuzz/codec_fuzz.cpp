// Any bytes behind each decoder: all of them are read or the damage is told, never a crash. The first byte chooses.
#define ZSTD_STATIC_LINKING_ONLY  // headers of frames
#include <zstd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "fuzz.h"
#include "ingest/decode.h"
#include "ingest/zip.h"

namespace {

using namespace sizer::ingest;

void drain(const ReadBytes& read) {
  constexpr std::size_t enough = std::size_t{1} << 18U;
  std::vector<char> to(5000);
  std::size_t total = 0;
  while (const std::size_t got = read(to.data(), to.size())) {
    if (got > to.size()) __builtin_trap();
    if ((total += got) > enough) return;
  }
}

/// A frame of zstd asks for memory that is never touched, but marked by the sanitizer at length.
bool looks_far_back(std::string_view bytes) {
  for (std::size_t at = bytes.find("\x28\xB5\x2F\xFD"); at != std::string_view::npos;
       at = bytes.find("\x28\xB5\x2F\xFD", at + 1)) {
    ZSTD_frameHeader header;
    if (ZSTD_getFrameHeader(&header, bytes.data() + at, bytes.size() - at) == 0 && header.windowSize > 1U << 20U)
      return true;
  }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0 || looks_far_back({reinterpret_cast<const char*>(data), size})) return 0;
  const std::size_t begin = 1;
  std::size_t at = begin;
  Buffered in([&](char* to, std::size_t most) {
    const std::size_t count = std::min({most, size - at, std::size_t{777}});
    std::memcpy(to, data + at, count);
    at += count;
    return count;
  });
  Ending ending;
  const auto codec = static_cast<Codec>(data[0] % (static_cast<int>(Codec::zip) + 1));
  if (codec != Codec::zip) {
    drain(decoded(codec, in, ending));
    return 0;
  }
  ZipMembers members(in, ending);
  while (members.next()) drain(members.bytes());
  return 0;
}

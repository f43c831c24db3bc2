/// \file
/// The text of a log of a real run: 14.6 s, two queries.
#pragma once

#include <zstd.h>

#include <fstream>
#include <iterator>
#include <string>

#include "catch.h"

inline const std::string& real_log() {
  static const std::string text = [] {
    std::ifstream file(std::string(SIZER_SOURCE_DIR) + "/tests/logs/two_queries.zst", std::ios::binary);
    const std::string packed{std::istreambuf_iterator<char>(file), {}};
    std::string plain(std::size_t{4} << 20U, '\0');
    ZSTD_DCtx* const context = ZSTD_createDCtx();
    ZSTD_inBuffer in{packed.data(), packed.size(), 0};
    ZSTD_outBuffer out{plain.data(), plain.size(), 0};
    while (in.pos < in.size) REQUIRE(ZSTD_isError(ZSTD_decompressStream(context, &out, &in)) == 0);
    ZSTD_freeDCtx(context);
    plain.resize(out.pos);
    return plain;
  }();
  return text;
}

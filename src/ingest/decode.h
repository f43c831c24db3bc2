/// \file
/// What event logs are compressed with, told by the first bytes.
#pragma once

#include <memory>

#include "ingest/bytes.h"

namespace sizer::ingest {

enum class Codec { none, zstd, lz4_block, lz4_frame, snappy, lzf, gzip, zip };

/// "lz4": the name that results use.
const char* name_of(Codec codec);

/// By the magic number; names lie.
Codec codec_of(std::string_view head);
inline constexpr std::size_t magic_size = 8;

/// The largest block that a decoder unpacks at once; a stream that asks for more is taken for damaged. Spark's blocks
/// have 32 KiB.
inline constexpr std::size_t largest_block = std::size_t{8} << 20U;

/// The plain bytes of a stream. `in` and `ending` must outlive what is returned.
ReadBytes decoded(Codec codec, Buffered& in, Ending& ending);

// One for each codec; a stream may hold several frames, members or streams one after the other.
ReadBytes decode_zstd(Buffered& in, Ending& ending);
ReadBytes decode_gzip(Buffered& in, Ending& ending);
ReadBytes decode_lz4_frame(Buffered& in, Ending& ending);
ReadBytes decode_lz4_block(Buffered& in, Ending& ending);
ReadBytes decode_snappy(Buffered& in, Ending& ending);
ReadBytes decode_lzf(Buffered& in, Ending& ending);
/// Deflated bytes without a header, as zip archives hold them.
ReadBytes inflate_raw(Buffered& in, Ending& ending);

/// Fills `block` with the next decoded block; false: there is none.
using NextBlock = std::function<bool(std::vector<char>& block)>;
/// A stream of what a decoder of blocks gives.
ReadBytes by_blocks(NextBlock next);

}  // namespace sizer::ingest

/// \file
/// Quantities as files write them, so that reading gives exactly the same value again.
#pragma once

#include <string>

#include "sizer/range.h"
#include "text/quantity_text.h"

namespace sizer {

inline constexpr double kibi = 1024, mebi = kibi * kibi;  ///< bytes of a KiB, a MiB

/// "64 GiB", "9536 MiB", "123456789 B": the largest unit in which the number is short.
std::string exact_text(Bytes bytes);
/// "1.25 GB/s", "125 MB/s": what disks and streams are told in.
std::string exact_text(Rate rate);
/// "10 Gbps": what networks are told in.
std::string network_text(Rate rate);
/// "$0.904/h".
std::string exact_text(Price price);
std::string exact_text(Seconds seconds);
std::string exact_number(double number);

/// One value of what the limits say; the unit that they ask for stands beside it.
std::string exact_text(double value, const Limits& limits);
/// One value, or "low..high"; empty: its typical value is not the middle of those, and needs a mapping.
std::string exact_text(const Range<double>& range, const Limits& limits);

}  // namespace sizer

/// \file
/// Where a number comes from, and which unknowns move it.
#pragma once

#include "sizer/report.h"

namespace sizer {

/// How a number's parts make it: they add up to it, multiply to it (but for those that divide it), or are what it
/// depends on.
enum class Made { from, sum, product };

/// One number and what it is made of.
struct Derivation {
  std::string name;  ///< "wall_clock_seconds", "exchange_write_byte"
  std::string unit;  ///< seconds, bytes, core-seconds, ...
  double value = 0;
  std::string shown;    ///< the value as people write it: "13.2 min"
  std::string formula;  ///< how the parts make it: "start-up + the stages of the longest path"; empty: a leaf
  std::string origin;   ///< derived | given | catalogue | constant | default | remainder | unknown
  std::string source;   ///< of a leaf: file:line:column, the catalogue's entry, or the constant's source
  std::vector<Derivation> parts{};
  Made made = Made::from;
  bool divides = false;  ///< of a part of a product: the whole is divided by it
};

/// What one unknown does to the result when all else stays typical.
struct Influence {
  std::string name, unit;
  Range<double> value{};
  std::string origin, source;
  Range<Seconds> time{};                 ///< with the unknown at its low, typical and high end (not sorted)
  std::optional<Range<Dollars>> cost{};  ///< empty: a machine has no price
  Seconds spread{};                      ///< of the time
};

/// What knowing one number for sure would do to the range of the time.
struct Measurement {
  std::string name;    ///< "inputs.clicks.rows"
  std::string advice;  ///< "give `rows` of clicks"
  Range<Seconds> before{}, after{};
};

struct Sensitivity {
  std::string of = "wall_clock_seconds";    ///< wall_clock_seconds | cost_usd: by which influences are ranked
  std::vector<Influence> influences{};      ///< largest spread first
  std::vector<Measurement> measurements{};  ///< the narrowest result first
};

struct Explanation {
  std::string job, file, path;
  std::optional<Derivation> derivation{};
  std::optional<Sensitivity> sensitivity{};
  Percentiles percentiles{};  ///< of the job's time, cost and bytes
};

/// Where a number of the result comes from: `wall_clock_seconds`, `cost_usd`, `bytes.shuffle_write`,
/// `stages[2].seconds`, `stages[2].bytes.spill_write`; `.typical` may follow. Low and high ends are of no single
/// estimate and have none. Parts below `depth` levels are left out. Empty where there is no such number.
///
/// The model is asked, not retold: the terms of a sum are found by doubling one cost at a time, and what an amount
/// depends on by changing each unknown a little. So text and number cannot disagree.
std::optional<Derivation> derive(const Job& job, const Constants& constants, const std::string& path, int depth);

/// The paths that derive() knows for this job, for messages.
std::vector<std::string> derivable(const Job& job, const Constants& constants);

/// One unknown at a time; at most `most` influences and half as many measurements. Of a cost that is not known in full,
/// the time is told instead.
Sensitivity sensitivity_of(const Job& job, const Constants& constants, std::size_t most,
                           const std::string& of = "wall_clock_seconds");

}  // namespace sizer

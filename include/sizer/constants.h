/// \file
/// The believed numbers of the model: name, kind, range and source, one line each in constants.inc.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "sizer/range.h"

namespace sizer {

/// What a constant belongs to: an estimate reads those of the data, the cluster and money, those of the job's engine,
/// and those of user code where a step runs some. Those of a node say what executors may be given, when a cluster is
/// made.
enum class Owner { data, spark, ray, user_code, cluster, node, money };

/// One line of the table.
struct ConstantInfo {
  const char* name;
  Owner owner;
  const char* unit;
  bool rate;  ///< more is better
  Range<double> range;
  const char* source;
};

/// The constants of one case as plain numbers: `k.scan_parquet_bytes`, ... in the order of the table.
struct ConstantValues {
#define CONSTANT(name, owner, kind, unit, low, typical, high, source) kind name;
#include "sizer/constants.inc"
#undef CONSTANT
};

enum class ConstantId : int {
#define CONSTANT(name, owner, kind, unit, low, typical, high, source) name,
#include "sizer/constants.inc"
#undef CONSTANT
  count
};
inline constexpr std::size_t constant_count = static_cast<std::size_t>(ConstantId::count);
static_assert(sizeof(ConstantValues) == constant_count * sizeof(double));

/// One of them as a plain number, in the unit of its line.
double value_of(const ConstantValues& k, ConstantId id);

/// The table, as compiled in.
const std::array<ConstantInfo, constant_count>& constant_table();

/// The place of a constant in the table; empty: there is none of that name.
std::optional<std::size_t> find_constant(std::string_view name);

/// How far a profile was from measured runs that it had not seen: each run is predicted from all others. Errors are
/// factors less one: 0.1 is a prediction 10 % too long, or too short by as large a factor.
struct BackTest {
  int runs = 0;
  double median = 0, worst = 0;  ///< error
  double inside = 0;             ///< share of the runs whose time lay between low and high

  constexpr bool operator==(const BackTest&) const = default;
};

/// Ranges of all constants, and their values in each case.
class Constants {
 public:
  Constants();  ///< the table as compiled in

  const Range<double>& range(std::size_t id) const { return ranges_[id]; }
  bool overridden(std::size_t id) const { return overridden_[id]; }
  void set(std::size_t id, const Range<double>& range);  ///< marks it as overridden
  const ConstantValues& at(Case c) const { return values_[c]; }

  std::string profile = "default";      ///< the file the overrides came from
  std::optional<BackTest> back_test{};  ///< of that file, where it was fitted to runs

 private:
  void resolve(std::size_t id);

  std::array<Range<double>, constant_count> ranges_{};
  std::array<bool, constant_count> overridden_{};
  ByCase<ConstantValues> values_{};
};

}  // namespace sizer

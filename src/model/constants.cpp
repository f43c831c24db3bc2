// The believed numbers of the model: the table as compiled in, and one set of plain numbers a case.
#include "sizer/constants.h"

#include <cstring>

namespace sizer {

const std::array<ConstantInfo, constant_count>& constant_table() {
  static constexpr std::array<ConstantInfo, constant_count> table = {{
#define CONSTANT(name, owner, kind, unit, low, typical, high, source) \
  {#name, Owner::owner, unit, more_is_better<kind>, {low, typical, high}, source},
#include "sizer/constants.inc"
#undef CONSTANT
  }};
  return table;
}

std::optional<std::size_t> find_constant(std::string_view name) {
  for (std::size_t id = 0; id < constant_count; ++id)
    if (name == constant_table()[id].name) return id;
  return std::nullopt;
}

double value_of(const ConstantValues& k, ConstantId id) {
  double value = 0;
  std::memcpy(&value, reinterpret_cast<const unsigned char*>(&k) + static_cast<std::size_t>(id) * sizeof value,
              sizeof value);
  return value;
}

Constants::Constants() {
  for (std::size_t id = 0; id < constant_count; ++id) {
    ranges_[id] = constant_table()[id].range;
    resolve(id);
  }
}

void Constants::set(std::size_t id, const Range<double>& range) {
  ranges_[id] = range;
  overridden_[id] = true;
  resolve(id);
}

/// Writes the constant's value in each case. `ConstantValues` is one double a constant, in the order of the table,
/// whatever their kinds; its size is asserted where it is declared.
void Constants::resolve(std::size_t id) {
  const auto store = [id](ConstantValues& values, double value) {
    std::memcpy(reinterpret_cast<unsigned char*>(&values) + id * sizeof(double), &value, sizeof value);
  };
  const Range<double>& range = ranges_[id];
  const bool rate = constant_table()[id].rate;
  store(values_.best, rate ? range.high : range.low);
  store(values_.typical, range.typical);
  store(values_.worst, rate ? range.low : range.high);
}

}  // namespace sizer

// Checks on machines against the others of their series.
#include "input/catalogue_checks.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "text/quantity_text.h"

namespace sizer {
namespace {

/// Prices of a series are multiples of one price a vCPU, but for rounding.
constexpr double tolerance = 0.01;

bool near(double a, double b) {
  return std::abs(a - b) <= tolerance * std::max(std::abs(a), std::abs(b));
}

/// Machines of a series with as much memory, disk and so on for a vCPU: "standard" and "highmem" are two.
std::string kind_of(const Machine& machine) {
  const std::size_t digits = machine.name.find_last_of("0123456789");
  std::string kind = machine.name;
  std::erase_if(kind, [](char c) { return c >= '0' && c <= '9'; });
  const bool aws = machine.cloud == "aws" || digits == std::string::npos;
  const double disk = machine.disk.size.value * machine.disk.count / machine.vcpus / 1e9;
  return fmt::format("{}/{}/{}/{:.0f}", machine.cloud, machine.series, aws ? "" : kind, disk);
}

/// What a name says of the size: 4 for xlarge, 8 for 2xlarge, else the first number behind the family.
std::optional<double> size_in(const Machine& machine) {
  const std::string& name = machine.name;
  const auto number_before = [&](std::size_t end) -> double {
    std::size_t begin = end;
    while (begin > 0 && name[begin - 1] >= '0' && name[begin - 1] <= '9') --begin;
    return begin == end ? 1 : std::stod(name.substr(begin, end - begin));
  };
  if (const std::size_t at = name.find("xlarge"); machine.cloud == "aws" && at != std::string::npos)
    return 4 * number_before(at);
  if (machine.cloud == "gcp") {
    const std::size_t dash = name.find('-', name.find('-') + 1);
    if (dash == std::string::npos || dash + 1 >= name.size() || name[dash + 1] < '0' || name[dash + 1] > '9')
      return std::nullopt;
    const std::size_t end = std::min(name.find_first_not_of("0123456789", dash + 1), name.size());
    return name.ends_with('g') ? std::nullopt : std::optional(number_before(end));  // a2-highgpu-2g counts GPUs
  }
  if (machine.cloud == "azure" && name.starts_with("Standard_")) {
    const std::size_t begin = name.find_first_of("0123456789");
    if (begin == std::string::npos) return std::nullopt;
    return number_before(std::min(name.find_first_not_of("0123456789", begin), name.size()));
  }
  return std::nullopt;
}

using Group = std::vector<const Machine*>;

/// The value that most of a group agree on.
std::optional<double> common(const std::vector<double>& values) {
  std::size_t most = 0;
  std::optional<double> found;
  for (const double value : values) {
    const auto same =
        static_cast<std::size_t>(std::ranges::count_if(values, [&](double each) { return near(each, value); }));
    if (same > most) most = same, found = value;
  }
  return most > 1 ? found : std::nullopt;
}

template <class Get>
void check_common(const Group& group, Get get, const char* what, std::vector<Oddity>& odd) {
  std::vector<double> values;
  for (const Machine* machine : group)
    if (const std::optional<double> value = get(*machine)) values.push_back(*value);
  const std::optional<double> usual = common(values);
  if (!usual) return;
  for (const Machine* machine : group)
    if (const std::optional<double> value = get(*machine); value && !near(*value, *usual))
      odd.push_back({machine->name, fmt::format("{} is {} and not {} as in most of its series", what,
                                                number_text(*value), number_text(*usual))});
}

void check_spot(const Machine& machine, std::vector<Oddity>& odd) {
  if (machine.spot && machine.price && machine.spot->typical >= *machine.price)
    odd.push_back({machine.name, fmt::format("its spot price of {} is not below {} on demand",
                                             to_text(machine.spot->typical), to_text(*machine.price))});
}

void check_size(const Machine& machine, std::vector<Oddity>& odd) {
  const std::optional<double> size = size_in(machine);
  if (size && *size != machine.vcpus)
    odd.push_back({machine.name, fmt::format("it has {} vCPUs, and its name says {}", number_text(machine.vcpus),
                                             number_text(*size))});
}

}  // namespace

std::vector<Oddity> odd_machines(const std::vector<Machine>& machines) {
  std::vector<Oddity> odd;
  std::map<std::string, Group> groups;
  for (const Machine& machine : machines) {
    check_spot(machine, odd);
    check_size(machine, odd);
    if (machine.gpus == 0 && !machine.series.empty()) groups[kind_of(machine)].push_back(&machine);
  }
  for (const auto& [kind, group] : groups) {
    check_common(
        group, [](const Machine& m) { return m.price ? std::optional(m.price->value / m.vcpus) : std::nullopt; },
        "the price of a vCPU-hour in dollars", odd);
    check_common(
        group, [](const Machine& m) { return std::optional(m.memory.value / m.vcpus / 1073741824); },
        "the memory of a vCPU in GiB", odd);
  }
  return odd;
}

}  // namespace sizer

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

bool digit_at(const std::string& name, std::size_t at) {
  return at < name.size() && name[at] >= '0' && name[at] <= '9';
}

/// The number whose digits begin at `begin`.
double number_at(const std::string& name, std::size_t begin) {
  std::size_t end = begin;
  while (digit_at(name, end)) ++end;
  return std::stod(name.substr(begin, end - begin));
}

/// 4 for xlarge, 8 for 2xlarge. The sizes of the first generations were other ones, and two large machines have more.
std::optional<double> aws_size(const Machine& machine) {
  const std::string& name = machine.name;
  const std::size_t at = name.find("xlarge");
  if (at == std::string::npos || machine.series == "m2" || machine.series == "c1") return std::nullopt;
  if (name == "c4.8xlarge" || name == "d2.8xlarge") return 36;
  std::size_t begin = at;
  while (begin > 0 && digit_at(name, begin - 1)) --begin;
  return begin == at ? 4 : 4 * number_at(name, begin);
}

/// 8 for n2-standard-8; nothing for a2-highgpu-2g, which counts GPUs.
std::optional<double> gcp_size(const std::string& name) {
  const std::size_t dash = name.find('-', name.find('-') + 1);
  if (dash == std::string::npos || !digit_at(name, dash + 1)) return std::nullopt;
  const std::size_t end = name.find_first_not_of("0123456789", dash + 1);
  return end != std::string::npos && name[end] == 'g' ? std::nullopt : std::optional(number_at(name, dash + 1));
}

/// 8 for Standard_D8s_v5, 4 for Standard_E16-4s_v5. The numbers of A, D and G of the first generations are no sizes.
std::optional<double> azure_size(const Machine& machine) {
  const std::string& name = machine.name;
  const std::string& series = machine.series;
  constexpr std::string_view numbered[] = {"a", "am", "a-v2", "am-v2", "d", "ds", "d-v2", "ds-v2", "g", "gs"};
  const std::string_view whole = std::string_view(series).substr(0, series.find("-1of"));
  if (!name.starts_with("Standard_") || std::ranges::find(numbered, whole) != std::end(numbered)) return std::nullopt;
  const std::size_t begin = name.find_first_of("0123456789");
  if (begin == std::string::npos) return std::nullopt;
  const std::size_t end = name.find_first_not_of("0123456789", begin);
  const bool limited = end != std::string::npos && name[end] == '-' && digit_at(name, end + 1);
  return number_at(name, limited ? end + 1 : begin);
}

/// What a name says of the vCPUs.
std::optional<double> size_in(const Machine& machine) {
  if (machine.cloud == "aws") return aws_size(machine);
  if (machine.cloud == "gcp") return gcp_size(machine.name);
  return machine.cloud == "azure" ? azure_size(machine) : std::nullopt;
}

double gib_of_vcpu(const Machine& machine) {
  return machine.memory.value / machine.vcpus / 1073741824;
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

std::vector<Oddity> odd_machines(const std::vector<Machine>& machines, Checked checked) {
  std::vector<Oddity> odd;
  std::map<std::string, Group> alike, sold_alike;
  for (const Machine& machine : machines) {
    check_spot(machine, odd);
    check_size(machine, odd);
    if (machine.gpus > 0 || machine.series.empty()) continue;
    alike[kind_of(machine)].push_back(&machine);
    sold_alike[fmt::format("{}/{:.2f}", kind_of(machine), gib_of_vcpu(machine))].push_back(&machine);
  }
  for (const auto& [kind, group] : sold_alike)
    check_common(
        group, [](const Machine& m) { return m.price ? std::optional(m.price->value / m.vcpus) : std::nullopt; },
        "the price of a vCPU-hour in dollars", odd);
  if (checked == Checked::prices) return odd;
  for (const auto& [kind, group] : alike)
    check_common(
        group, [](const Machine& m) { return std::optional(gib_of_vcpu(m)); }, "the memory of a vCPU in GiB", odd);
  return odd;
}

}  // namespace sizer

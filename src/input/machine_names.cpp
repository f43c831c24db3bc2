// What a machine's name says of it, for those that no catalogue has.
#include "input/machine_names.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer {
namespace {

bool is_decimal(char c) {
  return c >= '0' && c <= '9';
}

std::size_t digits_at(std::string_view text, std::size_t from) {
  std::size_t end = from;
  while (end < text.size() && is_decimal(text[end])) ++end;
  return end - from;
}

int number_at(std::string_view text, std::size_t from) {
  return std::atoi(std::string(text.substr(from, std::min<std::size_t>(digits_at(text, from), 6))).c_str());
}

/// Against "large"; whole machines stand at the end. 0: no size, but a slip.
double scale_of(std::string_view size) {
  constexpr std::pair<std::string_view, double> words[] = {{"nano", 1.0 / 16}, {"micro", 1.0 / 8}, {"small", 0.25},
                                                           {"medium", 0.5},    {"large", 1},       {"xlarge", 2}};
  for (const auto& [word, scale] : words)
    if (size == word) return scale;
  const std::size_t digits = digits_at(size, 0);
  if (size.starts_with("metal")) return 1e6;
  return digits > 0 && size.substr(digits) == "xlarge" ? 2.0 * number_at(size, 0) : 0;
}

/// "m5d.4xlarge"
std::optional<MachineName> read_aws(std::string_view name) {
  const std::size_t dot = name.find('.'), digit = name.find_first_of("0123456789");
  if (dot == std::string_view::npos || digit == 0 || digit > dot || dot + 1 == name.size()) return std::nullopt;
  const std::string_view size = name.substr(dot + 1);
  return MachineName{std::string(name.substr(0, dot)), std::string(name.substr(0, digit)), number_at(name, digit),
                     std::string(size), scale_of(size)};
}

/// "n2-standard-16", "c3-standard-8-lssd"
std::optional<MachineName> read_gcp(std::string_view name) {
  const std::size_t first = name.find('-'), digit = name.find_first_of("0123456789");
  if (first == std::string_view::npos || first < 2 || digit == 0 || digit > first) return std::nullopt;
  std::size_t dash = name.rfind('-');
  while (dash > first && digits_at(name, dash + 1) == 0) dash = name.rfind('-', dash - 1);
  if (dash <= first) return std::nullopt;
  const std::size_t digits = digits_at(name, dash + 1);
  const std::string after(name.substr(dash + 1 + digits));
  return MachineName{std::string(name.substr(0, dash)) + after,
                     std::string(name.substr(0, digit)) + std::string(name.substr(first, dash - first)) + after,
                     number_at(name, digit), std::string(name.substr(dash + 1, digits)),
                     1.0 * number_at(name, dash + 1)};
}

/// "Standard_D16ds_v5"
std::optional<MachineName> read_azure(std::string_view name) {
  constexpr std::string_view head = "standard_";
  if (!lower(name).starts_with(head)) return std::nullopt;
  const std::size_t digit = name.find_first_of("0123456789", head.size());
  if (digit == std::string_view::npos || digit == head.size()) return std::nullopt;
  const std::size_t digits = digits_at(name, digit), version = name.rfind("_v");
  const std::string_view after = name.substr(digit + digits);
  return MachineName{std::string(name.substr(0, digit)) + std::string(after),
                     std::string(name.substr(head.size(), digit - head.size())),
                     version == std::string_view::npos ? 1 : number_at(name, version + 2),
                     std::string(name.substr(digit, digits)), 1.0 * number_at(name, digit)};
}

struct KnownName {
  const std::string* name;
  MachineName parts;
};

/// `like`: what they begin with as it does, whatever its letters' size.
std::vector<KnownName> known_of(const std::vector<std::string>& known, const std::string& like, auto wanted) {
  std::vector<KnownName> found;
  for (const std::string& name : known) {
    if (lower(name.substr(0, 1)) != lower(like.substr(0, 1))) continue;
    if (auto parts = read_machine_name(name); parts && wanted(*parts)) found.push_back({&name, std::move(*parts)});
  }
  return found;
}

std::string suggest(const std::string& name) {
  return fmt::format("did you mean '{}'?", name);
}

/// Another size of a series that is known.
MachineHint another_size(const MachineName& asked, std::vector<KnownName> sizes) {
  std::ranges::stable_sort(sizes, {}, [](const KnownName& each) { return each.parts.scale; });
  const auto far = [&](const KnownName& each) {
    return std::abs(std::log(std::max(1e-3, each.parts.scale) / std::max(1e-3, asked.scale)));
  };
  const KnownName& nearest = *std::ranges::min_element(sizes, {}, far);
  std::vector<std::string> words;
  words.reserve(sizes.size());
  for (const KnownName& each : sizes) words.push_back(each.parts.size);
  return {suggest(*nearest.name),
          fmt::format("{} has no size {}; the catalogue knows {}", asked.series, asked.size, fmt::join(words, ", "))};
}

/// The same size of another series of the family: of the nearest generation, the later where two are as near, and of
/// those the one that is written most alike.
std::string another_series(const std::string& name, const MachineName& asked, const std::vector<KnownName>& family) {
  const auto rank = [&](const KnownName& each) {
    const int apart = std::abs(each.parts.generation - asked.generation);
    return std::tuple(apart, -each.parts.generation, edit_distance(name, *each.name), *each.name);
  };
  return suggest(*std::ranges::min_element(family, {}, rank)->name);
}

}  // namespace

std::optional<MachineName> read_machine_name(std::string_view name) {
  if (auto azure = read_azure(name)) return azure;
  if (auto aws = read_aws(name)) return aws;
  return read_gcp(name);
}

MachineHint hint_for_machine(const std::string& name, const std::vector<std::string>& known) {
  constexpr const char* otherwise = "write out `vcpus` and `memory` to use another";
  const std::vector<std::string_view> words(known.begin(), known.end());
  const std::string_view spelt = nearest_word(name, words);
  const std::string asked_name = lower(name);
  if (lower(spelt) == asked_name) return {suggest(std::string(spelt)), otherwise};
  if (const auto asked = read_machine_name(name); asked && asked->scale > 0) {
    const auto sizes =
        known_of(known, name, [&](const MachineName& each) { return each.series == asked->series && each.scale > 0; });
    if (!sizes.empty()) {
      MachineHint made = another_size(*asked, sizes);
      made.note += fmt::format("; {}", otherwise);
      return made;
    }
    const auto family = known_of(
        known, name, [&](const MachineName& each) { return each.family == asked->family && each.size == asked->size; });
    if (!family.empty()) return {another_series(name, *asked, family), otherwise};
  }
  return {spelt.empty() ? std::string() : suggest(std::string(spelt)), otherwise};
}

}  // namespace sizer

// Single nodes of a derivation: numbers with their units, and leaves with their sources.
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "questions/explain/derive.h"
#include "text/quantity_text.h"

namespace sizer::explain {

std::string shown(double value, const std::string& unit) {
  if (unit == "B") return to_text(Bytes{value});
  if (unit == "s" || unit == "seconds") return to_text(Seconds{value});
  if (unit == "usd") return to_text(Dollars{value});
  if (unit == "rows" || unit == "files") return to_text(Rows{value});
  if (unit == "B/s") return to_text(Rate{value});
  if (unit == "rows/s") return to_text(RowRate{value});
  if (unit == "s/B") return number_text(value * 1e9) + " s/GB";
  if (unit == "s/row") return number_text(value * 1e9) + " ns/row";
  if (unit == "core-s") return number_text(value) + " core-s";
  return number_text(value);
}

Derivation node(std::string name, std::string unit, double value, std::string formula) {
  Derivation made;
  made.shown = shown(value, unit);
  made.name = std::move(name);
  made.unit = std::move(unit);
  made.value = value;
  made.formula = std::move(formula);
  made.origin = "derived";
  return made;
}

Derivation leaf(std::string name, std::string unit, double value, std::string origin, std::string source) {
  Derivation made = node(std::move(name), std::move(unit), value);
  made.origin = std::move(origin);
  made.source = std::move(source);
  return made;
}

Derivation constant(const Subject& subject, ConstantId id) {
  const ConstantInfo& info = constant_table()[static_cast<std::size_t>(id)];
  return leaf(info.name, info.unit, value_of(subject.asked.k(), id), "constant", info.source);
}

Derivation leaf_of(const Lever& lever) {
  return leaf(lever.name, lever.unit, lever.value, lever.is_constant ? "constant" : "given", lever.source);
}

Derivation leaf_of(const Variation::Switch& setting) {
  return leaf(setting.name, setting.unit, setting.value, setting.origin, setting.source);
}

Derivation of_cluster(const Subject& subject, std::string name, std::string unit, double value,
                      const std::string& path) {
  const Machine& machine = subject.job.cluster.machine;
  const std::string line = where_text(place_of(subject.job, path));
  std::string source = line.empty() ? "" : line + ", ";
  source += fmt::format("{} x {}", subject.job.cluster.nodes, machine.name);
  if (!machine.source.empty()) source += ", " + machine.source;
  return leaf(std::move(name), std::move(unit), value, machine.source.empty() ? "given" : "catalogue", source);
}

Derivation divisor(Derivation part) {
  part.divides = true;
  return part;
}

void add_rest(Derivation& whole, const std::string& why) {
  double sum = 0;
  for (const Derivation& part : whole.parts) sum += part.value;
  const double rest = whole.value - sum;
  if (std::abs(rest) > 1e-6 * std::abs(whole.value))
    whole.parts.push_back(leaf(why, whole.unit, rest, "remainder", {}));
}

}  // namespace sizer::explain

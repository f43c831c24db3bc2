// Sums and amounts: the model is asked what they are made of.
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "questions/explain/derive.h"

namespace sizer::explain {
namespace {

/// An amount in the estimate that other levers make.
using Amount = std::function<double(const std::vector<Variation::Turn>&)>;

void grow_with(Derivation& made, const std::vector<Variation::Dependence>& found) {
  double product = 1;
  std::string factors;
  for (const Variation::Dependence& each : found) {
    const bool up = each.elasticity > 0;
    product = up ? product * each.lever->value : product / each.lever->value;
    factors +=
        (factors.empty() ? (up ? "" : "1 / ") : (up ? " x " : " / ")) + shown(each.lever->value, each.lever->unit);
    Derivation part = leaf_of(*each.lever);
    part.divides = !up;
    if (std::abs(std::abs(each.elasticity) - 1) > 1e-3)
      part.formula = fmt::format("1 % more of it makes {:.2g} % {}", std::abs(each.elasticity), up ? "more" : "less");
    made.parts.push_back(std::move(part));
  }
  if (found.empty()) return;
  const bool is_product = std::abs(product - made.value) <= 1e-6 * std::abs(made.value);
  made.formula = is_product ? factors : "grows with";
  if (is_product) made.made = Made::product;
}

/// What the job gives and a whole number changes with, though not with a small change of it.
void add_given_steps(const Subject& subject, Derivation& made, const Amount& amount) {
  for (const Lever& lever : subject.asked.levers())
    if (!lever.is_constant && amount({{&lever, 2}}) != made.value) made.parts.push_back(leaf_of(lever));
}

/// What a whole number such as a count of tasks is settled from.
void settle(const Subject& subject, Derivation& made, const Amount& amount) {
  if (made.value == 1) return;
  add_given_steps(subject, made, amount);
  for (const Variation::Switch& each : subject.asked.switches()) made.parts.push_back(leaf_of(each));
  if (!made.parts.empty()) made.formula = "a whole number that the engine settles, from";
}

bool is_rate(const std::string& unit) {
  return unit.ends_with("/s");
}

/// Of what a lever is the cost or rate of a unit: "B" of "s/B" and of "B/s".
std::string counted_by(const Lever& lever) {
  if (is_rate(lever.unit)) return lever.unit.substr(0, lever.unit.size() - 2);
  if (lever.unit == "s/B") return "B";
  return lever.unit == "s/row" ? "rows" : "";
}

/// How many units a term counts, and what that grows with.
Derivation term_amount(const Subject& subject, const Term& term, const Figure& measure) {
  const Variation& asked = subject.asked;
  const double factor = is_rate(term.lever->unit) ? 0.5 : 2;
  // What doubling the cost adds in another estimate, by the cost.
  const Amount amount = [&](const std::vector<Variation::Turn>& turns) {
    std::vector<Variation::Turn> doubled = turns;
    doubled.push_back({term.lever, factor});
    return measure(asked.turned(doubled)) - measure(asked.turned(turns));
  };
  Derivation made = node("amount", counted_by(*term.lever), term.amount);
  const double before = amount({});
  std::vector<Variation::Dependence> found;
  constexpr double nudge = 1e-4;
  for (const Lever& other : asked.levers()) {
    if (&other == term.lever) continue;
    const double elasticity = (amount({{&other, 1 + nudge}}) / before - 1) / nudge;
    if (std::abs(elasticity) > 1e-5) found.push_back({&other, elasticity});
  }
  grow_with(made, found);
  if (found.empty()) settle(subject, made, amount);
  return made;
}

Derivation term_node(const Subject& subject, const Term& term, const std::string& unit, const Figure& measure,
                     int depth) {
  const Lever& lever = *term.lever;
  const bool rate = is_rate(lever.unit);
  Derivation made = node(
      fmt::format("for {}", lever.name), unit, term.value,
      fmt::format("{} {} {}", shown(term.amount, counted_by(lever)), rate ? "/" : "x", shown(lever.value, lever.unit)));
  if (depth <= 0) return made;
  made.made = Made::product;
  made.parts.push_back(rate ? divisor(leaf_of(lever)) : leaf_of(lever));
  Derivation amount = term_amount(subject, term, measure);
  if (term.amount != 1 || !amount.parts.empty()) made.parts.push_back(std::move(amount));
  return made;
}

}  // namespace

Derivation terms(const Subject& subject, std::string name, std::string unit, const Figure& measure, int depth) {
  Derivation made = node(std::move(name), std::move(unit), measure(subject.base()));
  if (depth <= 0) return made;
  for (const Term& term : terms_of(subject.asked, measure))
    made.parts.push_back(term_node(subject, term, made.unit, measure, depth - 1));
  if (made.parts.empty()) return made;
  made.formula = "the sum of amounts times what a unit of each costs";
  made.made = Made::sum;
  add_rest(made, "what no cost of the table stands behind");
  return made;
}

Derivation amount_of(const Subject& subject, std::string name, std::string unit, const Figure& measure, int depth) {
  Derivation made = node(std::move(name), std::move(unit), measure(subject.base()));
  if (depth <= 0) return made;
  grow(subject, made, measure);
  if (!made.parts.empty()) return made;
  for (const Variation::Switch& each : subject.asked.switches())
    if (measure(each.doubled) != made.value) made.parts.push_back(leaf_of(each));
  return made;
}

Derivation count_of(const Subject& subject, std::string name, const Figure& measure, int depth) {
  Derivation made = amount_of(subject, std::move(name), "", measure, depth);
  if (depth > 0 && made.parts.empty())
    add_given_steps(subject, made,
                    [&](const std::vector<Variation::Turn>& turns) { return measure(subject.asked.turned(turns)); });
  return made;
}

void grow(const Subject& subject, Derivation& made, const Figure& measure) {
  grow_with(made, subject.asked.depends(measure));
}

}  // namespace sizer::explain

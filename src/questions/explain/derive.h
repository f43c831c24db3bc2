/// \file
/// Where a number comes from: what the derivations of time, bytes and money share. Parts below `depth` levels are left
/// out.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "questions/explain/variation.h"
#include "sizer/explanation.h"

namespace sizer::explain {

/// The job whose numbers are explained, and what is read to do so.
struct Subject {
  Subject(const Job& job, const Constants& constants);

  const Estimate& base() const { return asked.base(); }
  const Stage& stage(std::size_t i) const { return asked.base().plan.stages[i]; }
  const StageTime& stage_time(std::size_t i) const { return asked.base().timeline.stages[i]; }

  const Job& job;
  Variation asked;  ///< its estimate in the typical case, and those that other values make
  Capacity have;
  std::vector<std::string> stage_names;
};

// nodes.cpp: single nodes.

/// A value as people write it: "13.2 min".
std::string shown(double value, const std::string& unit);
Derivation node(std::string name, std::string unit, double value, std::string formula = {});
Derivation leaf(std::string name, std::string unit, double value, std::string origin, std::string source);
Derivation constant(const Subject& subject, ConstantId id);
Derivation leaf_of(const Lever& lever);
Derivation leaf_of(const Variation::Switch& setting);
/// A figure of the cluster: the line that gives or names it, and the catalogue's entry.
Derivation of_cluster(const Subject& subject, std::string name, std::string unit, double value,
                      const std::string& path = "cluster");
/// The part by which a product is divided.
Derivation divisor(Derivation part);
/// What the parts of a sum leave of it, if it is more than rounding.
void add_rest(Derivation& whole, const std::string& why);

// amounts.cpp: numbers whose parts are found by asking the model.

/// A number of a stage; 0 in an estimate whose plan has no such stage.
template <class Number>
Figure of_stage(std::size_t i, Number number) {
  return [i, number](const Estimate& e) { return i < e.plan.stages.size() ? number(e.plan.stages[i]) : 0; };
}

/// A sum of costs: each an amount times what a unit of it costs.
Derivation terms(const Subject& subject, std::string name, std::string unit, const Figure& measure, int depth);
/// An amount, and what it grows with.
Derivation amount_of(const Subject& subject, std::string name, std::string unit, const Figure& measure, int depth);
/// A whole number: what it grows with, or changes in steps with.
Derivation count_of(const Subject& subject, std::string name, const Figure& measure, int depth);
/// Adds what a number depends on: as a product where it is one, else as a list.
void grow(const Subject& subject, Derivation& made, const Figure& measure);

// time.cpp

Derivation wall_clock(const Subject& subject, int depth);
Derivation stage_seconds(const Subject& subject, std::size_t i, int depth);

// resources.cpp: how long a stage keeps its slots and the resources of the cluster.

/// Its tasks in its slots, which take `seconds`.
Derivation in_slots(const Subject& subject, std::size_t i, double seconds, int depth);
Derivation busy(const Subject& subject, std::size_t i, Resource resource, int depth);
/// `count` of the cluster's slots.
Derivation slots(const Subject& subject, double count);

// bytes.cpp

/// Bytes of one kind, as the report names them: they count as processed, are shown beside that, or are all of it.
struct ByteKind {
  const char* name;
  Bytes (*of)(const StageBytes&);
  enum class Counts { as_processed, beside, all } counts;
};
const std::vector<ByteKind>& byte_kinds();
Derivation bytes(const Subject& subject, const ByteKind& kind, int depth);
Derivation stage_bytes(const Subject& subject, std::size_t i, const ByteKind& kind, int depth);

// money.cpp

Derivation cost(const Subject& subject, int depth);

}  // namespace sizer::explain

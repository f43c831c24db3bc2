/// \file
/// One job, estimated again with one unknown changed at a time: how the model is asked what a number depends on.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sizer/draws.h"

namespace sizer::explain {

/// What may be changed: a constant of the model, or a number that the job file gives.
struct Lever {
  std::string name, unit;
  double value = 0;
  bool is_constant = false;
  std::size_t index = 0;  ///< of the constant, or of the statistic in the order of each_statistic
  std::string source;     ///< the constant's, or file:line:column
};

/// A number of an estimate.
using Figure = std::function<double(const Estimate&)>;

class Variation {
 public:
  Variation(const Job& job, const Constants& constants, Case c);

  const ConstantValues& k() const { return k_; }
  const Estimate& base() const { return base_; }
  /// Those that change anything at all.
  const std::vector<Lever>& levers() const { return levers_; }

  /// The estimate with levers at other values.
  struct Turn {
    const Lever* lever;
    double factor;
  };
  Estimate turned(const std::vector<Turn>& turns) const;

  /// A setting of the engine that only takes whole steps: what it is, and the estimate with twice as much of it.
  struct Switch {
    std::string name, unit;
    double value = 0;
    std::string origin, source;
    Estimate doubled{};
  };
  const std::vector<Switch>& switches() const { return switches_; }

  /// The names of the levers that `measure` depends on, with how much of a small change of each it takes over (1: all).
  struct Dependence {
    const Lever* lever;
    double elasticity;
  };
  std::vector<Dependence> depends(const Figure& measure) const;

 private:
  static constexpr double nudge = 1e-4;

  template <class T>
  void add_switch(const char* name, const char* unit, std::optional<T> SparkSettings::*field, T otherwise);

  Job job_;
  Case case_;
  ConstantValues k_;
  Estimate base_;
  std::vector<Lever> levers_;
  std::vector<Estimate> nudged_;  ///< one a lever
  std::vector<Switch> switches_;
};

/// A sum taken apart: what each cost a unit contributes.
struct Term {
  const Lever* lever;
  double amount;  ///< units: term = amount x cost
  double value;
};

/// The terms of `measure`, largest first. They add up to it but for what no cost or rate stands behind.
std::vector<Term> terms_of(const Variation& variation, const Figure& measure);

}  // namespace sizer::explain

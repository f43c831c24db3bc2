// Which constants an estimate of a job may rest on.
#include "uncertainty/unknowns.h"

#include <algorithm>

namespace sizer::uncertainty {
namespace {

/// Whether a step runs code of the user's, a model, or a service: on Ray, windows and keyed state are code of the
/// user's.
struct RunsUserCode {
  bool operator()(const Map&) const { return true; }
  bool operator()(const Lookup&) const { return true; }
  bool operator()(const ExternalCall&) const { return true; }
  bool operator()(const Inference&) const { return true; }
  bool operator()(const Decode&) const { return true; }
  bool operator()(const Resize&) const { return true; }
  bool operator()(const Tokenize&) const { return true; }
  bool operator()(const Window&) const { return true; }
  bool operator()(const KeyedState&) const { return true; }
  bool operator()(const auto&) const { return false; }
};

}  // namespace

bool plays_part(const Job& job, Owner owner) {
  switch (owner) {
    case Owner::spark:
    case Owner::ray:
      return job.engine->constants == owner;
    case Owner::user_code:
      return std::ranges::any_of(job.steps, [](const Step& step) { return std::visit(RunsUserCode{}, step.op); });
    case Owner::node:
      return false;
    case Owner::data:
    case Owner::cluster:
    case Owner::money:
      break;
  }
  return true;
}

}  // namespace sizer::uncertainty

// One estimate from the text of a job file, for tests that say what should follow from it.
#pragma once

#include <string>

#include "sizer/estimate.h"
#include "sizer/input.h"

namespace sizer::sized {

inline Job job(const std::string& text, const std::vector<Override>& overrides = {}) {
  return read_job(text, "test.yaml", {"", overrides});
}

inline Estimate typical(const Job& job) {
  const Constants constants;
  return estimate(job, job.cluster, constants.at(Case::typical), Case::typical);
}

inline Estimate typical(const std::string& text, const std::vector<Override>& overrides = {}) {
  return typical(job(text, overrides));
}

/// A workload that the repository holds.
inline Job shipped(const std::string& name, const std::vector<Override>& overrides = {}) {
  const std::string path = std::string(SIZER_SOURCE_DIR) + "/workloads/" + name + ".yaml";
  return read_job(read_file(path), path, {"", overrides});
}

inline Estimate workload(const std::string& name, const std::vector<Override>& overrides = {}) {
  return typical(shipped(name, overrides));
}

inline StageBytes bytes(const Estimate& e) {
  StageBytes all;
  for (const Stage& stage : e.plan.stages) all += stage.bytes;
  return all;
}

inline int exchanges(const Estimate& e, ExchangeNote::What what = ExchangeNote::What::planned) {
  int n = 0;
  for (const ExchangeNote& exchange : e.plan.exchanges)
    n += exchange.what == what && exchange.kind != Partitioned::broadcast;
  return n;
}

inline bool notes(const Estimate& e, NoteCode code) {
  for (const Note& note : e.plan.notes)
    if (note.code == code) return true;
  return false;
}

inline bool infeasible(const Estimate& e) {
  for (const Note& note : e.plan.notes)
    if (note.infeasible) return true;
  return false;
}

}  // namespace sizer::sized

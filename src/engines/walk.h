// What every planner repeats on its walk over a job's steps.
#pragma once

#include "sizer/plan.h"

namespace sizer::engines {

/// An empty stage whose lists lie in `memory`.
inline Stage stage_in(std::pmr::memory_resource& memory) {
  return {.parts = std::pmr::vector<Part>(&memory), .after = std::pmr::vector<int>(&memory)};
}

/// The same of a plan.
inline Plan plan_in(std::pmr::memory_resource& memory) {
  return {.stages = std::pmr::vector<Stage>(&memory),
          .exchanges = std::pmr::vector<ExchangeNote>(&memory),
          .notes = std::pmr::vector<Note>(&memory)};
}

}  // namespace sizer::engines

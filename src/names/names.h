// Stages and steps in the user's own names.
#pragma once

#include <string>
#include <vector>

#include "sizer/plan.h"

namespace sizer::names {

/// Of an input or a step.
std::string name_of(const Job& job, Source source);
/// "scan clicks, filter", "join, aggregate, write": what a reader recognises of a stage.
std::string stage_name(const Job& job, const Stage& stage);
/// What a stage does, in order: "Scan clicks", "Exchange by customer_id".
std::vector<std::string> step_names(const Job& job, const Stage& stage);
/// The keys by which a step wants its rows together; of a join, those of one side: 0 left, 1 right.
const Keys& keys_of(const Operator& op, int side = 0);
/// "customer_id, day"
std::string keys_text(const Job& job, const Keys& keys);

}  // namespace sizer::names

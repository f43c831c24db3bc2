// The rules: each policy with the function that finds it, in the file of its subject.
#pragma once

#include <optional>
#include <span>

#include "policies/finding.h"
#include "sizer/policy.h"

namespace sizer::policies {

/// Looks through job and plans.
using Find = void(const Situation& s, Findings& found);
/// Tells what the planner noticed in a case; empty: not worth telling.
using FindNoted = std::optional<Finding>(const Noted& of);

struct Rule {
  Policy policy;
  Find* find = nullptr;            ///< null: it is found by `of_note`, or in the search for remedies itself
  FindNoted* of_note = nullptr;    ///< null: it rests on no note
  std::optional<NoteCode> note{};  ///< that `of_note` is about
};

/// All of them, in the order of the table.
std::span<const Rule> rules();

#define RULE(code, name, severity, title, threshold, find) Find find;
#define NOTED(code, name, severity, title, threshold, note) FindNoted note;
#define UNTRIED(code, name, severity, title, threshold)
#include "policies/rules.inc"
#undef RULE
#undef NOTED
#undef UNTRIED

}  // namespace sizer::policies

/// \file
/// Command lines of spark-submit: found among words, and taken into a draft.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "deploy/cluster_draft.h"
#include "deploy/findings.h"
#include "deploy/shell.h"
#include "sizer/deploy.h"

namespace sizer::deploy {

/// What follows "spark-submit" in a command that starts it, or "pyspark" and its like with options of it.
std::optional<std::vector<ShellWord>> submit_words(const std::vector<ShellWord>& command);

/// Options and program of such a line.
void take_submit_words(ClusterDraft& draft, const std::vector<ShellWord>& words);
Imported import_submit_words(const std::vector<ShellWord>& words, const SourceText& source);

/// What the user would call the line: its `--name`, or its program.
Choice choice_of_submit(const std::vector<ShellWord>& words);

/// Each such line of a text; a text that no shell could read is looked through line by line.
void find_submit_lines(const SourceText& source, Findings& findings);

/// The same in a text that stands in a file of another kind: all of them are where that text is.
void find_submit_in(const Value& text, const SourceText& source, Findings& findings);
/// Words that are written out one by one: ["spark-submit", "--master", "yarn"].
void find_submit_among(const std::vector<const Value*>& words, const SourceText& source, Findings& findings);

}  // namespace sizer::deploy

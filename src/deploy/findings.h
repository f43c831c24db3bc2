/// \file
/// What a text holds that can be imported: told by its content, for each thing a reader.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "deploy/picks.h"
#include "sizer/deploy.h"
#include "text/value.h"

namespace sizer::deploy {

/// One thing that can be imported.
struct Found {
  std::string_view things;  ///< what several of its kind are called: "SparkApplications"
  Choice choice;
  std::function<Imported(Picks&)> read;
};

/// All that was found, with the texts and trees that the readers look into.
struct Findings {
  std::deque<SourceText> texts;
  std::deque<Value> trees;
  std::vector<Found> found;
  std::vector<Diagnostic> told;        ///< of the text as a whole
  std::optional<InputError> broken{};  ///< of a document that is of a known kind, and no tree
};

/// All that a text holds; throws InputError where that is nothing, or a document is broken.
Findings find_all(const SourceText& source);
/// The one that is picked, read.
Imported read_picked(Findings& findings, const std::vector<std::string>& picks);

/// A word that files of one kind have, or its readers' errors: "new_cluster" of "Databricks jobs".
struct KindWord {
  std::string_view word, things;
};
/// Of all kinds that are found in trees.
std::vector<KindWord> kind_words();

/// Kubernetes objects, jobs and clusters of platforms: in each document of a text that is YAML or JSON. Of a document
/// that is neither, but of such a kind, it keeps what is wrong; others may be anything.
void find_in_trees(const SourceText& source, Findings& findings);
/// Properties and command lines: in a text that is no tree.
void find_in_text(const SourceText& source, Findings& findings);
/// `aws emr create-cluster`, `gcloud dataproc jobs submit` and their like, in a script or a block of a page.
void find_cloud_commands(const SourceText& source, Findings& findings);

/// Resources of Terraform.
void find_in_terraform(const SourceText& source, Findings& findings);

/// "a docker-compose file": what a text looks like that holds nothing to import; empty: nothing that is known.
std::string looks_like(const SourceText& source);

/// A mark of a template that is still in the text, outside of quotes and comments; no line: there is none.
Spot template_mark(const SourceText& source);

/// True where a value is to be put in by a shell, Helm, or another that renders: "$REPLICAS", "{{ .Values.n }}".
bool is_placeholder(std::string_view text);

}  // namespace sizer::deploy

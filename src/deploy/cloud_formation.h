/// \file
/// EMR clusters and jobs of Glue within a template of CloudFormation.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "text/value.h"

namespace sizer::deploy {

/// Short forms of functions ("!Ref CoreCount") as texts ("$Ref CoreCount"), in as many characters.
std::string without_short_forms(std::string text);

/// The properties of each EMR cluster of a template by its name, with the defaults of parameters put in; what needs
/// more than those stays a placeholder. Empty: the tree is no such template.
std::vector<std::pair<std::string, Value>> emr_clusters_of_template(const Value& root);
/// The same of each job of Glue.
std::vector<std::pair<std::string, Value>> glue_jobs_of_template(const Value& root);

}  // namespace sizer::deploy

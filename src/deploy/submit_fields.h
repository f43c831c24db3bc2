/// \file
/// What spark-submit has options for, as named fields of other programs: Airflow's operators, Livy, Synapse.
#pragma once

#include "deploy/findings.h"
#include "sizer/deploy.h"
#include "text/value.h"

namespace sizer::deploy {

/// True for a mapping with two such fields: "numExecutors", "executor_memory".
bool has_submit_fields(const Value& fields);

/// `kind`: what the file is called.
Imported import_submit_fields(const Value& fields, const SourceText& source, const char* kind);

/// A mapping of Spark's properties alone.
bool has_properties(const Value& mapping);
Imported import_properties(const Value& mapping, const SourceText& source);

/// Operators of Airflow, command lines, and what a program sets of its own session.
void find_in_python(const SourceText& source, Findings& findings);

}  // namespace sizer::deploy

/// \file
/// The run of an event log as a job file.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "sizer/sizer.h"
#include "text/codes.h"

namespace sizer::api {

/// Whether a file that begins so is an event log, or packed: manifests are not.
bool begins_a_log(std::string_view begin);

/// The run at a path as a job: of a file, an archive, a folder, or of `in` for "-". Of several applications `picks`
/// names one, by its id, its name, its log or its number from 1. Throws InputError where that leaves more than one, or
/// there is nothing to tell.
Imported job_of_log(const std::string& path, std::istream* in, const std::vector<std::string>& picks);

/// A finding of a file as a whole.
Diagnostic remark_on(const std::string& file, const Code& code, Severity severity, std::string message);

}  // namespace sizer::api

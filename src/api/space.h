/// \file
/// What a search for a cluster tries, of what a request asks for.
#pragma once

#include <string>
#include <vector>

#include "sizer/sizer.h"

namespace sizer::api {

/// The clusters that are searched, and in `notes` what is left out of them. Throws RequestError where the request names
/// what there is not.
Space space_of(const SizeRequest& request, const Job& job, const Catalogue& catalogue, std::vector<std::string>& notes);

}  // namespace sizer::api

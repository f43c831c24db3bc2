// `sizer version`: what a bug report needs to say.
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/session.h"
#include "render/json_parts.h"
#include "sizer/input.h"

namespace sizer {

Outcome run_version(const Options& options, std::istream&, const Style&) {
  const CatalogueInfo catalogue = catalogue_of(options).info();
  if (options.format == "json") {
    Json document = header("version");
    document["catalogue"] = {{"as_of", catalogue.as_of}, {"sha256", catalogue.sha256}};
    return {to_text(document)};
  }
  return {fmt::format("sizer {}\ncatalogue of {}\nsha256 {}\n", SIZER_VERSION, catalogue.as_of, catalogue.sha256)};
}

}  // namespace sizer

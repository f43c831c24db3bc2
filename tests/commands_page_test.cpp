// docs/commands.md shows what the program prints. SIZER_UPDATE_GOLDEN=1 rewrites its blocks.
#include <cstdlib>
#include <fstream>
#include <string>

#include "catch.h"
#include "page.h"
#include "sizer/input.h"

namespace {

const std::string page_path = std::string(SIZER_SOURCE_DIR) + "/docs/commands.md";

}  // namespace

TEST_CASE("the page of commands shows what the program prints", "[docs][golden]") {
  const std::string page = sizer::read_file(page_path);
  std::string fresh;
  {
    const sizer::page::Place place;
    fresh = sizer::page::filled_in(page);
  }
  INFO("SIZER_UPDATE_GOLDEN=1 rewrites " << page_path);
  if (std::getenv("SIZER_UPDATE_GOLDEN") != nullptr) std::ofstream(page_path) << fresh;
  CHECK(sizer::read_file(page_path) == fresh);
}

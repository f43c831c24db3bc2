// docs/commands.md and docs/deploy.md show what the program prints. SIZER_UPDATE_GOLDEN=1 rewrites its blocks.
#include <cstdlib>
#include <fstream>
#include <string>

#include "catch.h"
#include "page.h"
#include "sizer/input.h"

namespace {

const std::string docs = std::string(SIZER_SOURCE_DIR) + "/docs/";

void check_page(const std::string& path) {
  const std::string page = sizer::read_file(path);
  std::string fresh;
  {
    const sizer::page::Place place;
    fresh = sizer::page::filled_in(page);
  }
  INFO("SIZER_UPDATE_GOLDEN=1 rewrites " << path);
  if (std::getenv("SIZER_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << fresh;
  CHECK(sizer::read_file(path) == fresh);
}

}  // namespace

TEST_CASE("the page of commands shows what the program prints", "[docs][golden]") {
  check_page(docs + "commands.md");
}

TEST_CASE("the page of logs shows what the program prints", "[docs][golden]") {
  check_page(docs + "logs.md");
}

TEST_CASE("the page of manifests shows what the program prints", "[docs][golden]") {
  check_page(docs + "deploy.md");
}

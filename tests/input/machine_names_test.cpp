// Names of machines that no catalogue has: what they may mean.
#include "input/machine_names.h"
#include <algorithm>
#include <string>
#include <vector>

#include "catch.h"
#include "sizer/catalogue.h"

using namespace sizer;

namespace {

struct NameCase {
  const char* asked;
  const char* meant;
};

}  // namespace

TEST_CASE("a name is read by its provider's pattern", "[machine names]") {
  const auto aws = read_machine_name("m5d.4xlarge");
  REQUIRE(aws);
  CHECK(aws->series == "m5d");
  CHECK(aws->family == "m");
  CHECK(aws->generation == 5);
  CHECK(aws->scale == 8);
  const auto gcp = read_machine_name("n2-standard-16");
  REQUIRE(gcp);
  CHECK(gcp->series == "n2-standard");
  CHECK(gcp->family == "n-standard");
  CHECK(gcp->scale == 16);
  const auto azure = read_machine_name("Standard_D16ds_v5");
  REQUIRE(azure);
  CHECK(azure->series == "Standard_Dds_v5");
  CHECK(azure->family == "D");
  CHECK(azure->generation == 5);
  for (const char* other : {"", "ours", "20", "a.b", "n2-standard", "Standard_", "12.xlarge"}) {
    CAPTURE(other);
    CHECK_FALSE(read_machine_name(other));
  }
}

TEST_CASE("an unknown machine hints at its own size, of its own series or family", "[machine names]") {
  const std::vector<std::string> known = {"c4.xlarge",       "c4.2xlarge",      "c6i.xlarge",      "c6i.2xlarge",
                                          "c5d.2xlarge",     "m5.xlarge",       "m5.4xlarge",      "m6i.4xlarge",
                                          "n2-standard-4",   "n2-standard-8",   "n2-highmem-8",    "n1-standard-8",
                                          "Standard_D4s_v3", "Standard_D8s_v3", "Standard_D8s_v5", "ours"};
  const NameCase cases[] = {{"c5.xlarge", "c6i.xlarge"},
                            {"c5.2xlarge", "c5d.2xlarge"},
                            {"m5.3xlarge", "m5.4xlarge"},
                            {"m5.large", "m5.xlarge"},
                            {"m7g.4xlarge", "m6i.4xlarge"},
                            {"M5.4XLARGE", "m5.4xlarge"},
                            {"n2-standard-6", "n2-standard-8"},
                            {"n4-standard-8", "n2-standard-8"},
                            {"Standard_D16s_v3", "Standard_D8s_v3"},
                            {"Standard_D8s_v4", "Standard_D8s_v5"},
                            {"m5.4xlage", "m5.4xlarge"},
                            {"our", "ours"}};
  for (const NameCase& each : cases) {
    CAPTURE(each.asked);
    CHECK(hint_for_machine(each.asked, known).suggestion == "did you mean '" + std::string(each.meant) + "'?");
  }
  CHECK(hint_for_machine("m5.3xlarge", known)
            .note.starts_with("m5 has no size 3xlarge; the catalogue knows xlarge, 4xlarge"));
  CHECK(hint_for_machine("nothing like it", known).suggestion.empty());
}

TEST_CASE("nearly every machine of the catalogue has a name that is read", "[machine names]") {
  const std::vector<std::string> known = built_in_catalogue().machine_names();
  const auto read =
      std::ranges::count_if(known, [](const std::string& name) { return read_machine_name(name).has_value(); });
  CHECK(static_cast<double>(read) > 0.9 * static_cast<double>(known.size()));
}

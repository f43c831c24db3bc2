// Releases of EMR and Databricks by the Spark that they bring, from the release notes of each platform.
#include "deploy/releases.h"

#include <algorithm>
#include <span>

namespace sizer::deploy {
namespace {

/// The last release with each Spark: those between it and the one before it in a series bring the same.
constexpr Release emr[] = {{"3.5", "emr-7.5.0"}, {"3.4", "emr-6.15.0"}, {"3.3", "emr-6.11.0"}, {"3.2", "emr-6.7.0"},
                           {"3.1", "emr-6.5.0"}, {"3.0", "emr-6.2.0"},  {"2.4", "emr-6.0.0"}};
constexpr int last_emr = 7, first_emr_with_spark_24 = 19;  // 5.19

/// The last with long-term support.
constexpr Release databricks[] = {{"4.0", "17.3.x-scala2.13"}, {"3.5", "15.4.x-scala2.12"}, {"3.4", "13.3.x-scala2.12"},
                                  {"3.3", "12.2.x-scala2.12"}, {"3.2", "10.4.x-scala2.12"}, {"3.1", "9.1.x-scala2.12"},
                                  {"3.0", "7.3.x-scala2.12"}};
/// A series of Databricks and its Spark.
struct Series {
  int major;
  std::string_view spark;
};
constexpr Series series[] = {{17, "4.0"}, {16, "3.5"}, {15, "3.5"}, {14, "3.5"}, {13, "3.4"}, {12, "3.3"},
                             {11, "3.3"}, {10, "3.2"}, {9, "3.1"},  {8, "3.1"},  {7, "3.0"}};

const Release* newest(std::span<const Release> all, std::string_view spark) {
  const auto found = std::ranges::find(all, spark, &Release::spark);
  return found == all.end() ? nullptr : &*found;
}

/// The number before and after the first '.': 7 and 5 of "7.5.0".
struct Numbers {
  int major = -1, minor = 0;
};
Numbers numbers_of(std::string_view text) {
  Numbers read;
  int* at = &read.major;
  for (const char c : text) {
    if (c == '.' && at == &read.major && read.major >= 0) {
      at = &read.minor;
    } else if (c >= '0' && c <= '9' && *at < 10000) {
      *at = std::max(*at, 0) * 10 + (c - '0');
    } else {
      break;
    }
  }
  return read;
}

}  // namespace

const Release* emr_release(std::string_view spark) {
  return newest(emr, spark);
}
const Release* databricks_release(std::string_view spark) {
  return newest(databricks, spark);
}

std::string spark_of_emr(std::string_view release) {
  if (!release.starts_with("emr-")) return {};
  const Numbers asked = numbers_of(release.substr(4));
  if (asked.major == last_emr) return "3.5";
  if (asked.major == 5 && asked.minor >= first_emr_with_spark_24) return "2.4";
  std::string found;
  for (const Release& each : emr) {
    const Numbers known = numbers_of(each.release.substr(4));
    if (known.major == asked.major && asked.minor <= known.minor) found = each.spark;
  }
  return found;
}

std::string spark_of_databricks(std::string_view release) {
  const auto found = std::ranges::find(series, numbers_of(release).major, &Series::major);
  return found == std::end(series) ? std::string() : std::string(found->spark);
}

}  // namespace sizer::deploy

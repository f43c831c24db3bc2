/// \file
/// What each platform's file means: one table of cases, from which docs/deploy.md has its own.
///
/// To add some: a row in spark.inc, ray.inc, databricks.inc, emr.inc or glue.inc beside this file. A row is a small
/// manifest in our own words; SIZER_UPDATE_GOLDEN=1 and the test "[platforms]" bring it into docs/deploy.md.
#pragma once

#include <string>
#include <vector>

namespace sizer::platforms {

struct Case {
  const char* platform;             ///< "Spark operator"
  const char* says;                 ///< what the file says, for the page
  const char* text;                 ///< the file
  const char* is;                   ///< the cluster as `shown` writes it
  std::vector<const char*> told;    ///< each stands in one warning that changes the cluster; there are no others
  std::vector<std::string> pick{};  ///< --pick
};

inline const std::vector<Case>& spark_cases() {
  static const std::vector<Case> cases = {
#include "platforms/spark.inc"
  };
  return cases;
}
inline const std::vector<Case>& ray_cases() {
  static const std::vector<Case> cases = {
#include "platforms/ray.inc"
  };
  return cases;
}
inline const std::vector<Case>& databricks_cases() {
  static const std::vector<Case> cases = {
#include "platforms/databricks.inc"
  };
  return cases;
}
inline const std::vector<Case>& emr_cases() {
  static const std::vector<Case> cases = {
#include "platforms/emr.inc"
  };
  return cases;
}
inline const std::vector<Case>& glue_cases() {
  static const std::vector<Case> cases = {
#include "platforms/glue.inc"
  };
  return cases;
}

}  // namespace sizer::platforms

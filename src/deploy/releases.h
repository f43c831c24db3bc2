/// \file
/// Which Spark a platform's release brings.
#pragma once

#include <string>
#include <string_view>

namespace sizer::deploy {

struct Release {
  std::string_view spark;    ///< "3.5"
  std::string_view release;  ///< "emr-7.5.0"
};

/// Stands where no release with the Spark that is wanted is known.
inline constexpr std::string_view unknown_release = "RELEASE";

/// The newest release that brings this Spark; null: none is known.
const Release* emr_release(std::string_view spark);
const Release* databricks_release(std::string_view spark);

/// The Spark of a release ("emr-7.2.0", "15.4.x-scala2.12"), "3.5"; empty: not known.
std::string spark_of_emr(std::string_view release);
std::string spark_of_databricks(std::string_view release);

}  // namespace sizer::deploy

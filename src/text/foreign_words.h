/// \file
/// Words of Spark, Ray and the platforms that people try as keys, and where a job file says the same.
#pragma once

#include <string>
#include <string_view>

namespace sizer {

/// "`executor_cores` is said by `cluster: {executors: {cores: 4}}`"; empty: the key is no such word. Written in any
/// way: spark.executor.cores, executorCores, executor-cores.
std::string said_here_by(std::string_view key);

}  // namespace sizer

/// \file
/// What Spark's manifests say that no cluster file has a line for, and that leads to lines of it: pseudo-lines of a
/// draft, gone when it is settled.
#pragma once

#include <string_view>

namespace sizer::deploy::spark_line {

inline constexpr std::string_view least_instances = "(least instances)", first_instances = "(first instances)",
                                  dynamic = "(dynamic)", master = "(master)", all_cores = "(cores of all executors)",
                                  overhead_factor = "(overhead factor)", kubernetes_factor = "(factor on Kubernetes)",
                                  legacy_overhead = "(overhead by its old name)", off_heap_on = "(off-heap on)",
                                  off_heap = "(off-heap)", python_memory = "(memory of Python)",
                                  python = "(a program in Python or R)", driver_cores = "(cores of the driver)",
                                  driver_overhead = "(overhead of the driver)", core_request = "(cores asked for)",
                                  gpus_each = "(GPUs of an executor)", gpus_task = "(GPUs of a task)",
                                  task_cores = "(cores of a task)", family = "(family of machines)",
                                  size = "(size of machines)", driver_family = "(family of the driver's)",
                                  driver_size = "(size of the driver's)", invented = "(a node that no machine gives)",
                                  driver_type = "(type of the driver's machine)";

}  // namespace sizer::deploy::spark_line

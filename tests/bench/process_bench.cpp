// Whole runs of `sizer estimate` beside those of a program that does nothing: time and memory.
//
//   process_bench SIZER EMPTY_PROGRAM JOB
#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

constexpr std::size_t runs = 300;

struct Cost {
  double milliseconds = 0;  ///< median
  double mebibytes = 0;     ///< peak
};

/// Runs the command once, its output thrown away; adds its peak memory to `cost`.
void run_once(const std::vector<std::string>& command, Cost& cost) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);

  posix_spawn_file_actions_t quiet;
  posix_spawn_file_actions_init(&quiet);
  posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int failed = posix_spawn(&child, arguments[0], &quiet, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&quiet);
  int status = 0;
  rusage used{};
  if (failed != 0 || wait4(child, &status, 0, &used) != child || status != 0)
    throw std::runtime_error(fmt::format("'{}' failed", fmt::join(command, " ")));
  cost.mebibytes = std::max(cost.mebibytes, static_cast<double>(used.ru_maxrss) / 1024);
}

Cost measure(const std::vector<std::string>& command) {
  using Clock = std::chrono::steady_clock;
  Cost cost;
  std::vector<double> all;
  for (std::size_t i = 0; i < runs; ++i) {
    const Clock::time_point start = Clock::now();
    run_once(command, cost);
    all.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  std::ranges::nth_element(all, all.begin() + runs / 2);
  cost.milliseconds = all[runs / 2];
  return cost;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return fmt::print(stderr, "usage: process_bench SIZER EMPTY_PROGRAM JOB\n"), 2;
  try {
    const Cost nothing = measure({argv[2]});
    const Cost estimate = measure({argv[1], "estimate", argv[3]});
    fmt::print("a program of nothing {:8.2f} ms {:8.1f} MiB\n", nothing.milliseconds, nothing.mebibytes);
    fmt::print("sizer estimate       {:8.2f} ms {:8.1f} MiB\n", estimate.milliseconds, estimate.mebibytes);
    fmt::print("ratio                {:8.2f}    (medians of {} runs each)\n",
               estimate.milliseconds / nothing.milliseconds, runs);
  } catch (const std::exception& error) {
    return fmt::print(stderr, "process_bench: {}\n", error.what()), 1;
  }
}

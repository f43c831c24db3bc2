/// \file
/// The same work on many things, on all cores.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace sizer::uncertainty {

/// Calls `work(i)` for each i below `count`, on `threads` threads (0: one a core). The first failure is thrown again.
template <class Work>
void in_parallel(std::size_t count, Work work, unsigned threads = 0) {
  std::atomic<std::size_t> next = 0;
  std::exception_ptr failure;
  std::mutex failing;
  const auto take = [&] {
    try {
      for (std::size_t i = next++; i < count; i = next++) work(i);
    } catch (...) {
      const std::lock_guard lock(failing);
      failure = std::current_exception();
    }
  };
  if (threads == 0) threads = std::max(1u, std::thread::hardware_concurrency());
  const std::size_t helpers = std::min<std::size_t>(threads, count);
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < helpers; ++i) others.emplace_back(take);
  take();
  others.clear();  // waits for them
  if (failure) std::rethrow_exception(failure);
}

}  // namespace sizer::uncertainty

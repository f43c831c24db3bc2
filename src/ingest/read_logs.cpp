// Many logs, several at a time, handed over in order.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "ingest/read_log.h"

namespace sizer {
namespace {

using ingest::LogFiles;

Run unreadable(const LogFiles& files, const std::string& why) {
  Run run;
  run.log.file = files.shown;
  run.log.layout = files.layout;
  run.log.status = LogStatus::unreadable;
  run.log.notes = {why};
  run.log.failure_code = 3;
  return run;
}

/// Threads that read, and one that hands over what they have read, in order. Readers stay only a few logs ahead.
class Crew {
 public:
  Crew(std::vector<LogFiles> logs, const ReadLogs& how) : logs_(std::move(logs)), how_(how) {
    for (const LogFiles& log : logs_) total_ += log.bytes;
    const unsigned cores = how.threads > 0 ? how.threads : std::max(1U, std::thread::hardware_concurrency());
    const std::size_t count = std::min<std::size_t>(cores, logs_.size());
    ahead_ = 2 * count;
    for (std::size_t i = 0; i < count; ++i) threads_.emplace_back([this] { work(); });
  }
  ~Crew() {
    {
      const std::lock_guard lock(mutex_);
      next_ = logs_.size();
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  void hand_over(const std::function<void(Run&&)>& each) {
    for (std::size_t i = 0; i < logs_.size(); ++i)
      for (Run& run : wait_for(i)) each(std::move(run));
  }

 private:
  void work() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return next_ >= logs_.size() || next_ < taken_ + ahead_; });
      if (next_ >= logs_.size()) return;
      const std::size_t mine = next_++;
      lock.unlock();
      std::vector<Run> runs = read(logs_[mine]);
      lock.lock();
      ready_.emplace(mine, std::move(runs));
      changed_.notify_all();
    }
  }

  std::vector<Run> read(const LogFiles& log) {
    std::vector<Run> runs;
    try {
      ingest::read_log(log, how_.in, done_, [&](Run&& run) { runs.push_back(std::move(run)); });
    } catch (const std::exception& error) {
      runs.push_back(unreadable(log, error.what()));
    }
    return runs;
  }

  std::vector<Run> wait_for(std::size_t log) {
    constexpr std::chrono::milliseconds between(100);
    std::unique_lock lock(mutex_);
    while (!changed_.wait_for(lock, between, [&] { return ready_.contains(log); })) {
      const LogProgress progress{done_, total_, log, logs_.size()};
      lock.unlock();
      if (how_.progress) how_.progress(progress);
      lock.lock();
    }
    std::vector<Run> runs = std::move(ready_.at(log));
    ready_.erase(log);
    taken_ = log + 1;
    changed_.notify_all();
    return runs;
  }

  std::vector<LogFiles> logs_;
  const ReadLogs& how_;
  std::atomic<std::int64_t> done_{0};
  std::int64_t total_ = 0;
  std::size_t next_ = 0, taken_ = 0, ahead_ = 0;
  std::map<std::size_t, std::vector<Run>> ready_{};
  std::mutex mutex_{};
  std::condition_variable changed_{};
  std::vector<std::thread> threads_{};
};

}  // namespace

void read_logs(const std::vector<std::string>& paths, const ReadLogs& how, const std::function<void(Run&&)>& each) {
  std::vector<LogFiles> logs;
  for (const std::string& path : paths)
    for (LogFiles& log : ingest::logs_at(path)) logs.push_back(std::move(log));
  Crew(std::move(logs), how).hand_over(each);
}

std::vector<Run> read_logs(const std::vector<std::string>& paths, const ReadLogs& how) {
  std::vector<Run> runs;
  read_logs(paths, how, [&](Run&& run) { runs.push_back(std::move(run)); });
  return runs;
}

}  // namespace sizer

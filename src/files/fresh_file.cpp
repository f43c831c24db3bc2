// Fresh files: made, put in place, and removed whatever happens.
#include "files/fresh_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <random>

namespace sizer {
namespace {

/// The path of the fresh file that is there, where a signal handler can read it: plain memory, written before the flag.
std::array<char, PATH_MAX> to_remove{};
volatile std::sig_atomic_t one_is_there = 0;

void remember(const std::string& path) {
  if (path.size() >= to_remove.size()) return;
  std::ranges::copy(path, to_remove.begin());
  to_remove[path.size()] = '\0';
  one_is_there = 1;
}

void forget() {
  one_is_there = 0;
}

/// Calls nothing but what a handler may.
void remove_and_end(int signal) {
  if (one_is_there != 0) unlink(to_remove.data());
  raise(signal);  // the handler was for one time: now the signal does what it does
}

std::string unguessable_name() {
  std::random_device random;
  const auto half = [&] { return std::uint64_t{random()} << 32U | random(); };
  return fmt::format(".sizer-{:016x}{:016x}.tmp", half(), half());
}

}  // namespace

FreshFile::FreshFile(const std::string& target) : target_(target) {
  const std::filesystem::path folder = std::filesystem::path(target).parent_path();
  path_ = (folder / unguessable_name()).string();
  remember(path_);
  handle_ = open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
  require(handle_ >= 0);
}

FreshFile::~FreshFile() {
  if (handle_ >= 0) close(handle_);
  if (handle_ >= 0 && !path_.empty()) unlink(path_.c_str());
  forget();
}

void FreshFile::require(bool well) {
  if (!well && error_ == 0) error_ = errno != 0 ? errno : EIO;
}

void FreshFile::write(std::string_view text) {
  while (error_ == 0 && !text.empty()) {
    const ssize_t written = ::write(handle_, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    require(written >= 0);
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
}

void FreshFile::set_mode(mode_t mode) {
  if (error_ == 0) require(fchmod(handle_, mode) == 0);
}

void FreshFile::put_in_place() {
  if (error_ == 0) require(fsync(handle_) == 0);
  if (error_ == 0) require(std::rename(path_.c_str(), target_.c_str()) == 0);
  if (error_ == 0) path_.clear();  // it has another name now
}

void remove_fresh_files_on_signals() {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before {};
    if (sigaction(signal, nullptr, &before) != 0 || before.sa_handler == SIG_IGN) continue;  // nohup
    struct sigaction once {};
    once.sa_handler = remove_and_end;
    once.sa_flags = static_cast<int>(SA_RESETHAND | SA_NODEFER);
    sigemptyset(&once.sa_mask);
    sigaction(signal, &once, nullptr);
  }
}

}  // namespace sizer

// A pager as a child process: it has the terminal until it ends.
#include "cli/pager.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>

extern char** environ;

namespace sizer {
namespace {

/// Keys that interrupt are the pager's while it runs.
class LeftToPager {
 public:
  LeftToPager() {
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    sigaction(SIGINT, &ignore, &interrupt_);
    sigaction(SIGQUIT, &ignore, &quit_);
  }
  ~LeftToPager() {
    sigaction(SIGINT, &interrupt_, nullptr);
    sigaction(SIGQUIT, &quit_, nullptr);
  }
  LeftToPager(const LeftToPager&) = delete;
  LeftToPager& operator=(const LeftToPager&) = delete;

 private:
  struct sigaction interrupt_ {};
  struct sigaction quit_ {};
};

/// The shell with the command, and `input` as its standard input; 0: it could not be started.
pid_t start(const std::string& command, int input) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t usual;
  sigemptyset(&usual);
  for (const int each : {SIGINT, SIGQUIT, SIGPIPE}) sigaddset(&usual, each);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  std::string shell = "sh", flag = "-c", line = command;
  std::array<char*, 4> words{shell.data(), flag.data(), line.data(), nullptr};
  pid_t child = 0;
  if (posix_spawn(&child, "/bin/sh", &actions, &attributes, words.data(), environ) != 0) child = 0;
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return child;
}

/// Until all is written or the reader has gone.
void write_all(int to, const std::string& text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t written = write(to, text.data() + done, text.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    done += static_cast<std::size_t>(written);
  }
}

}  // namespace

std::string pager_for(const std::string& text, const Options& options, const Console& console) {
  if (!console.pager || console.rows <= 0 || std::ranges::count(text, '\n') < console.rows) return {};
  if (!options.output.empty() || options.format != "text") return {};
  const auto variable = [&](const char* name) { return console.variable ? console.variable(name) : std::string(); };
  if (const std::string ci = variable("CI"); !ci.empty() && ci != "0" && ci != "false") return {};
  const std::string usual = variable("PAGER");
  return usual.empty() ? "less -FRX" : usual;
}

bool show_in_pager(const std::string& command, const std::string& text) {
  constexpr int cannot_run = 126, not_found = 127;  // what a shell says of a command
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  const LeftToPager left;
  const pid_t child = start(command, ends[0]);
  close(ends[0]);
  if (child > 0) write_all(ends[1], text);
  close(ends[1]);
  if (child <= 0) return false;
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return !WIFEXITED(status) || (WEXITSTATUS(status) != cannot_run && WEXITSTATUS(status) != not_found);
}

}  // namespace sizer

// git as a child process: its environment, its settings, its two streams.
#include "cli/git_process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <iterator>
#include <string_view>

#include "sizer/place.h"

extern char** environ;

namespace sizer {
namespace {

/// Set for git alone. Older versions know no GIT_NO_LAZY_FETCH; for them no protocol is allowed.
constexpr std::string_view own_variables[] = {"GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1", "GIT_TERMINAL_PROMPT=0",
                                              "GIT_OPTIONAL_LOCKS=0"};

/// Ahead of the command, so that they win over what the repository says.
constexpr const char* own_settings[] = {"-c", "protocol.allow=never",     "-c", "core.fsmonitor=false",
                                        "-c", "core.hooksPath=/dev/null", "-c", "core.sshCommand=false"};

class Pipe {
 public:
  Pipe() {
    if (pipe2(ends_.data(), O_CLOEXEC) != 0) throw Unreadable("cannot make a pipe to git");
  }
  ~Pipe() {
    for (const int end : ends_)
      if (end >= 0) close(end);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  int reading() const { return ends_[0]; }
  int writing() const { return ends_[1]; }
  void close_writing() {
    close(ends_[1]);
    ends_[1] = -1;
  }

 private:
  std::array<int, 2> ends_{-1, -1};
};

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> environment_of_git() {
  std::vector<std::string> all(std::begin(own_variables), std::end(own_variables));
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string_view variable = *each, name = variable.substr(0, variable.find('=') + 1);
    if (std::ranges::none_of(own_variables, [&](std::string_view ours) { return ours.starts_with(name); }))
      all.emplace_back(variable);
  }
  return all;
}

/// Reads what is there; false at the end. What is more than `most` is read and dropped.
bool take(int from, std::size_t most, std::string& text) {
  std::array<char, 1 << 14> block{};
  const ssize_t got = read(from, block.data(), block.size());
  if (got < 0) return errno == EINTR;
  text.append(block.data(), std::min(static_cast<std::size_t>(got), most - std::min(most, text.size())));
  return got > 0;
}

/// Both streams as they come, so that neither fills up.
void read_both(const Pipe& out, const Pipe& err, std::size_t most, GitSaid& said) {
  constexpr std::size_t longest_complaint = 4096;
  std::array<pollfd, 2> open{{{out.reading(), POLLIN, 0}, {err.reading(), POLLIN, 0}}};
  while (open[0].fd >= 0 || open[1].fd >= 0) {
    if (poll(open.data(), open.size(), -1) < 0 && errno != EINTR) return;
    if (open[0].revents != 0 && !take(out.reading(), most, said.out)) open[0].fd = -1;
    if (open[1].revents != 0 && !take(err.reading(), longest_complaint, said.complaint)) open[1].fd = -1;
    open[0].revents = open[1].revents = 0;
  }
}

}  // namespace

GitSaid run_git(const std::vector<std::string>& words, const std::string& object, std::size_t most) {
  std::vector<std::string> command = {"git"};
  command.insert(command.end(), std::begin(own_settings), std::end(own_settings));
  command.insert(command.end(), words.begin(), words.end());
  command.insert(command.end(), {"--end-of-options", object});
  std::vector<std::string> variables = environment_of_git();
  const std::vector<char*> arguments = pointers_to(command), with = pointers_to(variables);

  Pipe out, err;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.writing(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.writing(), STDERR_FILENO);
  pid_t child = 0;
  const int failed = posix_spawnp(&child, "git", &actions, nullptr, arguments.data(), with.data());
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw Unreadable(fmt::format("cannot read {}: git cannot be run", object));
  out.close_writing();
  err.close_writing();
  GitSaid said;
  read_both(out, err, most, said);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  said.well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  said.complaint.resize(std::min(said.complaint.find('\n'), said.complaint.size()));
  return said;
}

}  // namespace sizer

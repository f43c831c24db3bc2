// `git cat-file blob`, run as a program without a shell between.
#include "commands/git.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <system_error>

#include "sizer/place.h"

extern char** environ;

namespace sizer {
namespace {

struct Pipe {
  std::array<int, 2> ends{-1, -1};

  Pipe() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw Unreadable("cannot make a pipe to git");
  }
  ~Pipe() {
    for (const int end : ends)
      if (end >= 0) close(end);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  void close_writing() {
    close(ends[1]);
    ends[1] = -1;
  }
};

struct Said {
  std::string text;
  bool well = false;
};

/// What git prints on one of its streams; the other is thrown away.
Said git_blob(const std::string& object, int stream) {
  Pipe pipe;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  const int other = stream == STDOUT_FILENO ? STDERR_FILENO : STDOUT_FILENO;
  posix_spawn_file_actions_addopen(&actions, other, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, pipe.ends[1], stream);
  std::array<std::string, 5> words = {"git", "cat-file", "blob", "--end-of-options", object};
  std::array<char*, 6> arguments = {words[0].data(), words[1].data(), words[2].data(),
                                    words[3].data(), words[4].data(), nullptr};
  pid_t child = 0;
  const int failed = posix_spawnp(&child, "git", &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) throw Unreadable(fmt::format("cannot read {}: git cannot be run", object));
  pipe.close_writing();
  Said said;
  char block[1 << 14];
  for (ssize_t got = 0; (got = read(pipe.ends[0], block, sizeof block)) > 0;)
    said.text.append(block, static_cast<std::size_t>(got));
  int status = 0;
  waitpid(child, &status, 0);
  said.well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
  return said;
}

}  // namespace

bool is_in_git(const std::string& operand) {
  std::error_code ignored;
  const std::size_t colon = operand.find(':');
  return colon != std::string::npos && colon > 0 && !std::filesystem::exists(operand, ignored);
}

std::string read_from_git(const std::string& operand) {
  Said said = git_blob(operand, STDOUT_FILENO);
  if (said.well) return std::move(said.text);
  const std::string complaint = git_blob(operand, STDERR_FILENO).text;
  throw Unreadable(fmt::format("cannot read {}: {}", operand, complaint.substr(0, complaint.find('\n'))));
}

}  // namespace sizer

// The program: hands the arguments, the streams and what the terminal can do to run().
#include <sys/ioctl.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "cli/pager.h"
#include "cli/program.h"
#include "files/fresh_file.h"

namespace {

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value ? value : "";
}

std::vector<std::string> variables() {
  std::vector<std::string> names;
  for (char** each = environ; *each != nullptr; ++each) {
    const std::string_view pair = *each;
    names.emplace_back(pair.substr(0, pair.find('=')));
  }
  return names;
}

winsize size_of(int stream) {
  winsize size{};
  return ioctl(stream, TIOCGWINSZ, &size) == 0 ? size : winsize{};
}

/// Tables wider than 200 columns fall apart before the eye, and there is none narrower than 60.
int width_of(int stream) {
  const int columns = std::atoi(variable("COLUMNS").c_str());
  const int known = columns > 0 ? columns : size_of(stream).ws_col;
  return known > 0 ? std::clamp(known, 60, 200) : 80;
}

bool is_on(const std::string& value) {
  return !value.empty() && value != "0";
}

bool is_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string locale = variable(name);
    if (locale.empty()) continue;
    return locale.find("UTF-8") != std::string::npos || locale.find("utf8") != std::string::npos;
  }
  return false;
}

sizer::Style style_of(int stream) {
  const bool forced = is_on(variable("FORCE_COLOR")) || is_on(variable("CLICOLOR_FORCE"));
  const bool terminal = isatty(stream) != 0 && variable("TERM") != "dumb";
  const bool colour = variable("NO_COLOR").empty() && (forced || terminal);
  return {.width = width_of(stream), .colour = colour, .ascii = !is_utf8(), .terminal = isatty(stream) != 0};
}

/// A terminal that moves its text up and down.
int rows_of(int stream) {
  return isatty(stream) != 0 && variable("TERM") != "dumb" ? size_of(stream).ws_row : 0;
}

/// An estimate is made a thousand times over, each in memory of its own: what one gave back is for the next, not for
/// the system.
void keep_memory() {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, 64 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
#endif
}

}  // namespace

int main(int argc, char** argv) {
  keep_memory();
  std::signal(SIGPIPE, SIG_IGN);  // a reader that goes away is seen as a failed write, and ends us quietly
  std::ios::sync_with_stdio(false);
  sizer::remove_fresh_files_on_signals();
  return sizer::run({argv + std::min(argc, 1), argv + argc},
                    {std::cin, std::cout, std::cerr, style_of(STDOUT_FILENO), style_of(STDERR_FILENO), variable,
                     variables, isatty(STDERR_FILENO) != 0, rows_of(STDOUT_FILENO), sizer::show_in_pager});
}

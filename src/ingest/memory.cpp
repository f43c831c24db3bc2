// Memory that is left, as Linux tells it. What cannot be read limits nothing.
#include "ingest/memory.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>

namespace sizer::ingest {
namespace {

constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();

/// The first number of a file, or behind a word of it; none: there is no such file or word, or it says "max".
std::int64_t number_in(const std::string& file, const std::string& word, std::int64_t otherwise) {
  std::ifstream in(file);
  std::string each;
  while (in >> each)
    if (word.empty() || each == word) {
      if (!word.empty() && !(in >> each)) break;
      std::istringstream text(each);
      std::int64_t number = 0;
      return text >> number ? number : otherwise;
    }
  return otherwise;
}

/// What a control group leaves; the cache of files is given up when memory is asked for.
std::int64_t left_in_group(const std::string& folder, const char* most, const char* used, const char* cache) {
  const std::int64_t limit = number_in(folder + most, "", no_limit);
  if (limit == no_limit) return no_limit;
  const std::int64_t taken = number_in(folder + used, "", 0) - number_in(folder + "/memory.stat", cache, 0);
  return std::max<std::int64_t>(0, limit - std::max<std::int64_t>(0, taken));
}

/// Of the group of this process and all above it; inside of a container its own is the root.
std::int64_t left_in_groups() {
  std::int64_t left = no_limit;
  std::ifstream groups("/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {  // "0::/user.slice", "9:memory:/docker/abc"
    const std::size_t first = line.find(':'), second = line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const bool newer = second == first + 1;
    if (!newer && line.substr(first + 1, second - first - 1).find("memory") == std::string::npos) continue;
    for (std::string path = line.substr(second + 1);; path.resize(path.rfind('/'))) {
      left = std::min(left,
                      newer ? left_in_group("/sys/fs/cgroup" + path, "/memory.max", "/memory.current", "inactive_file")
                            : left_in_group("/sys/fs/cgroup/memory" + path, "/memory.limit_in_bytes",
                                            "/memory.usage_in_bytes", "total_inactive_file"));
      if (path.find('/') == std::string::npos) break;
    }
  }
  return left;
}

std::int64_t left_of(decltype(RLIMIT_AS) resource, std::int64_t used) {
  rlimit limit{};
  if (getrlimit(resource, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return no_limit;
  return std::max<std::int64_t>(0, static_cast<std::int64_t>(std::min<rlim_t>(limit.rlim_cur, no_limit)) - used);
}

}  // namespace

std::int64_t free_memory() {
  constexpr std::int64_t kibi = 1024;
  const std::int64_t page = sysconf(_SC_PAGESIZE);
  std::int64_t size = 0, unused = 0, data = 0;  // pages: all, resident, shared, text, library, data
  std::ifstream pages("/proc/self/statm");
  pages >> size >> unused >> unused >> unused >> unused >> data;
  const std::int64_t machine = number_in("/proc/meminfo", "MemAvailable:", no_limit / kibi) * kibi;
  return std::min({machine, left_in_groups(), left_of(RLIMIT_AS, size * page), left_of(RLIMIT_DATA, data * page)});
}

}  // namespace sizer::ingest

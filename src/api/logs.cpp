// What event logs tell.
#include "api/failure.h"
#include "sizer/sizer.h"

namespace sizer {

Answer<std::vector<Run>> logs(const LogsRequest& request) {
  std::vector<Run> runs;
  Diagnostics wrong;
  const int code =
      api::guarded("", wrong, [&] { runs = read_logs(request.paths, {.in = nullptr, .threads = request.threads}); });
  if (code != 0) return wrong;
  return runs;
}

}  // namespace sizer

/// \file
/// Limits as files write them, and what may be written of them.
#pragma once

#include <optional>
#include <string>

#include "job/lines.h"
#include "sizer/words.h"

namespace sizer {

struct WrittenLimits {
  std::optional<Dollars> max_cost{};
  std::optional<Seconds> max_time{};
  std::optional<Bytes> max_bytes{}, max_shuffle{}, max_spill{};
  std::optional<std::string> max_increase{};
  std::optional<bool> require_feasible{};
  std::optional<bool> only_warns{};
  std::string reason{}, owner{};
};

namespace measure {
inline constexpr Measure<Dollars> cost_limit{{Dimension::dollars, "$40", true, true}};
inline constexpr Measure<Seconds> time_limit{{Dimension::seconds, "30 min", true}};
inline constexpr Measure<Bytes> bytes_limit{{Dimension::bytes, "500 GB", true}};
}  // namespace measure

void lines(Type<WrittenLimits>, auto& line) {
  using L = WrittenLimits;
  line("max_cost", &L::max_cost, measure::cost_limit, {"A gate: at most so many dollars a run.", {}, R"(["$40"])"});
  line("max_time", &L::max_time, measure::time_limit,
       {"A gate: at most so long from submit to finish.", {}, R"(["30 min"])"});
  line("max_bytes", &L::max_bytes, measure::bytes_limit,
       {"A gate: at most so many bytes processed (read, shuffled and written).", {}, R"(["4 TB"])"});
  line("max_shuffle", &L::max_shuffle, measure::bytes_limit,
       {"A gate: at most so many bytes written by shuffles.", {}, R"(["2 TB"])"});
  line("max_spill", &L::max_spill, measure::bytes_limit,
       {"A gate: at most so many bytes spilled to disk; `0 B` forbids spilling.", {}, R"(["0 B", "100 GB"])"});
  line("max_increase", &L::max_increase, how::increase,
       {"A gate: at most so much more than the baseline. All thresholds that are given must be passed to fail, so that "
        "a cent on a tiny job is no alarm.",
        {},
        R"(["+10%, +5 USD", "+10 min"])"});
  line("require_feasible", &L::require_feasible, how::yes_or_no,
       {"A gate: the plan must be able to run at all.", "true for `check`", "[true]"});
  line("on_breach", &L::only_warns, words::breaches,
       {"What a broken limit is: `error` makes `sizer check` exit with 1, `warn` only tells.", "error"});
  line("reason", &L::reason, how::text,
       {"Why these limits hold; shown with the verdict.", {}, R"(["agreed with finance for 2026"])"});
  line("owner", &L::owner, how::text,
       {"Whom to ask about these limits; shown with the verdict.", {}, R"(["data-platform"])"});
}

}  // namespace sizer

/// \file
/// The jobs of a large result, as text on disk.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.h"
#include "files/spool.h"

namespace sizer {

/// Jobs that are made into text as they come and then set aside, so that their number does not tell in the memory: a
/// job takes some 100 kB while it is whole.
class ManyJobs {
 public:
  /// Null where the jobs are few, or where they are shown in a way that needs all of them at once.
  static std::shared_ptr<ManyJobs> of(const Options& options, std::size_t jobs);

  /// Sets aside, on all cores, those of `jobs` that are whole; of each its totals stay. Nothing happens while they are
  /// few, or where the last of them comes from `next_file`, of which more may be to say; empty: there is no next.
  void set_aside(std::vector<JobReport>& jobs, const std::vector<Diagnostic>& diagnostics,
                 const std::string& next_file);

  /// The text of a result, given that of the same result without jobs; both must outlive it.
  Text around(const std::string& rest);

 private:
  explicit ManyJobs(bool lines) : lines_(lines) {}

  void with_rest(std::string_view text, const TakeText& take);
  std::string text_of(const JobReport& job, const std::vector<Diagnostic>& diagnostics) const;

  bool lines_;            ///< as ndjson, else json
  std::size_t done_ = 0;  ///< of the jobs
  Spool spool_{};
};

}  // namespace sizer

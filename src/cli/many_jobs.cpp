// Jobs rendered in batches and set aside; what is written at the end is what a result that was held whole would be.
#include "cli/many_jobs.h"

#include <string_view>
#include <utility>

#include "result/json_value.h"
#include "result/write.h"
#include "uncertainty/parallel.h"

namespace sizer {
namespace {

constexpr std::size_t few = 64;

/// In JSON the jobs stand in an array of their own, which is empty in a result without any.
constexpr std::string_view begin_of_jobs = "{\n  \"jobs\": [\n", end_of_jobs = "\n  ]\n}\n",
                           no_jobs = "\n  \"jobs\": []";

/// What totals are made of.
JobReport totals_of(JobReport& job) {
  JobReport kept;
  kept.name = std::move(job.name);
  kept.file = std::move(job.file);
  kept.feasible = job.feasible;
  kept.wall_clock = job.wall_clock;
  kept.bytes.processed = job.bytes.processed;
  kept.cost = job.cost;
  kept.cost_at_least = job.cost_at_least;
  kept.cost_partial = job.cost_partial;
  kept.metrics.usd_per_month = job.metrics.usd_per_month;
  return kept;
}

}  // namespace

std::shared_ptr<ManyJobs> ManyJobs::of(const Options& options, std::size_t jobs) {
  const bool lines = options.format == "ndjson";
  if (jobs <= few || !(lines || options.format == "json") || !options.get.empty() || !options.reports.empty())
    return nullptr;
  return std::shared_ptr<ManyJobs>(new ManyJobs(lines));
}

std::string ManyJobs::text_of(const JobReport& job, const std::vector<Diagnostic>& diagnostics) const {
  if (lines_) return ndjson_line("job", to_json(job, diagnostics));
  const std::string text = to_text({{"jobs", Json::array({to_json(job, diagnostics)})}});
  return text.substr(begin_of_jobs.size(), text.size() - begin_of_jobs.size() - end_of_jobs.size());
}

void ManyJobs::set_aside(std::vector<JobReport>& jobs, const std::vector<Diagnostic>& diagnostics,
                         const std::string& next_file) {
  const std::size_t whole = jobs.size() - done_;
  if (whole == 0 || (!next_file.empty() && (whole < few || jobs.back().file == next_file))) return;
  std::vector<std::string> texts(whole);
  uncertainty::in_parallel(whole, [&](std::size_t i) { texts[i] = text_of(jobs[done_ + i], diagnostics); });
  for (std::size_t i = 0; i < whole; ++i) {
    if (!lines_ && done_ + i > 0) spool_.write(",\n");
    spool_.write(texts[i]);
    jobs[done_ + i] = totals_of(jobs[done_ + i]);
  }
  done_ += whole;
}

Text ManyJobs::around(const std::string& rest) {
  return [this, &rest](const TakeText& take) { with_rest(rest, take); };
}

void ManyJobs::with_rest(std::string_view text, const TakeText& take) {
  if (done_ == 0) return take(text);
  if (lines_) {
    const std::size_t second = text.find('\n') + 1;  // the first says what made the result
    take(text.substr(0, second));
    spool_.read(take);
    return take(text.substr(second));
  }
  const std::size_t at = text.find(no_jobs) + no_jobs.size() - 1;
  take(text.substr(0, at));
  take("\n");
  spool_.read(take);
  take("\n  ");
  take(text.substr(at));
}

}  // namespace sizer

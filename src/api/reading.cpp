// Reading jobs with all that a request says of them.
#include "api/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <utility>

#include "api/failure.h"
#include "input/dates.h"
#include "text/codes.h"

namespace sizer::api {
namespace {

std::optional<std::chrono::sys_days> day_of(std::string date) {
  if (date.size() == 4) date += "-01";
  if (date.size() == 7) date += "-01";
  if (!is_date(date)) return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t length) { return std::atoi(date.substr(at, length).c_str()); };
  const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(5, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(8, 2)))};
  if (!day.ok()) return std::nullopt;
  return std::chrono::sys_days(day);
}

/// Tasks that were measured answer for the job as it ran, not for another plan.
void drop_recording(const std::string& plan, const std::vector<Override>& overrides, Job& job,
                    std::vector<Diagnostic>& diagnostics) {
  if (!job.recorded) return;
  std::string by;
  if (!plan.empty()) by = "--plan";
  for (const Override& each : overrides)
    if (each.path.starts_with("steps") || each.path.starts_with("spark")) by = "--set " + each.path;
  if (by.empty()) return;
  job = modelled(std::move(job));
  Diagnostic told;
  told.code = codes::no_effect.id;
  told.severity = Severity::note;
  told.message =
      fmt::format("{} makes it another plan than the one that was measured: the model answers, not its tasks", by);
  told.place = place_of(job, "measured");
  diagnostics.push_back(std::move(told));
}

}  // namespace

JoinStrategy strategy_of(std::string plan) {
  constexpr std::string_view known[] = {"auto", "broadcast", "sort-merge", "shuffle-hash"};
  std::ranges::replace(plan, '_', '-');
  if (plan == "auto") return JoinStrategy::automatic;
  if (plan == "broadcast") return JoinStrategy::broadcast;
  if (plan == "sort-merge") return JoinStrategy::sort_merge;
  if (plan == "shuffle-hash") return JoinStrategy::shuffle_hash;
  throw RequestError("", unknown_word("value of --plan", plan, known));
}

bool set_strategy(Job& job, const std::string& plan) {
  bool found = false;
  for (Step& step : job.steps)
    if (Join* join = std::get_if<Join>(&step.op)) {
      join->strategy = strategy_of(plan);
      found = true;
    }
  return found;
}

bool is_day(const std::string& date) {
  return day_of(date).has_value();
}

std::optional<double> age_of(const std::string& date, const PriceAge& age) {
  const auto from = day_of(date), to = day_of(age.day);
  if (!from || !to) return std::nullopt;
  return static_cast<double>((*to - *from).count());
}

const JobReport* same_job(const std::vector<JobReport>& others, const JobReport& job, std::size_t before) {
  const auto same = [&](const JobReport& other) { return other.name == job.name && other.file == job.file; };
  const auto exact = std::ranges::find_if(others, same);
  if (exact != others.end()) return &*exact;
  for (const JobReport& other : others)
    if (other.name == job.name && before-- == 0) return &other;
  return nullptr;
}

std::vector<JobReport> jobs_of(Result saved, const std::string& file) {
  if (!saved.jobs.empty()) return std::move(saved.jobs);
  Diagnostic wrong;
  wrong.code = codes::not_a_result.id;
  wrong.message = fmt::format("this result of '{}' holds no estimates", saved.command);
  wrong.place.file = file;
  wrong.note = "save one with `sizer estimate JOB --format json --output FILE`";
  throw InputError({std::move(wrong)});
}

Reading::Reading(const Setup& setup) : setup_(setup) {
  if (!setup.plan.empty() && setup.plan.find(',') == std::string::npos) strategy_of(setup.plan);
}

Result Reading::begin(const std::string& command) const {
  const CatalogueInfo info = catalogue().info();
  Result result;
  result.command = command;
  result.sizer_version = SIZER_VERSION;
  result.catalogue_as_of = info.as_of;
  result.catalogue_sha256 = info.sha256;
  result.catalogue_files = info.files;
  result.profile = constants().profile;
  result.back_test = constants().back_test;
  for (std::size_t id = 0; id < constant_count; ++id)
    if (constants().overridden(id)) result.replaced.emplace_back(constant_table()[id].name, constants().range(id));
  return result;
}

ReadOptions Reading::how() const {
  ReadOptions how;
  how.cluster = setup_.cluster;
  how.default_cluster = setup_.default_cluster;
  how.pricing = setup_.pricing;
  how.catalogue = &catalogue();
  how.overrides = setup_.overrides;
  return how;
}

Given Reading::read(const JobFile& file, std::vector<Diagnostic>& diagnostics) const {
  Given given;
  given.source.cluster = setup_.cluster;
  given.source.plan = setup_.plan;
  for (const Override& each : setup_.overrides) given.source.overrides.emplace_back(each.path, each.value);
  given.source.pricing = setup_.pricing;
  given.job = read_job(file.text, file.file, how());
  given.source.text = file.text;
  // What stands before a document is kept for its places alone.
  if (file.document > 0) given.source.text.erase(0, file.text.find_first_not_of('\n'));
  if (setup_.cluster.empty() && !given.job.places.contains("cluster")) given.source.cluster = setup_.default_cluster;
  // A result must be made anew where that file is not, or is another by then.
  if (const std::string cluster = cluster_file_of(given.job, how()); !cluster.empty())
    given.source.cluster = cluster_on_one_line(read_file(cluster), cluster);
  if (!setup_.plan.empty() && !set_strategy(given.job, setup_.plan))
    diagnostics.push_back({.code = codes::no_effect.id,
                           .severity = Severity::note,
                           .message = fmt::format("--plan {} changes nothing: this job has no join", setup_.plan),
                           .place = {.file = given.job.file}});
  drop_recording(setup_.plan, setup_.overrides, given.job, diagnostics);
  return given;
}

Given Reading::read_again(const JobSource& source, const std::string& file) const {
  Given given{.job = {}, .source = source};
  ReadOptions as_then = how();
  as_then.cluster = source.cluster;
  as_then.pricing = source.pricing;
  as_then.overrides.clear();
  for (const auto& [path, value] : source.overrides) as_then.overrides.push_back({path, value});
  given.job = read_job(source.text, file, as_then);
  if (!source.plan.empty()) set_strategy(given.job, source.plan);
  std::vector<Diagnostic> told_before;
  drop_recording(source.plan, as_then.overrides, given.job, told_before);
  return given;
}

JobReport Reading::report_on(const Given& given, std::optional<Seconds> deadline) const {
  const Job& job = given.job;
  JobReport report =
      make_report(job, constants(), estimate(job, job.cluster, constants()), drawing(), deadline, &drawn());
  report.source = given.source;
  return report;
}

const std::vector<ConstantValues>& Reading::drawn() const {
  std::call_once(drawing_once_, [&] { drawn_ = draw_constants(constants(), drawing()); });
  return drawn_;
}

void Reading::tell_age(const Cluster& cluster, std::vector<Diagnostic>& diagnostics) const {
  if (!setup_.price_age) return;
  const std::string& date = cluster.pricing == Pricing::spot ? cluster.machine.spot_date : cluster.machine.price_date;
  const auto days = age_of(date, *setup_.price_age);
  if (!days || *days <= setup_.price_age->most_days) return;
  Diagnostic old;
  old.code = codes::old_prices.id;
  old.severity = Severity::warning;
  old.message = fmt::format("the price of {} is {:.0f} days old, of {}", cluster.machine.name, *days, date);
  old.place = cluster.place;
  old.note = "give newer prices in a catalogue of your own: --catalog FILE";
  if (std::ranges::find(diagnostics, old.message, &Diagnostic::message) != diagnostics.end()) return;
  diagnostics.push_back(std::move(old));
}

}  // namespace sizer::api

// Reading jobs with all that flags and configuration say of them.
#include "commands/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ctime>
#include <filesystem>
#include <istream>
#include <iterator>
#include <new>

#include "commands/age.h"
#include "commands/concealed.h"
#include "commands/operands.h"
#include "sizer/policy.h"
#include "sizer/saved.h"
#include "text/codes.h"
#include "text/path.h"
#include "text/spelling.h"

namespace sizer {
namespace {

constexpr std::size_t many = 1000;
constexpr int draws_of_many = 200;

struct GateFlag {
  GateId id;
  std::string Options::*field;
};
constexpr GateFlag gate_flags[] = {
    {GateId::max_cost, &Options::max_cost},   {GateId::max_time, &Options::max_time},
    {GateId::max_bytes, &Options::max_bytes}, {GateId::max_shuffle, &Options::max_shuffle},
    {GateId::max_spill, &Options::max_spill}, {GateId::max_increase, &Options::max_increase},
};

Budget budget_of_flags(const Options& options) {
  Budget budget;
  for (const GateFlag& flag : gate_flags) {
    if ((options.*flag.field).empty()) continue;
    std::string name = fmt::format("--{}", name_of(flag.id));
    std::ranges::replace(name, '_', '-');
    budget.limits.push_back(read_limit(flag.id, options.*flag.field, name));
  }
  return budget;
}

/// A plan that cannot run is a "no", where nothing else is said.
Budget must_be_feasible() {
  Limit limit;
  limit.id = GateId::require_feasible;
  limit.value = 1;
  limit.source = "default";
  Budget budget;
  budget.limits.push_back(std::move(limit));
  return budget;
}

GateOn gate_on_of(const std::string& word) {
  return word == "high" ? GateOn::high : word == "p90" ? GateOn::p90 : GateOn::typical;
}

std::string without_spaces_around(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(' ') + 1 - first);
}

std::string pricing_of(const Options& options) {
  std::string word = options.pricing;
  std::ranges::replace(word, '-', '_');
  return word;
}

}  // namespace

/// SOURCE_DATE_EPOCH where it is set, for results that repeat; else the clock.
std::string today(const std::string& source_date_epoch) {
  std::time_t now = std::time(nullptr);
  if (!source_date_epoch.empty()) {
    const char* const end = source_date_epoch.data() + source_date_epoch.size();
    const auto [stopped, error] = std::from_chars(source_date_epoch.data(), end, now);
    if (error != std::errc() || stopped != end)
      throw UsageError(
          fmt::format("the environment variable SOURCE_DATE_EPOCH: '{}' is no number of seconds", source_date_epoch));
  }
  std::tm date{};
  gmtime_r(&now, &date);
  return fmt::format("{:04}-{:02}-{:02}", date.tm_year + 1900, date.tm_mon + 1, date.tm_mday);
}

Catalogue catalogue_of(const Options& options) {
  Catalogue catalogue;
  for (const std::string& file : options.catalog) catalogue.lay_over(read_file(file), file);
  if (!options.config_clusters.empty()) catalogue.lay_over(options.config_clusters, options.config_file);
  return catalogue;
}

void check_codes(const Config& config) {
  std::vector<Diagnostic> unknown;
  std::vector<std::string_view> gate_names, policy_codes;
  for (int i = 0; i < gate_count; ++i) gate_names.emplace_back(name_of(static_cast<GateId>(i)));
  for (const Policy& policy : all_policies()) policy_codes.emplace_back(policy.code);
  const auto add = [&](const std::string& word, const Place& place, const std::vector<std::string_view>& known) {
    Diagnostic wrong;
    wrong.code = codes::unknown_word.id;
    wrong.message = fmt::format("there is no policy or gate '{}'", word);
    wrong.place = place;
    wrong.suggestion = did_you_mean(word, known);
    wrong.note = "gates are limits such as max_cost, policies the codes of docs/policies.md";
    unknown.push_back(std::move(wrong));
  };
  for (const PolicySetting& policy : config.policies)
    if (!find_policy(policy.code)) add(policy.code, policy.place, policy_codes);
  for (const Exception& exception : config.exceptions)
    if (!find_policy(exception.gate) && std::ranges::find(gate_names, exception.gate) == gate_names.end())
      add(exception.gate, exception.place, gate_names);
  if (!unknown.empty()) throw InputError(std::move(unknown));
}

int guarded(const std::string& file, std::vector<Diagnostic>& diagnostics, const std::function<void()>& work) {
  try {
    work();
    return 0;
  } catch (const UsageError&) {
    throw;
  } catch (InputError& error) {
    conceal(error.diagnostics);
    std::ranges::move(error.diagnostics, std::back_inserter(diagnostics));
    return 2;
  } catch (const Unreadable& error) {
    diagnostics.push_back({.code = codes::unreadable.id, .message = error.what(), .place = {.file = file}});
    return 3;
  } catch (const std::bad_alloc&) {
    diagnostics.push_back({.code = codes::unreadable.id,
                           .message = "the memory is used up: this file asks for more than there is",
                           .place = {.file = file},
                           .note = "fewer steps, inputs or draws need less"});
    return 3;
  } catch (const std::exception& error) {
    diagnostics.push_back({.code = codes::internal.id,
                           .message = fmt::format("internal error, please report: {}", error.what()),
                           .place = {.file = file}});
    return 70;
  }
}

int batch_code(int worst, bool some_done) {
  return worst != 0 && some_done ? 4 : worst;
}

int whole_number(const std::string& flag, const std::string& given, int least, int most, int otherwise) {
  if (given.empty()) return otherwise;
  int value = 0;
  const char* const end = given.data() + given.size();
  const auto [stopped, error] = std::from_chars(given.data(), end, value);
  if (error != std::errc() || stopped != end || value < least || value > most)
    throw UsageError(fmt::format("{} '{}': expected a whole number from {} to {}", flag, given, least, most));
  return value;
}

Override read_assignment(const std::string& flag, const std::string& text) {
  const std::size_t equals = end_of_path(text);
  const std::string path = without_spaces_around(text.substr(0, std::min(equals, text.size())));
  if (path.empty() || equals == std::string::npos)
    throw UsageError(fmt::format("{} '{}': expected PATH=VALUE, e.g. inputs.clicks.size='2 TB'", flag, text));
  return {path, without_spaces_around(text.substr(equals + 1))};
}

JoinStrategy strategy_of(std::string plan) {
  std::ranges::replace(plan, '_', '-');
  if (plan == "auto") return JoinStrategy::automatic;
  if (plan == "broadcast") return JoinStrategy::broadcast;
  if (plan == "sort-merge") return JoinStrategy::sort_merge;
  if (plan == "shuffle-hash") return JoinStrategy::shuffle_hash;
  throw unknown("value of --plan", plan, {"auto", "broadcast", "sort-merge", "shuffle-hash"});
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

/// A byte more than may be is read of standard input, so that who parses it refuses what is too large.
std::string read_text(const std::string& file, std::istream& in, std::size_t most) {
  if (file != "-") return read_file(file, most);
  std::string text(most + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(in.gcount()));
  return text;
}

std::string shown_name(const std::string& file) {
  return file == "-" ? "<stdin>" : operand_of(file).file;
}

std::string job_text(const std::string& operand, std::istream& in) {
  const Operand wanted = operand_of(operand);
  std::string text = read_text(wanted.file, in, wanted.document == 0 ? max_file_size : max_result_size);
  if (wanted.document == 0) return text;
  std::string alone = document_of(text, wanted.document);
  if (!alone.empty()) return alone;
  Diagnostic wrong;
  wrong.code = codes::unreadable.id;
  wrong.message =
      fmt::format("there is no document {} in {}; it has {}", wanted.document, wanted.file, documents_in(text));
  wrong.place.file = wanted.file;
  throw InputError({std::move(wrong)});
}

namespace {

/// Tasks that were measured answer for the job as it ran, not for another plan.
void drop_recording(const Options& options, Job& job, std::vector<Diagnostic>& diagnostics) {
  if (!job.recorded) return;
  std::string by;
  if (!options.plan.empty()) by = "--plan";
  for (const std::string& each : options.set)
    if (each.starts_with("steps") || each.starts_with("spark")) by = "--set " + each.substr(0, each.find('='));
  if (by.empty()) return;
  job.recorded.reset();
  Diagnostic told;
  told.code = codes::no_effect.id;
  told.severity = Severity::note;
  told.message =
      fmt::format("{} makes it another plan than the one that was measured: the model answers, not its tasks", by);
  told.place = place_of(job, "measured");
  diagnostics.push_back(std::move(told));
}

}  // namespace

std::string config_file_for(const Options& options, const std::string& job_file) {
  if (options.no_config) return {};
  if (!options.config.empty()) return options.config;
  std::error_code ignored;
  const bool is_folder = std::filesystem::is_directory(job_file, ignored);
  const std::string folder = job_file == "-" ? "."
                             : is_folder     ? job_file
                                             : std::filesystem::path(job_file).parent_path().string();
  return find_config(folder, options.user_config);
}

Constants constants_of(const Options& options) {
  Constants constants;
  if (!options.profile.empty()) constants = read_constants(read_file(options.profile), options.profile, constants);
  if (options.constants.empty()) return constants;
  const std::optional<BackTest> back_test = constants.back_test;
  const std::string profile = constants.profile;
  constants = read_constants(read_file(options.constants), options.constants, constants);
  if (options.profile.empty()) return constants;
  constants.profile = fmt::format("{} under {}", profile, options.constants);
  constants.back_test = back_test;
  return constants;
}

Session::Session(const Options& options, std::istream& in, std::size_t jobs) : options_(options), in_(in) {
  if (!options.plan.empty() && options.plan.find(',') == std::string::npos) strategy_of(options.plan);
  if (jobs > many) drawing_.count = draws_of_many;
  drawing_.count = whole_number("--draws", options.draws, 10, most_draws, drawing_.count);
  drawing_.seed = whole_number("--seed", options.seed, 0, 1'000'000'000, drawing_.seed);
  for (const std::string& assignment : options.set) overrides_.push_back(read_assignment("--set", assignment));
  flags_ = budget_of_flags(options);
  catalogue_ = catalogue_of(options);
  constants_ = constants_of(options);
}

Result Session::begin(const std::string& command) const {
  const CatalogueInfo catalogue = catalogue_.info();
  Result result;
  result.command = command;
  result.sizer_version = SIZER_VERSION;
  result.catalogue_as_of = catalogue.as_of;
  result.catalogue_sha256 = catalogue.sha256;
  result.catalogue_files = catalogue.files;
  result.profile = constants_.profile;
  result.back_test = constants_.back_test;
  for (std::size_t id = 0; id < constant_count; ++id)
    if (constants_.overridden(id)) result.replaced.emplace_back(constant_table()[id].name, constants_.range(id));
  return result;
}

ReadOptions Session::reading() const {
  ReadOptions how;
  how.cluster = options_.cluster;
  how.default_cluster = options_.default_cluster;
  how.pricing = pricing_of(options_);
  how.catalogue = &catalogue_;
  how.overrides = overrides_;
  return how;
}

void Session::tell_age(const Cluster& cluster, std::vector<Diagnostic>& diagnostics) const {
  const std::optional<Age> limit = age_limit(options_);
  if (!limit) return;
  const std::string& date = cluster.pricing == Pricing::spot ? cluster.machine.spot_date : cluster.machine.price_date;
  const auto days = age_of(date, *limit);
  if (!days || *days <= limit->most_days) return;
  Diagnostic old;
  old.code = codes::old_prices.id;
  old.severity = Severity::warning;
  old.message = fmt::format("the price of {} is {:.0f} days old, of {}", cluster.machine.name, *days, date);
  old.place = cluster.place;
  old.note = "give newer prices in a catalogue of your own: --catalog FILE";
  if (std::ranges::find(diagnostics, old.message, &Diagnostic::message) != diagnostics.end()) return;
  diagnostics.push_back(std::move(old));
}

Session::Given Session::read(const std::string& file, std::vector<Diagnostic>& diagnostics) const {
  return read(file, job_text(file, in_), diagnostics);
}

Session::Given Session::read(const std::string& file, std::string text, std::vector<Diagnostic>& diagnostics) const {
  Given given;
  given.source.cluster = options_.cluster;
  given.source.plan = options_.plan;
  for (const Override& each : overrides_) given.source.overrides.emplace_back(each.path, each.value);
  given.source.pricing = pricing_of(options_);
  given.job = read_job(text, shown_name(file), reading());
  // What stands before a document is kept for its places alone.
  if (operand_of(file).document > 0) text.erase(0, text.find_first_not_of('\n'));
  given.source.text = std::move(text);
  if (options_.cluster.empty() && !given.job.places.contains("cluster"))
    given.source.cluster = options_.default_cluster;
  // A result must be made anew where that file is not, or is another by then.
  if (const std::string cluster = cluster_file_of(given.job, reading()); !cluster.empty())
    given.source.cluster = cluster_on_one_line(read_file(cluster), cluster);
  if (!options_.plan.empty() && !set_strategy(given.job, options_.plan))
    diagnostics.push_back({.code = codes::no_effect.id,
                           .severity = Severity::note,
                           .message = fmt::format("--plan {} changes nothing: this job has no join", options_.plan),
                           .place = {.file = given.job.file}});
  drop_recording(options_, given.job, diagnostics);
  return given;
}

Session::Given Session::read_again(const JobSource& source, const std::string& file) const {
  Given given{.job = {}, .source = source};
  ReadOptions how = reading();
  how.cluster = source.cluster;
  how.pricing = source.pricing;
  how.overrides.clear();
  for (const auto& [path, value] : source.overrides) how.overrides.push_back({path, value});
  given.job = read_job(source.text, file, how);
  if (!source.plan.empty()) set_strategy(given.job, source.plan);
  std::vector<Diagnostic> told_before;
  Options as_then;
  as_then.plan = source.plan;
  for (const auto& [path, value] : source.overrides) as_then.set.push_back(path + "=" + value);
  drop_recording(as_then, given.job, told_before);
  return given;
}

JobReport Session::report_on(const Given& given) const {
  const Job& job = given.job;
  std::optional<Seconds> deadline;
  for (const Limit& limit : flags_.limits)
    if (limit.id == GateId::max_time) deadline = Seconds{limit.value};
  JobReport report = make_report(job, constants_, estimate(job, job.cluster, constants_), drawing_, deadline);
  report.source = given.source;
  return report;
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

const Config& Session::config_for(const std::string& job_file) {
  const std::string file = config_file_for(options_, job_file);
  const auto known = configs_.find(file);
  if (known != configs_.end()) return known->second;
  Config config = file.empty() ? Config{} : read_config(read_file(file), file);
  check_codes(config);
  return configs_.emplace(file, std::move(config)).first->second;
}

Rules Session::rules_for(const Given& given, bool with_config) {
  Rules rules;
  rules.gate_on = gate_on_of(options_.gate_on);
  rules.budgets.push_back(flags_);
  if (!with_config) return rules;
  if (given.job.budget) rules.budgets.push_back(*given.job.budget);
  const Config& config = config_for(given.job.file == "<stdin>" ? "-" : given.job.file);
  std::ranges::reverse_copy(config.budgets, std::back_inserter(rules.budgets));
  rules.budgets.push_back(must_be_feasible());
  rules.exceptions = config.exceptions;
  rules.policies = config.policies;
  if (!rules.exceptions.empty()) rules.today = today(options_.source_date_epoch);
  return rules;
}

}  // namespace sizer

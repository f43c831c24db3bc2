// Options to requests, and answers to outcomes.
#include "cli/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <istream>
#include <iterator>

#include "api/estimate.h"
#include "cli/age.h"
#include "cli/concealed.h"
#include "cli/operands.h"
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

UsageError usage_error(const std::string& field, const std::string& message) {
  return UsageError(field.empty() ? message : fmt::format("--{} {}", field, message));
}

int guarded(const std::string& file, std::vector<Diagnostic>& diagnostics, const std::function<void()>& work) {
  std::vector<Diagnostic> wrong;
  const int code = api::guarded(file, wrong, [&] {
    try {
      work();
    } catch (const UsageError& error) {
      throw api::RequestError("", error.what());
    }
  });
  for (const Diagnostic& each : wrong)
    if (each.code == codes::wrong_request.id) throw usage_error(each.place.file, each.message);
  conceal(wrong);
  std::ranges::move(wrong, std::back_inserter(diagnostics));
  return code;
}

int code_of(const Diagnostics& diagnostics) {
  int code = 0;
  for (const Diagnostic& each : diagnostics) {
    if (each.severity != Severity::error) continue;
    if (each.code == codes::wrong_request.id) throw usage_error(each.place.file, each.message);
    code = std::max(code, each.code == codes::internal.id ? 70 : each.code == codes::unreadable.id ? 3 : 2);
  }
  return code;
}

Outcome outcome_of(Answer<Result> answer, Result head) {
  Outcome outcome;
  if (auto* const result = std::get_if<Result>(&answer)) {
    outcome.result = std::move(*result);
    return outcome;
  }
  auto& wrong = std::get<Diagnostics>(answer);
  outcome.code = code_of(wrong);
  conceal(wrong);
  std::ranges::move(wrong, std::back_inserter(head.diagnostics));
  outcome.result = std::move(head);
  return outcome;
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

namespace {

Setup setup_of(const Options& options, std::size_t jobs) {
  Setup setup;
  if (jobs > many) setup.drawing.count = draws_of_many;
  setup.drawing.count = whole_number("--draws", options.draws, 10, most_draws, setup.drawing.count);
  setup.drawing.seed = whole_number("--seed", options.seed, 0, 1'000'000'000, setup.drawing.seed);
  for (const std::string& assignment : options.set) setup.overrides.push_back(read_assignment("--set", assignment));
  setup.cluster = options.cluster;
  setup.default_cluster = options.default_cluster;
  setup.pricing = pricing_of(options);
  setup.plan = options.plan;
  return setup;
}

}  // namespace

Session::Session(const Options& options, std::istream& in, std::size_t jobs)
    : options_(options), in_(in), setup_(setup_of(options, jobs)), reading_(setup_) {
  flags_ = budget_of_flags(options);
  setup_.catalogue = std::make_shared<const Catalogue>(catalogue_of(options));
  setup_.constants = constants_of(options);
  setup_.price_age = age_limit(options);
}

Outcome Session::answer(const char* verb, const std::string& operand, JobFile& job,
                        const std::function<Answer<Result>()>& ask) const {
  Result head = reading_.begin(verb);
  if (const int code = guarded(shown_name(operand), head.diagnostics, [&] { job = job_file(operand); }); code != 0)
    return {.result = std::move(head), .code = code};
  return outcome_of(ask(), std::move(head));
}

JobFile Session::job_file(const std::string& operand) const {
  return job_file(operand, job_text(operand, in_));
}

JobFile Session::job_file(const std::string& operand, std::string text) {
  return {std::move(text), shown_name(operand), operand_of(operand).document};
}

const Config& Session::config_for(const std::string& job_file) {
  const std::string file = config_file_for(options_, job_file);
  const auto known = configs_.find(file);
  if (known != configs_.end()) return known->second;
  Config config = file.empty() ? Config{} : read_config(read_file(file), file);
  check_codes(config);
  return configs_.emplace(file, std::move(config)).first->second;
}

Rules Session::rules_for(const api::Given& given, bool with_config) {
  Rules rules;
  rules.gate_on = gate_on_of(options_.gate_on);
  rules.budgets.push_back(flags_);
  if (!with_config) return rules;
  if (given.job.budget) rules.budgets.push_back(*given.job.budget);
  const Config& config = config_for(given.job.file == "<stdin>" ? "-" : given.job.file);
  std::ranges::reverse_copy(config.budgets, std::back_inserter(rules.budgets));
  rules.budgets.push_back(api::must_be_feasible());
  rules.exceptions = config.exceptions;
  rules.policies = config.policies;
  if (!rules.exceptions.empty()) rules.today = today(options_.source_date_epoch);
  return rules;
}

}  // namespace sizer

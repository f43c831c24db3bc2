// Arguments to options: what is typed, then the environment, then the configuration. The only place that knows CLI11.
#include "cli/arguments.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>

#include "cli/concealed.h"
#include "cli/session.h"
#include "files/project.h"
#include "text/codes.h"
#include "text/spelling.h"

namespace sizer {
namespace {

/// Tells CLI11 of one flag; the last value wins, except where values gather.
CLI::Option* add(CLI::App& app, const Flag& flag, Options& options) {
  CLI::Option* option = nullptr;
  if (const auto* field = std::get_if<bool Options::*>(&flag.field)) {
    option = app.add_flag(flag.names, options.*(*field));
  } else if (const auto* text = std::get_if<std::string Options::*>(&flag.field)) {
    option = app.add_option(flag.names, options.*(*text));
    option->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  } else {
    option = app.add_option(flag.names, options.*std::get<std::vector<std::string> Options::*>(flag.field));
    option->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)->allow_extra_args(false);
  }
  // An empty value is an unset variable more often than a wish.
  if (!std::holds_alternative<bool Options::*>(flag.field))
    option->check(
        [](const std::string& given) { return given.empty() ? std::string("its value is empty") : std::string(); });
  return option->type_name(flag.value);
}

void check_choice(const Flag& flag, const Options& options) {
  if (flag.choices.empty()) return;
  const std::string& given = options.*std::get<std::string Options::*>(flag.field);
  if (std::ranges::find(flag.choices, given) == flag.choices.end())
    throw unknown(fmt::format("value of {}", long_name(flag)), given, flag.choices);
}

bool is_format(std::string_view word) {
  return std::ranges::any_of(renderers(), [&](const Renderer& each) { return each.name == word; });
}

UsageError unknown_flag(const std::string& word) {
  if (word.starts_with("--") && is_format(word.substr(2)))
    return UsageError(fmt::format("unknown flag '{}'; did you mean '--format {}'?", word, word.substr(2)));
  std::vector<std::string_view> known;
  for (const Flag& flag : flags()) known.push_back(long_name(flag));
  return unknown("flag", word, known);
}

/// The words among what is left when flags and their values are gone; a flag among them is one that nobody knows.
std::vector<std::string> words_of(const std::vector<std::string>& rest) {
  std::vector<std::string> words;
  bool only_words = false;
  for (const std::string& word : rest) {
    if (!only_words && word == "--")
      only_words = true;
    else if (only_words || word == "-" || !word.starts_with('-'))
      words.push_back(word);
    else
      throw unknown_flag(word.substr(0, word.find('=')));
  }
  return words;
}

std::string variable(const Console& console, const char* name) {
  return console.variable ? console.variable(name) : "";
}

/// Sets a flag from outside the command line. `origin` is what messages call that.
void set_flag(const Flag& flag, const std::string& value, const std::string& origin, Options& options) {
  try {
    if (const auto* field = std::get_if<bool Options::*>(&flag.field)) {
      if (value != "1" && value != "true" && value != "0" && value != "false")
        throw UsageError(fmt::format("'{}' is neither true nor false", value));
      options.*(*field) = value == "1" || value == "true";
    } else if (const auto* text = std::get_if<std::string Options::*>(&flag.field)) {
      options.*(*text) = value;
      check_choice(flag, options);
    } else {
      (options.*std::get<std::vector<std::string> Options::*>(flag.field)).push_back(value);
    }
  } catch (const UsageError& error) {
    throw UsageError(fmt::format("{}: {}", origin, error.what()));
  }
  options.origins.emplace(long_name(flag), origin);
}

const Flag& flag_named(std::string name) {
  std::ranges::replace(name, '_', '-');
  return *std::ranges::find_if(flags(), [&](const Flag& flag) { return long_name(flag) == "--" + name; });
}

/// What a configuration may set for every verb; the rest is for `check`, so that a configuration never changes what
/// another verb answers by its exit code.
bool is_harmless(const std::string& setting) {
  return setting != "strict" && setting != "gate_on";
}

/// A configuration that nobody named comes with the project that it lies in, not from the user.
bool is_found(const std::string& file, const Options& options) {
  return options.config.empty() && file != options.user_config + "/config.yaml";
}

/// What such a configuration names must lie in its project: it is a file of whoever wrote the last pull request.
void keep_in_project(const Config& config) {
  std::vector<Diagnostic> outside;
  for (const Setting& setting : config.settings) {
    const bool is_cluster = setting.name == "cluster" && names_cluster_file(setting.value);
    if (!is_cluster && setting.name != "catalog" && setting.name != "profile" && setting.name != "constants") continue;
    if (lies_in(project_of(config.file), setting.value)) continue;
    Diagnostic each;
    each.code = codes::unreadable.id;
    each.message = fmt::format("{} '{}' is no file of this project", setting.name, setting.value);
    each.place = setting.place;
    each.note = fmt::format(
        "a configuration that is found reads files of its own project alone; give others by --{}, "
        "or the configuration by --config",
        setting.name);
    outside.push_back(std::move(each));
  }
  if (!outside.empty()) throw InputError(std::move(outside));
}

/// The settings of the nearest configuration. A verb that holds nothing against it is told of its mistakes as warnings.
void take_configuration(const Verb& verb, Options& options) {
  const bool shows = verb.name == std::string("config"), checks = verb.name == std::string("check") || shows;
  const std::size_t job = shows ? 1 : 0;  // of `config show JOB`
  const std::string file = config_file_for(options, options.operands.size() > job ? options.operands[job] : "-");
  if (file.empty()) return;
  Config config;
  try {
    config = read_config(read_file(file), file);
    if (is_found(file, options)) keep_in_project(config);
  } catch (InputError& error) {
    if (checks || !options.config.empty()) throw;
    conceal(error.diagnostics);
    for (Diagnostic each : error.diagnostics) {
      each.severity = Severity::warning;
      each.note = each.note.empty() ? "this configuration is not used" : each.note + "; this configuration is not used";
      options.warnings.push_back(std::move(each));
    }
    options.no_config = true;
    return;
  }
  options.config_file = config.file;
  options.config_clusters = config.clusters;
  const std::map<std::string, std::string> given = options.origins;  // several settings may be of one flag
  for (const Setting& setting : config.settings) {
    if (!checks && !is_harmless(setting.name)) continue;
    if (setting.name == "cluster") {  // it stands in for the job's, and does not replace it as the flag does
      options.default_cluster = setting.value;
      if (options.cluster.empty()) options.origins.emplace("--cluster", where_text(setting.place));
      continue;
    }
    const Flag& flag = flag_named(setting.name);
    if ((accepts(verb, flag) || shows) && !given.contains(std::string(long_name(flag))))
      set_flag(flag, setting.value, where_text(setting.place), options);
  }
}

/// A variable that is nearly one of ours is a slip, which would else be without effect and without a word.
void tell_mistyped_variables(const Console& console, Options& options) {
  if (!console.variables) return;
  std::vector<std::string> known;
  for (const Flag& flag : flags()) known.push_back(variable_of(flag));
  const std::vector<std::string_view> words(known.begin(), known.end());
  for (const std::string& name : console.variables()) {
    if (!name.starts_with("SIZER_") || std::ranges::find(known, name) != known.end()) continue;
    const std::string suggestion = did_you_mean(name, words);
    if (suggestion.empty()) continue;  // the user's own
    Diagnostic told;
    told.code = codes::other_variable.id;
    told.severity = Severity::warning;
    told.message = fmt::format("the environment variable {} is none of those that are read", name);
    told.suggestion = suggestion;
    options.warnings.push_back(std::move(told));
  }
}

/// `--json`, and what `-o json` meant.
void settle_format(Options& options) {
  if (options.json) {
    if (options.origins.contains("--format") && options.format != "json")
      throw UsageError(fmt::format("--json and --format {} contradict each other", options.format));
    options.format = "json";
    options.origins["--format"] = options.origins["--json"];
  }
  if (is_format(options.output))
    throw UsageError(
        fmt::format("--output {0}: a format or a file? Write '--format {0}' for the format, "
                    "'--output ./{0}' for a file of that name",
                    options.output));
}

/// A format that a verb cannot write is refused where it was asked for, and else not meant for it.
void check_format(const Verb& verb, Options& options) {
  const std::vector<std::string> known = formats_of(verb);
  if (std::ranges::find(known, options.format) != known.end()) return;
  const auto origin = options.origins.find("--format");
  if (origin != options.origins.end() && origin->second == by_command_line)
    throw UsageError(
        fmt::format("{} has no format {}; it writes {}", verb.name, options.format, fmt::join(known, ", ")));
  options.format = "text";
}

/// Flags that are not given may be set by the environment, else by the configuration.
void take_defaults(const Verb& verb, const Console& console, Options& options) {
  for (const Flag& flag : flags()) {
    const std::string name = variable_of(flag), value = variable(console, name.c_str());
    if (!value.empty() && (accepts(verb, flag) || verb.name == std::string("config")) &&
        !options.origins.contains(std::string(long_name(flag))))
      set_flag(flag, value, "the environment variable " + name, options);
  }
  const std::string home = variable(console, "HOME"), xdg = variable(console, "XDG_CONFIG_HOME");
  options.user_config = !xdg.empty() ? xdg + "/sizer" : !home.empty() ? home + "/.config/sizer" : "";
  options.source_date_epoch = variable(console, "SOURCE_DATE_EPOCH");
  if (accepts(verb, flag_named("config"))) take_configuration(verb, options);
}

}  // namespace

Request parse(std::vector<std::string> args, const Console& console) {
  Request request;
  Options& options = request.options;
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  std::vector<std::pair<const Flag*, const CLI::Option*>> known;
  for (const Flag& flag : flags()) known.emplace_back(&flag, add(app, flag, options));

  std::ranges::reverse(args);  // the order in which CLI11 takes them
  try {
    app.parse(std::move(args));
  } catch (const CLI::ParseError& error) {
    throw UsageError(error.what());
  }

  std::vector<std::string> words = words_of(app.remaining());
  if (options.version) words = {"version"};
  if (options.help) words.insert(words.begin(), "help");
  if (words.empty()) return request;
  request.verb = &find_verb(words.front());
  options.operands.assign(words.begin() + 1, words.end());
  for (const auto& [flag, option] : known) {
    if (option->count() == 0) continue;
    if (!options.help && !options.version && !accepts(*request.verb, *flag))
      throw UsageError(fmt::format("{} is not a flag of '{}'", long_name(*flag), request.verb->name));
    check_choice(*flag, options);
    options.origins.emplace(long_name(*flag), by_command_line);
  }
  if (*request.verb->operands == '\0' && !options.operands.empty() && !options.version)
    throw UsageError(
        fmt::format("{} takes no operand; '{}' means nothing to it", request.verb->name, options.operands.front()));
  settle_format(options);
  tell_mistyped_variables(console, options);
  take_defaults(*request.verb, console, options);
  if (!options.help && !options.version) check_format(*request.verb, options);
  return request;
}

}  // namespace sizer

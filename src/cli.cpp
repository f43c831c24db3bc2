// The command line: arguments to options, a verb to run, its outcome to the streams. The only place that knows CLI11.
#include "cli.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <iterator>
#include <new>
#include <ostream>

#include "commands/command.h"
#include "commands/concealed.h"
#include "commands/many_jobs.h"
#include "commands/session.h"
#include "files/open.h"
#include "files/project.h"
#include "output.h"
#include "pager.h"
#include "render/style.h"
#include "render/terminal_text.h"
#include "text/codes.h"
#include "text/spelling.h"

namespace sizer {
namespace {

constexpr const char* typed = "the command line";

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

struct Request {
  const Verb* verb = nullptr;  ///< null: none was given
  Options options{};
};

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
      each.severity = "warning";
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
    told.severity = "warning";
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
  if (origin != options.origins.end() && origin->second == typed)
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
    options.origins.emplace(long_name(*flag), typed);
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

/// The style of the output, after what the flags say of colour and width.
Style styled(Style style, const Options& options, bool to_file) {
  if (options.no_color || options.color == "never" || to_file) style.colour = false;
  if (options.color == "always" && !options.no_color) style.colour = true;
  style.brief = options.quiet;
  if (options.plain) {
    style.colour = false;
    style.ascii = true;
  }
  constexpr int unwrapped = 100'000;  // for `grep` and its like
  if (options.width.empty() && options.quiet && !style.terminal) style.width = unwrapped;
  if (options.width.empty()) return style;
  const char* const end = options.width.data() + options.width.size();
  const auto [stopped, error] = std::from_chars(options.width.data(), end, style.width);
  if (error != std::errc() || stopped != end || style.width < 60 || style.width > 500)
    throw UsageError(fmt::format("--width '{}': expected a number from 60 to 500", options.width));
  return style;
}

/// A format and where its text goes; "-" or nothing: standard output.
struct ReportTarget {
  const Renderer* renderer;
  std::string file;
};

/// `--format` to `--output`, and each `--report`.
std::vector<ReportTarget> targets_of(const Options& options) {
  std::vector<ReportTarget> targets = {{find_renderer(options.format), options.output}};
  for (const std::string& report : options.reports) {
    const std::size_t equals = report.find('=');
    if (equals == std::string::npos || equals + 1 == report.size())
      throw UsageError(fmt::format("--report '{}': expected FORMAT=FILE, e.g. markdown=comment.md", report));
    const std::string format = report.substr(0, equals);
    const Renderer* const renderer = find_renderer(format);
    if (!renderer) {
      std::vector<std::string_view> known;
      for (const Renderer& each : renderers()) known.emplace_back(each.name);
      throw unknown("format of --report", format, known);
    }
    targets.push_back({renderer, report.substr(equals + 1)});
  }
  return targets;
}

bool is_stdout(const std::string& file) {
  return file.empty() || file == "-";
}

/// Every file that is about to be written.
std::vector<Written> outputs_of(const std::vector<ReportTarget>& targets, const Outcome& outcome) {
  std::vector<Written> outputs;
  for (const ReportTarget& target : targets)
    if (!is_stdout(target.file))
      outputs.push_back({&target == &targets.front() ? "--output" : "--report", target.file});
  for (const NewFile& manifest : outcome.manifests) outputs.push_back({"--export", manifest.path});
  return outputs;
}

/// In one piece.
Text whole(const std::string& text) {
  return [&](const TakeText& take) { take(text); };
}

/// What went wrong, or nothing.
std::string deliver(const Text& text, const std::string& file, const Options& options, const Console& console) {
  if (!is_stdout(file)) return write_file(file, text);
  if (console.rows <= 0) return write_stream(console.out, text);
  std::string all;  // of what somebody sits before
  text([&](std::string_view piece) { all += piece; });
  const std::string pager = pager_for(all, options, console);
  return !pager.empty() && console.pager(pager, all) ? "" : write_stream(console.out, whole(all));
}

std::string rendered(const ReportTarget& target, const Result& result, const Options& options, const Console& console) {
  return target.renderer->render(result, styled(console.out_style, options, !is_stdout(target.file)));
}

/// No format leaves out what a result holds: it is refused before anything is written.
void check_contents(const std::vector<ReportTarget>& targets, const Result& result, const Options& options) {
  for (const ReportTarget& target : targets) {
    const bool first = &target == &targets.front();
    if (first && !options.get.empty()) continue;
    if (const std::string why = refusal(*target.renderer, result); !why.empty())
      throw UsageError(fmt::format("{} {}: {}", first ? "--format" : "--report", target.renderer->name, why));
  }
}

/// `--verbose`: what was read, on the side.
void tell_files(const Options& options, const Console& console) {
  const auto tell = [&](const std::string& what, const std::string& file) {
    if (!file.empty()) console.err << fmt::format("sizer: {} {}\n", what, terminal_text(file, console.err_style.ascii));
  };
  for (const std::string& operand : options.operands) tell("reads", operand);
  tell("profile from", options.profile);
  tell("constants from", options.constants);
  tell("baseline", options.baseline);
  tell("configuration", config_file_for(options, options.operands.empty() ? "-" : options.operands.front()));
}

/// Where a flag was not typed, a complaint about its value says who set it.
Outcome run_verb(const Request& request, const Console& console, const Style& style) {
  try {
    return request.verb->run(request.options, console.in, style);
  } catch (const UsageError& error) {
    const std::string message = error.what(), flag = message.substr(0, message.find(' '));
    const auto origin = request.options.origins.find(flag);
    if (origin == request.options.origins.end() || origin->second == typed) throw;
    throw UsageError(fmt::format("{}: {}", origin->second, message));
  }
}

/// Runs the verb and delivers its outcome.
int execute(const Request& request, const Console& console) {
  const Options& options = request.options;
  if (!request.verb) {
    console.err << help_of(nullptr);
    return 2;
  }
  const std::vector<ReportTarget> targets = targets_of(options);
  const Style style = styled(console.out_style, options, !is_stdout(options.output));
  Outcome outcome = run_verb(request, console, style);
  refuse_to_overwrite(outputs_of(targets, outcome));
  if (outcome.result) check_contents(targets, *outcome.result, options);
  outcome.diagnostics.insert(outcome.diagnostics.begin(), options.warnings.begin(), options.warnings.end());

  std::string failure;
  for (const NewFile& file : outcome.files)
    if (failure.empty()) failure = write_new_file(file.path, file.text);
  if (!failure.empty()) throw Unreadable(failure);
  if (!outcome.result) {
    failure = deliver(whole(outcome.output), outcome.files.empty() ? options.output : "", options, console);
  } else {
    for (const ReportTarget& target : targets) {
      const bool one_value = &target == &targets.front() && !options.get.empty();
      const std::string text =
          one_value ? value_at(*outcome.result, options.get) : rendered(target, *outcome.result, options, console);
      const Text all = outcome.many_jobs ? outcome.many_jobs->around(text) : whole(text);
      if (std::string wrong = deliver(all, target.file, options, console); failure.empty()) failure = std::move(wrong);
    }
    for (const NewFile& manifest : outcome.manifests)
      if (std::string wrong = write_file(manifest.path, manifest.text); failure.empty()) failure = std::move(wrong);
    std::ranges::copy(outcome.result->diagnostics, std::back_inserter(outcome.diagnostics));
  }
  if (options.verbose) tell_files(options, console);
  if (options.quiet)
    std::erase_if(outcome.diagnostics, [](const Diagnostic& each) { return each.severity != "error"; });
  if (!outcome.diagnostics.empty())
    console.err << render_diagnostics(outcome.diagnostics, styled(console.err_style, options, false));
  if (failure.empty()) return outcome.code;
  throw Unreadable(failure);
}

int complain(const Console& console, const std::string& message, int code) {
  const Style& style = console.err_style;
  console.err << "sizer: " << paint("error", Tone::error, style) << ": " << terminal_text(message, style.ascii) << "\n";
  return code;
}

}  // namespace

int run(const std::vector<std::string>& args, const Console& console) {
  forget_what_was_read();
  if (std::ranges::find(args, "-") != args.end()) note_standard_input();
  try {
    Request request = parse(args, console);
    if (console.err_is_terminal && !request.options.quiet) request.options.progress = &console.err;
    return execute(request, console);
  } catch (const UsageError& error) {
    complain(console, error.what(), 2);
    console.err << "Try 'sizer help'.\n";
    return 2;
  } catch (InputError& error) {
    conceal(error.diagnostics);
    console.err << render_diagnostics(error.diagnostics, console.err_style);
    return 2;
  } catch (const Unreadable& error) {
    return complain(console, error.what(), 3);
  } catch (const std::bad_alloc&) {
    return complain(console, "the memory is used up; fewer or smaller files at a time need less", 3);
  } catch (const std::exception& error) {
    return complain(console, fmt::format("internal error, please report: {}", error.what()), 70);
  } catch (...) {
    return complain(console, "internal error, please report", 70);
  }
}

}  // namespace sizer

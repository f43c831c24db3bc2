// The command line: a verb to run, and its outcome to the streams.
#include "cli/program.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <new>
#include <ostream>

#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/concealed.h"
#include "cli/many_jobs.h"
#include "cli/output.h"
#include "cli/pager.h"
#include "cli/session.h"
#include "files/open.h"
#include "render/style.h"
#include "render/terminal_text.h"

namespace sizer {
namespace {

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
  if (!options.pager) return write_stream(console.out, text);
  std::string all;
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
    try {
      return request.verb->run(request.options, console.in, style);
    } catch (const api::RequestError& error) {
      throw usage_error(error.field, error.what());
    }
  } catch (const UsageError& error) {
    const std::string message = error.what(), flag = message.substr(0, message.find(' '));
    const auto origin = request.options.origins.find(flag);
    if (origin == request.options.origins.end() || origin->second == by_command_line) throw;
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
    std::erase_if(outcome.diagnostics, [](const Diagnostic& each) { return each.severity != Severity::error; });
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

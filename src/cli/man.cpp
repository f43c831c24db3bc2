// `sizer man`: the manual page in roff, from the tables of verbs and flags.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/command.h"
#include "cli/help.h"
#include "render/terminal_text.h"
#include "sizer/input.h"

namespace sizer {
namespace {

/// Text that roff takes as it stands: a backslash, a quote or a dot at the start of a line would mean something.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else if (c == '\'')
      out += "\\(aq";
    else
      out += c;
  }
  return out.starts_with('.') ? "\\&" + out : out;
}

/// A paragraph, in lines that are not too long to be read in the source.
std::string filled(std::string_view text) {
  std::string out;
  for (const std::string& line : wrap(text, 64, false)) out += plain(line) + "\n";
  return out;
}

std::string bold(std::string_view text) {
  return "\\fB" + plain(text) + "\\fR";
}
std::string italic(std::string_view text) {
  return *text.data() ? "\\fI" + plain(text) + "\\fR" : "";
}

std::string section(const std::string& title) {
  return ".SH " + title + "\n";
}

/// `term` as roff, `text` as it is.
std::string entry(const std::string& term, const std::string& text) {
  return ".TP\n" + term + "\n" + filled(text + ".");
}

std::string verb_entry(const Verb& verb) {
  return entry(bold(verb.name) + (*verb.operands ? " " + italic(verb.operands) : ""), verb.help);
}

std::string flag_paragraph(const Flag& flag) {
  const std::string names = flag.names;
  const std::size_t comma = names.find(',');
  std::string term = comma == std::string::npos ? "" : bold(names.substr(0, comma)) + ", ";
  term += bold(long_name(flag));
  if (*flag.value) term += " " + italic(flag.value);
  std::string help = flag.help;
  if (!flag.choices.empty()) help += fmt::format(": {}", fmt::join(flag.choices, ", "));
  if (*flag.verbs) help += fmt::format(" (of {})", flag.verbs);
  return entry(term, help);
}

std::string environment() {
  return entry(bold("SIZER_..."), "Stands for the flag of that name where it is not given: SIZER_FORMAT for --format") +
         entry(bold("NO_COLOR"), "Where it is set there is no colour, unless --color always asks for it") +
         entry(bold("SOURCE_DATE_EPOCH"), "The time that counts as now for exceptions that expire");
}

std::string files() {
  return entry(bold("*.sizer.yaml"), "Jobs, by custom; any name will do") +
         entry(bold("sizer.yaml"),
               "Configuration: the nearest one above a job counts, up to the root of the repository; else "
               "$XDG_CONFIG_HOME/sizer/config.yaml");
}

std::string all_examples() {
  std::string out;
  for (const Verb& verb : verbs())
    for (const std::string_view example : examples_of(verb.name)) out += plain(example) + "\n";
  return ".EX\n" + out + ".EE\n";
}

std::string page() {
  std::string out =
      fmt::format(".TH SIZER 1 {} \"sizer {}\" \"User Commands\"\n", built_in_catalogue().info().as_of, SIZER_VERSION);
  out += section("NAME") + "sizer \\- bytes, time and cost of Spark and Ray jobs, before they are run\n";
  out += section("SYNOPSIS") + ".B sizer\n.I VERB\n.RI [ FLAG ...]\n.RI [ OPERAND ...]\n";
  out += section("DESCRIPTION") +
         filled(
             "sizer tells how many bytes a Spark or Ray job will move, how long it will take, what it will cost, "
             "what bounds it, and whether its plan can work at all. It reads a job file of a dozen lines, and "
             "neither a cluster nor a network is needed.");
  out += section("VERBS");
  for (const Verb& verb : verbs()) out += verb_entry(verb);
  out += section("OPTIONS");
  for (const Flag& flag : flags()) out += flag_paragraph(flag);
  out += section("EXIT STATUS");
  for (const ExitCode& code : exit_codes()) out += entry(bold(code.code), code.help);
  return out + section("ENVIRONMENT") + environment() + section("FILES") + files() + section("EXAMPLES") +
         all_examples();
}

}  // namespace

Outcome run_man(const Options& options, std::istream&, const Style&) {
  if (!options.operands.empty())
    throw UsageError("man: there is one page, and no operand; 'sizer help VERB' is shorter");
  return {.output = page()};
}

}  // namespace sizer

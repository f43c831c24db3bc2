// `sizer help [VERB|CODE]`: examples first, then verbs and flags from their tables.
#include "cli/help.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

#include "cli/command.h"
#include "render/terminal_text.h"

namespace sizer {
namespace {

constexpr std::size_t help_width = 80;

/// The lines that a newcomer tries first.
constexpr std::string_view first_lines[] = {
    "sizer init", "sizer estimate job.yaml", "sizer compare job.yaml --plan broadcast,sort-merge",
    "sizer check jobs/ --max-cost '$40'", "sizer diff origin/main:job.yaml job.yaml"};

/// "  name           help", the help wrapped under itself; below the name where that is long.
std::string entry(const std::string& name, const std::string& help, std::size_t indent) {
  std::string out = "  " + name;
  if (out.size() + 2 > indent)
    out += "\n" + std::string(indent, ' ');
  else
    out.resize(indent, ' ');
  bool first = true;
  for (const std::string& line : wrap(help, help_width - indent, false)) {
    out += (first ? "" : std::string(indent, ' ')) + line + "\n";
    first = false;
  }
  return out;
}

std::string flag_entry(const Flag& flag) {
  const std::string names = flag.names;
  const std::size_t comma = names.find(',');
  const std::string shown =
      comma == std::string::npos ? "    " + names : fmt::format("{}, {}", names.substr(0, comma), long_name(flag));
  const std::string help =
      flag.choices.empty() ? flag.help : fmt::format("{}: {}", flag.help, fmt::join(flag.choices, ", "));
  return entry(*flag.value ? shown + " " + flag.value : shown, help, 28);
}

std::string own_flags(const Verb& verb) {
  std::string out;
  for (const Flag& flag : flags())
    if (*flag.verbs && accepts(verb, flag)) out += flag_entry(flag);
  return out.empty() ? "" : "\nFlags:\n" + out;
}

std::string common_flags() {
  std::string out = "\nFlags of every verb, before or after it:\n";
  for (const Flag& flag : flags())
    if (!*flag.verbs) out += flag_entry(flag);
  return out;
}

std::string exit_code_entries() {
  std::string out = "\nExit codes:\n";
  for (const ExitCode& code : exit_codes()) out += entry(code.code, code.help, 6);
  return out;
}

std::string help_of_program() {
  std::string out =
      "sizer tells how many bytes a Spark or Ray job will move, how long it will take\n"
      "and what it will cost, before it is run.\n\nExamples:\n";
  for (const std::string_view line : first_lines) out += fmt::format("  {}\n", line);
  out += "\nUsage: sizer VERB [FLAG...] [OPERAND...]\n\nVerbs:\n";
  for (const Verb& verb : verbs()) out += entry(fmt::format("{} {}", verb.name, verb.operands), verb.help, 24);
  out += common_flags() + exit_code_entries();
  out += "\n'sizer help VERB' says more, and 'sizer help SZ014' what a code means.\n";
  return out;
}

std::string help_of_verb(const Verb& verb) {
  std::string out;
  for (const std::string& line : wrap(fmt::format("sizer {}: {}", verb.name, verb.help), help_width, false))
    out += line + "\n";
  out += "\nExamples:\n";
  for (const std::string_view line : examples_of(verb.name)) out += fmt::format("  {}\n", line);
  out += fmt::format("\nUsage: sizer {} [FLAG...]{}{}\n", verb.name, *verb.operands ? " " : "", verb.operands);
  return out + own_flags(verb) + common_flags();
}

/// "sz014" and "SZ014", not "sizes".
bool is_code(const std::string& word) {
  return word.size() == 5 && (word.starts_with("SZ") || word.starts_with("sz")) &&
         std::all_of(word.begin() + 2, word.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

}  // namespace

std::string help_of(const Verb* verb) {
  return verb ? help_of_verb(*verb) : help_of_program();
}

Outcome run_help(const Options& options, std::istream&, const Style& style) {
  if (options.operands.empty()) return {.output = help_of(nullptr)};
  const std::string& topic = options.operands.front();
  if (!is_code(topic)) return {.output = help_of(&find_verb(topic))};
  std::string page = page_of("SZ" + topic.substr(2), style.width);
  if (page.empty()) throw UsageError(fmt::format("no page of the documentation is about '{}'", topic));
  return {.output = std::move(page)};
}

}  // namespace sizer

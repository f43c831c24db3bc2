// `sizer help [VERB]`: examples first, then verbs and flags from their tables.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "commands/command.h"
#include "render/terminal_text.h"

namespace sizer {
namespace {

constexpr const char* examples = R"(Examples:
  sizer estimate job.yaml
  sizer estimate job.yaml --cluster "40 x m5d.4xlarge" --plan broadcast
  sizer estimate jobs/*.yaml --format json --output result.json
)";

/// "  name           help", the help wrapped under itself.
std::string entry(const std::string& name, const std::string& help) {
  constexpr std::size_t indent = 26, width = 80;
  std::string out;
  for (const std::string& line : wrap(help, width - indent, false))
    out += fmt::format("{:<{}}{}\n", out.empty() ? "  " + name : "", indent, line);
  return out;
}

std::string flag_entry(const Flag& flag) {
  const std::string names = flag.names;
  const std::size_t comma = names.find(',');
  const std::string shown =
      comma == std::string::npos ? "    " + names : fmt::format("{}, {}", names.substr(0, comma), long_name(flag));
  // `sort_merge` is understood for `sort-merge`, and not worth a word.
  std::vector<std::string_view> choices = flag.choices;
  std::erase_if(choices, [](std::string_view choice) { return choice.find('_') != std::string::npos; });
  const std::string help = choices.empty() ? flag.help : fmt::format("{}: {}", flag.help, fmt::join(choices, ", "));
  return entry(*flag.value ? shown + " " + flag.value : shown, help);
}

std::string flag_entries(const Verb* verb) {
  std::string out;
  for (const Flag& flag : flags())
    if (verb ? accepts(*verb, flag) : *flag.verbs == '\0') out += flag_entry(flag);
  return out;
}

std::string help_of_program() {
  std::string out =
      "sizer tells how many bytes a Spark or Ray job will move, how long it will take\n"
      "and what it will cost, before it is run.\n\n";
  out += examples;
  out += "\nUsage: sizer VERB [FLAG...] [OPERAND...]\n\nVerbs:\n";
  for (const Verb& verb : verbs()) out += entry(fmt::format("{} {}", verb.name, verb.operands), verb.help);
  out += "\nFlags of every verb, before or after it:\n" + flag_entries(nullptr);
  out +=
      "\nExit codes: 0 done; 2 bad command line or input; 3 a file cannot be read or\n"
      "written; 4 some of several jobs failed; 70 internal error.\n"
      "'sizer help VERB' says more.\n";
  return out;
}

}  // namespace

std::string help_of(const Verb* verb) {
  if (!verb) return help_of_program();
  return fmt::format("sizer {}: {}\n\nUsage: sizer {} [FLAG...] {}\n\nFlags:\n{}", verb->name, verb->help, verb->name,
                     verb->operands, flag_entries(verb));
}

Outcome run_help(const Options& options, std::istream&, const Style&) {
  return {help_of(options.operands.empty() ? nullptr : &find_verb(options.operands.front()))};
}

}  // namespace sizer

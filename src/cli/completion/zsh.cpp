// The completion script for zsh, with a line of help beside each verb and flag.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/completion/completion.h"

namespace sizer::completion {
namespace {

/// What completes an answer: a command of zsh's.
std::string action(const Answer& answer) {
  if (answer.files) return "_files";
  if (answer.words.empty()) return "_message value";
  const bool unfinished = answer.words.front().ends_with('=');
  return fmt::format("compadd {}-- {}", unfinished ? "-S '' " : "", fmt::join(answer.words, " "));
}

/// 'name:help', where a colon in the name would end it.
std::string described(const std::string& name, std::string_view help) {
  return fmt::format("'{}:{}'", name, brief(help));
}

std::string described_flags(const Verb* verb) {
  std::vector<std::string> names;
  for (const Flag* flag : flags_of(verb))
    for (const std::string& name : names_of(*flag)) names.push_back(described(name, flag->help));
  return fmt::format("{}", fmt::join(names, " "));
}

}  // namespace

std::string zsh_script() {
  std::string verb_words, values, operands, flag_words;
  for (const Verb& verb : verbs()) {
    verb_words += (verb_words.empty() ? "" : " ") + described(verb.name, verb.help);
    operands += fmt::format("    {}) {} ;;\n", verb.name,
                            *verb.operands ? action(operands_of(verb)) : std::string("_message 'no operand'"));
    flag_words += fmt::format("    {}) flags=({}) ;;\n", verb.name, described_flags(&verb));
  }
  for (const Flag& flag : flags())
    if (takes_value(flag)) values += fmt::format("    {}) {}; return ;;\n", pattern(flag), action(values_of(flag)));

  return fmt::format(R"(#compdef sizer
# What zsh completes for sizer: sizer completion zsh > a folder of $fpath, as _sizer
_sizer() {{
  local verb= before=${{words[CURRENT-1]}}
  local -a flags verbs
  integer i
  for ((i = 2; i < CURRENT; i++)); do
    case ${{words[i]}} in
    {}) ((i++)) ;;
    -*) ;;
    *) verb=${{words[i]}}; break ;;
    esac
  done
  if [[ ${{words[CURRENT]}} == --*=* ]]; then
    before=${{words[CURRENT]%%=*}}
    compset -P '*='
  fi
  case $before in
{}  esac
  if [[ ${{words[CURRENT]}} == -* ]]; then
    case $verb in
{}    *) flags=({}) ;;
    esac
    _describe -o flag flags
    return
  fi
  case $verb in
    '') verbs=({}); _describe verb verbs ;;
{}  esac
}}
if [[ $funcstack[1] == _sizer ]]; then _sizer "$@"; else compdef _sizer sizer; fi
)",
                     flags_with_values("|"), values, flag_words, described_flags(nullptr), verb_words, operands);
}

}  // namespace sizer::completion

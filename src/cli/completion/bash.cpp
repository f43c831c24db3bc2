// The completion script for bash: one function, which needs nothing but bash itself.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "cli/completion/completion.h"

namespace sizer::completion {
namespace {

std::string case_of(const std::string& pattern, const Answer& answer) {
  if (answer.files) return fmt::format("    {}) files=yes ;;\n", pattern);
  return fmt::format("    {}) words='{}' ;;\n", pattern, fmt::join(answer.words, " "));
}

std::string flag_names(const Verb* verb) {
  std::vector<std::string> names;
  for (const Flag* flag : flags_of(verb)) std::ranges::copy(names_of(*flag), std::back_inserter(names));
  return fmt::format("{}", fmt::join(names, " "));
}

}  // namespace

std::string bash_script() {
  std::vector<std::string> verb_names;
  std::string values, operands, flag_words;
  for (const Verb& verb : verbs()) {
    verb_names.emplace_back(verb.name);
    operands += case_of(verb.name, operands_of(verb));
    flag_words += fmt::format("    {}) words='{}' ;;\n", verb.name, flag_names(&verb));
  }
  for (const Flag& flag : flags())
    if (takes_value(flag)) values += case_of(pattern(flag), values_of(flag));

  return fmt::format(R"(# What bash completes for sizer: source <(sizer completion bash)
_sizer() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} verb= words= files= i
  # Bash cuts --flag=value at the sign.
  if [[ $cur == '=' ]]; then cur=; elif [[ $prev == '=' ]]; then prev=${{COMP_WORDS[COMP_CWORD-2]}}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${{COMP_WORDS[i]}} in
    {}) [[ ${{COMP_WORDS[i+1]}} == '=' ]] && ((i++)); ((i++)) ;;
    -*) ;;
    *) verb=${{COMP_WORDS[i]}}; break ;;
    esac
  done
  case $prev in
{}    *) prev= ;;
  esac
  if [[ -z $prev && $cur == -* ]]; then
    case $verb in
{}    *) words='{}' ;;
    esac
  elif [[ -z $prev ]]; then
    case $verb in
    '') words='{}' ;;
{}    esac
  fi
  COMPREPLY=()
  if [[ -n $files ]]; then
    compopt -o filenames 2>/dev/null
    local file
    while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$cur")
  else
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
    [[ ${{#COMPREPLY[@]}} -eq 1 && ${{COMPREPLY[0]}} == *= ]] && compopt -o nospace 2>/dev/null
  fi
  return 0
}}
complete -F _sizer sizer
)",
                     flags_with_values("|"), values, flag_words, flag_names(nullptr), fmt::join(verb_names, " "),
                     operands);
}

}  // namespace sizer::completion

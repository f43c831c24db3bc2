// The completion script for fish, with a line of help beside each verb and flag.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/completion/completion.h"

namespace sizer::completion {
namespace {

/// " -l format -s f": the names of a flag without dashes.
std::string names(const Flag& flag) {
  std::string out;
  for (const std::string& name : names_of(flag))
    out += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  return out;
}

std::string value(const Flag& flag) {
  if (!takes_value(flag)) return "";
  const Answer answer = values_of(flag);
  if (answer.files) return " -r -F";
  return answer.words.empty() ? " -x" : fmt::format(" -x -a '{}'", fmt::join(answer.words, " "));
}

std::string flag_line(const Flag& flag) {
  const std::string condition = *flag.verbs ? fmt::format(" -n '__sizer_verb_is {}'", flag.verbs) : "";
  return fmt::format("complete -c sizer{}{}{} -d '{}'\n", condition, names(flag), value(flag), brief(flag.help));
}

std::string operand_line(const Verb& verb) {
  const Answer answer = operands_of(verb);
  const std::string start = fmt::format("complete -c sizer -n '__sizer_verb_is {}'", verb.name);
  if (answer.files) return start + " -F\n";
  return answer.words.empty() ? "" : fmt::format("{} -a '{}'\n", start, fmt::join(answer.words, " "));
}

}  // namespace

std::string fish_script() {
  std::string out =
      fmt::format(R"(# What fish completes for sizer: sizer completion fish > ~/.config/fish/completions/sizer.fish
function __sizer_verb_is --description 'whether the verb is one of these; none is an empty one'
  set -l words (commandline -opc)
  set -l verb ''
  set -l is_value no
  for word in $words[2..-1]
    if test $is_value = yes
      set is_value no
    else if contains -- $word {}
      set is_value yes
    else if not string match -q -- '-*' $word
      set verb $word
      break
    end
  end
  contains -- $verb $argv
end
complete -c sizer -f
)",
                  flags_with_values(" "));
  for (const Verb& verb : verbs())
    out += fmt::format("complete -c sizer -n '__sizer_verb_is \"\"' -a {} -d '{}'\n", verb.name, brief(verb.help));
  for (const Verb& verb : verbs()) out += operand_line(verb);
  for (const Flag& flag : flags()) out += flag_line(flag);
  return out;
}

}  // namespace sizer::completion

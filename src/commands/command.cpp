// The tables of verbs and flags.
#include "commands/command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <sstream>

#include "text/spelling.h"

namespace sizer {

#define VERB(name, operands, help) Outcome run_##name(const Options& options, std::istream& in, const Style& style);
#include "commands/list.inc"
#undef VERB

namespace {

std::vector<std::string_view> formats() {
  std::vector<std::string_view> names;
  for (const Renderer& renderer : renderers()) names.emplace_back(renderer.name);
  return names;
}

}  // namespace

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> table = {
#define VERB(name, operands, help) {#name, operands, help, run_##name},
#include "commands/list.inc"
#undef VERB
  };
  return table;
}

const Verb& find_verb(const std::string& name) {
  const auto found = std::ranges::find(verbs(), name, &Verb::name);
  if (found != verbs().end()) return *found;
  std::vector<std::string_view> known;
  for (const Verb& verb : verbs()) known.emplace_back(verb.name);
  if (name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".json"))
    throw UsageError(fmt::format("'{}' is not a verb; did you mean 'sizer estimate {}'?", name, name));
  throw unknown("verb", name, known);
}

const std::vector<Flag>& flags() {
  static const std::vector<Flag> table = {
      {"--cluster", "NAME", "run on this cluster: a catalogue name, or \"20 x m5d.4xlarge\"", "estimate",
       &Options::cluster},
      {"--plan",
       "PLAN",
       "how every join of the job is done",
       "estimate",
       &Options::plan,
       {"auto", "broadcast", "sort-merge", "sort_merge", "shuffle-hash", "shuffle_hash"}},
      {"--set", "PATH=VALUE", "replace or add one value of the job file, e.g. inputs.clicks.size='2 TB'; repeatable",
       "estimate", &Options::set},
      {"--constants", "FILE", "constants that replace the built-in ones", "estimate constants", &Options::constants},
      {"-q,--quiet", "", "the verdict only", "", &Options::quiet},
      {"-f,--format", "FORMAT", "how results are written", "", &Options::format, formats()},
      {"-o,--output", "FILE", "write results to FILE, whole or not at all ('-': standard output)", "",
       &Options::output},
      {"--color", "WHEN", "colour", "", &Options::color, {"auto", "always", "never"}},
      {"--no-color", "", "the same as --color never", "", &Options::no_color},
      {"--width", "N", "columns of text, 60 to 500; else the terminal's, or 80", "", &Options::width},
      {"-h,--help", "", "how to use the program, or the verb", "", &Options::help},
      {"-V,--version", "", "the version", "", &Options::version},
  };
  return table;
}

std::string_view long_name(const Flag& flag) {
  const std::string_view names = flag.names;
  return names.substr(names.find("--"));
}

bool accepts(const Verb& verb, const Flag& flag) {
  std::istringstream names(flag.verbs);
  std::string name;
  while (names >> name)
    if (name == verb.name) return true;
  return *flag.verbs == '\0';
}

UsageError unknown(const std::string& what, const std::string& word, const std::vector<std::string_view>& known) {
  if (const std::string hint = did_you_mean(word, known); !hint.empty())
    return UsageError(fmt::format("unknown {} '{}'; {}", what, word, hint));
  return UsageError(fmt::format("unknown {} '{}'; known: {}", what, word, fmt::join(known, ", ")));
}

}  // namespace sizer

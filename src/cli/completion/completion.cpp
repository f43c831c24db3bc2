// `sizer completion SHELL`: what can stand where, from the tables of verbs and flags.
#include "cli/completion/completion.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "cli/schema.h"
#include "embedded.h"
#include "sizer/words.h"

namespace sizer {
namespace completion {
namespace {

struct Script {
  std::string_view shell;
  std::string (*text)();
};
constexpr Script scripts[] = {{"bash", bash_script}, {"zsh", zsh_script}, {"fish", fish_script}};

std::vector<std::string_view> shells() {
  std::vector<std::string_view> names;
  for (const Script& script : scripts) names.push_back(script.shell);
  return names;
}

/// "spark-baseline" of clusters/spark-baseline.yaml.
std::vector<std::string> clusters() {
  constexpr std::string_view folder = "clusters/", suffix = ".yaml";
  std::vector<std::string> names;
  for (const embedded::File& file : embedded::catalogue())
    if (file.name.starts_with(folder))
      names.emplace_back(file.name.substr(folder.size(), file.name.size() - folder.size() - suffix.size()));
  return names;
}

std::vector<std::string> texts(const std::vector<std::string_view>& words) {
  return {words.begin(), words.end()};
}

/// The words of flags whose table entry cannot list them, because they take several or something of one's own.
std::vector<std::string> words_beyond_choices(std::string_view flag) {
  if (flag == "--cluster") return clusters();
  if (flag == "--plan") return {"auto", "broadcast", "sort-merge", "shuffle-hash"};
  const std::vector<std::string_view> engines = engine_names();
  if (flag == "--engine") return {engines.begin(), engines.end()};
  if (flag != "--report") return {};
  std::vector<std::string> formats;
  for (const Renderer& renderer : renderers()) formats.push_back(std::string(renderer.name) + "=");
  return formats;
}

}  // namespace

Answer values_of(const Flag& flag) {
  const std::string_view value = flag.value;
  if (value == "FILE" || value == "RESULT" || value == "STATE") return {{}, true};
  return {flag.choices.empty() ? words_beyond_choices(long_name(flag)) : texts(flag.choices)};
}

Answer operands_of(const Verb& verb) {
  const std::string_view name = verb.name;
  if (name == "schema") return {texts(schema_kinds())};
  if (name == "completion") return {texts(shells())};
  if (name == "config") return {{"show"}};
  if (name == "help") {
    Answer answer;
    for (const Verb& each : verbs()) answer.words.emplace_back(each.name);
    return answer;
  }
  return {{}, *verb.operands != '\0'};
}

std::vector<std::string> names_of(const Flag& flag) {
  const std::string_view names = flag.names;
  const std::size_t comma = names.find(',');
  if (comma == std::string_view::npos) return {std::string(names)};
  return {std::string(names.substr(0, comma)), std::string(names.substr(comma + 1))};
}

bool takes_value(const Flag& flag) {
  return *flag.value != '\0';
}

std::string pattern(const Flag& flag) {
  return fmt::format("{}", fmt::join(names_of(flag), "|"));
}

std::string flags_with_values(std::string_view separator) {
  std::vector<std::string> names;
  for (const Flag& flag : flags())
    if (takes_value(flag)) std::ranges::copy(names_of(flag), std::back_inserter(names));
  return fmt::format("{}", fmt::join(names, separator));
}

std::vector<const Flag*> flags_of(const Verb* verb) {
  std::vector<const Flag*> known;
  for (const Flag& flag : flags())
    if (verb ? accepts(*verb, flag) : *flag.verbs == '\0') known.push_back(&flag);
  return known;
}

std::string brief(std::string_view help) {
  std::string text(help.substr(0, std::min({help.find(", e.g."), help.find("; "), help.find(": "), help.find(" (")})));
  std::erase_if(text, [](char c) { return c == '\'' || c == '"' || c == '`' || c == '$' || c == '\\'; });
  return text;
}

}  // namespace completion

Outcome run_completion(const Options& options, std::istream&, const Style&) {
  using completion::scripts;
  if (options.operands.size() != 1) throw UsageError("completion: for which shell? bash, zsh or fish");
  const std::string& shell = options.operands.front();
  const auto* const script = std::ranges::find(scripts, shell, &completion::Script::shell);
  if (script == std::end(scripts)) throw unknown("shell", shell, completion::shells());
  return {.output = script->text()};
}

}  // namespace sizer

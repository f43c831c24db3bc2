// Import: a command line of spark-submit, wherever it stands.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "deploy/importers.h"
#include "deploy/spark_lines.h"
#include "deploy/submit.h"
#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

/// An option of spark-submit that takes a value, and the property that it stands for; none: about the program.
struct ValueOption {
  std::string_view name, property;
};
constexpr ValueOption value_options[] = {{"--num-executors", "spark.executor.instances"},
                                         {"--executor-cores", "spark.executor.cores"},
                                         {"--executor-memory", "spark.executor.memory"},
                                         {"--driver-memory", "spark.driver.memory"},
                                         {"--name", "spark.app.name"},
                                         {"--master", "spark.master"},
                                         {"--deploy-mode", "spark.submit.deployMode"},
                                         {"--driver-cores", "spark.driver.cores"},
                                         {"--total-executor-cores", "spark.cores.max"},
                                         {"--class", ""},
                                         {"--jars", ""},
                                         {"--packages", ""},
                                         {"--exclude-packages", ""},
                                         {"--repositories", ""},
                                         {"--py-files", ""},
                                         {"--files", ""},
                                         {"--archives", ""},
                                         {"--properties-file", ""},
                                         {"--driver-java-options", ""},
                                         {"--driver-library-path", ""},
                                         {"--driver-class-path", ""},
                                         {"--proxy-user", ""},
                                         {"--principal", ""},
                                         {"--keytab", ""},
                                         {"--queue", ""}};
constexpr std::string_view switches[] = {"--verbose", "-v", "--supervise", "--version", "--help", "-h"};

/// The name of an option, and what may follow it after '='.
std::string_view option_name(std::string_view word) {
  return word.substr(0, word.find('='));
}

const ValueOption* find_option(std::string_view name) {
  const auto found = std::ranges::find(value_options, name, &ValueOption::name);
  return found == std::end(value_options) ? nullptr : &*found;
}

/// A property, where it was given last.
struct Given {
  std::string value;
  Spot spot;
};
using Properties = std::map<std::string, Given, std::less<>>;

class SubmitReader {
 public:
  SubmitReader(const std::vector<ShellWord>& words, ClusterDraft& draft) : words_(words), draft_(draft) {}

  void read() {
    while (at_ < words_.size() && (words_[at_].text.starts_with('-') || is_unknown_options())) option();
    // An option of its own stands above `--conf`, whatever their order; of one kind the last counts.
    for (const Properties* const each : {&properties_, &options_})
      for (const auto& [key, given] : *each)
        if (each == &options_ || !options_.contains(key)) take_property(draft_, key, given.value, given.spot);
    if (at_ < words_.size()) take_program(words_[at_].text);
  }

 private:
  /// "$OPTIONS" before others.
  bool is_unknown_options() const {
    return words_[at_].expands && at_ + 1 < words_.size() && words_[at_ + 1].text.starts_with("--");
  }

  void option() {
    const ShellWord word = words_[at_++];
    if (!word.text.starts_with('-')) return warn_of_shell("options", word);
    const std::string name(option_name(word.text));
    if (std::ranges::find(switches, word.text) != std::end(switches)) return;
    const bool conf = name == "--conf" || name == "-c";
    const ValueOption* const known = find_option(name);
    if (!conf && !known) {
      if (word.expands) return warn_of_shell("options", word);
      std::vector<std::string_view> names = {"--conf"};
      for (const ValueOption& each : value_options) names.push_back(each.name);
      draft_.problems().add(codes::unknown_key, word.spot,
                            fmt::format("spark-submit has no option {}", in_quotes(name)), did_you_mean(name, names));
      return;
    }
    const std::optional<ShellWord> value = value_of(word, name);
    if (!value) return;
    if (conf)
      property(*value);
    else if (name == "--properties-file")
      draft_.warn(codes::taken_for_granted,
                  fmt::format("the properties of {} are not in this line; taken: what the line says alone",
                              in_quotes(value->text)),
                  value->spot, "import that file, too, and put the two together");
    else if (known->property.empty())
      draft_.remark(codes::left_out, fmt::format("about the program and not its cluster, and left out: {}", name));
    else
      take(options_, std::string(known->property), value->text, *value);
  }

  /// "--name value" or "--name=value".
  std::optional<ShellWord> value_of(const ShellWord& word, const std::string& name) {
    if (word.text.size() > name.size()) {
      ShellWord value = word;
      value.text = word.text.substr(name.size() + 1);
      return value;
    }
    if (at_ < words_.size()) return words_[at_++];
    draft_.problems().add(codes::missing_key, word.spot, fmt::format("{} has no value", name));
    return std::nullopt;
  }

  void property(const ShellWord& word) {
    const std::size_t equals = word.text.find('=');
    if (equals != std::string::npos && equals > 0)
      take(properties_, word.text.substr(0, equals), word.text.substr(equals + 1), word);
    else if (word.expands)
      warn_of_shell("a property", word);
    else
      draft_.problems().add(codes::wrong_type, word.spot,
                            fmt::format("{} is no property: expected key=value", in_quotes(word.text)));
  }

  void take(Properties& to, const std::string& key, const std::string& value, const ShellWord& word) {
    if (word.expands && is_placeholder(value)) return warn_of_shell(key, word);
    if (word.defaulted)
      draft_.warn(codes::taken_for_granted,
                  fmt::format("the script may be given another {}; taken: {}, what it sets", key, value), word.spot);
    to[key] = {value, word.spot};
  }

  /// What the shell puts in is not known: it matters where a cluster follows from it.
  void warn_of_shell(const std::string& what, const ShellWord& word) {
    const bool matters = leads_to_cluster(what) || what == "options" || what == "a property";
    draft_.warn(matters ? codes::taken_for_granted : codes::left_out,
                fmt::format("the shell puts something into {}, which is not known here; left out", what), word.spot);
  }

  void take_program(const std::string& program) {
    if (program.ends_with(".py") || program.ends_with(".R") || program.ends_with(".r") || program == "pyspark-shell")
      draft_.derive(spark_line::python, "true", "");
    draft_.remark(codes::left_out,
                  "about the program and not its cluster, and left out: the program and its arguments");
  }

  const std::vector<ShellWord>& words_;
  ClusterDraft& draft_;
  std::size_t at_ = 0;
  Properties properties_, options_;
};

std::string file_name(const std::string& path) {
  return path.substr(path.find_last_of("/\\") + 1);
}

bool starts_spark(const std::string& word) {
  const std::string name = file_name(word);
  return name == "spark-submit" || name == "spark3-submit" || name == "spark2-submit" || name == "spark-submit.cmd" ||
         name == "spark-submit.sh";
}
bool starts_shell_of_spark(const std::string& word) {
  const std::string name = file_name(word);
  return name == "pyspark" || name == "spark-shell" || name == "spark-sql" || name == "sparkR";
}

bool is_option(const std::string& word) {
  const std::string_view name = option_name(word);
  return name == "--conf" || find_option(name) != nullptr;
}

/// A command that talks about spark-submit, and does not start it.
bool only_mentions(const std::string& word) {
  static constexpr std::string_view talkers[] = {"echo", "printf", "which", "type", "test",  "[",
                                                 "[[",   "ls",     "cat",   "grep", "find",  "chmod",
                                                 "cp",   "mv",     "ln",    "pip",  "pkill", "kill"};
  return std::ranges::find(talkers, std::string_view(word)) != std::end(talkers);
}

}  // namespace

std::optional<std::vector<ShellWord>> submit_words(const std::vector<ShellWord>& command) {
  if (command.empty() || only_mentions(command.front().text)) return std::nullopt;
  for (std::size_t i = 0; i + 1 < command.size(); ++i) {
    const std::string& word = command[i].text;
    if (starts_spark(word) || (starts_shell_of_spark(word) && is_option(command[i + 1].text)))
      return std::vector<ShellWord>(command.begin() + static_cast<std::ptrdiff_t>(i) + 1, command.end());
  }
  return std::nullopt;
}

void take_submit_words(ClusterDraft& draft, const std::vector<ShellWord>& words) {
  SubmitReader(words, draft).read();
}

Imported import_submit_words(const std::vector<ShellWord>& words, const SourceText& source) {
  ClusterDraft draft(source);
  take_submit_words(draft, words);
  settle_spark(draft, {.kubernetes = draft.text(spark_line::master).starts_with("k8s://")});
  return draft.finish("spark-submit line");
}

Choice choice_of_submit(const std::vector<ShellWord>& words) {
  Choice choice;
  choice.spot = words.empty() ? Spot{} : words.front().spot;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i].text;
    if (word == "--name" && i + 1 < words.size()) choice.name = words[i + 1].text;
    if (word.starts_with("--name=")) choice.name = word.substr(7);
    if (word.starts_with('-')) {
      if (word.find('=') == std::string::npos && is_option(word)) ++i;
      continue;
    }
    choice.what = word;
    if (choice.name.empty()) choice.name = file_name(word);
    break;
  }
  return choice;
}

}  // namespace sizer::deploy

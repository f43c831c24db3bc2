// Import: what is no tree of values: spark-defaults.conf, and a command line of spark-submit.
#include <algorithm>

#include <fmt/format.h>

#include "deploy/importers.h"
#include "deploy/shell.h"
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

class SubmitLine {
 public:
  SubmitLine(const std::vector<ShellWord>& words, const SourceText& source) : words_(words), draft_(source) {}

  /// `next`: the word after "spark-submit".
  Imported read(std::size_t next) {
    at_ = next;
    while (at_ < words_.size() && words_[at_].text.starts_with('-')) option();
    if (at_ < words_.size())
      draft_.remark(codes::left_out,
                    "about the program and not its cluster, and left out: the program and its arguments");
    settle_spark(draft_);
    return draft_.finish("spark-submit line");
  }

 private:
  void option() {
    const ShellWord word = words_[at_++];
    const std::string name(option_name(word.text));
    if (std::ranges::find(switches, word.text) != std::end(switches)) return;
    const bool conf = name == "--conf" || name == "-c";
    const ValueOption* const known = find_option(name);
    if (!conf && !known) {
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
    else if (known->property.empty())
      draft_.remark(codes::left_out, fmt::format("about the program and not its cluster, and left out: {}", name));
    else
      take(known->property, value->text, *value);
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
      take(word.text.substr(0, equals), word.text.substr(equals + 1), word);
    else
      draft_.problems().add(codes::wrong_type, word.spot,
                            fmt::format("{} is no property: expected key=value", in_quotes(word.text)));
  }

  void take(std::string_view key, const std::string& value, const ShellWord& word) {
    if (!word.expands) return take_property(draft_, key, value, word.spot);
    draft_.warn(codes::left_out,
                fmt::format("the shell puts something into {}, which is not known here; left out", key), word.spot);
  }

  const std::vector<ShellWord>& words_;
  ClusterDraft draft_;
  std::size_t at_ = 0;
};

bool is_submit(const ShellWord& word) {
  const std::string name = word.text.substr(word.text.find_last_of('/') + 1);
  return name == "spark-submit" || name == "spark3-submit";
}

/// Key and value of a line of a properties file: parted by blanks, '=' or ':'.
struct Property {
  std::string key, value;
};
Property property_of(std::string_view line) {
  const std::size_t end = std::min(line.find_first_of(" \t=:"), line.size());
  Property read{std::string(line.substr(0, end)), {}};
  std::size_t from = std::min(line.find_first_not_of(" \t", end), line.size());
  if (from < line.size() && (line[from] == '=' || line[from] == ':'))
    from = std::min(line.find_first_not_of(" \t", from + 1), line.size());
  for (std::size_t i = from; i < line.size(); ++i) {
    const bool escape = line[i] == '\\' && i + 1 < line.size();
    const char c = escape ? line[++i] : line[i];
    read.value += escape && c == 'n' ? '\n' : escape && c == 't' ? '\t' : c;
  }
  while (read.value.ends_with(' ') || read.value.ends_with('\t')) read.value.pop_back();
  return read;
}

}  // namespace

std::optional<Imported> import_spark_submit(const SourceText& source) {
  for (const std::vector<ShellWord>& command : shell_commands(source)) {
    const auto submit = std::ranges::find_if(command, is_submit);
    if (submit == command.end()) continue;
    return SubmitLine(command, source).read(static_cast<std::size_t>(submit - command.begin()) + 1);
  }
  return std::nullopt;
}

Imported import_spark_defaults(const SourceText& source) {
  ClusterDraft draft(source);
  int number = 0;
  for (std::string_view rest = source.text; !rest.empty();) {
    ++number;
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t start = line.find_first_not_of(" \t");
    if (start == std::string_view::npos || line[start] == '#' || line[start] == '!') continue;
    line.remove_prefix(start);
    const Property read = property_of(line);
    take_property(draft, read.key, read.value,
                  {&source, number, static_cast<int>(start) + 1, std::max(1, count_characters(line))});
  }
  settle_spark(draft);
  return draft.finish("spark-defaults.conf");
}

}  // namespace sizer::deploy

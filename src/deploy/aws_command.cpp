// Command lines of AWS that make a cluster of EMR, or a job of Glue.
#include "deploy/aws_command.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "text/problems.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

constexpr int deepest_shorthand = 16;

/// "A=1,B={C=2},D=[x,y]": a mapping without braces, within it mappings in braces and lists in brackets.
class Shorthand {
 public:
  Shorthand(std::string_view text, const Spot& spot) : text_(text), spot_(spot) {}

  Value read() {
    Value value = pairs('\0', 0);
    if (at_ < text_.size()) wrong();
    return value;
  }

 private:
  [[noreturn]] void wrong() const {
    fail(codes::wrong_type, spot_, fmt::format("{} is not what the command line of AWS takes", in_quotes(text_)), {},
         "such as InstanceGroupType=CORE,InstanceCount=4,InstanceType=m5.4xlarge, or JSON");
  }

  char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_blanks() {
    while (here() == ' ' || here() == '\n' || here() == '\t' || here() == '\r') ++at_;
  }

  /// Up to `end`, which is not taken.
  Value pairs(char end, int depth) {
    if (depth > deepest_shorthand) wrong();
    Value mapping;
    mapping.kind = ValueKind::mapping;
    mapping.spot = spot_;
    while (skip_blanks(), here() != end && here() != '\0') {
      const std::size_t equals = text_.find('=', at_);
      if (equals == std::string_view::npos) wrong();
      std::string key(text_.substr(at_, equals - at_));
      if (key.empty() || key.find_first_of("{}[],'\" ") != std::string::npos) wrong();
      at_ = equals + 1;
      Value value = one(end, depth + 1);
      if (mapping.find(key) == nullptr) mapping.entries.push_back({std::move(key), spot_, std::move(value)});
      skip_blanks();
      if (here() == ',') ++at_;
    }
    return mapping;
  }

  Value one(char end, int depth) {
    if (here() == '{') return enclosed('}', depth);
    if (here() == '[') return list(depth);
    if (here() == '\'' || here() == '"') return quoted(depth);
    const std::size_t start = at_;
    while (here() != '\0' && here() != ',' && here() != end && here() != ']' && here() != '}') ++at_;
    return scalar_of(std::string(text_.substr(start, at_ - start)), spot_);
  }

  Value enclosed(char end, int depth) {
    ++at_;
    Value value = pairs(end, depth);
    if (here() != end) wrong();
    ++at_;
    return value;
  }

  Value list(int depth) {
    if (depth > deepest_shorthand) wrong();
    ++at_;
    Value value;
    value.kind = ValueKind::list;
    value.spot = spot_;
    while (skip_blanks(), here() != ']') {
      if (here() == '\0') wrong();
      value.items.push_back(one(']', depth + 1));
      skip_blanks();
      if (here() == ',')
        ++at_;
      else if (here() != ']')
        wrong();
    }
    ++at_;
    return value;
  }

  /// In quotes may be a mapping again: '{InstanceType=m5.xlarge}'.
  Value quoted(int depth) {
    const char quote = text_[at_];
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) wrong();
    const std::string_view within = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    const bool mapping = within.starts_with('{') && within.ends_with('}') && depth < deepest_shorthand;
    if (!mapping) return scalar_of(std::string(within), spot_);
    return Shorthand(within.substr(1, within.size() - 2), spot_).read();
  }

  std::string_view text_;
  Spot spot_;
  std::size_t at_ = 0;
};

/// Options whose content says something of the cluster, and where the request has it.
struct RequestOption {
  std::string_view name, key;
  bool list;
};
constexpr RequestOption request_options[] = {{"--instance-groups", "InstanceGroups", true},
                                             {"--instance-fleets", "InstanceFleets", true},
                                             {"--instance-count", "InstanceCount", false},
                                             {"--release-label", "ReleaseLabel", false},
                                             {"--configurations", "Configurations", true},
                                             {"--managed-scaling-policy", "ManagedScalingPolicy", false},
                                             {"--name", "Name", false},
                                             {"--tags", "Tags", true}};

/// "sizer/storage=hdfs" of --tags.
Value read_tag(const ShellWord& word) {
  const std::size_t equals = std::min(word.text.find('='), word.text.size());
  Value tag;
  tag.kind = ValueKind::mapping;
  tag.spot = word.spot;
  tag.entries = {{"Key", word.spot, scalar_of(word.text.substr(0, equals), word.spot)},
                 {"Value", word.spot, scalar_of(word.text.substr(std::min(equals + 1, word.text.size())), word.spot)}};
  return tag;
}

void move_to(Value& value, const Spot& spot) {
  value.spot = spot;
  for (Value& item : value.items) move_to(item, spot);
  for (Entry& entry : value.entries) {
    entry.spot = spot;
    move_to(entry.value, spot);
  }
}

void add(Value& mapping, std::string_view key, Value value) {
  if (value.spot.source == nullptr) value.spot = mapping.spot;
  for (Entry& entry : mapping.entries)
    if (entry.key == key) {
      entry.value = std::move(value);
      return;
    }
  const Spot spot = value.spot;
  mapping.entries.push_back({std::string(key), spot, std::move(value)});
}

/// What follows an option, up to the next.
void take_option(Value& request, std::string_view name, const std::vector<ShellWord>& values, const Spot& spot) {
  if (values.empty()) return;
  if (name == "--instance-type") {
    add(request, "MasterInstanceType", scalar_of(values.front().text, values.front().spot));
    return add(request, "SlaveInstanceType", scalar_of(values.front().text, values.front().spot));
  }
  const auto option = std::ranges::find(request_options, name, &RequestOption::name);
  if (option == std::end(request_options)) return;
  if (values.front().text.starts_with("file://"))
    fail(codes::left_out, values.front().spot,
         fmt::format("what {} holds is not read from here: {} says what the cluster is", in_quotes(values.front().text),
                     name),
         {}, "import that file, or put its content into the command");
  if (!option->list) {
    const bool structure = values.front().text.find('=') != std::string::npos && option->key == "ManagedScalingPolicy";
    const bool json = values.front().text.starts_with('{');
    return add(request, option->key,
               structure || json ? read_shorthand(values.front().text, values.front().spot)
                                 : scalar_of(values.front().text, values.front().spot));
  }
  Value list;
  list.kind = ValueKind::list;
  list.spot = spot;
  for (const ShellWord& word : values) {
    if (option->key == "Tags" && !word.text.starts_with('{') && !word.text.starts_with("Key=")) {
      list.items.push_back(read_tag(word));
      continue;
    }
    Value read = read_shorthand(word.text, word.spot);
    if (read.kind == ValueKind::list)
      std::ranges::move(read.items, std::back_inserter(list.items));
    else
      list.items.push_back(std::move(read));
  }
  add(request, option->key, std::move(list));
}

constexpr RequestOption glue_options[] = {{"--worker-type", "WorkerType", false},
                                          {"--number-of-workers", "NumberOfWorkers", false},
                                          {"--max-capacity", "MaxCapacity", false},
                                          {"--glue-version", "GlueVersion", false},
                                          {"--execution-class", "ExecutionClass", false},
                                          {"--name", "Name", false},
                                          {"--job-name", "Name", false},
                                          {"--command", "Command", true},
                                          {"--default-arguments", "DefaultArguments", true},
                                          {"--arguments", "DefaultArguments", true}};

/// Structures of Glue are one mapping, in shorthand or JSON.
void take_glue_option(Value& request, std::string_view name, const std::vector<ShellWord>& values, const Spot&) {
  const auto* const option = std::ranges::find(glue_options, name, &RequestOption::name);
  if (values.empty() || (option == std::end(glue_options) && name != "--cli-input-json")) return;
  const ShellWord& value = values.front();
  if (value.text.starts_with("file://"))
    fail(codes::left_out, value.spot, fmt::format("what {} holds is not read from here", in_quotes(value.text)), {},
         "import that file, or put its content into the command");
  if (option == std::end(glue_options)) {
    request = read_shorthand(value.text, value.spot);
    return;
  }
  add(request, option->key, option->list ? read_shorthand(value.text, value.spot) : scalar_of(value.text, value.spot));
}

using TakeOption = void (*)(Value& request, std::string_view name, const std::vector<ShellWord>& values, const Spot&);

/// The options of `aws SERVICE ACTION`, each with what follows it; empty: the command is another.
std::optional<Value> request_of(const std::vector<ShellWord>& command, std::string_view service,
                                std::initializer_list<std::string_view> actions, TakeOption take) {
  const auto is_aws = [](const ShellWord& word) { return word.text == "aws" || word.text.ends_with("/aws"); };
  auto at = std::ranges::find_if(command, is_aws);
  const auto acts = std::find_if(at, command.end(), [&](const ShellWord& word) {
    return std::ranges::find(actions, std::string_view(word.text)) != actions.end();
  });
  if (at == command.end() || acts == command.end()) return std::nullopt;
  if (std::none_of(at, acts, [&](const ShellWord& word) { return word.text == service; })) return std::nullopt;
  Value request;
  request.kind = ValueKind::mapping;
  request.spot = at->spot;
  for (at = acts + 1; at != command.end();) {
    ShellWord option = *at++;
    std::vector<ShellWord> values;
    if (const std::size_t equals = option.text.find('=');
        option.text.starts_with("--") && equals != std::string::npos) {
      ShellWord value = option;
      value.text = option.text.substr(equals + 1);
      option.text.resize(equals);
      values.push_back(std::move(value));
    }
    while (at != command.end() && !at->text.starts_with("--")) values.push_back(*at++);
    take(request, option.text, values, option.spot);
  }
  return request;
}

}  // namespace

Value read_shorthand(std::string_view text, const Spot& spot) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || (text[first] != '{' && text[first] != '['))
    return Shorthand(text, spot).read();
  const SourceText alone{spot.source ? spot.source->file : std::string(), std::string(text)};
  Problems problems;
  Value value;
  try {
    value = parse_value(alone, problems, {.control_characters = true});
    problems.raise();
  } catch (const InputError&) {
    return Shorthand(text, spot).read();
  }
  move_to(value, spot);
  return value;
}

std::optional<Value> emr_request(const std::vector<ShellWord>& command) {
  return request_of(command, "emr", {"create-cluster"}, take_option);
}

std::optional<Value> glue_request(const std::vector<ShellWord>& command) {
  return request_of(command, "glue", {"create-job", "start-job-run"}, take_glue_option);
}

}  // namespace sizer::deploy

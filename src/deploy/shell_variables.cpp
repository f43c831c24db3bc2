// Variables of a script.
#include "deploy/shell_variables.h"

#include <algorithm>

namespace sizer::deploy {
namespace {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

}  // namespace

std::size_t assignment_in(std::string_view word) {
  const std::size_t end = word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
  const bool is_name = end != std::string_view::npos && end > 0 && word[end] == '=' && (word[0] < '0' || word[0] > '9');
  return is_name ? end : std::string_view::npos;
}

const ShellVariables::Content* ShellVariables::find(std::string_view name) const {
  const auto found = known_.find(name);
  return found != known_.end() && found->second ? &*found->second : nullptr;
}

void ShellVariables::take(const std::vector<ShellWord>& command) {
  std::size_t at = 0;
  for (; at < command.size(); ++at) {
    const std::string& word = command[at].text;
    if (is_one_of(word, {"if", "while", "until", "case", "for"})) ++depth_;
    if (is_one_of(word, {"fi", "done", "esac"}) && depth_ > 0) --depth_;
    if (word == "for" && at + 1 < command.size()) known_[command[at + 1].text] = std::nullopt;
    if (!is_one_of(word, {"then", "else", "do", "{", "export", "readonly", "local", "declare", "typeset", "fi", "-r",
                          "-x", "-i"}))
      break;
  }
  if (at < command.size() && command[at].text == "read")
    for (std::size_t i = at + 1; i < command.size(); ++i) known_[command[i].text] = std::nullopt;
  for (std::size_t i = at; i < command.size(); ++i) {
    const std::size_t equals = assignment_in(command[i].text);
    if (equals == std::string_view::npos) return;  // the rest are words of a command
    assign(command[i], equals);
  }
}

void ShellVariables::assign(const ShellWord& word, std::size_t equals) {
  const std::string name = word.text.substr(0, equals);
  if (word.expands)
    known_[name] = std::nullopt;
  else
    put(name, {{word.text.substr(equals + 1)}, word.defaulted});
}

void ShellVariables::set_array(const std::string& name, std::vector<std::string> words) {
  put(name, {std::move(words), false});
}

/// In a branch it may be set, or not: it is known where it is set to one thing alone.
void ShellVariables::put(const std::string& name, Content content) {
  const auto before = known_.find(name);
  const bool differs = before != known_.end() && (!before->second || before->second->words != content.words);
  if (depth_ > 0) content.defaulted = true;
  if (depth_ > 0 && differs)
    known_[name] = std::nullopt;
  else
    known_[name] = std::move(content);
}

}  // namespace sizer::deploy

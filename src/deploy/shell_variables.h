/// \file
/// What a script sets its variables to, as far as its text says.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "deploy/shell.h"

namespace sizer::deploy {

class ShellVariables {
 public:
  struct Content {
    std::vector<std::string> words;  ///< of an array several
    bool defaulted = false;
  };

  /// Null: not known.
  const Content* find(std::string_view name) const;
  /// Takes the assignments of a command, and what makes others unknown: loops, `read`, branches.
  void take(const std::vector<ShellWord>& command);
  void set_array(const std::string& name, std::vector<std::string> words);

 private:
  void assign(const ShellWord& word, std::size_t equals);
  void put(const std::string& name, Content content);

  std::map<std::string, std::optional<Content>, std::less<>> known_;
  int depth_ = 0;  ///< of branches and loops
};

/// "NAME=": the place of the '=', or npos where the word is no assignment.
std::size_t assignment_in(std::string_view word);

}  // namespace sizer::deploy

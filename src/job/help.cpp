// Looks for one line in one table.
#include "job/help.h"

#include <algorithm>
#include <cctype>
#include <variant>

#include "job/config_lines.h"

namespace sizer {
namespace {

struct Finder : NoRules {
  std::string_view key;
  std::string_view means{};

  void operator()(std::string_view line, const auto&, const auto&, const Says& says) { take(line, says); }
  void operator()(std::string_view line, const auto&, const Says& says) { take(line, says); }
  void setting(std::string_view line, const auto&, const Says& says) { take(line, says); }
  void take(std::string_view line, const Says& says) {
    if (line == key) means = says.means;
  }
};

template <class T>
std::string_view means_of(std::string_view key) {
  Finder finder{{}, key};
  lines(Type<T>{}, finder);
  return finder.means;
}

template <std::size_t... i>
std::string_view of_a_step(std::string_view kind, std::string_view key, std::index_sequence<i...>) {
  std::string_view means;
  const auto look = [&]<class Op>(Type<Op>) {
    if (step_kind<Op>.name == kind) means = means_of<Op>(key);
  };
  (look(Type<std::variant_alternative_t<i, Operator>>{}), ...);
  return means;
}

std::string_view sentences_of(std::string_view table, std::string_view key) {
  if (table == "job") return means_of<WrittenJob>(key);
  if (table == "input") return means_of<Input>(key);
  if (table == "step") return means_of<Step>(key);
  if (table == "cluster") return means_of<WrittenCluster>(key);
  if (table == "budget") return means_of<WrittenBudget>(key);
  if (table == "config") return means_of<WrittenConfig>(key);
  if (table == "exception") return means_of<Exception>(key);
  return of_a_step(table, key, std::make_index_sequence<std::variant_size_v<Operator>>());
}

}  // namespace

std::string help_of(std::string_view path) {
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) return {};
  std::string means(sentences_of(path.substr(0, dot), path.substr(dot + 1)));
  means.resize(std::min(means.size(), std::min(means.find(". "), means.find_last_not_of('.') + 1)));
  if (means.size() > 1 && std::isupper(static_cast<unsigned char>(means[1])) == 0)  // no abbreviation
    means[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(means[0])));
  return means;
}

}  // namespace sizer

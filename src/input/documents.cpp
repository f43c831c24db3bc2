// Several jobs in one file, between lines of three dashes.
#include <algorithm>
#include <string_view>
#include <vector>

#include "sizer/input.h"

namespace sizer {
namespace {

struct Extent {
  std::size_t begin = 0, end = 0;
  bool says_something = false;
};

bool separates(std::string_view line) {
  return line.starts_with("---") && (line.size() == 3 || line[3] == ' ' || line[3] == '\t' || line[3] == '\r');
}

bool says_something(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  return first != std::string_view::npos && line[first] != '#';
}

/// Those that hold more than comments.
std::vector<Extent> extents_of(const std::string& text) {
  std::vector<Extent> all(1);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view line = std::string_view(text).substr(at, end - at);
    const std::size_t next = std::min(end + 1, text.size());
    if (separates(line)) {
      all.push_back({next, next, false});
    } else {
      all.back().end = next;
      all.back().says_something |= says_something(line);
    }
    at = next;
  }
  std::erase_if(all, [](const Extent& each) { return !each.says_something; });
  return all;
}

}  // namespace

std::size_t documents_in(const std::string& text) {
  return extents_of(text).size();
}

std::string document_of(const std::string& text, std::size_t number) {
  const std::vector<Extent> all = extents_of(text);
  if (number == 0 || number > all.size()) return {};
  const Extent& wanted = all[number - 1];
  std::string alone(static_cast<std::size_t>(std::ranges::count(text.substr(0, wanted.begin), '\n')), '\n');
  return alone + text.substr(wanted.begin, wanted.end - wanted.begin);
}

}  // namespace sizer

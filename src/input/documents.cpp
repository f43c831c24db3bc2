// Cutting a file of several jobs.
#include "input/documents.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "sizer/input.h"

namespace sizer {
namespace {

bool separates(std::string_view line) {
  return line.starts_with("---") && (line.size() == 3 || line[3] == ' ' || line[3] == '\t' || line[3] == '\r');
}

bool says_something(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  return first != std::string_view::npos && line[first] != '#';
}

}  // namespace

Documents::Documents(std::string text) : text_(std::move(text)), extents_(1) {
  std::size_t line_number = 0;
  for (std::size_t at = 0; at < text_.size(); ++line_number) {
    const std::size_t end = std::min(text_.find('\n', at), text_.size());
    const std::string_view line = std::string_view(text_).substr(at, end - at);
    const std::size_t next = std::min(end + 1, text_.size());
    if (separates(line)) {
      extents_.push_back({next, next, line_number + 1, false});
    } else {
      extents_.back().end = next;
      extents_.back().says_something |= says_something(line);
    }
    at = next;
  }
  std::erase_if(extents_, [](const Extent& each) { return !each.says_something; });
}

std::string Documents::alone(std::size_t number) const {
  const Extent& wanted = extents_[number - 1];
  return std::string(wanted.line, '\n') + text_.substr(wanted.begin, wanted.end - wanted.begin);
}

std::size_t documents_in(const std::string& text) {
  return Documents(text).count();
}

std::string document_of(const std::string& text, std::size_t number) {
  const Documents documents(text);
  return number == 0 || number > documents.count() ? std::string() : documents.alone(number);
}

}  // namespace sizer

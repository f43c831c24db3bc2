// Escapes of CommonMark and of GitHub's additions to it, tables, folds, and the length of the whole.
#include "render/markdown/document.h"

#include <fmt/format.h>

#include <algorithm>

#include "render/terminal_text.h"

namespace sizer::markdown {
namespace {

constexpr std::size_t widest_name = 80;
constexpr std::size_t widest_sentence = 2000;
/// What the word on what was cut may take.
constexpr std::size_t room_for_the_end = 600;

/// What HTML and tables would take for markup, as references; empty: nothing needs one.
const char* reference_for(char c) {
  return c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '|' ? "&#124;" : "";
}

std::string html(std::string_view text) {
  std::string out;
  for (const char c : text) out += *reference_for(c) != '\0' ? reference_for(c) : std::string(1, c);
  return out;
}

std::string short_name(std::string_view text) {
  return cut_middle(terminal_text(text.empty() ? "(no name)" : text, false), widest_name, false);
}

}  // namespace

std::string escaped(std::string_view text) {
  const std::string shown = cut_middle(terminal_text(text, false), widest_sentence, false);
  std::string out;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const char c = shown[i];
    const bool of_address = (c == ':' && shown.compare(i, 2, ":/") == 0) || (c == '.' && out.ends_with("www"));
    if (*reference_for(c) != '\0')
      out += reference_for(c);
    else if (c == '@')
      out += "@<!-- -->";  // no mention, not even of somebody who is called so
    else if (of_address || std::string_view("\\`*_[]~#!$").find(c) != std::string_view::npos)
      out += std::string("\\") + c;
    else
      out += c;
  }
  return out;
}

std::string name(std::string_view text) {
  const std::string shown = short_name(text);
  return shown.find_first_of("|`") == std::string::npos ? "`" + shown + "`" : escaped(shown);
}

std::string row(const std::vector<std::string>& cells) {
  std::string out = "|";
  for (const std::string& cell : cells) out += " " + cell + " |";
  return out + "\n";
}

Section table(const std::string& title, const std::vector<std::string>& columns) {
  return {title, "\n" + row(columns) + row(std::vector<std::string>(columns.size(), "---"))};
}

Section folded(Section section, std::string_view owner) {
  const std::string shown = short_name(owner);
  section.head =
      fmt::format("\n<details>\n<summary>{} <code>{}</code></summary>\n{}", section.title, html(shown), section.head);
  section.tail += "\n</details>\n";
  section.title += " " + name(owner);
  return section;
}

void Document::add(const Section& section) {
  if (section.rows.empty()) return;
  const std::size_t used = text_.size() + section.head.size() + section.tail.size() + room_for_the_end;
  std::size_t room = most_ > used ? most_ - used : 0, fitting = 0;
  for (; fitting < section.rows.size() && section.rows[fitting].size() <= room; ++fitting)
    room -= section.rows[fitting].size();
  if (fitting > 0) {
    text_ += section.head;
    for (std::size_t i = 0; i < fitting; ++i) text_ += section.rows[i];
    text_ += section.tail;
  }
  if (fitting < section.rows.size())
    cut_.push_back(fitting == 0 ? section.title
                                : fmt::format("{} ({} of {} rows)", section.title, section.rows.size() - fitting,
                                              section.rows.size()));
}

std::string Document::done() const {
  if (cut_.empty()) return text_;
  std::string out = text_ + fmt::format("\n*Cut to {} bytes. Left out: ", most_);
  std::size_t told = 0;
  const std::size_t least_room = 60;
  while (told < cut_.size() && out.size() + cut_[told].size() + least_room < most_) {
    out += (told == 0 ? "" : "; ") + cut_[told];
    ++told;
  }
  if (told < cut_.size()) out += fmt::format("{}{} more", told == 0 ? "" : "; and ", cut_.size() - told);
  return out + ".*\n";
}

}  // namespace sizer::markdown

// Wrapping, indenting and colouring of lines.
#include "render/page.h"

#include <algorithm>

#include "render/terminal_text.h"

namespace sizer {

std::size_t Page::room(std::size_t indent) const {
  const auto width = static_cast<std::size_t>(std::max(style_.width, 1));
  return width > indent ? width - indent : 1;
}

/// Lines of sentences that are longer than this are hard to read; one that is not to be wrapped at all is longer still.
std::size_t Page::measure(std::size_t indent) const {
  constexpr std::size_t readable = 120, unwrapped = 1000;
  const std::size_t all = room(indent);
  return all + indent > unwrapped ? all : std::min(all, readable - std::min(indent, readable / 2));
}

void Page::blank() {
  if (!text_.empty()) put("");
}

void Page::line(const std::string& text, Tone tone) {
  put(paint(cut_middle(terminal_text(text, style_.ascii), room(0), style_.ascii), tone, style_));
}

void Page::heading(const std::string& text) {
  blank();
  line(text, Tone::heading);
}

void Page::paragraph(const std::string& text, std::size_t indent) {
  for (const std::string& line : wrap(terminal_text(text, style_.ascii), measure(indent), style_.ascii))
    put(std::string(indent, ' ') + line);
}

void Page::paragraph(const std::string& lead, Tone tone, const std::string& text, std::size_t indent) {
  constexpr std::size_t hanging = 2;
  const std::string shown = terminal_text(lead, style_.ascii);
  bool first = true;
  for (std::string line :
       wrap(shown + " " + terminal_text(text, style_.ascii), measure(indent + hanging), style_.ascii)) {
    if (first) line.replace(0, shown.size(), paint(shown, tone, style_));
    put(std::string(first ? indent : indent + hanging, ' ') + line);
    first = false;
  }
}

void Page::verbatim(const std::string& text, std::size_t indent) {
  put(std::string(indent, ' ') + terminal_text(text, style_.ascii));
}

void Page::separator() {
  blank();
  put(std::string(measure(0), '-'));
  blank();
}

void Page::table(const Table& table, std::size_t indent) {
  for (const std::string& line : table.lines(room(indent), style_.ascii)) put(std::string(indent, ' ') + line);
}

void Page::headed_table(const Table& table, const std::vector<std::vector<std::string>>& details) {
  const std::vector<std::string> lines = table.lines(room(0), style_.ascii);
  blank();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    put(paint(lines[i], i == 0 ? Tone::heading : Tone::plain, style_));
    if (i < details.size())
      for (const std::string& sentence : details[i]) paragraph(sentence, 4);
  }
}

}  // namespace sizer

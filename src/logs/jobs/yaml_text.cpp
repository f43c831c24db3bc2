// Texts of logs and tables, quoted for YAML.
#include "logs/jobs/yaml_text.h"

#include "text/utf8.h"

namespace sizer::logs {

namespace {

std::string valid(std::string text) {
  while (const auto at = first_invalid_utf8(text)) text[*at] = '?';
  return printable(text);
}

}  // namespace

std::string one_line(const std::string& text, std::size_t most) {
  std::string line = valid(text.substr(0, most));
  if (line.empty()) return "unnamed";
  if (line.starts_with("x-")) line.insert(0, 1, '_');
  return line;
}

std::string yaml_text(const std::string& text) {
  std::string out = "\"";
  for (const char c : valid(text)) out += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return out + "\"";
}

}  // namespace sizer::logs

// Texts of logs and tables, quoted for YAML.
#include "runs/yaml_text.h"

#include "text/utf8.h"

namespace sizer::runs {

std::string yaml_text(const std::string& text) {
  std::string valid = text;
  while (const auto at = first_invalid_utf8(valid)) valid[*at] = '?';
  std::string out = "\"";
  for (const char c : printable(valid)) out += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return out + "\"";
}

}  // namespace sizer::runs

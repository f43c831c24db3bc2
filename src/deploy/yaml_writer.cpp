// YAML written line by line.
#include "deploy/yaml_writer.h"

#include <algorithm>

#include <fmt/format.h>

#include "text/utf8.h"

namespace sizer::deploy {
namespace {

bool is_plain_key(std::string_view key) {
  return !key.empty() &&
         key.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./-") ==
             std::string_view::npos &&
         key.find_first_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_") == 0;
}

}  // namespace

std::string yaml_quoted(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size();) {
    const Character c = character_at(text, i);
    const std::string_view bytes = text.substr(i, c.bytes);
    i += c.bytes;
    if (bytes == "\"" || bytes == "\\")
      out += fmt::format("\\{}", bytes);
    else if (bytes == "\n")
      out += "\\n";
    else if (bytes == "\t")
      out += "\\t";
    else if (is_control(c.code))
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c.code));
    else
      out += bytes;
  }
  return out + "\"";
}

std::string yaml_key(std::string_view key) {
  return is_plain_key(key) ? std::string(key) : yaml_quoted(key);
}

void YamlWriter::line(std::string_view content, std::string_view origin) {
  const std::size_t indent = 2 * depth_ - (item_ ? 2 : 0);
  out_ += std::string(indent, ' ') + (item_ ? "- " : "") + std::string(content);
  item_ = false;
  if (!origin.empty()) out_ += "  # " + printable(origin);
  out_ += "\n";
}

void YamlWriter::comment(std::string_view text) {
  out_ += std::string(2 * depth_ - (item_ ? 2 : 0), ' ') + "# " + printable(text) + "\n";
}
void YamlWriter::open(std::string_view key, std::string_view origin) {
  line(yaml_key(key) + ":", origin);
  ++depth_;
}
void YamlWriter::open_item() {
  ++depth_;
  item_ = true;
}
void YamlWriter::close() {
  --depth_;
}
void YamlWriter::plain(std::string_view key, std::string_view value, std::string_view origin) {
  line(fmt::format("{}: {}", yaml_key(key), value), origin);
}
void YamlWriter::number(std::string_view key, long long value, std::string_view origin) {
  plain(key, fmt::format("{}", value), origin);
}
void YamlWriter::text(std::string_view key, std::string_view value, std::string_view origin) {
  plain(key, yaml_quoted(value), origin);
}
void YamlWriter::block(std::string_view key, std::string_view lines, std::string_view origin) {
  line(fmt::format("{}: |", yaml_key(key)), origin);
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    out_ += std::string(2 * depth_ + 2, ' ') + std::string(lines.substr(0, end)) + "\n";
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
}
void YamlWriter::text_item(std::string_view value, std::string_view origin) {
  ++depth_;
  item_ = true;
  line(yaml_quoted(value), origin);
  --depth_;
}

}  // namespace sizer::deploy

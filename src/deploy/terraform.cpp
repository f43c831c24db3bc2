// Terraform's language, as much of it as resources are written in: blocks, attributes, texts, maps and lists.
#include "deploy/terraform.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "text/utf8.h"

namespace sizer::deploy {
namespace {

constexpr int deepest_block = 32;

struct Block {
  std::string kind;                 ///< "resource"
  std::vector<std::string> labels;  ///< "aws_glue_job", "daily"
  Value body{};
};

/// Reads a text as far as it is what it should be.
class Hcl {
 public:
  explicit Hcl(const SourceText& source) : source_(source), text_(source.text) {}

  std::vector<Block> blocks() {
    std::vector<Block> all;
    while (skip(), !done() && !broken_) {
      Block block;
      block.kind = word();
      while (skip(), here() == '"' && !broken_) block.labels.push_back(quoted());
      if (here() != '{' || block.kind.empty()) break;
      block.body = mapping(0);
      all.push_back(std::move(block));
    }
    return all;
  }

 private:
  bool done() const { return at_ >= text_.size(); }
  char here() const { return done() ? '\0' : text_[at_]; }
  bool starts(std::string_view with) const { return text_.substr(std::min(at_, text_.size())).starts_with(with); }

  Spot spot() const {
    const std::size_t line = text_.rfind('\n', at_ == 0 ? 0 : at_ - 1);
    const std::size_t first = line == std::string_view::npos || at_ == 0 ? 0 : line + 1;
    const auto number = std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n');
    return {&source_, static_cast<int>(number) + 1, count_characters(text_.substr(first, at_ - first)) + 1};
  }

  void to(std::string_view end) {
    const std::size_t found = text_.find(end, at_);
    at_ = found == std::string_view::npos ? text_.size() : found + end.size();
  }

  /// Blanks, line ends and comments.
  void skip() {
    while (!done())
      if (std::isspace(static_cast<unsigned char>(here())) != 0)
        ++at_;
      else if (here() == '#' || starts("//"))
        to("\n");
      else if (starts("/*"))
        to("*/");
      else
        return;
  }

  std::string word() {
    const std::size_t first = at_;
    while (std::isalnum(static_cast<unsigned char>(here())) != 0 || here() == '_' || here() == '-') ++at_;
    return std::string(text_.substr(first, at_ - first));
  }

  std::string quoted() {
    std::string text;
    for (++at_; !done() && here() != '"' && here() != '\n'; ++at_) {
      if (here() == '\\' && at_ + 1 < text_.size()) ++at_;
      text += here();
    }
    broken_ = broken_ || here() != '"';
    ++at_;
    return text;
  }

  /// <<EOT to EOT.
  std::string heredoc() {
    at_ += 2;
    if (here() == '-') ++at_;
    const std::string mark = word();
    to("\n");
    const std::size_t first = at_;
    while (!done()) {
      const std::size_t line = at_;
      to("\n");
      const std::string_view text = text_.substr(line, at_ - line);
      const std::size_t start = std::min(text.find_first_not_of(" \t"), text.size());
      if (text.substr(start).starts_with(mark)) {
        at_ = line + start + mark.size();
        return std::string(text_.substr(first, line - first));
      }
    }
    broken_ = true;
    return {};
  }

  /// What is no value by itself: up to the end of its line, or of the bracket that it stands in.
  std::string expression() {
    const std::size_t first = at_;
    int open = 0;
    for (; !done(); ++at_) {
      const char c = here();
      if (c == '"') {
        quoted();
        --at_;
      } else if (c == '(' || c == '[' || c == '{') {
        ++open;
      } else if (c == ')' || c == ']' || c == '}') {
        if (open-- == 0) break;
      } else if (open == 0 && (c == '\n' || c == ',' || c == '#')) {
        break;
      }
    }
    std::string text(text_.substr(first, at_ - first));
    text.erase(text.find_last_not_of(" \t\r") + 1);
    return text;
  }

  Value value(int depth) {
    skip();
    const Spot here_is = spot();
    Value made{ValueKind::scalar, {}, false, {}, {}, here_is};
    if (depth > deepest_block) broken_ = true;
    if (broken_) return made;
    if (here() == '{') return mapping(depth + 1);
    if (here() == '[') return list(depth + 1);
    const std::size_t first = at_;
    if (here() == '"') {
      made.quoted = true;
      made.text = quoted();
      while (here() == ' ' || here() == '\t' || here() == '\r') ++at_;
      const bool whole = done() || std::string_view("\n,]}#/").find(here()) != std::string_view::npos;
      if (whole) return made;
      at_ = first;
      made.quoted = false;
    } else if (starts("<<")) {
      made.text = heredoc();
      return made;
    }
    made.text = expression();
    const bool plain = !made.text.empty() && (made.text.find_first_not_of("0123456789.-") == std::string::npos ||
                                              made.text == "true" || made.text == "false" || made.text == "null");
    if (made.text.empty()) broken_ = true;
    if (!plain) made.text = "${" + made.text + "}";
    return made;
  }

  Value list(int depth) {
    Value made{ValueKind::list, {}, false, {}, {}, spot()};
    for (++at_; skip(), here() != ']' && !done() && !broken_;) {
      made.items.push_back(value(depth));
      skip();
      if (here() == ',') ++at_;
    }
    broken_ = broken_ || here() != ']';
    ++at_;
    return made;
  }

  /// Attributes and blocks; of several blocks of a kind the first.
  Value mapping(int depth) {
    Value made{ValueKind::mapping, {}, false, {}, {}, spot()};
    if (depth > deepest_block) broken_ = true;
    for (++at_; skip(), here() != '}' && !done() && !broken_;) {
      const Spot where = spot();
      const std::string key = here() == '"' ? quoted() : word();
      if (key.empty()) broken_ = true;
      while (skip(), here() == '"' && !broken_) quoted();  // labels of a block within
      if (here() == '=' || here() == ':')
        ++at_;
      else if (here() != '{')
        broken_ = true;
      if (broken_) return made;
      Value held = value(depth + 1);
      if (made.find(key) == nullptr) made.entries.push_back({key, where, std::move(held)});
      skip();
      if (here() == ',') ++at_;
    }
    broken_ = broken_ || here() != '}';
    ++at_;
    return made;
  }

  const SourceText& source_;
  std::string_view text_;
  std::size_t at_ = 0;
  bool broken_ = false;
};

/// "${var.workers}" to the default of that variable.
void put_in_defaults(Value& value, const std::vector<Block>& blocks) {
  for (Value& item : value.items) put_in_defaults(item, blocks);
  for (Entry& entry : value.entries) put_in_defaults(entry.value, blocks);
  constexpr std::string_view start = "${var.";
  if (value.kind != ValueKind::scalar || !value.text.starts_with(start) || !value.text.ends_with('}')) return;
  const std::string name = value.text.substr(start.size(), value.text.size() - start.size() - 1);
  for (const Block& block : blocks) {
    if (block.kind != "variable" || block.labels.empty() || block.labels.front() != name) continue;
    const Value* const known = block.body.find("default");
    if (known == nullptr || known->kind != ValueKind::scalar || known->text == "null") return;
    value.text = known->text;
    value.quoted = known->quoted;
  }
}

}  // namespace

std::vector<std::pair<std::string, Value>> terraform_resources(const SourceText& source, std::string_view type) {
  std::vector<std::pair<std::string, Value>> found;
  if (source.text.find(type) == std::string::npos || source.text.find("resource") == std::string::npos) return found;
  std::vector<Block> blocks = Hcl(source).blocks();
  for (const Block& block : blocks) {
    if (block.kind != "resource" || block.labels.size() != 2 || block.labels.front() != type) continue;
    Value body = block.body;
    put_in_defaults(body, blocks);
    found.emplace_back(block.labels.back(), std::move(body));
  }
  return found;
}

Value with_keys_of_aws(Value resource) {
  for (Entry& entry : resource.entries) {
    if (!entry.key.ends_with("arguments")) entry.value = with_keys_of_aws(std::move(entry.value));
    std::string key;
    bool capital = true;
    for (const char c : entry.key) {
      if (c != '_') key += capital ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
      capital = c == '_';
    }
    entry.key = std::move(key);
  }
  return resource;
}

}  // namespace sizer::deploy

// Values of tags.
#include "deploy/tags.h"

namespace sizer::deploy {
namespace {

bool may_stand(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter || static_cast<unsigned char>(c) >= 0x80 ||
         std::string_view(" +-=._:/@").find(c) != std::string_view::npos;
}

}  // namespace

std::string tag_text(const ClusterLine& line) {
  std::string text = line.text.starts_with('$') ? line.text.substr(1) : line.text;
  for (char& c : text)
    if (!may_stand(c)) c = '_';
  return text;
}

std::string text_of_tag(std::string_view path, const std::string& value) {
  return path == "price" && !value.starts_with('$') ? "$" + value : value;
}

}  // namespace sizer::deploy

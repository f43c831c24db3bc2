// Import: spark-defaults.conf, and other files of Java's properties.
#include <algorithm>

#include <fmt/format.h>

#include "deploy/importers.h"
#include "deploy/spark_lines.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

/// Key and value of a line of a properties file: parted by blanks, '=' or ':'.
struct Property {
  std::string key, value;
};
Property property_of(std::string_view line) {
  const std::size_t end = std::min(line.find_first_of(" \t=:"), line.size());
  Property read{std::string(line.substr(0, end)), {}};
  std::size_t from = std::min(line.find_first_not_of(" \t", end), line.size());
  if (from < line.size() && (line[from] == '=' || line[from] == ':'))
    from = std::min(line.find_first_not_of(" \t", from + 1), line.size());
  for (std::size_t i = from; i < line.size(); ++i) {
    const bool escape = line[i] == '\\' && i + 1 < line.size();
    const char c = escape ? line[++i] : line[i];
    read.value += escape && c == 'n' ? '\n' : escape && c == 't' ? '\t' : c;
  }
  while (read.value.ends_with(' ') || read.value.ends_with('\t')) read.value.pop_back();
  return read;
}

}  // namespace

Imported import_spark_defaults(const SourceText& source) {
  ClusterDraft draft(source);
  int number = 0;
  for (std::string_view rest = source.text; !rest.empty();) {
    ++number;
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t start = line.find_first_not_of(" \t");
    if (start == std::string_view::npos || line[start] == '#' || line[start] == '!') continue;
    line.remove_prefix(start);
    const Property read = property_of(line);
    take_property(draft, read.key, read.value,
                  {&source, number, static_cast<int>(start) + 1, std::max(1, count_characters(line))});
  }
  settle_spark(draft, {.kubernetes = draft.text(spark_line::master).starts_with("k8s://")});
  return draft.finish("spark-defaults.conf");
}

}  // namespace sizer::deploy

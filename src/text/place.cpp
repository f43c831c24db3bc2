// The exception that carries everything wrong with an input.
#include "sizer/place.h"

#include <utility>

#include <fmt/format.h>

namespace sizer {
namespace {

std::string summary(const std::vector<Diagnostic>& all) {
  if (all.empty()) return "wrong input";
  const Diagnostic& first = all.front();
  return fmt::format("{}:{}:{}: {}", first.place.file, first.place.line, first.place.column, first.message);
}

}  // namespace

std::string where_text(const Place& place) {
  if (place.file.empty() || place.line <= 0) return place.file;
  return fmt::format("{}:{}:{}", place.file, place.line, place.column);
}

InputError::InputError(std::vector<Diagnostic> all) : std::runtime_error(summary(all)), diagnostics(std::move(all)) {}

}  // namespace sizer

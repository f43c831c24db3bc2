// Taking out of a tree, and telling what was left.
#include "deploy/gleaner.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "deploy/tags.h"
#include "deploy/writers.h"
#include "text/reader.h"
#include "text/utf8.h"

namespace sizer::deploy {

const Value* Gleaner::at(const Value& from, std::initializer_list<std::string_view> path) {
  const Value* value = &from;
  for (const std::string_view key : path) {
    value = value->kind == ValueKind::mapping ? value->find(key) : nullptr;
    if (value == nullptr) return nullptr;
  }
  return value->kind == ValueKind::null ? nullptr : value;
}

const Value* Gleaner::scalar(const Value& from, std::initializer_list<std::string_view> path) {
  const Value* const value = at(from, path);
  if (value == nullptr) return nullptr;
  take(*value);
  if (value->kind == ValueKind::scalar) return draft_.refuse_placeholder(value->text, value->spot) ? nullptr : value;
  draft_.problems().add(codes::wrong_type, value->spot,
                        fmt::format("{} must be one value, not {}", fmt::join(path, "."), kind_word(*value)));
  return nullptr;
}

std::string Gleaner::word(const Value& from, std::initializer_list<std::string_view> path) {
  const Value* const value = scalar(from, path);
  return value ? value->text : std::string();
}

bool Gleaner::set(std::string_view line, const Value& from, std::initializer_list<std::string_view> path) {
  const Value* const value = scalar(from, path);
  if (value) draft_.set(line, value->text, value->spot);
  return value != nullptr;
}

void Gleaner::program(const Value& from, std::string_view where, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys)
    if (const Value* const value = at(from, {key}); value && !touched(*value)) {
      take(*value);
      program_.push_back(fmt::format("{}{}", where, key));
    }
}

void Gleaner::facts(const Value* mapping, bool as_tags) {
  if (mapping == nullptr) return;
  for (const Entry& entry : mapping->entries) {
    if (!entry.key.starts_with(own_prefix) || entry.value.kind != ValueKind::scalar) continue;
    const std::string path = entry.key.substr(own_prefix.size());
    draft_.set_fact(path, as_tags ? text_of_tag(path, entry.value.text) : entry.value.text, entry.value.spot);
    take(entry.value);
  }
}

bool Gleaner::touched(const Value& value) const {
  if (taken_.contains(&value)) return true;
  const auto within = [&](const Value& each) { return touched(each); };
  return std::ranges::any_of(value.items, within) || std::ranges::any_of(value.entries, within, &Entry::value);
}

void Gleaner::leave(const Value& value, const std::string& name) {
  const bool empty = value.kind == ValueKind::null ||
                     (value.kind != ValueKind::scalar && value.items.empty() && value.entries.empty());
  if (taken_.contains(&value) || empty) return;
  if (!touched(value)) {
    draft_.warn(codes::left_out, fmt::format("{} says nothing that a cluster file has; left out", in_quotes(name)),
                value.spot);
    return;
  }
  const std::string dot = name.empty() ? "" : ".";
  for (const Entry& entry : value.entries) leave(entry.value, name + dot + entry.key);
  for (std::size_t i = 0; i < value.items.size(); ++i) leave(value.items[i], fmt::format("{}[{}]", name, i));
}

void Gleaner::leave_rest() {
  leave(root_, {});
  if (!program_.empty())
    draft_.remark(codes::left_out,
                  fmt::format("about the program and not its cluster, and left out: {}", fmt::join(program_, ", ")));
}

}  // namespace sizer::deploy

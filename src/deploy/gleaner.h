/// \file
/// Takes what it understands out of a tree of values, and knows what was left.
#pragma once

#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "deploy/cluster_draft.h"
#include "text/value.h"

namespace sizer::deploy {

class Gleaner {
 public:
  Gleaner(const Value& root, ClusterDraft& draft) : root_(root), draft_(draft) {}

  /// The value at a path of keys from `from`; null: there is none, or it is null. Does not take it.
  static const Value* at(const Value& from, std::initializer_list<std::string_view> path);
  /// The scalar there, taken; null: none. A list or mapping there is an error.
  const Value* scalar(const Value& from, std::initializer_list<std::string_view> path);
  /// The scalar's text, or nothing.
  std::string word(const Value& from, std::initializer_list<std::string_view> path);
  /// Puts the scalar into the draft, where there is one.
  bool set(std::string_view line, const Value& from, std::initializer_list<std::string_view> path);
  void take(const Value& value) { taken_.insert(&value); }
  /// What is about the program or its pods and says nothing of a cluster; told in one line.
  void program(const Value& from, std::string_view where, std::initializer_list<std::string_view> keys);
  /// Facts of sizer's own in a mapping of texts ("sizer/storage": "hdfs"). `as_tags`: as tags write them.
  void facts(const Value* mapping, bool as_tags);

  /// Tells of all that was not taken.
  void leave_rest();

 private:
  bool touched(const Value& value) const;
  void leave(const Value& value, const std::string& name);

  const Value& root_;
  ClusterDraft& draft_;
  std::set<const Value*> taken_;
  std::vector<std::string> program_;
};

}  // namespace sizer::deploy

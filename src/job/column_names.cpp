// Which names of columns reach each step.
#include "job/column_names.h"

#include <algorithm>
#include <concepts>
#include <iterator>
#include <optional>

namespace sizer {
namespace {

/// Names of columns, sorted; empty: others than those that are known may be among them.
using Names = std::optional<Keys>;

Keys together(const Keys& a, const Keys& b) {
  Keys both;
  std::ranges::set_union(a, b, std::back_inserter(both));
  return both;
}

template <class Named>
Keys names_of(const std::vector<Named>& columns) {
  Keys names;
  for (const Named& column : columns) names.push_back(column.name);
  std::ranges::sort(names);
  return names;
}

class Walk {
 public:
  explicit Walk(const Job& job) : job_(job) {}

  std::vector<UnknownColumn> run() {
    for (std::size_t i = 0; i < job_.steps.size(); ++i) {
      const Step& step = job_.steps[i];
      step_ = static_cast<int>(i);
      first_ = leaving(step.from.front());
      all_ = first_;
      for (std::size_t side = 1; side < step.from.size(); ++side) all_ = with(all_, leaving(step.from[side]));
      leaving_.push_back(std::visit([&](const auto& op) { return out_of(op, step); }, step.op));
    }
    return std::move(unknown_);
  }

 private:
  static Names with(const Names& a, const Names& b) { return a && b ? Names(together(*a, *b)) : std::nullopt; }
  Names leaving(Source source) const {
    if (!source.is_input) return leaving_[static_cast<std::size_t>(source.index)];
    const Input& input = job_.inputs[static_cast<std::size_t>(source.index)];
    if (input.columns.empty() || input.others) return std::nullopt;
    return names_of(input.columns);
  }

  void hold(const Keys& named, const Names& against) {
    if (!against) return;
    for (const Key name : named)
      if (!std::ranges::binary_search(*against, name) && !is_field(name, *against))
        unknown_.push_back({step_, name, *against});
  }
  /// "address.city", of a column that is a struct.
  bool is_field(Key name, const Keys& of) const {
    const std::string& text = job_.keys[static_cast<std::size_t>(name)];
    const std::string_view column = std::string_view(text).substr(0, text.find('.'));
    return column.size() < text.size() &&
           std::ranges::any_of(of, [&](Key each) { return job_.keys[static_cast<std::size_t>(each)] == column; });
  }
  void hold(const std::vector<AggregateValue>& values) {
    for (const AggregateValue& value : values) hold(value.of, all_);
  }

  // ---- The kinds

  Names out_of(const Filter& op, const Step&) {
    hold(op.reads, all_);
    return all_;
  }
  Names out_of(const Project& op, const Step&) {
    hold(op.columns, all_);
    if (op.columns.empty() && (op.width || op.adds.empty())) return std::nullopt;
    return with(op.columns.empty() ? all_ : Names(op.columns), names_of(op.adds));
  }
  Names out_of(const Join& op, const Step& step) {
    hold(op.left_on, first_);
    hold(op.right_on, leaving(step.from[1]));
    const bool left_alone = op.type == JoinType::semi || op.type == JoinType::anti;
    return op.type == JoinType::existence ? std::nullopt : left_alone ? first_ : all_;
  }
  Names out_of(const NestedLoopJoin& op, const Step&) {
    return op.type == JoinType::existence                           ? std::nullopt
           : op.type == JoinType::semi || op.type == JoinType::anti ? first_
                                                                    : all_;
  }
  /// The number of the set has whatever name the next step gives it.
  Names out_of(const Expand& op, const Step&) {
    hold(op.rollup, all_);
    hold(op.cube, all_);
    return std::nullopt;
  }
  Names out_of(const Generate& op, const Step&) {
    hold(op.column, all_);
    return std::nullopt;
  }
  Names out_of(const Aggregate& op, const Step&) {
    hold(op.keys, all_);
    hold(op.distinct, all_);
    hold(op.values);
    return op.values.empty() ? std::nullopt : with(op.keys, names_of(op.values));
  }
  Names out_of(const Dedup& op, const Step&) {
    hold(op.keys, all_);
    return all_;
  }
  template <class Kind>
  requires requires(const Kind& kind) { kind.by; }
  Names out_of(const Kind& op, const Step&) {  // sort, repartition, exchange
    hold(op.by, all_);
    return all_;
  }
  /// Without `values` it adds a column all the same.
  Names out_of(const Window& op, const Step&) {
    hold(op.partition_by, all_);
    hold(op.order_by, all_);
    hold(op.values);
    return op.values.empty() ? std::nullopt : with(all_, names_of(op.values));
  }
  Names out_of(const Map& op, const Step&) {
    hold(op.reads, all_);
    return op.adds.empty() || op.width ? std::nullopt : with(all_, names_of(op.adds));
  }
  Names out_of(const Union&, const Step&) { return first_; }
  template <class Kind>
  requires(std::same_as<Kind, FirstRows> || std::same_as<Kind, Coalesce> || std::same_as<Kind, RandomShuffle> ||
           std::same_as<Kind, Zip> || std::same_as<Kind, Cache>) Names out_of(const Kind&, const Step&) {
    return all_;
  }
  template <class Other>  // what looks up, calls or infers adds columns of which nothing is said
  Names out_of(const Other&, const Step&) {
    return std::nullopt;
  }

  const Job& job_;
  std::vector<Names> leaving_;  ///< by step
  std::vector<UnknownColumn> unknown_;
  int step_ = 0;
  Names first_, all_;  ///< what comes in on the first side, and on all
};

}  // namespace

std::vector<UnknownColumn> unknown_columns(const Job& job) {
  return Walk(job).run();
}

}  // namespace sizer

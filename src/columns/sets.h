/// \file
/// Which columns pass along each edge of a job: those that its steps name, or that its end takes. Names alone decide,
/// no statistic does.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "sizer/job.h"

namespace sizer {

/// A column that an input has or a step makes. One without a name is a lump: bytes of which nothing else is known.
struct ColumnItem {
  Key name = -1;
  const Column* column = nullptr;  ///< its type and statistics; null: a lump
  Source made_by{};
  const AggregateValue* value = nullptr;  ///< what an aggregation makes it of
};

/// A set of items, by their index.
class ItemSet {
 public:
  void add(std::size_t item) {
    if (item / 64 >= words_.size()) words_.resize(item / 64 + 1, 0);
    words_[item / 64] |= std::uint64_t{1} << (item % 64);
  }
  bool has(std::size_t item) const {
    return item / 64 < words_.size() && ((words_[item / 64] >> (item % 64)) & 1) != 0;
  }
  void add(const ItemSet& other) {
    if (other.words_.size() > words_.size()) words_.resize(other.words_.size(), 0);
    for (std::size_t i = 0; i < other.words_.size(); ++i) words_[i] |= other.words_[i];
  }
  ItemSet both(const ItemSet& other) const {
    ItemSet common;
    common.words_.resize(std::min(words_.size(), other.words_.size()));
    for (std::size_t i = 0; i < common.words_.size(); ++i) common.words_[i] = words_[i] & other.words_[i];
    return common;
  }
  template <class Take>
  void each(Take take) const {
    for (std::size_t i = 0; i < words_.size(); ++i)
      for (std::uint64_t left = words_[i]; left != 0; left &= left - 1)
        take(i * 64 + static_cast<std::size_t>(__builtin_ctzll(left)));
  }

 private:
  std::vector<std::uint64_t> words_;
};

/// What a step does with the columns that come in.
struct StepItems {
  ItemSet reads;        ///< those that it looks at
  ItemSet keeps;        ///< those that go on, where a later step needs them
  ItemSet makes;        ///< those that it adds
  ItemSet out;          ///< all that could leave it
  ItemSet needed;       ///< of these, those that some later step needs, or all at an end
  bool of_all = false;  ///< it may look at everything that comes in
};

struct ColumnSets {
  std::vector<ColumnItem> items;
  std::deque<Column> made;         ///< the columns that steps make of others
  std::vector<ItemSet> of_inputs;  ///< all
  std::vector<ItemSet> read;       ///< of each input, those that some step needs
  std::vector<StepItems> steps;

  const ItemSet& needed(Source source) const {
    const auto index = static_cast<std::size_t>(source.index);
    return source.is_input ? read[index] : steps[index].needed;
  }
  /// The item of that name among `items`; empty: there is none.
  std::optional<std::size_t> find(const ItemSet& among, Key name) const;
};

/// True when an input says its columns.
bool knows_columns(const Job& job);

/// The job must stay where it is while they are used.
ColumnSets column_sets(const Job& job);

}  // namespace sizer

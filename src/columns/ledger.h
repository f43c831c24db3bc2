/// \file
/// Bytes of flows from the columns in them, for jobs whose inputs say theirs.
#pragma once

#include "columns/bytes.h"
#include "columns/sets.h"
#include "sizer/ledger.h"

namespace sizer {

/// Walks a job beside the accounts: takes each flow as figures for whole rows give it, and says it anew where columns
/// are known. What an author gave as a figure stays.
class ColumnLedger {
 public:
  ColumnLedger(const Job& job, const ConstantValues& k, Case c, Ledger& ledger);

  void read(int input, Flow& flow);
  void leave(int step, Flow& flow);

 private:
  /// Bytes of an item in a row.
  struct Width {
    double memory = 0, stored = 0, text = 0, shuffled = 0, planned = 0;
    double mixed_stored = 0, mixed_shuffled = 0;  ///< where rows no longer come in the order of the input
    double distinct = 0;
    bool lump = false, uncertain = false;
  };

  Width width_of(const Column& column, const ColumnState& state, Rows rows, Case c) const;
  Width lump_of(const Flow& flow) const;
  ColumnState state_of(const Input& input, const Column& column, Rows rows, Case c) const;
  Width sum(const ItemSet& items) const;
  double row_begins() const;  ///< bytes that a codec writes of a row beside its columns
  Flow flow_of(const ItemSet& items, Rows rows, bool columnar, bool mixed) const;
  Bytes written_anew(const ItemSet& items, Rows rows) const;
  void find_hashed();
  Bytes met_again(Source source, const ItemSet& items, Rows rows, bool mixed) const;
  bool mixed_before(const Step& step) const;
  bool is_lump(const ItemSet& items) const;
  Rows distinct_of(std::size_t item, Rows rows) const;
  double values_of_group(std::size_t item, double rows) const;
  KeyShares over_sets(int step, const Keys& keys, const ItemSet& among, Rows rows) const;
  KeyShares shares_over(const Keys& keys, const ItemSet& among, Rows rows) const;
  ItemSet incoming(const Step& step) const;
  void make_items(int step, const Flow& in, const Flow& out);
  void note_join(const Step& step, const Join& join, const Flow& out);
  void note_groups(int step, const Keys& keys, std::optional<Rows> groups, const Flow& in);
  double runs_of(int step, const Keys& keys, const ItemSet& among, const Flow& in, KeyShares& within);
  void note_partial(int step, const Aggregate& aggregate, const Flow& in);
  void note_distinct(int step, const Aggregate& aggregate, const Flow& in);
  void note_dedup(int step, const Dedup& dedup);

  const Job& job_;
  const ConstantValues& k_;
  const Case c_;
  Ledger& ledger_;
  const bool unsafe_rows_;
  ColumnSets sets_;
  std::vector<Width> widths_;                       ///< by item
  std::vector<Keys> hashed_inputs_, hashed_steps_;  ///< keys by which their one reader hashes whole rows; none: nobody
  std::vector<char> mixed_;                         ///< by step: an exchange has come before what leaves it
};

}  // namespace sizer

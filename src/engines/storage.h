// Reading inputs from storage and writing outputs to it: the same for every engine.
#pragma once

#include "sizer/plan.h"

namespace sizer::engines {

/// Adds to `stage` the reading of `amount` bytes that lie in `files` files.
/// `waits`: the share of one connection's waiting that a task sees; less than 1 where it keeps several open.
void read_input(Stage& stage, Bytes amount, double files, Storage storage, const ConstantValues& k, Fraction waits = 1);

/// Adds to `stage` the writing of `amount` bytes to `files` files, commit included.
void write_output(Stage& stage, Bytes amount, double files, Storage storage, const ConstantValues& k,
                  Fraction waits = 1);

/// What a node has for shuffle and spill files: its local disks, or the volume that it has instead; 0: not known.
Bytes scratch_room(const Cluster& cluster, const ConstantValues& k);

/// Files of an input, after partition pruning: as given, or one for each 128 MiB.
double files_of(const Input& input, Case c, Bytes stored);

/// Files of all inputs that some step reads.
double files_read(const Job& job, Case c, const Ledger& ledger);

}  // namespace sizer::engines

/// \file
/// What a run costs; each dollar has a line.
#pragma once

#include <optional>
#include <vector>

#include "sizer/timeline.h"

namespace sizer {

enum class BillItem { workers, driver, store_get, store_put };

struct BillLine {
  BillItem item{};
  double quantity = 0;                 ///< node-hours, or thousands of requests
  std::optional<double> unit_price{};  ///< dollars; empty: unknown
  std::optional<Dollars> cost{};       ///< quantity x unit_price
};

struct Bill {
  std::vector<BillLine> lines;
  Dollars total{};       ///< of the lines whose price is known
  bool partial = false;  ///< a line has no price
};

/// Node-hours run from the start of the machines (a new session boots them) to the end of the job.
Bill price(const Plan& plan, const Timeline& timeline, const Job& job, const Cluster& cluster, const ConstantValues& k);

}  // namespace sizer

/// \file
/// What a run costs; each dollar has a line.
#pragma once

#include <optional>
#include <vector>

#include "sizer/timeline.h"

namespace sizer {

/// `charge`: what a platform takes; `cross_zone`: shuffles between zones; `data_in`, `data_out`: inputs and outputs
/// that lie in another region or on the internet.
enum class BillItem { workers, driver, charge, store_get, store_put, cross_zone, data_in, data_out };

struct BillLine {
  BillItem item{};
  double quantity = 0;                 ///< node-hours, units of a charge, thousands of requests, or GB
  std::optional<double> unit_price{};  ///< dollars; empty: unknown
  std::optional<Dollars> cost{};       ///< quantity x unit_price
  int charge = -1;                     ///< which of Tariff::charges
};

struct Bill {
  std::vector<BillLine> lines;
  Dollars total{};       ///< of the lines whose price is known
  bool partial = false;  ///< a line has no price
};

/// What a worker costs an hour under `pricing`; empty: unknown. A spot price lies where `spot_market` says between the
/// ends of its range.
std::optional<double> hourly_price(const Machine& machine, Pricing pricing, const ConstantValues& k);

/// What the whole cluster costs an hour, with its driver and platform; empty: a price is unknown.
std::optional<Dollars> hourly_cost(const Cluster& cluster, const ConstantValues& k);

/// Node-hours run from the start of the machines (a new session boots them) to the end of the
/// job and through the idle tail, in steps and for no less than the provider bills. Prices were found when the cluster
/// was read (Cluster::tariff): nothing is looked up here.
Bill price(const Plan& plan, const Timeline& timeline, const Job& job, const Cluster& cluster, const ConstantValues& k);

}  // namespace sizer

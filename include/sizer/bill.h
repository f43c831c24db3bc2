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
/// What is paid for, in words; a charge's own words are Charge::item.
const char* name_of(BillItem item);

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

/// How long the machines of a run are held and paid for, part by part.
struct HeldTime {
  Seconds run{}, boot{}, idle{};
  Seconds to_minimum{};  ///< up to the least time billed
  Seconds to_step{};     ///< up to a whole step of billing

  Seconds billed() const { return run + boot + idle + to_minimum + to_step; }
  double hours() const { return billed().value / seconds_an_hour; }
};

/// The machines run from their start (a new session boots them) to the end of the job and through the idle tail.
HeldTime held_time(const Timeline& timeline, const Job& job, const Tariff& tariff, const ConstantValues& k);

/// What a worker costs an hour under `pricing`; empty: unknown. A spot price lies where `spot_market` says between the
/// ends of its range.
std::optional<double> hourly_price(const Machine& machine, Pricing pricing, const ConstantValues& k);

/// Units that a charge counts for every hour that the cluster is held.
double units_an_hour(const Charge& charge, const Cluster& cluster);

/// The price that a line has from the tariff of the cluster it is billed for; null: a machine's price, or that of
/// requests whose provider is not known, which is one of the constants.
const UnitPrice* tariff_price(const BillLine& line, const Cluster& cluster);

/// What the whole cluster costs an hour, with its driver and platform; empty: a price is unknown.
std::optional<Dollars> hourly_cost(const Cluster& cluster, const ConstantValues& k);

/// The bill of a run, of machines for their HeldTime. Prices were found when the cluster
/// was read (Cluster::tariff): nothing is looked up here.
Bill price(const Plan& plan, const Timeline& timeline, const Job& job, const Cluster& cluster, const ConstantValues& k);

}  // namespace sizer

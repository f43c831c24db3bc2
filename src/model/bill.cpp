// What a run costs, line by line.
#include "sizer/bill.h"

#include <algorithm>
#include <cmath>

namespace sizer {
namespace {

constexpr double thousand = 1000;
constexpr double gigabyte = 1e9;

void add(Bill& bill, BillItem item, double quantity, std::optional<double> unit_price, int charge = -1) {
  BillLine line{item, quantity, unit_price, std::nullopt, charge};
  if (unit_price) {
    line.cost = Dollars{quantity * *unit_price};
    bill.total += *line.cost;
  } else {
    bill.partial = true;
  }
  bill.lines.push_back(line);
}

/// A line that goes by the tariff.
void add_by_tariff(Bill& bill, BillItem item, double quantity, const Cluster& cluster, int charge = -1) {
  add(bill, item, quantity, tariff_price({.item = item, .charge = charge}, cluster)->usd, charge);
}

/// A node of the driver's own is never spot, because the job ends with it.
Pricing driver_pricing(const Cluster& cluster) {
  return cluster.pricing == Pricing::spot ? Pricing::on_demand : cluster.pricing;
}

void add_machines(Bill& bill, double hours, const Cluster& cluster, const ConstantValues& k) {
  if (!cluster.tariff.machines_included) {
    add(bill, BillItem::workers, hours * cluster.nodes, hourly_price(cluster.machine, cluster.pricing, k));
    if (has_driver_node(cluster))
      add(bill, BillItem::driver, hours, hourly_price(driver_machine(cluster), driver_pricing(cluster), k));
  }
  int index = 0;
  for (const Charge& charge : cluster.tariff.charges)
    add_by_tariff(bill, BillItem::charge, hours * units_an_hour(charge, cluster), cluster, index++);
}

void add_requests(Bill& bill, const Plan& plan, const Tariff& tariff, const ConstantValues& k) {
  double gets = 0, puts = 0;
  for (const Stage& stage : plan.stages) {
    gets += stage.demand.store_gets;
    puts += stage.demand.store_puts;
  }
  add(bill, BillItem::store_get, gets / thousand, tariff.get ? tariff.get->usd : k.get_price);
  add(bill, BillItem::store_put, puts / thousand, tariff.put ? tariff.put->usd : k.put_price);
}

/// Rows go to any node alike, so of Z zones all but one in Z leave their own. Whoever holds a broadcast takes it from
/// anywhere.
double zone_traffic(const Plan& plan, const Job& job, const Cluster& cluster) {
  const double holders = job.engine->holders(cluster);
  Bytes moved{};
  for (const Stage& stage : plan.stages)
    moved += stage.bytes.shuffle_read + stage.bytes.object_store + stage.bytes.broadcast * holders;
  return moved.value / gigabyte * (1 - 1.0 / cluster.zones);
}

/// Clouds take nothing for what comes in from the internet.
void add_transfer(Bill& bill, const Plan& plan, const Job& job, const Cluster& cluster) {
  if (cluster.zones > 1) add_by_tariff(bill, BillItem::cross_zone, zone_traffic(plan, job, cluster), cluster);
  if (cluster.data_location == DataLocation::same_region) return;
  Bytes in{}, out{};
  for (const Stage& stage : plan.stages) {
    in += stage.bytes.input_read;
    out += stage.bytes.output_write;
  }
  if (cluster.data_location == DataLocation::other_region)
    add_by_tariff(bill, BillItem::data_in, in.value / gigabyte, cluster);
  add_by_tariff(bill, BillItem::data_out, out.value / gigabyte, cluster);
}

}  // namespace

const char* name_of(BillItem item) {
  switch (item) {
    case BillItem::workers:
      return "workers";
    case BillItem::driver:
      return "driver or head";
    case BillItem::charge:
      return "charge";
    case BillItem::store_get:
      return "object-store reads";
    case BillItem::store_put:
      return "object-store writes";
    case BillItem::cross_zone:
      return "traffic between zones";
    case BillItem::data_in:
      return "input from elsewhere";
    case BillItem::data_out:
      return "output to elsewhere";
  }
  return "";
}

HeldTime held_time(const Timeline& timeline, const Job& job, const Tariff& tariff, const ConstantValues& k) {
  HeldTime held{.run = timeline.duration, .idle = tariff.idle_tail};
  if (job.new_session) held.boot = k.node_boot;
  held.to_minimum = std::max(tariff.minimum.value_or(k.minimum_billed) - held.billed(), Seconds{});
  // Billing to the second is not rounded: an estimate does not know seconds.
  if (tariff.granularity > Seconds{1}) {
    const Seconds paid = held.billed();
    held.to_step = tariff.granularity * std::ceil(paid / tariff.granularity) - paid;
  }
  return held;
}

std::optional<double> hourly_price(const Machine& machine, Pricing pricing, const ConstantValues& k) {
  switch (pricing) {
    case Pricing::on_demand:
      break;
    case Pricing::spot: {
      if (!machine.spot) return std::nullopt;
      const auto& [low, typical, high] = *machine.spot;
      const double at = k.spot_market;
      return (at < 0.5 ? low + (typical - low) * (2 * at) : typical + (high - typical) * (2 * at - 1)).value;
    }
    case Pricing::reserved:
      if (!machine.price || !machine.reserved_discount) return std::nullopt;
      return machine.price->value * (1 - *machine.reserved_discount);
  }
  if (!machine.price) return std::nullopt;
  return machine.price->value;
}

double units_an_hour(const Charge& charge, const Cluster& cluster) {
  return charge.per_node * cluster.nodes + charge.fixed;
}

const UnitPrice* tariff_price(const BillLine& line, const Cluster& cluster) {
  const Tariff& tariff = cluster.tariff;
  switch (line.item) {
    case BillItem::workers:
    case BillItem::driver:
      return nullptr;
    case BillItem::charge:
      return &tariff.charges[static_cast<std::size_t>(line.charge)].price;
    case BillItem::store_get:
      return tariff.get ? &*tariff.get : nullptr;
    case BillItem::store_put:
      return tariff.put ? &*tariff.put : nullptr;
    case BillItem::cross_zone:
      return &tariff.cross_zone;
    case BillItem::data_in:
      return &tariff.region_transfer;
    case BillItem::data_out:
      return cluster.data_location == DataLocation::other_region ? &tariff.region_transfer : &tariff.egress;
  }
  return nullptr;
}

std::optional<Dollars> hourly_cost(const Cluster& cluster, const ConstantValues& k) {
  Bill hour;
  add_machines(hour, 1, cluster, k);
  if (hour.partial) return std::nullopt;
  return hour.total;
}

Bill price(const Plan& plan, const Timeline& timeline, const Job& job, const Cluster& cluster,
           const ConstantValues& k) {
  const double hours = held_time(timeline, job, cluster.tariff, k).hours();
  Bill bill;
  bill.lines.reserve(4 + cluster.tariff.charges.size());
  add_machines(bill, hours, cluster, k);
  if (cluster.storage == Storage::object_store) add_requests(bill, plan, cluster.tariff, k);
  add_transfer(bill, plan, job, cluster);
  return bill;
}

}  // namespace sizer

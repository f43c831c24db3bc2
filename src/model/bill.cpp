// What a run costs, line by line.
#include "sizer/bill.h"

#include <algorithm>

namespace sizer {
namespace {

constexpr double thousand = 1000;

void add(Bill& bill, BillItem item, double quantity, std::optional<double> unit_price) {
  BillLine line{item, quantity, unit_price, std::nullopt};
  if (unit_price) {
    line.cost = Dollars{quantity * *unit_price};
    bill.total += *line.cost;
  } else {
    bill.partial = true;
  }
  bill.lines.push_back(line);
}

std::optional<double> hourly(const Machine& machine) {
  if (!machine.price) return std::nullopt;
  return machine.price->value;
}

}  // namespace

Bill price(const Plan& plan, const Timeline& timeline, const Job& job, const Cluster& cluster,
           const ConstantValues& k) {
  Seconds held = timeline.duration;
  if (job.new_session) held += k.node_boot;
  held = std::max(held, k.minimum_billed);
  const double hours = held.value / 3600;

  Bill bill;
  bill.lines.reserve(4);
  add(bill, BillItem::workers, hours * cluster.nodes, hourly(cluster.machine));
  add(bill, BillItem::driver, hours, hourly(cluster.driver ? *cluster.driver : cluster.machine));
  if (cluster.storage != Storage::object_store) return bill;
  double gets = 0, puts = 0;
  for (const Stage& stage : plan.stages) {
    gets += stage.demand.store_gets;
    puts += stage.demand.store_puts;
  }
  add(bill, BillItem::store_get, gets / thousand, k.get_price);
  add(bill, BillItem::store_put, puts / thousand, k.put_price);
  return bill;
}

}  // namespace sizer

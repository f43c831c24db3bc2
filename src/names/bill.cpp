// The lines of a bill in words: what is paid for, in which unit, and whose price it is.
#include "names/bill.h"

#include <fmt/format.h>

#include "text/quantity_text.h"

namespace sizer::names {
namespace {

std::string noted(std::string text, const std::string& note) {
  return note.empty() ? text : text + "; " + note;
}

std::string on_demand_note(const Machine& machine) {
  if (!machine.price) return "price unknown";
  return noted(machine.price_date.empty() ? "price given without a date" : "price of " + machine.price_date,
               machine.note);
}

std::string spot_note(const Machine& machine) {
  if (!machine.spot) return "spot price unknown";
  const std::string date = machine.spot_date.empty() ? "given without a date" : "of " + machine.spot_date;
  return fmt::format("spot price {}, {}", date, to_text(*machine.spot));
}

std::string reserved_note(const Machine& machine) {
  if (!machine.price) return "price unknown";
  if (!machine.reserved_discount) return "reserved price unknown: give reserved_discount";
  return fmt::format("{}; reserved, less {}", on_demand_note(machine), share_text(*machine.reserved_discount));
}

std::string price_note(const Machine& machine, Pricing pricing) {
  switch (pricing) {
    case Pricing::on_demand:
      return on_demand_note(machine);
    case Pricing::spot:
      return spot_note(machine);
    case Pricing::reserved:
      return reserved_note(machine);
  }
  return "";
}

BillText machine_text(std::string item, const Machine& machine, Pricing pricing) {
  return {std::move(item), "node-hour", price_note(machine, pricing)};
}

/// "20 spot workers, m5d.4xlarge"; of one machine, "1 machine for everything, m5d.4xlarge".
std::string workers_text(const Cluster& cluster) {
  const char* const spot = cluster.pricing == Pricing::spot ? "spot " : "";
  if (!has_driver_node(cluster) && cluster.nodes == 1)
    return fmt::format("1 {}machine for everything, {}", spot, cluster.machine.name);
  return fmt::format("{} {}worker{}, {}{}", cluster.nodes, spot, cluster.nodes == 1 ? "" : "s", cluster.machine.name,
                     has_driver_node(cluster) ? "" : ", one with the driver or head");
}

BillText transfer_text(const char* item, const UnitPrice& price) {
  return {item, "GB", price.usd ? price.note : "price unknown"};
}

BillText request_text(BillItem item, const UnitPrice* price) {
  return {name_of(item), "1000 requests", price ? price->note : "S3 standard, 2024-07-01; the provider is not known"};
}

}  // namespace

BillText text_of(const BillLine& line, const Cluster& cluster) {
  const Machine& driver = driver_machine(cluster);
  const UnitPrice* const price = tariff_price(line, cluster);
  const bool spot = cluster.pricing == Pricing::spot, region = cluster.data_location == DataLocation::other_region;
  switch (line.item) {
    case BillItem::workers:
      return machine_text(workers_text(cluster), cluster.machine, cluster.pricing);
    case BillItem::driver:
      return machine_text(fmt::format("{}, {}", name_of(line.item), driver.name), driver,
                          spot ? Pricing::on_demand : cluster.pricing);
    case BillItem::charge: {
      const Charge& charge = cluster.tariff.charges[static_cast<std::size_t>(line.charge)];
      return {charge.item, charge.unit, price->note};
    }
    case BillItem::store_get:
    case BillItem::store_put:
      return request_text(line.item, price);
    case BillItem::cross_zone:
      return transfer_text(name_of(line.item), *price);
    case BillItem::data_in:
      return transfer_text("input from another region", *price);
    case BillItem::data_out:
      return transfer_text(region ? "output to another region" : "output to the internet", *price);
  }
  return {};
}

}  // namespace sizer::names

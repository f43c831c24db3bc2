// Where a cost comes from: the lines of the bill, how much each counts, and at which price.
#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "questions/explain/derive.h"
#include "text/quantity_text.h"

namespace sizer::explain {
namespace {

const Charge& charge_of(const Subject& subject, const BillLine& line) {
  return subject.job.cluster.tariff.charges[static_cast<std::size_t>(line.charge)];
}

std::string item_of(const Subject& subject, const BillLine& line) {
  return line.item == BillItem::charge ? charge_of(subject, line).item : name_of(line.item);
}

bool is_machine(const BillLine& line) {
  return line.item == BillItem::workers || line.item == BillItem::driver;
}

std::string unit_of(const Subject& subject, const BillLine& line) {
  if (line.item == BillItem::charge) return charge_of(subject, line).unit;
  if (is_machine(line)) return "node-hours";
  return line.item == BillItem::store_get || line.item == BillItem::store_put ? "thousand requests" : "GB";
}

/// It adds nothing to the sum, and says so.
Derivation unpriced_line(const Subject& subject, const BillLine& line) {
  Derivation made = leaf(item_of(subject, line), "usd", 0, "unknown", "no price is known");
  made.shown = "unknown";
  return made;
}

/// A rule of the provider whose machines are paid for.
Derivation by_billing(const Subject& subject, std::string name, Seconds time) {
  const std::string& cloud = subject.job.cluster.machine.cloud;
  return leaf(std::move(name), "seconds", time.value, "catalogue", cloud.empty() ? "" : "billing of " + cloud);
}

Derivation up_to_least(const Subject& subject, Seconds missing, int depth) {
  if (const std::optional<Seconds>& least = subject.job.cluster.tariff.minimum)
    return by_billing(subject, fmt::format("up to the least time billed, {}", to_text(*least)), missing);
  Derivation made = node("up to the least time billed", "seconds", missing.value);
  if (depth > 0) made.parts.push_back(constant(subject, ConstantId::minimum_billed));
  return made;
}

/// How long the machines are paid for: from their start until they are given back, no less than the least time
/// billed, in whole steps of billing.
Derivation time_paid(const Subject& subject, const HeldTime& held, int depth) {
  Derivation made = node("time paid", "seconds", held.billed().value, "from the start of the machines to their end");
  if (depth <= 0) return made;
  made.made = Made::sum;
  made.parts.push_back(wall_clock(subject, depth - 1));
  if (held.boot > Seconds{}) made.parts.push_back(constant(subject, ConstantId::node_boot));
  if (held.idle > Seconds{})
    made.parts.push_back(of_cluster(subject, "idle after the job", "seconds", held.idle.value, "cluster.idle_tail"));
  if (held.to_minimum > Seconds{}) made.parts.push_back(up_to_least(subject, held.to_minimum, depth - 1));
  if (held.to_step > Seconds{}) {
    const std::string step = to_text(subject.job.cluster.tariff.granularity);
    made.parts.push_back(by_billing(subject, "up to a whole step of billing, " + step, held.to_step));
  }
  return made;
}

Derivation hours_paid(const Subject& subject, int depth) {
  const HeldTime held = held_time(subject.base().timeline, subject.job, subject.job.cluster.tariff, subject.asked.k());
  Derivation made = node("hours paid", "", held.hours(), "time paid / 3600");
  if (depth > 0) made.parts.push_back(time_paid(subject, held, depth));
  return made;
}

Derivation node_hours(const Subject& subject, const BillLine& line, int depth) {
  const bool workers = line.item == BillItem::workers;
  Derivation made = node("node-hours", "", line.quantity, workers ? "nodes x hours paid" : "hours paid");
  if (depth <= 0) return made;
  made.made = Made::product;
  made.parts.push_back(hours_paid(subject, depth - 1));
  if (workers) made.parts.push_back(of_cluster(subject, "nodes", "", subject.job.cluster.nodes, "cluster.nodes"));
  return made;
}

/// What a platform counts: so much an hour of each worker, and so much of the rest of the cluster.
Derivation charged(const Subject& subject, const BillLine& line, int depth) {
  const Charge& charge = charge_of(subject, line);
  Derivation made = node(charge.unit + "s", "", line.quantity, "hours paid x units an hour");
  if (depth <= 0) return made;
  made.made = Made::product;
  made.parts.push_back(hours_paid(subject, depth - 1));
  const Cluster& cluster = subject.job.cluster;
  made.parts.push_back(
      leaf(fmt::format("{} x {} a worker + {}", cluster.nodes, number_text(charge.per_node), number_text(charge.fixed)),
           "", units_an_hour(charge, cluster), "given", charge.price.note));
  return made;
}

/// How much of it a line of the bill counts.
Derivation quantity_of(const Subject& subject, const BillLine& line, int depth) {
  if (is_machine(line)) return node_hours(subject, line, depth);
  if (line.item == BillItem::charge) return charged(subject, line, depth);
  const Figure measure = [item = line.item](const Estimate& e) {
    const auto same = std::ranges::find(e.bill.lines, item, &BillLine::item);
    return same == e.bill.lines.end() ? 0 : same->quantity;
  };
  return amount_of(subject, unit_of(subject, line), "", measure, depth);
}

/// Where requests have no price of a provider, that of the constants is shown.
Derivation price_of(const Subject& subject, const BillLine& line) {
  if (is_machine(line)) return of_cluster(subject, "price of an hour", "usd", *line.unit_price);
  if (const UnitPrice* known = tariff_price(line, subject.job.cluster))
    return leaf("price", "usd", *line.unit_price, "given", known->note);
  return constant(subject, line.item == BillItem::store_get ? ConstantId::get_price : ConstantId::put_price);
}

Derivation bill_line(const Subject& subject, const BillLine& line, int depth) {
  Derivation made = node(item_of(subject, line), "usd", line.cost->value,
                         fmt::format("{} {} x ${} each", number_text(line.quantity), unit_of(subject, line),
                                     number_text(*line.unit_price)));
  if (depth <= 0) return made;
  made.made = Made::product;
  made.parts.push_back(quantity_of(subject, line, depth - 1));
  made.parts.push_back(price_of(subject, line));
  return made;
}

}  // namespace

Derivation cost(const Subject& subject, int depth) {
  const Bill& bill = subject.base().bill;
  Derivation made = node("cost_usd", "usd", bill.total.value,
                         bill.partial ? "unknown: the sum of the lines that have a price is the least that it can be"
                                      : "the sum of the bill's lines");
  if (bill.partial) made.shown = "unknown; at least " + made.shown;
  if (std::ranges::none_of(bill.lines, [](const BillLine& line) { return line.cost.has_value(); }))
    made.shown = "unknown";
  if (depth <= 0) return made;
  made.made = Made::sum;
  for (const BillLine& line : bill.lines)
    made.parts.push_back(line.cost ? bill_line(subject, line, depth - 1) : unpriced_line(subject, line));
  return made;
}

}  // namespace sizer::explain

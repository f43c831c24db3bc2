// Where a number comes from: a tree whose leaves are lines of the user's file, catalogue entries, constants and
// defaults.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include "questions/explain/variation.h"
#include "sizer/explanation.h"
#include "text/quantity_text.h"

namespace sizer {
namespace {

using explain::Lever;
using explain::Measure;
using explain::Term;
using explain::Variation;

std::string shown(double value, const std::string& unit) {
  if (unit == "B") return to_text(Bytes{value});
  if (unit == "s" || unit == "seconds") return to_text(Seconds{value});
  if (unit == "usd") return to_text(Dollars{value});
  if (unit == "rows" || unit == "files") return to_text(Rows{value});
  if (unit == "B/s") return to_text(Rate{value});
  if (unit == "rows/s") return to_text(RowRate{value});
  if (unit == "s/B") return number_text(value * 1e9) + " s/GB";
  if (unit == "s/row") return number_text(value * 1e9) + " ns/row";
  if (unit == "core-s") return number_text(value) + " core-s";
  return number_text(value);
}

Derivation node(std::string name, std::string unit, double value, std::string formula = {}) {
  Derivation made;
  made.shown = shown(value, unit);
  made.name = std::move(name);
  made.unit = std::move(unit);
  made.value = value;
  made.formula = std::move(formula);
  made.origin = "derived";
  return made;
}

/// Its parts add up to it.
Derivation& summed(Derivation& whole) {
  whole.made = Made::sum;
  return whole;
}

Derivation leaf(std::string name, std::string unit, double value, std::string origin, std::string source) {
  Derivation made = node(std::move(name), std::move(unit), value);
  made.origin = std::move(origin);
  made.source = std::move(source);
  return made;
}

class Deriver {
 public:
  Deriver(const Job& job, const Constants& constants) : v_(job, constants, Case::typical), job_(job) {
    have_ = capacity(job.cluster, job.engine, v_.k());
    for (StageRow& row : make_summary(job, constants, estimate(job, job.cluster, constants)).stages)
      names_.push_back(std::move(row.name));
  }

  // ---- Time ---------------------------------------------------------------------------------------------------------

  /// Of a recorded job: its tasks, scheduled again.
  Derivation replayed(Derivation made, double tasks, int depth) const {
    made.formula = fmt::format("{} measured tasks, scheduled on {} slots as they come up", number_text(tasks),
                               number_text(have_.slots));
    if (depth <= 0) return made;
    made.parts.push_back(leaf("measured tasks", "tasks", tasks, "measured", where_text(place_of(job_, "measured"))));
    made.parts.push_back(slots(have_.slots));
    for (const ConstantId id : {ConstantId::recorded_pace, ConstantId::recorded_crowding})
      made.parts.push_back(constant(id));
    return made;
  }

  Derivation wall_clock(int depth) const {
    const Timeline& timeline = v_.base().timeline;
    if (job_.recorded)
      return replayed(node("wall_clock_seconds", "seconds", timeline.duration.value), job_.recorded->run.task_count(),
                      depth);
    Derivation made =
        node("wall_clock_seconds", "seconds", timeline.duration.value, "start-up, then the stages one after the other");
    if (depth <= 0) return made;
    summed(made).parts.push_back(startup(depth - 1));
    for (const std::vector<std::size_t>& group : groups()) made.parts.push_back(group_node(group, depth - 1));
    if (timeline.interruptions.expected > 0) made.parts.push_back(interruptions(depth - 1));
    add_rest(made, "nothing could run");
    return made;
  }

  /// Spot workers that are taken away.
  Derivation interruptions(int depth) const {
    const Interruptions& each = v_.base().timeline.interruptions;
    Derivation made =
        node("interruptions", "seconds", each.lost().value,
             fmt::format("{} expected x {} each", number_text(each.expected), shown(each.lost_each.value, "seconds")));
    if (depth > 0) made.parts.push_back(constant(ConstantId::interruption_rate));
    return made;
  }

  Derivation stage_seconds(std::size_t i, int depth) const {
    const Estimate& e = v_.base();
    const StageTime& time = e.timeline.stages[i];
    const std::string name = i < names_.size() ? fmt::format(" ({})", names_[i]) : "";
    Derivation made = node(fmt::format("stages[{}].seconds{}", i, name), "seconds", time.alone.value);
    if (job_.recorded) return replayed(std::move(made), e.plan.stages[i].tasks, depth);
    const double overhead = e.plan.stages[i].overhead.value, in_tasks = time.alone.value - overhead;
    made.formula = fmt::format("the longest of what its tasks, resources and driver need{}; bound by {}",
                               overhead > 0 ? ", and its overhead" : "", name_of(time.bound));
    if (depth <= 0) return made;
    summed(made).parts.push_back(longest_need(i, in_tasks, depth - 1));
    if (overhead > 0) {
      Derivation fixed = terms(
          fmt::format("stages[{}].overhead", i), "seconds",
          [i](const Estimate& x) { return at(x, i) ? at(x, i)->overhead.value : 0; }, depth - 1);
      fixed.formula = "listing, commit, broadcast, or start of workers";
      made.parts.push_back(std::move(fixed));
    }
    return made;
  }

  Derivation busy(std::size_t i, Resource resource, int depth) const {
    const Demand& need = v_.base().plan.stages[i].demand;
    const double seconds = v_.base().timeline.stages[i].busy[static_cast<std::size_t>(resource)].value;
    const std::string name = fmt::format("stages[{}].busy.{}", i, name_of(resource));
    Derivation made = node(name, "seconds", seconds);
    const auto amount = [&](const char* what, Bytes Demand::*field) {
      if ((need.*field).value <= 0 || depth <= 0) return;
      made.parts.push_back(amount_of(
          what, "B", [i, field](const Estimate& x) { return at(x, i) ? (at(x, i)->demand.*field).value : 0; },
          depth - 1));
    };
    switch (resource) {
      case Resource::cpu:
        made.formula = "slot time / slots";
        if (depth > 0) {
          made.parts.push_back(slot_time(i, depth - 1));
          made.parts.push_back(slots(have_.slots));
        }
        break;
      case Resource::network:
        made.formula = "the larger of what the nodes receive and send / their links together";
        amount("received", &Demand::network_in);
        amount("sent", &Demand::network_out);
        if (depth > 0) made.parts.push_back(links());
        break;
      case Resource::disk:
        made.formula = "bytes read / read speed + bytes written / write speed of the local disks together";
        amount("read from local disks", &Demand::disk_read);
        amount("written to local disks", &Demand::disk_write);
        if (depth > 0 && need.disk_read.value > 0)
          made.parts.push_back(
              of_cluster("local disks of all nodes, reading", "B/s", have_.disk_read.value, "cluster"));
        if (depth > 0 && need.disk_write.value > 0)
          made.parts.push_back(
              of_cluster("local disks of all nodes, writing", "B/s", have_.disk_write.value, "cluster"));
        break;
      default:
        made.formula = "grows with";
        if (depth > 0)
          grow(made, [i, resource](const Estimate& x) {
            return i < x.timeline.stages.size() ? x.timeline.stages[i].busy[static_cast<std::size_t>(resource)].value
                                                : 0;
          });
    }
    return made;
  }

  // ---- Bytes --------------------------------------------------------------------------------------------------------

  struct Kind {
    const char* name;
    Bytes (*of)(const StageBytes&);
  };
  static const std::vector<Kind>& kinds() {
    static const std::vector<Kind> all = {
        {"input_read", [](const StageBytes& b) { return b.input_read; }},
        {"shuffle_write", [](const StageBytes& b) { return b.shuffle_write; }},
        {"shuffle_read", [](const StageBytes& b) { return b.shuffle_read; }},
        {"spill_write", [](const StageBytes& b) { return b.spill_write; }},
        {"spill_read", [](const StageBytes& b) { return b.spill_read; }},
        {"broadcast", [](const StageBytes& b) { return b.broadcast; }},
        {"object_store", [](const StageBytes& b) { return b.object_store; }},
        {"output_write", [](const StageBytes& b) { return b.output_write; }},
        {"processed", [](const StageBytes& b) { return b.processed(); }},
    };
    return all;
  }

  Derivation bytes(const Kind& kind, int depth) const {
    Derivation made = node(fmt::format("bytes.{}", kind.name), "B", 0, "the sum of the stages");
    made.made = Made::sum;
    const std::vector<Stage>& stages = v_.base().plan.stages;
    for (std::size_t i = 0; i < stages.size(); ++i) {
      const double amount = kind.of(whole(stages[i].bytes)).value;
      made.value += amount;
      if (depth > 0 && amount > 0) made.parts.push_back(stage_bytes(i, kind, depth - 1));
    }
    made.shown = shown(made.value, "B");
    return made;
  }

  Derivation stage_bytes(std::size_t i, const Kind& kind, int depth) const {
    const std::string name = fmt::format("stages[{}].bytes.{}", i, kind.name);
    const double amount = kind.of(whole(v_.base().plan.stages[i].bytes)).value;
    if (std::string(kind.name) != "processed") {
      Derivation made = amount_of(
          name, "B", [i, kind](const Estimate& e) { return at(e, i) ? kind.of(at(e, i)->bytes).value : 0; }, depth);
      made.value = amount;
      return made;
    }
    Derivation made = node(name, "B", amount, "the sum of what it reads, moves and writes");
    if (depth <= 0) return made;
    made.made = Made::sum;
    for (const char* part : {"input_read", "shuffle_write", "shuffle_read", "object_store", "output_write"}) {
      const auto one = std::ranges::find(kinds(), std::string(part), [](const Kind& k) { return std::string(k.name); });
      if (one->of(whole(v_.base().plan.stages[i].bytes)).value > 0)
        made.parts.push_back(stage_bytes(i, *one, depth - 1));
    }
    return made;
  }

  // ---- Money --------------------------------------------------------------------------------------------------------

  Derivation cost(int depth) const {
    const Bill& bill = v_.base().bill;
    Derivation made = node("cost_usd", "usd", bill.total.value,
                           bill.partial ? "unknown: the sum of the lines that have a price is the least that it can be"
                                        : "the sum of the bill's lines");
    if (bill.partial) made.shown = "unknown; at least " + made.shown;
    if (std::ranges::none_of(bill.lines, [](const BillLine& line) { return line.cost.has_value(); }))
      made.shown = "unknown";
    if (depth <= 0) return made;
    made.made = Made::sum;
    for (const BillLine& line : bill.lines)
      made.parts.push_back(line.cost ? bill_line(line, depth - 1) : unpriced_line(line));
    return made;
  }

 private:
  /// The stage in an estimate that was varied; null where its plan is another.
  static const Stage* at(const Estimate& e, std::size_t i) {
    return i < e.plan.stages.size() ? &e.plan.stages[i] : nullptr;
  }

  /// Stages that run at the same time, one group after the other.
  std::vector<std::vector<std::size_t>> groups() const {
    const std::vector<StageTime>& times = v_.base().timeline.stages;
    std::vector<std::size_t> order(times.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return times[i].start; });
    std::vector<std::vector<std::size_t>> found;
    Seconds until{};
    for (const std::size_t i : order) {
      const bool alone = times[i].start.value >= until.value * (1 - 1e-9);
      if (found.empty() || alone) found.emplace_back();
      found.back().push_back(i);
      until = std::max(until, times[i].end);
    }
    return found;
  }

  Derivation startup(int depth) const {
    return terms(
        "start-up", "seconds", [](const Estimate& e) { return e.plan.startup.value; }, depth);
  }

  /// One stage, or several side by side.
  Derivation group_node(const std::vector<std::size_t>& group, int depth) const {
    if (group.size() == 1) return stage_seconds(group.front(), depth);
    const std::vector<StageTime>& times = v_.base().timeline.stages;
    Seconds start = times[group.front()].start, end{};
    std::string name;
    for (const std::size_t i : group) {
      end = std::max(end, times[i].end);
      name += fmt::format("{}stages[{}]", name.empty() ? "" : ", ", i);
    }
    Derivation made = node(name + " side by side", "seconds", (end - start).value,
                           "what each needs alone, less what they do at the same time");
    if (depth <= 0) return made;
    made.made = Made::sum;
    for (const std::size_t i : group) made.parts.push_back(stage_seconds(i, depth - 1));
    add_rest(made, "done at the same time");
    return made;
  }

  void add_rest(Derivation& whole, const std::string& why) const {
    double sum = 0;
    for (const Derivation& part : whole.parts) sum += part.value;
    const double rest = whole.value - sum;
    if (std::abs(rest) > 1e-6 * std::abs(whole.value))
      whole.parts.push_back(leaf(why, whole.unit, rest, "remainder", {}));
  }

  /// Which of tasks, resources and driver makes the stage as long as it is.
  Derivation longest_need(std::size_t i, double seconds, int depth) const {
    const Stage& stage = v_.base().plan.stages[i];
    const StageTime& time = v_.base().timeline.stages[i];
    if (std::abs(stage.driver.value - seconds) <= 1e-9 * seconds)
      return terms(
          fmt::format("stages[{}].driver", i), "seconds",
          [i](const Estimate& e) { return at(e, i) ? at(e, i)->driver.value : 0; }, depth);
    for (const Resource r :
         {Resource::object_store, Resource::disk, Resource::network, Resource::gpu, Resource::external})
      if (std::abs(time.busy[static_cast<std::size_t>(r)].value - seconds) <= 1e-9 * seconds) return busy(i, r, depth);
    Derivation made = node(fmt::format("stages[{}] in its slots", i), "seconds", seconds,
                           "slot time / slots, in whole waves of tasks, and the longest task after the others");
    if (depth <= 0) return made;
    made.parts.push_back(slot_time(i, depth - 1));
    const InSlots held = in_slots(stage, have_, v_.k());
    made.parts.push_back(slots(held.slots));
    made.parts.push_back(tasks(i, depth - 1));
    if (held.tasks > 1) made.parts.push_back(held.by_key ? hottest(i) : constant(ConstantId::straggler));
    return made;
  }

  /// Slot time, by what holds the slots.
  Derivation slot_time(std::size_t i, int depth) const {
    const Demand& need = v_.base().plan.stages[i].demand;
    const CoreSeconds all = sizer::slot_time(need, have_).total();
    Derivation made = node("slot time", "core-s", all.value, "computing, your code, waiting, launching");
    if (depth <= 0) return made;
    struct Part {
      const char* name;
      CoreSeconds Demand::*field;
    };
    constexpr Part parts[] = {
        {"computing by the engine", &Demand::cpu},         {"your code", &Demand::user},
        {"waiting for storage", &Demand::wait_store},      {"waiting for shuffle blocks", &Demand::wait_network},
        {"waiting for a service", &Demand::wait_external}, {"launching tasks", &Demand::task_overhead}};
    made.made = Made::sum;
    for (const Part& part : parts) {
      if ((need.*part.field).value <= 0) continue;
      const bool engine = part.field == &Demand::cpu, computing = engine || part.field == &Demand::user;
      std::vector<Derivation> factors;
      if (engine && have_.cpu_factor() != 1) factors.push_back(tuning(depth - 2));
      if (computing && have_.crowding != 1)
        factors.push_back(of_cluster("slots a vCPU", "ratio", have_.crowding, "cluster"));
      made.parts.push_back(slot_time_of(i, part.name, part.field, std::move(factors), depth - 1));
    }
    return made;
  }

  /// Core-seconds of one kind, times what makes them longer.
  Derivation slot_time_of(std::size_t i, const char* name, CoreSeconds Demand::*field, std::vector<Derivation> factors,
                          int depth) const {
    const Measure measure = [i, field](const Estimate& e) { return at(e, i) ? (at(e, i)->demand.*field).value : 0; };
    if (factors.empty()) return terms(name, "core-s", measure, depth);
    Derivation made = node(name, "core-s", measure(v_.base()), "with nothing in its way, x what slows it down");
    for (const Derivation& factor : factors) made.value *= factor.value;
    made.shown = shown(made.value, made.unit);
    if (depth <= 0) return made;
    made.made = Made::product;
    made.parts.push_back(terms("with nothing in its way", "core-s", measure, depth - 1));
    for (Derivation& factor : factors) made.parts.push_back(std::move(factor));
    return made;
  }

  Derivation tuning(int depth) const {
    Derivation made = node("factor on computing", "ratio", have_.cpu_factor(), "tuning x garbage collection");
    if (depth <= 0) return made;
    made.made = Made::product;
    made.parts.push_back(constant(constant_of(job_.cluster.tuning)));
    if (job_.engine == EngineKind::spark) made.parts.push_back(collection(depth - 1));
    return made;
  }

  Derivation collection(int depth) const {
    Derivation made = node("garbage collection", "ratio", have_.collection,
                           fmt::format("1 + {} / the heap of a core", shown(v_.k().collected_heap.value, "B")));
    if (depth > 0) made.parts.push_back(constant(ConstantId::collected_heap));
    return made;
  }

  Derivation slots(double most) const { return of_cluster("slots", "", most, "cluster"); }
  Derivation links() const { return of_cluster("links of all nodes", "B/s", have_.network.value, "cluster"); }

  /// What makes the longest task long: the share of the commonest key.
  Derivation hottest(std::size_t i) const {
    const Measure measure = [i](const Estimate& e) { return at(e, i) ? at(e, i)->hottest : 0; };
    Derivation made = node("the hottest task, as a multiple of the mean", "ratio", measure(v_.base()),
                           "the commonest key's share, over that of a task");
    for (const Variation::Dependence& each : v_.depends(measure))
      if (each.lever->name.ends_with("hot_key_share")) made.parts.push_back(leaf_of(*each.lever));
    return made;
  }

  /// A figure of the cluster: the line that gives or names it, and the catalogue's entry.
  Derivation of_cluster(std::string name, std::string unit, double value, const std::string& path) const {
    const Machine& machine = job_.cluster.machine;
    const std::string line = where_text(place_of(job_, path));
    std::string source = line.empty() ? "" : line + ", ";
    source += fmt::format("{} x {}", job_.cluster.nodes, machine.name);
    if (!machine.source.empty()) source += ", " + machine.source;
    return leaf(std::move(name), std::move(unit), value, machine.source.empty() ? "given" : "catalogue", source);
  }

  Derivation constant(ConstantId id) const {
    const ConstantInfo& info = constant_table()[static_cast<std::size_t>(id)];
    return leaf(info.name, info.unit, value_of(v_.k(), id), "constant", info.source);
  }

  Derivation tasks(std::size_t i, int depth) const {
    const Measure measure = [i](const Estimate& e) { return at(e, i) ? at(e, i)->tasks : 0; };
    Derivation made = amount_of("tasks", "", measure, depth);
    if (depth > 0 && made.parts.empty())
      given_steps(made, [&](std::initializer_list<Variation::Turn> turns) { return measure(v_.turned(turns)); });
    made.formula = "as the engine cuts the work" + std::string(made.parts.empty() ? "" : "; grows with");
    return made;
  }

  // ---- Sums and amounts ---------------------------------------------------------------------------------------------

  /// A sum of costs: each an amount times what a unit of it costs.
  Derivation terms(std::string name, std::string unit, const Measure& measure, int depth) const {
    Derivation made = node(std::move(name), std::move(unit), measure(v_.base()));
    if (depth <= 0) return made;
    for (const Term& term : explain::terms_of(v_, measure))
      made.parts.push_back(term_node(term, made.unit, measure, depth - 1));
    made.formula = made.parts.empty() ? "" : "the sum of amounts times what a unit of each costs";
    if (!made.parts.empty()) add_rest(summed(made), "what no cost of the table stands behind");
    return made;
  }

  Derivation term_node(const Term& term, const std::string& unit, const Measure& measure, int depth) const {
    const Lever& lever = *term.lever;
    const bool rate = lever.unit.ends_with("/s");
    const std::string counted = rate                    ? lever.unit.substr(0, lever.unit.size() - 2)
                                : lever.unit == "s/B"   ? "B"
                                : lever.unit == "s/row" ? "rows"
                                                        : "";
    Derivation made =
        node(fmt::format("for {}", lever.name), unit, term.value,
             fmt::format("{} {} {}", shown(term.amount, counted), rate ? "/" : "x", shown(lever.value, lever.unit)));
    if (depth <= 0) return made;
    made.parts.push_back(leaf_of(lever));
    // The amount in another estimate: what doubling the cost adds there, by the cost.
    const auto amount = [&](std::initializer_list<Variation::Turn> turn) {
      const double whole = measure(v_.turned(turn));
      std::vector<Variation::Turn> both(turn);
      const Variation::Turn doubled{&lever, rate ? 0.5 : 2};
      const double more = both.empty() ? measure(v_.turned({doubled})) : measure(v_.turned({both.front(), doubled}));
      return more - whole;
    };
    Derivation size = node("amount", counted, term.amount);
    const double before = amount({});
    std::vector<Variation::Dependence> found;
    constexpr double nudge = 1e-4;
    for (const Lever& other : v_.levers()) {
      if (&other == &lever) continue;
      const double elasticity = (amount({{&other, 1 + nudge}}) / before - 1) / nudge;
      if (std::abs(elasticity) > 1e-5) found.push_back({&other, elasticity});
    }
    grow(size, found);
    if (found.empty()) whole_steps(size, amount);
    if (!rate) made.made = Made::product;
    if (term.amount != 1 || !size.parts.empty()) made.parts.push_back(std::move(size));
    return made;
  }

  /// What the job gives and a whole number changes with, though not with a small change of it.
  template <class Amount>
  void given_steps(Derivation& made, Amount amount) const {
    for (const Lever& lever : v_.levers())
      if (!lever.is_constant && amount({{&lever, 2}}) != made.value) made.parts.push_back(leaf_of(lever));
  }

  /// What a whole number such as a count of tasks is settled from.
  template <class Amount>
  void whole_steps(Derivation& made, Amount amount) const {
    if (made.value == 1) return;
    given_steps(made, amount);
    for (const Variation::Switch& each : v_.switches())
      made.parts.push_back(leaf(each.name, each.unit, each.value, each.origin, each.source));
    if (!made.parts.empty()) made.formula = "a whole number that the engine settles, from";
  }

  /// An amount, and what it grows with.
  Derivation amount_of(std::string name, std::string unit, const Measure& measure, int depth) const {
    Derivation made = node(std::move(name), std::move(unit), measure(v_.base()));
    if (depth <= 0) return made;
    grow(made, measure);
    if (made.parts.empty())
      for (const Variation::Switch& each : v_.switches())
        if (measure(each.doubled) != made.value)
          made.parts.push_back(leaf(each.name, each.unit, each.value, each.origin, each.source));
    return made;
  }

  void grow(Derivation& made, const Measure& measure) const { grow(made, v_.depends(measure)); }

  /// As a product where it is one, else as a list of what it depends on.
  void grow(Derivation& made, const std::vector<Variation::Dependence>& found) const {
    double product = 1;
    std::string factors;
    for (const Variation::Dependence& each : found) {
      const bool up = each.elasticity > 0;
      product = up ? product * each.lever->value : product / each.lever->value;
      factors +=
          (factors.empty() ? (up ? "" : "1 / ") : (up ? " x " : " / ")) + shown(each.lever->value, each.lever->unit);
      Derivation part = leaf_of(*each.lever);
      if (std::abs(std::abs(each.elasticity) - 1) > 1e-3)
        part.formula = fmt::format("1 % more of it makes {:.2g} % {}", std::abs(each.elasticity), up ? "more" : "less");
      made.parts.push_back(std::move(part));
    }
    const bool is_product = !found.empty() && std::abs(product - made.value) <= 1e-6 * std::abs(made.value);
    if (!found.empty()) made.formula = is_product ? factors : "grows with";
  }

  Derivation leaf_of(const Lever& lever) const {
    return leaf(lever.name, lever.unit, lever.value, lever.is_constant ? "constant" : "given", lever.source);
  }

  // ---- The bill -----------------------------------------------------------------------------------------------------

  std::string item_name(const BillLine& line) const {
    return line.item == BillItem::charge ? charge_of(line).item : name_of(line.item);
  }

  const Charge& charge_of(const BillLine& line) const {
    return job_.cluster.tariff.charges[static_cast<std::size_t>(line.charge)];
  }

  std::string unit_of(const BillLine& line) const {
    if (line.item == BillItem::charge) return charge_of(line).unit;
    if (line.item == BillItem::workers || line.item == BillItem::driver) return "node-hours";
    return line.item == BillItem::store_get || line.item == BillItem::store_put ? "thousand requests" : "GB";
  }

  /// It adds nothing to the sum, and says so.
  Derivation unpriced_line(const BillLine& line) const {
    Derivation made = leaf(item_name(line), "usd", 0, "unknown", "no price is known");
    made.shown = "unknown";
    return made;
  }

  /// How long the machines are paid for: from their start until they are given back, no less than the least time
  /// billed, in whole steps of billing.
  Derivation time_paid(int depth) const {
    const Tariff& tariff = job_.cluster.tariff;
    const HeldTime held = held_time(v_.base().timeline, job_, tariff, v_.k());
    Derivation made = node("time paid", "seconds", held.billed().value, "from the start of the machines to their end");
    if (depth <= 0) return made;
    made.made = Made::sum;
    made.parts.push_back(wall_clock(depth - 1));
    if (held.boot > Seconds{}) made.parts.push_back(constant(ConstantId::node_boot));
    if (held.idle > Seconds{})
      made.parts.push_back(of_cluster("idle after the job", "seconds", held.idle.value, "cluster.idle_tail"));
    const std::string& cloud = job_.cluster.machine.cloud;
    const std::string billing = cloud.empty() ? "" : fmt::format("billing of {}", cloud);
    if (held.to_minimum > Seconds{})
      made.parts.push_back(tariff.minimum
                               ? leaf(fmt::format("up to the least time billed, {}", shown(tariff.minimum->value, "s")),
                                      "seconds", held.to_minimum.value, "catalogue", billing)
                               : up_to_least(held.to_minimum, depth - 1));
    if (held.to_step > Seconds{})
      made.parts.push_back(leaf(fmt::format("up to a whole step of billing, {}", shown(tariff.granularity.value, "s")),
                                "seconds", held.to_step.value, "catalogue", billing));
    return made;
  }

  Derivation up_to_least(Seconds missing, int depth) const {
    Derivation made = node("up to the least time billed", "seconds", missing.value);
    if (depth > 0) made.parts.push_back(constant(ConstantId::minimum_billed));
    return made;
  }

  Derivation in_hours(int depth) const {
    Derivation hours = time_paid(depth);
    const double seconds = hours.value;
    Derivation made = node("hours paid", "", seconds / seconds_an_hour, "time paid / 3600");
    if (depth > 0) made.parts.push_back(std::move(hours));
    return made;
  }

  Derivation node_hours(const BillLine& line, int depth) const {
    Derivation hours =
        node("node-hours", "", line.quantity, line.item == BillItem::workers ? "nodes x hours paid" : "hours paid");
    if (depth <= 0) return hours;
    hours.made = Made::product;
    hours.parts.push_back(in_hours(depth - 1));
    if (line.item == BillItem::workers)
      hours.parts.push_back(of_cluster("nodes", "", job_.cluster.nodes, "cluster.nodes"));
    return hours;
  }

  /// What a platform counts: so much an hour of each worker, and so much of the rest of the cluster.
  Derivation charged(const BillLine& line, int depth) const {
    const Charge& charge = charge_of(line);
    Derivation made = node(charge.unit + "s", "", line.quantity, "hours paid x units an hour");
    if (depth <= 0) return made;
    made.made = Made::product;
    made.parts.push_back(in_hours(depth - 1));
    made.parts.push_back(leaf(fmt::format("{} x {} a worker + {}", job_.cluster.nodes, number_text(charge.per_node),
                                          number_text(charge.fixed)),
                              "", units_an_hour(charge, job_.cluster), "given", charge.price.note));
    return made;
  }

  /// How much of it a line of the bill counts.
  Derivation quantity_of(const BillLine& line, int depth) const {
    if (line.item == BillItem::workers || line.item == BillItem::driver) return node_hours(line, depth);
    if (line.item == BillItem::charge) return charged(line, depth);
    const auto measure = [item = line.item](const Estimate& e) {
      const auto same = std::ranges::find(e.bill.lines, item, &BillLine::item);
      return same == e.bill.lines.end() ? 0 : same->quantity;
    };
    return amount_of(unit_of(line), "", measure, depth);
  }

  /// Where requests have no price of a provider, that of the constants is shown.
  Derivation price_of(const BillLine& line) const {
    if (const UnitPrice* known = tariff_price(line, job_.cluster))
      return leaf("price", "usd", *line.unit_price, "given", known->note);
    return constant(line.item == BillItem::store_get ? ConstantId::get_price : ConstantId::put_price);
  }

  Derivation bill_line(const BillLine& line, int depth) const {
    const bool nodes = line.item == BillItem::workers || line.item == BillItem::driver;
    Derivation made =
        node(item_name(line), "usd", line.cost->value,
             fmt::format("{} {} x ${} each", number_text(line.quantity), unit_of(line), number_text(*line.unit_price)));
    if (depth <= 0) return made;
    made.made = Made::product;
    made.parts.push_back(quantity_of(line, depth - 1));
    made.parts.push_back(nodes ? of_cluster("price of an hour", "usd", *line.unit_price, "cluster") : price_of(line));
    return made;
  }

  Variation v_;
  const Job& job_;
  Capacity have_;
  std::vector<std::string> names_;  ///< of the stages
};

/// "stages[2]" of a path: the index, and what follows it; false when the path does not begin so.
bool take_stage(std::string& path, std::size_t& index) {
  constexpr std::string_view head = "stages[";
  if (!path.starts_with(head)) return false;
  char* end = nullptr;
  index = std::strtoul(path.c_str() + head.size(), &end, 10);
  if (end == path.c_str() + head.size() || *end != ']' || end[1] != '.') return false;
  path = end + 2;
  return true;
}

}  // namespace

std::optional<Derivation> derive(const Job& job, const Constants& constants, const std::string& path, int depth) {
  std::string rest = path.starts_with("jobs[0].") ? path.substr(8) : path;
  if (constexpr std::string_view suffix = ".typical"; rest.ends_with(suffix)) rest.resize(rest.size() - suffix.size());
  const Deriver deriver(job, constants);
  if (rest == "wall_clock_seconds") return deriver.wall_clock(depth);
  if (rest == "cost_usd" || rest == "cost_usd.total") return deriver.cost(depth);
  std::size_t stage = 0;
  const bool of_stage = take_stage(rest, stage);
  if (of_stage && stage >= estimate(job, job.cluster, constants.at(Case::typical), Case::typical).plan.stages.size())
    return std::nullopt;
  if (of_stage && rest == "seconds") return deriver.stage_seconds(stage, depth);
  for (std::size_t r = 0; of_stage && r < resource_count; ++r)
    if (rest == std::string("busy.") + name_of(static_cast<Resource>(r)))
      return deriver.busy(stage, static_cast<Resource>(r), depth);
  for (const Deriver::Kind& kind : Deriver::kinds())
    if (rest == std::string("bytes.") + kind.name)
      return of_stage ? deriver.stage_bytes(stage, kind, depth) : deriver.bytes(kind, depth);
  return std::nullopt;
}

std::vector<std::string> derivable(const Job& job, const Constants& constants) {
  std::vector<std::string> paths = {"wall_clock_seconds", "cost_usd"};
  for (const Deriver::Kind& kind : Deriver::kinds()) paths.push_back(std::string("bytes.") + kind.name);
  const std::size_t stages = estimate(job, job.cluster, constants.at(Case::typical), Case::typical).plan.stages.size();
  for (std::size_t i = 0; i < stages; ++i)
    for (const char* figure : {"seconds", "busy.cpu", "bytes.processed"})
      paths.push_back(fmt::format("stages[{}].{}", i, figure));
  return paths;
}

}  // namespace sizer

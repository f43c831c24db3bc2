// When each stage runs and how long: its slots or its busiest resource, whichever lasts longer; then the graph of
// stages.
#include "sizer/timeline.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>

namespace sizer {
namespace {

constexpr std::size_t index_of(Resource resource) {
  return static_cast<std::size_t>(resource);
}

/// What a stage, or a group of stages that stream into each other, needs if it runs alone.
struct Need {
  Seconds in{}, out{};                         ///< of the network's two directions
  std::array<Seconds, resource_count> busy{};  ///< with the whole cluster's capacity; cpu: all slots
  Seconds alone{};
  Bound bound = Bound::cpu;
};

/// What holds the slots longest.
Bound largest(const SlotTime& time) {
  const std::pair<CoreSeconds, Bound> parts[] = {{time.computing(), Bound::cpu},
                                                 {time.store, Bound::object_store},
                                                 {time.network, Bound::network},
                                                 {time.external, Bound::external},
                                                 {time.overhead, Bound::overhead}};
  return std::ranges::max_element(parts, {}, [](const auto& part) { return part.first; })->second;
}

std::array<Seconds, resource_count> busy_of(const Stage& stage, const Capacity& have) {
  const Demand& need = stage.demand;
  std::array<Seconds, resource_count> busy{};
  busy[index_of(Resource::cpu)] = over(slot_time(need, have).total(), std::max(1.0, have.slots));
  busy[index_of(Resource::object_store)] = Rows{need.store_gets + need.store_puts} / have.store;
  busy[index_of(Resource::disk)] = need.disk_read / have.disk_read + need.disk_write / have.disk_write;
  busy[index_of(Resource::network)] = std::max(need.network_in, need.network_out) / have.network;
  const double gpus = stage.gpus > 0 ? std::min(stage.gpus, have.gpus) : have.gpus;
  busy[index_of(Resource::gpu)] = need.gpu / std::max(1.0, gpus);
  busy[index_of(Resource::external)] = need.external;
  return busy;
}

constexpr Bound as_bound(Resource resource) {
  switch (resource) {
    case Resource::cpu:
      return Bound::cpu;
    case Resource::object_store:
      return Bound::object_store;
    case Resource::disk:
      return Bound::disk;
    case Resource::network:
      return Bound::network;
    case Resource::gpu:
      return Bound::gpu;
    case Resource::external:
      return Bound::external;
  }
  return Bound::cpu;
}

Need need_of(const Stage& stage, const Capacity& have, const ConstantValues& k) {
  Need need;
  need.busy = busy_of(stage, have);
  need.in = stage.demand.network_in / have.network;
  need.out = stage.demand.network_out / have.network;
  const InSlots held = in_slots(stage, have, k);
  need.alone = held.lasts();
  const bool skewed = held.by_key && need.alone > over(held.time.total(), held.slots) * 2;
  need.bound = skewed ? Bound::skew : largest(held.time);
  for (const Resource resource :
       {Resource::object_store, Resource::disk, Resource::network, Resource::gpu, Resource::external}) {
    if (need.busy[index_of(resource)] <= need.alone) continue;
    need.alone = need.busy[index_of(resource)];
    need.bound = as_bound(resource);
  }
  // What one node does whatever their number lasts as long as it would on that node alone.
  need.alone = need.alone * (1 + k.one_node_share * std::max(0.0, have.nodes - 1));
  if (std::max(stage.driver, stage.overhead) > need.alone) need.bound = Bound::overhead;
  need.alone = (std::max(need.alone, stage.driver) + stage.overhead) * k.run_scatter;
  return need;
}

/// Stages that run as one: a Spark stage by itself, or a group of streaming operators.
struct Unit {
  Need need{};
  std::array<double, resource_count> use{};  ///< share of each resource that it keeps busy when it runs alone
  double left = 1;                           ///< share of its work still to do
  std::size_t waits_for{};                   ///< units that have not ended
  Seconds start{}, end{};
  bool started = false;
};

/// Operators that stream share the cluster: together they last as long as the resource they keep busiest, and no less
/// than the slowest of them alone.
void add_to(Unit& unit, const Need& need) {
  unit.need.in += need.in;
  unit.need.out += need.out;
  for (std::size_t r = 0; r < resource_count; ++r) {
    unit.need.busy[r] =
        r == index_of(Resource::network) ? std::max(unit.need.in, unit.need.out) : unit.need.busy[r] + need.busy[r];
    unit.need.alone = std::max(unit.need.alone, unit.need.busy[r]);
  }
  unit.need.alone = std::max(unit.need.alone, need.alone);
}

/// Which units wait for which.
class Order {
 public:
  /// Pairs of a unit and one that it waits for.
  void of(std::size_t units, const std::vector<std::pair<int, int>>& waits) {
    first_.assign(units + 1, 0);
    next_.resize(waits.size());
    for (const auto& [unit, before] : waits) ++first_[static_cast<std::size_t>(before) + 1];
    for (std::size_t i = 0; i < units; ++i) first_[i + 1] += first_[i];
    place_.assign(first_.begin(), first_.end() - 1);
    for (const auto& [unit, before] : waits)
      next_[place_[static_cast<std::size_t>(before)]++] = static_cast<std::size_t>(unit);
  }

  std::span<const std::size_t> after(std::size_t unit) const {
    return std::span(next_).subspan(first_[unit], first_[unit + 1] - first_[unit]);
  }

 private:
  std::vector<std::size_t> first_{}, next_{}, place_{};
};

/// The units that may run, in their order: a bit for each, so that few of many are found at once.
class Ready {
 public:
  void none_of(std::size_t units) {
    words_.assign((units + 63) / 64, 0);
    lowest_ = count_ = 0;
  }
  bool empty() const { return count_ == 0; }
  void add(std::size_t unit) {
    words_[unit / 64] |= bit(unit);
    lowest_ = std::min(lowest_, unit / 64);
    ++count_;
  }
  void remove(std::size_t unit) {
    words_[unit / 64] &= ~bit(unit);
    --count_;
  }
  /// Until `visit` says false.
  template <class Visit>
  void each(Visit visit) {
    while (count_ > 0 && words_[lowest_] == 0) ++lowest_;
    std::size_t left = count_;
    for (std::size_t word = lowest_; left > 0; ++word)
      for (std::uint64_t bits = words_[word]; bits != 0; bits &= bits - 1, --left)
        if (!visit(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)))) return;
  }

 private:
  static std::uint64_t bit(std::size_t unit) { return std::uint64_t{1} << (unit % 64); }

  std::vector<std::uint64_t> words_{};
  std::size_t lowest_ = 0, count_ = 0;
};

/// A unit that runs, until the cluster is divided anew.
struct Running {
  std::size_t unit;
  double speed;
  double needs;  ///< seconds to its end
};

/// What a schedule is made in. A report makes a thousand of them, so that memory is kept from one to the next.
struct Workshop {
  std::vector<int> unit_of{}, unit_of_group{};
  std::vector<Unit> units{};
  std::vector<std::pair<int, int>> waits{};  ///< a unit, and one that it waits for
  Order order{};
  Ready ready{};
  std::vector<Running> running{};
};

/// Units at their speeds, from one moment at which the cluster is divided anew to the next.
class Progress {
 public:
  explicit Progress(Workshop& in) : units_(in.units), order_(in.order), ready_(in.ready), running_(in.running) {
    ready_.none_of(units_.size());
    running_.clear();
    for (std::size_t i = 0; i < units_.size(); ++i) {
      Unit& unit = units_[i];
      const double alone = unit.need.alone.value;
      // Of more than any number can hold, it never runs, and takes nothing.
      const bool runs = std::isfinite(alone) && alone > 0;
      for (std::size_t r = 0; r < resource_count; ++r) unit.use[r] = runs ? unit.need.busy[r].value / alone : 0;
      if (unit.waits_for == 0) admit(i);
    }
  }

  bool done() const { return ready_.empty(); }
  bool stuck() const { return running_.empty(); }

  /// First come, first served: each as fast as the resources that are left allow.
  void divide(Seconds now) {
    running_.clear();
    std::array<double, resource_count> room;
    room.fill(1);
    ready_.each([&](std::size_t i) {
      Unit& unit = units_[i];
      double share = 1;
      for (std::size_t r = 0; r < resource_count; ++r)
        if (unit.use[r] > nothing) share = std::min(share, room[r] / unit.use[r]);
      if (share > nothing) {
        for (std::size_t r = 0; r < resource_count; ++r) room[r] -= share * unit.use[r];
        if (!unit.started) unit.start = now;
        unit.started = true;
        const double alone = unit.need.alone.value;
        const double speed = alone > 0 ? share / alone : INFINITY;
        if (unit.left / speed < INFINITY) running_.push_back({i, speed, unit.left / speed});
      }
      for (std::size_t r = 0; r < resource_count; ++r)
        if (without_[r] == 0 && room[r] <= nothing) return false;
      return true;
    });
  }

  /// To the moment at which the next of them ends. Where very many run at once, to that at which one in 64 has, and of
  /// a thousand one in 16: what the first of these leave is given on a little late.
  Seconds advance(Seconds now) {
    const std::size_t crowd = running_.size() < 1000 ? 64 : 16;
    const auto last = running_.begin() + static_cast<std::ptrdiff_t>(running_.size() / crowd);
    std::vector<Running>::iterator next = std::ranges::min_element(running_, {}, &Running::needs);
    if (last != running_.begin()) {
      std::ranges::nth_element(running_, last, {}, &Running::needs);
      next = last;
    }
    const double step = next->needs;
    const Seconds then{now.value + step};
    for (const Running& each : running_) {
      Unit& unit = units_[each.unit];
      if (each.needs > step * (1 + 1e-9))
        unit.left -= step * each.speed;
      else
        end(each.unit, each.needs < step ? Seconds{now.value + each.needs} : then);
    }
    return then;
  }

 private:
  static constexpr double nothing = 1e-12;

  void admit(std::size_t unit) {
    ready_.add(unit);
    count(unit, 1);
  }
  void end(std::size_t unit, Seconds at) {
    units_[unit].end = at;
    ready_.remove(unit);
    count(unit, -1);
    for (const std::size_t next : order_.after(unit))
      if (--units_[next].waits_for == 0) admit(next);
  }
  /// Keeps how many of those that may run go on where a resource is used up.
  void count(std::size_t unit, int more) {
    if (!std::isfinite(units_[unit].need.alone.value)) return;
    for (std::size_t r = 0; r < resource_count; ++r)
      if (units_[unit].use[r] <= nothing) without_[r] += more;
  }

  std::vector<Unit>& units_;
  const Order& order_;
  Ready& ready_;
  std::vector<Running>& running_;
  std::array<std::ptrdiff_t, resource_count> without_{};  ///< of those that may run
};

/// Runs the units: those that are ready share the cluster.
Seconds run(Workshop& in, Seconds now) {
  Progress progress(in);
  while (!progress.done()) {
    progress.divide(now);
    if (progress.stuck()) break;  // only when a plan asks for more than any number can hold
    now = progress.advance(now);
  }
  return now;
}

}  // namespace

const char* name_of(Bound bound) {
  switch (bound) {
    case Bound::cpu:
      return "cpu";
    case Bound::object_store:
      return "object_store";
    case Bound::disk:
      return "disk";
    case Bound::network:
      return "network";
    case Bound::gpu:
      return "gpu";
    case Bound::external:
      return "external";
    case Bound::skew:
      return "skew";
    case Bound::overhead:
      return "overhead";
  }
  return "";
}

SlotTime slot_time(const Demand& need, const Capacity& have) {
  return {.engine = need.cpu * have.cpu_factor(),
          .user = need.user,
          .crowding = have.crowding,
          .vcpu_speed = have.vcpu_speed,
          .store = need.wait_store,
          .network = need.wait_network,
          .external = need.wait_external,
          .overhead = need.task_overhead};
}

Seconds InSlots::lasts() const {
  const double used = std::min(tasks, slots);
  if (used <= 0) return {};
  const CoreSeconds work = time.total();
  const Seconds mean = over(work, tasks);
  const Seconds waves = mean * std::ceil(tasks / slots);
  const Seconds tail = over(work, used) + mean * (stretch - 1);
  return std::max(waves, tail);
}

InSlots in_slots(const Stage& stage, const Capacity& have, const ConstantValues& k) {
  InSlots made{.time = slot_time(stage.demand, have), .tasks = stage.tasks};
  made.slots = std::max(1.0, stage.slots > 0 ? std::min(stage.slots, have.slots) : have.slots);
  made.by_key = stage.hottest > k.straggler;
  if (stage.tasks > 1) made.stretch = std::max(k.straggler, stage.hottest);
  return made;
}

namespace {

Timeline as_fixed(const FixedTimes& times) {
  Timeline timeline;
  timeline.duration = times.duration;
  for (const FixedTime& each : times.stages) {
    StageTime& stage = timeline.stages.emplace_back();
    stage.start = each.start;
    stage.end = each.end;
    stage.alone = each.alone;
    stage.busy[index_of(Resource::cpu)] = each.cpu;
  }
  return timeline;
}

}  // namespace

Timeline schedule(const Plan& plan, const Capacity& have, const ConstantValues& k) {
  if (plan.fixed) return as_fixed(*plan.fixed);
  thread_local Workshop workshop;
  auto& [unit_of, unit_of_group, units, waits, order, ready, running] = workshop;
  const std::size_t n = plan.stages.size();
  Timeline timeline;
  timeline.stages.resize(n);

  unit_of.resize(n);
  unit_of_group.clear();
  units.clear();
  for (std::size_t i = 0; i < n; ++i) {
    const Stage& stage = plan.stages[i];
    int unit = -1;
    if (stage.group >= 0) {
      const auto group = static_cast<std::size_t>(stage.group);
      if (unit_of_group.size() <= group) unit_of_group.resize(group + 1, -1);
      unit = unit_of_group[group];
    }
    if (unit < 0) {
      unit = static_cast<int>(units.size());
      units.emplace_back();
      if (stage.group >= 0) unit_of_group[static_cast<std::size_t>(stage.group)] = unit;
    }
    unit_of[i] = unit;
    const Need need = need_of(stage, have, k);
    timeline.stages[i].alone = need.alone;
    timeline.stages[i].busy = need.busy;
    timeline.stages[i].bound = need.bound;
    add_to(units[static_cast<std::size_t>(unit)], need);
  }
  waits.clear();
  for (std::size_t i = 0; i < n; ++i)
    for (const int before : plan.stages[i].after) {
      waits.emplace_back(unit_of[i], unit_of[static_cast<std::size_t>(before)]);
      ++units[static_cast<std::size_t>(unit_of[i])].waits_for;
    }
  order.of(units.size(), waits);

  timeline.duration = run(workshop, plan.startup);
  for (std::size_t i = 0; i < n; ++i) {
    const Unit& unit = units[static_cast<std::size_t>(unit_of[i])];
    timeline.stages[i].start = unit.start;
    timeline.stages[i].end = unit.end;
  }
  return timeline;
}

}  // namespace sizer

// How long a stage keeps its slots, and each resource of the cluster.
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "questions/explain/derive.h"
#include "text/quantity_text.h"

namespace sizer::explain {
namespace {

Derivation collection(const Subject& subject, int depth) {
  Derivation made = node("garbage collection", "ratio", subject.have.collection,
                         fmt::format("1 + {} / the heap of a core", to_text(subject.asked.k().collected_heap)));
  if (depth > 0) made.parts.push_back(constant(subject, ConstantId::collected_heap));
  return made;
}

/// What makes the engine's computing longer.
Derivation cpu_factor(const Subject& subject, int depth) {
  Derivation made = node("factor on computing", "ratio", subject.have.cpu_factor(), "tuning x garbage collection");
  if (depth <= 0) return made;
  made.made = Made::product;
  made.parts.push_back(constant(subject, constant_of(subject.job.cluster.tuning)));
  if (subject.job.engine->collection != nullptr) made.parts.push_back(collection(subject, depth - 1));
  return made;
}

/// One of what holds the slots: what the stage needs of it, times what slows that down.
struct Holding {
  const char* name;
  CoreSeconds Demand::*needed;
  double held;                        ///< with all factors
  std::vector<Derivation> factors{};  ///< other than 1
};

/// All of a stage that it has any of.
std::vector<Holding> holdings(const Subject& subject, const Demand& need, const SlotTime& time, int depth) {
  std::vector<Derivation> of_user;
  if (time.crowding != 1) of_user.push_back(of_cluster(subject, "slots a vCPU", "ratio", time.crowding));
  if (time.vcpu_speed != 1)
    of_user.push_back(of_cluster(subject, "time of a vCPU, against m5d", "ratio", 1 / time.vcpu_speed));
  std::vector<Derivation> of_engine = of_user;
  if (subject.have.cpu_factor() != 1) of_engine.insert(of_engine.begin(), cpu_factor(subject, depth));
  const CoreSeconds engine = time.slowed(time.engine), user = time.slowed(time.user);
  std::vector<Holding> all = {
      {"computing by the engine", &Demand::cpu, engine.value, std::move(of_engine)},
      {"your code", &Demand::user, user.value, std::move(of_user)},
      {"waiting for storage", &Demand::wait_store, time.store.value},
      {"waiting for shuffle blocks", &Demand::wait_network, time.network.value},
      {"waiting for a service", &Demand::wait_external, time.external.value},
      {"launching tasks", &Demand::task_overhead, time.overhead.value},
  };
  std::erase_if(all, [&](const Holding& each) { return (need.*each.needed).value <= 0; });
  return all;
}

Derivation holding(const Subject& subject, std::size_t i, Holding of, int depth) {
  const Figure needed = of_stage(i, [field = of.needed](const Stage& stage) { return (stage.demand.*field).value; });
  if (of.factors.empty()) return terms(subject, of.name, "core-s", needed, depth);
  Derivation made = node(of.name, "core-s", of.held, "with nothing in its way, x what slows it down");
  if (depth <= 0) return made;
  made.made = Made::product;
  made.parts.push_back(terms(subject, "with nothing in its way", "core-s", needed, depth - 1));
  for (Derivation& factor : of.factors) made.parts.push_back(std::move(factor));
  return made;
}

/// Slot time, by what holds the slots.
Derivation slot_time(const Subject& subject, std::size_t i, int depth) {
  const Demand& need = subject.stage(i).demand;
  const SlotTime time = sizer::slot_time(need, subject.have);
  Derivation made = node("slot time", "core-s", time.total().value, "computing, your code, waiting, launching");
  if (depth <= 0) return made;
  made.made = Made::sum;
  for (Holding& each : holdings(subject, need, time, depth - 2))
    made.parts.push_back(holding(subject, i, std::move(each), depth - 1));
  return made;
}

/// What makes the longest task long: the share of the commonest key.
Derivation hottest(const Subject& subject, std::size_t i) {
  const Figure measure = of_stage(i, [](const Stage& stage) { return stage.hottest; });
  Derivation made = node("the hottest task, as a multiple of the mean", "ratio", measure(subject.base()),
                         "the commonest key's share, over that of a task");
  for (const Variation::Dependence& each : subject.asked.depends(measure))
    if (each.lever->name.ends_with("hot_key_share")) made.parts.push_back(leaf_of(*each.lever));
  return made;
}

Derivation tasks(const Subject& subject, std::size_t i, int depth) {
  Derivation made = count_of(subject, "tasks", of_stage(i, [](const Stage& stage) { return stage.tasks; }), depth);
  made.formula = made.parts.empty() ? "as the engine cuts the work" : "as the engine cuts the work; grows with";
  return made;
}

/// Bytes that a stage moves; nothing where it moves none.
void add_moved(const Subject& subject, Derivation& made, std::size_t i, const char* name, Bytes Demand::*field,
               int depth) {
  const Figure moved = of_stage(i, [field](const Stage& stage) { return (stage.demand.*field).value; });
  if (moved(subject.base()) > 0) made.parts.push_back(amount_of(subject, name, "B", moved, depth));
}

void busy_slots(const Subject& subject, Derivation& made, std::size_t i, int depth) {
  made.formula = "slot time / slots";
  if (depth <= 0) return;
  made.made = Made::product;
  made.parts.push_back(slot_time(subject, i, depth - 1));
  made.parts.push_back(divisor(slots(subject, subject.have.slots)));
}

void busy_network(const Subject& subject, Derivation& made, std::size_t i, int depth) {
  made.formula = "the larger of what the nodes receive and send / their links together";
  if (depth <= 0) return;
  add_moved(subject, made, i, "received", &Demand::network_in, depth - 1);
  add_moved(subject, made, i, "sent", &Demand::network_out, depth - 1);
  made.parts.push_back(of_cluster(subject, "links of all nodes", "B/s", subject.have.network.value));
}

void busy_disk(const Subject& subject, Derivation& made, std::size_t i, int depth) {
  made.formula = "bytes read / read speed + bytes written / write speed of the local disks together";
  if (depth <= 0) return;
  const Demand& need = subject.stage(i).demand;
  const Capacity& have = subject.have;
  add_moved(subject, made, i, "read from local disks", &Demand::disk_read, depth - 1);
  add_moved(subject, made, i, "written to local disks", &Demand::disk_write, depth - 1);
  if (need.disk_read.value > 0)
    made.parts.push_back(of_cluster(subject, "local disks of all nodes, reading", "B/s", have.disk_read.value));
  if (need.disk_write.value > 0)
    made.parts.push_back(of_cluster(subject, "local disks of all nodes, writing", "B/s", have.disk_write.value));
}

double seconds_of(const StageTime& time, Resource resource) {
  return time.busy[static_cast<std::size_t>(resource)].value;
}

}  // namespace

Derivation in_slots(const Subject& subject, std::size_t i, double seconds, int depth) {
  Derivation made = node(fmt::format("stages[{}] in its slots", i), "seconds", seconds,
                         "slot time / slots, in whole waves of tasks, and the longest task after the others");
  if (depth <= 0) return made;
  const InSlots held = sizer::in_slots(subject.stage(i), subject.have, subject.asked.k());
  made.parts.push_back(slot_time(subject, i, depth - 1));
  made.parts.push_back(slots(subject, held.slots));
  made.parts.push_back(tasks(subject, i, depth - 1));
  if (held.tasks > 1)
    made.parts.push_back(held.by_key ? hottest(subject, i) : constant(subject, ConstantId::straggler));
  return made;
}

Derivation slots(const Subject& subject, double count) {
  return of_cluster(subject, "slots", "", count);
}

Derivation busy(const Subject& subject, std::size_t i, Resource resource, int depth) {
  Derivation made = node(fmt::format("stages[{}].busy.{}", i, name_of(resource)), "seconds",
                         seconds_of(subject.stage_time(i), resource));
  switch (resource) {
    case Resource::cpu:
      busy_slots(subject, made, i, depth);
      break;
    case Resource::network:
      busy_network(subject, made, i, depth);
      break;
    case Resource::disk:
      busy_disk(subject, made, i, depth);
      break;
    default:
      made.formula = "grows with";
      if (depth > 0)
        grow(subject, made, [i, resource](const Estimate& e) {
          return i < e.timeline.stages.size() ? seconds_of(e.timeline.stages[i], resource) : 0;
        });
  }
  return made;
}

}  // namespace sizer::explain

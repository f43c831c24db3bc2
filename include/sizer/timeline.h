/// \file
/// When each stage runs, how long, and because of what.
#pragma once

#include <array>
#include <vector>

#include "sizer/plan.h"

namespace sizer {

/// What decides how long a stage lasts.
enum class Bound { cpu, object_store, disk, network, gpu, external, skew, overhead };
const char* name_of(Bound bound);

struct StageTime {
  Seconds start{}, end{};
  Seconds alone{};                             ///< had it the cluster for itself
  std::array<Seconds, resource_count> busy{};  ///< what each resource would need by itself
  Bound bound = Bound::cpu;
};

/// What the loss of spot workers is expected to do to a run; all 0 for workers that stay.
struct Interruptions {
  double expected = 0;  ///< in a run
  Seconds lost_each{};  ///< that one makes the run longer: work done again, and a worker less until another is up
  Fraction gives_up{};  ///< chance that the job ends for them: Spark, when a stage fails too often in a row

  Seconds lost() const { return lost_each * expected; }  ///< that they make a run longer
};

struct Timeline {
  std::vector<StageTime> stages;  ///< same index as Plan::stages
  Seconds duration{};             ///< start-up included, and the time that interruptions are expected to take
  Interruptions interruptions{};
};

/// How long the tasks of a stage hold their slots on a cluster, added up, by what holds them.
struct SlotTime {
  CoreSeconds engine{};                        ///< the engine's own computing: tuning and garbage collection are in it
  CoreSeconds user{};                          ///< the user's code
  double crowding = 1;                         ///< slots that share a vCPU: both take so many times as long
  double vcpu_speed = 1;                       ///< against one of m5d: both take so much less
  CoreSeconds store{}, network{}, external{};  ///< waiting for storage, for shuffle blocks, for a service
  CoreSeconds overhead{};                      ///< launching and finishing tasks

  CoreSeconds computing() const { return slowed(engine + user); }
  CoreSeconds slowed(CoreSeconds computing) const { return computing * (crowding / vcpu_speed); }
  CoreSeconds total() const { return computing() + store + network + external + overhead; }
  CoreSeconds in_tasks() const { return total() - overhead; }  ///< without what launches and ends a task
};
SlotTime slot_time(const Demand& need, const Capacity& have);

/// How the tasks of a stage fill its slots.
struct InSlots {
  SlotTime time{};
  double tasks = 1, slots = 1;
  double stretch = 1;   ///< the longest task, as a multiple of the mean
  bool by_key = false;  ///< the longest task is that of the commonest key, else any that straggles

  /// Whole waves, or even work and then the longest task's excess.
  Seconds lasts() const;
};
InSlots in_slots(const Stage& stage, const Capacity& have, const ConstantValues& k);

/// Laws: a stage is never shorter than the work of any one resource; the whole is never shorter than its longest path,
/// nor than the total work of any resource over its capacity. A plan whose times are fixed runs by them.
Timeline schedule(const Plan& plan, const Capacity& have, const ConstantValues& k);

/// Workers are lost at random, each by itself, `interruption_rate` times an hour. Spark: the lost worker's tasks run
/// again, and so do the tasks that wrote its shuffle files, back to the inputs. Ray: the same, and the
/// blocks that wait for the next operator; streaming operators leave nothing else behind.
Interruptions interruptions_of(const Plan& plan, const Timeline& timeline, const Job& job, const Cluster& cluster,
                               const ConstantValues& k);

}  // namespace sizer

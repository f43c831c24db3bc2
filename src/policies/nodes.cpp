// Policies on what the nodes have too few or too little of: GPUs, their memory, CPUs for actors, room on disks.
#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "policies/rules.h"
#include "text/quantity_text.h"

namespace sizer::policies {

std::optional<Finding> gpu_memory(const Noted& of) {
  return of.finding(fmt::format("{}: the model needs {} of GPU memory; a GPU here has {}", of.where,
                                bytes_text(of.n.amount), bytes_text(of.n.limit)),
                    "a GPU with more memory, fewer actors on a GPU, or a smaller (quantised) model", "model_size");
}

std::optional<Finding> no_gpu(const Noted& of) {
  return of.finding(fmt::format("{}: asks for GPUs, and the cluster has none", of.where),
                    "choose a cluster with GPUs (ray-gpu-baseline, or a g5, g4dn or p4d machine), or device: cpu",
                    "device");
}

std::optional<Finding> actors_do_not_fit(const Noted& of) {
  return of.finding(
      fmt::format("{}: {:.0f} actors are asked for, and there is room for {:.0f}", of.where, of.n.amount, of.n.limit),
      "fewer actors, or more nodes", "actors");
}

std::optional<Finding> pools_wait(const Noted& of) {
  return of.finding(
      fmt::format(
          "{}: actors that stream together hold {:g} of {:g} CPUs; tasks that read, shuffle or write find none, "
          "and both wait for each other for ever",
          of.where, of.n.amount, of.n.limit),
      "fewer actors, or more nodes: a CPU must be left for tasks", "actors");
}

std::optional<Finding> worker_does_not_fit(const Noted& of) {
  return of.finding(fmt::format("{}: one worker asks for {:g} CPUs and {:g} GPUs, more than a node has", of.where,
                                of.n.amount, of.n.beside),
                    "ask for less, or choose larger machines", "cpus");
}

std::optional<Finding> local_disk_full(const Noted& of) {
  Finding made = of.finding(fmt::format("shuffle and spill files take {}; the local disks hold {}",
                                        bytes_text(of.n.amount), bytes_text(of.n.limit)),
                            "machines with larger local disks, or more of them; spark: {codec: zstd} writes less");
  if (of.s.job.engine->settings == SettingsOf::spark)
    made.changes.push_back({{{"spark.codec", "zstd"}}, [](Job& to) { to.spark.codec = Codec::zstd; }});
  return made;
}

/// A volume of whole hundreds of GB that holds the node's share, and as much again to be free.
std::optional<Finding> root_volume_full(const Noted& of) {
  constexpr double step = 100e9, most = 16e12;  // gp3's largest volume
  const int nodes = std::max(1, of.s.job.cluster.nodes);
  Finding made = of.finding(
      fmt::format(
          "shuffle and spill files take {}; the machines have no local disks, and the volumes of {} node{} hold "
          "{}{}",
          bytes_text(of.n.amount), nodes, nodes == 1 ? "" : "s", bytes_text(of.n.limit),
          of.s.job.cluster.root_volume ? "" : ", if they are of the usual size"),
      "machines with local disks, or larger volumes: say what a node has by root_volume in the cluster");
  made.at = "cluster.root_volume";
  const Bytes enough{std::ceil(of.n.amount * spare / nodes / step) * step};
  const bool written_out = of.s.job.places.contains("cluster.nodes");  // one that is named has no keys to set
  if (enough.value <= most && written_out)
    made.changes.push_back(
        {{{"cluster.root_volume", to_text(enough)}}, [enough](Job& to) { to.cluster.root_volume = enough; }});
  return made;
}

}  // namespace sizer::policies

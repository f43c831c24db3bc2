// Jobs on clusters drawn at random, with all that a cluster file can say: for what manifests must carry.
#pragma once

#include "generated_job.h"
#include "sizer/deploy.h"
#include "sizer/input.h"

namespace sizer::generated {

/// Names as nobody should give them.
inline std::string nasty_name(Draw& draw) {
  const char* const names[] = {"daily metrics",
                               "a\"; rm -rf /",
                               "it's `id` $(reboot) $HOME",
                               "two\nlines\n--- {yaml: [1, 2]} # no comment",
                               "\\back\\slash %s \t tab",
                               "- !!binary &a *a | > @ no: yes",
                               ("\xC3\xA9t\xC3\xA9 \xE2\x80\xAE"
                                "evil"),
                               "007",
                               "---",
                               "Robert'); DROP TABLE jobs;--"};
  return names[draw.below(static_cast<int>(std::size(names)))];
}

inline Bytes mebibytes(Draw& draw, double low, double high) {
  return Bytes{std::floor(draw.decades(low, high)) * 1048576};
}

inline Machine machine(Draw& draw) {
  const char* const types[] = {"m5d.4xlarge", "m6i.2xlarge",   "r5d.8xlarge",       "c6id.4xlarge",
                               "g5.12xlarge", "n2-standard-8", "Standard_D16ds_v5", "i3.2xlarge"};
  Machine made;
  const bool sold = draw.chance(0.7);
  if (sold) made = find_machine(types[draw.below(static_cast<int>(std::size(types)))], {});
  if (!sold) {
    made.name = "ours";
    made.vcpus = 2 << draw.below(6);
    made.gpus = draw.chance(0.3) ? 1 + draw.below(8) : 0;
    if (made.gpus > 0) made.gpu = "A100";
    if (made.gpus > 0 && draw.chance(0.5)) made.gpu_memory = Bytes{40e9};
  }
  if (!sold || draw.chance(0.3)) made.memory = mebibytes(draw, 8192, 1e6);
  if (!sold || draw.chance(0.3)) made.network = Rate{std::floor(draw.decades(1e8, 1e10))};
  if (draw.chance(0.3)) made.disk.count = 1 + draw.below(8);
  if (made.disk.count > 0 && (made.disk.size == Bytes{} || draw.chance(0.3)))
    made.disk.size = Bytes{std::floor(draw.decades(1e11, 4e12))};
  if (made.disk.count > 0 && draw.chance(0.3)) made.disk.read = Rate{draw.decades(1e8, 3e9)};
  if (made.disk.count > 0 && draw.chance(0.3)) made.disk.write = Rate{draw.decades(1e8, 3e9)};
  if (draw.chance(0.3)) made.price = Price{draw.decades(0.1, 20)};
  return made;
}

inline SparkSettings spark_settings(Draw& draw) {
  SparkSettings made;
  const double versions[] = {2.4, 3.3, 3.4, 3.5, 4.0};
  const auto some = [&](auto& field, auto value) {
    if (draw.chance(0.5)) field = value;
  };
  some(made.version, versions[draw.below(5)]);
  some(made.shuffle_partitions, 1 + draw.below(5000));
  some(made.default_parallelism, 1 + draw.below(5000));
  some(made.adaptive, draw.chance(0.5));
  some(made.skew_join, draw.chance(0.5));
  some(made.advisory_partition_size, Bytes{std::floor(draw.decades(1e6, 1e9))});
  some(made.broadcast_threshold, draw.chance(0.3) ? Bytes{} : Bytes{std::floor(draw.decades(1e6, 1e9))});
  some(made.adaptive_broadcast_threshold, Bytes{std::floor(draw.decades(1e6, 1e9))});
  some(made.max_broadcast, Bytes{4e9});
  some(made.broadcast_timeout, Seconds{static_cast<double>(1 + draw.below(3600))});
  some(made.max_result_size, draw.chance(0.3) ? Bytes{} : mebibytes(draw, 100, 10000));
  some(made.driver_memory, mebibytes(draw, 512, 60000));
  some(made.max_partition_bytes, mebibytes(draw, 1, 1000));
  some(made.prefer_sort_merge, draw.chance(0.5));
  some(made.codec, draw.chance(0.5) ? Codec::lz4 : Codec::zstd);
  some(made.reuse_partitioning, draw.chance(0.5));
  return made;
}

inline RaySettings ray_settings(Draw& draw) {
  RaySettings made;
  const auto some = [&](auto& field, auto value) {
    if (draw.chance(0.5)) field = value;
  };
  some(made.version, draw.chance(0.5) ? 2.54 : 2.46);
  some(made.object_store_share, (5 + draw.below(70)) / 100.0);
  some(made.max_aggregators, 1 + draw.below(500));
  some(made.partitions, 1 + draw.below(5000));
  some(made.read_blocks, 1 + draw.below(5000));
  return made;
}

/// How it is bought, where its data lie, what charges for it, and where its driver runs.
inline void buy(Draw& draw, Cluster& cluster) {
  const Pricing pricings[] = {Pricing::on_demand, Pricing::spot, Pricing::reserved};
  cluster.pricing = pricings[draw.below(3)];
  if (cluster.pricing == Pricing::reserved) cluster.machine.reserved_discount = (1 + draw.below(60)) / 100.0;
  const std::vector<std::string> platforms = built_in_catalogue().platforms(cluster.machine.cloud);
  if (draw.chance(0.5))
    cluster.platform = platforms[static_cast<std::size_t>(draw.below(static_cast<int>(platforms.size())))];
  if (draw.chance(0.3)) cluster.zones = 1 + draw.below(3);
  if (draw.chance(0.3)) cluster.data_location = DataLocation::other_region;
  if (draw.chance(0.3)) cluster.idle_tail = Seconds{60.0 * draw.below(30)};
  if (!cluster.driver && draw.chance(0.3)) cluster.driver_place = DriverPlace::on_worker;
  built_in_catalogue().price_cluster(cluster);
}

/// A job that is to be deployed; the cluster's settings are those of the job.
inline Job deployed_job(unsigned seed) {
  Draw draw(seed);
  Job made = job(seed);
  made.name = nasty_name(draw);
  Cluster& cluster = made.cluster;
  cluster.machine = machine(draw);
  cluster.name = "generated";
  cluster.nodes = 1 + draw.below(300);
  cluster.executors = {1 + draw.below(8), 1 + draw.below(16), mebibytes(draw, 500, 2e5), mebibytes(draw, 384, 2e4)};
  cluster.usable_cpus = 1 + draw.below(static_cast<int>(cluster.machine.vcpus));
  if (draw.chance(0.3) && cluster.usable_cpus > 1) cluster.usable_cpus -= 0.5;
  if (draw.chance(0.1)) cluster.nodes = 1;
  if (draw.chance(0.3)) cluster.driver = find_machine("m5.xlarge", {});
  buy(draw, cluster);
  made.own_spark = made.spark = spark_settings(draw);
  made.own_ray = made.ray = ray_settings(draw);
  made.keep_cluster = made.engine->settings == SettingsOf::ray && draw.chance(0.5);
  return made;
}

inline Deployment deployment(const Job& job) {
  return deployment_of(job, estimate(job, job.cluster, Constants()), built_in_catalogue().info());
}

}  // namespace sizer::generated

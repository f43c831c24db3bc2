/// \file
/// Machines, clusters and prices: what a job runs on.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sizer/place.h"
#include "sizer/range.h"
#include "sizer/settings.h"
#include "sizer/units.h"

namespace sizer {

/// The local disks of a node; speeds are of one disk.
struct LocalDisk {
  int count = 0;
  Bytes size{};
  std::optional<Rate> read{}, write{};  ///< unknown: the constants' local_disk_read_rate, local_disk_write_rate
};

/// What the maker publishes of a GPU, by which one is compared with another.
struct GpuModel {
  std::string name;                                            ///< as machines call it: "A10G"
  double teraflops = 0;                                        ///< dense FP16 tensor arithmetic
  Rate memory_bandwidth{};                                     ///< of its own memory
  std::string source{};                                        ///< with the year
  std::optional<double> fp32{}, tf32{}, fp8{}, int8{}, fp4{};  ///< teraflops of other precisions; empty: it lacks them
  bool bf16 = true;                                            ///< as fast as FP16
  bool tensor_cores = true;
  std::optional<Bytes> memory{};
  bool fast_link = false;  ///< NVLink or the like between the GPUs of a node; else PCIe
};

/// The class of GPUs that the constants' rates are of: what a job is written for that names none.
inline constexpr const char* usual_gpu = "T4/A10 class";

/// Throughput of a GPU against that of another, as its makers' figures bound it: by tensor arithmetic or by memory, and
/// typically in the middle.
Range<double> speed_against(const GpuModel& gpu, const GpuModel& reference);

enum class Architecture { x86_64, arm64 };
const char* name_of(Architecture architecture);

/// One node as sold. Unknown figures are empty, never 0.
struct Machine {
  std::string name;
  std::string cloud{};   ///< the provider: aws, azure, gcp, or a word of a user's catalogue; empty: unknown
  std::string region{};  ///< that its prices are of
  std::string series{};  ///< machines that differ in size alone: "m5d"
  std::optional<Architecture> architecture{};
  double vcpus = 0;
  Bytes memory{};
  std::optional<Range<Ratio>> vcpu_speed{};  ///< of a vCPU, all of them busy, against one of m5d; empty: as fast
  std::optional<Rate> network{};             ///< what it keeps up (baseline), not the burst
  LocalDisk disk{};
  int gpus = 0;
  std::string gpu{};
  std::optional<Bytes> gpu_memory{};
  std::optional<Price> price{};  ///< on demand
  std::string price_date{};
  std::optional<Range<Price>> spot{};  ///< between which it moves
  std::string spot_date{};
  std::optional<Fraction> reserved_discount{};  ///< off `price`, where it is reserved
  std::string source{};                         ///< of shape and prices
  std::string note{};                           ///< discount and exchange rate that are in the price
};

/// How the workers are bought. A driver or head is never spot, because the job ends with it.
enum class Pricing { on_demand, spot, reserved };
const char* name_of(Pricing pricing);

/// Where the driver (Spark) or head (Ray) runs: on a node of its own, beside the tasks of a worker, or (Spark's local
/// mode) in the process that runs the tasks.
enum class DriverPlace { own_node, on_worker, local };
const char* name_of(DriverPlace place);

/// Where inputs and outputs lie, as seen from the cluster.
enum class DataLocation { same_region, other_region, internet };

/// What one unit of something costs that is no machine.
struct UnitPrice {
  std::optional<double> usd{};  ///< empty: unknown
  std::string note{};           ///< whose price, and of which date
};

/// What a platform takes for every hour that a cluster is held. How much of a unit that is follows from the machines.
struct Charge {
  std::string item{}, unit{};  ///< "EMR", "instance-hour"
  double per_node = 0;         ///< units an hour of a worker
  double fixed = 0;            ///< and of the driver or the cluster as a whole
  UnitPrice price{};
};

/// All prices but the machines' own, found once when a cluster is read: a bill is then plain arithmetic.
struct Tariff {
  bool machines_included = false;  ///< the platform's charges pay for the machines, too
  std::vector<Charge> charges{};
  std::optional<UnitPrice> get{}, put{};  ///< of 1000 requests; empty: the constants get_price, put_price
  UnitPrice cross_zone{};                 ///< of a GB that goes to another zone, both ends together
  UnitPrice region_transfer{}, egress{};  ///< of a GB to (from) another region; to the internet
  std::optional<Seconds> minimum{};       ///< least time billed; empty: the constant minimum_billed
  Seconds granularity{};                  ///< time is billed in steps of it; to the second: 0
  Seconds idle_tail{};                    ///< how long machines stay after the job
};

enum class Storage { object_store, hdfs, local_disk, network_disk };
enum class Tuning { tuned, typical, untuned };

/// How Spark executors lie on a node.
struct Executors {
  int per_node = 0;
  int cores = 0;
  Bytes memory{};      ///< heap of one
  Bytes overhead{};    ///< beside the heap
  bool packed = true;  ///< nobody gave the heap: it is what a node has room for
};

/// A cluster as the model sees it: `nodes` equal workers, and a driver (or head) on a node of its own or on one of
/// them.
struct Cluster {
  std::string name;
  Machine machine{};
  int nodes = 0;
  Storage storage = Storage::object_store;
  Tuning tuning = Tuning::typical;
  Executors executors{};   ///< Spark
  double usable_cpus = 0;  ///< Ray: CPUs of a node for tasks and actors
  double gpu_speed = 1;  ///< of its GPUs, as published, against the class that the constants' rates are of; unknown: 1
  std::optional<GpuModel> gpu{};       ///< what is published of its GPUs; of those without a name, of the usual class
  std::optional<Bytes> root_volume{};  ///< of a node without local disks, for shuffles and spills; empty: the usual one
  DriverPlace driver_place = DriverPlace::own_node;
  std::optional<Machine> driver{};  ///< of a driver on its own node; none: a machine of the workers' type
  SparkSettings spark{};            ///< the cluster's settings; those of the job override them
  RaySettings ray{};
  Pricing pricing = Pricing::on_demand;
  std::string platform{};  ///< emr, databricks, dataproc, ...; empty: none that takes a charge
  int zones = 1;           ///< that the nodes lie in
  DataLocation data_location = DataLocation::same_region;
  std::optional<Seconds> idle_tail{};  ///< empty: the platform's
  Tariff tariff{};                     ///< set by price_cluster (catalogue.h) from the above
  Place place{};
};

/// True when the driver or head is a machine beside the workers, which is paid for by itself.
bool has_driver_node(const Cluster& cluster);
/// What the driver or head runs on.
const Machine& driver_machine(const Cluster& cluster);

/// Memory that Spark's driver takes of a worker: heap and overhead where it runs beside executors, else nothing.
Bytes driver_on_worker(const Cluster& cluster, const SparkSettings& settings);

/// Fits the heap of executors to a driver on their node: where nobody gave it, it is what the driver leaves; in local
/// mode it is the driver's own.
void make_room_for_driver(Cluster& cluster, const SparkSettings& settings);

/// Spark executors of the usual shape for a node: about four cores each, heap and overhead sharing its memory.
Executors pack_executors(const Machine& machine);

}  // namespace sizer

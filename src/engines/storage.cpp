// Reading inputs from storage and writing outputs to it.
#include "engines/storage.h"

#include <algorithm>
#include <cmath>

namespace sizer::engines {
namespace {

using namespace sizer::literals;

constexpr Bytes upload_part = 64_MiB;  // S3A and the cloud writers upload large files in parts of about this size
constexpr Bytes usual_file = 128_MiB;

}  // namespace

void read_input(Stage& stage, Bytes amount, double files, Storage storage, const ConstantValues& k, Fraction waits) {
  stage.bytes.input_read += amount;
  Demand& need = stage.demand;
  switch (storage) {
    case Storage::object_store: {
      const double gets = amount.value * k.store_gets_per_byte + files;
      need.store_read += amount;
      need.store_gets += gets;
      need.network_in += amount;
      need.wait_store += held(amount / k.store_connection_rate + gets * k.store_first_byte) * waits;
      break;
    }
    case Storage::hdfs: {
      const Bytes remote = amount * k.hdfs_remote_share;
      need.disk_read += amount;
      need.network_in += remote;
      need.network_out += remote;
      need.wait_network += held(remote / k.fetch_rate);
      break;
    }
    case Storage::local_disk:
    case Storage::network_disk:
      need.disk_read += amount;
      break;
  }
}

void write_output(Stage& stage, Bytes amount, double files, Storage storage, const ConstantValues& k, Fraction waits) {
  stage.bytes.output_write += amount;
  Demand& need = stage.demand;
  switch (storage) {
    case Storage::object_store: {
      const double puts = amount / upload_part + files;
      need.store_write += amount;
      need.store_puts += puts;
      need.network_out += amount;
      need.wait_store += held(amount / k.store_connection_rate + puts * k.store_first_byte) * waits;
      break;
    }
    case Storage::hdfs: {
      const Bytes copies = amount * (k.hdfs_replication - 1);
      need.disk_write += amount + copies;
      need.network_in += copies;
      need.network_out += copies;
      need.wait_network += held(copies / k.fetch_rate);
      break;
    }
    case Storage::local_disk:
    case Storage::network_disk:
      need.disk_write += amount;
      break;
  }
  stage.overhead += files * k.commit_file;
}

Bytes scratch_room(const Cluster& cluster, const ConstantValues& k) {
  const LocalDisk& disk = cluster.machine.disk;
  return disk.count > 0 ? disk.size * disk.count : cluster.root_volume.value_or(k.root_volume);
}

double files_of(const Input& input, Case c, Bytes stored) {
  if (!input.files) return std::max(1.0, std::ceil(stored / usual_file));
  const Fraction left = input.partitions_read ? at(*input.partitions_read, c) : 1.0;
  return std::max(1.0, std::ceil(at(*input.files, c).value * left));
}

double files_read(const Job& job, Case c, const Ledger& ledger) {
  std::vector<char> read(job.inputs.size(), 0);
  for (const Step& step : job.steps)
    for (const Source source : step.from)
      if (source.is_input) read[static_cast<std::size_t>(source.index)] = 1;
  double files = 0;
  for (std::size_t i = 0; i < job.inputs.size(); ++i)
    if (read[i] != 0) files += files_of(job.inputs[i], c, ledger.inputs[i].stored);
  return files;
}

}  // namespace sizer::engines

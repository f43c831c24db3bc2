/// \file
/// Files to values. Every function throws `InputError` with all that is wrong, or `Unreadable` (no such file, a
/// directory).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sizer/catalogue.h"
#include "sizer/constants.h"
#include "sizer/job.h"

namespace sizer {

/// `--set path=value`: replaces (or adds) one value of a job file before it is read, e.g. `inputs.customers.size=1 GB`
/// or `steps[0].join.strategy=broadcast`.
struct Override {
  std::string path;
  std::string value;
};

/// What a job is read with.
struct ReadOptions {
  std::string cluster{};  ///< `--cluster`: replaces the job's; a name, a file, or written out: "{nodes: 4, ...}"
  std::vector<Override> overrides{};
  std::string default_cluster{};         ///< of the configuration: for a job that names none
  std::string pricing{};                 ///< `--pricing`: replaces the job's and the cluster's
  const Catalogue* catalogue = nullptr;  ///< null: the one that is compiled in
};

/// The largest job file, or other file that a person writes.
inline constexpr std::size_t max_file_size = 4u << 20;
/// The text of a file ("-": standard input) of at most `most` bytes.
std::string read_file(const std::string& path, std::size_t most = max_file_size);

/// A job file's text, YAML or JSON, as a job. `file` is what messages call it.
Job read_job(const std::string& text, const std::string& file, const ReadOptions& options = {});

/// The same, parsed once, to be read in several ways. May be copied; reading is safe on several threads.
class JobText {
 public:
  JobText(std::string text, std::string file);
  Job read(const ReadOptions& options = {}) const;

 private:
  struct Parsed;
  std::shared_ptr<const Parsed> parsed_;
};

/// The text of a file (YAML) that reads back as the same job.
std::string write_job(const Job& job);

/// How many documents a job file has: YAML's `---` lies between two of them.
std::size_t documents_in(const std::string& text);
/// Document `number`, from 1 on, alone, on the lines on which it stands; empty where there is none of that number.
std::string document_of(const std::string& text, std::size_t number);

/// A file that holds one cluster, as `cluster:` of a job would.
Cluster read_cluster(const std::string& text, const std::string& file,
                     const Catalogue& catalogue = built_in_catalogue());

/// True where what is given as a cluster is a file's path: "cluster.yaml", "clusters/prod".
bool names_cluster_file(std::string_view cluster);
/// The path as it is beside the file that gives it.
std::string beside_file(const std::string& file, const std::string& path);
/// The cluster file that a job is read with; empty: its cluster is none of a file's.
std::string cluster_file_of(const Job& job, const ReadOptions& how);
/// A cluster file's text as `ReadOptions::cluster` takes it. Throws InputError.
std::string cluster_on_one_line(const std::string& text, const std::string& file);

/// "spark-baseline", "20 x m5d.4xlarge": a cluster of the catalogue. `place` is for errors.
Cluster find_cluster(const std::string& name, const Place& place, const Catalogue& catalogue = built_in_catalogue());

/// A constants file (mapping of name to value or range), or a profile (the same under `constants`, with the back-test
/// of the fit), laid over `base`.
Constants read_constants(const std::string& text, const std::string& file, const Constants& base);

/// A limit as a flag gives it: "$40" for max_cost. `flag` is what messages call it.
Limit read_limit(GateId id, const std::string& text, const std::string& flag);

/// A catalogue type by name; throws InputError with the nearest known name.
Machine find_machine(const std::string& name, const Place& place, const Catalogue& catalogue = built_in_catalogue());

}  // namespace sizer

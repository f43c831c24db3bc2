/// \file
/// What the verbs that read jobs have in common: constants, draws, configuration, and failures that do not spread.
#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "commands/command.h"
#include "sizer/config.h"
#include "sizer/draws.h"
#include "sizer/input.h"

namespace sizer {

/// Does `work`; what goes wrong becomes diagnostics. The exit code that the failure alone would have, or 0.
int guarded(const std::string& file, std::vector<Diagnostic>& diagnostics, const std::function<void()>& work);

/// Of a batch: 4 when some is done and some failed, else the worst code of all.
int batch_code(int worst, bool some_done);

/// A whole number that a flag gives, or `otherwise`.
int whole_number(const std::string& flag, const std::string& given, int least, int most, int otherwise);

/// "inputs.clicks.size=2 TB" as path and value; `flag` is what messages call it.
Override read_assignment(const std::string& flag, const std::string& text);

/// The strategy that a word of --plan stands for.
JoinStrategy strategy_of(std::string plan);

/// Gives every join the strategy of `--plan`; false when there is no join.
bool set_strategy(Job& job, const std::string& plan);

/// The text of a file, or of standard input, of at most `most` bytes.
std::string read_text(const std::string& file, std::istream& in, std::size_t most = max_file_size);
/// "<stdin>" for "-".
std::string shown_name(const std::string& file);
/// The text of the document that an operand names ("jobs.yaml#2"), on its lines; of a file that has fewer, an error.
std::string job_text(const std::string& operand, std::istream& in);

/// The catalogue with the files of --catalog laid over it.
Catalogue catalogue_of(const Options& options);

/// Throws InputError where a policy or gate is named that does not exist.
void check_codes(const Config& config);

/// The configuration that counts for a job file; none with --no-config.
std::string config_file_for(const Options& options, const std::string& job_file);

/// The job of an earlier result that stands for `job`: of the same name and file, else of the same name, the one after
/// as many of that name as came `before` it. Null: there is none.
const JobReport* same_job(const std::vector<JobReport>& others, const JobReport& job, std::size_t before);

/// The estimates of a saved result; throws InputError where it holds none.
std::vector<JobReport> jobs_of(Result saved, const std::string& file);

/// The built-in constants with those of --profile over them, and those of --constants over both.
Constants constants_of(const Options& options);

class Session {
 public:
  /// Throws InputError or Unreadable where the constants cannot be read. `jobs`: how many there are; of very many each
  /// is drawn less often, where --draws does not say how often.
  Session(const Options& options, std::istream& in, std::size_t jobs = 1);

  /// Head of every result: the verb, the version, the catalogue, the constants.
  Result begin(const std::string& command) const;

  /// A job, and what it was read from.
  struct Given {
    Job job;
    JobSource source;
  };
  /// Of a file, under --cluster, --set and --plan. A plan without a join is told in `diagnostics`.
  Given read(const std::string& file, std::vector<Diagnostic>& diagnostics) const;
  /// The same of its text, where that was read before.
  Given read(const std::string& file, std::string text, std::vector<Diagnostic>& diagnostics) const;
  /// Of what an earlier result was made from.
  Given read_again(const JobSource& source, const std::string& file) const;

  JobReport report_on(const Given& given) const;
  /// Warns, once a machine, where the prices of a cluster are older than --max-age on the day of --as-of (or
  /// SOURCE_DATE_EPOCH); without such a day nothing is old.
  void tell_age(const Cluster& cluster, std::vector<Diagnostic>& diagnostics) const;
  /// How any job is read: cluster, pricing, catalogue and --set of the command line and the configuration.
  ReadOptions reading() const;

  /// The configuration of a job file, read once a file.
  const Config& config_for(const std::string& job_file);
  /// Every limit, exception and policy that holds for a job: of flags, job file and, for `check`, configuration.
  Rules rules_for(const Given& given, bool with_config);

  const Options& options() const { return options_; }
  const Constants& constants() const { return constants_; }
  const Catalogue& catalogue() const { return catalogue_; }
  const Drawing& drawing() const { return drawing_; }

 private:
  const Options& options_;
  std::istream& in_;
  Constants constants_;
  Catalogue catalogue_;
  Drawing drawing_;
  Budget flags_;  ///< of --max-cost and its like
  std::vector<Override> overrides_;
  std::map<std::string, Config> configs_;
};

}  // namespace sizer

/// \file
/// Flags, environment and configuration as what the library is asked with.
#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "api/failure.h"
#include "api/reading.h"
#include "cli/command.h"
#include "sizer/config.h"
#include "sizer/sizer.h"

namespace sizer {

using api::batch_code;

/// What is wrong with a field of a request, "max-cost", as the command line has it.
UsageError usage_error(const std::string& field, const std::string& message);

/// As api::guarded, without the text of files that lie out of the project. Throws UsageError where the request is
/// wrong.
int guarded(const std::string& file, std::vector<Diagnostic>& diagnostics, const std::function<void()>& work);

/// The exit code of diagnostics that are the answer. Throws UsageError where the request is wrong.
int code_of(const Diagnostics& diagnostics);

/// An answer as a verb shows it; `head`: of the result, where there is none.
Outcome outcome_of(Answer<Result> answer, Result head);

/// A whole number that a flag gives, or `otherwise`.
int whole_number(const std::string& flag, const std::string& given, int least, int most, int otherwise);

/// "inputs.clicks.size=2 TB" as path and value; `flag` is what messages call it.
Override read_assignment(const std::string& flag, const std::string& text);

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

/// The built-in constants with those of --profile over them, and those of --constants over both.
Constants constants_of(const Options& options);

class Session {
 public:
  /// Throws InputError or Unreadable where the constants cannot be read. `jobs`: how many there are; of very many each
  /// is drawn less often, where --draws does not say how often.
  Session(const Options& options, std::istream& in, std::size_t jobs = 1);

  /// Reads the job that an operand names into `job`, and asks: what a verb of one job does.
  Outcome answer(const char* verb, const std::string& operand, JobFile& job,
                 const std::function<Answer<Result>()>& ask) const;

  /// The job that an operand names, of `text` where that was read before.
  JobFile job_file(const std::string& operand) const;
  static JobFile job_file(const std::string& operand, std::string text);

  /// The configuration of a job file, read once a file.
  const Config& config_for(const std::string& job_file);
  /// Every limit, exception and policy that holds for a job: of flags, job file and, for `check`, configuration.
  Rules rules_for(const api::Given& given, bool with_config);

  const Options& options() const { return options_; }
  const Setup& setup() const { return setup_; }
  const api::Reading& reading() const { return reading_; }
  const Budget& limits() const { return flags_; }

 private:
  const Options& options_;
  std::istream& in_;
  Budget flags_;  ///< of --max-cost and its like
  Setup setup_;
  api::Reading reading_;
  std::map<std::string, Config> configs_;
};

}  // namespace sizer

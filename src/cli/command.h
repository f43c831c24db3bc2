/// \file
/// The verbs and flags of the command line, as tables: parsing, help, completions and the manual are all made from
/// them.
#pragma once

#include <iosfwd>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sizer/render.h"

namespace sizer {

/// What the user asked for, as typed; a verb reads the fields it accepts.
struct Options {
  std::vector<std::string> operands{};  ///< what follows the verb
  std::string format = "text", output{}, get{}, color = "auto", width{};
  std::vector<std::string> reports{};  ///< --report FORMAT=FILE
  std::string cluster{}, plan{}, engine{}, sort{}, constants{}, profile{}, config{};
  std::vector<std::string> catalog{};  ///< --catalog FILE, each
  std::string pricing{}, as_of{}, max_age{};
  std::vector<std::string> set{}, vary{}, gpu_rate{}, runs{}, exports{}, pick{};
  std::string max_cost{}, max_time{}, max_bytes{}, max_shuffle{}, max_spill{}, max_increase{};
  std::string baseline{}, gate_on{}, fail_on{};
  std::string deadline{}, objective{}, confidence{}, nodes{}, machine{}, cloud{}, manager{};
  std::string draws{}, seed{}, top{}, depth{};
  std::string from{}, to{}, kind{}, stdin_filename{};
  std::string default_cluster{};                   ///< of the configuration, for jobs that name none
  std::string config_file{}, config_clusters{};    ///< the configuration, and its `clusters` as a catalogue has them
  std::string user_config{}, source_date_epoch{};  ///< $XDG_CONFIG_HOME/sizer, $SOURCE_DATE_EPOCH
  std::ostream* progress = nullptr;                ///< the terminal that shows progress; null: there is none
  std::vector<Diagnostic> warnings{};              ///< about the configuration
  std::map<std::string, std::string> origins{};    ///< of each flag that is set: "--format" to what set it
  bool pareto = false, spot = false, strict = false, sensitivity = false, origin = false, no_config = false;
  bool quiet = false, verbose = false, plain = false, no_color = false, pager = false;
  bool help = false, version = false, json = false;
};

/// A file that a verb makes.
struct NewFile {
  std::string path, text;
};

class ManyJobs;

/// What a verb has to say. Verbs write nothing themselves, so that nothing is ever half written.
struct Outcome {
  std::string output{};                   ///< of a verb that makes no result
  std::optional<Result> result{};         ///< else: what is shown in each format that was asked for
  std::shared_ptr<ManyJobs> many_jobs{};  ///< of the result, where they are set aside
  std::vector<Diagnostic> diagnostics{};
  int code = 0;
  std::vector<NewFile> files{};      ///< of `init`; --output has named them, and `output` goes to standard output
  std::vector<NewFile> manifests{};  ///< of `size`: written beside the result, over what is there
};

struct Verb {
  const char* name;
  const char* operands;  ///< "JOB..."
  const char* formats;   ///< that it writes, separated by spaces; empty: those that can show what its result holds
  const char* help;
  Outcome (*run)(const Options&, std::istream& in, const Style&);
};
const std::vector<Verb>& verbs();
/// Throws UsageError for a word that is no verb.
const Verb& find_verb(const std::string& name);

struct Flag {
  const char* names;  ///< "-f,--format"
  const char* value;  ///< "FORMAT"; empty: a switch
  const char* help;
  const char* verbs;  ///< which accept it, separated by spaces; empty: all
  std::variant<bool Options::*, std::string Options::*, std::vector<std::string> Options::*> field;
  std::vector<std::string_view> choices{};  ///< empty: anything
};
const std::vector<Flag>& flags();

/// "--format": the name that messages use.
std::string_view long_name(const Flag& flag);
/// "SIZER_FORMAT": the environment variable that stands for a flag when it is not given.
std::string variable_of(const Flag& flag);
bool accepts(const Verb& verb, const Flag& flag);
/// The formats that a verb may be asked for.
std::vector<std::string> formats_of(const Verb& verb);

/// The help of one verb, or of the whole program.
std::string help_of(const Verb* verb);

/// Thrown where the command line is wrong (exit code 2).
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// "unknown verb 'estimat'; did you mean 'estimate'?", or the list of what is known.
UsageError unknown(const std::string& what, const std::string& word, const std::vector<std::string_view>& known);

}  // namespace sizer

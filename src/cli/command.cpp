// The tables of verbs and flags.
#include "cli/command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <sstream>

#include "cli/file_kind.h"
#include "embedded.h"
#include "sizer/deploy.h"
#include "text/spelling.h"

namespace sizer {

#define VERB(name, operands, formats, help) \
  Outcome run_##name(const Options& options, std::istream& in, const Style& style);
#include "cli/list.inc"
#undef VERB

namespace {

constexpr const char* jobs_verbs = "estimate check compare size explain export";
constexpr const char* catalogue_verbs = "estimate check compare size diff explain export clusters validate version";
constexpr const char* gate_verbs = "estimate check";
constexpr const char* config_verbs = "estimate check compare size diff explain export config";
constexpr const char* result_verbs = "estimate check compare size diff explain report";

/// "join" of src/templates/join.yaml.
std::vector<std::string_view> templates() {
  std::vector<std::string_view> names;
  for (const embedded::File& file : embedded::templates()) names.push_back(file.name.substr(0, file.name.find('.')));
  return names;
}

std::vector<std::string_view> target_names() {
  std::vector<std::string_view> names;
  for (const Target& target : targets()) names.push_back(target.name);
  return names;
}

std::vector<std::string_view> formats() {
  std::vector<std::string_view> names;
  for (const Renderer& renderer : renderers()) names.emplace_back(renderer.name);
  return names;
}

}  // namespace

const std::vector<Verb>& verbs() {
  static const std::vector<Verb> table = {
#define VERB(name, operands, formats, help) {#name, operands, formats, help, run_##name},
#include "cli/list.inc"
#undef VERB
  };
  return table;
}

const Verb& find_verb(const std::string& name) {
  const auto found = std::ranges::find(verbs(), name, &Verb::name);
  if (found != verbs().end()) return *found;
  std::vector<std::string_view> known;
  for (const Verb& verb : verbs()) known.emplace_back(verb.name);
  if (name.ends_with(".yaml") || name.ends_with(".yml") || name.ends_with(".json"))
    throw UsageError(fmt::format("'{}' is not a verb; did you mean 'sizer estimate {}'?", name, name));
  throw unknown("verb", name, known);
}

const std::vector<Flag>& flags() {
  static const std::vector<Flag> table = {
      {"--cluster", "NAME",
       "run on this cluster: a catalogue name, \"20 x m5d.4xlarge\", or a file; compare: several, with commas",
       "estimate check compare size explain export calibrate backtest", &Options::cluster},
      {"--catalog", "FILE", "machines, clusters and prices of your own, over those that are built in; repeatable",
       catalogue_verbs, &Options::catalog},
      {"--pricing",
       "HOW",
       "how the workers are bought",
       "estimate check compare explain",
       &Options::pricing,
       {"on-demand", "spot", "reserved"}},
      {"--as-of", "DATE", "the day against which prices are old; 'today': of the clock", catalogue_verbs,
       &Options::as_of},
      {"--max-age", "TIME", "warn of prices that are older: 180 days", catalogue_verbs, &Options::max_age},
      {"--plan", "PLAN", "how every join of the job is done; compare: several, with commas", jobs_verbs,
       &Options::plan},
      {"--engine", "ENGINE", "the engine, in place of the job's; compare: several, with commas", "compare",
       &Options::engine},
      {"--set", "PATH=VALUE", "replace or add one value of the job file, e.g. inputs.clicks.size='2 TB'; repeatable",
       jobs_verbs, &Options::set},
      {"--vary", "PATH=A,B", "compare with each of these values in turn; repeatable", "compare", &Options::vary},
      {"--sort", "FIGURE", "what the best has least of", "compare", &Options::sort, {"time", "cost", "bytes"}},
      {"--deadline", "TIME", "the run may take so long, e.g. '30 min'", "size", &Options::deadline},
      {"--objective",
       "FIGURE",
       "what the best has least of; balanced: time x cost",
       "size",
       &Options::objective,
       {"cost", "time", "balanced"}},
      {"--confidence",
       "FIGURE",
       "the figure that keeps deadline and budget: typical",
       "size",
       &Options::confidence,
       {"typical", "p90", "high"}},
      {"--nodes", "RANGE", "numbers of workers that are searched: 2..200", "size", &Options::nodes},
      {"--machine", "PATTERNS", "machine types that are searched, e.g. 'm6i*,r6i*'; else all common ones", "size",
       &Options::machine},
      {"--cloud", "NAMES", "providers that are searched, with commas; else all", "size", &Options::cloud},
      {"--manager",
       "NAME",
       "who gives out the nodes, and keeps a share of them: yarn",
       "size",
       &Options::manager,
       {"yarn", "kubernetes"}},
      {"--gpu-rate", "GPU=ROWS", "rows a second that one GPU of a type scores, e.g. 'L4=1500'; repeatable", "size",
       &Options::gpu_rate},
      {"--export", "TARGET=FILE",
       "also write the best as a manifest, e.g. spark-application=app.yaml; targets are those of `export`; repeatable",
       "size", &Options::exports},
      {"--spot", "", "also search clusters of spot workers", "size", &Options::spot},
      {"--pareto", "", "every point of the front of cost and time, not the most telling alone", "size",
       &Options::pareto},
      {"--runs", "FILE", "measured runs: a table (CSV), one a row, or what ds.stats() of Ray Data prints; repeatable",
       "calibrate backtest", &Options::runs},
      {"--profile", "FILE", "constants fitted to measured runs by `sizer calibrate`",
       "estimate check compare size diff explain export constants backtest", &Options::profile},
      {"--constants", "FILE", "constants that replace the built-in ones",
       "estimate check compare size diff explain export constants calibrate backtest", &Options::constants},
      {"--max-cost", "USD", "a gate, for `size` a limit: at most so many dollars a run, e.g. '$40'",
       "estimate check size", &Options::max_cost},
      {"--max-time", "TIME", "a gate: at most so long, e.g. '30 min'", gate_verbs, &Options::max_time},
      {"--max-bytes", "BYTES", "a gate: at most so many bytes processed", gate_verbs, &Options::max_bytes},
      {"--max-shuffle", "BYTES", "a gate: at most so many bytes written by shuffles", gate_verbs,
       &Options::max_shuffle},
      {"--max-spill", "BYTES", "a gate: at most so many bytes spilled", gate_verbs, &Options::max_spill},
      {"--max-increase", "LIMITS", "a gate: at most so much more than the baseline, e.g. '+10%,+5 USD'", gate_verbs,
       &Options::max_increase},
      {"--baseline", "STATE",
       "what --max-increase compares with: a saved result, a folder or file of jobs, a branch (main), or "
       "main:jobs/daily.yaml",
       gate_verbs, &Options::baseline},
      {"--gate-on",
       "FIGURE",
       "the figure that gates compare with their limits",
       gate_verbs,
       &Options::gate_on,
       {"typical", "p90", "high"}},
      {"--strict", "", "what cannot be told counts as failed", "estimate check validate clusters", &Options::strict},
      {"--fail-on", "LIMITS", "exit with 1 when the head needs so much more, e.g. '+10%,+5 USD'", "diff",
       &Options::fail_on},
      {"--sensitivity", "", "which unknowns move the result, and what to measure", "explain", &Options::sensitivity},
      {"--depth", "N", "levels of the derivation", "explain", &Options::depth},
      {"--top", "N", "rows shown of long lists", "compare size explain", &Options::top},
      {"--draws", "N", "draws of the unknowns for percentiles: 1000; of more than 1000 jobs at once 200 each",
       "estimate check compare diff explain", &Options::draws},
      {"--seed", "N", "another series of draws: 0", "estimate check compare size diff explain", &Options::seed},
      {"--to", "TARGET", "the kind of manifest", "export", &Options::to, target_names()},
      {"--pick", "NAME", "of several clusters or logs this one, by name, id or number; again: one within it", "import",
       &Options::pick},
      {"--from", "KIND", "what the file starts from: job", "init", &Options::from, templates()},
      {"--kind", "KIND", "what the files are; else told by name and content", "validate", &Options::kind, file_kinds()},
      {"--stdin-filename", "FILE", "what messages call standard input", "validate", &Options::stdin_filename},
      {"--config", "FILE", "this configuration, not the nearest sizer.yaml", config_verbs, &Options::config},
      {"--no-config", "", "no configuration file", config_verbs, &Options::no_config},
      {"--origin", "", "also show what set each value", "config", &Options::origin},
      {"-q,--quiet", "", "the verdict only", "", &Options::quiet},
      {"-v,--verbose", "", "say which files are read; import: all that was left out", "", &Options::verbose},
      {"-f,--format", "FORMAT", "how results are written", "", &Options::format, formats()},
      {"--json", "", "the same as --format json", "", &Options::json},
      {"-o,--output", "FILE", "write results to FILE, whole or not at all ('-': standard output)", "",
       &Options::output},
      {"--report", "FORMAT=FILE", "also write the result to FILE in this format; repeatable", result_verbs,
       &Options::reports},
      {"--get", "PATH",
       "print one value of the JSON, e.g. jobs[0].wall_clock_seconds.typical; [*]: of each, [daily]: of that name",
       result_verbs, &Options::get},
      {"--color", "WHEN", "colour", "", &Options::color, {"auto", "always", "never"}},
      {"--no-color", "", "the same as --color never", "", &Options::no_color},
      {"--plain", "", "text without colour, lines or symbols beyond ASCII", "", &Options::plain},
      {"--pager", "", "text longer than the terminal through what PAGER says, else 'less -FRX'", "", &Options::pager},
      {"--width", "N", "columns of text, 60 to 500; else the terminal's, or 80", "", &Options::width},
      {"-h,--help", "", "how to use the program, or the verb", "", &Options::help},
      {"-V,--version", "", "the version", "", &Options::version},
  };
  return table;
}

std::string_view long_name(const Flag& flag) {
  const std::string_view names = flag.names;
  return names.substr(names.find("--"));
}

std::string variable_of(const Flag& flag) {
  std::string name = "SIZER_";
  for (const char c : long_name(flag).substr(2))
    name += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return name;
}

bool accepts(const Verb& verb, const Flag& flag) {
  std::istringstream names(flag.verbs);
  std::string name;
  while (names >> name)
    if (name == verb.name) return true;
  return *flag.verbs == '\0';
}

std::vector<std::string> formats_of(const Verb& verb) {
  std::istringstream names(verb.formats);
  std::vector<std::string> all{std::istream_iterator<std::string>(names), std::istream_iterator<std::string>()};
  if (all.empty())
    for (const Renderer& renderer : renderers()) all.emplace_back(renderer.name);
  return all;
}

UsageError unknown(const std::string& what, const std::string& word, const std::vector<std::string_view>& known) {
  if (const std::string hint = did_you_mean(word, known); !hint.empty())
    return UsageError(fmt::format("unknown {} '{}'; {}", what, word, hint));
  return UsageError(fmt::format("unknown {} '{}'; known: {}", what, word, fmt::join(known, ", ")));
}

}  // namespace sizer

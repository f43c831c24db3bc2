// `sizer size JOB`: the best cluster for a job, of all that the catalogue has.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <ostream>
#include <sstream>
#include <tuple>

#include "commands/manifests.h"
#include "commands/session.h"
#include "sizer/sizing.h"
#include "text/pattern.h"
#include "text/quantity_text.h"
#include "text/spelling.h"

namespace sizer {
namespace {

constexpr int most_nodes = 10'000;

std::vector<std::string> words_of(const std::string& list) {
  std::vector<std::string> words;
  std::istringstream in(list);
  for (std::string word; std::getline(in, word, ',');) {
    const std::size_t first = word.find_first_not_of(' ');
    if (first != std::string::npos) words.push_back(word.substr(first, word.find_last_not_of(' ') + 1 - first));
  }
  return words;
}

/// "2..200", or one number.
void read_nodes(const std::string& text, Space& space) {
  if (text.empty()) return;
  const std::size_t dots = text.find("..");
  const std::string low = text.substr(0, dots), high = dots == std::string::npos ? low : text.substr(dots + 2);
  const auto number = [&](const std::string& digits) {
    int value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stopped, error] = std::from_chars(digits.data(), end, value);
    return error == std::errc() && stopped == end && value >= 1 && value <= most_nodes ? value : 0;
  };
  space.least_nodes = number(low);
  space.most_nodes = number(high);
  if (space.least_nodes == 0 || space.most_nodes < space.least_nodes)
    throw UsageError(
        fmt::format("--nodes '{}': expected a range of numbers from 1 to {}, e.g. 2..200", text, most_nodes));
}

Goal goal_of(const Options& options) {
  Goal goal;
  if (!options.deadline.empty())
    goal.deadline = Seconds{read_limit(GateId::max_time, options.deadline, "--deadline").value};
  if (!options.max_cost.empty())
    goal.max_cost = Dollars{read_limit(GateId::max_cost, options.max_cost, "--max-cost").value};
  if (options.objective == "time") goal.objective = Objective::time;
  if (options.objective == "balanced") goal.objective = Objective::balanced;
  if (options.confidence == "p90") goal.confidence = Confidence::p90;
  if (options.confidence == "high") goal.confidence = Confidence::high;
  return goal;
}

/// "L4=1.5k rows/s": what one GPU of that type scores.
GpuRate read_gpu_rate(const std::string& text, const std::vector<Machine>& machines) {
  if (text.find('=') == std::string::npos)
    throw UsageError(fmt::format("--gpu-rate '{}': expected GPU=ROWS, e.g. L4='1500 rows/s'", text));
  const Override given = read_assignment("--gpu-rate", text);
  std::vector<std::string_view> gpus;
  for (const Machine& each : machines)
    if (each.gpus > 0 && std::ranges::find(gpus, each.gpu) == gpus.end()) gpus.emplace_back(each.gpu);
  if (std::ranges::find(gpus, given.path) == gpus.end()) throw unknown("GPU of --gpu-rate", given.path, gpus);
  const auto read = read_quantity_range(given.value, {Dimension::row_rate, "1500 rows/s", false, true});
  if (const auto* wrong = std::get_if<QuantityError>(&read))
    throw UsageError(fmt::format("--gpu-rate '{}': {}", text, wrong->message));
  const auto& range = std::get<Range<double>>(read);
  return {given.path, {{range.low}, {range.typical}, {range.high}}, true};
}

void check_machine_flags(const Options& options, const std::vector<Machine>& all) {
  const std::vector<std::string> clouds = words_of(options.cloud), patterns = words_of(options.machine);
  for (const auto& [flag, given, words] :
       {std::tuple{"--cloud", options.cloud, clouds}, std::tuple{"--machine", options.machine, patterns}})
    if (!given.empty() && words.empty()) throw UsageError(fmt::format("{} '{}': it names nothing", flag, given));
  std::vector<std::string_view> known_clouds, names;
  names.reserve(all.size());
  for (const Machine& machine : all) {
    names.emplace_back(machine.name);
    if (std::ranges::find(known_clouds, machine.cloud) == known_clouds.end()) known_clouds.emplace_back(machine.cloud);
  }
  for (const std::string& cloud : clouds)
    if (std::ranges::find(known_clouds, cloud) == known_clouds.end())
      throw unknown("value of --cloud", cloud, known_clouds);
  for (const std::string& pattern : patterns)
    if (std::ranges::none_of(names, [&](std::string_view name) { return matches(pattern, name); })) {
      const std::string hint = did_you_mean(pattern, names);
      throw UsageError(
          fmt::format("--machine '{}': the catalogue has no such type{}", pattern, hint.empty() ? "" : "; " + hint));
    }
}

/// Machines that --cloud and --machine let through: of all where types are named, else of those kept in detail.
std::vector<Machine> chosen(const Options& options, const std::vector<Machine>& all,
                            const std::vector<Machine>& common) {
  check_machine_flags(options, all);
  const std::vector<std::string> clouds = words_of(options.cloud), patterns = words_of(options.machine);
  std::vector<Machine> some;
  for (const Machine& machine : patterns.empty() ? common : all) {
    const bool cloud = clouds.empty() || std::ranges::find(clouds, machine.cloud) != clouds.end();
    const bool name = patterns.empty() || std::ranges::any_of(patterns, [&](const std::string& each) {
                        return matches(each, machine.name);
                      });
    if (cloud && name) some.push_back(machine);
  }
  if (some.empty()) throw UsageError("no machine type is of this --cloud and this --machine");
  return some;
}

std::string types(std::size_t count) {
  return fmt::format("{} machine type{}", count, count == 1 ? "" : "s");
}

/// What a candidate has in common with the cluster that the job names: where its data lie, and what takes charges.
Cluster like(const Cluster& named) {
  Cluster cluster;
  cluster.storage = named.storage;
  cluster.tuning = named.tuning;
  cluster.platform = named.platform;
  cluster.zones = named.zones;
  cluster.data_location = named.data_location;
  cluster.idle_tail = named.idle_tail;
  return cluster;
}

/// The clusters that are searched, and in `notes` what is left out of them.
Space space_of(const Options& options, const Job& job, const Catalogue& catalogue, const std::vector<Export>& exports,
               std::vector<std::string>& notes) {
  Space space;
  read_nodes(options.nodes, space);
  if (options.manager == "kubernetes" || (options.manager.empty() && for_kubernetes(exports)))
    space.manager = Manager::kubernetes;
  const std::vector<Machine> all = catalogue.machines(), common = catalogue.common_machines();
  for (const std::string& text : options.gpu_rate) space.gpu_rates.push_back(read_gpu_rate(text, all));
  if (!space.gpu_rates.empty() && !uses_gpus(job))
    notes.emplace_back("--gpu-rate changes nothing: no step of this job uses GPUs");
  space.gpus = catalogue.gpus();
  std::vector<Machine> machines = chosen(options, all, common);
  if (options.machine.empty())
    notes.push_back(
        fmt::format("searched: {} common machine types; --machine '*' tries all {}", common.size(), all.size()));
  const auto has_gpus = [](const Machine& each) { return each.gpus > 0; };
  // Who names nothing else wants them.
  if (!uses_gpus(job) && !std::ranges::all_of(machines, has_gpus)) {
    if (const auto left_out = std::erase_if(machines, has_gpus); left_out > 0)
      notes.push_back(fmt::format("not searched: {} with GPUs, which no step of this job uses", types(left_out)));
  }
  std::size_t without_price = 0;
  for (const Machine& machine : machines) {
    if (!machine.price) {
      ++without_price;
      continue;
    }
    Cluster cluster = like(job.cluster);
    cluster.machine = machine;
    cluster.driver = catalogue.driver_of(machine);
    if (machine.disk.count == 0) cluster.root_volume = search_volume;
    catalogue.price_cluster(cluster);
    space.clusters.push_back(cluster);
    if (!options.spot || !machine.spot) continue;
    cluster.pricing = Pricing::spot;
    space.clusters.push_back(std::move(cluster));
  }
  if (without_price > 0)
    notes.push_back(fmt::format("not searched: {} of which the catalogue knows no price", types(without_price)));
  return space;
}

/// Settings of the cluster that the job names are about that cluster: a search makes its own.
void forget_cluster(Job& job, std::vector<std::string>& notes) {
  const SparkSettings spark = overlaid(SparkSettings{}, job.own_spark);
  const bool differs = job.cluster.spark.shuffle_partitions && !spark.shuffle_partitions;
  if (differs)
    notes.push_back(
        fmt::format("the settings of cluster {} are left out: each candidate has its own", job.cluster.name));
  job.spark = spark;
  job.ray = overlaid(RaySettings{}, job.own_ray);
}

/// The job as the answer says to write it.
JobSource on_winner(JobSource source, const SizedRun& winner) {
  source.cluster.clear();
  source.overrides.emplace_back("cluster", winner.cluster);
  for (const auto& [path, value] : winner.settings) source.overrides.emplace_back(path, value);
  return source;
}

/// A line on the terminal for what takes longer than a second.
class Shown {
 public:
  explicit Shown(std::ostream* to) : to_(to) {}
  Shown(const Shown&) = delete;
  Shown& operator=(const Shown&) = delete;
  ~Shown() {
    if (written_) *to_ << "\r\033[K" << std::flush;
  }

  static void show(void* self, std::int64_t done, std::int64_t of) { static_cast<Shown*>(self)->show(done, of); }
  bool wanted() const { return to_ != nullptr; }

 private:
  using Clock = std::chrono::steady_clock;

  void show(std::int64_t done, std::int64_t of) {
    const auto now = Clock::now();
    if (now - started_ < std::chrono::seconds(1) || now - shown_ < std::chrono::milliseconds(200)) return;
    shown_ = now;
    written_ = true;
    *to_ << fmt::format("\r\033[Kestimating: {} of {} candidates", done, of) << std::flush;
  }

  std::ostream* to_;
  Clock::time_point started_ = Clock::now(), shown_{};
  bool written_ = false;
};

}  // namespace

Outcome run_size(const Options& options, std::istream& in, const Style&) {
  if (options.operands.empty()) throw UsageError("size: which job? Name a file, or '-' for standard input");
  if (options.operands.size() > 1) throw UsageError("size: one job at a time");
  const Session session(options, in);
  const Goal goal = goal_of(options);
  const std::vector<Export> exports = exports_of(options);
  SearchOptions how;
  how.drawing = session.drawing();
  how.most_best = static_cast<std::size_t>(whole_number("--top", options.top, 1, 10'000, 5));
  how.whole_front = options.pareto;
  Result result = session.begin("size");
  std::vector<NewFile> manifests;
  int code = guarded(shown_name(options.operands.front()), result.diagnostics, [&] {
    Session::Given given = session.read(options.operands.front(), result.diagnostics);
    check_engine(exports, given.job.engine);
    std::vector<std::string> notes;
    const Space space = space_of(options, given.job, session.catalogue(), exports, notes);
    forget_cluster(given.job, notes);
    Shown shown(options.progress);
    if (shown.wanted()) {
      how.progress = Shown::show;
      how.told = &shown;
    }
    Sizing sizing = size(given.job, space, goal, session.constants(), how);
    sizing.notes.insert(sizing.notes.begin(), notes.begin(), notes.end());
    if (sizing.winner) {
      given = session.read_again(on_winner(given.source, *sizing.winner), given.job.file);
      session.tell_age(given.job.cluster, result.diagnostics);
      manifests = manifests_of(exports, given, session, result.diagnostics);
    } else if (!exports.empty()) {
      sizing.notes.emplace_back("nothing keeps the limits, so no manifest is written");
    }
    result.sizing = std::move(sizing);
  });
  if (code == 0 && !result.sizing->winner) code = 1;
  return {.result = std::move(result), .code = code, .manifests = std::move(manifests)};
}

}  // namespace sizer

// `sizer size JOB`: the best cluster for a job, of all that the catalogue has.
#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <ostream>
#include <sstream>

#include "cli/manifests.h"
#include "cli/session.h"
#include "text/quantity_text.h"

namespace sizer {
namespace {

std::vector<std::string> words_of(const std::string& flag, const std::string& list) {
  std::vector<std::string> words;
  std::istringstream in(list);
  for (std::string word; std::getline(in, word, ',');) {
    const std::size_t first = word.find_first_not_of(' ');
    if (first != std::string::npos) words.push_back(word.substr(first, word.find_last_not_of(' ') + 1 - first));
  }
  if (!list.empty() && words.empty()) throw UsageError(fmt::format("{} '{}': it names nothing", flag, list));
  return words;
}

/// "2..200", or one number.
void read_nodes(const std::string& text, SizeRequest& request) {
  if (text.empty()) return;
  constexpr int most_nodes = 10'000;
  const std::size_t dots = text.find("..");
  const std::string low = text.substr(0, dots), high = dots == std::string::npos ? low : text.substr(dots + 2);
  const auto number = [&](const std::string& digits) {
    int value = 0;
    const char* const end = digits.data() + digits.size();
    const auto [stopped, error] = std::from_chars(digits.data(), end, value);
    return error == std::errc() && stopped == end && value >= 1 && value <= most_nodes ? value : 0;
  };
  request.least_nodes = number(low);
  request.most_nodes = number(high);
  if (request.least_nodes == 0 || request.most_nodes < request.least_nodes)
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
GpuRate read_gpu_rate(const std::string& text) {
  if (text.find('=') == std::string::npos)
    throw UsageError(fmt::format("--gpu-rate '{}': expected GPU=ROWS, e.g. L4='1500 rows/s'", text));
  const Override given = read_assignment("--gpu-rate", text);
  const auto read = read_quantity_range(given.value, {Dimension::row_rate, "1500 rows/s", false, true});
  if (const auto* wrong = std::get_if<QuantityError>(&read))
    throw UsageError(fmt::format("--gpu-rate '{}': {}", text, wrong->message));
  const auto& range = std::get<Range<double>>(read);
  return {given.path, {{range.low}, {range.typical}, {range.high}}, true};
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

SizeRequest request_of(const Options& options, const Session& session, const std::vector<Export>& exports) {
  SizeRequest request{.setup = session.setup(), .goal = goal_of(options), .spot = options.spot};
  request.machines = words_of("--machine", options.machine);
  request.clouds = words_of("--cloud", options.cloud);
  read_nodes(options.nodes, request);
  if (options.manager == "kubernetes" || (options.manager.empty() && for_kubernetes(exports)))
    request.manager = Manager::kubernetes;
  for (const std::string& text : options.gpu_rate) request.gpu_rates.push_back(read_gpu_rate(text));
  request.search.most_best = static_cast<std::size_t>(whole_number("--top", options.top, 1, 10'000, 5));
  request.search.whole_front = options.pareto;
  return request;
}

/// The best of a search, as manifests.
void add_manifests(const std::vector<Export>& exports, const JobFile& job, const Session& session, Outcome& outcome) {
  Sizing& sizing = *outcome.result->sizing;
  if (exports.empty()) return;
  if (!sizing.winner) {
    sizing.notes.emplace_back("nothing keeps the limits, so no manifest is written");
    return;
  }
  std::vector<Diagnostic> told_before;
  const api::Reading& reading = session.reading();
  const api::Given given = reading.read_again(on_winner(reading.read(job, told_before).source, sizing), job.file);
  outcome.manifests = manifests_of(exports, given, session, outcome.result->diagnostics);
}

}  // namespace

Outcome run_size(const Options& options, std::istream& in, const Style&) {
  if (options.operands.empty()) throw UsageError("size: which job? Name a file, or '-' for standard input");
  if (options.operands.size() > 1) throw UsageError("size: one job at a time");
  const Session session(options, in);
  const std::vector<Export> exports = exports_of(options);
  SizeRequest request = request_of(options, session, exports);
  Shown shown(options.progress);
  if (shown.wanted()) {
    request.search.progress = Shown::show;
    request.search.told = &shown;
  }
  Outcome outcome = session.answer("size", options.operands.front(), request.job, [&] {
    std::vector<Diagnostic> told_again;
    if (!exports.empty()) check_engine(exports, *session.reading().read(request.job, told_again).job.engine);
    return size(request);
  });
  if (outcome.code != 0) return outcome;
  outcome.code = guarded(request.job.file, outcome.result->diagnostics,
                         [&] { add_manifests(exports, request.job, session, outcome); });
  if (outcome.code == 0 && !outcome.result->sizing->winner) outcome.code = 1;
  return outcome;
}

}  // namespace sizer

// The answer: the front of the whole space, and on it what the goal asks for.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "questions/size/elastic.h"
#include "questions/size/runs.h"
#include "sizer/joins.h"
#include "sizer/words.h"
#include "text/quantity_text.h"
#include "uncertainty/parallel.h"

namespace sizer {
namespace sizing {
namespace {

Case case_of(Confidence confidence) {
  return confidence == Confidence::high ? Case::worst : Case::typical;
}

/// What the objective has least of.
double measure(const Point& point, Objective objective) {
  switch (objective) {
    case Objective::cost:
      return point.dollars;
    case Objective::time:
      return point.seconds;
    case Objective::balanced:
      return point.seconds * point.dollars;
  }
  return point.dollars;
}

/// The better of two under an objective; of equals the faster, then the cheaper.
bool better(const Point& a, const Point& b, Objective objective) {
  const auto key = [&](const Point& p) { return std::tuple(measure(p, objective), p.seconds, p.dollars, p.candidate); };
  return key(a) < key(b);
}

/// The best of the points that keep the limits; null: none does.
const Point* best_of(const std::vector<Point>& points, const Goal& goal) {
  const Point* best = nullptr;
  for (const Point& each : points)
    if (keeps(each, goal) && (best == nullptr || better(each, *best, goal.objective))) best = &each;
  return best;
}

/// Where nothing keeps the limits: the fastest that keeps the budget, else the cheapest.
const Point* nearest_of(const std::vector<Point>& front, const Goal& goal) {
  Goal without_deadline = goal;
  without_deadline.deadline.reset();
  without_deadline.objective = Objective::time;
  if (const Point* fastest = best_of(front, without_deadline)) return fastest;
  return best_of(front, {.deadline = {}, .max_cost = {}, .objective = Objective::cost});
}

class Search {
 public:
  Search(const Job& job, const Space& space, const Goal& goal, const Constants& constants, const SearchOptions& options)
      : job_(job),
        space_(space),
        goal_(goal),
        constants_(constants),
        options_(options),
        candidates_(job, space, constants) {
    made_.job = job.name;
    made_.file = job.file;
    made_.engine = job.engine->name;
    made_.goal = goal;
    made_.least_nodes = space.least_nodes;
    made_.most_nodes = space.most_nodes;
    made_.manager = name_of(space.manager);
    made_.machines = static_cast<double>(space.clusters.size());
    made_.gpu_rates = candidates_.gpu_rates();
    made_.candidates = static_cast<double>(candidates_.size());
  }

  Sizing run() {
    evaluated_ = evaluate(candidates_, goal_, constants_, case_of(goal_.confidence), options_);
    made_.feasible = static_cast<double>(evaluated_.feasible);
    made_.within = static_cast<double>(evaluated_.within);
    std::vector<Point> all;
    for (const std::vector<Point>& each : evaluated_.fronts) all.insert(all.end(), each.begin(), each.end());
    front_ = front_of(std::move(all));
    if (goal_.confidence == Confidence::p90) draw_front();
    tell_left_out();
    tell_front();
    const Point* const winner = best_of(front_, goal_);
    const Point* const shown = winner != nullptr ? winner : nearest_of(front_, goal_);
    if (winner != nullptr) {
      made_.winner = run_of(*winner);
      tell_why(*winner);
      tell_processors(*winner);
      tell_architecture(*winner);
      tell_best();
      tell_elastic(*winner);
    } else if (shown != nullptr) {
      made_.nearest_miss = run_of(*shown);
    }
    if (shown == nullptr) return std::move(made_);
    tell_relaxed(*shown);
    made_.scaling = scaling_of(candidates_, shown->candidate, constants_, case_of(goal_.confidence));
    if (goal_.confidence == Confidence::p90)
      made_.notes.emplace_back(
          "p90 is that of the run chosen, of the front and of the best of each type; more or fewer nodes, and workers "
          "that come and go, are told in the typical case");
    tell_joins();
    return std::move(made_);
  }

 private:
  SizedRun run_of(const Point& point) const { return sizing::run_of(candidates_, point, constants_); }

  /// The points with the p90 of draws in place of their typical figures.
  void figures_at_p90(std::vector<Point>& points) const {
    const std::vector<ConstantValues> drawn = draw_constants(constants_, options_.drawing);
    uncertainty::in_parallel(
        points.size(),
        [&](std::size_t i) {
          const Block& block = candidates_.block_of(points[i].candidate);
          Job job = candidates_.way(block).job;
          job.cluster = candidates_.cluster_of(block, candidates_.nodes_of(points[i].candidate));
          const Drawn made = draw(job, drawn, options_.drawing);
          points[i].seconds = quantiles_of(made.seconds).p90;
          points[i].dollars = quantiles_of(made.dollars).p90;
        },
        options_.threads);
  }

  /// What keeps the limits at p90 is known of what was drawn alone.
  void draw_front() {
    made_.drawn = static_cast<double>(front_.size());
    std::vector<Point> drawn = front_;
    figures_at_p90(drawn);
    made_.within =
        static_cast<double>(std::ranges::count_if(drawn, [&](const Point& each) { return keeps(each, goal_); }));
    front_ = front_of(std::move(drawn));
  }

  void tell_elastic(const Point& winner) {
    const Block& block = candidates_.block_of(winner.candidate);
    const Job& job = candidates_.way(block).job;
    const Cluster cluster = candidates_.cluster_of(block, candidates_.nodes_of(winner.candidate));
    const Case c = case_of(goal_.confidence);
    made_.autoscaling = autoscaling_of(job, cluster, space_.least_nodes, constants_, c);
    made_.always_on = always_on_of(job, cluster, constants_, c);
  }

  /// Benchmarks of processors are not the job.
  void tell_processors(const Point& winner) {
    const Machine& machine = space_.clusters[candidates_.block_of(winner.candidate).cluster].machine;
    if (machine.vcpu_speed && machine.vcpu_speed->low != machine.vcpu_speed->high)
      made_.notes.push_back(
          fmt::format("a vCPU of {} is taken to be {:.2f} to {:.2f} times as fast as one of m5d, as benchmarks have "
                      "it; time a part "
                      "of the job on it",
                      machine.name, machine.vcpu_speed->low, machine.vcpu_speed->high));
    std::set<std::string> unmeasured;
    for (const Cluster& each : space_.clusters)
      if (!each.machine.vcpu_speed && !each.machine.series.empty())
        unmeasured.insert(each.machine.cloud + " " + each.machine.series);
    if (!unmeasured.empty())
      made_.notes.push_back(
          fmt::format("vCPUs of {} series here are not measured and count as fast as those of m5d", unmeasured.size()));
  }

  void tell_architecture(const Point& winner) {
    const Machine& machine = space_.clusters[candidates_.block_of(winner.candidate).cluster].machine;
    if (machine.architecture == Architecture::arm64)
      made_.notes.push_back(
          fmt::format("{} has arm64 processors: images and native packages must be built for them", machine.name));
  }

  void tell_joins() {
    const std::size_t open = open_joins(job_).size();
    if (open <= most_joins_tried) return;
    made_.notes.push_back(
        fmt::format("of {} joins, the {} whose sides hold most were tried each by itself; the others are done as Spark "
                    "plans them, or all in one way",
                    open, most_joins_tried));
  }

  void tell_left_out() {
    for (const std::string& gpu : candidates_.unrated())
      made_.notes.push_back(
          fmt::format("not searched: machines with {}, because no rate of it is known; give one with "
                      "--gpu-rate '{}=1000 rows/s'",
                      gpu, gpu));
    for (std::size_t code = 0; code < note_codes; ++code) {
      if (evaluated_.refused[code] == 0) continue;
      const std::int64_t sample = evaluated_.sample[code];
      const Block& block = candidates_.block_of(sample);
      Job job = candidates_.way(block).job;
      job.cluster = candidates_.cluster_of(block, candidates_.nodes_of(sample));
      const JobReport report = make_summary(job, constants_, estimate(job, job.cluster, constants_));
      LeftOut left_out{{}, {}, static_cast<double>(evaluated_.refused[code])};
      const auto error = std::ranges::find(report.reasons, Severity::error, &Reason::severity);
      if (error != report.reasons.end()) {
        left_out.code = error->code;
        left_out.message = fmt::format("{} x {}: {}", job.cluster.nodes, job.cluster.machine.name, error->message);
      }
      made_.left_out.push_back(std::move(left_out));
    }
    std::ranges::stable_sort(made_.left_out, std::ranges::greater{}, &LeftOut::clusters);
    if (evaluated_.priceless > 0)
      made_.left_out.push_back({"", "a price is unknown, so that nothing can be said of the cost",
                                static_cast<double>(evaluated_.priceless)});
  }

  /// The front, and of it few or all to be told: prices of minutes are between neighbours that a reader sees.
  void tell_front() {
    const Point* const knee = best_of(front_, {.deadline = {}, .max_cost = {}, .objective = Objective::balanced});
    constexpr std::size_t few = 12;
    const std::size_t step = options_.whole_front || front_.size() <= few ? 1 : (front_.size() - 1) / (few - 1) + 1;
    const Point *const winner = best_of(front_, goal_), *before = nullptr;
    for (std::size_t i = 0; i < front_.size(); ++i) {
      const Point& here = front_[i];
      FrontPoint point{.run = run_of(here), .knee = &here == knee};
      point.told = point.knee || &here == winner || i % step == 0 || i + 1 == front_.size();
      if (before != nullptr)
        point.minute_price = Dollars{(here.dollars - before->dollars) / ((before->seconds - here.seconds) / 60)};
      if (point.told) before = &here;
      made_.front.push_back(std::move(point));
    }
    made_.all_of_front = options_.whole_front;
  }

  /// The best of each machine type: of the fronts of its blocks.
  void tell_best() {
    std::map<std::size_t, Point> of_machine;
    for (std::size_t b = 0; b < evaluated_.fronts.size(); ++b) {
      const Point* const best = best_of(evaluated_.fronts[b], goal_);
      if (best == nullptr) continue;
      const auto [known, is_new] = of_machine.emplace(candidates_.blocks()[b].cluster, *best);
      if (!is_new && better(*best, known->second, goal_.objective)) known->second = *best;
    }
    std::vector<Point> all;
    all.reserve(of_machine.size());
    for (const auto& [cluster, point] : of_machine) all.push_back(point);
    std::ranges::sort(all, [&](const Point& a, const Point& b) { return better(a, b, goal_.objective); });
    if (all.size() > options_.most_best) all.resize(options_.most_best);
    if (goal_.confidence == Confidence::p90) {
      figures_at_p90(all);
      std::erase_if(all, [&](const Point& each) { return !keeps(each, goal_); });
      std::ranges::sort(all, [&](const Point& a, const Point& b) { return better(a, b, goal_.objective); });
    }
    for (const Point& each : all) made_.best.push_back(run_of(each));
  }

  void tell_why(const Point& winner) {
    const SizedRun& run = *made_.winner;
    const char* const words[] = {"the cheapest", "the fastest", "the one with the least time x cost"};
    const char* const word = words[static_cast<int>(goal_.objective)];
    if (goal_.confidence == Confidence::p90)
      made_.why.push_back(fmt::format(
          "Of {} clusters that can run the job, {:.0f} that nothing beats in the typical case were drawn; {:.0f} of "
          "them keep "
          "the limits at p90, and this is {}: {}, {} at p90.",
          evaluated_.feasible, made_.drawn, made_.within, word, to_text(run.seconds), to_text(run.dollars)));
    else
      made_.why.push_back(fmt::format("Of {} clusters that can run the job, {} keep the limits; this is {} of them.",
                                      evaluated_.feasible, evaluated_.within, word));
    tell_binding(winner);
    if (run.bound_by)
      made_.why.push_back(fmt::format("Its longest stage is bound by {}.", sizer::name_of(*run.bound_by)));
  }

  /// Which limit keeps a better one away: the first limit without which another would win.
  void tell_binding(const Point& winner) {
    const auto without = [&](auto drop) {
      Goal goal = goal_;
      drop(goal);
      const Point* const best = best_of(front_, goal);
      return best != nullptr && measure(*best, goal_.objective) < measure(winner, goal_.objective) ? best : nullptr;
    };
    bool bound = false;
    if (goal_.deadline)
      if (const Point* const best = without([](Goal& goal) { goal.deadline.reset(); })) {
        bound = true;
        made_.why.push_back(fmt::format("The deadline of {} binds: without it, {} would do for {}, in {}.",
                                        to_text(*goal_.deadline), candidates_.name_of(best->candidate),
                                        to_text(Dollars{best->dollars}), to_text(Seconds{best->seconds})));
      }
    if (goal_.max_cost)
      if (const Point* const best = without([](Goal& goal) { goal.max_cost.reset(); })) {
        bound = true;
        made_.why.push_back(fmt::format("The budget of {} binds: without it, {} would take {}, for {}.",
                                        to_text(*goal_.max_cost), candidates_.name_of(best->candidate),
                                        to_text(Seconds{best->seconds}), to_text(Dollars{best->dollars})));
      }
    const int nodes = candidates_.nodes_of(winner.candidate);
    if (nodes == space_.least_nodes || nodes == space_.most_nodes) {
      bound = true;
      made_.why.push_back(fmt::format("It has the {} nodes that were searched ({}): the range may bind.",
                                      nodes == space_.least_nodes ? "fewest" : "most", nodes));
    }
    if (!bound) made_.why.push_back("No limit binds: nothing that was searched is better.");
  }

  void relax(const Point& now, const char* limit, double factor, double value, const Goal& goal) {
    Relaxation relaxed{.limit = limit, .factor = factor, .value = value};
    if (const Point* const best = best_of(front_, goal)) {
      relaxed.run = run_of(*best);
      relaxed.time = Seconds{best->seconds - now.seconds};
      relaxed.cost = Dollars{best->dollars - now.dollars};
    }
    made_.relaxed.push_back(std::move(relaxed));
  }

  void tell_relaxed(const Point& now) {
    if (goal_.deadline)
      for (const double factor : {1.1, 1.25}) {
        Goal goal = goal_;
        goal.deadline = *goal_.deadline * factor;
        relax(now, "deadline", factor, goal.deadline->value, goal);
      }
    // Without a budget: what more money than the best one costs would buy.
    const double budget = goal_.max_cost ? goal_.max_cost->value : now.dollars;
    for (const double factor : {1.1, 1.25}) {
      Goal goal = goal_;
      goal.max_cost = Dollars{budget * factor};
      if (goal.objective == Objective::cost && made_.winner) goal.objective = Objective::time;
      relax(now, "max_cost", factor, goal.max_cost->value, goal);
    }
  }

  const Job& job_;
  const Space& space_;
  const Goal& goal_;
  const Constants& constants_;
  const SearchOptions& options_;
  const Candidates candidates_;
  Evaluated evaluated_;
  std::vector<Point> front_;
  Sizing made_;
};

}  // namespace
}  // namespace sizing

const char* name_of(Objective objective) {
  constexpr const char* words[] = {"cost", "time", "balanced"};
  return words[static_cast<int>(objective)];
}
const char* name_of(Confidence confidence) {
  constexpr const char* words[] = {"typical", "p90", "high"};
  return words[static_cast<int>(confidence)];
}

Sizing size(const Job& job, const Space& space, const Goal& goal, const Constants& constants,
            const SearchOptions& options) {
  return sizing::Search(job, space, goal, constants, options).run();
}

}  // namespace sizer

// Why two states of a job differ: the base is turned into the head, one cause after the other.
#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "sizer/difference.h"
#include "uncertainty/unknowns.h"

namespace sizer {

const char* name_of(Cause cause) {
  constexpr const char* names[cause_count] = {"data", "plan", "cluster", "price", "model"};
  return names[static_cast<int>(cause)];
}

namespace {

// ---- Figures --------------------------------------------------------------------------------------------------------

struct FigureName {
  const char* name;
  const char* unit;
  Range<Bytes> ByteRows::*bytes;  ///< null: time or cost
  Bytes StageBytes::*stage_bytes;
};

constexpr FigureName figure_names[] = {
    {"wall_clock_seconds", "seconds", nullptr, nullptr},
    {"cost_usd", "usd", nullptr, nullptr},
    {"processed_bytes", "bytes", &ByteRows::processed, nullptr},
    {"input_read_bytes", "bytes", &ByteRows::input_read, &StageBytes::input_read},
    {"shuffle_write_bytes", "bytes", &ByteRows::shuffle_write, &StageBytes::shuffle_write},
    {"shuffle_read_bytes", "bytes", &ByteRows::shuffle_read, &StageBytes::shuffle_read},
    {"spill_write_bytes", "bytes", &ByteRows::spill_write, &StageBytes::spill_write},
    {"broadcast_bytes", "bytes", &ByteRows::broadcast, &StageBytes::broadcast},
    {"object_store_bytes", "bytes", &ByteRows::object_store, &StageBytes::object_store},
    {"output_write_bytes", "bytes", &ByteRows::output_write, &StageBytes::output_write},
};
constexpr std::size_t figure_count = std::size(figure_names);
constexpr std::size_t time_figure = 0, cost_figure = 1, processed_figure = 2;

template <class Kind>
Range<double> numbers(const Range<Quantity<Kind>>& r) {
  return {r.low.value, r.typical.value, r.high.value};
}

/// Empty: unknown. A cost with a part that is unknown is no basis for a difference.
std::optional<Range<double>> figure_of(const JobReport& report, std::size_t figure) {
  if (figure == time_figure) return numbers(report.wall_clock);
  if (figure == cost_figure)
    return report.cost && !report.cost_partial ? std::optional(numbers(*report.cost)) : std::nullopt;
  return numbers(report.bytes.*figure_names[figure].bytes);
}

/// Typical figures of an estimate, bytes rounded as a report does.
using Figures = std::array<double, figure_count>;

Figures figures_of(const Job& job, const Constants& constants) {
  const Estimate made = estimate(job, job.cluster, constants.at(Case::typical), Case::typical);
  Figures figures{};
  figures[time_figure] = made.timeline.duration.value;
  figures[cost_figure] = made.bill.total.value;
  for (std::size_t i = processed_figure + 1; i < figure_count; ++i)
    for (const Stage& stage : made.plan.stages)
      figures[i] += std::round((stage.bytes.*figure_names[i].stage_bytes).value);
  for (std::size_t i = processed_figure + 1; i < figure_count; ++i) {
    const auto field = figure_names[i].stage_bytes;
    if (field != &StageBytes::spill_write && field != &StageBytes::broadcast) figures[processed_figure] += figures[i];
  }
  return figures;
}

Figures figures_of(const JobReport& report) {
  Figures figures{};
  for (std::size_t i = 0; i < figure_count; ++i)
    if (const auto figure = figure_of(report, i)) figures[i] = figure->typical;
  return figures;
}

// ---- From base to head ----------------------------------------------------------------------------------------------

/// Columns of `from` as the keys of `job`, which gets those that it does not have.
Keys keys_in(Job& job, const Keys& keys, const Job& from) {
  Keys found;
  found.reserve(keys.size());
  for (const Key key : keys) {
    const std::string& name = from.keys[static_cast<std::size_t>(key)];
    const auto there = std::ranges::find(job.keys, name);
    found.push_back(static_cast<Key>(there - job.keys.begin()));
    if (there == job.keys.end()) job.keys.push_back(name);
  }
  std::ranges::sort(found);
  return found;
}

/// Data sets and statistics of `head` where `base` has an input or step of that name; all else as in `base`.
Job with_data_of(const Job& base, const Job& head) {
  std::map<std::pair<std::string, std::string>, std::optional<Range<double>>> wanted;
  Job source = head, made = base;
  uncertainty::each_statistic(source, [&](const std::string& name, const char* unit, auto& stat) {
    wanted[{name, unit}] = uncertainty::is_given(stat)
                               ? std::optional(uncertainty::as_numbers(uncertainty::range_in(stat)))
                               : std::nullopt;
  });
  const auto of_another_kind = [&](const std::string& name) {
    return std::ranges::any_of(base.steps, [&](const Step& step) {
      if (!name.starts_with(path_of(step) + ".")) return false;
      const auto same = std::ranges::find(head.steps, step.name, &Step::name);
      return same != head.steps.end() && same->op.index() != step.op.index();
    });
  };
  uncertainty::each_statistic(made, [&]<class S>(const std::string& name, const char* unit, S& stat) {
    const auto found = wanted.find({name, unit});
    if (found == wanted.end() || of_another_kind(name)) return;
    if (!found->second) {
      if constexpr (requires { stat.reset(); }) stat.reset();
      return;
    }
    const Range<double>& r = *found->second;
    using T = std::remove_cvref_t<decltype(uncertainty::range_in(stat).low)>;
    stat = Range<T>{T{r.low}, T{r.typical}, T{r.high}};
  });
  for (Input& input : made.inputs) {
    const auto same = std::ranges::find(head.inputs, input.name, &Input::name);
    if (same == head.inputs.end()) continue;
    input.format = same->format;
    input.buckets = same->buckets;
    input.bucketed_by = keys_in(made, same->bucketed_by, head);
  }
  return made;
}

Job with_cluster_of(Job head, const Job& base) {
  head.cluster = base.cluster;
  head.spark = overlaid(base.cluster.spark, head.own_spark);
  head.ray = overlaid(base.cluster.ray, head.own_ray);
  if (head.own_spark.driver_memory || base.own_spark.driver_memory) make_room_for_driver(head.cluster, head.spark);
  return head;
}

/// What machines cost, on demand, as spot or reserved.
void take_prices(Machine& machine, const Machine& from) {
  machine.price = from.price;
  machine.spot = from.spot;
  machine.reserved_discount = from.reserved_discount;
}

/// The head at the base's prices, and bought as it is, where the machines are the same: how workers are bought, and
/// what a platform takes, are matters of price.
Job with_prices_of(Job head, const Job& base) {
  Cluster& now = head.cluster;
  const Cluster& then = base.cluster;
  now.pricing = then.pricing;
  if (now.machine.name == then.machine.name) take_prices(now.machine, then.machine);
  if (now.driver && then.driver && now.driver->name == then.driver->name) take_prices(*now.driver, *then.driver);
  const bool same = now.machine.name == then.machine.name && driver_machine(now).name == driver_machine(then).name &&
                    has_driver_node(now) == has_driver_node(then);
  if (!same) return head;
  now.platform = then.platform;
  now.tariff = then.tariff;
  if (now.idle_tail) now.tariff.idle_tail = *now.idle_tail;
  return head;
}

/// What other prices do to a saved bill's quantities.
double by_prices(const JobReport& saved, const JobReport& now) {
  double change = 0;
  for (const CostRow& row : now.cost_lines) {
    const auto same = std::ranges::find(saved.cost_lines, row.item, &CostRow::item);
    if (same != saved.cost_lines.end() && row.unit_price && same->unit_price)
      change += row.quantity.typical * (*row.unit_price - *same->unit_price);
  }
  return change;
}

using Parts = std::array<Figures, cause_count>;

void add(Parts& parts, Cause cause, const Figures& before, const Figures& after) {
  Figures& part = parts[static_cast<std::size_t>(cause)];
  for (std::size_t i = 0; i < figure_count; ++i) part[i] += after[i] - before[i];
}

/// From what a file has saved to what is estimated now, or back: another model, or other prices.
void add_saved(Parts& parts, const State& state, double sign) {
  if (!state.estimated) return;
  const Figures saved = figures_of(state.shown), now = figures_of(*state.estimated);
  const double prices = by_prices(state.shown, *state.estimated);
  for (std::size_t i = 0; i < figure_count; ++i) {
    const double price = i == cost_figure ? prices : 0;
    parts[static_cast<std::size_t>(Cause::price)][i] += sign * price;
    parts[static_cast<std::size_t>(Cause::model)][i] += sign * (now[i] - saved[i] - price);
  }
}

Parts parts_of(const State& base, const State& head) {
  Parts parts{};
  add_saved(parts, base, 1);
  const Constants &then = *base.constants, &now = *head.constants;
  const Figures start = figures_of(*base.job, then);
  const Figures data = figures_of(with_data_of(*base.job, *head.job), then);
  const Job priced = with_prices_of(*head.job, *base.job);
  const Figures plan = figures_of(with_cluster_of(*head.job, *base.job), then);
  const Figures cluster = figures_of(priced, then);
  const Figures price = figures_of(*head.job, then);
  const Figures model = figures_of(*head.job, now);
  add(parts, Cause::data, start, data);
  add(parts, Cause::plan, data, plan);
  add(parts, Cause::cluster, plan, cluster);
  add(parts, Cause::price, cluster, price);
  add(parts, Cause::model, price, model);
  add_saved(parts, head, -1);
  return parts;
}

/// What is left of adding and taking away the same numbers is nothing.
double cleaned(double part, double scale) {
  return std::abs(part) < 1e-9 * scale ? 0 : part;
}

// ---- The whole ------------------------------------------------------------------------------------------------------

std::optional<Quantiles<Ratio>> ratio_of(const std::vector<double>& base, const std::vector<double>& head) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < base.size() && i < head.size(); ++i)
    if (base[i] > 0) ratios.push_back(head[i] / base[i]);
  if (ratios.empty()) return std::nullopt;
  return quantiles_of(std::move(ratios));
}

/// True when the file holds another figure than what is estimated (and drawn) now.
bool saved_otherwise(const State& state, std::size_t figure) {
  return state.estimated && figure_of(*state.estimated, figure) != figure_of(state.shown, figure);
}

std::vector<FigureChange> changes_of(const State& base, const State& head, const Drawing& drawing) {
  const bool told = base.job && head.job && base.constants && head.constants;
  Parts parts{};
  Drawn before, after;
  if (told) {
    parts = parts_of(base, head);
    before = draw(*base.job, draw_constants(*base.constants, drawing), drawing);
    after = draw(*head.job, draw_constants(*head.constants, drawing), drawing);
  }
  std::vector<FigureChange> changes;
  for (std::size_t i = 0; i < figure_count; ++i) {
    FigureChange change{.figure = figure_names[i].name, .unit = figure_names[i].unit};
    change.base = figure_of(base.shown, i);
    change.head = figure_of(head.shown, i);
    if (change.base && change.head) {
      change.change = change.head->typical - change.base->typical;
      const double scale = std::max(std::abs(change.head->typical), std::abs(change.base->typical));
      for (std::size_t c = 0; c < cause_count; ++c)
        if (told) change.parts[c] = cleaned(parts[c][i], scale);
      const bool as_drawn = !saved_otherwise(base, i) && !saved_otherwise(head, i);
      if (as_drawn && i == time_figure) change.ratio = ratio_of(before.seconds, after.seconds);
      if (as_drawn && i == cost_figure) change.ratio = ratio_of(before.dollars, after.dollars);
      if (as_drawn && i == processed_figure) change.ratio = ratio_of(before.processed, after.processed);
    }
    changes.push_back(std::move(change));
  }
  return changes;
}

std::vector<std::string> written_changes(const Job& base, const Job& head) {
  std::vector<std::string> changes;
  for (const auto& [name, text] : base.written) {
    const auto now = head.written.find(name);
    if (now == head.written.end())
      changes.push_back(fmt::format("{}: {} is gone", name, text));
    else if (now->second != text)
      changes.push_back(fmt::format("{}: {} -> {}", name, text, now->second));
  }
  for (const auto& [name, text] : head.written)
    if (!base.written.contains(name)) changes.push_back(fmt::format("{}: {} is new", name, text));
  std::ranges::sort(changes);
  return changes;
}

/// Reasons of `now` whose code `then` does not have.
std::vector<Reason> only_in(const std::vector<Reason>& now, const std::vector<Reason>& then) {
  std::vector<Reason> found;
  for (const Reason& reason : now)
    if (std::ranges::find(then, reason.code, &Reason::code) == then.end()) found.push_back(reason);
  return found;
}

}  // namespace

JobDifference differ(const State& base, const State& head, const Drawing& drawing) {
  JobDifference made;
  made.name = head.shown.name;
  made.base_file = base.shown.file;
  made.head_file = head.shown.file;
  made.base_feasible = base.shown.feasible;
  made.head_feasible = head.shown.feasible;
  made.figures = changes_of(base, head, drawing);
  made.appeared = only_in(head.shown.reasons, base.shown.reasons);
  made.disappeared = only_in(base.shown.reasons, head.shown.reasons);
  const bool same = std::ranges::all_of(made.figures, [](const FigureChange& c) { return c.base == c.head; }) &&
                    made.base_feasible == made.head_feasible && made.appeared.empty() && made.disappeared.empty();
  made.status = same ? "unchanged" : "changed";
  if (!same && base.job && head.job) made.changes = written_changes(*base.job, *head.job);
  return made;
}

}  // namespace sizer

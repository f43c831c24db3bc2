// Plans, clusters, engines and variations of one job, ranked.
#include "sizer/comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "api/answer.h"
#include "api/failure.h"
#include "sizer/joins.h"
#include "sizer/words.h"
#include "text/path.h"

namespace sizer {
namespace api {
namespace {

constexpr std::size_t most_ways = 2000;

/// One of the questions that are crossed with each other, and its answers; "" is what the job file says.
struct Varied {
  enum class Kind { engine, cluster, plan, value } kind;
  std::string path{};  ///< of a value
  std::vector<std::string> choices{};
};

/// The engines that are asked for: a variation of `engine` is the same question, asked in other words.
std::vector<std::string> engines_of(const CompareRequest& request) {
  std::vector<std::string> engines = request.engines;
  for (const Variation& vary : request.vary)
    if (vary.path == "engine") engines.insert(engines.end(), vary.values.begin(), vary.values.end());
  for (const std::string& engine : engines)
    if (engine_named(engine) == nullptr)
      throw RequestError("", unknown_word("value of --engine", engine, engine_names()));
  return engines;
}

std::vector<Varied> dimensions_of(const CompareRequest& request) {
  const auto given = [](const std::vector<std::string>& list) {
    return list.empty() ? std::vector<std::string>{""} : list;
  };
  std::vector<Varied> all;
  for (const Variation& vary : request.vary)
    if (vary.path != "engine") all.push_back({Varied::Kind::value, vary.path, vary.values});
  all.push_back({Varied::Kind::engine, {}, given(engines_of(request))});
  all.push_back({Varied::Kind::cluster, {}, given(request.clusters)});
  all.push_back({Varied::Kind::plan, {}, given(request.plans)});
  for (const std::string& plan : request.plans) strategy_of(plan);
  return all;
}

/// What one way is made with: the choice of each dimension.
using Choices = std::vector<std::string>;

std::vector<Choices> crossed(const std::vector<Varied>& dimensions) {
  std::vector<Choices> all = {{}};
  for (const Varied& dimension : dimensions) {
    std::vector<Choices> longer;
    for (const Choices& before : all)
      for (const std::string& choice : dimension.choices) {
        longer.push_back(before);
        longer.back().push_back(choice);
      }
    all = std::move(longer);
    if (all.size() > most_ways)
      throw RequestError("", fmt::format("more than {} ways are too many to compare", most_ways));
  }
  return all;
}

// ---- One way --------------------------------------------------------------------------------------------------------

/// "inputs.customers.size": the input; empty for other paths.
std::string sized_input(const std::string& path) {
  const std::vector<PathPart> parts = path_parts(path);
  const bool sized = parts.size() == 3 && parts[0].key == "inputs" && parts[2].key == "size";
  return sized ? parts[1].key : std::string();
}

/// A size that varies takes its rows and files along, where they are given and do not vary themselves.
void scale_rows(Job& varied, const Job& base, const std::string& name, const Candidate& candidate) {
  const auto now = std::ranges::find(varied.inputs, name, &Input::name);
  const auto then = std::ranges::find(base.inputs, name, &Input::name);
  if (now == varied.inputs.end() || then == base.inputs.end() || !now->size || !then->size) return;
  const double factor = now->size->typical / then->size->typical;
  const auto scale = [&](const char* key, Stat<Rows>& stat, double least) {
    const std::string path = path_of(*now, key);
    const bool varies = std::ranges::any_of(candidate.varied, [&](const auto& each) { return each.first == path; });
    const auto scaled = [&](Rows rows) { return Rows{std::max(least, rows.value * factor)}; };
    if (stat && !varies) stat = Range<Rows>{scaled(stat->low), scaled(stat->typical), scaled(stat->high)};
  };
  scale("rows", now->rows, 0);
  scale("files", now->files, 1);
}

/// Joins whose strategy the command line leaves open: what --vary or --set says of one is not said again by a plan.
std::vector<int> open_joins(const Job& job) {
  std::vector<int> open = joins_of(job);
  std::erase_if(open, [&](int join) {
    const auto given = job.places.find(path_of(job.steps[static_cast<std::size_t>(join)], "strategy"));
    return given != job.places.end() && given->second.file.starts_with("--set ");
  });
  return open;
}

/// Settings by which Spark chooses the strategy of a join that none is given: with a given one they would say nothing.
bool moves_choice(const std::string& path) {
  return path.starts_with("spark.") || path == "spark" || path.starts_with("cluster");
}

/// What the plans of a job are called; `auto` where it has no join to plan.
std::vector<std::string> plans_for(const Job& job, const std::vector<int>& open, const Candidate& varied) {
  const auto broadcasts = [&](int join) {
    return std::get<Join>(job.steps[static_cast<std::size_t>(join)].op).type != JoinType::full;
  };
  if (open.empty() || !job.engine->can.chooses_joins) return {"auto"};
  std::vector<std::string> plans = {"sort_merge", "shuffle_hash"};
  if (std::ranges::any_of(open, broadcasts)) plans.insert(plans.begin(), "broadcast");
  if (open.size() > 1) plans.emplace_back("mixed");
  if (std::ranges::any_of(varied.varied, [](const auto& each) { return moves_choice(each.first); }))
    plans.emplace_back("auto");
  return plans;
}

/// Gives the open joins the strategies of a plan. False: mixed plans are no better than one for all.
bool set_plan(Job& job, const std::string& plan, const std::vector<int>& open, const Constants& constants) {
  std::vector<PlannedJoin> joins;
  joins.reserve(open.size());
  if (plan != "mixed") {
    for (const int step : open) joins.push_back({step, strategy_of(plan)});
    job = with_joins(std::move(job), joins);
    return true;
  }
  const ConstantValues& k = constants.at(Case::typical);
  job = modelled(std::move(job));
  joins = best_joins(job, job.cluster, account(job, k, Case::typical), k, Case::typical, open).joins;
  job = with_joins(std::move(job), joins);
  const Estimate made = estimate(job, job.cluster, k, Case::typical);
  return std::string_view(joins_in_words(made.plan)) == "mixed";
}

/// "join 1 by broadcast, join 2 by sort_merge"
std::string plan_by_join(const Job& job, const Constants& constants) {
  const Estimate made = estimate(job, job.cluster, constants.at(Case::typical), Case::typical);
  std::string words;
  for (const PlannedJoin& each : made.plan.joins)
    words += fmt::format("{}{} by {}", words.empty() ? "" : ", ", job.steps[static_cast<std::size_t>(each.step)].name,
                         name_of(each.strategy));
  return words;
}

class Field {
 public:
  Field(const CompareRequest& request, const Reading& reading, const JobText& text)
      : reading_(reading), text_(text), dimensions_(dimensions_of(request)) {}

  /// What the mixed plans are, each once.
  std::vector<std::string> notes(const Job& base) const {
    std::vector<std::string> notes;
    for (const std::string& each : mixed_) {
      std::string note = "mixed: " + each;
      if (std::ranges::find(notes, note) == notes.end()) notes.push_back(std::move(note));
    }
    const std::size_t joins = base.engine->can.chooses_joins ? open_joins(base).size() : 0;
    if (joins > most_joins_tried)
      notes.push_back(fmt::format(
          "of {} joins, the {} whose sides hold most were tried each by itself; the others stay as the job has them",
          joins, most_joins_tried));
    return notes;
  }

  std::vector<Way> ways(const Job& base) {
    std::vector<Way> all;
    for (const Choices& choices : crossed(dimensions_)) add_ways(choices, base, all);
    name(all);
    return all;
  }

 private:
  void add_ways(const Choices& choices, const Job& base, std::vector<Way>& all) {
    ReadOptions how = reading_.how();
    how.cluster.clear();
    Way way;
    std::string plan;
    for (std::size_t i = 0; i < choices.size(); ++i) {
      const Varied& dimension = dimensions_[i];
      if (choices[i].empty()) continue;
      if (dimension.kind == Varied::Kind::engine) how.overrides.push_back({"engine", choices[i]});
      if (dimension.kind == Varied::Kind::cluster) how.cluster = choices[i];
      if (dimension.kind == Varied::Kind::plan) plan = choices[i];
      if (dimension.kind != Varied::Kind::value) continue;
      how.overrides.push_back({dimension.path, choices[i]});
      way.shown.varied.emplace_back(dimension.path, choices[i]);
    }
    const std::string& engine = choices[choices.size() - 3];
    way.shown.engine = engine.empty() ? base.engine->name : engine;
    way.shown.cluster = how.cluster;
    const bool other_engine = way.shown.engine != base.engine->name;
    try {
      way.job = text_.read(how);
    } catch (const InputError& error) {
      // Another engine may not do what a step asks for: that is an answer. All else is a mistake of the user's, which
      // the job's own engine would not do either.
      if (!other_engine) throw;
      std::erase_if(how.overrides, [](const Override& each) { return each.path == "engine"; });
      text_.read(how);
      add_impossible(std::move(way), error, all);
      return;
    }
    for (const auto& [path, value] : way.shown.varied)
      if (const std::string input = sized_input(path); !input.empty()) scale_rows(way.job, base, input, way.shown);
    add_plans(way, plan, all);
  }

  static void add_impossible(Way way, const InputError& error, std::vector<Way>& all) {
    way.shown.possible = false;
    for (const Diagnostic& each : error.diagnostics)
      way.shown.reasons.push_back({each.code, Severity::error, each.message, each.note, each.place});
    all.push_back(std::move(way));
  }

  void add_plans(const Way& way, const std::string& asked, std::vector<Way>& all) {
    const std::vector<int> open = open_joins(way.job);
    const std::vector<std::string> possible = plans_for(way.job, open, way.shown);
    const bool chooses = possible.size() > 1;  // else there is one plan, whatever is asked for
    for (const std::string& plan : asked.empty() || !chooses ? possible : std::vector<std::string>{asked}) {
      Way one = way;
      if (chooses && !set_plan(one.job, plan, open, reading_.constants())) continue;
      if (plan == "mixed") mixed_.push_back(plan_by_join(one.job, reading_.constants()));
      one.shown.plan = plan;
      std::ranges::replace(one.shown.plan, '-', '_');
      const auto same = [&](const Way& other) {
        return other.shown.plan == one.shown.plan && other.shown.engine == one.shown.engine &&
               other.shown.cluster == one.shown.cluster && other.shown.varied == one.shown.varied;
      };
      if (std::ranges::none_of(all, same)) all.push_back(std::move(one));
    }
  }

  /// A candidate is called by what differs between candidates.
  static void name(std::vector<Way>& all) {
    const auto differs = [&](auto get) {
      return std::ranges::any_of(all, [&](const Way& way) { return get(way) != get(all.front()); });
    };
    const auto plan = [](const Way& way) { return way.shown.plan; };
    const auto engine = [](const Way& way) { return way.shown.engine; };
    const auto cluster = [](const Way& way) { return way.shown.cluster; };
    const bool by_engine = differs(engine), by_cluster = differs(cluster), by_plan = differs(plan);
    for (Way& way : all) {
      std::string& name = way.shown.name;
      const auto add = [&](const std::string& word) { name += (name.empty() || word.empty() ? "" : ", ") + word; };
      if (by_engine) add(way.shown.engine);
      if (by_plan && (way.shown.plan != "auto" || engine_named(way.shown.engine)->can.chooses_joins))
        add(way.shown.plan);
      if (by_cluster) add(way.shown.cluster);
      for (const auto& [path, value] : way.shown.varied) add(fmt::format("{} = {}", path, value));
      if (name.empty()) name = way.shown.plan == "auto" ? way.shown.engine : way.shown.plan;
    }
  }

  const Reading& reading_;
  const JobText& text_;
  std::vector<Varied> dimensions_;
  std::vector<std::string> mixed_{};
};

bool same_plan(const Job& a, const Job& b) {
  return &a.engine->named() == &b.engine->named() &&
         std::ranges::equal(a.steps, b.steps, [](const Step& x, const Step& y) {
           const Join *const p = std::get_if<Join>(&x.op), *const q = std::get_if<Join>(&y.op);
           return x.name == y.name && (p == nullptr || q == nullptr ? p == q : p->strategy == q->strategy);
         });
}

/// The best `most` of the ways, and the pairs of those.
void keep_first(Comparison& comparison, std::size_t most) {
  if (comparison.candidates.size() <= most) return;
  comparison.notes.push_back(fmt::format("{} more ways are left out by --top", comparison.candidates.size() - most));
  comparison.candidates.resize(most);
  std::erase_if(comparison.pairs,
                [&](const Pair& pair) { return static_cast<std::size_t>(std::max(pair.first, pair.second)) >= most; });
}

/// The job as it is without what is varied: on the first of the clusters.
Job base_of(const CompareRequest& request, const Reading& reading, const JobText& text) {
  ReadOptions how = reading.how();
  how.cluster = request.clusters.empty() ? "" : request.clusters.front();
  return text.read(how);
}

/// Tasks that were measured answer for one plan: against others, the model answers for all.
void drop_recordings(std::vector<Way>& ways, const Job& base) {
  if (std::ranges::all_of(ways, [&](const Way& way) { return same_plan(way.job, base); })) return;
  for (Way& way : ways) way.job = modelled(std::move(way.job));
}

void add_notes(const CompareRequest& request, const Field& field, const Job& base, Comparison& comparison) {
  std::ranges::move(field.notes(base), std::back_inserter(comparison.notes));
  if (std::ranges::any_of(request.vary, [](const Variation& vary) { return !sized_input(vary.path).empty(); }))
    comparison.notes.emplace_back("where the size of an input varies, its rows and files vary with it");
}

void add_broadcasts(const Job& base, const Constants& constants, Comparison& comparison) {
  comparison.more_broadcasts = broadcast_limits_of(base, constants);
  if (comparison.more_broadcasts.empty()) return;
  comparison.broadcast = std::move(comparison.more_broadcasts.front());
  comparison.more_broadcasts.erase(comparison.more_broadcasts.begin());
}

Comparison compared(const CompareRequest& request, const Reading& reading, std::vector<Diagnostic>& diagnostics) {
  const JobText text(request.job.text, request.job.file);
  const Job base = base_of(request, reading, text);
  Field field(request, reading, text);
  std::vector<Way> ways = field.ways(base);
  drop_recordings(ways, base);
  for (const Way& way : ways)
    if (way.shown.possible) reading.tell_age(way.job.cluster, diagnostics);
  Comparison comparison = compare(std::move(ways), reading.constants(), reading.drawing(), request.sorted_by);
  comparison.job = base.name;
  comparison.file = request.job.file;
  if (request.most > 0) keep_first(comparison, request.most);
  add_notes(request, field, base, comparison);
  add_broadcasts(base, reading.constants(), comparison);
  return comparison;
}

}  // namespace
}  // namespace api

Answer<Result> compare(const CompareRequest& request) {
  return api::answered(request.setup, "compare", request.job.file, [&](const api::Reading& reading, Result& result) {
    result.comparisons.push_back(api::compared(request, reading, result.diagnostics));
  });
}

}  // namespace sizer

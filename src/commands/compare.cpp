// `sizer compare JOB`: plans, clusters, engines and variations of one job, ranked.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "commands/session.h"
#include "sizer/comparison.h"
#include "sizer/joins.h"
#include "sizer/report.h"
#include "sizer/words.h"
#include "text/codes.h"
#include "text/path.h"
#include "text/quantity_text.h"

namespace sizer {
namespace {

constexpr std::size_t most_ways = 2000;

/// The words between commas, without spaces around them; a comma within brackets, braces or quotes divides nothing.
std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> words(1);
  int depth = 0;
  char quote = '\0';
  for (const char c : list) {
    if (quote != '\0')
      quote = c == quote ? '\0' : quote;
    else if (c == '"' || c == '\'')
      quote = c;
    else if (c == '{' || c == '[')
      ++depth;
    else if (c == '}' || c == ']')
      --depth;
    if (c == ',' && depth == 0 && quote == '\0')
      words.emplace_back();
    else
      words.back() += c;
  }
  for (std::string& word : words) {
    const std::size_t first = word.find_first_not_of(' ');
    if (first == std::string::npos) throw UsageError(fmt::format("'{}': a word is missing beside a comma", list));
    word = word.substr(first, word.find_last_not_of(' ') + 1 - first);
  }
  return words;
}

/// One of the questions that are crossed with each other, and its answers; "" is what the job file says.
struct Varied {
  enum class Kind { engine, cluster, plan, value } kind;
  std::string path{};  ///< of a value
  std::vector<std::string> choices{};
};

std::vector<Varied> dimensions_of(const Options& options) {
  const auto given = [](const std::string& list) { return list.empty() ? std::vector<std::string>{""} : split(list); };
  std::vector<Varied> all;
  for (const std::string& vary : options.vary) {
    const Override values = read_assignment("--vary", vary);
    all.push_back({Varied::Kind::value, values.path, split(values.value)});
  }
  all.push_back({Varied::Kind::engine, {}, given(options.engine)});
  all.push_back({Varied::Kind::cluster, {}, given(options.cluster)});
  all.push_back({Varied::Kind::plan, {}, given(options.plan)});
  for (const std::string& engine : all[all.size() - 3].choices)
    if (!engine.empty() && engine != "spark" && engine != "ray")
      throw unknown("value of --engine", engine, {"spark", "ray"});
  for (const std::string& plan : all.back().choices)
    if (!plan.empty()) strategy_of(plan);
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
    if (all.size() > most_ways) throw UsageError(fmt::format("more than {} ways are too many to compare", most_ways));
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
  if (open.empty() || job.engine == EngineKind::ray) return {"auto"};
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
  job.recorded.reset();
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
  Field(const Session& session, const JobText& text)
      : session_(session), text_(text), dimensions_(dimensions_of(session.options())) {}

  /// What the mixed plans are, each once.
  std::vector<std::string> notes(const Job& base) const {
    std::vector<std::string> notes;
    for (const std::string& each : mixed_) {
      std::string note = "mixed: " + each;
      if (std::ranges::find(notes, note) == notes.end()) notes.push_back(std::move(note));
    }
    const std::size_t joins = base.engine == EngineKind::spark ? open_joins(base).size() : 0;
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
    ReadOptions how = session_.reading();
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
    way.shown.engine = engine.empty() ? name_of(base.engine) : engine;
    way.shown.cluster = how.cluster;
    const bool other_engine = way.shown.engine != name_of(base.engine);
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
      if (chooses && !set_plan(one.job, plan, open, session_.constants())) continue;
      if (plan == "mixed") mixed_.push_back(plan_by_join(one.job, session_.constants()));
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
      if (by_plan && (way.shown.plan != "auto" || way.shown.engine == "spark")) add(way.shown.plan);
      if (by_cluster) add(way.shown.cluster);
      for (const auto& [path, value] : way.shown.varied) add(fmt::format("{} = {}", path, value));
      if (name.empty()) name = way.shown.plan == "auto" ? way.shown.engine : way.shown.plan;
    }
  }

  const Session& session_;
  const JobText& text_;
  std::vector<Varied> dimensions_;
  std::vector<std::string> mixed_{};
};

std::vector<std::string> notes_on(const Options& options) {
  for (const std::string& vary : options.vary)
    if (!sized_input(read_assignment("--vary", vary).path).empty())
      return {"where the size of an input varies, its rows and files vary with it"};
  return {};
}

/// The best `most` of the ways, and the pairs of those.
void keep_first(Comparison& comparison, std::size_t most) {
  if (comparison.candidates.size() <= most) return;
  comparison.notes.push_back(fmt::format("{} more ways are left out by --top", comparison.candidates.size() - most));
  comparison.candidates.resize(most);
  std::erase_if(comparison.pairs,
                [&](const Pair& pair) { return static_cast<std::size_t>(std::max(pair.first, pair.second)) >= most; });
}

}  // namespace

namespace {

bool same_plan(const Job& a, const Job& b) {
  return a.engine == b.engine && std::ranges::equal(a.steps, b.steps, [](const Step& x, const Step& y) {
           const Join *const p = std::get_if<Join>(&x.op), *const q = std::get_if<Join>(&y.op);
           return x.name == y.name && (p == nullptr || q == nullptr ? p == q : p->strategy == q->strategy);
         });
}

}  // namespace

Outcome run_compare(const Options& options, std::istream& in, const Style&) {
  if (options.operands.empty()) throw UsageError("compare: which job? Name a file, or '-' for standard input");
  if (options.operands.size() > 1) throw UsageError("compare: one job at a time; --vary and --cluster make the others");
  const Session session(options, in);
  Result result = session.begin("compare");
  const std::string file = shown_name(options.operands.front());
  const int code = guarded(file, result.diagnostics, [&] {
    const JobText text(job_text(options.operands.front(), in), file);
    ReadOptions how = session.reading();
    how.cluster.clear();
    if (!options.cluster.empty()) how.cluster = split(options.cluster).front();
    const Job base = text.read(how);
    Field field(session, text);
    std::vector<Way> ways = field.ways(base);
    // Tasks that were measured answer for one plan: against others, the model answers for all.
    if (!std::ranges::all_of(ways, [&](const Way& way) { return same_plan(way.job, base); }))
      for (Way& way : ways) way.job.recorded.reset();
    for (const Way& way : ways)
      if (way.shown.possible) session.tell_age(way.job.cluster, result.diagnostics);
    Comparison comparison =
        compare(ways, session.constants(), session.drawing(), options.sort.empty() ? "time" : options.sort);
    comparison.job = base.name;
    if (!options.top.empty())
      keep_first(comparison, static_cast<std::size_t>(whole_number("--top", options.top, 1, 10'000, 0)));
    comparison.file = file;
    std::ranges::move(field.notes(base), std::back_inserter(comparison.notes));
    std::ranges::move(notes_on(options), std::back_inserter(comparison.notes));
    comparison.more_broadcasts = broadcast_limits_of(base, session.constants());
    if (!comparison.more_broadcasts.empty()) {
      comparison.broadcast = std::move(comparison.more_broadcasts.front());
      comparison.more_broadcasts.erase(comparison.more_broadcasts.begin());
    }
    result.comparisons.push_back(std::move(comparison));
  });
  return {.result = std::move(result), .code = code};
}

}  // namespace sizer

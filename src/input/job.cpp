// A job file: from text to Job.
#include <algorithm>
#include <deque>
#include <string_view>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "input/budget.h"
#include "input/cluster.h"
#include "input/cluster_file.h"
#include "input/inputs.h"
#include "input/named_columns.h"
#include "input/overrides.h"
#include "input/read_lines.h"
#include "input/recording.h"
#include "input/steps.h"
#include "input/wiring.h"
#include "job/job_draft.h"
#include "sizer/input.h"
#include "sizer/words.h"
#include "text/foreign_words.h"
#include "text/path.h"
#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer {
namespace {

/// "daily" of "jobs/daily.sizer.yaml".
std::string stem(const std::string& file) {
  const std::string name = file.substr(file.find_last_of('/') + 1);
  const std::size_t dot = name.find('.', 1);
  return dot == std::string::npos ? name : name.substr(0, dot);
}

std::vector<Input> read_inputs(const Value& inputs, const Spot& at, StepContext& context) {
  std::vector<Input> read;
  if (inputs.kind != ValueKind::mapping || inputs.entries.empty()) {
    context.problems.add(codes::wrong_type, at, "inputs must be a mapping of name to data set", {},
                         "such as `clicks: {size: 1 TB}`");
    return read;
  }
  for (const Entry& entry : inputs.entries)
    read.push_back(
        read_input(Mapping(entry.value, entry.spot, "inputs." + entry.key, context.problems), entry.key, context));
  return read;
}

/// The one key of a step that says what it does; null after an error.
const Entry* kind_entry(const Value& step, const std::string& where, Problems& problems) {
  const Entry* found = nullptr;
  const Entry* unknown = nullptr;
  for (const Entry& entry : step.entries) {
    if (is_step_key(entry.key) || entry.key.starts_with("x-")) continue;
    if (find_step_kind(entry.key) == nullptr) {
      unknown = &entry;
    } else if (found == nullptr) {
      found = &entry;
    } else {
      problems.add(codes::conflict, entry.spot,
                   fmt::format("{} is of two kinds, {} and {}", where, found->key, entry.key), {},
                   fmt::format("write a step for each; the other stands at {}", describe_place(found->spot)));
      return nullptr;
    }
  }
  if (found != nullptr) return found;  // other keys are reported when the step is closed
  std::vector<std::string_view> kinds;
  for (const StepKind& kind : step_kinds()) kinds.push_back(kind.name);
  const std::string note = fmt::format("kinds of steps: {}", fmt::join(kinds, ", "));
  const std::string foreign = unknown != nullptr ? said_here_by(unknown->key) : std::string();
  if (unknown != nullptr)
    problems.add(codes::unknown_key, unknown->spot,
                 fmt::format("unknown kind of step {} in {}", in_quotes(unknown->key), where),
                 did_you_mean(unknown->key, kinds), foreign.empty() ? note : foreign);
  else
    problems.add(codes::missing_key, step.spot, fmt::format("{} does not say what it does", where), {}, note);
  return nullptr;
}

StepDraft read_step(const Value& value, const std::string& where, StepContext& context) {
  StepDraft draft;
  draft.spot = value.spot;
  if (value.kind != ValueKind::mapping) {
    context.problems.add(codes::wrong_type, value.spot,
                         fmt::format("{} must be a mapping, not {}", where, kind_word(value)), {},
                         find_step_kind(value.text) != nullptr
                             ? fmt::format("write `- {}: {{}}`, with what it needs between the brackets", value.text)
                             : "such as `- aggregate: {keys: customer_id}`");
    return draft;
  }
  Mapping step(value, value.spot, where, context.problems);
  draft.step = read_lines<Step>(step, "step");
  draft.name_spot = step.spot_of("name");
  draft.from = step.names("from");
  draft.step.place = place_of(value.spot);
  const Entry* entry = kind_entry(value, where, context.problems);
  if (entry == nullptr) return draft;
  step.find(entry->key);

  draft.kind_known = true;
  draft.spot = entry->spot;
  draft.step.place = place_of(entry->spot);
  const StepKind& kind = *find_step_kind(entry->key);
  static const Value nothing = empty_value(ValueKind::mapping);
  const bool needs_nothing = kind.first_key.empty() && entry->value.kind == ValueKind::null;
  Mapping body(needs_nothing ? nothing : entry->value, entry->spot, fmt::format("{}.{}", where, kind.name),
               context.problems, kind.in_short(entry->value));
  draft.step.op = kind.read(body, context);
  if (sides_of(draft.step.op) != Sides::one) draft.with = body.names("with");
  body.close();
  if (step.has("shuffle") && !kind.shuffles)
    step.wrong("shuffle", codes::conflict,
               fmt::format("{}: a step of kind {} shuffles nothing that `shuffle` could describe", where, kind.name));
  step.close();
  return draft;
}

std::vector<StepDraft> read_steps(const Value& steps, const Spot& at, StepContext& context) {
  std::vector<StepDraft> drafts;
  if (steps.kind != ValueKind::list || steps.items.empty()) {
    context.problems.add(codes::wrong_type, at, "steps must be a list of at least one step", {},
                         "such as `- write: 120 GB`");
    return drafts;
  }
  for (std::size_t i = 0; i < steps.items.size(); ++i)
    drafts.push_back(read_step(steps.items[i], fmt::format("steps[{}]", i), context));
  return drafts;
}

/// What a name stands for: a file, beside the one that names it, or a cluster of the catalogue.
std::optional<Cluster> find_named(const std::string& name, const std::string& named_in, const Spot& at,
                                  const Catalogue& catalogue, Problems& problems) {
  if (names_cluster_file(name)) return cluster_of_file(name, named_in, at, catalogue, problems);
  return cluster_named(name, at, catalogue, problems);
}

std::optional<Cluster> given_cluster(const std::string& given, const char* from, const Catalogue& catalogue,
                                     Problems& problems) {
  if (given.starts_with('{')) return cluster_written_out(given, from, catalogue, problems);
  const SourceText source{from, given};
  return find_named(given, {}, {&source, 1, 1, count_characters(given)}, catalogue, problems);
}

void read_job_cluster(const WrittenJob& written, Mapping& top, const ReadOptions& options, Job& job,
                      Problems& problems) {
  const Catalogue& catalogue = options.catalogue != nullptr ? *options.catalogue : built_in_catalogue();
  const Value* given = top.find("cluster");
  std::optional<Cluster> cluster;
  if (!options.cluster.empty())
    cluster = given_cluster(options.cluster, "--cluster", catalogue, problems);
  else if (given != nullptr && given->kind == ValueKind::scalar)
    cluster = find_named(given->text, job.file, given->spot, catalogue, problems);
  else if (given != nullptr)
    cluster = read_cluster(*given, top.spot_of("cluster"), catalogue, problems);
  else if (!options.default_cluster.empty())
    cluster = given_cluster(options.default_cluster, "the configuration's cluster", catalogue, problems);
  else
    top.missing("cluster", "give one here, by --cluster, or in sizer.yaml: spark-baseline, 20 x m5d.4xlarge, a file");
  if (cluster) job.cluster = std::move(*cluster);
  const std::string platform = job.cluster.platform;
  apply_buying(written.pricing, written.platform, top, catalogue, job.cluster, problems);
  for (const auto& [word, pricing] : words::pricings)
    if (word == options.pricing) job.cluster.pricing = pricing;
  if (job.cluster.platform != platform) catalogue.price_cluster(job.cluster);
}

/// Ray's hash shuffles go by settings that its sorts and plain repartitions do not know.
bool shuffles_by_hash(const Step& step) {
  const auto* const repartition = std::get_if<Repartition>(&step.op);
  return std::holds_alternative<Join>(step.op) || std::holds_alternative<Aggregate>(step.op) ||
         std::holds_alternative<Dedup>(step.op) || std::holds_alternative<Window>(step.op) ||
         std::holds_alternative<Exchange>(step.op) || (repartition != nullptr && !repartition->by.empty());
}

void check_shuffle_settings(Mapping& top, const Job& job, Problems& problems) {
  const Value* const ray = job.engine->settings == SettingsOf::ray ? top.find("ray") : nullptr;
  const bool sorts = std::ranges::any_of(job.steps, [](const Step& step) {
    return std::holds_alternative<Sort>(step.op) || std::holds_alternative<Repartition>(step.op);
  });
  if (ray == nullptr || !sorts || std::ranges::any_of(job.steps, shuffles_by_hash)) return;
  for (const std::string_view key : {"partitions", "max_aggregators"})
    if (const Value* const given = ray->find(key))
      problems.add(
          codes::no_effect, given->spot,
          fmt::format("ray.{} is of hash shuffles, and this job has none: a sort keeps the number of blocks", key), {},
          "set the blocks before it: `repartition: {partitions: ...}`, or ray: {read_blocks}");
}

Job read_top(Mapping top, const std::string& file, const ReadOptions& options, Problems& problems) {
  WrittenJob written = read_lines<WrittenJob>(top, "job");
  Job job;
  job.file = file;
  job.name = written.name.empty() ? stem(file) : std::move(written.name);
  job.engine = written.engine;
  job.new_session = written.new_session;
  job.keep_cluster = written.keep_cluster;
  if (job.keep_cluster && !job.engine->can.cluster_stays)
    top.wrong("keep_cluster", codes::conflict,
              fmt::format("keep_cluster is for a Ray cluster; this job runs on {}", job.engine->title),
              fmt::format("{}'s {}s end with their job", job.engine->title, job.engine->words.holder));
  job.runs_per_month = written.runs_per_month;
  job.labels = read_labels(top, problems);
  if (auto limits = top.inner("budget"))
    job.budget = budget_of(read_whole<WrittenLimits>(*limits, "budget"), *limits, problems);
  read_job_cluster(written, top, options, job, problems);

  KeyTable keys;
  const auto names_engine = [](const Override& each) { return each.path == "engine"; };
  StepContext context{keys, problems, *job.engine, std::ranges::none_of(options.overrides, names_engine)};
  if (const Value* inputs = top.find("inputs")) job.inputs = read_inputs(*inputs, top.spot_of("inputs"), context);
  if (const Value* steps = top.find("steps")) {
    std::vector<StepDraft> drafts = read_steps(*steps, top.spot_of("steps"), context);
    if (!job.inputs.empty()) job.steps = wire(std::move(drafts), job.inputs, problems);
  }
  job.keys = keys.take();
  if (const Value* steps = top.find("steps"); steps != nullptr && problems.empty() && !job.steps.empty())
    check_column_names(job, *steps, problems);
  if (const Value* run = top.find("measured")) {
    if (job.engine->replays == nullptr)
      top.wrong("measured", codes::conflict,
                fmt::format("measured is of a run of Spark; this job runs on {}", job.engine->title));
    else
      job.engine = job.engine->replays;
    job.recorded = read_recording(Mapping(*run, top.spot_of("measured"), "measured", problems), job.inputs, problems);
  }

  job.own_spark = written.spark;
  job.own_ray = written.ray;
  check_shuffle_settings(top, job, problems);
  job.spark = overlaid(job.cluster.spark, job.own_spark);
  if (job.own_spark.driver_memory) make_room_for_driver(job.cluster, job.spark);
  if (!job.engine->can.local_mode && job.cluster.driver_place == DriverPlace::local)
    top.wrong("cluster", codes::conflict,
              fmt::format("driver: local is of Spark's local mode; this job runs on {}", job.engine->title),
              fmt::format("a {} on the node that works is written on_worker", job.engine->words.driver));
  job.ray = overlaid(job.cluster.ray, job.own_ray);
  top.close();
  return job;
}

std::string in_path(std::string path, std::string_view key) {
  if (!key.empty()) path.append(".").append(key);
  return path;
}

/// Keeps what a scalar or list says, and where each value stands.
void remember(const Value& value, const std::string& name, Job& job) {
  job.places.emplace(name, place_of(value.spot));
  if (value.kind == ValueKind::scalar) job.written.emplace(name, value.text);
  for (std::size_t i = 0; i < value.items.size(); ++i) remember(value.items[i], fmt::format("{}[{}]", name, i), job);
  for (const Entry& entry : value.entries) remember(entry.value, in_path(name, path_part(entry.key)), job);
}

/// Of a tree that stands in no text.
void put_at(Value& value, const Spot& spot) {
  value.spot = spot;
  for (Value& item : value.items) put_at(item, spot);
  for (Entry& entry : value.entries) {
    entry.spot = spot;
    put_at(entry.value, spot);
  }
}

/// The steps by where they are written.
std::map<std::tuple<std::string_view, int, int>, const Step*> steps_by_place(const Job& job) {
  std::map<std::tuple<std::string_view, int, int>, const Step*> steps;
  for (const Step& step : job.steps)
    steps.emplace(std::tuple(std::string_view(step.place.file), step.place.line, step.place.column), &step);
  return steps;
}

/// Keeps the place of every value under the name that reports give it. Of a valid file only.
void remember_places(const Value& root, Job& job) {
  const auto steps = steps_by_place(job);
  for (const Entry& top : root.entries) {
    if (top.key != "steps" && top.key != "measured") remember(top.value, top.key, job);
    if (top.key == "measured") job.places["measured"] = place_of(top.spot);
    if (top.key == "inputs")
      for (const Entry& input : top.value.entries) job.places["inputs." + path_part(input.key)] = place_of(input.spot);
    if (top.key != "steps") continue;
    for (const Value& step : top.value.items)
      for (const Entry& entry : step.entries) {
        const auto found = steps.find({entry.spot.source->file, entry.spot.line, entry.spot.column});
        if (found == steps.end() || find_step_kind(entry.key) == nullptr) continue;
        const std::string path = path_of(*found->second);
        remember(entry.value, path, job);
        job.places[path] = place_of(entry.spot);
        if (entry.value.kind == ValueKind::scalar)  // a shorthand
          job.places.emplace(in_path(path, find_step_kind(entry.key)->in_short(entry.value)),
                             place_of(entry.value.spot));
        if (const Value* shuffle = step.find("shuffle")) remember(*shuffle, in_path(path, "shuffle"), job);
      }
  }
}

}  // namespace

std::string path_of(const Input& input, std::string_view key) {
  return in_path("inputs." + path_part(input.name), key);
}
std::string path_of(const Step& step, std::string_view key) {
  return in_path("steps." + path_part(step.name), key);
}

Place place_of(const Job& job, const std::string& name) {
  for (std::string known = name; !known.empty(); known.resize(known.rfind('.') + 1 == 0 ? 0 : known.rfind('.')))
    if (const auto found = job.places.find(known); found != job.places.end()) return found->second;
  return {};
}

struct JobText::Parsed {
  SourceText source;
  Problems problems{};
  Value root = parse_value(source, problems);
};

JobText::JobText(std::string text, std::string file) : parsed_(new Parsed{{std::move(file), std::move(text)}}) {}

Job JobText::read(const ReadOptions& options) const {
  const auto& [source, found, whole] = *parsed_;
  Problems problems = found;
  Value root = whole;
  std::deque<SourceText> override_sources;
  apply_overrides(root, options.overrides, override_sources, problems);
  Job job = read_top(Mapping(root, {&source, 1, 1}, {}, problems), source.file, options, problems);
  problems.raise();
  remember_places(root, job);
  return job;
}

Job read_job(const std::string& text, const std::string& file, const ReadOptions& options) {
  return JobText(text, file).read(options);
}

Job read_job(const JobDraft& draft, const std::string& file) {
  const SourceText source{file, {}};
  Problems problems;
  Value root = tree_of(draft);
  put_at(root, {&source, 1, 1});
  Job job = read_top(Mapping(root, root.spot, {}, problems), file, {}, problems);
  problems.raise();
  return job;
}

}  // namespace sizer

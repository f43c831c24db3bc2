// A recorded run, read from a job file: slots, sizes, and stages with their tasks.
#include "input/recording.h"

#include <fmt/format.h>

#include <algorithm>

#include "text/job_bounds.h"
#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer {
namespace {

constexpr Measure<Seconds> any_time{{Dimension::seconds, "120 ms", true}};
constexpr Measure<Bytes> any_bytes{{Dimension::bytes, "64 MiB", true}};
constexpr Measure<Ratio> any_slots{{Dimension::number, "32", true, true, bounds::most_slots}};

int index_of(const Name& name, const std::vector<Input>& inputs, const std::string& where, Problems& problems) {
  const auto found = std::ranges::find(inputs, name.text, &Input::name);
  if (found != inputs.end()) return static_cast<int>(found - inputs.begin());
  std::vector<std::string_view> known;
  known.reserve(inputs.size());
  for (const Input& input : inputs) known.push_back(input.name);
  problems.add(codes::unknown_source, name.spot,
               fmt::format("{}: the job has no input {}", where, in_quotes(name.text)), did_you_mean(name.text, known));
  return -1;
}

/// Numbers of earlier stages.
std::vector<int> earlier(Mapping& stage, std::string_view key, std::size_t number, Problems& problems) {
  std::vector<int> stages;
  for (const Name& name : stage.names(key)) {
    const auto read = read_quantity(name.text, {Dimension::number, "0", true, true, 1e9});
    const double* const value = std::get_if<double>(&read);
    if (value == nullptr || *value != static_cast<double>(static_cast<int>(*value)) ||
        *value >= static_cast<double>(number)) {
      problems.add(codes::out_of_bounds, name.spot,
                   fmt::format("{}.{}: {} is no number of a stage before it", stage.where(), key, in_quotes(name.text)),
                   {}, "stages count from 0");
      continue;
    }
    stages.push_back(static_cast<int>(*value));
  }
  std::ranges::sort(stages);
  stages.erase(std::unique(stages.begin(), stages.end()), stages.end());
  return stages;
}

std::vector<double> quantities(Mapping& stage, std::string_view key, const Limits& limits, Problems& problems) {
  std::vector<double> values;
  for (const Name& name : stage.names(key)) {
    const auto read = read_quantity(name.text, limits);
    if (const double* const value = std::get_if<double>(&read)) {
      values.push_back(*value);
      continue;
    }
    const auto& error = std::get<QuantityError>(read);
    problems.add(error.code, name.spot, fmt::format("{}.{}: {}", stage.where(), key, error.message), error.suggestion,
                 error.note);
  }
  return values;
}

std::vector<RecordedTasks> read_tasks(Mapping& stage, Problems& problems) {
  const std::vector<double> counts = quantities(stage, "tasks", {Dimension::number, "200", false, true}, problems);
  const std::vector<double> times = quantities(stage, "each", any_time.limits, problems);
  std::vector<RecordedTasks> tasks;
  if (counts.size() != times.size()) {
    if (stage.has("tasks") || stage.has("each"))
      stage.wrong("each", codes::conflict,
                  fmt::format("{}: {} numbers of tasks and {} times", stage.where(), counts.size(), times.size()),
                  "`each` says how long each of the tasks took that `tasks` counts, in the same order");
    return tasks;
  }
  for (std::size_t i = 0; i < counts.size(); ++i) tasks.push_back({counts[i], Seconds{times[i]}});
  std::ranges::stable_sort(tasks, {}, &RecordedTasks::each);
  return tasks;
}

RecordedStage read_stage(Mapping stage, std::size_t number, const std::vector<Input>& inputs, Problems& problems) {
  RecordedStage made;
  made.name = stage.text("name").value_or(fmt::format("stage {}", number));
  made.reads = earlier(stage, "reads", number, problems);
  made.after = earlier(stage, "after", number, problems);
  std::erase_if(made.after, [&](int each) { return std::ranges::find(made.reads, each) != made.reads.end(); });
  made.gap = stage.exact("gap", any_time).value_or(Seconds{});
  made.tasks = read_tasks(stage, problems);
  for (const Name& name : stage.names("input")) made.input = index_of(name, inputs, stage.where(), problems);
  made.input_read = stage.exact("input_read", any_bytes).value_or(Bytes{});
  made.shuffle_write = stage.exact("shuffle_write", any_bytes).value_or(Bytes{});
  made.shuffle_read = stage.exact("shuffle_read", any_bytes).value_or(Bytes{});
  made.spill = stage.exact("spill", any_bytes).value_or(Bytes{});
  made.output_write = stage.exact("output_write", any_bytes).value_or(Bytes{});
  stage.close();
  return made;
}

std::vector<RecordedSlots> read_ramp(const Value& list, const Spot& at, Problems& problems) {
  std::vector<RecordedSlots> ramp;
  if (list.kind != ValueKind::list) {
    problems.add(codes::wrong_type, at, "measured.ramp must be a list", {}, "such as `- {at: 12 s, slots: 32}`");
    return ramp;
  }
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    Mapping entry(list.items[i], list.items[i].spot, fmt::format("measured.ramp[{}]", i), problems);
    entry.require("at");
    entry.require("slots");
    ramp.push_back({entry.exact("at", any_time).value_or(Seconds{}), entry.exact("slots", any_slots).value_or(0)});
    entry.close();
  }
  std::ranges::stable_sort(ramp, {}, &RecordedSlots::at);
  return ramp;
}

/// Stages of one name, in the order of their first.
void group(Recording& run) {
  std::map<std::string, std::size_t> known;
  for (RecordedStage& stage : run.stages) {
    const auto [found, added] = known.emplace(stage.name, run.groups.size());
    if (added) run.groups.push_back(stage.name);
    stage.group = found->second;
  }
}

}  // namespace

std::shared_ptr<const Recording> read_recording(Mapping from, const std::vector<Input>& inputs, Problems& problems) {
  auto recorded = std::make_shared<Recording>();
  Recording& run = *recorded;
  run.application = from.text("application").value_or("");
  from.require("wall_clock");
  run.wall_clock = from.exact("wall_clock", any_time).value_or(Seconds{});
  run.tail = from.exact("after_last_task", any_time).value_or(Seconds{});
  from.require("slots");
  run.slots = from.exact("slots", measure::ratio).value_or(1);
  if (const Value* ramp = from.find("ramp")) run.ramp = read_ramp(*ramp, from.spot_of("ramp"), problems);
  run.sizes.resize(inputs.size());
  if (const Value* sizes = from.find("sizes")) {
    Mapping each(*sizes, from.spot_of("sizes"), "measured.sizes", problems);
    for (std::size_t i = 0; i < inputs.size(); ++i)
      run.sizes[i] = each.exact(inputs[i].name, any_bytes).value_or(Bytes{});
    each.close();
  }
  const Value* stages = from.require("stages");
  if (stages != nullptr && stages->kind != ValueKind::list)
    from.wrong("stages", codes::wrong_type, "measured.stages must be a list",
               "such as `- {tasks: [200], each: [1.5 s]}`");
  else if (stages != nullptr)
    for (std::size_t i = 0; i < stages->items.size(); ++i)
      run.stages.push_back(
          read_stage(Mapping(stages->items[i], stages->items[i].spot, fmt::format("measured.stages[{}]", i), problems),
                     i, inputs, problems));
  if (run.task_count() > bounds::most_tasks)
    from.wrong("stages", codes::out_of_bounds,
               fmt::format("measured.stages have {:.0f} tasks; at most {:.0f} can be scheduled again", run.task_count(),
                           bounds::most_tasks));
  group(run);
  from.close();
  return recorded;
}

}  // namespace sizer

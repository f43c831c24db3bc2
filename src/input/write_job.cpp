// A job to a tree of values, and that to the text of a file that reads back as the same.
#include <algorithm>
#include <string_view>
#include <unordered_set>

#include <fmt/format.h>

#include "input/step_names.h"
#include "input/steps.h"
#include "job/job_draft.h"
#include "job/write_lines.h"
#include "job/written_cluster.h"
#include "sizer/input.h"
#include "text/exact_text.h"
#include "text/path.h"
#include "text/yaml_write.h"

namespace sizer {
namespace {

void add(Value& mapping, const char* key, Value value) {
  mapping.entries.push_back({key, {}, std::move(value)});
}

/// Which steps must say their name: those that would be called otherwise without it.
std::vector<bool> must_be_named(const Job& job) {
  std::vector<NamedStep> steps;
  for (const Step& step : job.steps) steps.push_back({{}, kind_name(step.op)});
  std::unordered_set<std::string> inputs;
  for (const Input& input : job.inputs) inputs.insert(input.name);
  const auto differing = [&] {
    std::vector<std::size_t> found;
    const std::vector<std::string> names = names_of(steps, inputs);
    for (std::size_t i = 0; i < names.size(); ++i)
      if (names[i] != job.steps[i].name) found.push_back(i);
    return found;
  };
  // A name that is given can change those that are not: then all are.
  for (const std::size_t i : differing()) steps[i].given = job.steps[i].name;
  const bool all = !differing().empty();
  std::vector<bool> named;
  named.reserve(steps.size());
  for (const NamedStep& step : steps) named.push_back(all || !step.given.empty());
  return named;
}

class Steps {
 public:
  explicit Steps(const Job& job) : job_(job), named_(must_be_named(job)) {}

  Value step(std::size_t i) const {
    const Step& step = job_.steps[i];
    Step beside = step;
    if (!named_[i]) beside.name.clear();
    Value made = empty_value(ValueKind::mapping);
    std::visit(
        [&]<class Op>(const Op& op) {
          Value body = write_lines(op, &job_.keys);
          if (step.from.size() > 1) body.entries.insert(body.entries.begin(), {"with", {}, others(step)});
          if constexpr (std::is_same_v<Op, Join>)
            if (op.right_on == op.left_on)
              std::erase_if(body.entries, [](const Entry& e) { return e.key == "right_on"; });
          if constexpr (std::is_same_v<Op, Dedup>)
            if (op.all_columns) std::erase_if(body.entries, [](const Entry& e) { return e.key == "keys"; });
          add(made, step_kind<Op>.name.data(), std::move(body));
        },
        step.op);
    for (Entry& entry : write_lines(beside).entries) made.entries.push_back(std::move(entry));
    const Source usual = i == 0 ? Source{true, 0} : Source{false, static_cast<int>(i) - 1};
    if (step.from.front() != usual) add(made, "from", name_of(step.from.front()));
    return made;
  }

 private:
  Value name_of(Source source) const {
    const auto index = static_cast<std::size_t>(source.index);
    return scalar_value(source.is_input ? job_.inputs[index].name : job_.steps[index].name, true);
  }
  Value others(const Step& step) const {
    if (step.from.size() == 2) return name_of(step.from[1]);
    Value list = empty_value(ValueKind::list);
    for (std::size_t i = 1; i < step.from.size(); ++i) list.items.push_back(name_of(step.from[i]));
    return list;
  }

  const Job& job_;
  std::vector<bool> named_;
};

/// By name where the catalogue has it under that, else written out.
Value cluster_of(const Cluster& cluster) {
  const Value made = write_lines(written(cluster));
  if (const std::vector<std::string> names = built_in_catalogue().cluster_names();
      std::ranges::find(names, cluster.name) != names.end() &&
      yaml_on_one_line(write_lines(written(find_cluster(cluster.name, {})))) == yaml_on_one_line(made))
    return scalar_value(cluster.name, true);
  return made;
}

WrittenLimits limits_of(const Budget& budget) {
  WrittenLimits made;
  for (const Limit& limit : budget.limits) {
    switch (limit.id) {
      case GateId::max_cost:
        made.max_cost = Dollars{limit.value};
        break;
      case GateId::max_time:
        made.max_time = Seconds{limit.value};
        break;
      case GateId::max_bytes:
        made.max_bytes = Bytes{limit.value};
        break;
      case GateId::max_shuffle:
        made.max_shuffle = Bytes{limit.value};
        break;
      case GateId::max_spill:
        made.max_spill = Bytes{limit.value};
        break;
      case GateId::max_increase:
        made.max_increase = limit.increase.text;
        break;
      case GateId::require_feasible:
        made.require_feasible = limit.value != 0;
        break;
    }
  }
  if (budget.warn) made.only_warns = true;
  made.reason = budget.reason;
  made.owner = budget.owner;
  return made;
}

Value measured_of(const Recording& run, const std::vector<Input>& inputs) {
  Value made = empty_value(ValueKind::mapping);
  const auto put = [](Value& to, const char* key, std::string text) { add(to, key, scalar_value(std::move(text))); };
  const auto put_bytes = [&](Value& to, const char* key, Bytes bytes) {
    if (bytes > Bytes{}) put(to, key, exact_text(bytes));
  };
  const auto put_list = [](Value& to, const char* key, const auto& list, const auto& text_of) {
    Value all = empty_value(ValueKind::list);
    for (const auto& each : list) all.items.push_back(scalar_value(text_of(each)));
    if (!all.items.empty()) add(to, key, std::move(all));
  };
  const auto number = [](int each) { return std::to_string(each); };
  if (!run.application.empty()) add(made, "application", scalar_value(run.application, true));
  put(made, "wall_clock", exact_text(run.wall_clock));
  if (run.tail > Seconds{}) put(made, "after_last_task", exact_text(run.tail));
  put(made, "slots", exact_number(run.slots));
  Value ramp = empty_value(ValueKind::list), sizes = empty_value(ValueKind::mapping),
        stages = empty_value(ValueKind::list);
  for (const RecordedSlots& each : run.ramp) {
    Value& entry = ramp.items.emplace_back(empty_value(ValueKind::mapping));
    put(entry, "at", exact_text(each.at));
    put(entry, "slots", exact_number(each.slots));
  }
  if (!ramp.items.empty()) add(made, "ramp", std::move(ramp));
  for (std::size_t i = 0; i < run.sizes.size(); ++i) put_bytes(sizes, inputs[i].name.c_str(), run.sizes[i]);
  if (!sizes.entries.empty()) add(made, "sizes", std::move(sizes));
  for (const RecordedStage& stage : run.stages) {
    Value& entry = stages.items.emplace_back(empty_value(ValueKind::mapping));
    add(entry, "name", scalar_value(stage.name, true));
    put_list(entry, "reads", stage.reads, number);
    put_list(entry, "after", stage.after, number);
    if (stage.gap > Seconds{}) put(entry, "gap", exact_text(stage.gap));
    put_list(entry, "tasks", stage.tasks, [](const RecordedTasks& each) { return exact_number(each.count); });
    put_list(entry, "each", stage.tasks, [](const RecordedTasks& each) { return exact_text(each.each); });
    if (stage.input >= 0) add(entry, "input", scalar_value(inputs[static_cast<std::size_t>(stage.input)].name, true));
    put_bytes(entry, "input_read", stage.input_read);
    put_bytes(entry, "shuffle_write", stage.shuffle_write);
    put_bytes(entry, "shuffle_read", stage.shuffle_read);
    put_bytes(entry, "spill", stage.spill);
    put_bytes(entry, "output_write", stage.output_write);
  }
  add(made, "stages", std::move(stages));
  return made;
}

Value tree_of(const Job& job, Value cluster) {
  const WrittenJob written{.name = job.name,
                           .engine = &job.engine->named(),
                           .new_session = job.new_session,
                           .keep_cluster = job.keep_cluster,
                           .runs_per_month = job.runs_per_month,
                           .spark = job.own_spark,
                           .ray = job.own_ray};
  Value top = write_lines(written);
  top.entries.insert(top.entries.begin() + 2, {"cluster", {}, std::move(cluster)});  // after name and engine
  if (!job.labels.empty()) {
    Value labels = empty_value(ValueKind::mapping);
    for (const auto& [name, text] : job.labels) add(labels, name.c_str(), scalar_value(text, true));
    add(top, "labels", std::move(labels));
  }
  if (job.budget) add(top, "budget", write_lines(limits_of(*job.budget)));
  Value inputs = empty_value(ValueKind::mapping), list = empty_value(ValueKind::list);
  for (const Input& input : job.inputs) add(inputs, input.name.c_str(), write_lines(input, &job.keys));
  add(top, "inputs", std::move(inputs));
  const Steps steps(job);
  for (std::size_t i = 0; i < job.steps.size(); ++i) list.items.push_back(steps.step(i));
  add(top, "steps", std::move(list));
  if (job.recorded) add(top, "measured", measured_of(*job.recorded, job.inputs));
  return top;
}

/// Lays a tree out: what has many parts, or parts with remarks, on lines of their own, and the rest on one.
class Page {
 public:
  explicit Page(const std::map<std::string, std::string>& remarks) : remarks_(remarks) {}

  std::string lay_out(const Value& top, const Job& job) {
    for (const Entry& entry : top.entries) {
      const bool is_long = entry.key == "inputs" || entry.key == "steps" || entry.key == "measured";
      if (entry.key == "steps")
        steps(entry.value, job);
      else if (is_long || remarked_within(entry.key))
        block("", entry.key, entry.value, entry.key);
      else
        line("", entry.key, entry.value, entry.key);
    }
    return std::move(text_);
  }

 private:
  bool remarked_within(const std::string& path) const {
    const auto next = remarks_.lower_bound(path + ".");
    return next != remarks_.end() && next->first.starts_with(path + ".");
  }
  void end_line(const std::string& path) {
    if (const auto found = remarks_.find(path); found != remarks_.end()) text_ += "  # " + found->second;
    text_ += '\n';
  }
  void line(std::string_view before, const std::string& key, const Value& value, const std::string& path) {
    text_ += fmt::format("{}{}: {}", before, yaml_key(key), yaml_on_one_line(value));
    end_line(path);
  }
  void block(const std::string& indent, const std::string& key, const Value& value, const std::string& path) {
    text_ += fmt::format("{}{}:", indent, yaml_key(key));
    end_line(path);
    for (const Entry& entry : value.entries) {
      const std::string inner = path + "." + path_part(entry.key);
      if (std::ranges::any_of(entry.value.items, [](const Value& item) { return item.kind == ValueKind::mapping; }))
        block(indent + "  ", entry.key, entry.value, inner);
      else
        line(indent + "  ", entry.key, entry.value, inner);
    }
    for (const Value& item : value.items) text_ += fmt::format("{}  - {}\n", indent, yaml_on_one_line(item));
  }
  void steps(const Value& list, const Job& job) {
    text_ += "steps:\n";
    for (std::size_t i = 0; i < list.items.size(); ++i) {
      std::string before = "  - ", path = path_of(job.steps[i]);
      for (const Entry& entry : list.items[i].entries) {
        line(before, entry.key, entry.value, path);
        before = "    ";
        path.clear();
      }
    }
  }

  const std::map<std::string, std::string>& remarks_;
  std::string text_{};
};

}  // namespace

Keys keys_of(const std::vector<std::string>& columns, Job& job) {
  Keys keys;
  for (const std::string& column : columns) {
    const auto found = std::ranges::find(job.keys, column);
    keys.push_back(static_cast<Key>(found - job.keys.begin()));
    if (found == job.keys.end()) job.keys.push_back(column);
  }
  std::ranges::sort(keys);
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

void append(Operator op, Job& job, std::string name) {
  const Source last = job.steps.empty() ? Source{true, 0} : Source{false, static_cast<int>(job.steps.size()) - 1};
  job.steps.push_back({.name = std::move(name), .op = std::move(op), .from = {last}});
}

Value tree_of(const JobDraft& draft) {
  return tree_of(draft.job, write_lines(draft.cluster));
}

std::string write_job(const JobDraft& draft) {
  const std::string text = Page(draft.remarks).lay_out(tree_of(draft), draft.job);
  return draft.last.empty() ? text : text + "# " + draft.last + "\n";
}

std::string write_job(const Job& job) {
  return Page({}).lay_out(tree_of(job, cluster_of(job.cluster)), job);
}

}  // namespace sizer

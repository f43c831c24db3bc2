// A job to the text of a file that reads back as the same.
#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "input/step_names.h"
#include "input/steps.h"
#include "job/job_lines.h"
#include "job/write_lines.h"
#include "job/written_cluster.h"
#include "sizer/input.h"
#include "text/exact_text.h"
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

Value top_of(const Job& job) {
  const WrittenJob written{.name = job.name,
                           .engine = &job.engine->named(),
                           .new_session = job.new_session,
                           .keep_cluster = job.keep_cluster,
                           .runs_per_month = job.runs_per_month,
                           .spark = job.own_spark,
                           .ray = job.own_ray};
  Value top = write_lines(written);
  top.entries.insert(top.entries.begin() + 2, {"cluster", {}, cluster_of(job.cluster)});  // after name and engine
  if (!job.labels.empty()) {
    Value labels = empty_value(ValueKind::mapping);
    for (const auto& [name, text] : job.labels) add(labels, name.c_str(), scalar_value(text, true));
    add(top, "labels", std::move(labels));
  }
  if (job.budget) add(top, "budget", write_lines(limits_of(*job.budget)));
  return top;
}

}  // namespace

std::string write_job(const Job& job) {
  std::string out;
  for (const Entry& entry : top_of(job).entries)
    out += fmt::format("{}: {}\n", yaml_key(entry.key), yaml_on_one_line(entry.value));
  out += "inputs:\n";
  for (const Input& input : job.inputs)
    out += fmt::format("  {}: {}\n", yaml_key(input.name), yaml_on_one_line(write_lines(input, &job.keys)));
  out += "steps:\n";
  const Steps steps(job);
  for (std::size_t i = 0; i < job.steps.size(); ++i) {
    const char* before = "  - ";
    for (const Entry& entry : steps.step(i).entries) {
      out += fmt::format("{}{}: {}\n", before, yaml_key(entry.key), yaml_on_one_line(entry.value));
      before = "    ";
    }
  }
  return out;
}

}  // namespace sizer

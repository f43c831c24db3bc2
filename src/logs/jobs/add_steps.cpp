// Inputs and steps of a part: those of its queries' plans, and what the bytes of its stages tell beside them.
#include <algorithm>
#include <utility>
#include <variant>

#include "logs/jobs/bounded.h"
#include "logs/jobs/plan_steps.h"

namespace sizer::logs {
namespace {

/// A step that reads what was made last.
void add_step(JobDraft& draft, std::string name, Operator op, const std::string& remark = {}) {
  append(std::move(op), draft.job, std::move(name));
  if (draft.job.steps.size() == 1)
    draft.job.steps.back().from.front().index = static_cast<int>(draft.job.inputs.size()) - 1;
  if (!remark.empty()) draft.remarks[path_of(draft.job.steps.back())] = remark;
}

/// What the stages say alone: bytes in, shuffled, out.
void from_stages(const Run& run, const RunPart& part, JobDraft& draft, std::vector<Scanned>& scanned) {
  std::int64_t read = 0, rows = 0, shuffled = 0;
  for (const std::size_t i : part.stages) {
    add_up(read, run.stages[i].ok.input_bytes);
    add_up(rows, run.stages[i].ok.input_records);
    add_up(shuffled, run.stages[i].ok.shuffle_write_bytes);
  }
  draft.job.inputs.push_back({"input"});
  scanned.push_back({.bytes = read, .rows = rows});
  if (shuffled > 0) add_step(draft, "shuffles", Exchange{.bytes = exact<Bytes>(shuffled)}, "all of them together");
}

/// What is told of each input, and what has to be assumed.
void describe(Input& input, const Scanned& scanned, JobDraft& draft) {
  std::string remark;
  if (scanned.bytes > 0) {
    input.size = exact<Bytes>(scanned.bytes);
    input.format = scanned.format.value_or(Format::raw);
    if (!scanned.format) remark = "format assumed: not told";
    if (scanned.rows > 0) input.rows = exact<Rows>(scanned.rows);
  } else {
    input.format = Format::cached;
    input.rows = exact<Rows>(std::max<std::int64_t>(1, scanned.rows));
    input.row_width = exact<Bytes>(100);
    remark = scanned.rows > 0 ? "bytes are not told: width assumed" : "neither bytes nor rows are told: assumed";
  }
  if (scanned.files > 0) input.files = exact<Rows>(scanned.files);
  if (!remark.empty()) draft.remarks[path_of(input)] = remark;
}

}  // namespace

std::vector<Scanned> add_steps(const Run& run, const RunPart& part, JobDraft& draft) {
  std::vector<Scanned> scanned;
  for (const std::size_t i : part.queries)
    if (run.queries[i].plan_kept) read_plan(run.queries[i], draft, scanned);
  if (scanned.empty()) from_stages(run, part, draft, scanned);

  std::int64_t read = 0, told = 0, output = 0;
  for (const std::size_t i : part.stages) {
    add_up(read, run.stages[i].ok.input_bytes);
    add_up(output, run.stages[i].ok.output_bytes);
  }
  std::vector<Scanned*> silent;
  for (Scanned& input : scanned) {
    add_up(told, input.bytes);
    if (input.bytes <= 0) silent.push_back(&input);
  }
  if (silent.size() == 1 && read > told) silent.front()->bytes = read - told;
  for (std::size_t i = 0; i < scanned.size(); ++i) describe(draft.job.inputs[i], scanned[i], draft);
  const auto is_write = [](const Step& step) { return std::holds_alternative<Write>(step.op); };
  if (output > 0 && std::ranges::none_of(draft.job.steps, is_write))
    add_step(draft, "write", Write{.size = exact<Bytes>(output)});
  if (draft.job.steps.empty()) add_step(draft, "map", Map{.language = Language::jvm}, "nothing else is told of it");
  return scanned;
}

}  // namespace sizer::logs

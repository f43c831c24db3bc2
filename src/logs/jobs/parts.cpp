// Cutting an application where one query ended before the next began.
#include "logs/jobs/parts.h"

#include <algorithm>
#include <map>

namespace sizer::logs {
namespace {

/// What a stage ran for: the root of its query; -1: no query.
class Owners {
 public:
  explicit Owners(const Run& run) {
    for (std::size_t i = 0; i < run.queries.size(); ++i) {
      const RunQuery& query = run.queries[i];
      roots_[query.id] = query.root.value_or(query.id);
      known_[query.id] = i;
    }
    for (const RunJob& job : run.jobs)
      for (const std::int64_t stage : job.stages)
        if (job.query) by_job_.emplace(stage, *job.query);
  }

  std::int64_t root_of(const RunStage& stage) const {
    std::optional<std::int64_t> query = stage.query;
    if (const auto found = by_job_.find(stage.id); !query && found != by_job_.end()) query = found->second;
    if (!query) return -1;
    const auto root = roots_.find(*query);
    return root == roots_.end() ? *query : root->second;
  }
  std::optional<std::size_t> query(std::int64_t id) const {
    const auto found = known_.find(id);
    return found == known_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  std::map<std::int64_t, std::int64_t> roots_, by_job_;
  std::map<std::int64_t, std::size_t> known_;
};

/// Stages of one owner that follow each other.
struct Stretch {
  std::vector<std::int64_t> owners;
  std::vector<std::size_t> stages;
  std::int64_t start = 0, end = 0;
};

void join(Stretch& into, const Stretch& more) {
  for (const std::int64_t owner : more.owners)
    if (std::ranges::find(into.owners, owner) == into.owners.end()) into.owners.push_back(owner);
  into.stages.insert(into.stages.end(), more.stages.begin(), more.stages.end());
  into.end = std::max(into.end, more.end);
}

bool shares_query(const Stretch& a, const Stretch& b) {
  return std::ranges::any_of(
      b.owners, [&](std::int64_t owner) { return owner >= 0 && std::ranges::find(a.owners, owner) != a.owners.end(); });
}

/// Joins each stretch to all before it that it overlaps, or that ran for the same query.
std::vector<Stretch> apart(const std::vector<Stretch>& stretches) {
  std::vector<Stretch> kept;
  for (const Stretch& each : stretches) {
    std::size_t first = kept.size();
    for (std::size_t i = 0; i < kept.size() && first == kept.size(); ++i)
      if (kept[i].end > each.start || shares_query(kept[i], each) ||
          (i + 1 == kept.size() && kept[i].owners == each.owners))
        first = i;
    if (first == kept.size()) {
      kept.push_back(each);
      continue;
    }
    for (std::size_t i = first + 1; i < kept.size(); ++i) join(kept[first], kept[i]);
    kept.resize(first + 1);
    join(kept[first], each);
  }
  return kept;
}

}  // namespace

std::int64_t start_of(const Run& run) {
  if (run.app.start_ms) return *run.app.start_ms;
  std::int64_t first = INT64_MAX;
  for (const RunStage& stage : run.stages) first = std::min(first, stage.first_launch_ms.value_or(first));
  return first == INT64_MAX ? 0 : first;
}

std::int64_t end_of(const Run& run) {
  std::int64_t last = run.app.end_ms.value_or(0);
  for (const RunStage& stage : run.stages) last = std::max(last, stage.last_finish_ms.value_or(0));
  if (run.app.end_ms) return last;
  return std::max(last, run.app.last_event_ms.value_or(0));
}

std::vector<RunPart> parts_of(const Run& run) {
  const Owners owners(run);
  std::vector<Stretch> stretches;
  for (std::size_t i = 0; i < run.stages.size(); ++i) {
    const RunStage& stage = run.stages[i];
    if (!stage.first_launch_ms || !stage.last_finish_ms || stage.durations_ms.count() == 0) continue;
    stretches.push_back({{owners.root_of(stage)}, {i}, *stage.first_launch_ms, *stage.last_finish_ms});
  }
  std::ranges::stable_sort(stretches, {}, &Stretch::start);

  std::vector<RunPart> parts;
  std::int64_t before = start_of(run);
  for (const Stretch& each : apart(stretches)) {
    RunPart part;
    part.stages = each.stages;
    for (const std::int64_t owner : each.owners)
      if (const auto query = owners.query(owner)) part.queries.push_back(*query);
    part.start_ms = before;
    part.end_ms = before = each.end;
    parts.push_back(std::move(part));
  }
  if (parts.empty()) return parts;
  parts.front().first = true;
  parts.back().last = true;
  return parts;
}

}  // namespace sizer::logs

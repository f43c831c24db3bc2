// SQL executions: their plans, and what the counters of plan nodes say.
#include "ingest/state.h"

namespace sizer::ingest {
namespace {

constexpr std::size_t most_nodes = 4'000, most_metrics = 100, longest_detail = 400;

/// A plan as one event gives it.
struct Plan {
  std::vector<PlanNode> nodes{};
  std::size_t bytes = 0;
  bool too_large = false;
};

PlanMetric read_metric(Value value) {
  PlanMetric metric;
  for_members(value, [&](std::string_view key, Value inner) {
    if (key == "name") metric.name = words_or_nothing(inner, 100);
    if (key == "accumulatorId") metric.accumulator = whole_or_0(inner);
    if (key == "metricType") metric.type = words_or_nothing(inner, 40);
  });
  return metric;
}

void read_node(Value value, int parent, Plan& plan) {
  if (plan.nodes.size() >= most_nodes) {
    plan.too_large = true;
    return;
  }
  const std::size_t index = plan.nodes.size();
  plan.nodes.emplace_back().parent = parent;
  for_members(value, [&](std::string_view key, Value inner) {
    if (key == "nodeName") {
      plan.nodes[index].name = words_or_nothing(inner, 200);
    } else if (key == "simpleString") {
      plan.nodes[index].detail = words_or_nothing(inner, longest_detail);
    } else if (key == "children") {
      for_elements(inner, [&](Value child) { read_node(child, static_cast<int>(index), plan); });
    } else if (key == "metadata") {
      for_members(inner, [&](std::string_view name, Value text) {
        auto& metadata = plan.nodes[index].metadata;
        if (metadata.size() < most_listed) metadata.emplace(cut(name, 100), words_or_nothing(text, longest_detail));
      });
    } else if (key == "metrics") {
      for_elements(inner, [&](Value metric) {
        auto& metrics = plan.nodes[index].metrics;
        if (metrics.size() < most_metrics) metrics.push_back(read_metric(metric));
      });
    }
  });
  const PlanNode& node = plan.nodes[index];
  plan.bytes += sizeof node + node.detail.size() + node.metadata.size() * longest_detail +
                node.metrics.size() * (sizeof(PlanMetric) + 2 * sizeof(Accumulator) + 32);
}

std::size_t bytes_of(const std::vector<PlanNode>& nodes) {
  std::size_t bytes = 0;
  for (const PlanNode& node : nodes)
    bytes += sizeof node + node.detail.size() + node.metadata.size() * longest_detail +
             node.metrics.size() * (sizeof(PlanMetric) + 2 * sizeof(Accumulator) + 32);
  return bytes;
}

/// Gives a query its newest plan, where there is room for it.
void keep(Plan plan, RunQuery& query, State& state) {
  state.plan_bytes -= bytes_of(query.nodes);
  query.nodes.clear();
  query.plan_kept = !plan.too_large && state.plan_bytes + plan.bytes <= most_plan_bytes;
  if (!query.plan_kept) return;
  state.plan_bytes += plan.bytes;
  query.nodes = std::move(plan.nodes);
  for (const PlanNode& node : query.nodes)
    for (const PlanMetric& metric : node.metrics) state.accumulators.try_emplace(metric.accumulator);
}

/// The query of an id, new if need be; null where there are too many.
RunQuery* query_of(std::int64_t id, State& state) {
  while (state.queries.size() >= most_queries && !state.ended_queries.empty()) {
    const auto oldest = state.queries.find(state.ended_queries.front());
    state.ended_queries.pop_front();
    if (oldest == state.queries.end()) continue;
    count_query(oldest->second, state);
    state.plan_bytes -= bytes_of(oldest->second.nodes);
    for (const PlanNode& node : oldest->second.nodes)
      for (const PlanMetric& metric : node.metrics) state.accumulators.erase(metric.accumulator);
    state.queries.erase(oldest);
    ++state.run.not_kept;
  }
  RunQuery& query = state.queries[id];
  query.id = id;
  return &query;
}

}  // namespace

void sql_start(Object event, State& state) {
  RunQuery query;
  Plan plan;
  Settings session;
  for_members(event, [&](std::string_view key, Value value) {
    if (key == "executionId")
      query.id = whole_or_0(value);
    else if (key == "rootExecutionId")
      query.root = whole(value);
    else if (key == "description")
      query.description = words_or_nothing(value, 200);
    else if (key == "time")
      query.start_ms = state.moment(value);
    else if (key == "sparkPlanInfo")
      read_node(value, -1, plan);
    else if (key == "modifiedConfigs")
      for_members(value, [&](std::string_view name, Value setting) { take_setting(name, setting, session); });
  });
  state.at(query.start_ms);
  state.set(std::move(session));
  RunQuery* const known = query_of(query.id, state);
  state.plan_bytes -= bytes_of(known->nodes);
  *known = std::move(query);
  keep(std::move(plan), *known, state);
}

void sql_end(Object event, State& state) {
  std::int64_t id = 0;
  Moment end;
  std::string error;
  for_members(event, [&](std::string_view key, Value value) {
    if (key == "executionId")
      id = whole_or_0(value);
    else if (key == "time")
      end = state.moment(value);
    else if (key == "errorMessage")
      error = words_or_nothing(value);
  });
  state.at(end);
  const auto found = state.queries.find(id);
  if (found == state.queries.end()) return;
  if (!found->second.end_ms) state.ended_queries.push_back(id);
  found->second.end_ms = end;
  found->second.failed = !error.empty();
}

void sql_new_plan(Object event, State& state) {
  std::int64_t id = 0;
  Plan plan;
  for_members(event, [&](std::string_view key, Value value) {
    if (key == "executionId")
      id = whole_or_0(value);
    else if (key == "sparkPlanInfo")
      read_node(value, -1, plan);
  });
  ++state.run.counts.aqe_updates;
  const auto found = state.queries.find(id);
  if (found == state.queries.end()) return;
  ++found->second.aqe_updates;
  keep(std::move(plan), found->second, state);
}

void sql_new_metrics(Object event, State& state) {
  std::vector<std::int64_t> accumulators;
  for_members(event, [&](std::string_view key, Value value) {
    if (key != "sqlPlanMetrics") return;
    for_elements(value, [&](Value metric) {
      if (accumulators.size() < most_nodes) accumulators.push_back(read_metric(metric).accumulator);
    });
  });
  if (state.plan_bytes + accumulators.size() * 64 > most_plan_bytes) return;
  for (const std::int64_t accumulator : accumulators) state.accumulators.try_emplace(accumulator);
}

void driver_updates(Object event, State& state) {
  std::vector<std::pair<std::int64_t, std::int64_t>> updates;
  for_members(event, [&](std::string_view key, Value value) {
    if (key != "accumUpdates") return;
    for_elements(value, [&](Value pair) {
      std::vector<std::int64_t> both;
      for_elements(pair, [&](Value number) {
        if (both.size() < 2) both.push_back(whole_or_0(number));
      });
      if (both.size() == 2) updates.emplace_back(both[0], both[1]);
    });
  });
  for (const auto& [id, value] : updates) {
    const auto found = state.accumulators.find(id);
    if (found == state.accumulators.end() || value < 0) continue;
    add_to(found->second.value, value);
    found->second.reported = true;
  }
}

}  // namespace sizer::ingest

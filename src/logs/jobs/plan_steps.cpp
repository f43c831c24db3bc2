// From the executed plan of a query to inputs and steps; where there is none, from the bytes of its stages.
#include "logs/jobs/plan_steps.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string_view>

#include "logs/jobs/bounded.h"
#include "logs/jobs/yaml_text.h"
#include "sizer/words.h"
#include "text/utf8.h"

namespace sizer::logs {
namespace {

constexpr int deepest = 1000;  ///< nodes above each other

/// Rows that come out of a node, and what a shuffle below it wrote.
struct Flow {
  std::optional<Source> from{};  ///< empty: nothing that a job could name
  std::int64_t rows = 0;
  std::int64_t shuffled = 0;
};

bool starts(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

/// "GpuHashAggregate " is a HashAggregate.
std::string kind_of(const PlanNode& node) {
  std::string name = node.name;
  if (starts(name, "Gpu") || starts(name, "Photon")) name.erase(0, starts(name, "Gpu") ? 3 : 6);
  while (!name.empty() && name.back() == ' ') name.pop_back();
  return name;
}

std::int64_t metric(const PlanNode& node, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names)
    for (const PlanMetric& each : node.metrics)
      if (each.name == name && each.value && *each.value > 0) return *each.value;
  return 0;
}

std::int64_t rows_of(const PlanNode& node) {
  return metric(node, {"number of output rows", "output rows", "join output rows"});
}

/// What stands between the brackets after `open`: "a#1, b#2" of "keys=[a#1, b#2]".
std::string within(const std::string& text, std::string_view open) {
  const std::size_t at = text.find(open);
  if (at == std::string::npos) return {};
  int depth = 1;
  std::size_t i = at + open.size();
  const std::size_t begin = i;
  for (; i < text.size() && depth > 0; ++i) depth += text[i] == '[' ? 1 : text[i] == ']' ? -1 : 0;
  return depth == 0 ? text.substr(begin, i - begin - 1) : text.substr(begin);
}

/// Column names without Spark's numbers; expressions are one name each.
std::vector<std::string> columns(const std::string& list) {
  std::vector<std::string> names;
  std::string name;
  int depth = 0;
  const auto close = [&] {
    const std::size_t number = name.find('#');
    if (number != std::string::npos && name.find('(') == std::string::npos) name.resize(number);
    const std::size_t begin = name.find_first_not_of(' ');
    name = begin == std::string::npos ? "" : name.substr(begin, name.find_last_not_of(' ') - begin + 1);
    if (!name.empty() && std::ranges::find(names, name) == names.end()) names.push_back(one_line(name, 60));
    name.clear();
  };
  for (const char c : list) {
    depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
    if (c == ',' && depth == 0)
      close();
    else
      name += c;
  }
  close();
  return names;
}

/// "ASC NULLS FIRST" is no part of a name.
std::vector<std::string> sort_columns(const std::string& list) {
  std::vector<std::string> names = columns(list);
  for (std::string& name : names)
    for (const char* order : {" ASC", " DESC"})
      if (const std::size_t at = name.find(order); at != std::string::npos) name.resize(at);
  return names;
}

std::optional<Format> format_of(const std::string& kind) {
  for (const auto& [word, format] : words::written_formats)
    if (format != Format::raw && has(kind, word)) return format;
  return std::nullopt;
}

/// Never 0, which no share of rows that came may be; with nine digits behind the point.
Range<double> ratio(std::int64_t rows, std::int64_t of) {
  constexpr double digits = 1e9;
  const double share = std::round(static_cast<double>(rows) / static_cast<double>(of) * digits) / digits;
  return exactly(std::max(1 / digits, share));
}

class PlanReader {
 public:
  PlanReader(const RunQuery& query, JobDraft& draft, std::vector<Scanned>& scanned)
      : nodes_(query.nodes), draft_(draft), scanned_(scanned), children_(nodes_.size()) {
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      if (nodes_[i].parent >= 0) children_[static_cast<std::size_t>(nodes_[i].parent)].push_back(i);
  }

  void read() {
    for (std::size_t i = 0; i < nodes_.size(); ++i)
      if (nodes_[i].parent < 0) walk(i);
  }

 private:
  Flow walk(std::size_t i) {
    if (depth_ == deepest) return {};
    ++depth_;
    Flow flow = told(i);
    --depth_;
    return flow;
  }

  Flow told(std::size_t i) {
    const PlanNode& node = nodes_[i];
    const std::string kind = kind_of(node);
    if (has(kind, "Subquery")) return {};
    if (kind == "ReusedExchange") return reused(node);
    if (is_scan(kind, children_[i].empty())) return scan(node, kind);
    if (has(kind, "Join") || kind == "CartesianProduct") return join(i, kind);
    if (has(kind, "Aggregate")) return aggregate(i);
    if (has(kind, "Exchange")) return exchange(i);
    if (kind == "Filter") return filter(i);
    if (kind == "Sort") return sort(i);
    if (starts(kind, "TakeOrdered") || kind == "TopN") return top(i);
    if (has(kind, "Window")) return window(i);
    if (kind == "Union") return unite(i);
    if (has(kind, "Python") || has(kind, "Pandas") || has(kind, "InArrow")) return map(i, Language::python);
    if (starts(kind, "Map") || kind == "Generate" || kind == "Expand" || kind == "FlatMapGroupsInR")
      return map(i, Language::jvm);
    if (starts(kind, "Execute Insert") || starts(kind, "Execute Save") || has(kind, "TableAsSelect") ||
        starts(kind, "AppendData") || starts(kind, "Overwrite"))
      return write(i);
    return below(i);
  }

  static bool is_scan(const std::string& kind, bool leaf) {
    return starts(kind, "Scan") || starts(kind, "BatchScan") || starts(kind, "FileScan") ||
           starts(kind, "HiveTableScan") || kind == "InMemoryTableScan" ||
           (leaf && (kind == "LocalTableScan" || kind == "Range" || kind == "CommandResult"));
  }

  /// Of what has one child that says something: that.
  Flow below(std::size_t i) {
    Flow found;
    for (const std::size_t child : children_[i]) {
      Flow flow = walk(child);
      if (!found.from) found = flow;
    }
    return found;
  }

  Flow scan(const PlanNode& node, const std::string& kind) {
    Scanned input;
    input.format = format_of(kind);
    input.rows = rows_of(node);
    input.bytes = metric(node, {"size of files read", "cloud storage response size", "filesystem read data size"});
    input.files = metric(node, {"number of files read"});
    const auto location = node.metadata.find("Location");
    const std::string path = location == node.metadata.end() ? "" : within(location->second, "[");
    input.location = path.substr(0, path.find(':') == std::string::npos ? 0 : path.find(':') + 1);
    draft_.job.inputs.push_back({new_name(input_name(kind, path))});
    scanned_.push_back(input);
    return {Source{true, static_cast<int>(scanned_.size()) - 1}, input.rows, 0};
  }

  /// The last part of a path, or of the table's name.
  static std::string input_name(const std::string& kind, const std::string& path) {
    std::string first = path.substr(0, path.find(','));
    while (!first.empty() && (first.back() == '/' || first.back() == '.')) first.pop_back();
    const std::string last = first.substr(first.rfind('/') == std::string::npos ? 0 : first.rfind('/') + 1);
    if (!last.empty()) return last;
    const std::size_t dot = kind.rfind('.'), space = kind.rfind(' ');
    if (starts(kind, "Scan ") && !has(kind, "(") && dot != std::string::npos) return kind.substr(dot + 1);
    return space == std::string::npos || has(kind, "(") ? "input" : kind.substr(space + 1);
  }

  /// It stands for what shares its counters.
  Flow reused(const PlanNode& node) {
    for (const PlanMetric& each : node.metrics)
      if (const auto found = shared_.find(each.accumulator); found != shared_.end())
        return {found->second.from, found->second.rows, 0};
    return {};
  }

  Flow exchange(std::size_t i) {
    Flow flow = below(i);
    add_up(flow.shuffled, metric(nodes_[i], {"shuffle bytes written", "data size", "partition data size"}));
    if (has(nodes_[i].name, "Broadcast")) flow.shuffled = 0;
    for (const PlanMetric& each : nodes_[i].metrics) shared_.emplace(each.accumulator, flow);
    return flow;
  }

  Flow filter(std::size_t i) {
    const Flow from = below(i);
    const std::int64_t rows = rows_of(nodes_[i]);
    if (!from.from || from.rows <= 0 || rows <= 0 || rows >= from.rows)
      return {from.from, rows > 0 ? rows : from.rows, from.shuffled};
    return step({from}, Filter{ratio(rows, from.rows)}, rows, false);
  }

  Flow join(std::size_t i, const std::string& kind) {
    std::vector<Flow> sides;
    for (const std::size_t child : children_[i]) sides.push_back(walk(child));
    std::erase_if(sides, [](const Flow& side) { return !side.from; });
    const std::int64_t rows = rows_of(nodes_[i]);
    if (sides.empty()) return {};
    if (sides.size() < 2 || sides[0].from == sides[1].from)
      return {sides[0].from, rows > 0 ? rows : sides[0].rows, sides[0].shuffled};
    const std::string& detail = nodes_[i].detail;
    const std::vector<std::string> left = columns(within(detail, "["));
    const std::size_t second = detail.find("], [");
    const std::vector<std::string> right =
        second == std::string::npos ? std::vector<std::string>{} : columns(within(detail.substr(second), ", ["));
    const bool told = !left.empty() && left.size() == right.size();
    Join join;
    join.left_on = keys(told ? left : std::vector<std::string>{"key"});
    join.right_on = told ? keys(right) : join.left_on;
    join.type = join_type(detail);
    join.strategy = strategy(kind);
    if (rows > 0 && sides[0].rows > 0) join.matches = ratio(rows, sides[0].rows);
    return step(sides, std::move(join), rows, true, told ? "" : "keys: not told");
  }

  static JoinType join_type(const std::string& detail) {
    if (has(detail, "FullOuter")) return JoinType::inner;  // a full join by broadcast cannot be
    if (has(detail, "LeftOuter")) return JoinType::left;
    if (has(detail, "RightOuter")) return JoinType::right;
    if (has(detail, "LeftSemi")) return JoinType::semi;
    if (has(detail, "LeftAnti")) return JoinType::anti;
    return JoinType::inner;
  }

  static JoinStrategy strategy(const std::string& kind) {
    if (has(kind, "Broadcast") || kind == "CartesianProduct") return JoinStrategy::broadcast;
    return has(kind, "Hash") ? JoinStrategy::shuffle_hash : JoinStrategy::sort_merge;
  }

  /// Partial and final aggregates, and the exchange between them, are one step.
  Flow aggregate(std::size_t top) {
    const std::vector<std::string> by = columns(within(nodes_[top].detail, "keys=["));
    std::size_t i = top;
    std::int64_t shuffled = 0;
    for (std::size_t at = top; children_[at].size() == 1;) {
      at = children_[at].front();
      const std::string kind = kind_of(nodes_[at]);
      if (has(kind, "Exchange") && kind != "ReusedExchange")
        add_up(shuffled, metric(nodes_[at], {"shuffle bytes written", "data size", "partition data size"}));
      else if (has(kind, "Aggregate"))
        i = at;
      else if (kind == "Filter" || has(kind, "Join") || has(kind, "Window") || is_scan(kind, children_[at].empty()))
        break;
    }
    const std::int64_t between = shuffled;
    Flow from = below(i);
    from.shuffled = i == top ? from.shuffled : between;
    const std::int64_t rows = rows_of(nodes_[top]);
    Aggregate made;
    made.keys = keys(by);
    if (!by.empty() && rows > 0) made.groups = exact<Rows>(rows);
    return step({from}, std::move(made), rows, true);
  }

  Flow sort(std::size_t i) {
    const Flow from = below(i);
    const bool global = has(nodes_[i].detail, "], true");
    if (!global || !from.from) return from;  // of a join, a window or a write: planned with it
    return step({from}, Sort{sort_keys(within(nodes_[i].detail, "["))}, from.rows, true);
  }

  Flow top(std::size_t i) {
    const Flow from = below(i);
    const std::string& detail = nodes_[i].detail;
    const std::size_t at = detail.find("limit=");
    const std::string limit = at == std::string::npos ? "" : detail.substr(at + 6, detail.find(',', at) - at - 6);
    const bool number =
        !limit.empty() && limit.size() < 10 && std::ranges::all_of(limit, [](char c) { return c >= '0' && c <= '9'; });
    const bool some = number && limit != "0";
    Sort sort{sort_keys(within(detail, "orderBy=["))};
    sort.limit = exact<Rows>(some ? std::stoll(limit) : 1);
    return step({from}, std::move(sort), number ? std::stoll(limit) : from.rows, false);
  }

  Flow window(std::size_t i) {
    const Flow from = below(i);
    const std::string& detail = nodes_[i].detail;
    const std::size_t second = detail.find("], [");
    const std::vector<std::string> by =
        second == std::string::npos ? std::vector<std::string>{} : sort_columns(within(detail.substr(second), ", ["));
    return step({from}, Window{keys(by)}, from.rows, true);
  }

  Flow unite(std::size_t i) {
    std::vector<Flow> all;
    std::int64_t rows = 0;
    for (const std::size_t child : children_[i]) {
      Flow flow = walk(child);
      const bool known = std::ranges::any_of(all, [&](const Flow& other) { return other.from == flow.from; });
      if (!flow.from || known) continue;
      add_up(rows, flow.rows);
      all.push_back(flow);
    }
    if (all.size() < 2) return all.empty() ? Flow{} : all.front();
    return step(all, Union{}, rows, false);
  }

  Flow map(std::size_t i, Language language) {
    const Flow from = below(i);
    const std::int64_t rows = rows_of(nodes_[i]);
    Map made{.language = language};
    if (has(nodes_[i].name, "BatchEval")) made.quality = Quality::row_at_a_time;
    if (has(nodes_[i].name, "Arrow") || has(nodes_[i].name, "Pandas")) made.quality = Quality::vectorized;
    if (rows > 0 && from.rows > 0 && rows != from.rows) made.matches = ratio(rows, from.rows);
    return step({from}, made, rows > 0 ? rows : from.rows, false);
  }

  Flow write(std::size_t i) {
    const Flow from = below(i);
    const std::int64_t bytes =
        metric(nodes_[i], {"written output", "number of written bytes", "bytes of written output"});
    if (bytes <= 0) return from;
    Write made{.size = exact<Bytes>(bytes)};
    if (const std::int64_t files = metric(nodes_[i], {"number of written files"}); files > 0)
      made.files = exact<Rows>(files);
    made.format = format_of(lower(nodes_[i].detail)).value_or(made.format);
    return step({from}, made, from.rows, false);
  }

  Flow step(const std::vector<Flow>& from, Operator op, std::int64_t rows, bool shuffles,
            const std::string& remark = {}) {
    Step made;
    std::int64_t shuffled = 0;
    for (const Flow& each : from) {
      if (each.from) made.from.push_back(*each.from);
      add_up(shuffled, each.shuffled);
    }
    if (made.from.empty()) return {};
    made.name = new_name(kind_name(op));
    made.op = std::move(op);
    if (shuffles && shuffled > 0) made.shuffle = exact<Bytes>(shuffled);
    if (!remark.empty()) draft_.remarks[path_of(made)] = remark;
    draft_.job.steps.push_back(std::move(made));
    return {Source{false, static_cast<int>(draft_.job.steps.size()) - 1}, rows, shuffles ? 0 : shuffled};
  }

  Keys keys(const std::vector<std::string>& columns) { return keys_of(columns, draft_.job); }
  Keys sort_keys(const std::string& list) {
    const std::vector<std::string> by = sort_columns(list);
    return keys(by.empty() ? std::vector<std::string>{"key"} : by);
  }

  std::string new_name(const std::string& wanted) {
    const auto taken = [&](const std::string& name) {
      return std::ranges::find(draft_.job.inputs, name, &Input::name) != draft_.job.inputs.end() ||
             std::ranges::find(draft_.job.steps, name, &Step::name) != draft_.job.steps.end();
    };
    std::string base = one_line(wanted, 60), name = base;
    for (int n = 2; taken(name); ++n) name = fmt::format("{} {}", base, n);
    return name;
  }

  const std::vector<PlanNode>& nodes_;
  JobDraft& draft_;
  std::vector<Scanned>& scanned_;
  std::vector<std::vector<std::size_t>> children_;
  std::map<std::int64_t, Flow> shared_;
  int depth_ = 0;
};

}  // namespace

void read_plan(const RunQuery& query, JobDraft& draft, std::vector<Scanned>& scanned) {
  PlanReader(query, draft, scanned).read();
}

}  // namespace sizer::logs

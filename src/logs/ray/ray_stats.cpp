// Texts of Ray's statistics as measured runs: each operator that the model can follow, and the whole.
#include <fmt/format.h>

#include <algorithm>

#include "logs/ray/ray_job.h"
#include "sizer/input.h"
#include "sizer/plan.h"
#include "text/exact_text.h"

namespace sizer {
namespace {

using logs::Cell;
using logs::Column;
using logs::Columns;
using logs::RayJob;
using logs::RayText;
using logs::Row;

constexpr CoreSeconds least_told{0.1};  ///< of an operator: starting a worker's first task takes as long

template <class T, class U>
auto ratio(const std::optional<T>& a, const std::optional<U>& b) -> std::optional<double> {
  if (!a || !b || b->value <= 0) return std::nullopt;
  return a->value / b->value;
}

/// Says where the model would run together what Ray did not; false: somewhere.
bool check_fusion(const Job& job, const std::vector<std::vector<Source>>& of, std::vector<std::string>& kept_out) {
  const ConstantValues k = Constants().at(Case::typical);
  const Plan planned = plan(job, job.cluster, account(job, k, Case::typical), k, Case::typical);
  bool alike = true;
  for (const Stage& stage : planned.stages) {
    std::vector<std::size_t> within;
    for (std::size_t i = 0; i < of.size(); ++i)
      if (std::ranges::any_of(stage.parts, [&](const Part& part) {
            return std::ranges::any_of(of[i], [&](Source each) { return each == part.of; });
          }))
        within.push_back(i);
    if (within.size() < 2) continue;
    alike = false;
    for (const std::size_t i : within)
      if (kept_out[i].empty()) kept_out[i] = "the model would fuse it with its neighbour";
  }
  return alike;
}

/// Of one text.
class OneText {
 public:
  OneText(const RayText& text, const std::string& file, const std::string& cluster, Problems& problems)
      : text_(text), file_(file), problems_(problems), keys_(text.keys), values_(text.values) {
    if (!cluster.empty() && !says("cluster") && !says("machine") && !says("instance") && !says("nodes"))
      add("cluster", cluster);
    known_ = says("cluster") || says("machine") || says("instance") || says("nodes");
    if (values_.empty()) add("", "");
  }

  void read(RayStats& found) {
    const Columns columns = logs::columns_of(keys_, problems_);
    const Row row(columns, values_, problems_);
    const std::string name =
        row.text(Column::name).empty() ? fmt::format("line {}", text_.spot.line) : row.text(Column::name);
    std::vector<MeasuredOperator> operators = logs::operators_of(text_, name);
    RayJob made = logs::job_of(operators, row, cluster_of(row));
    const auto told = row.number(Column::seconds);
    if (!problems_.empty()) return;
    MeasuredRun whole;
    whole.name = whole.application = name;
    whole.place = place_of(text_.spot);
    std::optional<Job> job = logs::finished(made.draft, file_, text_.spot, problems_);
    if (!job) return;
    whole.job = std::move(*job);
    const bool as_planned = check_fusion(whole.job, made.of, made.kept_out);
    for (std::size_t i = 0; i < operators.size(); ++i) {
      MeasuredOperator& op = operators[i];
      op.kept_out = made.kept_out[i];
      if (op.kept_out.empty() && (!op.held || *op.held < least_told)) op.kept_out = "it is too short to tell";
      if (op.kept_out.empty()) {
        MeasuredRun run = whole;
        run.name = fmt::format("{}: {}", name, op.name);
        run.place = op.place;
        run.of = made.of[i];
        run.seconds = Seconds{op.held->value};
        found.runs.push_back(std::move(run));
      }
      found.operators.push_back(std::move(op));
    }
    if (const auto seconds = told ? told : by_throughput(); known_ && made.whole && as_planned && seconds) {
      whole.seconds = Seconds{*seconds};
      found.runs.push_back(std::move(whole));
    }
  }

 private:
  bool says(std::string_view key) const {
    return std::ranges::any_of(keys_, [&](const Cell& cell) { return cell.text == key; });
  }
  void add(const std::string& key, const std::string& value) {
    keys_.push_back({key, text_.spot});
    values_.push_back({value, text_.spot});
  }

  /// Where nothing is said of the cluster, the time in tasks is still told: nodes of any kind stand in.
  WrittenCluster cluster_of(const Row& row) const {
    WrittenCluster cluster;
    if (known_) {
      cluster = logs::cluster_of(row, problems_);
    } else {
      double nodes = 1;
      for (const logs::RayOperator& op : text_.operators) nodes = std::max(nodes, op.nodes.value_or(1));
      cluster.nodes = static_cast<int>(std::min(nodes, 1e9));
      cluster.vcpus = 16;
      cluster.memory = Bytes{64 * kibi * mebi};
    }
    cluster.storage = logs::storage_of(row);
    cluster.tuning = row.word(Column::tuning, words::tunings);
    return cluster;
  }

  /// From the start of the first block to the end of the last: Ray prints its inverse.
  std::optional<double> by_throughput() const {
    const auto& rows = text_.operators.back().rows;
    if (!text_.rows_per_second || *text_.rows_per_second <= 0 || !rows || rows->total <= 0) return std::nullopt;
    return rows->total / *text_.rows_per_second;
  }

  const RayText& text_;
  const std::string& file_;
  Problems& problems_;
  std::vector<Cell> keys_, values_;
  bool known_ = false;
};

}  // namespace

std::optional<RowRate> MeasuredOperator::rows_per_second() const {
  const auto rate = ratio(rows_out, seconds);
  return rate ? std::optional(RowRate{*rate}) : std::nullopt;
}

std::optional<RowRate> MeasuredOperator::user_rows_per_second() const {
  const auto rate = ratio(rows_in, user);
  return rate ? std::optional(RowRate{*rate}) : std::nullopt;
}

std::optional<Ratio> MeasuredOperator::matches() const {
  return ratio(rows_out, rows_in);
}

std::optional<Ratio> MeasuredOperator::width() const {
  const auto out = ratio(bytes_out, rows_out), in = ratio(bytes_in, rows_in);
  if (!out || !in || *in <= 0) return std::nullopt;
  return *out / *in;
}

std::optional<Ratio> MeasuredOperator::heap_per_block_byte() const {
  if (!blocks || *blocks <= 0 || !bytes_out) return std::nullopt;
  return ratio(heap, std::optional(*bytes_out / *blocks));
}

std::vector<OperatorFigure> figures_of(const MeasuredOperator& op) {
  const auto plain = [](const auto& figure) { return figure ? std::optional<double>(figure->value) : std::nullopt; };
  return {{"tasks", op.tasks},
          {"blocks", op.blocks},
          {"rows_in", plain(op.rows_in)},
          {"rows_out", plain(op.rows_out)},
          {"bytes_in", plain(op.bytes_in)},
          {"bytes_out", plain(op.bytes_out)},
          {"seconds", plain(op.seconds)},
          {"core_seconds", plain(op.held)},
          {"cpu_seconds", plain(op.cpu)},
          {"user_seconds", plain(op.user)},
          {"throughput_rows_per_second", plain(op.rows_per_second())},
          {"rows_per_second", plain(op.user_rows_per_second())},
          {"matches", op.matches()},
          {"width", op.width()},
          {"heap_bytes", plain(op.heap)},
          {"heap_per_block_byte", op.heap_per_block_byte()}};
}

RayStats read_ray_stats(const std::string& text, const std::string& file, const std::string& cluster) {
  const SourceText source{file, text};
  Problems problems;
  const std::vector<RayText> texts = logs::read_ray_text(source, problems);
  problems.raise();
  RayStats found;
  for (const RayText& each : texts) OneText(each, file, cluster, problems).read(found);
  problems.raise();
  return found;
}

}  // namespace sizer

// Columns first, then ribbons, then heights to scale.
#include "render/html/flow_layout.h"

#include <algorithm>
#include <cmath>

namespace sizer::html {
namespace {

constexpr double tallest_column = 200;  ///< of the boxes alone
constexpr double least_slot = 34;       ///< two lines of words
constexpr double gap = 12;
constexpr int most_columns = 14;

Bytes known(const Range<Bytes>& range) {
  return std::isfinite(range.typical.value) ? range.typical : Bytes{};
}

/// How many barriers lie before each stage.
std::vector<int> levels_of(const std::vector<StageRow>& stages) {
  std::vector<int> levels;
  int after_writers = 0;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    int level = known(stages[i].bytes.shuffle_read).value > 0 ? after_writers : 0;
    if (i > 0 && known(stages[i].bytes.object_store).value > 0) level = std::max(level, levels[i - 1] + 1);
    levels.push_back(level);
    if (known(stages[i].bytes.shuffle_write).value > 0) after_writers = std::max(after_writers, level + 1);
  }
  return levels;
}

class Layout {
 public:
  explicit Layout(const std::vector<StageRow>& stages)
      : stages_(stages), levels_(levels_of(stages)), box_of_(stages.size(), -1) {}

  ByteFlow flow() {
    const int last = stages_.empty() ? -1 : std::ranges::max(levels_);
    const int storage = box("storage", "storage", 0);
    Bytes pooled{};
    int pool = -1;
    for (int level = 0; level <= last; ++level) {
      ++column_;
      place_stages(level, storage);
      take(level, pool);
      stream(level);
      const Bytes passed = pooled - pass_on(level, pooled, pool);
      pooled = passed + written(level);
      pool = pooled.value > 1 ? fill_pool(level, pool, passed) : -1;
    }
    ++column_;
    write_output();
    flow_.columns = column_ + 1;
    if (flow_.ribbons.empty() || flow_.columns > most_columns) return {};
    drop_empty_boxes();
    set_heights();
    set_ribbons();
    return flow_;
  }

 private:
  int box(const char* kind, const std::string& name, int column) {
    flow_.boxes.push_back({kind, name, {}, {}, column});
    return static_cast<int>(flow_.boxes.size()) - 1;
  }

  FlowBox& at(int index) { return flow_.boxes[static_cast<std::size_t>(index)]; }

  void ribbon(const char* kind, Bytes bytes, int from, int to) {
    if (!(bytes.value > 0)) return;
    flow_.ribbons.push_back({kind, bytes, from, to});
    at(from).out += bytes;
    at(to).in += bytes;
  }

  template <class Action>
  void each_of(int level, Action action) {
    for (std::size_t i = 0; i < stages_.size(); ++i)
      if (levels_[i] == level) action(i, stages_[i].bytes);
  }

  void place_stages(int level, int storage) {
    each_of(level, [&](std::size_t i, const ByteRows& bytes) {
      box_of_[i] = box("stage", stages_[i].name, column_);
      ribbon("input_read", known(bytes.input_read), storage, box_of_[i]);
    });
  }

  void take(int level, int pool) {
    if (pool < 0) return;
    each_of(level, [&](std::size_t i, const ByteRows& bytes) {
      ribbon("shuffle", known(bytes.shuffle_read), pool, box_of_[i]);
    });
  }

  /// What stages stream to the next, where there is but one that it can come from.
  void stream(int level) {
    if (level == 0 || std::ranges::count(levels_, level - 1) != 1) return;
    const auto source = static_cast<std::size_t>(std::ranges::find(levels_, level - 1) - levels_.begin());
    each_of(level, [&](std::size_t i, const ByteRows& bytes) {
      ribbon("object_store", known(bytes.object_store), box_of_[source], box_of_[i]);
    });
  }

  /// What the stages of a level take out of the pool.
  Bytes pass_on(int level, Bytes pooled, int pool) {
    Bytes taken{};
    if (pool >= 0) each_of(level, [&](std::size_t, const ByteRows& bytes) { taken += known(bytes.shuffle_read); });
    return std::min(taken, pooled);
  }

  Bytes written(int level) {
    Bytes sum{};
    each_of(level, [&](std::size_t, const ByteRows& bytes) { sum += known(bytes.shuffle_write); });
    return sum;
  }

  int fill_pool(int level, int before, Bytes passed) {
    const int pool = box("shuffle", "shuffle", ++column_);
    if (before >= 0) ribbon("shuffle", passed, before, pool);
    each_of(level, [&](std::size_t i, const ByteRows& bytes) {
      ribbon("shuffle", known(bytes.shuffle_write), box_of_[i], pool);
    });
    return pool;
  }

  void write_output() {
    const int output = box("output", "output", column_);
    for (std::size_t i = 0; i < stages_.size(); ++i)
      ribbon("output_write", known(stages_[i].bytes.output_write), box_of_[i], output);
  }

  void drop_empty_boxes() {
    std::vector<int> index(flow_.boxes.size());
    std::vector<FlowBox> kept;
    for (std::size_t i = 0; i < flow_.boxes.size(); ++i) {
      index[i] = static_cast<int>(kept.size());
      if (flow_.boxes[i].in.value > 0 || flow_.boxes[i].out.value > 0) kept.push_back(flow_.boxes[i]);
    }
    flow_.boxes = std::move(kept);
    for (FlowRibbon& each : flow_.ribbons) {
      each.from = index[static_cast<std::size_t>(each.from)];
      each.to = index[static_cast<std::size_t>(each.to)];
    }
  }

  void set_heights() {
    std::vector<Bytes> totals(static_cast<std::size_t>(flow_.columns));
    for (const FlowBox& each : flow_.boxes)
      totals[static_cast<std::size_t>(each.column)] += std::max(each.in, each.out);
    scale_ = tallest_column / std::ranges::max(totals).value;

    std::vector<double> ends(totals.size());
    for (FlowBox& each : flow_.boxes) {
      double& end = ends[static_cast<std::size_t>(each.column)];
      each.height = std::max(scale_ * std::max(each.in, each.out).value, 2.0);
      const double slot = std::max(each.height, least_slot);
      each.y = end + (slot - each.height) / 2;
      end += slot + gap;
    }
    flow_.height = std::ranges::max(ends) - gap;
    for (FlowBox& each : flow_.boxes)  // columns stand in the middle
      each.y += (flow_.height - (ends[static_cast<std::size_t>(each.column)] - gap)) / 2;
  }

  /// Ribbons leave and enter a box one below the other, in the order of the boxes at their other ends.
  void set_ribbons() {
    std::vector<double> left(flow_.boxes.size()), right(flow_.boxes.size());
    std::ranges::stable_sort(flow_.ribbons, {}, [](const FlowRibbon& each) { return std::pair(each.from, each.to); });
    for (FlowRibbon& each : flow_.ribbons) {
      const auto from = static_cast<std::size_t>(each.from), to = static_cast<std::size_t>(each.to);
      each.height = scale_ * each.bytes.value;
      each.from_y = flow_.boxes[from].y + right[from];
      each.to_y = flow_.boxes[to].y + left[to];
      right[from] += each.height;
      left[to] += each.height;
    }
  }

  const std::vector<StageRow>& stages_;
  std::vector<int> levels_;
  std::vector<int> box_of_;
  ByteFlow flow_{};
  int column_ = 0;
  double scale_ = 1;
};

}  // namespace

ByteFlow layout_flow(const JobReport& job) {
  return Layout(job.stages).flow();
}

}  // namespace sizer::html

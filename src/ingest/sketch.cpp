// Sketches: buckets of equal ratio.
#include <algorithm>
#include <cmath>
#include <limits>

#include "ingest/sums.h"
#include "sizer/run.h"

namespace sizer {
namespace {

constexpr double ratio = 1.02;

/// 0 for values below 1, else one more than the power of the ratio that the value has reached.
std::int32_t index_of(std::int64_t value) {
  static const double scale = 1 / std::log(ratio);
  return value < 1 ? 0 : 1 + static_cast<std::int32_t>(std::log(static_cast<double>(value)) * scale);
}

}  // namespace

bool Sketch::add(std::int64_t value) {
  value = std::max<std::int64_t>(value, 0);
  const std::int32_t index = index_of(value);
  auto slot = std::ranges::lower_bound(slots_, index, {}, &Slot::index);
  const bool is_new = slot == slots_.end() || slot->index != index;
  if (is_new) slot = slots_.insert(slot, {index});
  slot->bucket.count += 1;
  ingest::add_to(slot->bucket.sum, value);
  least_ = count_ == 0 ? value : std::min(least_, value);
  greatest_ = std::max(greatest_, value);
  count_ += 1;
  ingest::add_to(sum_, value);
  return is_new;
}

void Sketch::hold(std::int64_t most) {
  most = std::max<std::int64_t>(most, 0);
  if (greatest_ <= most) return;
  const Slot ends{index_of(most), {}};
  const auto first = std::ranges::lower_bound(slots_, ends.index + 1, {}, &Slot::index);
  Bucket above;
  for (auto slot = first; slot != slots_.end(); ++slot) above.count += slot->bucket.count;
  above.sum = ingest::product(above.count, most);
  slots_.erase(first, slots_.end());
  if (above.count > 0) {
    if (slots_.empty() || slots_.back().index != ends.index) slots_.push_back(ends);
    slots_.back().bucket.count += above.count;
    ingest::add_to(slots_.back().bucket.sum, above.sum);
  }
  greatest_ = most;
  least_ = std::min(least_, most);
  sum_ = 0;
  for (const Slot& slot : slots_) ingest::add_to(sum_, slot.bucket.sum);
}

double Sketch::quantile(double share) const {
  if (count_ == 0) return 0;
  const double wanted = std::clamp(share, 0.0, 1.0) * static_cast<double>(count_ - 1);
  std::int64_t seen = 0;
  for (const Slot& slot : slots_) {
    seen += slot.bucket.count;
    if (static_cast<double>(seen) > wanted)
      return std::clamp(slot.bucket.mean(), static_cast<double>(least_), static_cast<double>(greatest_));
  }
  return static_cast<double>(greatest_);
}

std::vector<Sketch::Bucket> Sketch::buckets() const {
  std::vector<Bucket> all;
  all.reserve(slots_.size());
  for (const Slot& slot : slots_) all.push_back(slot.bucket);
  return all;
}

}  // namespace sizer

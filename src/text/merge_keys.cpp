// YAML's merge key.
#include "text/merge_keys.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

namespace sizer {
namespace {

class Merged {
 public:
  explicit Merged(Problems& problems) : problems_(problems) {}

  void add(Entry entry) {
    if (keys_.insert(entry.key).second) entries_.push_back(std::move(entry));
  }
  /// The mapping, or the list of mappings, that stands under `<<`.
  void add_all(Value from, const Spot& at, bool of_list = false) {
    if (from.kind == ValueKind::list && !of_list) {
      for (Value& item : from.items) add_all(std::move(item), at, true);
    } else if (from.kind == ValueKind::mapping) {
      for (Entry& entry : from.entries) add({std::move(entry.key), at, std::move(entry.value)});
    } else {
      problems_.add(codes::wrong_type, from.spot, "`<<` takes over a mapping, or a list of some", {},
                    "mark one by an anchor, such as `x-defaults: &defaults`, and name it by `<<: *defaults`");
    }
  }
  std::vector<Entry> take() { return std::move(entries_); }

 private:
  Problems& problems_;
  std::vector<Entry> entries_;
  std::unordered_set<std::string> keys_;
};

}  // namespace

void merge_keys(Value& mapping, const std::vector<std::size_t>& merges, Problems& problems) {
  if (merges.empty()) return;
  Merged merged(problems);
  std::vector<Entry> entries = std::exchange(mapping.entries, {});
  const auto is_merge = [&](std::size_t i) { return std::ranges::binary_search(merges, i); };
  for (std::size_t i = 0; i < entries.size(); ++i)
    if (!is_merge(i)) merged.add(std::move(entries[i]));
  for (const std::size_t i : merges) merged.add_all(std::move(entries[i].value), entries[i].spot);
  mapping.entries = merged.take();
}

}  // namespace sizer

/// \file
/// What `ds.stats()` of Ray Data prints, as numbers: of Ray 2.9 (stages) to 2.54 (operators).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "logs/tables/table.h"

namespace sizer::logs {

/// Over the blocks that an operator made. Heap has no total.
struct Spread {
  double least = 0, most = 0, mean = 0, total = 0;
};

/// What a version of Ray does not print is absent.
struct RayOperator {
  std::string name;  ///< "ReadParquet->MapBatches(f)"
  Spot spot{};
  bool part = false;                        ///< of the operator before it: "Suboperator"
  bool told_before = false;                 ///< "[execution cached]"
  std::optional<double> tasks{}, blocks{};  ///< a task of a shuffle is not counted one by one
  std::optional<double> seconds{};          ///< from the start of the first block to the end of the last
  std::optional<Spread> wall{}, cpu{}, user{};
  std::optional<Spread> heap{};  ///< bytes, of a worker's process
  std::optional<Spread> rows{}, bytes{};
  std::optional<double> rows_in{}, nodes{};
};

/// One text of `ds.stats()`.
struct RayText {
  Spot spot{};
  std::vector<Cell> keys{}, values{};  ///< of the lines `# key: value` above it
  std::vector<RayOperator> operators{};
  std::optional<double> rows_per_second{};  ///< of the last operator's rows, from first to last
};

/// The texts in a file, in order. A text ends at the next line that starts with #, or after its throughput. `source`
/// must outlive them.
std::vector<RayText> read_ray_text(const SourceText& source, Problems& problems);

}  // namespace sizer::logs

// Policies on how inputs and outputs lie on storage: small files, text.
#include <fmt/format.h>
#include <algorithm>
#include <cmath>

#include "policies/rules.h"
#include "text/quantity_text.h"

namespace sizer::policies {
namespace {

using namespace sizer::literals;

constexpr Bytes small_file = 16_MiB;  // four times spark.sql.files.openCostInBytes
constexpr Bytes good_file = 128_MiB;  // spark.sql.files.maxPartitionBytes, DataContext.target_max_block_size
constexpr double many_files = 1000;   // a page of S3's ListObjectsV2

Rows files_for(Bytes size) {
  return {std::max(1.0, std::ceil(size / good_file))};
}

/// Files that a write leaves: as given, else one for each task.
Rows files_written(const Situation& s, int step, const Write& write) {
  return write.files ? write.files->typical : Rows{s.typical.writing_tasks(step)};
}

/// The same rows, as wide in memory, in a columnar format.
Change store_in_columns(const Situation& s, std::size_t index) {
  const Input& input = s.job.inputs[index];
  const Flow& flow = s.now().ledger.inputs[index];
  const Fraction left = input.partitions_read ? input.partitions_read->typical : 1.0;
  Input stored = input;
  stored.format = Format::parquet;
  stored.rows = exactly(Rows{std::max(1.0, std::round(flow.rows.value / std::max(left, 1e-9)))});
  stored.row_width = exactly(Bytes{std::max(1.0, std::round(flow.memory.value / std::max(1.0, flow.rows.value)))});
  stored.size = exactly(Bytes{std::ceil(input.size->typical.value * s.k().columnar_per_row_byte)});
  if (input.files) stored.files = exactly(files_for(stored.size->typical));
  Change change{{{path_of(input, "format"), "parquet"},
                 {path_of(input, "rows"), fmt::format("{:.0f}", stored.rows->typical.value)},
                 {path_of(input, "row_width"), fmt::format("{:.0f} B", stored.row_width->typical.value)},
                 {path_of(input, "size"), fmt::format("{:.0f} B", stored.size->typical.value)}},
                [index, stored](Job& to) { to.inputs[index] = stored; },
                path_of(input, "format") + " = parquet"};
  if (stored.files)
    change.settings.emplace_back(path_of(input, "files"), fmt::format("{:.0f}", stored.files->typical.value));
  return change;
}

}  // namespace

void small_input_files(const Situation& s, Findings& found) {
  for (std::size_t i = 0; i < s.job.inputs.size(); ++i) {
    const Input& input = s.job.inputs[i];
    if (!input.files || !s.typical.reads_input(i)) continue;
    const Fraction columns = input.columns_read ? input.columns_read->typical : 1.0;
    const Fraction left = input.partitions_read ? input.partitions_read->typical : 1.0;
    const Rows files = input.files->typical * left;
    const Bytes stored = s.now().ledger.inputs[i].stored / std::max(columns, 1e-9);
    const Bytes mean = stored / std::max(1.0, files.value);
    if (mean >= small_file) continue;
    const Rows fewer = files_for(stored / std::max(left, 1e-9));
    if (fewer >= input.files->typical) continue;
    Finding small;
    small.message = fmt::format("{}: {} files of {} on average; opening them takes longer than it need", input.name,
                                to_text(files), to_text(mean));
    small.remedy = fmt::format("compact the input into files of about {}", to_text(good_file));
    small.at = path_of(input, "files");
    small.changes.push_back({{{small.at, fmt::format("{:.0f}", fewer.value)}},
                             [i, fewer](Job& to) { to.inputs[i].files = exactly(fewer); }});
    small.must_save = noticeable;
    found.push_back(std::move(small));
  }
}

void small_output_files(const Situation& s, Findings& found) {
  for (std::size_t i = 0; i < s.job.steps.size(); ++i) {
    const auto* write = std::get_if<Write>(&s.job.steps[i].op);
    if (!write) continue;
    const Rows files = files_written(s, static_cast<int>(i), *write);
    const Bytes size = s.now().ledger.steps[i].stored;
    if (files.value <= many_files || size / files.value >= small_file) continue;
    const Rows fewer = files_for(size);
    Finding small;
    small.message = fmt::format("{}: {} files of {} on average; whoever reads them opens each", s.job.steps[i].name,
                                to_text(files), to_text(size / files.value));
    small.remedy = fmt::format(fmt::runtime(s.job.engine->words.fewer_files), fewer.value);
    small.at = path_of(s.job, static_cast<int>(i), "files");
    small.changes.push_back({{{small.at, fmt::format("{:.0f}", fewer.value)}},
                             [i, fewer](Job& to) { std::get<Write>(to.steps[i].op).files = exactly(fewer); }});
    found.push_back(std::move(small));
  }
}

/// Text read once may be text that cannot be helped; the same data in columns are fewer bytes, and fewer are read.
void text_input(const Situation& s, Findings& found) {
  for (std::size_t i = 0; i < s.job.inputs.size(); ++i) {
    const Input& input = s.job.inputs[i];
    const bool text = input.format == Format::csv || input.format == Format::json || input.format == Format::text;
    if (!text || !input.size || !s.typical.reads_input(i)) continue;
    Finding columnar;
    columnar.message =
        fmt::format("{}: {} of text are parsed row by row", input.name, to_text(s.now().ledger.inputs[i].stored));
    columnar.remedy = "store it as parquet or orc, where more than one job reads it";
    columnar.at = path_of(input, "format");
    columnar.changes.push_back(store_in_columns(s, i));
    columnar.must_save = much_of_a_run;
    found.push_back(std::move(columnar));
  }
}

}  // namespace sizer::policies

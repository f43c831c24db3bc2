// A table of runs, one a row, as jobs on the clusters that they ran on.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "logs/tables/row.h"
#include "sizer/input.h"
#include "sizer/measured.h"
#include "sizer/words.h"

namespace sizer {
namespace {

using logs::Cell;
using logs::Columns;
using logs::Row;
using logs::Table;

/// What no run can do without.
void check_head(const Columns& columns, const Table& table, const SourceText& source, Problems& problems) {
  const Spot head = table.head.empty() ? Spot{&source, 1, 1} : table.head.front().spot;
  for (const auto& [column, name] :
       {std::pair{logs::Column::seconds, "seconds"}, std::pair{logs::Column::input, "input_bytes"}})
    if (columns[static_cast<std::size_t>(column)] < 0)
      problems.add(codes::missing_key, head, fmt::format("there is no column `{}`", name), {},
                   "the first line names the columns, e.g. name,machine,nodes,input_bytes,shuffle_bytes,seconds");
}

/// What the row says of its work: a sort, a scan (grep), or a query of which nothing but the bytes is known.
std::vector<Operator> steps_of(const Row& row, double input, std::optional<double> shuffle, Format format, Job& job) {
  const auto key = [&](const char* column) { return keys_of({column}, job); };
  Write write;
  if (format != Format::cached) write.format = format;  // what is cached is written as anything else is
  if (row.says(logs::Column::work, "sort")) return {Sort{key("key")}, write};
  std::vector<Operator> steps;
  if (!shuffle || *shuffle == 0) {
    const auto output = row.number(logs::Column::output);
    if (!output || *output <= 0) steps.emplace_back(Sort{.by = key("order"), .limit = exactly(Rows{100})});
  } else {
    // A middling query: rows are joined twice and grouped, each with its share of the bytes shuffled.
    const Range<Bytes> third = logs::whole_bytes(*shuffle / 3);
    steps = {Filter{exactly(std::clamp(*shuffle / std::max(1.0, input), 1e-6, 1.0))}, Exchange{third, key("first")},
             Exchange{third, key("second")}, Exchange{third, key("group")}, Aggregate{key("group")}};
  }
  if (const auto output = row.number(logs::Column::output); output && *output > 0) {
    write.size = logs::whole_bytes(*output);
    steps.emplace_back(write);
  }
  return steps;
}

JobDraft draft_of(const Row& row, Problems& problems) {
  JobDraft draft;
  Job& job = draft.job;
  job.name = row.text(logs::Column::name).empty() ? "run" : row.text(logs::Column::name);
  job.engine = row.word(logs::Column::engine, words::engines).value_or(job.engine);
  job.new_session = row.word(logs::Column::session, words::sessions).value_or(true);
  const double size = row.needed(logs::Column::input, "input_bytes");
  const auto shuffle = row.number(logs::Column::shuffle), rows = row.number(logs::Column::rows);
  const bool is_text = row.says(logs::Column::storage, "text") || row.says(logs::Column::work, "text");

  Input input{"data"};
  input.format = row.word(logs::Column::format, words::formats).value_or(is_text ? Format::text : Format::parquet);
  input.size = logs::whole_bytes(std::max(1.0, size));
  if (input.format == Format::text || input.format == Format::raw) input.compression = exactly(1.0);
  if (rows) input.rows = exactly(Rows{std::round(*rows)});

  draft.cluster = logs::cluster_of(row, problems);
  const bool beside = input.format == Format::text || draft.cluster.local_disk;
  draft.cluster.storage = logs::storage_of(row).value_or(beside ? Storage::local_disk : Storage::object_store);
  draft.cluster.tuning = row.word(logs::Column::tuning, words::tunings);
  for (Operator& op : steps_of(row, size, shuffle, input.format, job)) append(std::move(op), job);
  job.inputs.push_back(std::move(input));
  return draft;
}

/// The CPU time of a row: of its column, or of a workload that says "executor CPU 892 s".
std::optional<CoreSeconds> cpu_of(const Row& row) {
  if (const auto cpu = row.number(logs::Column::cpu)) return CoreSeconds{*cpu};
  const std::string work = row.text(logs::Column::work);
  constexpr std::string_view words = "executor CPU ";
  const std::size_t at = work.find(words);
  double cpu = 0;
  if (at == std::string::npos ||
      std::from_chars(work.data() + at + words.size(), work.data() + work.size(), cpu).ec != std::errc{} || cpu <= 0)
    return std::nullopt;
  return CoreSeconds{cpu};
}

/// Runs of one application have its name, or one that differs in figures only: "c3o-sort" of "c3o-sort-2xc4.2xlarge".
std::string application_of(const Row& row) {
  if (row.cell(logs::Column::application) != nullptr) return row.text(logs::Column::application);
  const std::string name = row.text(logs::Column::name);
  const std::size_t digit = name.find_first_of("0123456789");
  const std::size_t dash = digit == std::string::npos ? digit : name.rfind('-', digit);
  return dash == std::string::npos || dash == 0 ? name : name.substr(0, dash);
}

}  // namespace

std::vector<MeasuredRun> read_runs(const std::string& text, const std::string& file) {
  const SourceText source{file, text};
  Problems problems;
  const Table table = logs::read_table(source, problems);
  Problems of_head;
  const Columns columns = logs::columns_of(table.head, of_head);
  check_head(columns, table, source, of_head);
  if (!of_head.empty()) problems.raise();
  of_head.raise();
  std::vector<MeasuredRun> found;
  for (const std::vector<Cell>& cells : table.rows) {
    const Row row(columns, cells, problems);
    MeasuredRun run;
    run.name =
        row.text(logs::Column::name).empty() ? fmt::format("row {}", row.spot().line) : row.text(logs::Column::name);
    run.application = application_of(row);
    run.seconds = Seconds{row.needed(logs::Column::seconds, "seconds")};
    run.cpu = cpu_of(row);
    run.place = place_of(row.spot());
    const JobDraft draft = draft_of(row, problems);
    if (!problems.empty()) continue;  // what is missing is told once
    run.job = logs::finished(draft, file, row.spot(), problems).value_or(Job{});
    found.push_back(std::move(run));
  }
  problems.raise();
  return found;
}

}  // namespace sizer

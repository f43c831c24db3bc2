// A table of runs, one a row, as jobs on the clusters that they ran on.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "logs/tables/row.h"
#include "sizer/input.h"
#include "sizer/measured.h"

namespace sizer {
namespace {

using logs::Cell;
using logs::Columns;
using logs::Row;
using logs::Table;

/// What no run can do without.
void check_head(const Columns& columns, const Table& table, const SourceText& source, Problems& problems) {
  const Spot head = table.head.empty() ? Spot{&source, 1, 1} : table.head.front().spot;
  for (const auto& [column, name] : {std::pair{logs::Column::seconds, "seconds"}, std::pair{logs::Column::input, "input_bytes"}})
    if (columns[static_cast<std::size_t>(column)] < 0)
      problems.add(codes::missing_key, head, fmt::format("there is no column `{}`", name), {},
                   "the first line names the columns, e.g. name,machine,nodes,input_bytes,shuffle_bytes,seconds");
}

/// What the row says of its work: a sort, a scan (grep), or a query of which nothing but the bytes is known.
std::string steps_of(const Row& row, double input, std::optional<double> shuffle, const std::string& format) {
  const auto output = row.number(logs::Column::output);
  const std::string write = output && *output > 0 ? fmt::format(R"(,{{"write":{{"format":"{}","size":{}}}}})", format,
                                                                logs::byte_text(*output))
                                                  : "";
  if (row.says(logs::Column::work, "sort"))
    return fmt::format(R"([{{"sort":{{"by":"key"}}}},{{"write":{{"format":"{}"}}}}])", format);
  if (!shuffle || *shuffle == 0)
    return write.empty() ? std::string(R"([{"sort":{"by":"order","limit":100}}])") : "[" + write.substr(1) + "]";
  // A middling query: rows are joined twice and grouped, each with its share of the bytes shuffled.
  const std::string third = logs::byte_text(*shuffle / 3);
  return fmt::format(R"([{{"filter":{{"keeps":{0}}}}},{{"exchange":{{"bytes":{1},"by":"first"}}}},)"
                     R"({{"exchange":{{"bytes":{1},"by":"second"}}}},{{"exchange":{{"bytes":{1},"by":"group"}}}},)"
                     R"({{"aggregate":{{"keys":"group"}}}}{2}])",
                     std::clamp(*shuffle / std::max(1.0, input), 1e-6, 1.0), third, write);
}

/// The row as the text of a job file.
std::string job_text(const Row& row, Problems& problems) {
  const std::string work = row.text(logs::Column::work), engine = row.text(logs::Column::engine);
  const std::string storage = logs::storage_of(row), tuning = row.text(logs::Column::tuning),
                    session = row.text(logs::Column::session);
  const double input = row.needed(logs::Column::input, "input_bytes");
  const auto shuffle = row.number(logs::Column::shuffle), rows = row.number(logs::Column::rows);
  std::string format = row.text(logs::Column::format);
  if (format.empty()) format = row.says(logs::Column::storage, "text") || row.says(logs::Column::work, "text") ? "text" : "parquet";
  std::string cluster = logs::cluster_of(row, problems);
  const bool has_disk = cluster.find("local_disk") != std::string::npos;
  cluster += fmt::format(R"(,"storage":"{}","tuning":"{}")",
                         !storage.empty()               ? storage
                         : format == "text" || has_disk ? "local_disk"
                                                        : "object_store",
                         tuning.empty() ? "typical" : tuning);
  std::string data = fmt::format(R"("size":{},"format":"{}")", logs::byte_text(std::max(1.0, input)), format);
  if (format == "text" || format == "raw") data += R"(,"compression":1)";
  if (rows) data += fmt::format(R"(,"rows":{:.0f})", *rows);
  return fmt::format(
      R"({{"name":{},"engine":"{}","session":"{}","cluster":{{{}}},"inputs":{{"data":{{{}}}}},"steps":{}}})",
      logs::json_text(row.text(logs::Column::name).empty() ? "run" : row.text(logs::Column::name)),
      engine.empty() ? "spark" : engine, session.empty() ? "new" : session, cluster, data,
      steps_of(row, input, shuffle, format));
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
    run.name = row.text(logs::Column::name).empty() ? fmt::format("row {}", row.spot().line) : row.text(logs::Column::name);
    run.application = application_of(row);
    run.seconds = Seconds{row.needed(logs::Column::seconds, "seconds")};
    run.cpu = cpu_of(row);
    run.place = place_of(row.spot());
    const std::string job = job_text(row, problems);
    if (!problems.empty()) continue;  // what is missing is told once
    try {
      run.job = read_job(job, file);
    } catch (const InputError& error) {
      for (const Diagnostic& each : error.diagnostics)
        problems.add(codes::wrong_type, row.spot(), each.message, each.suggestion, each.note);
    }
    found.push_back(std::move(run));
  }
  problems.raise();
  return found;
}

}  // namespace sizer

// A table of runs, one a row, as jobs on the clusters that they ran on.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "runs/table.h"
#include "sizer/input.h"
#include "sizer/measured.h"
#include "text/quantity_text.h"
#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer {
namespace {

using runs::Cell;
using runs::Table;

enum class Column {
  name,
  application,
  engine,
  work,
  machine,
  nodes,
  vcpus,
  memory,
  network,
  disk,
  storage,
  tuning,
  session,
  format,
  input,
  rows,
  shuffle,
  output,
  cpu,
  seconds,
  count
};
constexpr std::size_t column_count = static_cast<std::size_t>(Column::count);

/// A name that a column may have in the head; the first of each column is the one that messages use. A bare number
/// counts in `unit` base units.
struct ColumnName {
  Column column;
  const char* name;
  Limits limits{};
  double unit = 1;
};
constexpr Limits free_text{};
constexpr Limits byte_count{Dimension::bytes, "1.2 TB", true, true};
constexpr Limits second_count{Dimension::seconds, "90 s", false, true};
constexpr ColumnName column_names[] = {
    {Column::name, "name", free_text},
    {Column::name, "id", free_text},
    {Column::application, "application", free_text},
    {Column::engine, "engine", free_text},
    {Column::work, "work", free_text},
    {Column::work, "workload", free_text},
    {Column::machine, "machine", free_text},
    {Column::machine, "cluster", free_text},
    {Column::machine, "instance", free_text},
    {Column::nodes, "nodes", {Dimension::number, "8", false, true, 100'000}},
    {Column::vcpus, "vcpus", {Dimension::number, "16", false, true, 100'000}},
    {Column::vcpus, "vcpus_per_node", {Dimension::number, "16", false, true, 100'000}},
    {Column::memory, "memory", {Dimension::bytes, "64 GiB"}},
    {Column::memory, "mem_gib_per_node", {Dimension::bytes, "64 GiB", false, true}, 1024.0 * 1024 * 1024},
    {Column::network, "network", {Dimension::rate, "10 Gbps"}},
    {Column::network, "network_gbps_per_node", {Dimension::rate, "10 Gbps", false, true}, 1e9 / 8},
    {Column::disk, "local_disk", {Dimension::rate, "500 MB/s"}},
    {Column::disk, "local_disk_mb_s_per_node", {Dimension::rate, "500 MB/s", false, true}, 1e6},
    {Column::storage, "storage", free_text},
    {Column::storage, "input_kind", free_text},
    {Column::tuning, "tuning", free_text},
    {Column::session, "session", free_text},
    {Column::format, "format", free_text},
    {Column::input, "input_bytes", byte_count},
    {Column::rows, "rows", {Dimension::rows, "100M", false, true}},
    {Column::shuffle, "shuffle_bytes", byte_count},
    {Column::shuffle, "shuffle_write_bytes", byte_count},
    {Column::output, "output_bytes", byte_count},
    {Column::cpu, "cpu_seconds", second_count},
    {Column::seconds, "seconds", second_count},
    {Column::seconds, "wall_s", second_count},
};

/// One row, asked for by column.
class Row {
 public:
  Row(const std::array<int, column_count>& columns, const std::vector<Cell>& cells, Problems& problems)
      : columns_(columns), cells_(cells), problems_(problems) {}

  const Cell* cell(Column column) const {
    const int name = columns_[static_cast<std::size_t>(column)];
    if (name < 0) return nullptr;
    const Cell& found = cells_[static_cast<std::size_t>(name >> 8)];
    return found.text.empty() ? nullptr : &found;
  }
  std::string text(Column column) const {
    const Cell* const found = cell(column);
    return found == nullptr ? std::string() : found->text;
  }
  /// A number in base units; empty where the cell is, or wrong.
  std::optional<double> number(Column column) const {
    const Cell* const found = cell(column);
    if (found == nullptr) return std::nullopt;
    const ColumnName& named = column_names[static_cast<std::size_t>(columns_[static_cast<std::size_t>(column)] & 255)];
    const auto read = read_quantity(found->text, named.limits);
    if (const auto* const wrong = std::get_if<QuantityError>(&read)) {
      problems_.add(wrong->code, found->spot, fmt::format("{}: {}", named.name, wrong->message), wrong->suggestion,
                    wrong->note);
      return std::nullopt;
    }
    const bool bare = found->text.find_first_not_of("0123456789.eE+-") == std::string::npos;
    return std::get<double>(read) * (bare ? named.unit : 1);
  }
  /// The same; an error where there is none.
  double needed(Column column, const char* name) const {
    if (cell(column) == nullptr)
      problems_.add(codes::missing_key, cells_.front().spot, fmt::format("this run has no {}", name));
    return number(column).value_or(1);
  }
  bool says(Column column, std::string_view word) const {
    std::string lower = text(column);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
    return lower.find(word) != std::string::npos;
  }
  const Spot& spot() const { return cells_.front().spot; }

 private:
  const std::array<int, column_count>& columns_;
  const std::vector<Cell>& cells_;
  Problems& problems_;
};

/// Which cell each column is in, and by which name: cell << 8 | name; -1: none. Other columns are the user's own.
std::array<int, column_count> columns_of(const Table& table, const SourceText& source, Problems& problems) {
  std::array<int, column_count> columns;
  columns.fill(-1);
  for (std::size_t at = 0; at < table.head.size(); ++at)
    for (std::size_t name = 0; name < std::size(column_names); ++name)
      if (table.head[at].text == column_names[name].name) {
        int& column = columns[static_cast<std::size_t>(column_names[name].column)];
        if (column >= 0)
          problems.add(codes::duplicate_key, table.head[at].spot,
                       fmt::format("{} says what another column says already", in_quotes(table.head[at].text)));
        column = static_cast<int>(at << 8 | name);
      }
  const Spot head = table.head.empty() ? Spot{&source, 1, 1} : table.head.front().spot;
  for (const auto& [column, name] : {std::pair{Column::seconds, "seconds"}, std::pair{Column::input, "input_bytes"}})
    if (columns[static_cast<std::size_t>(column)] < 0)
      problems.add(codes::missing_key, head, fmt::format("there is no column `{}`", name), {},
                   "the first line names the columns, e.g. name,machine,nodes,input_bytes,shuffle_bytes,seconds");
  return columns;
}

/// A text as JSON.
std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return out + '"';
}

std::string byte_text(double bytes) {
  return fmt::format("\"{:.0f} B\"", bytes);
}

/// "32 executors x 8 cores x 64 GB" somewhere in a text: its three numbers.
std::optional<std::array<double, 3>> executors_in(const std::string& text) {
  constexpr std::string_view words[] = {" executors x ", " cores x ", " GB"};
  std::array<double, 3> found{};
  std::size_t from = std::string::npos;
  for (std::size_t i = 0; i < 3; ++i) {
    const std::size_t end = text.find(words[i], from == std::string::npos ? 0 : from);
    if (end == std::string::npos) return std::nullopt;
    const std::size_t before = end == 0 ? std::string::npos : text.find_last_not_of("0123456789", end - 1);
    const std::size_t start = before == std::string::npos ? 0 : before + 1;
    if (start == end || std::from_chars(text.data() + start, text.data() + end, found[i]).ec != std::errc{})
      return std::nullopt;
    if (found[i] < 1 || found[i] > 1e5) return std::nullopt;
    from = end + words[i].size();
  }
  return found;
}

std::string storage_of(const Row& row) {
  for (const char* const word : {"object_store", "hdfs", "local_disk", "network_disk"})
    if (row.text(Column::storage) == word) return word;
  if (row.says(Column::storage, "hdfs")) return "hdfs";
  if (row.says(Column::storage, "s3")) return "object_store";
  return row.says(Column::storage, "local") ? "local_disk" : "";
}

/// The cluster of a row, in its catalogue's words or in its own figures.
std::string cluster_of(const Row& row, Problems& problems) {
  std::string out;
  const std::string text = row.text(Column::machine);
  std::string machine = text.substr(0, text.find_first_of(" ,"));
  if (const auto executors = executors_in(text)) {
    const auto [count, cores, memory] = *executors;
    const double overhead = 0.1 * memory;  // beside the heap, as Spark asks for it
    return fmt::format(R"("nodes":{0},"vcpus":{1},"memory":"{2:g} GiB","local_disk":{{"count":1,"size":"2 TB"}},)"
                       R"("executors":{{"per_node":1,"cores":{1},"memory":"{3} GiB","overhead":"{4:g} GiB"}})",
                       count, cores, memory + overhead, memory, overhead);
  }
  double nodes = row.number(Column::nodes).value_or(0);
  if (const std::size_t times = text.find(" x "); nodes == 0 && times != std::string::npos) {
    std::from_chars(text.data(), text.data() + times, nodes);
    machine = text.substr(times + 3);
  }
  if (nodes < 1 && row.cell(Column::nodes) == nullptr) {
    problems.add(codes::missing_key, row.spot(), "this run does not say on how many nodes it ran", {},
                 "give `nodes`, or a cluster such as 8 x m5.xlarge");
  }
  nodes = std::max(1.0, nodes);
  out = fmt::format(R"("nodes":{:.0f})", nodes);
  const auto vcpus = row.number(Column::vcpus), memory = row.number(Column::memory);
  bool known = true;
  try {
    find_machine(machine, {});
  } catch (const InputError& error) {
    known = false;
    if (!vcpus || !memory) {
      const Cell* const cell = row.cell(Column::machine);
      problems.add(codes::unknown_cluster, cell == nullptr ? row.spot() : cell->spot,
                   fmt::format("the catalogue has no machine {}", in_quotes(machine)), error.diagnostics[0].suggestion,
                   "give its `vcpus` and `memory` in columns of their own");
    }
  }
  if (known) out += fmt::format(R"(,"machine":{})", json_text(machine));
  if (vcpus && !known) out += fmt::format(R"(,"vcpus":{:g})", *vcpus);
  if (memory && !known) out += fmt::format(R"(,"memory":{})", byte_text(*memory));
  if (const auto network = row.number(Column::network)) out += fmt::format(R"(,"network":"{:.0f} B/s")", *network);
  if (const auto disk = row.number(Column::disk))
    out +=
        fmt::format(R"(,"local_disk":{{"count":1,"size":"2 TB","read":"{0:.0f} B/s","write":"{0:.0f} B/s"}})", *disk);
  return out;
}

/// What the row says of its work: a sort, a scan (grep), or a query of which nothing but the bytes is known.
std::string steps_of(const Row& row, double input, std::optional<double> shuffle, const std::string& format) {
  const auto output = row.number(Column::output);
  const std::string write = output && *output > 0
                                ? fmt::format(R"(,{{"write":{{"format":"{}","size":{}}}}})", format, byte_text(*output))
                                : "";
  if (row.says(Column::work, "sort"))
    return fmt::format(R"([{{"sort":{{"by":"key"}}}},{{"write":{{"format":"{}"}}}}])", format);
  if (!shuffle || *shuffle == 0)
    return write.empty() ? std::string(R"([{"sort":{"by":"order","limit":100}}])") : "[" + write.substr(1) + "]";
  // A middling query: rows are joined twice and grouped, each with its share of the bytes shuffled.
  const std::string third = byte_text(*shuffle / 3);
  return fmt::format(R"([{{"filter":{{"keeps":{0}}}}},{{"exchange":{{"bytes":{1},"by":"first"}}}},)"
                     R"({{"exchange":{{"bytes":{1},"by":"second"}}}},{{"exchange":{{"bytes":{1},"by":"group"}}}},)"
                     R"({{"aggregate":{{"keys":"group"}}}}{2}])",
                     std::clamp(*shuffle / std::max(1.0, input), 1e-6, 1.0), third, write);
}

/// The row as the text of a job file.
std::string job_text(const Row& row, Problems& problems) {
  const std::string work = row.text(Column::work), engine = row.text(Column::engine);
  const std::string storage = storage_of(row), tuning = row.text(Column::tuning), session = row.text(Column::session);
  const double input = row.needed(Column::input, "input_bytes");
  const auto shuffle = row.number(Column::shuffle), rows = row.number(Column::rows);
  std::string format = row.text(Column::format);
  if (format.empty()) format = row.says(Column::storage, "text") || row.says(Column::work, "text") ? "text" : "parquet";
  std::string cluster = cluster_of(row, problems);
  const bool has_disk = cluster.find("local_disk") != std::string::npos;
  cluster += fmt::format(R"(,"storage":"{}","tuning":"{}")",
                         !storage.empty()               ? storage
                         : format == "text" || has_disk ? "local_disk"
                                                        : "object_store",
                         tuning.empty() ? "typical" : tuning);
  std::string data = fmt::format(R"("size":{},"format":"{}")", byte_text(std::max(1.0, input)), format);
  if (format == "text" || format == "raw") data += R"(,"compression":1)";
  if (rows) data += fmt::format(R"(,"rows":{:.0f})", *rows);
  return fmt::format(
      R"({{"name":{},"engine":"{}","session":"{}","cluster":{{{}}},"inputs":{{"data":{{{}}}}},"steps":{}}})",
      json_text(row.text(Column::name).empty() ? "run" : row.text(Column::name)), engine.empty() ? "spark" : engine,
      session.empty() ? "new" : session, cluster, data, steps_of(row, input, shuffle, format));
}

/// The CPU time of a row: of its column, or of a workload that says "executor CPU 892 s".
std::optional<CoreSeconds> cpu_of(const Row& row) {
  if (const auto cpu = row.number(Column::cpu)) return CoreSeconds{*cpu};
  const std::string work = row.text(Column::work);
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
  if (row.cell(Column::application) != nullptr) return row.text(Column::application);
  const std::string name = row.text(Column::name);
  const std::size_t digit = name.find_first_of("0123456789");
  const std::size_t dash = digit == std::string::npos ? digit : name.rfind('-', digit);
  return dash == std::string::npos || dash == 0 ? name : name.substr(0, dash);
}

}  // namespace

std::vector<MeasuredRun> read_runs(const std::string& text, const std::string& file) {
  const SourceText source{file, text};
  Problems problems;
  const Table table = runs::read_table(source, problems);
  Problems of_head;
  const std::array<int, column_count> columns = columns_of(table, source, of_head);
  if (!of_head.empty()) problems.raise();
  of_head.raise();
  std::vector<MeasuredRun> found;
  for (const std::vector<Cell>& cells : table.rows) {
    const Row row(columns, cells, problems);
    MeasuredRun run;
    run.name = row.text(Column::name).empty() ? fmt::format("row {}", row.spot().line) : row.text(Column::name);
    run.application = application_of(row);
    run.seconds = Seconds{row.needed(Column::seconds, "seconds")};
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

// What a run's row says, by column.
#include "logs/tables/row.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "sizer/input.h"
#include "sizer/words.h"
#include "text/exact_text.h"
#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer::logs {
namespace {

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
    {Column::usable, "usable_cpus", {Dimension::number, "15", false, true, 100'000}},
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

}  // namespace

const Cell* Row::cell(Column column) const {
  const int name = columns_[static_cast<std::size_t>(column)];
  if (name < 0) return nullptr;
  const Cell& found = cells_[static_cast<std::size_t>(name >> 8)];
  return found.text.empty() ? nullptr : &found;
}

std::string Row::text(Column column) const {
  const Cell* const found = cell(column);
  return found == nullptr ? std::string() : found->text;
}

std::optional<double> Row::number(Column column) const {
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

double Row::needed(Column column, const char* name) const {
  if (cell(column) == nullptr)
    problems_.add(codes::missing_key, cells_.front().spot, fmt::format("this run has no {}", name));
  return number(column).value_or(1);
}

bool Row::says(Column column, std::string_view word) const {
  std::string lower = text(column);
  std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; });
  return lower.find(word) != std::string::npos;
}

Columns columns_of(const std::vector<Cell>& head, Problems& problems) {
  Columns columns;
  columns.fill(-1);
  for (std::size_t at = 0; at < head.size(); ++at)
    for (std::size_t name = 0; name < std::size(column_names); ++name)
      if (head[at].text == column_names[name].name) {
        int& column = columns[static_cast<std::size_t>(column_names[name].column)];
        if (column >= 0)
          problems.add(codes::duplicate_key, head[at].spot,
                       fmt::format("{} says what another column says already", in_quotes(head[at].text)));
        column = static_cast<int>(at << 8 | name);
      }
  return columns;
}

void Row::refuse(Column column, const std::vector<std::string_view>& known) const {
  const ColumnName& named = column_names[static_cast<std::size_t>(columns_[static_cast<std::size_t>(column)] & 255)];
  const Cell& found = *cell(column);
  problems_.add(codes::unknown_word, found.spot, fmt::format("{} cannot be {}", named.name, in_quotes(found.text)),
                did_you_mean(found.text, known), fmt::format("allowed here: {}", fmt::join(known, ", ")));
}

std::optional<Storage> storage_of(const Row& row) {
  for (const auto& [word, storage] : words::storages)
    if (row.text(Column::storage) == word) return storage;
  if (row.says(Column::storage, "hdfs")) return Storage::hdfs;
  if (row.says(Column::storage, "s3")) return Storage::object_store;
  return row.says(Column::storage, "local") ? std::optional(Storage::local_disk) : std::nullopt;
}

std::optional<Job> finished(const JobDraft& draft, const std::string& file, const Spot& spot, Problems& problems) {
  try {
    return read_job(draft, file);
  } catch (const InputError& error) {
    for (const Diagnostic& each : error.diagnostics)
      problems.add(codes::wrong_type, spot, each.message, each.suggestion, each.note);
    return std::nullopt;
  }
}

WrittenCluster cluster_of(const Row& row, Problems& problems) {
  constexpr Bytes gibibyte{kibi * mebi}, usual_disk{2e12};
  WrittenCluster made;
  const std::string text = row.text(Column::machine);
  std::string machine = text.substr(0, text.find_first_of(" ,"));
  if (const auto executors = executors_in(text)) {
    const auto [count, cores, memory] = *executors;
    const double overhead = 0.1 * memory;  // beside the heap, as Spark asks for it
    made.nodes = static_cast<int>(count);
    made.vcpus = cores;
    made.memory = gibibyte * (memory + overhead);
    made.local_disk = {.count = 1, .size = usual_disk};
    made.executors = {1, static_cast<int>(cores), gibibyte * memory, gibibyte * overhead};
    return made;
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
  made.nodes = static_cast<int>(std::round(std::clamp(nodes, 1.0, 1e9)));
  const auto vcpus = row.number(Column::vcpus), memory = row.number(Column::memory);
  try {
    find_machine(machine, {});
    made.machine = machine;
  } catch (const InputError& error) {
    if (!vcpus || !memory) {
      const Cell* const cell = row.cell(Column::machine);
      problems.add(codes::unknown_cluster, cell == nullptr ? row.spot() : cell->spot,
                   fmt::format("the catalogue has no machine {}", in_quotes(machine)), error.diagnostics[0].suggestion,
                   "give its `vcpus` and `memory` in columns of their own");
    }
  }
  if (!made.machine) made.vcpus = vcpus;
  if (memory && !made.machine) made.memory = whole_bytes(*memory).typical;
  made.usable_cpus = row.number(Column::usable);
  if (const auto network = row.number(Column::network)) made.network = Rate{std::round(*network)};
  if (const auto disk = row.number(Column::disk)) {
    const Rate rate{std::round(*disk)};
    made.local_disk = {.count = 1, .size = usual_disk, .read = rate, .write = rate};
  }
  return made;
}

}  // namespace sizer::logs

// The machines that are compiled in. Of a file's text only what is about the machine that is asked for is parsed.
#include "input/series.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cctype>
#include <iterator>
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include "embedded.h"
#include "input/cluster.h"
#include "input/read_lines.h"
#include "job/cluster_lines.h"
#include "sizer/words.h"

namespace sizer {
namespace {

constexpr std::string_view machine_folder = "machines/", published_folder = "machines/published/";
constexpr std::string_view machines_key = "\nmachines:\n";

/// Machines are the keys under `machines:`, which comes last: two spaces, the name, a colon.
std::vector<std::string_view> names_in(const embedded::File& file) {
  std::vector<std::string_view> names;
  const std::size_t start = std::min(file.text.find(machines_key), file.text.size());
  for (std::string_view rest = file.text.substr(start); !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size() - 1);
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (line.starts_with("  ") && line.size() > 2 && line[2] != ' ' && line[2] != '#')
      names.push_back(line.substr(2, line.find(':') - 2));
  }
  return names;
}

/// The head of a series' file, and of its machines only the one called `name`; empty when it has none of that name.
/// Reading a whole file of the larger series would take longer than all the rest of an estimate.
std::string text_about(const embedded::File& file, const std::string& name) {
  const std::size_t head = file.text.find(machines_key);
  const std::size_t begin = file.text.find("\n  " + name + ":");
  if (!file.name.starts_with(machine_folder) || begin == std::string_view::npos || begin < head) return {};
  std::size_t end = begin;
  do end = file.text.find("\n  ", end + 1);  // lines that go on are indented deeper
  while (end != std::string_view::npos && file.text.substr(end + 3, 1) == " ");
  return std::string(file.text.substr(0, head + machines_key.size() - 1)) +
         std::string(file.text.substr(begin, end - begin));
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// "es-v5" of Standard_E16s_v5, and "es-v5-1of4" of Standard_E16-4s_v5, which sells a quarter of its vCPUs.
std::string azure_series(std::string_view name) {
  std::string series;
  std::vector<double> numbers;  // up to the letter behind the size
  bool behind_size = false;
  for (std::size_t at = std::min(name.find('_'), name.size() - 1) + 1; at < name.size(); ++at) {
    if (is_digit(name[at]) && !behind_size) {
      std::size_t end = at;
      while (end < name.size() && is_digit(name[end])) ++end;
      numbers.push_back(std::stod(std::string(name.substr(at, end - at))));
      behind_size = end == name.size() || name[end] != '-';
      at = behind_size ? end - 1 : end;
    } else {
      series += name[at] == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(name[at])));
    }
  }
  if (numbers.size() == 2 && numbers[1] > 0) series += fmt::format("-1of{:.0f}", numbers[0] / numbers[1]);
  return series;
}

/// What machines that differ in size alone share: "m5d" of m5d.4xlarge, "n2" of n2-standard-8, "dds-v5" of
/// Standard_D8ds_v5.
std::string series_of(const std::string& name, const std::string& provider) {
  if (provider == "azure") return azure_series(name);
  return name.substr(0, name.find(provider == "gcp" ? '-' : '.'));
}

/// How fast the vCPUs of "aws/m5d" are; empty: nobody has measured the series. Of the file only its line is parsed.
std::optional<Range<Ratio>> speed_of(const std::string& series) {
  const auto files = embedded::catalogue();
  const auto file = std::ranges::find(files, "speeds.yaml", &embedded::File::name);
  const std::string key = "\n  " + series + ": ";
  const std::size_t begin = file == files.end() ? std::string_view::npos : file->text.find(key);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::size_t from = begin + key.size();
  const SourceText source{"catalogue/speeds.yaml",
                          std::string(file->text.substr(from, file->text.find('\n', from) - from))};
  Problems problems;
  const Value range = parse_value(source, problems);
  Mapping speed(range, range.spot, series, problems);
  const auto end = [&](const char* which) { return speed.exact(which, measure::ratio).value_or(1); };
  const Range<Ratio> read{end("low"), end("typical"), end("high")};
  problems.raise();
  return read;
}

/// What all machines of a series share, and how far their spot prices move from what was observed.
struct SeriesHead {
  Machine shared{};
  std::string as_of{};
  double spot_low = 1, spot_high = 1;
};

SeriesHead read_series_head(Mapping& series, Problems& problems) {
  SeriesHead head;
  Machine& shared = head.shared;
  shared.cloud = series.text("provider").value_or("");
  shared.region = series.text("region").value_or("");
  shared.architecture = series.choice("architecture", words::architectures);
  shared.source = series.text("source").value_or("");
  head.as_of = series.text("as_of").value_or("");
  if (const Value* value = series.find("spot")) {
    Mapping spot(*value, series.spot_of("spot"), "spot", problems);
    shared.spot_date = spot.text("as_of").value_or("");
    head.spot_low = spot.exact("low", measure::ratio).value_or(1);
    head.spot_high = spot.exact("high", measure::ratio).value_or(1);
    spot.text("source");
    spot.close();
  }
  return head;
}

using Speeds = std::map<std::string, std::optional<Range<Ratio>>>;

/// A spot price rises to the price on demand at most.
Machine read_machine_of_series(const Entry& entry, const SeriesHead& head, Speeds& speeds, Problems& problems) {
  Machine machine = head.shared;
  machine.name = entry.key;
  machine.series = series_of(machine.name, machine.cloud);
  const std::string series = machine.cloud + "/" + machine.series;
  if (!speeds.contains(series)) speeds.emplace(series, speed_of(series));
  machine.vcpu_speed = speeds.at(series);
  Mapping from(entry.value, entry.spot, entry.key, problems);
  apply_node(read_lines<WrittenNode>(from, "machine"), from, machine);
  from.close();
  machine.source = head.shared.source;
  if (machine.price) machine.price_date = head.as_of;
  if (machine.spot) {
    const Price seen = machine.spot->typical;
    const Price most = machine.price ? std::max(*machine.price, seen) : seen * head.spot_high;
    machine.spot = Range<Price>{seen * head.spot_low, seen, std::min(seen * head.spot_high, most)};
    machine.spot_date = head.shared.spot_date;
  } else {
    machine.spot_date.clear();
  }
  return machine;
}

std::vector<Machine> read_machines(std::string_view file, std::string text) {
  const SourceText source{"catalogue/" + std::string(file), std::move(text)};
  Problems problems;
  const Value root = parse_value(source, problems);
  Mapping series(root, root.spot, {}, problems);
  const SeriesHead head = read_series_head(series, problems);
  std::vector<Machine> machines;
  Speeds speeds;
  if (const Value* shapes = series.require("machines"))
    for (const Entry& entry : shapes->entries)
      machines.push_back(read_machine_of_series(entry, head, speeds, problems));
  series.close();
  problems.raise();
  return machines;
}

/// Whether any file has it, known once a name was asked for that none has: to look through all texts again for the next
/// such name would take longer than all the rest.
bool is_known(const std::string& name) {
  static const std::set<std::string_view> names = [] {
    const std::vector<std::string_view>& all = built_in_machine_names();
    return std::set<std::string_view>(all.begin(), all.end());
  }();
  return names.contains(name);
}

std::optional<Machine> read_machine(const std::string& name) {
  static std::atomic<bool> missed{false};
  if (missed && !is_known(name)) return std::nullopt;
  for (const embedded::File& file : embedded::catalogue())
    if (std::string text = text_about(file, name); !text.empty())
      for (Machine& machine : read_machines(file.name, std::move(text)))
        if (machine.name == name) return std::move(machine);
  missed = true;
  return std::nullopt;
}

}  // namespace

/// Read once a run: most jobs of a folder name the same few.
std::optional<Machine> built_in_machine(const std::string& name) {
  static std::mutex guard;
  static std::map<std::string, Machine> known;
  const std::lock_guard<std::mutex> lock(guard);
  if (const auto found = known.find(name); found != known.end()) return found->second;
  std::optional<Machine> machine = read_machine(name);
  if (machine) known.emplace(name, *machine);
  return machine;
}

std::vector<Machine> built_in_machines(Kept kept) {
  std::vector<Machine> all;
  for (const embedded::File& file : embedded::catalogue())
    if (file.name.starts_with(machine_folder) && (kept == Kept::all || !file.name.starts_with(published_folder)))
      std::ranges::move(read_machines(file.name, std::string(file.text)), std::back_inserter(all));
  return all;
}

const std::vector<Machine>& common_built_in_machines() {
  static const std::vector<Machine> common = built_in_machines(Kept::in_detail);
  return common;
}

const std::vector<std::string_view>& built_in_machine_names() {
  static const std::vector<std::string_view> all = [] {
    std::vector<std::string_view> names;
    for (const embedded::File& file : embedded::catalogue())
      if (file.name.starts_with(machine_folder)) std::ranges::copy(names_in(file), std::back_inserter(names));
    return names;
  }();
  return all;
}

}  // namespace sizer

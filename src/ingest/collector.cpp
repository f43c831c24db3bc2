// Lines to the readers of their events. The kind of an event is the first member, so most lines need no parsing at all.
#include "ingest/collector.h"

#include <algorithm>
#include <array>

#include "ingest/lines.h"
#include "ingest/state.h"

namespace sizer::ingest {
namespace {

struct Kind {
  std::string_view name;
  void (*read)(Object, State&);
};

/// The most frequent first.
constexpr std::array kinds = {
    Kind{"SparkListenerTaskEnd", task_end},
    Kind{"SparkListenerStageSubmitted", stage_submitted},
    Kind{"SparkListenerStageCompleted", stage_completed},
    Kind{"SparkListenerJobStart", job_start},
    Kind{"SparkListenerJobEnd", job_end},
    Kind{"SparkListenerDriverAccumUpdates", driver_updates},
    Kind{"SparkListenerSQLExecutionStart", sql_start},
    Kind{"SparkListenerSQLExecutionEnd", sql_end},
    Kind{"SparkListenerSQLAdaptiveExecutionUpdate", sql_new_plan},
    Kind{"SparkListenerSQLAdaptiveSQLMetricUpdates", sql_new_metrics},
    Kind{"SparkListenerBlockManagerAdded", block_manager_added},
    Kind{"SparkListenerExecutorAdded", executor_added},
    Kind{"SparkListenerExecutorRemoved", executor_removed},
    Kind{"SparkListenerResourceProfileAdded", resource_profile_added},
    Kind{"SparkListenerEnvironmentUpdate", environment_update},
    Kind{"SparkListenerApplicationStart", application_start},
    Kind{"SparkListenerApplicationEnd", application_end},
    Kind{"SparkListenerLogStart", log_start},
    Kind{"DBCEventLoggingListenerMetadata", databricks_metadata},
};
constexpr std::string_view task_start = "SparkListenerTaskStart";

/// "SparkListenerTaskEnd" of a line that starts as Spark's do; empty: it starts otherwise.
std::string_view first_member(std::string_view line) {
  constexpr std::string_view start = R"({"Event":)";
  if (!line.starts_with(start)) return {};
  line.remove_prefix(start.size());
  while (line.starts_with(' ')) line.remove_prefix(1);
  if (!line.starts_with('"')) return {};
  line.remove_prefix(1);
  return line.substr(0, std::min(line.size(), line.find('"')));
}

/// Without the package of its class.
std::string_view short_name(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? name : name.substr(dot + 1);
}

/// The number behind a key, wherever it stands.
Moment number_behind(std::string_view line, std::string_view key) {
  const std::size_t at = line.find(key);
  if (at == std::string_view::npos) return std::nullopt;
  std::int64_t number = 0;
  std::size_t digits = 0;
  for (const char c : line.substr(at + key.size())) {
    if (c < '0' || c > '9' || ++digits > 15) break;
    number = 10 * number + (c - '0');
  }
  return digits > 0 ? Moment(number) : std::nullopt;
}

/// Makes text of bytes that are none: logs of before 3.0 were written in the driver's own character set.
void mend(std::string& text) {
  for (char& c : text)
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
}

}  // namespace

struct Collector::Inside {
  State state{};
  simdjson::ondemand::parser parser{};
  std::array<std::int64_t, kinds.size()> counts{};
  std::int64_t task_starts = 0, others = 0;
  bool has_application = false;
  std::map<std::string, std::int64_t> other_events{};

  void parse(std::string_view line, void (*add)(Object, State&)) {
    auto document = parser.iterate(simdjson::padded_string_view(line.data(), line.size(), line.size() + padding));
    add(document.get_object(), state);
  }

  void read(std::string_view line, std::string_view name) {
    const auto* const kind = std::ranges::find(kinds, name, &Kind::name);
    if (kind == kinds.end()) {
      const auto found = other_events.find(std::string(name));
      if (found != other_events.end())
        ++found->second;
      else if (other_events.size() < most_listed)
        other_events.emplace(cut(name, 100), 1);
      ++others;
      return;
    }
    try {
      parse(line, kind->read);
    } catch (const simdjson::simdjson_error& error) {
      if (error.error() != simdjson::UTF8_ERROR) throw;
      std::string mended(line);
      mend(mended);
      mended.append(padding, ' ');
      parse(std::string_view(mended).substr(0, line.size()), kind->read);
    }
    ++counts[static_cast<std::size_t>(kind - kinds.begin())];
    has_application = has_application || kind->read == application_start;
  }

  /// The name of an event whose first member is another.
  std::string name_within(std::string_view line) {
    std::optional<std::string> name;
    auto document = parser.iterate(simdjson::padded_string_view(line.data(), line.size(), line.size() + padding));
    for_members(Object(document.get_object()), [&](std::string_view key, Value value) {
      if (key == "Event") name = words(value);
    });
    if (!name) throw simdjson::simdjson_error(simdjson::NO_SUCH_FIELD);
    return *name;
  }
};

Collector::Collector() : inside_(std::make_unique<Inside>()) {}
Collector::~Collector() = default;

bool Collector::line(std::string_view line) {
  if (line.find_first_not_of(" \t") == std::string_view::npos) return true;
  try {
    std::string_view name = first_member(line);
    std::string found;
    if (name.empty()) name = found = inside_->name_within(line);
    name = short_name(name);
    if (line[line.find_last_not_of(" \t")] != '}') return false;  // cut; what is skipped below is not parsed
    if (name == task_start) {
      ++inside_->task_starts;
      inside_->state.at(number_behind(line, R"("Launch Time":)"));
    } else {
      inside_->read(line, name);
    }
    return true;
  } catch (const simdjson::simdjson_error&) {
    return false;
  }
}

bool Collector::opens_another(std::string_view line) const {
  if (!inside_->has_application) return false;
  const std::string_view name = first_member(line);
  return name == "SparkListenerLogStart" || name == "SparkListenerApplicationStart";
}

std::int64_t Collector::events() const {
  std::int64_t sum = inside_->task_starts + inside_->others;
  for (const std::int64_t count : inside_->counts) sum += count;
  return sum;
}

bool Collector::any_of_spark() const {
  const auto of_spark = [](const auto& each) {
    return each.first.find("Spark") != std::string::npos || each.first.find("spark") != std::string::npos ||
           each.first.find("databricks") != std::string::npos;
  };
  return events() > inside_->others || std::ranges::any_of(inside_->other_events, of_spark);
}

Run Collector::finish() {
  State& state = inside_->state;
  state.run.counts.tasks_started = inside_->task_starts;
  auto& events = state.run.log.events;
  events = std::move(inside_->other_events);
  for (std::size_t i = 0; i < kinds.size(); ++i)
    if (inside_->counts[i] > 0) events.emplace(kinds[i].name, inside_->counts[i]);
  if (inside_->task_starts > 0) events.emplace(task_start, inside_->task_starts);
  return ingest::finish(state);
}

std::int64_t Collector::tasks_missing() const {
  return inside_->state.tasks_missing;
}

}  // namespace sizer::ingest

// Every key of a job file: changed by itself it changes an answer, or is refused, or is listed; and what it changes is
// put down to what it is about.
#include <algorithm>
#include <set>
#include <string>

#include <fmt/format.h>

#include "catch.h"
#include "cli/schema.h"
#include "key_changes.h"
#include "result/json_value.h"
#include "sizer/input.h"
#include "sizer/report.h"

namespace {

using namespace sizer;
using key_changes::Effect;
using key_changes::KeyChange;

Job with_value(const KeyChange& change, const char* value) {
  std::vector<Override> set;
  if (*value) set.push_back({change.path, value});
  return read_job(key_changes::text_of(change), "job.yaml", {"", set});
}

/// All that an estimate says of a job.
std::string answer_of(const Job& job) {
  const Constants constants;
  const ByCase<Estimate> made = estimate(job, job.cluster, constants);
  std::string answer;
  for (const Case c : all_cases) {
    answer +=
        fmt::format("{} {} {}\n", made[c].timeline.duration.value, made[c].bill.total.value, made[c].bill.partial);
    for (const Stage& stage : made[c].plan.stages)
      answer += fmt::format("{} {} {} {} ", stage.tasks, stage.slots, stage.bytes.processed().value,
                            stage.bytes.spill_write.value);
  }
  const JobReport report = make_summary(job, constants, made);
  for (const Reason& reason : report.reasons) answer += reason.code + reason.message;
  if (report.metrics.usd_per_month) answer += fmt::format("{}", report.metrics.usd_per_month->typical);
  return answer;
}

bool is_refused(const KeyChange& change) {
  try {
    with_value(change, *change.to ? change.to : change.from);
  } catch (const InputError&) {
    return true;
  }
  return false;
}

/// "join.strategy" of "steps.items.join.properties.strategy", and so on: the keys of the schema.
std::set<std::string> keys_of_schema() {
  const Json schema = Json::parse(schema_text("job")), definitions = schema.at("definitions");
  std::set<std::string> keys;
  const auto add = [&](const std::string& prefix, const Json& object) {
    for (const auto& entry : object.at("properties").items())
      if (entry.key() != "$schema") keys.insert(prefix + entry.key());
  };
  add("", schema);
  add("inputs.", definitions.at("input"));
  add("spark.", definitions.at("spark"));
  add("ray.", definitions.at("ray"));
  const Json& cluster = definitions.at("cluster");
  add("cluster.", cluster);
  for (const char* part : {"local_disk", "executors"})
    add(fmt::format("cluster.{}.", part), cluster.at("properties").at(part));
  for (const auto& kind : definitions.at("step").at("properties").items()) {
    const std::set<std::string> beside = {"name", "from"};
    if (beside.contains(kind.key())) keys.insert("step." + kind.key());
    if (kind.key() == "shuffle") keys.insert("shuffle");
    if (kind.value().contains("properties")) add(kind.key() + ".", kind.value());
    if (!kind.value().contains("anyOf")) continue;
    for (const Json& way : kind.value().at("anyOf"))
      if (way.contains("properties")) add(kind.key() + ".", way);
  }
  return keys;
}

bool is_silent(const std::string& key, const std::string& engine) {
  return std::ranges::any_of(key_changes::silent_keys(), [&](const key_changes::Silent& each) {
    const std::string_view listed = each.key;
    const bool same = listed.ends_with(".*") ? key.starts_with(listed.substr(0, listed.size() - 1)) : key == listed;
    return same && (*each.engine == 0 || engine == each.engine);
  });
}

}  // namespace

TEST_CASE("a key that is changed changes the answer, or is refused", "[keys]") {
  for (const KeyChange& change : key_changes::all()) {
    CAPTURE(change.key, change.engine, change.from, change.to, key_changes::text_of(change));
    if (change.effect == Effect::refused) {
      CHECK(is_refused(change));
      continue;
    }
    CHECK(answer_of(with_value(change, change.from)) != answer_of(with_value(change, change.to)));
  }
}

TEST_CASE("every key of the schema is tried under both engines, or is listed as one that changes nothing", "[keys]") {
  std::set<std::pair<std::string, std::string>> tried;
  for (const KeyChange& change : key_changes::all()) tried.emplace(change.key, change.engine);
  for (const std::string& key : keys_of_schema())
    for (const char* engine : {"spark", "ray"}) {
      CAPTURE(key, engine);
      CHECK((tried.contains({key, engine}) != is_silent(key, engine)));
    }
}

TEST_CASE("the keys that change nothing are in the documentation", "[keys]") {
  const std::string page = read_file(std::string(SIZER_SOURCE_DIR) + "/docs/job-file.md");
  const std::size_t at = page.find("## Keys that change no figure");
  REQUIRE(at != std::string::npos);
  const std::string section = page.substr(at, page.find("\n## ", at + 1) - at);
  for (const key_changes::Silent& each : key_changes::silent_keys()) {
    const std::string key = each.key;
    CAPTURE(key);
    CHECK(section.find("`" + key + "`") != std::string::npos);
  }
}

TEST_CASE("a change of one key is put down to what that key is about", "[keys][diff]") {
  const Constants constants;
  for (const KeyChange& change : key_changes::all()) {
    if (change.effect == Effect::refused) continue;
    CAPTURE(change.key, change.engine, change.from, change.to);
    const Job base = with_value(change, change.from), head = with_value(change, change.to);
    const auto state = [&](const Job& job) {
      return State{&job, &constants, make_summary(job, constants, estimate(job, job.cluster, constants)), {}};
    };
    const JobDifference made = differ(state(base), state(head), {2, 0});
    for (const FigureChange& figure : made.figures) {
      if (!figure.change || *figure.change == 0) continue;
      CAPTURE(figure.figure);
      for (int cause = 0; cause < cause_count; ++cause) {
        const double part = figure.parts[static_cast<std::size_t>(cause)].value_or(0);
        if (cause == static_cast<int>(change.cause))
          CHECK(part == Approx(*figure.change));
        else
          CHECK(part == Approx(0).margin(std::abs(*figure.change) * 1e-6));
      }
    }
  }
}

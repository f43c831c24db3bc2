// The schemas and the readers say the same: keys, words, quantities, examples.
#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "catch.h"
#include "cli/command.h"
#include "cli/schema.h"
#include "input/steps.h"
#include "schema_walk.h"
#include "sizer/config.h"
#include "sizer/input.h"
#include "text/quantity_text.h"

namespace {

using namespace sizer;
using schema_walk::Json;
using schema_walk::Walk;
using schema_walk::Wrap;

std::vector<Diagnostic> told(const std::string& kind, const Json& document) {
  const std::string text = document.dump();
  try {
    if (kind == "job") read_job(text, "job.json");
    if (kind == "cluster") read_cluster(text, "cluster.json");
    if (kind == "config") read_config(text, "sizer.yaml");
    if (kind == "catalog") {
      Catalogue catalogue;
      catalogue.lay_over(text, "catalog.json");
      for (const std::string& name : catalogue.cluster_names()) find_cluster(name, {}, catalogue);
    }
  } catch (const InputError& error) {
    return error.diagnostics;
  }
  return {};
}

const Diagnostic* find(const std::vector<Diagnostic>& all, const std::string& code, const std::string& text) {
  const auto found = std::ranges::find_if(
      all, [&](const Diagnostic& each) { return each.code == code && each.message.find(text) != std::string::npos; });
  return found == all.end() ? nullptr : &*found;
}

/// "allowed here: a, b" as a set, and "no key is allowed here".
std::set<std::string> listed(const Diagnostic& diagnostic) {
  std::set<std::string> words;
  if (diagnostic.note == "no key is allowed here") return words;
  std::istringstream list(diagnostic.note.substr(diagnostic.note.find(": ") + 2));
  for (std::string word; std::getline(list, word, ',');) words.insert(word.substr(word.find_first_not_of(' ')));
  return words;
}

/// The word under which only the schema knows what editors read.
std::set<std::string> keys_of(const Json& schema) {
  std::set<std::string> keys;
  for (const auto& entry : schema.at("properties").items())
    if (entry.key() != "$schema") keys.insert(entry.key());
  return keys;
}

}  // namespace

TEST_CASE("a reader allows the keys that its schema lists, in every object", "[schema]") {
  const std::string kind = GENERATE("job", "cluster", "config", "catalog");
  const Json schema = Json::parse(schema_text(kind));
  int objects = 0;
  const auto object = [&](const std::string& path, const Json& part, Json full, const Wrap& wrap) {
    INFO(kind << ": " << path);
    CHECK(part.at("additionalProperties") == false);
    full["no_such_key"] = 1;
    INFO(wrap(full).dump());
    const std::vector<Diagnostic> all = told(kind, wrap(full));
    const Diagnostic* unknown = find(all, "SZ014", "'no_such_key'");
    REQUIRE(unknown != nullptr);
    std::set<std::string> allowed = listed(*unknown);
    if (path == "steps[]")  // of a step that has its kind, the reader names no other kind
      for (const StepKind& each : step_kinds()) allowed.emplace(each.name);
    CHECK(allowed == keys_of(part));
    ++objects;
  };
  Walk(schema, {object, [](auto&&...) {}, [](auto&&...) {}}).run();
  CHECK(objects >= (kind == "job" ? 60 : kind == "cluster" ? 5 : 3));
}

TEST_CASE("a reader allows the words that its schema lists, in every choice", "[schema]") {
  const std::string kind = GENERATE("job", "cluster", "config", "catalog");
  const Json schema = Json::parse(schema_text(kind));
  const auto words = [&](const std::string& path, const Json& part, const Wrap& wrap) {
    INFO(kind << ": " << path);
    const std::vector<Diagnostic> all = told(kind, wrap("no_such_word"));
    const Diagnostic* unknown = find(all, "SZ013", "'no_such_word'");
    if (path == "gate_on" || (kind == "config" && path == "pricing"))
      return;  // the flag's own choices, which are known when it is set
    REQUIRE(unknown != nullptr);
    CHECK(listed(*unknown) == part.at("enum").get<std::set<std::string>>());
  };
  Walk(schema, {[](auto&&...) {}, words, [](auto&&...) {}}).run();
}

TEST_CASE("a configuration allows the words of the flags that it sets", "[schema]") {
  const Json schema = Json::parse(schema_text("config"));
  const auto gate_on = std::ranges::find(flags(), std::string_view("--gate-on"), long_name);
  CHECK(schema["properties"]["gate_on"]["enum"].get<std::vector<std::string>>() ==
        std::vector<std::string>(gate_on->choices.begin(), gate_on->choices.end()));
  for (const char* name : setting_names()) CHECK(schema["properties"].contains(name));
}

TEST_CASE("every example and default of a schema is understood by its reader", "[schema]") {
  const std::string kind = GENERATE("job", "cluster", "config", "catalog");
  const Json schema = Json::parse(schema_text(kind));
  const std::set<std::string> of_the_whole = {
      "SZ011", "SZ020", "SZ024", "SZ029"};  // what is beside it is missing or contradicts, or of another engine
  int examples = 0;
  const auto example = [&](const std::string& path, const Json& value, const Wrap& wrap) {
    INFO(kind << ": " << path << " = " << value);
    for (const Diagnostic& each : told(kind, wrap(value))) {
      INFO(each.message);
      CHECK(of_the_whole.contains(each.code));
    }
    ++examples;
  };
  Walk(schema, {[](auto&&...) {}, [](auto&&...) {}, example}).run();
  CHECK(examples >= (kind == "config" ? 20 : 40));
}

TEST_CASE("every key of a schema has its help", "[schema]") {
  const std::string kind = GENERATE("job", "cluster", "config", "catalog");
  const Json schema = Json::parse(schema_text(kind));
  const auto object = [&](const std::string& path, const Json& part, const Json&, const Wrap&) {
    for (const auto& [key, value] : part.at("properties").items()) {
      INFO(kind << ": " << path << "." << key);
      const Json& target = value.contains("description")
                               ? value
                               : schema.at(Json::json_pointer(value.at("$ref").get<std::string>().substr(1)));
      CHECK(target.at("description").get<std::string>().ends_with("."));
    }
  };
  Walk(schema, {object, [](auto&&...) {}, [](auto&&...) {}}).run();
}

TEST_CASE("a schema takes the quantities that the reader takes, and no others", "[schema]") {
  struct Kind {
    std::string definition;
    Limits limits;
    bool range;
  };
  const Kind kind = GENERATE(values<Kind>({{"bytes", measure::bytes.limits, false},
                                           {"bytes_text", measure::bytes.limits, true},
                                           {"memory", measure::memory.limits, false},
                                           {"width", measure::row_bytes.limits, false},
                                           {"width_text", measure::row_bytes.limits, true},
                                           {"time", measure::seconds.limits, false},
                                           {"time_text", measure::seconds.limits, true},
                                           {"rows", measure::rows.limits, false},
                                           {"share", measure::share_or_none.limits, false},
                                           {"share_text", measure::share_or_none.limits, true},
                                           {"ratio", measure::ratio_or_none.limits, false},
                                           {"rows_per_second", measure::bare_row_rate.limits, false},
                                           {"rows_per_second_text", measure::bare_row_rate.limits, true},
                                           {"rate", measure::rate.limits, false},
                                           {"price", measure::price.limits, false},
                                           {"dollars", {Dimension::dollars, "$40", true, true}, false}}));
  Json schema = Json::parse(schema_text("job")).at("definitions").at(kind.definition);
  if (schema.contains("anyOf")) schema = schema.at("anyOf").at(1);
  const std::regex pattern(schema.at("pattern").get<std::string>());
  // Whether a number is too large, or a range upside down, only the reader knows.
  const auto has_form = [](const auto& read) {
    const auto* error = std::get_if<QuantityError>(&read);
    return error == nullptr || error->code.id == std::string("SZ018") || error->code.id == std::string("SZ019");
  };
  const auto is_read = [&](const std::string& text) {
    return kind.range ? has_form(read_quantity_range(text, kind.limits)) : has_form(read_quantity(text, kind.limits));
  };
  const std::vector<std::string> numbers = {"0.5", "1",       "1e-2", ".25",  "+1",  "1.", "1,5",
                                            "0_1", "0000001", "1_",   "1h30", "1/3", "x",  ""};
  const std::vector<std::string> units = {"",        " B",      "kB",        " GiB",        " Gb",  " s",    " min",
                                          "M",       " k rows", " k rows/s", " requests/s", " %",   " MB/s", " Gbps",
                                          " GB ps",  "/h",      " USD/h",    " USD",        " gib", " m",    " days",
                                          "B",       "g",       "Gi",        "gb",          "KB",   "m 20s", "h30m",
                                          "billion", "/365",    "/ 7",       " hrs",        "bn",   "/hr"};
  for (const std::string& number : numbers)
    for (const std::string& unit : units)
      for (const std::string prefix : {"", "$", "0.1..", "0.1 GB..", "0.1 % .. "}) {
        const std::string text = prefix + number + unit;
        INFO(kind.definition << " '" << text << "'");
        CHECK(std::regex_search(text, pattern) == is_read(text));
      }
}

TEST_CASE("a schema that is printed refers to nothing outside of itself", "[schema]") {
  const std::string kind = GENERATE("job", "cluster", "config", "catalog", "result");
  const Json schema = Json::parse(schema_text(kind));
  const Json flat = schema.flatten();
  for (const auto& [path, value] : flat.items())
    if (path.ends_with("/$ref")) CHECK_NOTHROW(schema.at(Json::json_pointer(value.get<std::string>().substr(1))));
  CHECK(schema.at("$schema") == "http://json-schema.org/draft-07/schema#");
  CHECK_THROWS_AS(schema_text("jobs"), UsageError);
}

// The tables of docs/job-file.md are those of the schemas. SIZER_UPDATE_GOLDEN=1 rewrites them.
#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "catch.h"
#include "cli/schema.h"
#include "sizer/input.h"

namespace {

using Json = nlohmann::ordered_json;

/// "Whole rows are compared. Default: false." as a meaning and what counts when it is left out.
struct Described {
  std::string means, otherwise;
};
Described described(const Json& line) {
  std::string text = line.at("description");
  for (const std::string start : {" Default: ", " Required"}) {
    const std::size_t at = text.rfind(start);
    if (at == std::string::npos) continue;
    std::string otherwise = text.substr(start == " Required" ? at + 1 : at + start.size());
    otherwise.pop_back();  // the full stop
    if (otherwise.starts_with("Required")) otherwise[0] = 'r';
    return {text.substr(0, at), otherwise};
  }
  return {text, {}};
}

std::string choices(const Json& line) {
  if (!line.contains("enum")) return {};
  std::string list;
  for (const Json& word : line.at("enum")) list += (list.empty() ? " `" : ", `") + word.get<std::string>() + "`";
  return list + ".";
}

/// A row a key, `before` its first cell, with those of a mapping under it.
std::string rows(const Json& properties, const std::string& before = "| ", const std::string& of = {}) {
  std::string made;
  for (const auto& [key, line] : properties.items()) {
    if (key == "$schema") continue;
    const Described text = described(line);
    made += before + "`" + of + key + "` | " + text.means + choices(line) + " | " + text.otherwise + " |\n";
    if (line.contains("properties")) made += rows(line.at("properties"), before, of + key + ".");
  }
  return made;
}

std::string table_of(const Json& object) {
  return "| key | meaning | when left out |\n| --- | --- | --- |\n" + rows(object.at("properties"));
}

/// The object among what a kind may be written as.
const Json& object_among(const Json& kind) {
  if (kind.contains("anyOf"))
    for (const Json& way : kind.at("anyOf"))
      if (way.contains("properties")) return way;
  return kind;
}

std::string table_of_steps(const Json& step) {
  std::string made = "| kind | key | meaning | when left out |\n| --- | --- | --- | --- |\n";
  Json any = Json::object();
  for (const auto& [key, line] : step.at("properties").items())
    if (key == "name" || key == "from" || key == "shuffle") any[key] = line;
  made += "| any | | What each kind takes beside its own keys. | |\n" + rows(any, "| | ");
  for (const auto& [kind, line] : step.at("properties").items()) {
    if (any.contains(kind)) continue;
    made += "| `" + kind + "` | | " + line.at("description").get<std::string>() + " | |\n";
    made += rows(object_among(line).at("properties"), "| | ");
  }
  return made;
}

/// The page with each table between `<!-- table: NAME -->` and the next empty line made anew.
std::string with_tables(const std::string& page, const std::map<std::string, std::string>& tables) {
  std::string made = page;
  for (const auto& [name, table] : tables) {
    const std::string mark = "<!-- table: " + name + " -->\n";
    const std::size_t at = made.find(mark);
    INFO(mark);
    REQUIRE(at != std::string::npos);
    const std::size_t from = at + mark.size();
    made.replace(from, made.find("\n\n", at) + 1 - from, table);
  }
  return made;
}

}  // namespace

TEST_CASE("the golden tables of the page of the job file are those of the schema", "[docs][golden]") {
  const std::string path = std::string(SIZER_SOURCE_DIR) + "/docs/job-file.md";
  const Json schema = Json::parse(sizer::schema_text("job")), &definitions = schema.at("definitions");
  std::map<std::string, std::string> tables = {{"step", table_of_steps(definitions.at("step"))}};
  tables["job"] = table_of(schema);
  for (const char* name : {"input", "cluster", "budget", "spark", "ray"}) tables[name] = table_of(definitions.at(name));
  tables["column"] = table_of(object_among(definitions.at("column")));
  const std::string fresh = with_tables(sizer::read_file(path), tables);
  INFO("SIZER_UPDATE_GOLDEN=1 rewrites " << path);
  if (std::getenv("SIZER_UPDATE_GOLDEN") != nullptr) std::ofstream(path, std::ios::binary) << fresh;
  CHECK(sizer::read_file(path) == fresh);
}

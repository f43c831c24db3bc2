// What a newcomer starts from, and what tells them of their mistakes: `init`, `validate`, `help`.
#include <algorithm>
#include <sstream>
#include <string>

#include "catch.h"
#include "cli/command.h"
#include "cli/help.h"
#include "embedded.h"
#include "job/help.h"
#include "program.h"
#include "sizer/config.h"
#include "sizer/input.h"
#include "text/codes.h"

namespace {

using namespace sizer;
using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;

constexpr const char* valid_job =
    "engine: spark\ncluster: spark-baseline\ninputs: {a: {size: 1 GB}}\nsteps: [filter: 0.5]\n";

}  // namespace

TEST_CASE("every template is read without a word, and names the schema that editors want", "[init]") {
  CHECK(embedded::templates().size() >= 9);
  for (const embedded::File& file : embedded::templates()) {
    INFO(file.name);
    const std::string text(file.text);
    CHECK_THAT(text, StartsWith("# yaml-language-server: $schema=.sizer/"));
    if (file.name == "config.yaml") {
      CHECK_FALSE(read_config(text, "sizer.yaml").budgets.empty());
      continue;
    }
    const Ran ran = sizer_with({"estimate", "-"}, text);
    CHECK(ran.code == 0);
    CHECK(ran.err.empty());
  }
}

TEST_CASE("what a template says of a key is what the tables say of it", "[init]") {
  std::size_t said = 0;
  for (const embedded::File& file : embedded::templates()) {
    const std::string text(file.text), kind(file.name.substr(0, file.name.find('.')));
    const Ran ran = sizer_with({"init", "-o", "-", "--from", kind});
    INFO(kind);
    CHECK(ran.code == 0);
    CHECK(ran.out.find("#:") == std::string::npos);
    for (std::size_t at = text.find("#: "); at != std::string::npos; at = text.find("#: ", at + 1)) {
      const std::string path = text.substr(at + 3, text.find('\n', at) - at - 3);
      INFO(path);
      REQUIRE_FALSE(help_of(path).empty());
      CHECK_THAT(ran.out, Contains("# " + help_of(path) + "\n"));
      ++said;
    }
  }
  CHECK(said >= 10);
  CHECK(help_of("filter.keeps") == "share of the rows that pass");
  CHECK(help_of("filter.kept").empty());
  CHECK(help_of("nothing.keeps").empty());
}

TEST_CASE("a job that was begun is there with its schema, and is never overwritten", "[init]") {
  const Folder folder;
  const std::string job = folder.at("jobs/new.sizer.yaml");
  const Ran first = sizer_with({"init", job, "--from", "join"});
  CHECK(first.code == 0);
  CHECK_THAT(first.out, Contains("sizer estimate " + job));
  CHECK(sizer_with({"estimate", job, "-q"}).code == 0);
  CHECK(read_file(folder.at("jobs/.sizer/job.schema.json")) == sizer_with({"schema", "job"}).out);

  folder.file("jobs/new.sizer.yaml", "mine");
  CHECK(sizer_with({"init", job}).code == 2);
  CHECK(read_file(job) == "mine");
}

TEST_CASE("a template can be printed", "[init]") {
  const Ran ran = sizer_with({"init", "-o", "-", "--from", "dedup"});
  CHECK(ran.code == 0);
  CHECK_THAT(ran.out, Contains("dedup: {keys: event_id"));
  CHECK(sizer_with({"init", "--from", "joint"}).code == 2);
}

TEST_CASE("a file is known by its name and by what it holds", "[validate]") {
  const Folder folder;
  CHECK_THAT(sizer_with({"validate", folder.file("a.yaml", valid_job)}).out, Contains("a.yaml: valid job, 1 step\n"));
  CHECK_THAT(sizer_with({"validate", folder.file("c.yaml", "nodes: 20\nmachine: m5d.4xlarge\n")}).out,
             Contains("c.yaml: valid cluster, 20 x m5d.4xlarge\n"));
  CHECK_THAT(sizer_with({"validate", folder.file("sizer.yaml", "budgets: [{max_cost: $40}]\n")}).out,
             Contains("sizer.yaml: valid configuration, 1 budget\n"));
  CHECK_THAT(sizer_with({"validate", folder.file("k.yaml", "filter_keeps: 0.3\n")}).out,
             Contains("k.yaml: valid constants\n"));
  const std::string result = folder.file("r.json", sizer_with({"estimate", "-", "-f", "json"}, valid_job).out);
  CHECK_THAT(sizer_with({"validate", result}).out, Contains("r.json: valid result, 1 job\n"));
}

TEST_CASE("the kind of a file may be said, and is then not guessed", "[validate]") {
  CHECK(sizer_with({"validate", "-", "--kind", "job"}, valid_job).code == 0);
  CHECK(sizer_with({"validate", "-", "--kind", "config"}, valid_job).code == 2);
  CHECK(sizer_with({"validate", "-", "--kind", "jobs"}, valid_job).code == 2);
  CHECK_THAT(sizer_with({"validate", "-", "--stdin-filename", "x/sizer.yaml"}, "budget: 1\n").err,
             StartsWith("x/sizer.yaml:1:1: error[SZ014]"));
}

TEST_CASE("all mistakes of all files are told, and the exit code says what came of them", "[validate]") {
  const Folder folder;
  const std::string good = folder.file("a.yaml", valid_job), bad = folder.file("b.yaml", "engin: spark\n");
  CHECK(sizer_with({"validate", good}).code == 0);
  CHECK(sizer_with({"validate", bad}).code == 2);
  CHECK(sizer_with({"validate", folder.at("none.yaml")}).code == 3);
  const Ran both = sizer_with({"validate", good, bad, folder.at("none.yaml")});
  CHECK(both.code == 4);
  CHECK_THAT(both.out,
             Contains("a.yaml: valid job") && Contains("b.yaml: not valid\n") && Contains("none.yaml: not valid"));
  CHECK_THAT(both.err, Contains("b.yaml:1:1: error[SZ014]") && Contains("error[SZ010]"));
  const Ran json = sizer_with({"validate", bad, "-f", "json"});
  CHECK(json.code == 2);
  CHECK_THAT(json.out, Contains("\"command\": \"validate\"") && Contains("\"SZ014\""));
}

TEST_CASE("a job that leaves its cluster to the command line is valid, and that is told", "[validate]") {
  const std::string job = "engine: spark\ninputs: {a: {size: 1 GB}}\nsteps: [filter: 0.5]\n";
  const Ran ran = sizer_with({"validate", "-"}, job);
  CHECK(ran.code == 0);
  CHECK_THAT(ran.err, Contains("note[SZ011]"));
  CHECK(sizer_with({"validate", "-", "--strict"}, job).code == 2);
  CHECK(sizer_with({"validate", "-"}, job + "budgt: 1\n").code == 2);
}

TEST_CASE("help shows for each verb two examples that the command line understands", "[help]") {
  for (const Verb& verb : verbs()) {
    INFO(verb.name);
    const auto examples = examples_of(verb.name);
    CHECK(examples.size() >= (*verb.operands ? 2 : 1));
    for (const std::string_view example : examples) {
      std::istringstream words{std::string(example)};
      for (std::string word; words >> word;) {
        if (!word.starts_with("--")) continue;
        INFO(word);
        CHECK(std::ranges::any_of(flags(),
                                  [&](const Flag& flag) { return long_name(flag) == word && accepts(verb, flag); }));
      }
    }
    CHECK_THAT(sizer_with({"help", verb.name}).out, Contains("Usage: sizer " + std::string(verb.name)));
  }
}

TEST_CASE("every code of an error has its page, and so have policies", "[help]") {
  for (const Code& code : codes::all) CHECK_THAT(sizer_with({"help", code.id}).out, StartsWith(code.id));
  CHECK(sizer_with({"help", "sz014"}).out == sizer_with({"help", "SZ014"}).out);
  CHECK_THAT(sizer_with({"help", "SZ014"}).out, !Contains("|") && !Contains("`"));
  CHECK(sizer_with({"help", "SZ098"}).code == 2);
  CHECK_THAT(sizer_with({"help", "SZ101"}).out, StartsWith("SZ101 broadcast-too-large\n\n") && !Contains("SZ102 "));
}

TEST_CASE("no line of help is wider than a terminal", "[help]") {
  std::string all = sizer_with({"help"}).out;
  for (const Verb& verb : verbs()) all += sizer_with({"help", verb.name}).out;
  std::istringstream lines(all);
  for (std::string line; std::getline(lines, line);) {
    INFO(line);
    CHECK(line.size() <= 88);  // examples are not broken
  }
}

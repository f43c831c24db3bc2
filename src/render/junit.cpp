// Verdicts as JUnit XML, which pipelines show as tests: a suite a job, a case a gate; without gates one case that says
// whether the job can run. What is broken but does not count, and what cannot be told, is `skipped`: that is the one
// word of JUnit for neither passed nor failed, and turns no build red that the exit code leaves green. A file that
// could not be read is an `error`. A search is one case: was there a cluster that keeps the limits?
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "render/phrases.h"
#include "render/terminal_text.h"
#include "sizer/render.h"

namespace sizer {
namespace {

/// Control characters and bytes that are no text become visible escapes, `\n` and `\x1b`: XML could not hold them.
std::string escaped_xml(std::string_view text) {
  std::string out;
  for (const char c : terminal_text(text, false)) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  for (const std::string_view none : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"})  // U+FFFE and U+FFFF are no characters of XML
    for (std::size_t at = out.find(none); at != std::string::npos; at = out.find(none)) out.replace(at, 3, "?");
  return out;
}

struct TestCase {
  std::string name;
  std::string outcome{};  ///< failure | skipped | error; empty: passed
  std::string type{};     ///< of a failure: the code
  std::string message{};
  std::string details{};
};

struct Suite {
  std::string name, file;
  std::vector<std::pair<std::string, std::string>> properties{};
  std::vector<TestCase> cases{};
};

// ---- What is told ---------------------------------------------------------------------------------------------------

TestCase case_of(const Gate& gate) {
  TestCase made;
  made.name = gate.id;
  made.type = gate.id;
  const Standing standing = standing_of(gate);
  if (standing != Standing::pass) made.outcome = standing == Standing::fail ? "failure" : "skipped";
  made.message = made.outcome == "skipped" ? fmt::format("{}: {}", name_of(standing), gate.message) : gate.message;
  made.details = gate.message;
  if (!gate.source.empty()) made.details += "; set by " + gate.source;
  if (!gate.reason.empty()) made.details += "; " + gate.reason;
  if (!gate.owner.empty()) made.details += fmt::format(" ({})", gate.owner);
  if (!gate.exception.empty()) made.details += "; excepted " + gate.exception;
  return made;
}

TestCase feasible_case(const JobReport& job) {
  TestCase made;
  made.name = "feasible";
  made.details = figures_of(job);
  if (job.feasible) return made;
  made.outcome = "failure";
  made.type = "infeasible";
  made.message = "the plan cannot run";
  for (const Reason& reason : job.reasons) {
    if (reason.severity != Severity::error) continue;
    made.type = reason.code;
    made.message = reason.message;
    made.details += fmt::format("; {}: {} {}", reason.code, reason.message, reason.remedy);
  }
  return made;
}

Suite suite_of(const Sizing& sizing) {
  Suite suite;
  suite.name = sizing.job;
  suite.file = sizing.file;
  TestCase made;
  made.name = made.type = "limits";
  made.details = answer_in_words(sizing);
  if (!sizing.winner) {
    made.outcome = "failure";
    made.message = made.details;
  }
  suite.cases.push_back(std::move(made));
  return suite;
}

std::string cost_of(const JobReport& job) {
  if (job.cost) return fmt::format("{}", job.cost->typical.value);
  return job.cost_at_least ? fmt::format("unknown, at least {}", job.cost_at_least->typical.value) : "unknown";
}

/// A case a way to run the job; that one of them cannot run is no failure.
Suite suite_of(const Comparison& comparison) {
  Suite suite;
  suite.name = comparison.job;
  suite.file = comparison.file;
  for (const Candidate& each : comparison.candidates) {
    TestCase made;
    made.name = each.name;
    made.details = each.possible ? figures_of(each) : "cannot be planned";
    if (!each.possible || !each.feasible) {
      made.outcome = "skipped";
      made.message = "cannot run";
      for (const Reason& reason : each.reasons)
        if (reason.severity == Severity::error) made.message = reason.message;
      for (const std::string& cannot : each.cannot) made.message = cannot;
    }
    suite.cases.push_back(std::move(made));
  }
  return suite;
}

/// Without a limit on it a change is no failure.
Suite suite_of(const JobDifference& job) {
  Suite suite;
  suite.name = job.name;
  suite.file = job.head_file;
  TestCase made;
  made.name = "change";
  made.details = job.status;
  for (const FigureChange& figure : job.figures)
    if (figure.change && *figure.change != 0)
      made.details += fmt::format("; {} {}", figure.figure, change_in_unit(figure.change, figure.unit));
  suite.cases.push_back(std::move(made));
  return suite;
}

Suite suite_of(const JobReport& job, const std::vector<Gate>& gates) {
  Suite suite;
  suite.name = job.name;
  suite.file = job.file;
  suite.properties = {{"wall_clock_seconds", fmt::format("{}", job.wall_clock.typical.value)},
                      {"cost_usd", cost_of(job)},
                      {"processed_bytes", fmt::format("{:.0f}", job.bytes.processed.typical.value)}};
  for (const Gate* gate : gates_of(job, gates)) suite.cases.push_back(case_of(*gate));
  if (suite.cases.empty()) suite.cases.push_back(feasible_case(job));
  return suite;
}

/// All jobs together.
Suite suite_of(const Sequence& total) {
  Suite suite;
  suite.name = "total";
  suite.properties = {
      {"jobs", fmt::format("{}", total.jobs)},
      {"wall_clock_seconds", fmt::format("{}", total.wall_clock.typical.value)},
      {"cost_usd", total.cost            ? fmt::format("{}", total.cost->typical.value)
                   : total.cost_at_least ? fmt::format("unknown, at least {}", total.cost_at_least->typical.value)
                                         : "unknown"},
      {"processed_bytes", fmt::format("{:.0f}", total.processed.typical.value)}};
  if (total.usd_per_month)
    suite.properties.emplace_back("usd_per_month", fmt::format("{}", total.usd_per_month->typical));
  suite.cases.push_back({.name = "total", .details = in_words(total)});
  return suite;
}

/// A job that was not estimated is an error, not an absence.
Suite suite_of(const Diagnostic& error) {
  Suite suite;
  suite.name = suite.file = error.place.file;
  TestCase made;
  made.name = "read";
  made.outcome = "error";
  made.type = error.code;
  made.message = error.message;
  made.details = fmt::format("{}: {}", where_text(error.place), error.message);
  suite.cases.push_back(std::move(made));
  return suite;
}

/// Gates of jobs that the result does not hold as such: those of a difference, each with its job.
void add_gates_alone(const std::vector<Gate>& gates, std::vector<Suite>& suites) {
  for (const Gate& gate : gates) {
    const auto same = [&](const Suite& suite) {
      return suite.name == gate.job && (suite.file.empty() || suite.file == gate.file);
    };
    auto suite = std::ranges::find_if(suites, same);
    if (suite == suites.end()) suite = suites.insert(suites.end(), {.name = gate.job, .file = gate.file});
    suite->cases.push_back(case_of(gate));
  }
}

std::vector<Suite> suites_of(const Result& result) {
  std::vector<Suite> suites;
  for (const JobReport& job : result.jobs) suites.push_back(suite_of(job, result.gates));
  for (const Sizing* sizing : sizings_of(result)) suites.push_back(suite_of(*sizing));
  for (const Comparison& comparison : result.comparisons) suites.push_back(suite_of(comparison));
  if (result.difference)
    for (const JobDifference& job : result.difference->jobs) suites.push_back(suite_of(job));
  if (result.jobs.empty()) add_gates_alone(result.gates, suites);
  for (const Diagnostic& each : result.diagnostics) {
    if (each.severity != Severity::error) continue;
    const bool same_file = !suites.empty() && suites.back().file == each.place.file && !suites.back().cases.empty() &&
                           suites.back().cases.back().outcome == "error";
    Suite suite = suite_of(each);
    if (same_file)
      suites.back().cases.back().details += "; " + suite.cases.front().details;  // one error a case
    else
      suites.push_back(std::move(suite));
  }
  return suites;
}

// ---- As XML ---------------------------------------------------------------------------------------------------------

std::string attribute(const char* name, const std::string& value) {
  return fmt::format(" {}=\"{}\"", name, escaped_xml(value));
}

std::string xml_of(const TestCase& made, const std::string& suite) {
  std::string out = "    <testcase" + attribute("name", made.name) + attribute("classname", suite) + " time=\"0\"";
  if (made.outcome.empty())
    return out + ">\n      <system-out>" + escaped_xml(made.details) + "</system-out>\n    </testcase>\n";
  out += ">\n      <" + made.outcome + attribute("message", made.message);
  if (made.outcome != "skipped") out += attribute("type", made.type);
  return out + ">" + escaped_xml(made.details) + "</" + made.outcome + ">\n    </testcase>\n";
}

std::string counts(const std::vector<TestCase>& cases) {
  const auto count = [&](const char* outcome) {
    return std::ranges::count(cases, outcome, [](const TestCase& each) { return each.outcome; });
  };
  return fmt::format(" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\" time=\"0\"", cases.size(),
                     count("failure"), count("error"), count("skipped"));
}

std::string xml_of(const Suite& suite) {
  std::string out = "  <testsuite" + attribute("name", suite.name) + counts(suite.cases);
  if (!suite.file.empty()) out += attribute("file", suite.file);
  out += ">\n";
  if (!suite.properties.empty()) {
    out += "    <properties>\n";
    for (const auto& [name, value] : suite.properties)
      out += "      <property" + attribute("name", name) + attribute("value", value) + "/>\n";
    out += "    </properties>\n";
  }
  for (const TestCase& each : suite.cases) out += xml_of(each, suite.name);
  return out + "  </testsuite>\n";
}

}  // namespace

std::string render_junit(const Result& result, const Style&) {
  std::vector<Suite> suites = suites_of(result);
  if (result.total) suites.push_back(suite_of(*result.total));
  if (!result.catalogue_as_of.empty())
    for (Suite& suite : suites) suite.properties.emplace_back("catalogue", catalogue_in_words(result));
  std::vector<TestCase> all;
  for (const Suite& suite : suites) all.insert(all.end(), suite.cases.begin(), suite.cases.end());
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"sizer\"" + counts(all) + ">\n";
  for (const Suite& suite : suites) out += xml_of(suite);
  return out + "</testsuites>\n";
}

}  // namespace sizer

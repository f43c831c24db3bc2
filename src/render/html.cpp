// The report for people, as one page for a browser: everything is in the one file, and nothing in it runs.
#include <fmt/format.h>

#include <algorithm>

#include "render/html/figures.h"
#include "render/html/parts.h"
#include "render/phrases.h"
#include "sizer/render.h"

namespace sizer {
namespace html {
namespace {

// ---- What the page is about -----------------------------------------------------------------------------------------

std::vector<std::string> subjects(const Result& result) {
  std::vector<std::string> names;
  const auto add = [&](const std::string& subject) {
    if (!subject.empty() && std::ranges::find(names, subject) == names.end()) names.push_back(subject);
  };
  for (const JobReport& each : result.jobs) add(each.name);
  for (const Comparison& each : result.comparisons) add(each.job);
  for (const Explanation& each : result.explanations) add(each.job);
  for (const Sizing* each : sizings_of(result)) add(each->job);
  if (result.difference)
    for (const JobDifference& each : result.difference->jobs) add(each.name);
  return names;
}

/// The name of the only job, or how many there are.
std::string title_of(const Result& result) {
  const std::vector<std::string> names = subjects(result);
  if (names.empty()) return "sizer " + result.command;
  return names.size() == 1 ? short_name(names.front(), 120) : fmt::format("{} jobs", names.size());
}

// ---- Its parts ------------------------------------------------------------------------------------------------------

/// One part, below a heading of its own where the page has several.
Markup article(const std::string& id, const std::string& heading, bool alone, const Markup& content) {
  const Markup head = alone ? Markup{} : element("h2", text(heading));
  return Markup{"\n"} + element("article", {{"id", id}}, head + content);
}

Markup parts(const Result& result) {
  const std::size_t count = result.jobs.size() + result.comparisons.size() + result.explanations.size() +
                            (result.difference ? 1 : 0) + sizings_of(result).size();
  const bool alone = count == 1;
  const int level = alone ? 2 : 3;
  Markup out;
  std::size_t number = 0;
  for (const Comparison& each : result.comparisons) {
    const std::string id = fmt::format("comparison-{}", ++number);
    out += article(id, "Comparison: " + short_name(each.job, 80), alone, comparison(each, id, level));
  }
  number = 0;
  for (const Sizing* each : sizings_of(result)) {
    const std::string id = ++number == 1 ? "sizing" : fmt::format("sizing-{}", number);
    out += article(id, "Sizing: " + short_name(each->job, 80), alone, sizing(*each, id, level));
  }
  if (result.difference) out += article("difference", "Difference", alone, difference(*result.difference, level));
  number = 0;
  for (const Explanation& each : result.explanations) {
    const std::string id = fmt::format("explanation-{}", ++number);
    out += article(id, "Explanation: " + short_name(each.job, 80), alone, explanation(each, level));
  }
  for (const Sequence& each : result.sequences) out += paragraph("note", each.file + ": " + in_words(each) + ".");
  number = 0;
  for (const JobReport& each : result.jobs) {
    const std::string id = fmt::format("job-{}", ++number);
    out += article(id, short_name(each.name, 80), alone, job(each, level, id));
  }
  return out;
}

// ---- Around them ----------------------------------------------------------------------------------------------------

Markup head(const std::string& title) {
  return element("head", Markup{"\n<meta charset=\"utf-8\">\n"
                                "<meta http-equiv=\"Content-Security-Policy\" "
                                "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                                "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"} +
                             element("title", text(title + " – sizer")) + Markup{"\n<style>"} + Markup{style_sheet} +
                             Markup{"</style>\n"});
}

Markup masthead(const Result& result, const std::string& title) {
  return element("header", paragraph("kicker", "sizer " + result.command) + element("h1", text(title)) +
                               paragraph("answer", answer_in_words(result)));
}

Markup footer(const Result& result) {
  std::string words = fmt::format("{}; each price has its own date; constants: {}.", catalogue_in_words(result),
                                  profile_in_words(result));
  if (!result.sizer_version.empty()) words = fmt::format("Made by sizer {}. {}", result.sizer_version, words);
  Table replaced("Constants that the profile replaced", {{"Constant"}, {"Value", true}});
  for (const auto& [constant, range] : result.replaced) replaced.add({name(constant, 80), text(with_range(range))});
  Markup out = paragraph("note", words);
  if (!result.catalogue_sha256.empty()) out += paragraph("note", "Catalogue sha256: " + result.catalogue_sha256);
  return element("footer", out + folded("Constants that the profile replaced", replaced.markup()));
}

Markup page(const Result& result) {
  return whole_page(result, title_of(result),
                    gates(result.gates, 2) + summary(result, 2) + parts(result) + diagnostics(result.diagnostics, 2));
}

}  // namespace

Markup whole_page(const Result& result, const std::string& title, const Markup& content) {
  return Markup{"<!DOCTYPE html>\n"} +
         element("html", {{"lang", "en"}},
                 head(title) + element("body", masthead(result, title) + element("main", content) + footer(result))) +
         Markup{"\n"};
}

}  // namespace html

std::string render_html(const Result& result, const Style&) {
  return html::page(result).html;
}

}  // namespace sizer

// The best cluster in Markdown: the best of each machine type, why, and the front behind a line to click on.
#include <fmt/format.h>

#include "render/figures.h"
#include "render/markdown/sections.h"
#include "render/phrases.h"

namespace sizer::markdown {

Section sized(const Sizing& sizing) {
  Section section = table("Clusters for " + name(sizing.job), {"", "cluster", "time", "cost", "plan"});
  const auto add = [&](const std::string& first, const SizedRun& run) {
    section.rows.push_back(row({first, name(run.name), escaped(with_range(run.wall_clock)),
                                escaped(with_range(run.cost)), run.plan.empty() ? "" : name(run.plan)}));
  };
  if (sizing.nearest_miss) add("nearest miss", *sizing.nearest_miss);
  for (const SizedRun& run : sizing.best) add(fmt::format("{}", section.rows.size() + 1), run);
  return section;
}

Section remarks(const Sizing& sizing) {
  Section section{"Remarks on " + name(sizing.job), "\n"};
  for (const std::string& why : sizing.why) section.rows.push_back("- " + escaped(why) + "\n");
  for (const std::string& each : elastic_in_words(sizing)) section.rows.push_back("- " + escaped(each) + "\n");
  if (sizing.winner)
    section.rows.push_back("- To write into the job file: " + name("cluster: " + sizing.winner->cluster) + "\n");
  for (const std::string& note : sizing.notes) section.rows.push_back("- " + escaped(note) + "\n");
  return section;
}

Section front(const Sizing& sizing) {
  Section section = table("Cost against time", {"cluster", "cost", "time", "a minute saved", ""});
  for (const FrontPoint& point : sizing.front) {
    if (!point.told) continue;
    section.rows.push_back(
        row({name(point.run.name), escaped(figure(point.run.dollars)), escaped(figure(point.run.seconds)),
             point.minute_price ? escaped(figure(*point.minute_price)) : "", point.knee ? "knee" : ""}));
  }
  return section;
}

}  // namespace sizer::markdown

// Export: a spark-submit command line. Comments cannot stand within it, so origins stand above.
#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "deploy/spark_properties.h"
#include "deploy/writers.h"
#include "text/path.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

/// Properties that spark-submit has an option for.
struct ShortForm {
  std::string_view key, option;
};
constexpr ShortForm short_forms[] = {{"spark.executor.instances", "--num-executors"},
                                     {"spark.executor.cores", "--executor-cores"},
                                     {"spark.executor.memory", "--executor-memory"},
                                     {"spark.driver.memory", "--driver-memory"}};

/// "--executor-cores 3" or "--conf key=value".
std::string argument(const SparkProperty& each) {
  for (const ShortForm& form : short_forms)
    if (form.key == each.key) return fmt::format("{} {}", form.option, shell_quoted(each.value));
  return fmt::format("--conf {}", shell_quoted(fmt::format("{}={}", each.key, each.value)));
}

}  // namespace

Manifest write_spark_submit(const Deployment& deployment) {
  const auto own = facts(deployment, [](std::string_view path) { return path == "nodes" || has_property(path); });
  std::string text = fmt::format("# {}\n#\n", printable(headline(deployment)));
  for (const SparkProperty& each : deployment.properties)
    text += fmt::format("# {} = {}: {}\n", each.key, each.value, printable(each.origin));
  text += fmt::format("# {}*: what Spark has no property for; Spark carries it along, sizer import reads it\n",
                      own_property);
  text +=
      "# --master, --deploy-mode and the program at the end: fill in yours\n"
      "# spark.local.dir, where shuffles and spills go: the cluster manager sets it; put it on the local disks\n"
      "spark-submit \\\n  --master yarn \\\n  --deploy-mode cluster \\\n";
  text += fmt::format("  --name {} \\\n", shell_quoted(deployment.job));
  for (const SparkProperty& each : deployment.properties) text += fmt::format("  {} \\\n", argument(each));
  for (const ClusterLine& fact : own)
    text += fmt::format("  --conf {} \\\n", shell_quoted(fmt::format("{}{}={}", own_property, fact.path, fact.text)));
  text += "  main.py\n";
  Manifest made{text, misfits(deployment)};
  std::ranges::move(not_bought(deployment, "spark-submit", {}), std::back_inserter(made.diagnostics));
  return made;
}

}  // namespace sizer::deploy

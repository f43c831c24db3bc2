// Export: spark-defaults.conf, a line a property. A Java properties file: '\' escapes, '#' comments only whole lines.
#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "deploy/spark_properties.h"
#include "deploy/writers.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

/// A value as Java's Properties reads it back.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\')
      out += "\\\\";
    else if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else if (c == '\t')
      out += "\\t";
    else
      out += c;
  }
  return out;
}

}  // namespace

Manifest write_spark_defaults(const Deployment& deployment) {
  const auto own = facts(deployment, [](std::string_view path) { return path == "nodes" || has_property(path); });
  std::string text = fmt::format("# {}\n", printable(headline(deployment)));
  text += fmt::format("spark.app.name {}\n", escaped(deployment.job));
  for (const SparkProperty& each : deployment.properties)
    text += fmt::format("# {}\n{} {}\n", printable(each.origin), each.key, each.value);
  text +=
      "# Where shuffles and spills go; on YARN and Kubernetes the cluster manager sets it, on the local disks.\n"
      "# spark.local.dir /mnt/disk1,/mnt/disk2\n"
      "# What Spark has no property for; it carries these along, and sizer import reads them.\n";
  for (const ClusterLine& fact : own) text += fmt::format("{}{} {}\n", own_property, fact.path, escaped(fact.text));
  Manifest made{text, misfits(deployment)};
  std::ranges::move(not_bought(deployment, "spark-defaults.conf", {}), std::back_inserter(made.diagnostics));
  return made;
}

}  // namespace sizer::deploy

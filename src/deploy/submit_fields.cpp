// Import: named fields that stand for options of spark-submit.
#include "deploy/submit_fields.h"

#include <algorithm>

#include <fmt/format.h>

#include "deploy/importers.h"
#include "deploy/spark_lines.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

struct SubmitField {
  std::string_view name, property;
};
/// Without '_' and in small letters.
constexpr SubmitField submit_fields[] = {{"numexecutors", "spark.executor.instances"},
                                         {"executorcores", "spark.executor.cores"},
                                         {"executormemory", "spark.executor.memory"},
                                         {"drivermemory", "spark.driver.memory"},
                                         {"drivercores", "spark.driver.cores"},
                                         {"totalexecutorcores", "spark.cores.max"},
                                         {"master", "spark.master"}};
constexpr std::string_view program_fields[] = {"application", "file", "code", "javaClass", "java_class", "className"};

std::string plain_name(const std::string& key) {
  std::string name = lower(key);
  std::erase(name, '_');
  return name;
}

std::string_view property_of_field(const std::string& key) {
  const auto found = std::ranges::find(submit_fields, plain_name(key), &SubmitField::name);
  return found == std::end(submit_fields) ? std::string_view() : found->property;
}

void take_known(ClusterDraft& draft, std::string_view property, const Value& value) {
  if (value.kind == ValueKind::scalar)
    take_property(draft, property, value.text, value.spot);
  else if (value.kind == ValueKind::null && value.text == "?" && leads_to_cluster(property))
    draft.warn(codes::taken_for_granted,
               fmt::format("the program computes {}, which is not known here; left out", property), value.spot);
}

}  // namespace

bool has_submit_fields(const Value& fields) {
  const auto known = std::ranges::count_if(fields.entries, [](const Entry& entry) {
    return entry.key != "master" && !property_of_field(entry.key).empty();
  });
  return known >= 2;
}

Imported import_submit_fields(const Value& fields, const SourceText& source, const char* kind) {
  ClusterDraft draft(source);
  Gleaner gleaner(fields, draft);
  if (const Value* const conf = Gleaner::at(fields, {"conf"}))
    for (const Entry& entry : conf->entries) {
      gleaner.take(entry.value);
      take_known(draft, entry.key, entry.value);
    }
  for (const Entry& entry : fields.entries)
    if (const std::string_view property = property_of_field(entry.key); !property.empty()) {
      gleaner.take(entry.value);
      take_known(draft, property, entry.value);
    }
  for (const std::string_view key : program_fields)
    if (const Value* const program = Gleaner::at(fields, {key}); program && program->text.ends_with(".py"))
      draft.derive(spark_line::python, "true", "");
  settle_spark(draft, {.kubernetes = draft.text(spark_line::master).starts_with("k8s://")});
  for (const Entry& entry : fields.entries) gleaner.program(fields, "", {entry.key});
  gleaner.leave_rest();
  return draft.finish(kind);
}

bool has_properties(const Value& mapping) {
  return std::ranges::any_of(mapping.entries, [](const Entry& entry) {
    return entry.value.kind == ValueKind::scalar && entry.key.starts_with("spark.") && leads_to_cluster(entry.key);
  });
}

Imported import_properties(const Value& mapping, const SourceText& source) {
  ClusterDraft draft(source);
  Gleaner gleaner(mapping, draft);
  for (const Entry& entry : mapping.entries) {
    gleaner.take(entry.value);
    take_known(draft, entry.key, entry.value);
  }
  settle_spark(draft, {.kubernetes = draft.text(spark_line::master).starts_with("k8s://")});
  return draft.finish("properties of Spark");
}

}  // namespace sizer::deploy

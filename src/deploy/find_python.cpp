// Import: programs of Python: operators of Airflow, and the session that a program makes for itself.
#include <algorithm>
#include <array>

#include "deploy/importers.h"
#include "deploy/python_calls.h"
#include "deploy/submit.h"
#include "deploy/submit_fields.h"

namespace sizer::deploy {
namespace {

/// A call whose arguments are what a platform's own file has.
struct Operator {
  std::string_view name, argument;  ///< the argument that holds it; empty: all of them are it
  std::string_view key;             ///< under which the file has it; empty: it is the file
  bool renamed = false;             ///< its keys are those of the file in snake_case
  std::string_view things;
  Imported (*read)(const Value&, const SourceText&, Picks&);
  bool (*takes)(const Value&) = nullptr;  ///< what its reader takes, as others are called so, too; null: any
};
constexpr Operator operators[] = {
    {"EmrServerlessStartJobOperator", "job_driver", "jobDriver", false, "job runs", import_job_run, is_job_run},
    {"EmrContainerOperator", "job_driver", "jobDriver", false, "job runs", import_job_run, is_job_run},
    {"DataprocCreateClusterOperator", "cluster_config", "config", true, "Dataproc clusters", import_dataproc,
     is_dataproc},
    {"DataprocCreateBatchOperator", "batch", "", true, "Dataproc clusters", import_dataproc, is_dataproc},
    {"DataprocSubmitJobOperator", "job", "", true, "Dataproc clusters", import_dataproc, is_dataproc},
    {"DatabricksSubmitRunOperator", "new_cluster", "new_cluster", false, "Databricks jobs", import_databricks},
    {"DatabricksSubmitRunOperator", "json", "", false, "Databricks jobs", import_databricks},
    {"DatabricksCreateJobsOperator", "json", "", false, "Databricks jobs", import_databricks},
    {"EmrCreateJobFlowOperator", "job_flow_overrides", "", false, "EMR clusters", import_emr},
    {"run_job_flow", "", "", false, "EMR clusters", import_emr},
    {"GlueJobOperator", "create_job_kwargs", "", false, "Glue jobs", import_glue, is_glue},
    {"GlueJobOperator", "run_job_kwargs", "", false, "Glue jobs", import_glue, is_glue},
    {"create_job", "", "", false, "Glue jobs", import_glue, is_glue},
    {"start_job_run", "", "", false, "Glue jobs", import_glue, is_glue}};
constexpr std::string_view submit_operators[] = {"SparkSubmitOperator", "LivyOperator", "SparkSqlOperator"};
constexpr std::array<std::string_view, 4> session_calls = {"config", "set", "master", "setMaster"};

bool is_one(std::string_view name, auto& names) {
  return std::ranges::find(names, name) != std::end(names);
}

bool is_wanted(std::string_view name) {
  return is_one(name, submit_operators) || is_one(name, session_calls) ||
         std::ranges::find(operators, name, &Operator::name) != std::end(operators);
}

/// "worker_config" to "workerConfig", all the way down; names of properties stay.
Value in_camel_case(Value value) {
  for (Value& item : value.items) item = in_camel_case(std::move(item));
  for (Entry& entry : value.entries) {
    std::string key;
    const bool property = entry.key.find_first_of(".:") != std::string::npos;
    for (std::size_t i = 0; i < entry.key.size(); ++i)
      if (!property && entry.key[i] == '_' && i + 1 < entry.key.size())
        key += static_cast<char>(entry.key[++i] >= 'a' && entry.key[i] <= 'z' ? entry.key[i] - 0x20 : entry.key[i]);
      else
        key += entry.key[i];
    entry.key = std::move(key);
    entry.value = in_camel_case(std::move(entry.value));
  }
  return value;
}

class PythonSearch {
 public:
  PythonSearch(const SourceText& source, Findings& findings) : source_(source), findings_(findings) {}

  void search() {
    for (PythonCall& call : python_calls(source_, is_wanted)) {
      if (is_one(call.name, submit_operators))
        add_submit(std::move(call));
      else if (is_one(call.name, session_calls))
        take_session(call);
      else
        add_operator(call);
    }
    if (findings_.found.empty()) find_texts();
    if (findings_.found.empty() && has_properties(session_)) add_session();
  }

 private:
  static std::string task_of(const PythonCall& call) {
    const Value* const task = call.keywords.find("task_id");
    return task ? task->text : std::string();
  }

  void add_submit(PythonCall call) {
    if (!has_submit_fields(call.keywords) && call.keywords.find("conf") == nullptr) return;
    const Choice choice{task_of(call), call.name, call.keywords.spot};
    const Value& fields = findings_.trees.emplace_back(std::move(call.keywords));
    findings_.found.push_back({"operators", choice, [this_source = &source_, &fields](Picks&) {
                                 return import_submit_fields(fields, *this_source, "Airflow operator");
                               }});
  }

  void add_operator(const PythonCall& call) {
    for (const Operator& each : operators) {
      if (call.name != each.name) continue;
      const Value* const held = each.argument.empty() ? &call.keywords : call.keywords.find(each.argument);
      if (held == nullptr || held->kind != ValueKind::mapping) continue;
      Value root = each.renamed ? in_camel_case(*held) : *held;
      if (!each.key.empty()) {
        Value around{ValueKind::mapping, {}, false, {}, {}, held->spot};
        around.entries.push_back({std::string(each.key), held->spot, std::move(root)});
        if (const Value* const more = call.keywords.find("configuration_overrides"))
          around.entries.push_back({"configurationOverrides", more->spot, *more});
        root = std::move(around);
      }
      if (each.takes != nullptr && !each.takes(root)) continue;
      const Value& kept = findings_.trees.emplace_back(std::move(root));
      findings_.found.push_back({each.things,
                                 {task_of(call), call.name, held->spot},
                                 [this_source = &source_, &kept, read = each.read](Picks& picks) {
                                   return read(kept, *this_source, picks);
                                 }});
    }
  }

  /// .config("spark.executor.memory", "8g"), .master("local[*]")
  void take_session(PythonCall& call) {
    const bool master = call.name == "master" || call.name == "setMaster";
    if (call.arguments.size() != (master ? 1U : 2U)) return;
    Value& first = call.arguments.front();
    const std::string key = master ? "spark.master" : first.text;
    if (!key.starts_with("spark.") || first.kind != ValueKind::scalar) return;
    session_.kind = ValueKind::mapping;
    if (session_.entries.empty()) session_.spot = first.spot;
    std::erase_if(session_.entries, [&](const Entry& entry) { return entry.key == key; });
    session_.entries.push_back({key, first.spot, std::move(call.arguments.back())});
  }

  void add_session() {
    const Value& kept = findings_.trees.emplace_back(std::move(session_));
    findings_.found.push_back({"sessions of Spark", {{}, {}, kept.spot}, [this_source = &source_, &kept](Picks&) {
                                 return import_properties(kept, *this_source);
                               }});
  }

  /// Command lines that the program writes out, such as a BashOperator's.
  void find_texts() {
    for (const Value& text : python_texts(source_)) find_submit_in(text, source_, findings_);
  }

  const SourceText& source_;
  Findings& findings_;
  Value session_;
};

}  // namespace

void find_in_python(const SourceText& source, Findings& findings) {
  PythonSearch(source, findings).search();
}

}  // namespace sizer::deploy

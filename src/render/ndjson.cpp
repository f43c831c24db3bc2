// One JSON record a line, for programs that read results as they come: what made them first, then each job, gate,
// comparison, ... as in the JSON of the whole result, with its `type`.
#include "result/json_value.h"
#include "result/write.h"
#include "sizer/render.h"

namespace sizer {
namespace {

/// What made the result: versions, catalogue, constants.
Json head_of(const Result& result) {
  Result head;
  head.command = result.command;
  head.sizer_version = result.sizer_version;
  head.catalogue_as_of = result.catalogue_as_of;
  head.catalogue_sha256 = result.catalogue_sha256;
  head.catalogue_files = result.catalogue_files;
  head.profile = result.profile;
  head.back_test = result.back_test;
  head.replaced = result.replaced;
  Json json = to_json(head);
  for (const char* key : {"jobs", "sequences", "total", "gates", "comparisons", "difference", "explanations", "sizing",
                          "more_sizings", "diagnostics"})
    json.erase(key);
  return json;
}

Json difference_of(const JobDifference& job, const Difference& whole) {
  Json json = {{"base", whole.base}, {"head", whole.head}};
  json.update(to_json(job));
  return json;
}

}  // namespace

std::string render_ndjson(const Result& result, const Style&) {
  std::string out = ndjson_line("version", head_of(result));
  for (const JobReport& job : result.jobs) out += ndjson_line("job", to_json(job, result.diagnostics));
  for (const Sequence& sequence : result.sequences) out += ndjson_line("sequence", to_json(sequence));
  if (result.total) out += ndjson_line("total", to_json(*result.total));
  for (const Gate& gate : result.gates) out += ndjson_line("gate", to_json(gate));
  for (const Comparison& comparison : result.comparisons) out += ndjson_line("comparison", to_json(comparison));
  if (result.difference)
    for (const JobDifference& job : result.difference->jobs)
      out += ndjson_line("difference", difference_of(job, *result.difference));
  for (const Explanation& explanation : result.explanations) out += ndjson_line("explanation", to_json(explanation));
  for (const Sizing* sizing : sizings_of(result)) out += ndjson_line("sizing", to_json(*sizing));
  for (const Diagnostic& diagnostic : result.diagnostics) out += ndjson_line("diagnostic", to_json(diagnostic));
  return out;
}

}  // namespace sizer

// The best cluster for a job, of all that the catalogue has.
#include "sizer/sizing.h"

#include <fmt/format.h>

#include "api/answer.h"
#include "api/space.h"

namespace sizer {
namespace {

/// Settings of the cluster that the job names are about that cluster: a search makes its own.
void forget_cluster(Job& job, std::vector<std::string>& notes) {
  const SparkSettings spark = overlaid(SparkSettings{}, job.own_spark);
  const bool differs = job.cluster.spark.shuffle_partitions && !spark.shuffle_partitions;
  if (differs)
    notes.push_back(
        fmt::format("the settings of cluster {} are left out: each candidate has its own", job.cluster.name));
  job.spark = spark;
  job.ray = overlaid(RaySettings{}, job.own_ray);
}

}  // namespace

JobSource on_winner(JobSource source, const Sizing& sizing) {
  source.cluster.clear();
  source.overrides.emplace_back("cluster", sizing.winner->cluster);
  for (const auto& [path, value] : sizing.winner->settings) source.overrides.emplace_back(path, value);
  return source;
}

Answer<Result> size(const SizeRequest& request) {
  return api::answered(request.setup, "size", request.job.file, [&](const api::Reading& reading, Result& result) {
    const api::Given given = reading.read(request.job, result.diagnostics);
    std::vector<std::string> notes;
    const Space space = api::space_of(request, given.job, reading.catalogue(), notes);
    Job job = given.job;
    forget_cluster(job, notes);
    SearchOptions search = request.search;
    search.drawing = reading.drawing();
    Sizing sizing = size(job, space, request.goal, reading.constants(), search);
    sizing.notes.insert(sizing.notes.begin(), notes.begin(), notes.end());
    if (sizing.winner) {
      const api::Given chosen = reading.read_again(on_winner(given.source, sizing), given.job.file);
      reading.tell_age(chosen.job.cluster, result.diagnostics);
    }
    result.sizing = std::move(sizing);
  });
}

}  // namespace sizer

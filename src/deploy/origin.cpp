// The words for where a number comes from.
#include "deploy/origin.h"

namespace sizer::deploy {

std::string origin_in_file(const Job& job, const std::string& name) {
  const Place place = place_of(job, name);
  return place.file.empty() ? job.file : where_text(place);
}

std::string cluster_origin_of(const Job& job, const std::string& path, const std::string& cluster_origin) {
  const auto found = job.places.find("cluster." + path);
  // A cluster of the command line stands in for what the file says.
  if (found == job.places.end() || job.cluster.place.file != job.file) return cluster_origin;
  return where_text(found->second);
}

}  // namespace sizer::deploy

// The words for what a cluster is.
#include "sizer/cluster.h"

namespace sizer {

const char* name_of(Architecture architecture) {
  return architecture == Architecture::arm64 ? "arm64" : "x86_64";
}

const char* name_of(Pricing pricing) {
  switch (pricing) {
    case Pricing::on_demand:
      return "on_demand";
    case Pricing::spot:
      return "spot";
    case Pricing::reserved:
      return "reserved";
  }
  return "";
}

}  // namespace sizer

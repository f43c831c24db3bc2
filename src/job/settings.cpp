// A job's settings over those of its cluster.
#include "job/settings_lines.h"

namespace sizer {
namespace {

/// What one gives laid over what another does.
template <class Settings>
struct Overlay : NoRules {
  Settings& base;
  const Settings& over;

  template <class V>
  void operator()(const char*, V Settings::*member, const auto&, const Says&) {
    if (over.*member) base.*member = over.*member;
  }
};

template <class Settings>
Settings laid_over(Settings base, const Settings& over) {
  Overlay<Settings> overlay{{}, base, over};
  lines(Type<Settings>{}, overlay);
  return base;
}

}  // namespace

SparkSettings overlaid(SparkSettings base, const SparkSettings& over) {
  return laid_over(base, over);
}
RaySettings overlaid(RaySettings base, const RaySettings& over) {
  return laid_over(base, over);
}

}  // namespace sizer

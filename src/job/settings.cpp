// Engine settings, as a job or a cluster gives them.
#include "input/settings.h"

#include "input/read_lines.h"
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

template <class Settings>
Settings read(Mapping& from, std::string_view engine) {
  Settings settings = read_lines<Settings>(from, engine);
  from.close();
  return settings;
}

}  // namespace

SparkSettings read_spark_settings(Mapping from) {
  return read<SparkSettings>(from, "spark");
}
RaySettings read_ray_settings(Mapping from) {
  return read<RaySettings>(from, "ray");
}

SparkSettings overlaid(SparkSettings base, const SparkSettings& over) {
  return laid_over(std::move(base), over);
}
RaySettings overlaid(RaySettings base, const RaySettings& over) {
  return laid_over(std::move(base), over);
}

}  // namespace sizer

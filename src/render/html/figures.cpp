// Units, signs, and the words for plans and clusters.
#include "render/html/figures.h"

#include <fmt/format.h>

namespace sizer::html {
namespace {

template <class T>
Range<T> as(const Range<double>& range) {
  return {{range.low}, {range.typical}, {range.high}};
}

}  // namespace

std::string in_unit(double value, const std::string& unit) {
  if (unit == "seconds") return figure(Seconds{value});
  if (unit == "usd") return figure(Dollars{value});
  if (unit == "bytes") return figure(Bytes{value});
  return unit.empty() ? figure(value) : figure(value) + " " + unit;
}

std::string without_brackets(const std::string& bracketed) {
  return bracketed.size() < 2 ? bracketed : bracketed.substr(1, bracketed.size() - 2);
}

std::string ends_in_unit(const Range<double>& range, const std::string& unit) {
  if (unit == "seconds") return without_brackets(in_brackets(as<Seconds>(range)));
  if (unit == "usd") return without_brackets(in_brackets(as<Dollars>(range)));
  if (unit == "bytes") return without_brackets(in_brackets(as<Bytes>(range)));
  return without_brackets(in_brackets(range));
}

std::string change_in_unit(double change, const std::string& unit) {
  if (change == 0) return "none";
  return (change < 0 ? "−" : "+") + in_unit(std::abs(change), unit);
}

std::string saving(Seconds time) {
  if (time.value < 0) return fmt::format("takes {} more", figure(Seconds{-time.value}));
  return fmt::format("saves {}", figure(time));
}
std::string saving(Dollars cost) {
  if (cost.value < 0) return fmt::format("costs {} more", figure(Dollars{-cost.value}));
  return fmt::format("saves {}", figure(cost));
}

bool any(const Range<Bytes>& bytes) {
  return bytes != Range<Bytes>{};
}

std::string cluster_in_words(const JobReport& job) {
  const std::string machine = job.machine.empty() ? "node" : short_name(job.machine, 40);
  std::string out = fmt::format("{} × {}", job.nodes, machine);
  if (!job.cluster_name.empty() && job.cluster_name != fmt::format("{} x {}", job.nodes, job.machine))
    out = fmt::format("{}, {}", short_name(job.cluster_name, 40), out);
  return out + ": " + capacity_in_words(job);
}

}  // namespace sizer::html

// Which points nothing else beats in both time and money.
#include <algorithm>
#include <cmath>
#include <tuple>

#include "questions/size/evaluate.h"

namespace sizer::sizing {

bool cheaper(const Point& a, const Point& b) {
  return std::tie(a.dollars, a.seconds, a.candidate) < std::tie(b.dollars, b.seconds, b.candidate);
}

std::vector<Point> front_of(std::vector<Point> points) {
  std::erase_if(points, [](const Point& each) { return !std::isfinite(each.seconds) || !std::isfinite(each.dollars); });
  std::ranges::sort(points, cheaper);
  std::vector<Point> front;
  for (const Point& each : points)
    if (front.empty() || each.seconds < front.back().seconds) front.push_back(each);
  return front;
}

bool keeps(const Point& point, const Goal& goal) {
  return std::isfinite(point.seconds) && std::isfinite(point.dollars) &&
         (!goal.deadline || point.seconds <= goal.deadline->value) &&
         (!goal.max_cost || point.dollars <= goal.max_cost->value);
}

}  // namespace sizer::sizing

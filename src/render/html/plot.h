/// \file
/// Points and lines over two axes: what lies to the right, and what upwards.
#pragma once

#include <string>
#include <vector>

#include "render/html/chart.h"

namespace sizer::html {

struct Plot {
  static constexpr double top = 36, bottom = 300;  ///< of the plot
  static constexpr double left = 0.5, right = 97;  ///< percent
  static constexpr double height = bottom + 44;    ///< of the drawing
  static constexpr double usual_width = 700;       ///< at which numbers must not touch

  Axis rightwards, upwards;

  double x(double value) const { return left + (right - left) / 100 * position(rightwards, value); }
  double y(double value) const { return bottom - (bottom - top) / 100 * position(upwards, value); }
};

/// Grid, ticks, and what the axes are called.
Markup axes(const Plot& plot, const std::string& rightwards, const std::string& upwards);
/// Through all of the points in one stroke, so that dashes go on from point to point.
Markup stroke(const char* kind, const std::vector<double>& xs, const std::vector<double>& ys);
Markup line(const char* kind, double x1, double y1, double x2, double y2);
Markup circle(const char* kind, double x, double y, double radius);

}  // namespace sizer::html

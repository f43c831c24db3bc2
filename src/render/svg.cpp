// The charts of a result as one drawing, for documents: the front of cost and time and the scaling of a search, or the
// points of a comparison.
#include <fmt/format.h>

#include "render/html/parts.h"
#include "render/html/plot.h"
#include "sizer/render.h"

namespace sizer {
namespace {

constexpr const char* drawing_style = R"css(
svg { font: 12px ui-sans-serif, system-ui, "Helvetica Neue", "Liberation Sans", Arial, sans-serif; }
text { fill: #555d69; }
.grid { stroke: #dfdcd5; }
.axis-line { stroke: #555d69; }
.limit { stroke: #a2271f; stroke-width: 2; }
.here { stroke: #1d2129; stroke-width: 1.5; stroke-dasharray: 3 2; }
.point { fill: #ffffff; stroke: #2f5f9e; stroke-width: 2; }
.point.on-front { fill: #2f5f9e; }
.error-bar { stroke: #2f5f9e; stroke-opacity: .45; stroke-width: 1.5; }
.front-line { stroke: #2f5f9e; stroke-width: 1.5; stroke-dasharray: 4 3; }
.scale-time { stroke: #2f5f9e; stroke-width: 2; }
.scale-cost { stroke: #bd7a1e; stroke-width: 2; stroke-dasharray: 5 3; }
.cross { fill: #a2271f; font-size: 15px; font-weight: 700; }
.point-number { fill: #1d2129; font-weight: 600; }
.title { fill: #1d2129; font-weight: 700; font-size: 14px; }
.halo, .point-number { paint-order: stroke; stroke: #ffffff; stroke-width: 3px; stroke-linejoin: round; }
)css";

constexpr double drawing_width = 760, title_height = 28, drawing_gap = 16;

/// Drawings below each other.
class Drawings {
 public:
  void add(const std::string& title, const html::Markup& drawing) {
    if (drawing.empty()) return;
    inner_ +=
        element("text", {{"class", "title"}, {"x", "12"}, {"y", html::coordinate(height_ + 18)}}, html::text(title)) +
        element("svg",
                {{"x", "12"},
                 {"y", html::coordinate(height_ + title_height)},
                 {"width", html::coordinate(drawing_width - 24)},
                 {"height", html::coordinate(html::Plot::height)}},
                drawing);
    height_ += title_height + html::Plot::height + drawing_gap;
  }

  std::string done() {
    if (inner_.empty()) add("There is nothing to draw in this result", html::text(" "));
    const std::string head = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\">\n<style>{2}"
        "</style>\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        html::coordinate(drawing_width), html::coordinate(height_), drawing_style);
    return head + inner_.html + "\n</svg>\n";
  }

 private:
  html::Markup inner_;
  double height_ = 0;
};

}  // namespace

std::string render_svg(const Result& result, const Style&) {
  Drawings sheet;
  for (const Comparison& comparison : result.comparisons)
    sheet.add(html::short_name(comparison.job, 80) + ": cost against time", html::points_drawing(comparison));
  for (const Sizing* sizing : sizings_of(result)) {
    const std::string job = html::short_name(sizing->job, 60);
    sheet.add(job + ": cost against time, nothing is both faster and cheaper", html::front_drawing(*sizing));
    sheet.add(job + ": the best with more or fewer workers", html::scaling_drawing(*sizing));
  }
  return sheet.done();
}

}  // namespace sizer

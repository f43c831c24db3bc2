/// \file
/// What all charts are made of: an axis, and shapes on tracks as wide as the page allows. Horizontal places are
/// percentages, so that bars stretch and text does not.
#pragma once

#include <string>
#include <vector>

#include "render/html/markup.h"
#include "sizer/range.h"

namespace sizer::html {

/// From `low` to `high`, in the unit of `in_unit`.
struct Axis {
  double low = 0, high = 1;
  std::string unit{};
  bool logarithmic = false;
};

/// An axis from zero that holds all values; unknown ones do not count.
Axis axis_from_zero(const std::vector<double>& values, const std::string& unit);
/// From the lowest to the highest, with some air.
Axis axis_around(const std::vector<double>& values, const std::string& unit);
/// Logarithmic where the values span more than a factor of twenty, else from zero.
Axis axis_fitting(const std::vector<double>& values, const std::string& unit);

/// 0 to 100 along the axis.
double position(const Axis& axis, double value);
/// At most six round values.
std::vector<double> ticks(const Axis& axis);

/// Two decimals, as drawings need: "12.5", "0", "33.33"; with "%" for horizontal places.
std::string coordinate(double value);
std::string across(double percent);

// ---- Shapes on a track `track_height` high
// ----------------------------------------------------------------------------

inline constexpr double track_height = 20;

Markup bar(const Axis& axis, double from, double to, const std::string& kind, double top = 4,
           double height = track_height - 8);
/// A thin line with ends, from low to high.
Markup whisker(const Axis& axis, double low, double high);
Markup dot(const Axis& axis, double at);
/// A line across the track.
Markup mark(const Axis& axis, double at, const char* kind);

/// A drawing of shapes that the text beside it says in words.
Markup track(const Axis& axis, const Markup& shapes);

/// One line of a chart: its words, and its track.
struct TrackRow {
  Markup label{};  ///< in bold
  Markup value{};
  Markup note{};  ///< below, in small type
  Markup shapes{};
};

/// Rows above one axis; nothing when there are none.
Markup track_list(const Axis& axis, const std::vector<TrackRow>& rows);

/// A coloured square with its word.
struct Key {
  std::string kind;
  std::string word;
};
Markup legend(const std::vector<Key>& keys);

/// A drawing that stands for itself. `id` is unique in the page; `description` says what is to be seen in it.
Markup picture(const std::string& id, const std::string& title, const std::string& description, double height,
               double least_width, const Markup& shapes);

/// Words in a drawing, by their left end ("start"), middle or right end ("end").
Markup label(double percent, double y, const char* anchor, const char* kind, const std::string& words,
             double shift = 0);

}  // namespace sizer::html

/// \file
/// What may be written of a column, beside its name.
#pragma once

#include "job/lines.h"
#include "sizer/words.h"

namespace sizer {

namespace measure {
inline constexpr Measure<Bytes> value_bytes{{Dimension::bytes, "24", false, true, 1e9, SizeOf::row}};
}  // namespace measure

void lines(Type<Column>, auto& line) {
  line("type", &Column::type, how::type,
       {"Its type, by the names of Spark SQL; those of pandas, Arrow and SQL are known too.", required,
        R"x(["long", "string", "decimal(12,2)", "array<string>"])x"});
  line("distinct", &Column::distinct, measure::rows,
       {"How many values there are that differ.", "assumed many", R"(["400k"])"});
  line("zipf", &Column::zipf, measure::ratio_or_none,
       {"How unevenly values come: the k-th commonest comes k^-zipf as often as the commonest.", "0, all alike",
        "[0.9]"});
  line("top", &Column::top, how::top,
       {"The same by what is easily counted: the top 1 % of the values have 40 % of the rows.", "`zipf`",
        R"([{"1 %": "40 %"}])"});
  line.not_both("zipf", "top");
  line("nulls", &Column::nulls, measure::share_or_none, {"Share of the rows that have none.", "0", R"(["60 %"])"});
  line("length", &Column::length, measure::value_bytes,
       {"Bytes of a string or binary value, without nulls.", "assumed", "[24]", ConstantId::string_length});
  line("elements", &Column::elements, measure::ratio_or_none,
       {"Elements of an array or map, in a row.", "assumed", "[5]", ConstantId::array_elements});
}

}  // namespace sizer

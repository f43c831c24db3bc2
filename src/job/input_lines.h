/// \file
/// What may be written of a data set that a job reads.
#pragma once

#include "job/column_lines.h"
#include "job/lines.h"
#include "sizer/words.h"

namespace sizer {

void lines(Type<Input>, auto& line) {
  line("size", &Input::size, measure::bytes,
       {"Bytes on storage, of the whole data set.", "rows x row_width / an assumed ratio",
        R"(["1 TB", "1.05..1.30 TB"])"});
  line("format", &Input::format, words::formats,
       {"How it is stored; `raw` is fixed binary records, `cached` lies in the engine's memory already.", "parquet"});
  line("rows", &Input::rows, measure::rows,
       {"Rows of the whole data set; k, M, G and T multiply.", "size / an assumed stored row", R"(["100M", "4..6G"])"});
  line("row_width", &Input::row_width, measure::row_bytes,
       {"Bytes of a row in the engine's memory (UnsafeRow or Arrow), of the columns that are read.",
        "from size and rows", R"(["200 B", "1 kB"])"});
  line.either("size", {"rows", "row_width"}, "an input has `size`, or `rows` and `row_width`");
  line("files", &Input::files, measure::files, {"How many files it lies in.", "size / 128 MiB", "[8000]"});
  line(
      "columns", &Input::columns, how::typed,
      {"Its columns, by name: a type, or a mapping of what is known. From them follow widths, what is read, what "
       "shuffles write and what Spark's planner takes for the size.",
       "only `rows` and `row_width` are known",
       R"([{"rider_id": {"type": "long", "distinct": "400k", "zipf": 0.9}, "note": {"type": "string", "length": 24}}])"});
  line("infer_schema", &Input::infer_schema, how::yes_or_no,
       {"Spark finds the types of CSV or JSON by itself, for which it reads all of it once more.", "false", "[true]"});
  line.idle(
      "infer_schema",
      [](const Input& of) { return of.infer_schema && of.format != Format::csv && of.format != Format::json; },
      "files other than CSV and JSON tell their types, or have none; `infer_schema` has no meaning");
  line("others", &Input::others, measure::value_bytes,
       {"Bytes a row of the columns that `columns` does not name.", "there are none", "[40]"});
  line("ordered_by", &Input::ordered_by, how::in_order,
       {"Columns by which the rows come in order, the first first.", "no order", R"(["ts", ["day", "ts"]])"});
  line("clustered_by", &Input::clustered_by, how::columns,
       {"Columns of which equal values come together, in whatever order.", "no clusters", R"(["rider_id"])"});
  line("columns_read", &Input::columns_read, measure::share,
       {"Share of the stored bytes that lie in the columns read.", "from `columns`, or 1", R"([0.3, "20..40 %"])"});
  line("partitions_read", &Input::partitions_read, measure::share,
       {"Share of the data set left after partition pruning.", "1", R"([0.033, "1..5 %"])"});
  line("shuffle_ratio", &Input::shuffle_ratio, measure::ratio,
       {"Bytes that a shuffle of whole rows writes for a byte on storage, as seen in the Spark UI.", "assumed",
        R"([1, "1.0..1.25"])"});
  line("compression", &Input::compression, measure::ratio,
       {"Raw row bytes for a byte that the shuffle codec writes, for this data.", "assumed", "[2.5]"});
  line("bucketed_by", &Input::bucketed_by, how::columns,
       {"Columns by which the table is bucketed; needs `buckets`.", "not bucketed", R"(["customer_id"])"});
  line("buckets", &Input::buckets, how::partitions,
       {"Into how many buckets; needs `bucketed_by`.", "not bucketed", "[512]"});
  line.together("bucketed_by", "buckets", "`bucketed_by` says by what, `buckets` into how many");
}

}  // namespace sizer

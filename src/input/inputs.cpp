// The data sets that a job reads.
#include "input/inputs.h"

#include "sizer/words.h"

namespace sizer {

Input read_input(Mapping from, const std::string& name, KeyTable& keys) {
  Input input;
  input.name = name;
  input.place = place_of(from.spot());
  input.format = from.choice("format", words::formats).value_or(Format::parquet);
  input.size = from.range("size", measure::bytes);
  input.rows = from.range("rows", measure::rows);
  input.row_width = from.range("row_width", measure::row_bytes);
  if (!from.has("size") && !(from.has("rows") && from.has("row_width")))
    from.missing("size", "an input has `size`, or `rows` and `row_width`");
  input.files = from.range("files", measure::rows);
  input.columns_read = from.range("columns_read", measure::share);
  input.partitions_read = from.range("partitions_read", measure::share);
  input.shuffle_ratio = from.range("shuffle_ratio", measure::ratio);
  input.compression = from.range("compression", measure::ratio);
  input.bucketed_by = keys.read(from, "bucketed_by");
  input.buckets = from.integer("buckets", 1, 10'000'000).value_or(0);
  if (from.has("bucketed_by") && !from.has("buckets"))
    from.missing("buckets", "`bucketed_by` says by what, `buckets` into how many");
  if (from.has("buckets") && !from.has("bucketed_by"))
    from.missing("bucketed_by", "`buckets` says into how many, `bucketed_by` by what");
  from.close();
  return input;
}

}  // namespace sizer

// Bytes of a column's values, by its type and statistics.
#include "columns/bytes.h"

#include <algorithm>
#include <cmath>

namespace sizer {
namespace {

constexpr int short_decimal = 18;            // digits that a field of 8 B holds (Decimal.MAX_LONG_DIGITS)
constexpr double shuffle_block = 32768;      // spark.io.compression.lz4.blockSize
constexpr double usual_row = 64;             // bytes: how many rows such a block holds is not asked again of each flow
constexpr double dictionary_page = 1 << 20;  // parquet.dictionary.page.size
constexpr double usual_row_group = 1e6;      // rows among which a dictionary is one

double up_to_word(double bytes) {
  return std::ceil(bytes / word) * word;
}

/// Texts whose lengths lie about this mean, each filled up to words.
double padded_text(double length) {
  constexpr double spread = 0.4;
  constexpr int steps = 16;
  double sum = 0;
  for (int i = 0; i < steps; ++i) sum += up_to_word(length * (1 - spread + 2 * spread * (i + 0.5) / steps));
  return sum / steps;
}

/// Bytes of a value of fixed width in Arrow and in Parquet's plain form.
double fixed_width(const ColumnType& type) {
  switch (type.kind) {
    case TypeKind::boolean:
      return 0.125;
    case TypeKind::byte_:
      return 1;
    case TypeKind::short_:
      return 2;
    case TypeKind::int_:
    case TypeKind::float_:
    case TypeKind::date:
      return 4;
    case TypeKind::decimal:
      return 16;
    default:
      return 8;
  }
}

bool is_text(const ColumnType& type) {
  return type.kind == TypeKind::string || type.kind == TypeKind::binary;
}

/// Bits that tell one of so many values from the others, as bytes.
double bytes_to_tell(double distinct) {
  return distinct > 1 ? std::log2(distinct) / 8 : 0;
}

/// Walks a type; texts within it have the column's length, arrays its number of elements.
struct Measured {
  double length, elements;

  double unsafe(const ColumnType& type) const {
    switch (type.kind) {
      case TypeKind::string:
      case TypeKind::binary:
        return type.fixed > 0 ? up_to_word(type.fixed) : padded_text(length);
      case TypeKind::decimal:
        return type.precision > short_decimal ? 2 * word : 0;
      case TypeKind::array:
        return unsafe_array(type.inside[0]);
      case TypeKind::map:
        return word + unsafe_array(type.inside[0]) + unsafe_array(type.inside[1]);
      case TypeKind::structure: {
        double bytes = word * std::ceil(static_cast<double>(type.inside.size()) / 64);
        for (const ColumnType& field : type.inside) bytes += word + unsafe(field);
        return bytes;
      }
      default:
        return 0;
    }
  }
  /// UnsafeArrayData: a count, null bits, elements of their own width, and what is variable behind them.
  double unsafe_array(const ColumnType& element) const {
    const bool variable = has_variable_part(element);
    const double width =
        variable ? word : std::max(1.0, element.kind == TypeKind::decimal ? word : fixed_width(element));
    return word + word * std::ceil(elements / 64) + up_to_word(elements * width) + elements * unsafe(element);
  }
  double long_as(const ColumnType& type) const { return type.fixed > 0 ? type.fixed : length; }
  double arrow(const ColumnType& type) const {
    constexpr double offset = 4;
    if (is_text(type)) return offset + long_as(type);
    double bytes = 0;
    for (const ColumnType& each : type.inside) bytes += arrow(each);
    if (type.kind == TypeKind::array || type.kind == TypeKind::map) return offset + elements * bytes;
    return type.kind == TypeKind::structure ? bytes : fixed_width(type);
  }
  double csv(const ColumnType& type, double distinct) const {
    switch (type.kind) {
      case TypeKind::boolean:
        return 4.5;
      case TypeKind::float_:
        return 9;
      case TypeKind::double_:
        return distinct < 1e6 ? 6 : 17.5;
      case TypeKind::date:
        return 10;
      case TypeKind::timestamp:
        return 24;
      case TypeKind::string:
      case TypeKind::binary:
        return long_as(type);
      case TypeKind::array:
      case TypeKind::map:
      case TypeKind::structure: {
        double bytes = 2;
        for (const ColumnType& each : type.inside) bytes += csv(each, distinct) + 2;
        return type.kind == TypeKind::structure ? bytes : elements * bytes;
      }
      default:
        return std::max(1.0, std::log10(std::max(2.0, distinct)));
    }
  }
};

/// What a codec makes of one value among the rows of a block: what tells it from the values around it, and a match that
/// leads to what they have in common.
struct Compressed {
  double match, text_share, double_bytes;
  double place = 0;  ///< in an UnsafeRow, the word that says where a text begins and how long it is

  /// `rounded`: the values are so few that they must be numbers of few digits.
  double of(const ColumnType& type, const Measured& measured, double distinct, double repeats, bool rounded) const {
    switch (type.kind) {
      case TypeKind::string:
      case TypeKind::binary:
        return repeats * (match + 1.3) + (1 - repeats) * (measured.long_as(type) * text_share + match) +
               (type.fixed > 0 ? 0 : place * (1 + repeats) / 2);  // numbered texts often have one length
      case TypeKind::float_:
        return repeats * match + (1 - repeats) * (4 + match);
      case TypeKind::double_: {
        // Rounded numbers share some of their digits.
        const double whole = rounded ? std::min(double_bytes, match + 3.7) : double_bytes + 0.6;
        return repeats * match + (1 - repeats) * whole;
      }
      case TypeKind::timestamp:
        return repeats * match + (1 - repeats) * (std::min(5.4, 3 + bytes_to_tell(distinct)) + match);
      case TypeKind::array:
      case TypeKind::map:
      case TypeKind::structure: {
        double bytes = 0;
        for (const ColumnType& each : type.inside) bytes += of(each, measured, distinct, repeats, rounded);
        return match + (type.kind == TypeKind::structure ? bytes : measured.elements * bytes);
      }
      default:
        return match + bytes_to_tell(distinct);
    }
  }
};

/// Bytes of a value in Parquet's plain form.
double plain_width(const ColumnType& type, const Measured& measured) {
  constexpr double length_field = 4;
  if (is_text(type)) return measured.long_as(type) + length_field;
  return type.kind == TypeKind::decimal && type.precision <= short_decimal ? word : fixed_width(type);
}

/// Parquet: a dictionary of what a row group holds, if that is short enough, else the values themselves; both
/// compressed by Snappy.
struct Parquet {
  const Measured& measured;
  const Column& column;
  const ColumnState& state;
  Rows rows;
  Case c;
  double text_share;

  double group() const {
    return std::max(1.0, std::min(rows.value, state.row_group > 0 ? state.row_group : usual_row_group));
  }
  double values_here() const {
    return std::max(1.0, groups_in(shares_of(column, Rows{state.distinct}, rows, c), Rows{group()}).value);
  }
  bool is_plain(const ColumnType& type) const { return values_here() * plain_width(type, measured) > dictionary_page; }

  double stored(const ColumnType& type) const {
    if (!type.inside.empty()) {
      double bytes = 0;
      for (const ColumnType& each : type.inside) bytes += stored(each) + 0.05;  // levels: where lists begin and end
      return type.kind == TypeKind::structure ? bytes : measured.elements * bytes + 0.25;
    }
    const double plain = plain_width(type, measured);
    const Compressed snappy{2.9, text_share, 8};
    double value = std::min(plain + 0.6, snappy.of(type, measured, std::max(2.0, state.distinct), 0, false));
    // Of numbers that hardly repeat, it is not known how far apart they lie.
    if (state.unknown_spread && plain == word && type.kind != TypeKind::double_)
      value = std::max(value, type.kind == TypeKind::long_ ? 6.2 : 7.5);
    if (type.kind == TypeKind::boolean) return plain;
    const double here = values_here();
    if (here * plain > dictionary_page) return value;
    const double coded = std::max(1.0, std::ceil(std::log2(here))) / 8 + here * value / group();
    return std::min(coded, value);
  }
};

}  // namespace

bool has_variable_part(const ColumnType& type) {
  switch (type.kind) {
    case TypeKind::string:
    case TypeKind::binary:
    case TypeKind::array:
    case TypeKind::map:
    case TypeKind::structure:
      return true;
    case TypeKind::decimal:
      return type.precision > short_decimal;
    default:
      return false;
  }
}

double planned_size(const ColumnType& type) {
  double inside = 0;
  for (const ColumnType& each : type.inside) inside += planned_size(each);
  switch (type.kind) {
    case TypeKind::boolean:
      return 1;
    case TypeKind::decimal:
      return type.precision > short_decimal ? 16 : 8;
    case TypeKind::string:
      return 20;
    case TypeKind::binary:
      return 100;
    case TypeKind::array:
    case TypeKind::map:
    case TypeKind::structure:
      return inside;
    default:
      return fixed_width(type);
  }
}

ColumnBytes bytes_of(const Column& column, const ColumnState& state, Rows rows, Codec codec, const ConstantValues& k,
                     Case c) {
  const ColumnType& type = column.type;
  const Measured measured{column.length ? at(*column.length, c).value : k.string_length.value,
                          column.elements ? at(*column.elements, c) : k.array_elements};
  const Fraction nulls = column.nulls ? std::min(1.0, at(*column.nulls, c)) : 0;
  const double there = 1 - nulls;
  const double distinct = std::max(1.0, state.distinct);
  const bool is_nested = !type.inside.empty();

  ColumnBytes made;
  made.planned = planned_size(type);
  made.unsafe = measured.unsafe(type) * (type.kind == TypeKind::decimal ? 1 : there);
  made.arrow = (is_text(type) || is_nested ? (measured.arrow(type) - 4) * there + 4 : measured.arrow(type)) +
               (nulls > 0 ? 0.125 : 0);
  made.text = measured.csv(type, distinct) * there + 1;

  const double window = shuffle_block / usual_row;
  const bool zstd = codec == Codec::zstd;
  const Compressed by{zstd ? k.zstd_match.value : k.lz4_match.value, zstd ? k.zstd_text : k.lz4_text,
                      k.double_bytes.value, zstd ? k.zstd_match.value : k.lz4_match.value};
  if (state.run > window) {
    made.shuffled = 0.3;  // one value, block for block
  } else {
    const double nearby =
        state.in_order && rows.value > 0 ? std::clamp(distinct * window / rows.value, 1.0, distinct) : distinct;
    const double repeats =
        state.in_order && !is_nested
            ? chance_of_repeat({{nearby, 1 / nearby}}, window)
            : chance_of_repeat(shares_of(column, Rows{distinct}, rows, c), window) / std::max(there, 1e-9);
    made.shuffled = by.of(type, measured, nearby, std::min(1.0, repeats), distinct < rows.value / 2) * there;
  }
  if (nulls > 0 && nulls < 1) made.shuffled += zstd ? 0.2 : 1;

  const Parquet parquet{measured, column, state, rows, c, k.lz4_text};
  const double in_runs = (plain_width(type, measured) + 4) / std::max(1.0, state.run);
  made.stored = std::min(parquet.stored(type), state.run > 8 ? in_runs : INFINITY) * there +
                (nulls > 0 && nulls < 1 ? 0.125 : 0.004);
  made.uncertain = is_text(type) && parquet.is_plain(type);
  made.stored *= k.stored_of_columns;
  made.shuffled *= k.shuffle_of_columns;
  return made;
}

}  // namespace sizer

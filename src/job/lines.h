/// \file
/// What people write, as tables: a line says a key, the member it fills, how its value is written, what it means, what
/// counts where it is left out, and examples. Readers, writers, schemas, statistics and pages visit the lines:
///
///     void lines(Type<Filter>, auto& line) {
///       line("keeps", &Filter::keeps, measure::share_or_none, {"Share of the rows that pass.", "assumed", "[0.2]"});
///     }
///
/// A visitor takes a line by `line(key, member, how, says)`, and rules between keys by the functions of `NoRules`.
#pragma once

#include <initializer_list>
#include <optional>
#include <string_view>

#include "sizer/constants.h"
#include "sizer/word.h"
#include "text/quantity_text.h"

namespace sizer {

template <class T>
struct Type {};

/// What a line says of its key.
struct Says {
  std::string_view means;  ///< a sentence, or several
  std::string_view otherwise =
      {};  ///< what counts when it is left out: "assumed", "200"; or `required`; empty: nothing does
  std::string_view examples = {};          ///< a JSON list
  std::optional<ConstantId> assumed = {};  ///< the constant that counts when a statistic is left out
};

/// For `Says::otherwise`, where nothing else counts; also as the beginning of "Required, unless ...".
inline constexpr std::string_view required = "Required";

// ---- How a value is written: a Measure, a list of Words, or one of these --------------------------------------------

namespace how {

struct Columns {};  ///< a column, or a list of them
struct InOrder {};  ///< the same, and which comes first counts
struct Type {};     ///< the type of a column
struct Top {};      ///< a mapping of a share of the values to a share of the rows
struct Typed {};    ///< a mapping of names of columns to what is said of each, or to its type
struct Values {};   ///< a mapping of names of columns to the functions that make them

/// Columns, or the word `all`, which is another member.
template <class T>
struct ColumnsOrAll {
  bool T::*all;
};

struct Text {};
struct Date {};          ///< "2026-12-31"
struct Currency {};      ///< three letters
struct GateName {};      ///< a limit, or the code of a policy
struct Platform {};      ///< the name of a platform of the catalogue
struct Written {};       ///< a mapping, which has a table of its own
struct IncreaseText {};  ///< "+10%, +5 USD"
struct BytesOrRatio {};  ///< a `GivenShuffle`: bytes where there is a unit, else a ratio
struct Others {};        ///< names of inputs or steps; they are no member, but `Step::from`
struct YesOrNo {};
struct ModelName {};  ///< a name of the catalogue, or a mapping that has a table of its own

/// A value that has a reader of its own; what schemas say of it, as JSON.
struct Own {
  std::string_view schema;
};

/// A number without fractions.
struct Whole {
  int least, most;
  const char* name = nullptr;  ///< what schemas call it, where several keys have it
};

/// "3.5.1" of a program whose minor versions are fewer than `minors`; the third number does not count.
struct Version {
  int minors;
};

inline constexpr Columns columns;
inline constexpr InOrder in_order;
inline constexpr Type type;
inline constexpr Top top;
inline constexpr Typed typed;
inline constexpr Values values;
inline constexpr Text text;
inline constexpr Date date;
inline constexpr Currency currency;
inline constexpr GateName gate_name;
inline constexpr Platform platform;
inline constexpr Written mapping;
inline constexpr IncreaseText increase;
inline constexpr BytesOrRatio bytes_or_ratio;
inline constexpr Others others;
inline constexpr YesOrNo yes_or_no;
inline constexpr ModelName model;
inline constexpr Whole partitions{1, 10'000'000, "partitions"};
inline constexpr Whole actors{1, 1'000'000, "actors"};
inline constexpr Whole gpus_of_a_model{1, 64};

}  // namespace how

namespace measure {
inline constexpr Measure<double> cpus{{Dimension::number, "2", false, true, 10'000}};
}

// ---- Rules ----------------------------------------------------------------------------------------------------------

/// Rules between the keys of one mapping, for visitors that need none of them.
struct NoRules {
  /// `word` is read like `key`, for those who know it by that.
  void older(std::string_view /*word*/, std::string_view /*key*/, Says) {}
  /// Both say the same thing.
  void not_both(std::string_view, std::string_view) {}
  /// `key` has no meaning without `other`, as `why` says.
  void needs(std::string_view /*key*/, std::string_view /*other*/, std::string_view /*why*/) {}
  /// One of them, or else all of the others, as `why` says.
  void either(std::string_view, std::initializer_list<std::string_view>, std::string_view /*why*/) {}
  /// One of them and no more, as `why` says.
  void one_of(std::initializer_list<std::string_view>, std::string_view /*why*/) {}
  /// What both say cannot be, as `why` says: so it is with records of which `wrong` is true.
  void contradict(std::string_view, std::string_view, const auto& /*wrong*/, std::string_view /*why*/) {}
  /// `key` changes nothing of records of which `idle` is true, as `why` says.
  void idle(std::string_view /*key*/, const auto& /*idle*/, std::string_view /*why*/) {}
  /// Neither without the other, as `why` says.
  void together(std::string_view, std::string_view, std::string_view /*why*/) {}
};

}  // namespace sizer

// The byte accounts: what the job reads of each input, and what leaves each step.
#include "sizer/ledger.h"

#include <algorithm>
#include <optional>

#include "columns/ledger.h"

namespace sizer {
namespace {

template <class T>
T given_or(const Stat<T>& stat, T otherwise, Case c) {
  return stat ? at(*stat, c) : otherwise;
}

struct Accountant {
  const Job& job;
  const ConstantValues& k;
  Case c;

  /// Bytes in the engine's memory for a stored byte, where the job does not say.
  Ratio expansion(Format format) const {
    const auto known = job.engine->memory_per_stored;
    return is_columnar(format) && known != nullptr ? k.*known : 1;
  }

  Bytes shuffled(const Input& input, const Flow& flow) const {
    const double codec = job.spark.codec == Codec::zstd ? k.zstd_per_lz4 : 1;
    if (input.shuffle_ratio) return flow.stored * at(*input.shuffle_ratio, c);
    if (input.compression) return flow.memory / at_more_is_better(*input.compression, c);
    if (input.format == Format::raw) return flow.memory;
    if (input.row_width || !is_columnar(input.format)) return flow.memory * k.shuffle_per_memory * codec;
    return flow.stored * k.shuffle_per_stored * codec;
  }

  Flow read(const Input& input) const {
    const Fraction columns = given_or(input.columns_read, 1.0, c);
    const Fraction partitions = given_or(input.partitions_read, 1.0, c);
    const bool row_width_known = input.rows && input.row_width;
    const Ratio stored_per_memory = is_columnar(input.format) ? k.columnar_per_row_byte : 1;
    const Bytes whole =
        input.size ? at(*input.size, c) : at(*input.rows, c) * at(*input.row_width, c) * stored_per_memory;
    const Rows by_width = input.row_width
                              ? Rows{whole * expansion(input.format) / at_more_is_better(*input.row_width, c)}
                              : Rows{whole.value * k.rows_per_stored_byte};
    const Rows rows = given_or(input.rows, by_width, c);

    Flow flow;
    flow.columnar = is_columnar(input.format);
    flow.rows = rows * partitions;
    flow.stored = whole * partitions * columns;
    flow.memory = row_width_known ? flow.rows * at(*input.row_width, c) : flow.stored * expansion(input.format);
    flow.shuffled = shuffled(input, flow);
    return flow;
  }

  /// Rows of both sides side by side, `rows` of them.
  static Flow joined(const Flow& left, const Flow& right, Rows rows) {
    const double of_left = left.rows.value > 0 ? rows / left.rows : 0;
    const double of_right = right.rows.value > 0 ? rows / right.rows : 0;
    return {rows, left.stored * of_left + right.stored * of_right, left.memory * of_left + right.memory * of_right,
            left.shuffled * of_left + right.shuffled * of_right, left.columnar};
  }

  /// A flag or small number more: a word of each of Spark's rows (UnsafeRow), of which a codec leaves next to nothing.
  static Flow with_word(const Flow& rows) {
    constexpr Bytes word{8};
    Flow out = rows;
    out.memory += rows.rows * word;
    return out;
  }

  Flow leaving(const Filter& step, const Flow& in) const { return in.scaled(given_or(step.keeps, k.filter_keeps, c)); }
  Flow leaving(const Project& step, const Flow& in) const {
    return in.scaled(1, given_or(step.width, k.project_width, c));
  }

  Flow leaving(const Join& step, const Flow& left, const Flow& right) const {
    if (step.type == JoinType::semi || step.type == JoinType::anti)
      return left.scaled(std::min(1.0, given_or(step.matches, k.semi_join_keeps, c)));
    return kept(step.type, left, right, left.rows * given_or(step.matches, k.join_matches, c));
  }

  /// Each pair is held against the condition; no more can match than there are.
  Flow leaving(const NestedLoopJoin& step, const Flow& left, const Flow& right) const {
    const Ratio matches = given_or(step.matches, k.nested_loop_matches, c);
    if (step.type == JoinType::semi || step.type == JoinType::anti) return left.scaled(std::min(1.0, matches));
    const Rows pairs = left.rows * right.rows.value;
    if (step.type == JoinType::cross) return joined(left, right, pairs);
    return kept(step.type, left, right, std::min(pairs, left.rows * matches));
  }

  /// Rows of a join of which `matched` pairs belong together.
  static Flow kept(JoinType type, const Flow& left, const Flow& right, Rows matched) {
    switch (type) {
      case JoinType::left:
        return joined(left, right, std::max(matched, left.rows));
      case JoinType::right:
        return joined(left, right, std::max(matched, right.rows));
      case JoinType::full:
        return joined(left, right, std::max({matched, left.rows, right.rows}));
      case JoinType::existence:
        return with_word(left);
      default:
        return joined(left, right, matched);
    }
  }

  Flow leaving(const Expand& step, const Flow& in) const {
    if (step.width) return in.scaled(step.copies(), at(*step.width, c));
    return with_word(in.scaled(step.copies()));
  }

  Flow leaving(const Generate& step, const Flow& in) const {
    const Ratio rows = given_or(step.rows_out, k.generate_rows, c);
    return in.scaled(step.outer ? std::max(1.0, rows) : rows, given_or(step.width, k.generate_width, c));
  }

  Flow leaving(const Aggregate& step, const Flow& in) const {
    const Ratio width = given_or(step.width, k.aggregate_width, c);
    if (in.rows.value <= 0) return in;
    const Rows one{1};
    const Rows groups = step.keys.empty() ? one
                        : step.groups     ? at(*step.groups, c)
                                          : in.rows * given_or(step.reduction, k.aggregate_reduction, c);
    return in.scaled(std::min(1.0, groups / in.rows), width);
  }

  Flow leaving(const Dedup& step, const Flow& in) const { return in.scaled(given_or(step.keeps, k.dedup_keeps, c)); }

  Flow leaving(const Sort& step, const Flow& in) const {
    if (!step.limit || in.rows.value <= 0) return in;
    return in.scaled(std::min(1.0, at(*step.limit, c) / in.rows));
  }

  Flow leaving(const FirstRows& step, const Flow& in) const {
    return in.rows.value > 0 ? in.scaled(std::min(1.0, at(step.rows, c) / in.rows)) : in;
  }

  /// What has no partner is an error in Ray: the sides have as many rows.
  Flow leaving(const Zip&, const Flow& left, const Flow& right) const {
    return joined(left, right, std::min(left.rows, right.rows));
  }

  Flow leaving(const Window& step, const Flow& in) const {
    if (!step.limit || !step.groups || in.rows.value <= 0) return in;
    return in.scaled(std::min(1.0, at(*step.limit, c).value * at(*step.groups, c).value / in.rows.value));
  }

  Flow leaving(const Map& step, const Flow& in) const {
    return in.scaled(given_or(step.matches, 1.0, c), given_or(step.width, 1.0, c));
  }

  Flow leaving(const KeyedState& step, const Flow& in) const { return in.scaled(1, given_or(step.width, 1.0, c)); }

  Flow leaving(const Decode& step, const Flow& in) const {
    return in.scaled(1, given_or(step.width, decoded(step.media), c));
  }
  Ratio decoded(Media media) const {
    switch (media) {
      case Media::jpeg:
        return k.jpeg_width;
      case Media::png:
        return k.png_width;
      case Media::video:
        return k.video_width;
      case Media::audio:
        return k.audio_width;
      case Media::pdf:
        return k.pdf_width;
    }
    return 1;
  }
  Flow leaving(const Resize& step, const Flow& in) const {
    const Bytes all = in.rows * given_or(step.output_width, k.resized_width, c);
    return {in.rows, all, all, all, in.columnar};
  }
  Flow leaving(const Tokenize& step, const Flow& in) const {
    return in.scaled(1, given_or(step.width, k.tokenize_width, c));
  }

  /// Results only: a prediction a row, not the row itself.
  Flow leaving(const Inference& step, const Flow& in) const {
    const Bytes all = in.rows * given_or(step.output_width, k.prediction_width, c);
    return {in.rows, all, all, all, in.columnar};
  }

  /// What lies on storage afterwards; memory and shuffle figures stay those of what came in.
  Flow leaving(const Write& step, const Flow& in) const {
    Flow out = in;
    out.columnar = is_columnar(step.format);
    if (step.size)
      out.stored = at(*step.size, c);
    else if (step.ratio)
      out.stored = in.stored * at(*step.ratio, c);
    else if (!out.columnar)
      out.stored = in.memory;
    else if (!in.columnar)
      out.stored = in.memory * k.columnar_per_row_byte;
    return out;
  }

  Flow leaving(const Union&, const Flow& all, const Flow& other) const {
    Flow sum = all;
    sum.rows += other.rows;
    sum.stored += other.stored;
    sum.memory += other.memory;
    sum.shuffled += other.shuffled;
    return sum;
  }

  template <class Narrow>
  Flow leaving(const Narrow&,
               const Flow& in) const {  // what leaves each row as it is: repartition, coalesce, cache, ...
    return in;
  }

  Flow leaving(const Step& step, const Ledger& ledger) const {
    return std::visit(
        [&]<class Kind>(const Kind& op) {
          const Flow& first = ledger.of(step.from[0]);
          if constexpr (sides_of<Kind>() == Sides::one) {
            return leaving(op, first);
          } else {
            Flow all = first;
            for (std::size_t i = 1; i < step.from.size(); ++i) all = leaving(op, all, ledger.of(step.from[i]));
            return all;
          }
        },
        step.op);
  }
};

}  // namespace

bool reads_input(const Job& job, int input) {
  const auto reads = [&](const Source& source) { return source.is_input && source.index == input; };
  return std::ranges::any_of(job.steps, [&](const Step& step) { return std::ranges::any_of(step.from, reads); });
}

Ledger account(const Job& job, const ConstantValues& k, Case c) {
  const Accountant accountant{job, k, c};
  Ledger ledger;
  ledger.inputs.reserve(job.inputs.size());
  ledger.steps.reserve(job.steps.size());
  std::optional<ColumnLedger> columns;
  if (knows_columns(job)) columns.emplace(job, k, c, ledger);
  for (std::size_t i = 0; i < job.inputs.size(); ++i) {
    ledger.inputs.push_back(accountant.read(job.inputs[i]));
    if (columns) columns->read(static_cast<int>(i), ledger.inputs.back());
  }
  for (std::size_t i = 0; i < job.steps.size(); ++i) {
    Flow leaving = accountant.leaving(job.steps[i], ledger);
    if (columns) columns->leave(static_cast<int>(i), leaving);
    ledger.steps.push_back(leaving);
  }
  return ledger;
}

}  // namespace sizer

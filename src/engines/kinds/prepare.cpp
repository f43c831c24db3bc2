// What comes before a model: decoding, resizing, tokenizing. Code of the user's over batches, whatever the engine.
#include "engines/ray/planner.h"
#include "engines/spark/planner.h"
#include "engines/user_code.h"

namespace sizer {
namespace {

Rate decoding_rate(Media media, const ConstantValues& k) {
  switch (media) {
    case Media::jpeg:
      return k.decode_jpeg;
    case Media::png:
      return k.decode_png;
    case Media::video:
      return k.decode_video;
    case Media::audio:
      return k.decode_audio;
    case Media::pdf:
      return k.decode_pdf;
  }
  return k.decode_jpeg;
}

CoreSeconds time_of(const Decode& step, const Flow& in, const ConstantValues& k, Case c) {
  return engines::preparing_time(step.rate, decoding_rate(step.media, k), in.memory, c);
}
CoreSeconds time_of(const Resize& step, const Flow& in, const ConstantValues& k, Case c) {
  return engines::preparing_time(step.rate, k.resize_rate, in.memory, c);
}
CoreSeconds time_of(const Tokenize& step, const Flow& in, const ConstantValues& k, Case c) {
  return engines::preparing_time(step.rate, k.tokenize_rate, in.memory, c);
}

constexpr Act act_of(const Decode&) {
  return Act("Decode");
}
constexpr Act act_of(const Resize&) {
  return Act("Resize");
}
constexpr Act act_of(const Tokenize&) {
  return Act("Tokenize");
}

}  // namespace

/// A pandas UDF: what comes in is sent to Python, and what goes out comes back.
template <class Kind>
spark::Stream spark::Planner::prepare(const Kind& kind, int step, Stream in) {
  act(in.stage, act_of(kind), {false, step});
  Demand& need = stage(in.stage).demand;
  need.user += time_of(kind, in.flow, k_, c_);
  need.cpu += (in.flow.memory + leaving(step).memory) * k_.udf_transfer_byte;
  return in;
}

/// map_batches in tasks, which fuses with a read before it.
template <class Kind>
ray::Stream ray::Planner::prepare(const Kind& kind, int step, const Stream& in) {
  Stream out = place(in, {});
  out.batches = true;
  act(out.stage, act_of(kind), {false, step});
  stage(out.stage).demand.user += time_of(kind, in.flow, k_, c_);
  return out;
}

spark::Stream spark::Planner::lower(const Decode& kind, int step, Stream in) {
  return prepare(kind, step, in);
}
spark::Stream spark::Planner::lower(const Resize& kind, int step, Stream in) {
  return prepare(kind, step, in);
}
spark::Stream spark::Planner::lower(const Tokenize& kind, int step, Stream in) {
  return prepare(kind, step, in);
}
ray::Stream ray::Planner::lower(const Decode& kind, int step, Stream in) {
  return prepare(kind, step, in);
}
ray::Stream ray::Planner::lower(const Resize& kind, int step, Stream in) {
  return prepare(kind, step, in);
}
ray::Stream ray::Planner::lower(const Tokenize& kind, int step, Stream in) {
  return prepare(kind, step, in);
}

}  // namespace sizer

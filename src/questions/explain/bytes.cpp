// Where bytes come from: kind by kind, stage by stage.
#include <fmt/format.h>

#include "questions/explain/derive.h"

namespace sizer::explain {
namespace {

double bytes_of(const Stage& stage, const ByteKind& kind) {
  return kind.of(whole(stage.bytes)).value;
}

Derivation processed(const Subject& subject, std::size_t i, const ByteKind& all, int depth) {
  Derivation made = node(fmt::format("stages[{}].bytes.{}", i, all.name), "B", bytes_of(subject.stage(i), all),
                         "the sum of what it reads, moves and writes");
  if (depth <= 0) return made;
  made.made = Made::sum;
  for (const ByteKind& kind : byte_kinds())
    if (kind.counts == ByteKind::Counts::as_processed && bytes_of(subject.stage(i), kind) > 0)
      made.parts.push_back(stage_bytes(subject, i, kind, depth - 1));
  return made;
}

}  // namespace

const std::vector<ByteKind>& byte_kinds() {
  using enum ByteKind::Counts;
  static const std::vector<ByteKind> kinds = {
      {"input_read", [](const StageBytes& b) { return b.input_read; }, as_processed},
      {"shuffle_write", [](const StageBytes& b) { return b.shuffle_write; }, as_processed},
      {"shuffle_read", [](const StageBytes& b) { return b.shuffle_read; }, as_processed},
      {"spill_write", [](const StageBytes& b) { return b.spill_write; }, beside},
      {"spill_read", [](const StageBytes& b) { return b.spill_read; }, beside},
      {"broadcast", [](const StageBytes& b) { return b.broadcast; }, beside},
      {"object_store", [](const StageBytes& b) { return b.object_store; }, as_processed},
      {"output_write", [](const StageBytes& b) { return b.output_write; }, as_processed},
      {"processed", [](const StageBytes& b) { return b.processed(); }, all},
  };
  return kinds;
}

Derivation bytes(const Subject& subject, const ByteKind& kind, int depth) {
  Derivation made = node(fmt::format("bytes.{}", kind.name), "B", 0, "the sum of the stages");
  made.made = Made::sum;
  const auto& stages = subject.base().plan.stages;
  for (std::size_t i = 0; i < stages.size(); ++i) {
    const double amount = bytes_of(stages[i], kind);
    made.value += amount;
    if (depth > 0 && amount > 0) made.parts.push_back(stage_bytes(subject, i, kind, depth - 1));
  }
  made.shown = shown(made.value, "B");
  return made;
}

Derivation stage_bytes(const Subject& subject, std::size_t i, const ByteKind& kind, int depth) {
  if (kind.counts == ByteKind::Counts::all) return processed(subject, i, kind, depth);
  const Figure measure = of_stage(i, [kind](const Stage& stage) { return kind.of(stage.bytes).value; });
  Derivation made = amount_of(subject, fmt::format("stages[{}].bytes.{}", i, kind.name), "B", measure, depth);
  made.value = bytes_of(subject.stage(i), kind);
  return made;
}

}  // namespace sizer::explain

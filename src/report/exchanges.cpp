// Which shuffles were planned, which were saved and why: as records, and in words.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "names/names.h"
#include "report/parts.h"
#include "text/quantity_text.h"

namespace sizer {
namespace report {
namespace {

std::string kind_text(std::optional<Partitioned> kind) {
  if (!kind) return "";
  if (*kind == Partitioned::single) return "single partition";
  if (*kind == Partitioned::round_robin) return "round robin";
  return name_of(*kind);
}

PlannedExchange record(const Job& job, const ExchangeNote& exchange) {
  const Step& step = job.steps[static_cast<std::size_t>(exchange.step)];
  const bool has_sides = sides_of(step.op) == Sides::two;
  PlannedExchange made{.step = step.name, .what = exchange.what, .bytes = exchange.bytes, .raw = exchange.raw};
  if (exchange.rows.value > 0) made.rows = exchange.rows;
  if (has_sides) made.side = static_cast<JoinSide>(exchange.side);
  made.from = names::name_of(job, step.from[static_cast<std::size_t>(has_sides ? exchange.side : 0)]);
  if (exchange.kind != Partitioned::unknown) made.kind = exchange.kind;
  for (const Key key : names::keys_of(step.op, exchange.side))
    made.keys.push_back(job.keys[static_cast<std::size_t>(key)]);
  return made;
}

std::string sentence(const PlannedExchange& exchange) {
  const std::string keys = fmt::format("{}", fmt::join(exchange.keys, ", "));
  const std::string amount = to_text(exchange.bytes);
  if (exchange.what == ExchangeNote::What::reused)
    return fmt::format("{}: no exchange of {}, its rows are already together by {}: {} of shuffle saved", exchange.step,
                       exchange.from, keys.empty() ? "partition" : keys, amount);
  if (exchange.kind == Partitioned::broadcast)
    return fmt::format("{}: broadcast of the small side, {}", exchange.step, amount);
  const std::string how =
      keys.empty() ? kind_text(exchange.kind) : fmt::format("{}({})", kind_text(exchange.kind), keys);
  return fmt::format("{}: Exchange {} of {}, {}{}", exchange.step, how, exchange.from, amount,
                     exchange.what == ExchangeNote::What::given ? " (given in the job file)" : "");
}

}  // namespace

std::vector<PlannedExchange> planned_exchanges(const Job& job, const Plan& plan) {
  std::vector<PlannedExchange> records;
  for (const ExchangeNote& exchange : plan.exchanges) records.push_back(record(job, exchange));
  return records;
}

std::vector<std::string> sentences_of(const std::vector<PlannedExchange>& exchanges) {
  std::vector<std::string> sentences;
  sentences.reserve(exchanges.size());
  for (const PlannedExchange& exchange : exchanges) sentences.push_back(sentence(exchange));
  return sentences;
}

}  // namespace report

const char* name_of(JoinSide side) {
  return side == JoinSide::left ? "left" : "right";
}

}  // namespace sizer

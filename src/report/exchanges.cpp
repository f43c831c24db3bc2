// Which shuffles were planned, which were saved and why.
#include <fmt/format.h>

#include "names/names.h"
#include "report/parts.h"
#include "text/quantity_text.h"

namespace sizer::report {
namespace {

const char* kind_text(Partitioned kind) {
  switch (kind) {
    case Partitioned::hash:
      return "hash";
    case Partitioned::range:
      return "range";
    case Partitioned::single:
      return "single partition";
    case Partitioned::round_robin:
      return "round robin";
    case Partitioned::broadcast:
      return "broadcast";
    case Partitioned::unknown:
      return "";
  }
  return "";
}

Keys keys_of(const Operator& op, int side) {
  if (const auto* join = std::get_if<Join>(&op)) return side == 0 ? join->left_on : join->right_on;
  if (const auto* aggregate = std::get_if<Aggregate>(&op)) return aggregate->keys;
  if (const auto* dedup = std::get_if<Dedup>(&op)) return dedup->keys;
  if (const auto* window = std::get_if<Window>(&op)) return window->partition_by;
  if (const auto* sort = std::get_if<Sort>(&op)) return sort->by;
  return {};
}

std::string sentence(const Job& job, const ExchangeNote& exchange) {
  const Step& step = job.steps[static_cast<std::size_t>(exchange.step)];
  const bool join = std::holds_alternative<Join>(step.op);
  const std::string keys = names::keys_text(job, keys_of(step.op, exchange.side));
  const Source source = step.from[static_cast<std::size_t>(join ? exchange.side : 0)];
  const std::string from = names::name_of(job, source);
  const std::string amount = to_text(exchange.bytes);
  if (exchange.what == ExchangeNote::What::reused)
    return fmt::format("{}: no exchange of {}, its rows are already together by {}: {} of shuffle saved", step.name,
                       from, keys.empty() ? "partition" : keys, amount);
  if (exchange.kind == Partitioned::broadcast)
    return fmt::format("{}: broadcast of the small side, {}", step.name, amount);
  const std::string how =
      keys.empty() ? kind_text(exchange.kind) : fmt::format("{}({})", kind_text(exchange.kind), keys);
  return fmt::format("{}: Exchange {} of {}, {}{}", step.name, how, from, amount,
                     exchange.what == ExchangeNote::What::given ? " (given in the job file)" : "");
}

}  // namespace

std::vector<std::string> exchange_sentences(const Job& job, const Plan& plan) {
  std::vector<std::string> sentences;
  for (const ExchangeNote& exchange : plan.exchanges) sentences.push_back(sentence(job, exchange));
  return sentences;
}

}  // namespace sizer::report

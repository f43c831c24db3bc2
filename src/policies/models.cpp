// Policies on models and the GPUs that they lie on: what fits, what can be known of the time, and what cannot be true.
#include <fmt/format.h>

#include "policies/rules.h"
#include "sizer/inference.h"
#include "sizer/words.h"
#include "text/quantity_text.h"

namespace sizer::policies {
namespace {

/// "fp8": the first of these that the GPU computes with and in which the model fits; empty: none.
std::string fitting_precision(const Noted& of) {
  const auto* const step = of.op<Inference>();
  const Cluster& cluster = of.s.job.cluster;
  if (step == nullptr || !cluster.gpu) return {};
  for (const Precision smaller : {Precision::fp8, Precision::int8, Precision::int4}) {
    if (bytes_of(smaller) >= bytes_of(step->precision) || !computes_with(*cluster.gpu, smaller)) continue;
    Inference changed = *step;
    changed.precision = smaller;
    const auto made = roofline(changed, *cluster.gpu, cluster.machine.gpu_memory, of.s.constants.at(of.in), of.in);
    if (made && made->fits()) return word_of(words::precisions, smaller);
  }
  return {};
}

std::string gpus_text(double gpus, const Cluster& cluster) {
  return fmt::format("{:.0f} {}", gpus, cluster.machine.gpu.empty() ? "GPUs" : cluster.machine.gpu);
}

}  // namespace

std::optional<Finding> model_memory(const Noted& of) {
  const Cluster& cluster = of.s.job.cluster;
  const auto* const step = of.op<Inference>();
  const double gpus = step == nullptr ? 1 : std::max({1.0, 1.0 * step->tensor_parallel, step->gpus});
  const std::string smaller = fitting_precision(of);
  std::string remedy = fmt::format("tensor_parallel: {:.0f}", of.n.beside);
  if (of.n.beside > cluster.machine.gpus)
    remedy += fmt::format(" on machines with {}", gpus_text(of.n.beside, cluster));
  if (!smaller.empty()) remedy += fmt::format(", or precision: {}", smaller);
  remedy += ", or GPUs with more memory";
  Finding made =
      of.finding(fmt::format("{}: weights and a row's cache take {}; {} {} {} for them, and {} would do", of.where,
                             bytes_text(of.n.amount), gpus_text(gpus, cluster), gpus > 1 ? "have" : "has",
                             bytes_text(of.n.limit), gpus_text(of.n.beside, cluster)),
                 std::move(remedy), "model");
  return made;
}

std::optional<Finding> rate_unknown(const Noted& of) {
  const auto* const step = of.op<Inference>();
  const Cluster& cluster = of.s.job.cluster;
  if (!cluster.gpu)
    return of.finding(fmt::format("{}: nothing is published of the GPU {}, so nobody knows what a model does on it",
                                  of.where, cluster.machine.gpu),
                      "give a measured rows_per_second", "model");
  const bool known = step != nullptr && step->model.has_value();
  const std::string most = of.n.amount > 0
                               ? fmt::format("; a GPU here does at most {}{}", to_text(RowRate{of.n.amount}),
                                             known ? " of a single token" : " that pass its weights once")
                               : std::string();
  return of.finding(fmt::format("{}: a model of {} takes as long as a row has tokens, and nobody says how many{}",
                                of.where, bytes_text(of.n.limit), most),
                    known ? "give tokens_in and tokens_out, or a measured rows_per_second"
                          : "give the model with tokens_in and tokens_out, or a measured rows_per_second",
                    known ? "model" : "model_size");
}

std::optional<Finding> rate_beyond_ceiling(const Noted& of) {
  return of.finding(fmt::format("{}: {} are given for a GPU that can do {} at most with this model; that many are "
                                "counted",
                                of.where, to_text(RowRate{of.n.amount}), to_text(RowRate{of.n.limit})),
                    "check rows_per_second, and what is said of tokens", "rows_per_second");
}

std::optional<Finding> precision_lacking(const Noted& of) {
  const auto* const step = of.op<Inference>();
  const std::string gpu = of.s.job.cluster.machine.gpu;
  return of.finding(
      fmt::format("{}: {} does not compute in {}; weights are kept in it and computed with as {}", of.where,
                  gpu.empty() ? "the GPU" : gpu, step == nullptr ? "it" : word_of(words::precisions, step->precision),
                  step != nullptr && bytes_of(step->precision) < 2 ? "fp16" : "fp32"),
      "another precision, or a GPU that has it", "precision");
}

/// Tokens and dollars of the whole job; the bill's where all of it is known.
std::optional<Finding> model_throughput(const Noted& of) {
  const auto* const step = of.op<Inference>();
  if (step == nullptr || of.in != Case::typical) return std::nullopt;
  const Estimate& now = of.s.now();
  std::string text = fmt::format("{}: {} a GPU, {} of what it could do at most", of.where,
                                 to_text(RowRate{of.n.amount}), share_text(of.n.amount / of.n.limit));
  if (generates(*step)) text += fmt::format(", with {:.0f} rows at once", std::floor(of.n.beside));
  const double tokens =
      (step->tokens_in ? step->tokens_in->typical.value : 0) + (step->tokens_out ? step->tokens_out->typical.value : 0);
  const double rows = now.ledger.of(of.s.step(of.n.step).from[0]).rows.value;
  if (tokens > 0) {
    text += fmt::format("; the run does {} tokens a second, in and out",
                        number_text(std::round(rows * tokens / now.timeline.duration.value)));
    if (!now.bill.partial && rows > 0)
      text += fmt::format(", {} for a million", to_text(Dollars{now.bill.total.value / (rows * tokens / 1e6)}));
  }
  return of.finding(std::move(text), "give rows_per_second as you measured it in place of the model's", "model");
}

}  // namespace sizer::policies

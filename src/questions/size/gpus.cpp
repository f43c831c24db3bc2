// Rates of inference on other GPUs, scaled by what their makers publish of them.
#include "questions/size/gpus.h"

#include <algorithm>
#include <cmath>

#include "sizer/inference.h"

namespace sizer::sizing {
namespace {

const GpuModel* published(const std::vector<GpuModel>& gpus, const std::string& gpu) {
  const auto found = std::ranges::find(gpus, gpu.empty() ? usual_gpu : gpu, &GpuModel::name);
  return found == gpus.end() ? nullptr : &*found;
}

Inference* gpu_step(Step& step) {
  auto* const inference = std::get_if<Inference>(&step.op);
  return inference != nullptr && inference->device == Device::gpu ? inference : nullptr;
}

/// As given, or what the constants say of its quality.
Range<RowRate> rate_of(const Inference& inference, const Constants& constants) {
  if (inference.rows_per_second) return *inference.rows_per_second;
  return {inference_rate(inference, constants.at(Case::worst)), inference_rate(inference, constants.at(Case::typical)),
          inference_rate(inference, constants.at(Case::best))};
}

/// To three digits: more than a scaled rate is known to, and what can be copied into a job file.
RowRate rounded(RowRate rate) {
  if (rate.value <= 0) return rate;
  const double unit = std::pow(10, std::floor(std::log10(rate.value)) - 2);
  return RowRate{std::round(rate.value / unit) * unit};
}

Range<RowRate> scaled(const Range<RowRate>& rate, const Range<Ratio>& ratio) {
  return {rounded(rate.low * ratio.low), rounded(rate.typical * ratio.typical), rounded(rate.high * ratio.high)};
}

/// Rows a second of one of the GPUs, by what is known of the step's model.
std::optional<RowRate> modelled_rate(const Inference& inference, const GpuModel& gpu, const Constants& constants,
                                     Case c) {
  const std::optional<Roofline> made = roofline(inference, gpu, std::nullopt, constants.at(c), c);
  return made ? std::optional(made->rate / made->gpus) : std::nullopt;
}

std::optional<Range<RowRate>> modelled_rate(const Inference& inference, const GpuModel& gpu,
                                            const Constants& constants) {
  const auto best = modelled_rate(inference, gpu, constants, Case::best),
             typical = modelled_rate(inference, gpu, constants, Case::typical),
             worst = modelled_rate(inference, gpu, constants, Case::worst);
  if (!best || !typical || !worst) return std::nullopt;
  return Range<RowRate>{*worst, *typical, *best};
}

/// Of a model that is known: how much more one GPU does than the other by their rooflines; how near it comes to them on
/// each (`gpu_scaling`) widens it.
std::optional<Range<Ratio>> roofline_ratio(const Inference& inference, const std::vector<GpuModel>& gpus,
                                           const std::string& gpu, const std::string& reference,
                                           const Constants& constants) {
  const GpuModel *const here = published(gpus, gpu), *const there = published(gpus, reference);
  if (here == nullptr || there == nullptr) return std::nullopt;
  const auto rate = modelled_rate(inference, *here, constants, Case::typical),
             other = modelled_rate(inference, *there, constants, Case::typical);
  if (!rate || !other) return std::nullopt;
  const Ratio ratio = *rate / *other;
  return Range<Ratio>{ratio * constants.at(Case::best).gpu_scaling, ratio * constants.at(Case::typical).gpu_scaling,
                      ratio * constants.at(Case::worst).gpu_scaling};
}

}  // namespace

std::optional<Range<Ratio>> gpu_ratio(const std::vector<GpuModel>& gpus, const std::string& gpu,
                                      const std::string& reference, const Constants& constants) {
  if (gpu == reference) return exactly<Ratio>(1);
  const GpuModel *const here = published(gpus, gpu), *const there = published(gpus, reference);
  if (here == nullptr || there == nullptr) return std::nullopt;
  const Range<double> speed = speed_against(*here, *there);
  return Range<Ratio>{speed.low * constants.at(Case::best).gpu_scaling,
                      speed.typical * constants.at(Case::typical).gpu_scaling,
                      speed.high * constants.at(Case::worst).gpu_scaling};
}

std::optional<Range<RowRate>> move_to_gpu(Job& job, const std::string& reference, const std::string& gpu,
                                          const Space& space, const Constants& constants) {
  const auto known = std::ranges::find(space.gpu_rates, gpu, &GpuRate::gpu);
  std::optional<Range<RowRate>> rate;
  for (Step& step : job.steps) {
    Inference* const inference = gpu_step(step);
    if (inference == nullptr) continue;
    const std::optional<Range<Ratio>> by_model = roofline_ratio(*inference, space.gpus, gpu, reference, constants);
    rate = rate_of(*inference, constants);
    if (known != space.gpu_rates.end()) {
      rate = known->rows_per_second;
    } else if (by_model && !inference->rows_per_second) {
      rate = modelled_rate(*inference, *published(space.gpus, gpu), constants);
      continue;  // each cluster's own GPUs say it
    } else if (by_model) {
      rate = scaled(*rate, *by_model);
    } else {
      // Rates that nobody gave are those of the constants' class.
      const std::string& of = inference->rows_per_second ? reference : usual_gpu;
      const std::optional<Range<Ratio>> ratio = gpu_ratio(space.gpus, gpu, of, constants);
      if (!ratio) return std::nullopt;
      rate = scaled(*rate, *ratio);
    }
    inference->rows_per_second = rate;
  }
  return rate;
}

}  // namespace sizer::sizing

namespace sizer {

bool uses_gpus(const Job& job) {
  return std::ranges::any_of(job.steps, [](Step step) { return sizing::gpu_step(step) != nullptr; });
}

}  // namespace sizer

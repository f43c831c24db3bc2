// Rates of inference on other GPUs, scaled by what their makers publish of them.
#include "search/gpus.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sizer::search {
namespace {

/// Dense FP16 tensor arithmetic and memory bandwidth, of NVIDIA's data sheets (T4, V100 SXM2, A10, A10G, L4, A100 SXM4
/// of 40 and 80 GB, H100 SXM5).
struct Spec {
  const char* name;
  double teraflops, gigabytes_a_second;
};
constexpr std::array specs = {
    Spec{"T4", 65, 320},  Spec{"V100", 125, 900},  Spec{"A10", 125, 600},        Spec{"A10G", 70, 600},
    Spec{"L4", 121, 300}, Spec{"A100", 312, 1555}, Spec{"A100-80GB", 312, 2039}, Spec{"H100", 989, 3350},
};

/// What a job is written for that names no GPU, or a class of them: between a T4 and an A10G.
const Spec& class_of_baseline() {
  static const Spec spec{"T4/A10 class", std::sqrt(65.0 * 70), std::sqrt(320.0 * 600)};
  return spec;
}

const Spec* spec_of(const std::string& gpu) {
  if (gpu.empty() || gpu == class_of_baseline().name) return &class_of_baseline();
  const auto* const found = std::ranges::find_if(specs, [&](const Spec& spec) { return gpu == spec.name; });
  return found == specs.end() ? nullptr : found;
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

}  // namespace

std::optional<Range<Ratio>> gpu_ratio(const std::string& gpu, const std::string& reference) {
  if (gpu == reference) return exactly<Ratio>(1);
  const Spec *const here = spec_of(gpu), *const there = spec_of(reference);
  if (here == nullptr || there == nullptr) return std::nullopt;
  const double arithmetic = here->teraflops / there->teraflops;
  const double memory = here->gigabytes_a_second / there->gigabytes_a_second;
  // Neither bound is ever reached, and how near to it a kernel comes differs between generations.
  constexpr double generations = 1.25;
  return Range<Ratio>{std::min(arithmetic, memory) / generations, std::sqrt(arithmetic * memory),
                      std::max(arithmetic, memory) * generations};
}

bool uses_gpus(const Job& job) {
  return std::ranges::any_of(job.steps, [](Step step) { return gpu_step(step) != nullptr; });
}

std::optional<Range<RowRate>> move_to_gpu(Job& job, const std::string& reference, const std::string& gpu,
                                          const std::vector<GpuRate>& given, const Constants& constants) {
  const auto known = std::ranges::find(given, gpu, &GpuRate::gpu);
  std::optional<Range<RowRate>> rate;
  for (Step& step : job.steps) {
    Inference* const inference = gpu_step(step);
    if (inference == nullptr) continue;
    rate = rate_of(*inference, constants);
    if (known != given.end()) {
      rate = known->rows_per_second;
    } else {
      const std::optional<Range<Ratio>> ratio = gpu_ratio(gpu, reference);
      if (!ratio) return std::nullopt;
      rate = Range<RowRate>{rate->low * ratio->low, rate->typical * ratio->typical, rate->high * ratio->high};
    }
    inference->rows_per_second = rate;
  }
  return rate;
}

}  // namespace sizer::search

// Rooflines: the arithmetic and the memory traffic of a model against what its GPUs can do. docs/inference.md has the
// formulas in words.
#include <algorithm>
#include <cmath>

#include "sizer/inference.h"

namespace sizer {
namespace {

constexpr double tera = 1e12, giga = 1e9;
constexpr double as_large = 0.1;   // 80 GB are 80 GiB to those who sell them
constexpr double of_a_weight = 2;  // operations: a multiplication and an addition
constexpr double patch = 256;      // pixels of a token of a vision transformer: 16 x 16
constexpr double frames = 50;      // a second of audio, as the decoder of Whisper looks at
constexpr double large = 1e9;      // parameters above which no usual rate is near
constexpr double most_gpus = 64;   // that hold a model together
constexpr double usual_parameters = 8e9, usual_layers = 32;
constexpr double usual_trees = 100, usual_depth = 6;  // what XGBoost's own defaults make
constexpr double usual_weights = 1e5;
constexpr Rows usual_pixels{224 * 224};

ModelKind kind_of(const Inference& step) {
  const Model& model = *step.model;
  if (model.kind != ModelKind::unknown) return model.kind;
  if (step.tokens_out) return ModelKind::generation;
  if (step.pixels || (model.gigaflops && model.pixels)) return ModelKind::image;
  if (step.audio) return ModelKind::speech;
  if (step.tokens_in) return ModelKind::encoder;
  return model.parameters && model.parameters->value >= large ? ModelKind::generation : ModelKind::encoder;
}

/// 10^12 operations a second; `plain`: not by tensor cores.
struct Arithmetic {
  double teraflops;
  bool plain;
};

Arithmetic arithmetic_of(const GpuModel& gpu, Precision precision) {
  const double plain = gpu.fp32.value_or(gpu.teraflops);
  const Arithmetic usual{gpu.teraflops, !gpu.tensor_cores};
  switch (precision) {
    case Precision::fp32:
      return {plain, true};
    case Precision::tf32:
      return gpu.tf32 ? Arithmetic{*gpu.tf32, false} : Arithmetic{plain, true};
    case Precision::bf16:
      return gpu.bf16 ? usual : Arithmetic{plain, true};
    case Precision::fp8:
      return {gpu.fp8.value_or(gpu.teraflops), usual.plain};
    case Precision::int8:
      return {gpu.int8.value_or(gpu.teraflops), usual.plain};
    case Precision::fp4:
      return {gpu.fp4.value_or(gpu.fp8.value_or(gpu.teraflops)), usual.plain};
    case Precision::automatic:
    case Precision::fp16:
    case Precision::int4:
      break;
  }
  return usual;
}

/// What code of a quality makes of the makers' figures.
struct Effort {
  Reached arithmetic{}, bandwidth{1};
  Seconds a_step{};      ///< of a batch: what the program between two steps of the GPU takes
  Reached in_flight{1};  ///< rows at once, where memory would hold more
};

Effort effort_of(ModelKind kind, Quality quality, const ConstantValues& k) {
  const bool tuned = quality == Quality::vectorized, untuned = quality == Quality::row_at_a_time;
  const auto choose = [&](auto best, auto usual, auto worst) { return tuned ? best : untuned ? worst : usual; };
  const Effort generation{choose(k.generation_mfu_tuned, k.generation_mfu_typical, k.generation_mfu_untuned),
                          choose(k.generation_mbu_tuned, k.generation_mbu_typical, k.generation_mbu_untuned),
                          choose(k.generation_step_tuned, k.generation_step_typical, k.generation_step_untuned),
                          choose(k.in_flight_tuned, k.in_flight_typical, k.in_flight_untuned)};
  Effort made = generation;
  if (kind == ModelKind::image) made.arithmetic = choose(k.image_mfu_tuned, k.image_mfu_typical, k.image_mfu_untuned);
  if (kind == ModelKind::encoder || kind == ModelKind::speech)
    made.arithmetic = choose(k.encoder_mfu_tuned, k.encoder_mfu_typical, k.encoder_mfu_untuned);
  return made;
}

/// Layers and width of attention, of which makers say all or nothing: else as those of models of that size.
struct Attention {
  double layers, width, cached;  ///< of all heads; of those whose keys and values are kept

  Attention(const Model& model, double parameters, const ConstantValues& k) {
    layers = model.layers > 0 ? model.layers : std::ceil(usual_layers * std::cbrt(parameters / usual_parameters));
    // A layer has about 12 weights for each pair of its width.
    width = model.heads > 0 && model.head_size > 0 ? 1.0 * model.heads * model.head_size
                                                   : std::sqrt(parameters / (12 * layers));
    cached =
        model.kv_heads > 0 && model.head_size > 0 ? 1.0 * model.kv_heads * model.head_size : width * k.cache_head_share;
  }
};

/// What a row asks for, apart from the weights that rows at once share.
struct RowWork {
  double operations = 0;
  double steps = 0;   ///< in which a token comes out, each of which reads all weights that are active
  Bytes cache{};      ///< kept, and read anew at each step
  Bytes weights{};    ///< of the whole model
  double active = 1;  ///< share of them that a token passes
};

template <class T>
T said_or(const Stat<T>& stat, T otherwise, Case c) {
  return stat ? at(*stat, c) : otherwise;
}

RowWork generation(const Inference& step, double kept, const ConstantValues& k, Case c) {
  const Model& model = *step.model;
  const double all = model.parameters->value, active = model.active_parameters.value_or(*model.parameters).value;
  const double in = said_or(step.tokens_in, k.tokens_in, c).value,
               out = said_or(step.tokens_out, k.tokens_out, c).value;
  const Attention attention(model, active, k);
  const double seen = in + out / 2;  // tokens that a step looks back at, on average
  RowWork row;
  row.operations = of_a_weight * active * (in + out) +
                   2 * of_a_weight * attention.layers * attention.width * (in * in / 2 + out * seen);
  row.steps = out;
  row.cache = Bytes{2 * attention.layers * attention.cached * kept * seen};
  row.active = active / all;
  return row;
}

RowWork encoding(const Inference& step, const ConstantValues& k, Case c) {
  const Model& model = *step.model;
  const double tokens = said_or(step.tokens_in, k.tokens_in, c).value;
  const Attention attention(model, model.parameters->value, k);
  RowWork row;
  row.operations = of_a_weight * model.parameters->value * tokens +
                   2 * of_a_weight * attention.layers * attention.width * tokens * tokens;
  return row;
}

/// Operations grow with the pixels.
RowWork looking(const Inference& step, const ConstantValues& k, Case c) {
  const Model& model = *step.model;
  const Rows usual = model.pixels.value_or(usual_pixels);
  const Rows pixels = said_or(step.pixels, model.pixels || model.gigaflops ? usual : k.image_pixels, c);
  RowWork row;
  row.operations = model.gigaflops ? *model.gigaflops * giga * (pixels / usual)
                                   : of_a_weight * model.parameters->value * pixels.value / patch;
  return row;
}

/// The encoder once over the audio; then the decoder, which looks at all of it for every word.
RowWork hearing(const Inference& step, double kept, const ConstantValues& k, Case c) {
  const Model& model = *step.model;
  const double seconds = said_or(step.audio, k.audio_seconds, c).value,
               parameters = model.parameters.value_or(Rows{}).value;
  RowWork row;
  row.operations = seconds * (model.gigaflops ? *model.gigaflops * giga : of_a_weight * parameters * frames);
  if (!model.active_parameters) return row;
  const double decoder = model.active_parameters->value;
  const double out = said_or(step.tokens_out, Rows{k.speech_tokens * seconds}, c).value;
  const Attention attention(model, decoder, k);
  row.operations += of_a_weight * decoder * out;
  row.steps = out;
  row.cache = Bytes{2 * attention.layers * attention.cached * kept * frames * seconds};
  row.active = parameters > 0 ? decoder / parameters : 1;
  return row;
}

/// Enough is known of what the kind asks for.
bool is_known(const Model& model, ModelKind kind) {
  switch (kind) {
    case ModelKind::generation:
    case ModelKind::encoder:
      return model.parameters.has_value();
    case ModelKind::image:
    case ModelKind::speech:
      return model.gigaflops || model.parameters;
    default:
      return false;
  }
}

RowWork work_of(const Inference& step, ModelKind kind, double kept, const ConstantValues& k, Case c) {
  switch (kind) {
    case ModelKind::generation:
      return generation(step, kept, k, c);
    case ModelKind::image:
      return looking(step, k, c);
    case ModelKind::speech:
      return hearing(step, kept, k, c);
    default:
      return encoding(step, k, c);
  }
}

}  // namespace

double bytes_of(Precision precision) {
  switch (precision) {
    case Precision::fp32:
    case Precision::tf32:
      return 4;
    case Precision::fp8:
    case Precision::int8:
      return 1;
    case Precision::fp4:
    case Precision::int4:
      return 0.5;
    case Precision::automatic:
    case Precision::bf16:
    case Precision::fp16:
      break;
  }
  return 2;
}

/// Four-bit integers are kept, never computed with: no GPU lacks them.
bool computes_with(const GpuModel& gpu, Precision precision) {
  switch (precision) {
    case Precision::tf32:
      return gpu.tf32.has_value();
    case Precision::bf16:
      return gpu.bf16;
    case Precision::fp8:
      return gpu.fp8.has_value();
    case Precision::int8:
      return gpu.int8.has_value();
    case Precision::fp4:
      return gpu.fp4.has_value();
    default:
      return true;
  }
}

std::optional<GpuModel> gpu_of(const Machine& machine, const std::vector<GpuModel>& published) {
  if (machine.gpus == 0) return std::nullopt;
  const auto named = [&](const std::string& name) { return std::ranges::find(published, name, &GpuModel::name); };
  auto found = named(machine.gpu.empty() ? usual_gpu : machine.gpu);
  // Of one that is made with several memories: "A100-80GB".
  const auto larger = std::ranges::find_if(published, [&](const GpuModel& each) {
    return machine.gpu_memory && each.memory && each.name.starts_with(machine.gpu + "-") && each.name.ends_with("GB") &&
           std::abs(*machine.gpu_memory / *each.memory - 1) < as_large;
  });
  if (larger != published.end()) found = larger;
  return found == published.end() ? std::nullopt : std::optional(*found);
}

bool generates(const Inference& step) {
  return step.model && kind_of(step) == ModelKind::generation;
}

bool lacks_items(const Inference& step) {
  return generates(step) && !step.rows_per_second && (!step.tokens_in || !step.tokens_out);
}

std::optional<RowRate> ceiling_of(const Inference& step, const GpuModel& gpu, std::optional<Bytes> memory,
                                  const ConstantValues& k, Case c) {
  constexpr int no_bound = 1'000'000'000;
  const Stat<Rows> one = exactly(Rows{1});
  Inference most = step;
  if (!step.tokens_in) most.tokens_in = one;
  if (!step.tokens_out && generates(step)) most.tokens_out = one;
  if (step.in_flight == 0) most.in_flight = no_bound;
  const std::optional<Roofline> made = roofline(most, gpu, memory, k, c);
  return made ? std::optional(made->ceiling) : std::nullopt;
}

std::optional<RowRate> core_rate(const Inference& step, const ConstantValues& k, Case c) {
  if (!step.model) return std::nullopt;
  const ModelKind kind = kind_of(step);
  CoreSeconds a_row{};
  if (kind == ModelKind::trees) {
    const Model& model = *step.model;
    const Rows levels{1.0 * (model.trees > 0 ? model.trees : usual_trees) *
                      (model.depth > 0 ? model.depth : usual_depth)};
    a_row = Rows{1} * k.tree_row + levels * k.tree_level;
  } else if (kind == ModelKind::linear) {
    a_row = Rows{1} * k.linear_row;
  } else if (kind == ModelKind::small_network) {
    const double weights = step.model->parameters.value_or(Rows{usual_weights}).value;
    a_row = Rows{1} * k.linear_row + held(Rows{of_a_weight * weights} / k.cpu_arithmetic);
  } else if (is_known(*step.model, kind)) {
    a_row = held(Rows{work_of(step, kind, bytes_of(step.precision), k, c).operations} / k.cpu_arithmetic);
  } else {
    return std::nullopt;
  }
  return RowRate{1 / a_row.value};
}

RowRate ceiling_of(Bytes model, const GpuModel& gpu) {
  const double operations = of_a_weight * model.value / bytes_of(Precision::automatic);
  return RowRate{gpu.teraflops * tera / std::max(1.0, operations)};
}

std::optional<Roofline> roofline(const Inference& step, const GpuModel& gpu, std::optional<Bytes> memory,
                                 const ConstantValues& k, Case c) {
  if (!step.model) return std::nullopt;
  const ModelKind kind = kind_of(step);
  if (!is_known(*step.model, kind)) return std::nullopt;

  const bool halves_cache = step.precision == Precision::fp8 && computes_with(gpu, Precision::fp8);
  const RowWork row = work_of(step, kind, halves_cache ? 1 : std::max(2.0, bytes_of(step.precision)), k, c);
  const Effort effort = effort_of(kind, step.quality, k);
  const Arithmetic arithmetic = arithmetic_of(gpu, step.precision);

  Roofline made;
  made.gpus = std::max({1.0, 1.0 * step.tensor_parallel, std::ceil(step.gpus)});
  made.weights = Bytes{step.model->parameters.value_or(Rows{}).value * bytes_of(step.precision)};
  made.cache = row.cache;
  const Bytes a_gpu = memory.value_or(gpu.memory.value_or(Bytes{INFINITY})) * k.gpu_memory_used.value;
  made.room = a_gpu * made.gpus;
  while (made.least_gpus < most_gpus && made.weights + made.cache > a_gpu * made.least_gpus) made.least_gpus *= 2;

  const double by_memory = row.cache.value > 0 ? (made.room - made.weights) / row.cache : INFINITY;
  const double wanted = step.in_flight > 0 ? step.in_flight : effort.in_flight.value;
  made.in_flight = std::max(1.0, std::min(by_memory, wanted));

  // Of a mixture of experts, many rows at once read all of them.
  const Bytes read = made.weights * std::min(1.0, row.active * made.in_flight);
  const Seconds computing{row.operations / (arithmetic.teraflops * tera * made.gpus)};
  const Seconds reading = (read / made.in_flight + row.cache) * row.steps / (gpu.memory_bandwidth * made.gpus);
  made.ceiling = RowRate{1 / std::max(computing, reading).value};

  const double reached = std::min(1.0, effort.arithmetic.value * (arithmetic.plain ? k.plain_arithmetic.value : 1));
  const Reached parallel = made.gpus <= 1 ? Reached{1} : gpu.fast_link ? k.parallel_fast_link : k.parallel_slow_link;
  const Seconds spent = (computing / reached + reading / effort.bandwidth.value) / parallel.value +
                        effort.a_step * (row.steps / made.in_flight);
  made.rate = RowRate{1 / spent.value};
  return made;
}

}  // namespace sizer

// What is published of GPUs, as it is compiled in.
#include <algorithm>
#include <string_view>

#include "embedded.h"
#include "sizer/catalogue.h"
#include "text/reader.h"

namespace sizer {
namespace {

constexpr std::string_view gpu_file = "gpus.yaml";
constexpr Measure<double> tensor_speed{{Dimension::number, "65", false, true, 1e6}};

GpuModel read_gpu(const Entry& entry, Problems& problems) {
  GpuModel gpu;
  gpu.name = entry.key;
  Mapping from(entry.value, entry.spot, entry.key, problems);
  from.require("teraflops");
  from.require("memory_bandwidth");
  gpu.teraflops = from.exact("teraflops", tensor_speed).value_or(0);
  gpu.memory_bandwidth = from.exact("memory_bandwidth", measure::rate).value_or(Rate{});
  gpu.source = from.text("source").value_or("");
  gpu.fp32 = from.exact("fp32", tensor_speed);
  gpu.tf32 = from.exact("tf32", tensor_speed);
  gpu.fp8 = from.exact("fp8", tensor_speed);
  gpu.int8 = from.exact("int8", tensor_speed);
  gpu.fp4 = from.exact("fp4", tensor_speed);
  gpu.bf16 = from.boolean("bf16").value_or(true);
  gpu.tensor_cores = from.boolean("tensor_cores").value_or(true);
  gpu.memory = from.exact("memory", measure::memory);
  gpu.fast_link = from.boolean("fast_link").value_or(false);
  from.close();
  return gpu;
}

}  // namespace

std::vector<GpuModel> Catalogue::gpus() const {
  std::vector<GpuModel> all;
  const auto texts = embedded::catalogue();
  const auto file = std::ranges::find(texts, gpu_file, &embedded::File::name);
  if (file == texts.end()) return all;
  const SourceText source{"catalogue/" + std::string(file->name), std::string(file->text)};
  Problems problems;
  const Value root = parse_value(source, problems);
  Mapping top(root, root.spot, {}, problems);
  if (const Value* published = top.require("published"))
    for (const Entry& entry : published->entries) all.push_back(read_gpu(entry, problems));
  top.close();
  problems.raise();
  return all;
}

}  // namespace sizer

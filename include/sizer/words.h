/// \file
/// The words of job and cluster files for what is chosen from a few: each list in one place, read and written by it.
#pragma once

#include <string_view>
#include <vector>

#include "sizer/job.h"
#include "sizer/word.h"

namespace sizer::words {

inline constexpr Word<const Engine*> engines[] = {
#define ENGINE(name) {#name, &engines::name},
#include "sizer/engines.inc"
#undef ENGINE
};
inline constexpr Word<bool> sessions[] = {{"new", true}, {"running", false}};
inline constexpr Word<Format> formats[] = {{"parquet", Format::parquet}, {"orc", Format::orc},   {"csv", Format::csv},
                                           {"json", Format::json},       {"text", Format::text}, {"raw", Format::raw},
                                           {"cached", Format::cached}};
inline constexpr Word<Format> written_formats[] = {{"parquet", Format::parquet}, {"orc", Format::orc},
                                                   {"csv", Format::csv},         {"json", Format::json},
                                                   {"text", Format::text},       {"raw", Format::raw}};
inline constexpr Word<Quality> qualities[] = {
    {"vectorized", Quality::vectorized}, {"typical", Quality::typical}, {"row_at_a_time", Quality::row_at_a_time}};
inline constexpr Word<JoinType> join_types[] = {
    {"inner", JoinType::inner}, {"left", JoinType::left}, {"right", JoinType::right},        {"full", JoinType::full},
    {"semi", JoinType::semi},   {"anti", JoinType::anti}, {"existence", JoinType::existence}};
inline constexpr Word<JoinStrategy> join_strategies[] = {{"auto", JoinStrategy::automatic},
                                                         {"broadcast", JoinStrategy::broadcast},
                                                         {"shuffle_hash", JoinStrategy::shuffle_hash},
                                                         {"sort_merge", JoinStrategy::sort_merge}};
inline constexpr Word<SortScope> sort_scopes[] = {{"global", SortScope::global},
                                                  {"within_partitions", SortScope::within_partitions}};
inline constexpr Word<AggregateFunction> aggregate_functions[] = {
    {"sum", AggregateFunction::sum},
    {"avg", AggregateFunction::avg},
    {"min", AggregateFunction::min},
    {"max", AggregateFunction::max},
    {"count", AggregateFunction::count},
    {"count_distinct", AggregateFunction::count_distinct},
    {"first", AggregateFunction::first},
    {"last", AggregateFunction::last},
    {"stddev", AggregateFunction::stddev},
    {"variance", AggregateFunction::variance},
    {"collect_list", AggregateFunction::collect_list},
    {"collect_set", AggregateFunction::collect_set},
    {"approx_count_distinct", AggregateFunction::approx_count_distinct},
    {"mean", AggregateFunction::avg},
    {"any_value", AggregateFunction::first},
    {"stddev_samp", AggregateFunction::stddev},
    {"stddev_pop", AggregateFunction::stddev},
    {"var_samp", AggregateFunction::variance},
    {"var_pop", AggregateFunction::variance},
    {"array_agg", AggregateFunction::collect_list}};
inline constexpr Word<Language> languages[] = {{"python", Language::python}, {"jvm", Language::jvm}};
inline constexpr Word<Device> devices[] = {{"cpu", Device::cpu}, {"gpu", Device::gpu}};
inline constexpr Word<Media> media[] = {
    {"jpeg", Media::jpeg}, {"png", Media::png}, {"video", Media::video}, {"audio", Media::audio}, {"pdf", Media::pdf}};
/// Of inference; the last two are what those who serve models say.
inline constexpr Word<Quality> scoring_qualities[] = {{"vectorized", Quality::vectorized},
                                                      {"typical", Quality::typical},
                                                      {"row_at_a_time", Quality::row_at_a_time},
                                                      {"tuned", Quality::vectorized},
                                                      {"untuned", Quality::row_at_a_time}};
inline constexpr Word<ModelKind> model_kinds[] = {{"generation", ModelKind::generation},
                                                  {"encoder", ModelKind::encoder},
                                                  {"image", ModelKind::image},
                                                  {"speech", ModelKind::speech},
                                                  {"trees", ModelKind::trees},
                                                  {"linear", ModelKind::linear},
                                                  {"small_network", ModelKind::small_network}};
inline constexpr Word<Precision> precisions[] = {
    {"fp32", Precision::fp32}, {"tf32", Precision::tf32}, {"bf16", Precision::bf16},
    {"fp16", Precision::fp16}, {"fp8", Precision::fp8},   {"int8", Precision::int8},
    {"fp4", Precision::fp4},   {"int4", Precision::int4}, {"auto", Precision::automatic}};
inline constexpr Word<Storage> storages[] = {{"object_store", Storage::object_store},
                                             {"hdfs", Storage::hdfs},
                                             {"local_disk", Storage::local_disk},
                                             {"network_disk", Storage::network_disk}};
inline constexpr Word<Tuning> tunings[] = {
    {"tuned", Tuning::tuned}, {"typical", Tuning::typical}, {"untuned", Tuning::untuned}};
inline constexpr Word<Architecture> architectures[] = {{"x86_64", Architecture::x86_64},
                                                       {"arm64", Architecture::arm64}};
inline constexpr Word<Pricing> pricings[] = {
    {"on_demand", Pricing::on_demand}, {"spot", Pricing::spot}, {"reserved", Pricing::reserved}};
inline constexpr Word<DriverPlace> driver_places[] = {
    {"own_node", DriverPlace::own_node}, {"on_worker", DriverPlace::on_worker}, {"local", DriverPlace::local}};
inline constexpr Word<DataLocation> data_locations[] = {{"same_region", DataLocation::same_region},
                                                        {"other_region", DataLocation::other_region},
                                                        {"internet", DataLocation::internet}};
inline constexpr Word<Codec> codecs[] = {{"lz4", Codec::lz4}, {"zstd", Codec::zstd}};
/// What a broken limit is: whether it only warns.
inline constexpr Word<bool> breaches[] = {{"error", false}, {"warn", true}};
inline constexpr Word<bool> reuses[] = {{"auto", true}, {"never", false}, {"off", false}};

}  // namespace sizer::words

namespace sizer {

/// The engine that a job file names so; null: there is none.
inline const Engine* engine_named(std::string_view name) {
  for (const auto& [word, engine] : words::engines)
    if (word == name) return engine;
  return nullptr;
}
inline std::vector<std::string_view> engine_names() {
  std::vector<std::string_view> names;
  for (const auto& each : words::engines) names.push_back(each.word);
  return names;
}

constexpr const char* name_of(Storage storage) {
  return word_of(words::storages, storage);
}
constexpr const char* name_of(Tuning tuning) {
  return word_of(words::tunings, tuning);
}
constexpr const char* name_of(DataLocation location) {
  return word_of(words::data_locations, location);
}

}  // namespace sizer

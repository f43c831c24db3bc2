/// \file
/// The kinds of steps that run code of the user's, a model or a service.
#pragma once

#include "job/column_lines.h"
#include "job/lines.h"
#include "job/model_lines.h"
#include "job/step_kind.h"
#include "sizer/words.h"

namespace sizer {

template <>
inline constexpr Kind step_kind<Map>{"map", "language", false,
                                     "User code on each row or batch; the language may stand for its keys.",
                                     R"(["jvm", {"language": "python", "quality": "vectorized", "batch_size": 4096}])"};
void lines(Type<Map>, auto& line) {
  line("language", &Map::language, words::languages, {"What the code is written in.", "python"});
  line("quality", &Map::quality, words::qualities,
       {quality_says.means, "anything from a loop over rows to numpy, `typical` in the middle"});
  line("rows_per_second", &Map::rows_per_second, measure::bare_row_rate,
       {"Rows that a core does in a second.", "from `quality`", R"(["20k rows/s", 20000])"});
  line("batch_size", &Map::batch_size, measure::rows, {"Rows handed over at once.", "the engine's own", "[4096]"});
  line("actors", &Map::actors, how::actors, {"Ray: a pool of so many actors.", "tasks", "[32]"});
  line("cpus", &Map::cpus, measure::cpus, {"CPUs of an actor or task.", "1"});
  line("matches", &Map::matches, measure::ratio_or_none, {"Rows out for a row in.", "1", "[1.5]"});
  line(
      "reads", &Map::reads, how::columns,
      {"The columns that the code works on: no others are sent to Python, and none but they and those that later steps "
       "need are read.",
       "all", R"(["note"])"});
  line("adds", &Map::adds, how::typed,
       {"Columns that the code makes, by name, as `columns` of an input.", "none", R"([{"score": "double"}])"});
  line("width", &Map::width, measure::ratio, {"Bytes of a result row as a share of the row coming in.", "1", "[1.5]"});
  line("arguments", &Map::arguments, measure::share,
       {"Share of a row's bytes that the code works on: the columns that Spark sends to Python.", "all", "[0.1]"});
}

template <>
inline constexpr Kind step_kind<Lookup>{
    "lookup",
    "size",
    false,
    "Looks each row up in a table that every worker holds; its size may stand for its keys.",
    R"(["200 MB", {"size": "200 MB", "quality": "vectorized"}])",
    {&engines::spark,
     "Spark keeps the table as a broadcast variable in each executor, not in an object store of the node"}};
void lines(Type<Lookup>, auto& line) {
  line("size", &Lookup::size, measure::bytes, {"Bytes of the table on storage.", "from `rows`", R"(["200 MB"])"});
  line("rows", &Lookup::rows, measure::rows, {"Rows of the table.", "from `size`", R"(["2M"])"});
  line.either("size", {"rows"}, "the bytes of the table on storage, or else its `rows`");
  line("quality", &Lookup::quality, words::qualities, quality_says);
}

template <>
inline constexpr Kind step_kind<KeyedState>{
    "keyed_state", "keys", false, "Ray: state that actors hold by key; a key or a list of keys may stand for its keys.",
    R"(["user_id", {"keys": "user_id", "shards": 64, "state": "40 GB"}])"};
void lines(Type<KeyedState>, auto& line) {
  line("keys", &KeyedState::keys, how::columns,
       {"The key or keys by which the state is divided.", required, R"(["user_id"])"});
  line("shards", &KeyedState::shards, how::actors,
       {"Actors that hold the state.", "one for each CPU of the cluster", "[64]"});
  line("state", &KeyedState::state, measure::bytes, {"Bytes of the state in all.", "too few to count", R"(["40 GB"])"});
  line("checkpoint_every", &KeyedState::checkpoint_every, measure::seconds,
       {"How often the state is written out.", "never", R"(["5 min"])"});
  line("quality", &KeyedState::quality, words::qualities, quality_says);
  line("hot_key_share", &KeyedState::hot_key_share, measure::share_or_none, hot_key_share_says);
  line("width", &KeyedState::width, measure::ratio,
       {"Bytes of a result row as a share of the row coming in.", "1", "[0.2]"});
}

template <>
inline constexpr Kind step_kind<ExternalCall>{
    "external_call", "requests_per_second", false,
    "Calls a service that allows so many requests a second; that number may stand for its keys.",
    R"([500, {"requests_per_second": 500, "rows_per_request": 20, "latency": "80..200 ms", "actors": 32}])"};
void lines(Type<ExternalCall>, auto& line) {
  line("requests_per_second", &ExternalCall::requests_per_second, measure::request_rate,
       {"The cap of the service, requests a second in all.", required, R"([500, "500 requests/s"])"});
  line("rows_per_request", &ExternalCall::rows_per_request, measure::rows,
       {"Rows sent with one request.", "1", "[20]"});
  line("latency", &ExternalCall::latency, measure::seconds,
       {"How long the service takes to answer.", "assumed", R"(["80..200 ms"])"});
  line("actors", &ExternalCall::actors, how::actors,
       {"Callers, each with one request at a time.", "as many as the cap of the service keeps busy", "[32]"});
}

inline constexpr Says preparing_rate_says{"Bytes coming in that a core does in a second.", "assumed", R"(["2 MB/s"])"};

template <>
inline constexpr Kind step_kind<Decode>{
    "decode", "media", false, "Decodes images, video, audio or documents; what they are may stand for its keys.",
    R"(["jpeg", {"media": "video", "rate": "2..6 MB/s", "width": 40}])"};
void lines(Type<Decode>, auto& line) {
  line("media", &Decode::media, words::media, {"What is decoded.", "jpeg"});
  line("rate", &Decode::rate, measure::rate, preparing_rate_says);
  line("width", &Decode::width, measure::ratio,
       {"Bytes of a row out for a byte coming in.", "assumed, by what it is", "[8]"});
}

template <>
inline constexpr Kind step_kind<Resize>{
    "resize", "output_width", false,
    "Brings images to the size that a model looks at; their bytes then may stand for its keys.",
    R"(["150 kB", {"output_width": "150 kB", "rate": "200 MB/s"}])"};
void lines(Type<Resize>, auto& line) {
  line("output_width", &Resize::output_width, measure::row_bytes,
       {"Bytes of an image out.", "assumed", R"(["150 kB"])", ConstantId::resized_width});
  line("rate", &Resize::rate, measure::rate,
       {preparing_rate_says.means, "assumed", R"(["150 MB/s"])", ConstantId::resize_rate});
}

template <>
inline constexpr Kind step_kind<Tokenize>{"tokenize", "rate", false,
                                          "Cuts texts into tokens; bytes a second of a core may stand for its keys.",
                                          R"(["2 MB/s", {"rate": "2 MB/s", "width": 1.2}])"};
void lines(Type<Tokenize>, auto& line) {
  line("rate", &Tokenize::rate, measure::rate,
       {preparing_rate_says.means, "assumed", R"(["2 MB/s"])", ConstantId::tokenize_rate});
  line("width", &Tokenize::width, measure::ratio,
       {"Bytes of a row out for a byte coming in.", "assumed", "[1.2]", ConstantId::tokenize_width});
}

template <>
inline constexpr Kind step_kind<Inference>{
    "inference", "device", false, "A model applied to each row; the device may stand for its keys.",
    R"(["gpu", {"device": "gpu", "batch_size": 64, "actors": 4, "model_size": "2 GB"}])"};
void lines(Type<Inference>, auto& line) {
  line("device", &Inference::device, words::devices, {"What the model runs on.", "cpu"});
  line("rows_per_second", &Inference::rows_per_second, measure::bare_row_rate,
       {"Rows that a core or a GPU does in a second.", "from `model`, else from `device` and `quality`",
        R"(["2k..6k rows/s"])"});
  line("quality", &Inference::quality, words::scoring_qualities,
       {"How well the code uses its device; of a model that is named `untuned`: a plain loop, `typical`: a server such "
        "as vLLM or TEI, `tuned`: one such as TensorRT-LLM.",
        "on a GPU typical; on a CPU anything from a loop over rows to boosted trees"});
  line("model", &Inference::model, how::model,
       {"What is scored: a name of the catalogue (`sizer models list`), or what is known of it.", "unknown",
        R"(["llama-3.1-8b", {"parameters": "8B"}, "trees"])"});
  line("precision", &Inference::precision, words::precisions,
       {"What weights are kept in, and computed with where the GPU can.", "auto"});
  line("tokens_in", &Inference::tokens_in, measure::tokens, {"Tokens of a row.", "assumed", R"([600, "300..900"])"});
  line("tokens_out", &Inference::tokens_out, measure::tokens,
       {"Tokens that a row is answered with.", "assumed, of generation", R"([150, "50..300"])"});
  line("pixels", &Inference::pixels, measure::pixels,
       {"Pixels of an image as the model sees it.", "those of the model", R"([50176, "512k"])"});
  line("audio", &Inference::audio, measure::seconds, {"Length of a row's audio.", "assumed, of speech", R"(["30 s"])"});
  line("tensor_parallel", &Inference::tensor_parallel, how::gpus_of_a_model,
       {"GPUs that hold a model together.", "those of an actor", "[4]"});
  line("in_flight", &Inference::in_flight, how::actors,
       {"Rows that a server works on at once.", "as many as memory and `quality` allow", "[256]"});
  line("batch_size", &Inference::batch_size, measure::rows, {"Rows of a batch.", "the engine's own", "[256]"});
  line("model_size", &Inference::model_size, measure::bytes,
       {"Bytes of the model, which each actor or task loads.", "assumed", R"(["1.5 GB"])"});
  line("load_time", &Inference::load_time, measure::seconds,
       {"How long an actor takes to load the model.", "from `model_size`", R"(["20 s"])"});
  line("actors", &Inference::actors, how::actors, {"A pool of so many actors.", "as many as find room", "[4]"});
  line("gpus", &Inference::gpus, measure::cpus, {"GPUs of an actor, with `device: gpu`.", "1 on a GPU", "[1]"});
  line("cpus", &Inference::cpus, measure::cpus, {"CPUs of an actor.", "1"});
  line("output_width", &Inference::output_width, measure::row_bytes,
       {"Bytes of a result row, which holds the answer alone.", "about 22 B", R"(["100 B"])"});
}

}  // namespace sizer

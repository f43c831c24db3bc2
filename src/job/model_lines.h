/// \file
/// What may be written of a model, in a job and in the files of the catalogue.
#pragma once

#include "job/lines.h"
#include "sizer/words.h"

namespace sizer {

namespace measure {
inline constexpr Measure<Rows> parameters{{Dimension::rows, "8B", false, true, 1e14, SizeOf::data, "parameters"}};
inline constexpr Measure<Rows> tokens{{Dimension::rows, "600", false, true, 1e9, SizeOf::data, "tokens"}};
inline constexpr Measure<Rows> pixels{{Dimension::rows, "50176", false, true, 1e12, SizeOf::data, "pixels"}};
inline constexpr Measure<double> gigaflops{{Dimension::number, "8.2", false, true, 1e4}};
}  // namespace measure

inline constexpr how::Whole of_attention{1, 1'000'000};

void lines(Type<Model>, auto& line) {
  line("kind", &Model::kind, words::model_kinds,
       {"What it does: tokens that come out one by one (`generation`), a text (`encoder`) or an image at once, speech; "
        "or a model for a CPU.",
        "what the step says of a row: tokens, pixels or seconds of audio"});
  line("parameters", &Model::parameters, measure::parameters,
       {"How many weights it has.", "unknown", R"(["8B", "335M"])"});
  line("active_parameters", &Model::active_parameters, measure::parameters,
       {"Of a mixture of experts those that a token passes; of speech those of the decoder.", "all", R"(["37B"])"});
  line("layers", &Model::layers, of_attention, {"Layers of attention.", "as models of that size have", "[32]"});
  line("heads", &Model::heads, of_attention, {"Heads of attention of a layer.", "as models of that size have", "[32]"});
  line("kv_heads", &Model::kv_heads, of_attention,
       {"Heads of a layer whose keys and values are kept.", "a share of the heads, assumed", "[8]"});
  line("head_size", &Model::head_size, of_attention, {"Numbers of a head.", "as models of that size have", "[128]"});
  line("context", &Model::context, measure::tokens, {"Most tokens of a row.", "unknown", R"(["128k"])"});
  line("gigaflops", &Model::gigaflops, measure::gigaflops,
       {"10^9 operations for an image or a second of audio; a multiplication with its addition counts as two.",
        "from `parameters`", "[8.2]"});
  line("pixels", &Model::pixels, measure::pixels, {"Of the image that `gigaflops` is for.", "224 x 224", "[50176]"});
  line("trees", &Model::trees, of_attention, {"How many trees there are.", "100", "[500]"});
  line("depth", &Model::depth, of_attention, {"Levels of a tree.", "6", "[8]"});
}

}  // namespace sizer

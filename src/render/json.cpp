// The result for programs: base units, the unit in the key, keys in a fixed order, nothing rounded but bytes to whole
// ones. The keys are those of the tables in src/result.
#include "result/json_value.h"
#include "result/write.h"
#include "sizer/render.h"

namespace sizer {

std::string render_json(const Result& result, const Style&) {
  return to_text(to_json(result));
}

}  // namespace sizer

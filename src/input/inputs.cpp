// The data sets that a job reads.
#include "input/inputs.h"

#include <fmt/format.h>

#include "input/read_lines.h"
#include "job/input_lines.h"

namespace sizer {

Input read_input(Mapping from, const std::string& name, StepContext& context) {
  Input input = read_lines<Input>(from, "input", &context.keys);
  if (input.infer_schema && !context.engine.can.infers_schemas && context.as_written)
    from.wrong(
        "infer_schema", codes::no_effect,
        fmt::format("{}: {} does not read files once more to find their types", from.where(), context.engine.title),
        "leave it out");
  if (const Value* const columns = from.find("columns"); columns != nullptr && !input.others)
    if (const Value* const others = columns->find("others"); others != nullptr && others->kind == ValueKind::scalar)
      if (const auto size = read_quantity_range(others->text, measure::value_bytes.limits);
          const auto* const bytes = std::get_if<Range<double>>(&size))
        input.others = Range<Bytes>{{bytes->low}, {bytes->typical}, {bytes->high}};
  input.name = name;
  input.place = place_of(from.spot());
  from.close();
  return input;
}

}  // namespace sizer

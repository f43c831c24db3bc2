// The data sets that a job reads.
#include "input/inputs.h"

#include "input/read_lines.h"
#include "job/input_lines.h"

namespace sizer {

Input read_input(Mapping from, const std::string& name, KeyTable& keys) {
  Input input = read_lines<Input>(from, "input", &keys);
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

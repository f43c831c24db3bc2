// The data sets that a job reads.
#include "input/inputs.h"

#include "input/read_lines.h"
#include "job/input_lines.h"

namespace sizer {

Input read_input(Mapping from, const std::string& name, KeyTable& keys) {
  Input input = read_lines<Input>(from, "input", &keys);
  input.name = name;
  input.place = place_of(from.spot());
  from.close();
  return input;
}

}  // namespace sizer

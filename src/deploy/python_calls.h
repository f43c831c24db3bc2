/// \file
/// Calls in a program of Python, with those of their arguments that are written out.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "text/value.h"

namespace sizer::deploy {

struct PythonCall {
  std::string name;              ///< "SparkSubmitOperator": after the last dot
  std::vector<Value> arguments;  ///< without a name
  Value keywords;                ///< a mapping
};

/// The calls of names that are wanted, in order. What the program computes is a null whose text is "?". Names that it
/// sets to something written out stand for that.
std::vector<PythonCall> python_calls(const SourceText& source,
                                     const std::function<bool(std::string_view name)>& wanted);

/// Each text that the program writes out, where it begins.
std::vector<Value> python_texts(const SourceText& source);

}  // namespace sizer::deploy

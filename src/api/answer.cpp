#include "api/answer.h"

#include "api/failure.h"

namespace sizer::api {

Answer<Result> answered(const Setup& setup, const char* verb, const std::string& file,
                        const std::function<void(const Reading&, Result&)>& work) {
  Result result;
  const int code = guarded(file, result.diagnostics, [&] {
    const Reading reading(setup);
    result = reading.begin(verb);
    work(reading, result);
  });
  if (code != 0) return std::move(result.diagnostics);
  return result;
}

}  // namespace sizer::api

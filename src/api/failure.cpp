// Exceptions to diagnostics.
#include "api/failure.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <new>

#include "text/codes.h"
#include "text/spelling.h"

namespace sizer::api {

std::string unknown_word(std::string_view what, std::string_view word, std::span<const std::string_view> known) {
  if (const std::string hint = did_you_mean(word, known); !hint.empty())
    return fmt::format("unknown {} '{}'; {}", what, word, hint);
  return fmt::format("unknown {} '{}'; known: {}", what, word, fmt::join(known, ", "));
}

int guarded(const std::string& file, std::vector<Diagnostic>& diagnostics, const std::function<void()>& work) {
  try {
    work();
    return 0;
  } catch (const RequestError& error) {
    diagnostics.push_back({.code = codes::wrong_request.id, .message = error.what(), .place = {.file = error.field}});
    return 2;
  } catch (InputError& error) {
    std::ranges::move(error.diagnostics, std::back_inserter(diagnostics));
    return 2;
  } catch (const Unreadable& error) {
    diagnostics.push_back({.code = codes::unreadable.id, .message = error.what(), .place = {.file = file}});
    return 3;
  } catch (const std::bad_alloc&) {
    diagnostics.push_back({.code = codes::unreadable.id,
                           .message = "the memory is used up: this file asks for more than there is",
                           .place = {.file = file},
                           .note = "fewer steps, inputs or draws need less"});
    return 3;
  } catch (const std::exception& error) {
    diagnostics.push_back({.code = codes::internal.id,
                           .message = fmt::format("internal error, please report: {}", error.what()),
                           .place = {.file = file}});
    return 70;
  }
}

int batch_code(int worst, bool some_done) {
  return worst != 0 && some_done ? 4 : worst;
}

}  // namespace sizer::api

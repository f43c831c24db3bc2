// `sizer compare JOB`: plans, clusters, engines and variations of one job, ranked.
#include <fmt/format.h>

#include "cli/session.h"

namespace sizer {
namespace {

/// The words between commas, without spaces around them; a comma within brackets, braces or quotes divides nothing.
std::vector<std::string> split(const std::string& list) {
  std::vector<std::string> words(1);
  int depth = 0;
  char quote = '\0';
  for (const char c : list) {
    if (quote != '\0')
      quote = c == quote ? '\0' : quote;
    else if (c == '"' || c == '\'')
      quote = c;
    else if (c == '{' || c == '[')
      ++depth;
    else if (c == '}' || c == ']')
      --depth;
    if (c == ',' && depth == 0 && quote == '\0')
      words.emplace_back();
    else
      words.back() += c;
  }
  for (std::string& word : words) {
    const std::size_t first = word.find_first_not_of(' ');
    if (first == std::string::npos) throw UsageError(fmt::format("'{}': a word is missing beside a comma", list));
    word = word.substr(first, word.find_last_not_of(' ') + 1 - first);
  }
  return words;
}

std::vector<std::string> given(const std::string& list) {
  return list.empty() ? std::vector<std::string>{} : split(list);
}

CompareRequest request_of(const Options& options, const Session& session) {
  CompareRequest request{.setup = session.setup()};
  request.setup.cluster.clear();
  request.setup.plan.clear();
  for (const std::string& vary : options.vary) {
    const Override values = read_assignment("--vary", vary);
    request.vary.push_back({values.path, split(values.value)});
  }
  request.engines = given(options.engine);
  request.clusters = given(options.cluster);
  request.plans = given(options.plan);
  if (!options.sort.empty()) request.sorted_by = options.sort;
  request.most = static_cast<std::size_t>(whole_number("--top", options.top, 1, 10'000, 0));
  return request;
}

}  // namespace

Outcome run_compare(const Options& options, std::istream& in, const Style&) {
  if (options.operands.empty()) throw UsageError("compare: which job? Name a file, or '-' for standard input");
  if (options.operands.size() > 1) throw UsageError("compare: one job at a time; --vary and --cluster make the others");
  const Session session(options, in);
  CompareRequest request = request_of(options, session);
  return session.answer("compare", options.operands.front(), request.job, [&] { return compare(request); });
}

}  // namespace sizer

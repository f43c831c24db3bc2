// `sizer import FILE`: a manifest's cluster as a cluster file, or the run of an event log as a job file.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <istream>
#include <optional>
#include <streambuf>
#include <string_view>
#include <vector>

#include "api/import_log.h"
#include "cli/session.h"
#include "files/open.h"
#include "sizer/deploy.h"
#include "text/codes.h"

namespace sizer {
namespace {

constexpr std::size_t look_ahead = 4096;  ///< what tells a log from a manifest

/// What is read once, standard input or a pipe, with a look at how it begins.
class Peeked : public std::streambuf {
 public:
  using Read = std::function<std::size_t(char* to, std::size_t most)>;

  explicit Peeked(Read read) : read_(std::move(read)) {
    for (std::size_t got = 1; got > 0 && size_ < look_ahead; size_ += got)
      got = read_(bytes_.data() + size_, look_ahead - size_);
    setg(bytes_.data(), bytes_.data(), bytes_.data() + size_);
  }
  std::string_view begin() const { return {bytes_.data(), size_}; }

 private:
  int_type underflow() override {
    const std::size_t got = read_(bytes_.data(), bytes_.size());
    setg(bytes_.data(), bytes_.data(), bytes_.data() + got);
    return got == 0 ? traits_type::eof() : traits_type::to_int_type(bytes_.front());
  }

  Read read_;
  std::vector<char> bytes_ = std::vector<char>(std::size_t{64} << 10U);
  std::size_t size_ = 0;  ///< of the beginning
};

/// What was left out changes nothing: one line says how much it is.
void fold(std::vector<Diagnostic>& diagnostics, const std::string& file) {
  const auto is_left_out = [](const Diagnostic& each) { return each.code == codes::left_out.id; };
  const auto fields = std::ranges::count_if(
      diagnostics, [&](const Diagnostic& each) { return is_left_out(each) && each.severity == Severity::warning; });
  if (std::erase_if(diagnostics, is_left_out) == 0) return;
  const std::string what = fields == 0   ? "what is about the program and not its cluster"
                           : fields == 1 ? "a field that says nothing of bytes, time or cost"
                                         : fmt::format("{} fields that say nothing of bytes, time or cost", fields);
  diagnostics.push_back(
      api::remark_on(file, codes::left_out, Severity::note, fmt::format("left out: {}; -v shows it all", what)));
}

Imported cluster_of_manifest(const std::string& file, std::istream& in, const Options& options) {
  Imported imported = import_manifest(read_text("-", in), file, options.pick);
  if (!options.verbose) fold(imported.diagnostics, file);
  return imported;
}

Imported import_from(const std::string& operand, std::istream& in, const Options& options) {
  std::error_code error;
  if (std::filesystem::is_directory(operand, error)) return api::job_of_log(operand, nullptr, options.pick);
  std::optional<OpenFile> file;
  if (operand != "-") file.emplace(operand);
  Peeked bytes([&](char* to, std::size_t most) -> std::size_t {
    if (!file) return static_cast<std::size_t>(in.read(to, static_cast<std::streamsize>(most)).gcount());
    return file->read(to, most);
  });
  std::istream whole(&bytes);
  whole.exceptions(std::ios::badbit);  // what a read throws comes through
  if (!api::begins_a_log(bytes.begin())) return cluster_of_manifest(shown_name(operand), whole, options);
  if (file && !file->is_pipe()) return api::job_of_log(operand, nullptr, options.pick);
  return api::job_of_log("-", &whole, options.pick);
}

}  // namespace

Outcome run_import(const Options& options, std::istream& in, const Style&) {
  if (options.operands.size() != 1) throw UsageError("import: which manifest or event log? '-' is standard input");
  const std::string& operand = options.operands.front();
  Outcome outcome;
  Imported imported;
  if (guarded(shown_name(operand), outcome.diagnostics, [&] { imported = import_from(operand, in, options); }) != 0) {
    outcome.code = code_of(outcome.diagnostics);
    return outcome;
  }
  outcome.output = std::move(imported.text);
  outcome.diagnostics = std::move(imported.diagnostics);
  return outcome;
}

}  // namespace sizer

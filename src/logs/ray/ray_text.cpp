// The lines of `ds.stats()`, one after the other. Lines of a kind that is not known are passed over, for each version
// of Ray prints some more; numbers that are damaged are told.
#include "logs/ray/ray_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include "sizer/measured.h"
#include "text/utf8.h"

namespace sizer {
namespace logs {
namespace {

constexpr double mebi = 1024 * 1024;
constexpr std::string_view head_example = "Operator 1 ReadParquet: 8 tasks executed, 120 blocks produced in 5.04s";

/// A line, read from left to right.
class LineReader {
 public:
  LineReader(const SourceText& source, std::string_view line, int number)
      : source_(&source), line_(line), number_(number) {
    skip_blanks();
  }

  bool at_end() const { return at_ >= line_.size(); }
  std::string_view rest() const { return line_.substr(std::min(at_, line_.size())); }
  bool take(std::string_view word) {
    if (!rest().starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  std::string_view take_until(std::size_t end) {
    const std::string_view taken = rest().substr(0, end);
    at_ += taken.size();
    return taken;
  }
  void skip_blanks() {
    while (!at_end() && (line_[at_] == ' ' || line_[at_] == '\t')) ++at_;
  }
  /// A number of 0 or more.
  std::optional<double> number() {
    double value = 0;
    const auto [end, wrong] = std::from_chars(line_.data() + at_, line_.data() + line_.size(), value);
    if (wrong != std::errc{} || !std::isfinite(value) || value < 0) return std::nullopt;
    at_ = static_cast<std::size_t>(end - line_.data());
    return value;
  }
  /// The same with its unit, in seconds.
  std::optional<double> time() {
    const std::optional<double> value = number();
    if (!value) return std::nullopt;
    for (const auto& [unit, seconds] : {std::pair("ms", 1e-3), std::pair("us", 1e-6), std::pair("s", 1.0)})
      if (take(unit)) return *value * seconds;
    return std::nullopt;
  }
  Spot spot() const {
    const std::string_view before = line_.substr(0, at_);
    const auto characters = std::ranges::count_if(before, [](char c) { return (c & 0xC0) != 0x80; });
    return {source_, number_, static_cast<int>(characters) + 1};
  }
  Cell cell(std::string_view text) const {
    Cell found{std::string(text), spot()};
    found.spot.length = std::max(1, static_cast<int>(text.size()));
    return found;
  }

 private:
  const SourceText* source_;
  std::string_view line_;
  int number_;
  std::size_t at_ = 0;
};

/// A line of an operator, by what stands before its colon; later and earlier versions have other words for one.
struct SpreadLine {
  std::string_view label;
  std::optional<Spread> RayOperator::*field;
  bool is_time = false;
  double unit = 1;
};
constexpr std::array spread_lines = {
    SpreadLine{"Remote wall time", &RayOperator::wall, true},
    SpreadLine{"Remote cpu time", &RayOperator::cpu, true},
    SpreadLine{"UDF time", &RayOperator::user, true},
    SpreadLine{"Peak heap memory usage (MiB)", &RayOperator::heap, false, mebi},
    SpreadLine{"Output num rows per block", &RayOperator::rows},
    SpreadLine{"Output num rows", &RayOperator::rows},
    SpreadLine{"Output size bytes per block", &RayOperator::bytes},
    SpreadLine{"Output size bytes", &RayOperator::bytes},
};

/// "1.5ms min, 3ms max, 2ms mean, 12ms total"; of the heap without the total.
std::optional<Spread> read_spread(LineReader& line, const SpreadLine& kind) {
  Spread spread;
  const std::pair<std::string_view, double Spread::*> words[] = {
      {" min", &Spread::least}, {" max", &Spread::most}, {" mean", &Spread::mean}, {" total", &Spread::total}};
  const std::size_t told = kind.field == &RayOperator::heap ? 3 : 4;
  for (std::size_t i = 0; i < told; ++i) {
    const auto& [word, field] = words[i];
    if (i > 0 && !line.take(", ")) return std::nullopt;
    const auto value = kind.is_time ? line.time() : line.number();
    if (!value || !line.take(word)) return std::nullopt;
    spread.*field = *value * kind.unit;
  }
  return spread;
}

const SpreadLine* spread_line(std::string_view label) {
  const auto* const found = std::ranges::find(spread_lines, label, &SpreadLine::label);
  return found == spread_lines.end() ? nullptr : found;
}

class TextsReader {
 public:
  TextsReader(const SourceText& source, Problems& problems) : source_(source), problems_(problems) {}

  std::vector<RayText> read() {
    int number = 0;
    for (std::size_t at = 0; at < source_.text.size();) {
      const std::size_t end = std::min(source_.text.find('\n', at), source_.text.size());
      std::string_view line = std::string_view(source_.text).substr(at, end - at);
      if (line.ends_with('\r')) line.remove_suffix(1);
      read_line(LineReader(source_, line, ++number));
      at = end + 1;
    }
    std::erase_if(texts_, [](const RayText& text) { return text.operators.empty(); });
    return std::move(texts_);
  }

 private:
  /// A text, new if the last has come to its end. Figures that follow belong to none of its operators until one comes.
  RayText& text(const LineReader& line) {
    if (texts_.empty() || ended_) {
      texts_.emplace_back().spot = line.spot();
      in_operator_ = ended_ = false;
      last_number_ = 0;
    }
    return texts_.back();
  }

  void read_line(LineReader line) {
    if (line.take("#"))
      read_told(line);
    else if (line.rest().starts_with("Operator ") || line.rest().starts_with("Stage "))
      read_head(line, false);
    else if (line.rest().starts_with("Suboperator ") || line.rest().starts_with("Substage "))
      read_head(line, true);
    else if (line.take("* "))
      read_figure(line);
    else if (line.rest().starts_with("Dataset throughput:"))
      in_operator_ = false, throughput_ = true;
    else if (line.rest().starts_with("Cluster memory:") || line.rest().starts_with("Dataset ") ||
             line.rest().starts_with("Runtime Metrics:"))
      in_operator_ = false;
  }

  /// "# cluster: 4 x m5.4xlarge"
  void read_told(LineReader& line) {
    if (!texts_.empty() && !texts_.back().operators.empty()) ended_ = true;
    in_operator_ = throughput_ = false;
    line.skip_blanks();
    const std::size_t colon = line.rest().find(':');
    if (colon == std::string_view::npos) return;
    RayText& told = text(line);
    const Cell key = line.cell(line.rest().substr(0, colon));
    line.take_until(colon + 1);
    line.skip_blanks();
    std::string_view value = line.rest();
    while (value.ends_with(' ') || value.ends_with('\t')) value.remove_suffix(1);
    told.keys.push_back(key);
    told.values.push_back(line.cell(value));
  }

  void read_head(LineReader& line, bool part) {
    const Spot spot = line.spot();
    line.take_until(line.rest().find(' ') + 1);
    const std::optional<double> number = line.number();
    if (!number || !line.take(" ")) return;
    const std::size_t colon = line.rest().rfind(':');
    // Ray counts the operators of a text: where the count starts again, so does a text.
    if (throughput_ || (!part && *number <= last_number_)) ended_ = true;
    throughput_ = false;
    RayText& told = text(line);
    if (!part) last_number_ = *number;
    if (told.operators.empty() && told.keys.empty()) told.spot = spot;
    if (part && told.operators.empty()) return damaged(line, "a part stands here without its operator", head_example);
    in_operator_ = true;
    RayOperator& op = told.operators.emplace_back();
    op.spot = spot;
    op.part = part;
    if (colon == std::string_view::npos) return damaged(line, "what ran is not told", head_example);
    op.name = line.take_until(colon);
    line.take(":");
    line.skip_blanks();
    if (line.take("[execution cached]")) {
      op.told_before = true;
    } else if (!read_run(line, op)) {
      damaged(line, "what ran cannot be read", head_example);
    }
  }

  /// "8 tasks executed, 120 blocks produced in 5.04s", or less of it, or "120/120 blocks executed in 5.04s".
  static bool read_run(LineReader& line, RayOperator& op) {
    while (!line.at_end()) {
      const bool only_time = line.rest().starts_with("executed in ");
      const auto count = only_time ? std::nullopt : line.number();
      if (!only_time && !count) return false;
      if (line.take("/") && !line.number()) return false;
      if (line.take(" tasks executed"))
        op.tasks = count;
      else if (line.take(" blocks produced") || line.take(" blocks executed") || line.take(" blocks split from parent"))
        op.blocks = count;
      else if (!only_time)
        return false;
      if (line.take("executed in ") || line.take(" in ")) {
        op.seconds = line.time();
        if (!op.seconds) return false;
      }
      line.take(",");
      line.skip_blanks();
    }
    return true;
  }

  void read_figure(LineReader& line) {
    if (throughput_ && line.take("Ray Data throughput: ")) return read_throughput(line);
    const std::size_t colon = line.rest().find(": ");
    if (colon == std::string_view::npos) return;
    const SpreadLine* const kind = spread_line(line.rest().substr(0, colon));
    if (!in_operator_) {
      if (kind != nullptr) damaged(line, "this figure stands under no operator", head_example);
      return;
    }
    const std::string_view label = line.take_until(colon);
    line.take(": ");
    RayOperator& op = texts_.back().operators.back();
    if (kind != nullptr) {
      op.*kind->field = read_spread(line, *kind);
      if (!(op.*kind->field)) damaged(line, "a figure cannot be read", "1.5ms min, 3ms max, 2ms mean, 12ms total");
    } else if (label == "Total input num rows") {
      op.rows_in = line.number();
      if (!op.rows_in) damaged(line, "a figure cannot be read", "3200000 rows");
    } else if (label == "Tasks per node") {
      const std::size_t nodes = line.rest().find("; ");
      line.take_until(nodes);
      op.nodes = line.take("; ") ? line.number() : std::nullopt;
      if (!op.nodes || *op.nodes < 1) damaged(line, "a figure cannot be read", "8 min, 8 max, 8 mean; 1 nodes used");
    }
  }

  /// Of the text that ends with it.
  void read_throughput(LineReader& line) {
    if (texts_.empty() || texts_.back().operators.empty()) return;
    texts_.back().rows_per_second = line.number();
    if (!texts_.back().rows_per_second) damaged(line, "a figure cannot be read", "7067.3 rows/s");
  }

  void damaged(const LineReader& line, const char* what, std::string_view example) {
    problems_.add(codes::wrong_type, line.spot(), what, {}, fmt::format("expected as Ray prints it: {}", example));
  }

  const SourceText& source_;
  Problems& problems_;
  std::vector<RayText> texts_{};
  bool in_operator_ = false;  ///< of the last text; figures are those of its last operator
  bool throughput_ = false;   ///< that of the whole follows
  bool ended_ = false;        ///< the last text
  double last_number_ = 0;    ///< of its operators
};

}  // namespace

std::vector<RayText> read_ray_text(const SourceText& source, Problems& problems) {
  return TextsReader(source, problems).read();
}

}  // namespace logs

bool is_ray_stats(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view line = std::string_view(text).substr(at);
    for (const std::string_view word : {"Operator ", "Stage "})
      if (line.starts_with(word) && line.size() > word.size() && line[word.size()] >= '0' && line[word.size()] <= '9')
        return true;
    const std::size_t end = text.find('\n', at);
    at = end == std::string::npos ? text.size() : end + 1;
  }
  return false;
}

}  // namespace sizer

// Gathered lines to a cluster file, checked by the reader of such files.
#include "deploy/cluster_draft.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "deploy/cluster_lines.h"
#include "deploy/findings.h"
#include "deploy/importers.h"
#include "deploy/yaml_writer.h"
#include "sizer/input.h"
#include "text/quantity_text.h"
#include "text/spelling.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

constexpr int most_nodes = 1'000'000;

/// A scalar of a cluster file: as it is where that is safe.
std::string scalar(std::string_view text) {
  constexpr std::string_view safe = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ./$_+-";
  const bool plain = !text.empty() && text.find_first_not_of(safe) == std::string_view::npos && text.front() != ' ' &&
                     text.front() != '-' && text.back() != ' ';
  return plain ? std::string(text) : yaml_quoted(text);
}

/// Stands for what the user is to fill in while the rest is checked: large enough for all that may be asked of a node.
std::string_view plausible(std::string_view path) {
  return path == "memory" ? "8 TiB" : path == "vcpus" ? "512" : "2";
}

/// What changes the cluster comes before what was left out.
int importance(const Diagnostic& each) {
  return each.code != codes::left_out.id ? 0 : each.severity == Severity::warning ? 1 : 2;
}

}  // namespace

const ClusterDraft::Line* ClusterDraft::find(std::string_view path) const {
  const auto found = lines_.find(path);
  return found == lines_.end() ? nullptr : &found->second;
}

void ClusterDraft::put(std::string_view path, Line line) {
  lines_.insert_or_assign(std::string(path), std::move(line));
}

void ClusterDraft::set(std::string_view path, std::string text, const Spot& spot) {
  put(path, {std::move(text), spot, {}, false, false});
}
void ClusterDraft::derive(std::string_view path, std::string text, std::string why) {
  put(path, {std::move(text), {}, std::move(why), false, false});
}

void ClusterDraft::fill_in(std::string_view path, std::string why) {
  put(path, {"?", {}, "fill in: " + std::move(why), false, true});
}

void ClusterDraft::set_fact(std::string_view path, std::string text, const Spot& spot) {
  if (path == "job") return;  // the job's name: the cluster's own is its nodes
  const auto& known = cluster_paths();
  if (std::ranges::find(known, path) == known.end()) {
    warn(codes::left_out, fmt::format("{} is no key of a cluster file; left out", in_quotes(path)), spot,
         did_you_mean(path, known));
    return;
  }
  const Line* const there = find(path);
  if (there == nullptr || there->fact) put(path, {std::move(text), spot, {}, true, false});
}

std::string ClusterDraft::text(std::string_view path) const {
  const Line* const line = find(path);
  return line ? line->text : std::string();
}
Spot ClusterDraft::spot(std::string_view path) const {
  const Line* const line = find(path);
  return line ? line->spot : Spot{};
}

std::optional<int> ClusterDraft::count(std::string_view path) {
  const Line* const line = find(path);
  if (!line || line->open) return std::nullopt;
  int number = 0;
  const char* const end = line->text.data() + line->text.size();
  const auto [stopped, error] = std::from_chars(line->text.data(), end, number);
  if (error == std::errc() && stopped == end && number >= 1 && number <= most_nodes) return number;
  problems_.add(codes::out_of_bounds, line->spot,
                fmt::format("{} is no whole number from 1 to {}", in_quotes(line->text), most_nodes));
  return std::nullopt;
}

std::optional<double> ClusterDraft::bytes(std::string_view path) const {
  const Line* const line = find(path);
  if (!line) return std::nullopt;
  const auto read = read_quantity(line->text, measure::bytes_or_none.limits);
  const double* const value = std::get_if<double>(&read);
  return value ? std::optional<double>(*value) : std::nullopt;
}

void ClusterDraft::erase(std::string_view path) {
  if (const auto found = lines_.find(path); found != lines_.end()) lines_.erase(found);
}

bool ClusterDraft::refuse_placeholder(std::string_view value, const Spot& spot) {
  if (!is_placeholder(value)) return false;
  problems_.add(codes::not_rendered, spot, fmt::format("{} stands for a value that was not put in", in_quotes(value)),
                {}, "render the template first, and import what that gives");
  return true;
}

void ClusterDraft::warn(const Code& code, std::string message, const Spot& spot, std::string note) {
  Diagnostic made;
  made.code = code.id;
  made.severity = Severity::warning;
  made.message = std::move(message);
  made.place = spot.source ? place_of(spot) : Place{.file = source_->file};
  made.note = std::move(note);
  diagnostics_.push_back(std::move(made));
}

void ClusterDraft::remark(const Code& code, std::string message) {
  warn(code, std::move(message));
  diagnostics_.back().severity = Severity::note;
}

/// `spots`: of each line of the text, counted from 0.
std::string ClusterDraft::yaml(std::vector<Spot>& spots, const std::string& kind, bool filled) const {
  std::string out = fmt::format("# The cluster of {} ({}): for `cluster:` of a job.\n", printable(source_->file), kind);
  spots.push_back({source_});
  std::string_view open;
  for (const std::string_view path : cluster_paths()) {
    const Line* const line = find(path);
    if (!line) continue;
    const std::size_t dot = path.find('.');
    const std::string_view group = dot == std::string_view::npos ? std::string_view() : path.substr(0, dot);
    if (group != open && !group.empty()) {
      out += fmt::format("{}:\n", group);
      spots.push_back({source_});
    }
    open = group;
    const std::string_view key = group.empty() ? path : path.substr(dot + 1);
    const std::string from = line->why.empty() ? where_text(place_of(line->spot)) : line->why;
    out += fmt::format("{}{}: {}  # {}\n", group.empty() ? "" : "  ", key,
                       scalar(line->open && filled ? std::string(plausible(path)) : line->text), printable(from));
    spots.push_back(line->spot.source ? line->spot : Spot{source_});
  }
  return out;
}

bool ClusterDraft::must_name_driver() const {
  return text("nodes") == "1" || machine_of(*this).gpus > 0;
}

Imported ClusterDraft::finish(std::string kind) {
  problems_.raise();
  std::vector<Spot> spots;
  std::string text = yaml(spots, kind, false);
  std::vector<Spot> same;
  try {
    read_cluster(yaml(same, kind, true), source_->file);
  } catch (const InputError& error) {
    for (const Diagnostic& each : error.diagnostics) {
      const auto line = static_cast<std::size_t>(std::max(1, each.place.line)) - 1;
      const Code code{each.code.c_str(), ""};
      problems_.add(code, line < spots.size() ? spots[line] : Spot{source_}, each.message, each.suggestion, each.note);
    }
    problems_.raise();
  }
  std::ranges::stable_sort(diagnostics_, {}, importance);
  return {std::move(kind), std::move(text), std::move(diagnostics_)};
}

}  // namespace sizer::deploy

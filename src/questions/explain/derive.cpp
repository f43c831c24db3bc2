// Where a number comes from: a tree whose leaves are lines of the user's file, catalogue entries, constants and
// defaults. Which numbers there are, by their paths.
#include "questions/explain/derive.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace sizer {
namespace explain {

Subject::Subject(const Job& explained, const Constants& constants)
    : job(explained),
      asked(explained, constants, Case::typical),
      have(capacity(explained.cluster, *explained.engine, asked.k())) {
  for (StageRow& row : make_summary(job, constants, estimate(job, job.cluster, constants)).stages)
    stage_names.push_back(std::move(row.name));
}

}  // namespace explain

namespace {

/// "stages[2]" of a path: the index, and what follows it; false when the path does not begin so.
bool take_stage(std::string& path, std::size_t& index) {
  constexpr std::string_view head = "stages[";
  if (!path.starts_with(head)) return false;
  char* end = nullptr;
  index = std::strtoul(path.c_str() + head.size(), &end, 10);
  if (end == path.c_str() + head.size() || *end != ']' || end[1] != '.') return false;
  path = end + 2;
  return true;
}

/// Of "bytes.shuffle_write"; null: no kind is called so.
const explain::ByteKind* byte_kind(std::string_view path) {
  constexpr std::string_view head = "bytes.";
  if (!path.starts_with(head)) return nullptr;
  const std::vector<explain::ByteKind>& kinds = explain::byte_kinds();
  const auto found = std::ranges::find(kinds, path.substr(head.size()), &explain::ByteKind::name);
  return found == kinds.end() ? nullptr : &*found;
}

std::optional<Derivation> number_of_job(const explain::Subject& subject, const std::string& path, int depth) {
  if (path == "wall_clock_seconds") return explain::wall_clock(subject, depth);
  if (path == "cost_usd" || path == "cost_usd.total") return explain::cost(subject, depth);
  if (const explain::ByteKind* kind = byte_kind(path)) return explain::bytes(subject, *kind, depth);
  return std::nullopt;
}

std::optional<Derivation> number_of_stage(const explain::Subject& subject, std::size_t i, const std::string& path,
                                          int depth) {
  if (i >= subject.base().plan.stages.size()) return std::nullopt;
  if (path == "seconds") return explain::stage_seconds(subject, i, depth);
  for (std::size_t r = 0; r < resource_count; ++r)
    if (path == std::string("busy.") + name_of(static_cast<Resource>(r)))
      return explain::busy(subject, i, static_cast<Resource>(r), depth);
  if (const explain::ByteKind* kind = byte_kind(path)) return explain::stage_bytes(subject, i, *kind, depth);
  return std::nullopt;
}

}  // namespace

std::optional<Derivation> derive(const Job& job, const Constants& constants, const std::string& path, int depth) {
  std::string rest = path.starts_with("jobs[0].") ? path.substr(8) : path;
  if (constexpr std::string_view suffix = ".typical"; rest.ends_with(suffix)) rest.resize(rest.size() - suffix.size());
  const explain::Subject subject(job, constants);
  std::size_t stage = 0;
  return take_stage(rest, stage) ? number_of_stage(subject, stage, rest, depth) : number_of_job(subject, rest, depth);
}

std::vector<std::string> derivable(const Job& job, const Constants& constants) {
  std::vector<std::string> paths = {"wall_clock_seconds", "cost_usd"};
  for (const explain::ByteKind& kind : explain::byte_kinds()) paths.push_back(std::string("bytes.") + kind.name);
  const std::size_t stages = estimate(job, job.cluster, constants.at(Case::typical), Case::typical).plan.stages.size();
  for (std::size_t i = 0; i < stages; ++i)
    for (const char* figure : {"seconds", "busy.cpu", "bytes.processed"})
      paths.push_back(fmt::format("stages[{}].{}", i, figure));
  return paths;
}

}  // namespace sizer

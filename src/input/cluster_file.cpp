// A cluster in a file of its own.
#include "input/cluster_file.h"

#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "files/project.h"
#include "input/cluster.h"
#include "sizer/input.h"
#include "text/utf8.h"

namespace sizer {
namespace {

Cluster read_cluster_text(const SourceText& source, const Catalogue& catalogue, Problems& problems) {
  const Value root = parse_value(source, problems);
  return read_cluster_mapping(Mapping(root, {&source, 1, 1}, {}, problems), {}, catalogue, problems);
}

/// By its name, or by a link on the way to it. Of what lies outside not even that it is there is told.
bool leaves_project(const std::string& named_in, const std::string& file) {
  namespace fs = std::filesystem;
  const std::string project = project_of(named_in);
  std::error_code error;  // such as a name that is too long, which reading tells
  const fs::path inside = fs::absolute(file, error).lexically_normal().lexically_relative(project);
  if (inside.empty() || *inside.begin() == "..") return true;
  return fs::exists(file, error) && !lies_in(project, file);
}

}  // namespace

bool names_cluster_file(std::string_view cluster) {
  if (cluster.starts_with('{')) return false;
  return cluster.find('/') != std::string_view::npos || cluster.ends_with(".yaml") || cluster.ends_with(".yml") ||
         cluster.ends_with(".json");
}

std::string cluster_file_of(const Job& job, const ReadOptions& how) {
  const auto own = job.written.find("cluster");
  const bool is_own = how.cluster.empty() && own != job.written.end();
  const bool is_given = how.cluster.empty() && job.places.contains("cluster");
  const std::string& name = is_own ? own->second : !how.cluster.empty() ? how.cluster : how.default_cluster;
  if ((is_given && !is_own) || !names_cluster_file(name)) return {};
  return is_own ? beside_file(job.file, name) : name;
}

std::string on_one_line(const Value& value) {
  if (value.kind == ValueKind::null) return "null";
  const auto quoted = [](const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
      if (c == '"' || c == '\\') out += '\\';
      out += c == '\n' || c == '\t' ? ' ' : c;
    }
    return out + "\"";
  };
  if (value.kind == ValueKind::scalar) return quoted(value.text);
  std::string out;
  for (const Value& item : value.items) out += (out.empty() ? "" : ", ") + on_one_line(item);
  for (const Entry& entry : value.entries)
    out += (out.empty() ? "" : ", ") + quoted(entry.key) + ": " + on_one_line(entry.value);
  return value.kind == ValueKind::list ? "[" + out + "]" : "{" + out + "}";
}

std::string beside_file(const std::string& file, const std::string& path) {
  return (std::filesystem::path(file).parent_path() / path).string();
}

std::string cluster_on_one_line(const std::string& text, const std::string& file) {
  const SourceText source{file, text};
  Problems problems;
  const Value root = parse_value(source, problems);
  problems.raise();
  return on_one_line(root);
}

std::optional<Cluster> cluster_of_file(const std::string& path, const std::string& named_in, const Spot& at,
                                       const Catalogue& catalogue, Problems& problems) {
  const std::string file = named_in.empty() ? path : beside_file(named_in, path);
  if (!named_in.empty() && leaves_project(named_in, file)) {
    problems.add(codes::unreadable, at, fmt::format("the cluster {} is no file of this project", in_quotes(path)), {},
                 "a file names those of its own project alone; give others by --cluster");
    return std::nullopt;
  }
  try {
    const SourceText source{file, read_file(file)};
    Problems own;
    Cluster cluster = read_cluster_text(source, catalogue, own);
    own.raise();
    return cluster;
  } catch (const InputError& error) {
    problems.add(error);
  } catch (const Unreadable& error) {
    problems.add(codes::unreadable, at, error.what(), {},
                 named_in.empty() ? "" : "a cluster file is looked for beside the file that names it");
  }
  return std::nullopt;
}

std::optional<Cluster> cluster_written_out(const std::string& text, const std::string& from, const Catalogue& catalogue,
                                           Problems& problems) {
  try {
    Problems own;
    const SourceText source{from, text};
    Cluster cluster = read_cluster_text(source, catalogue, own);
    own.raise();
    return cluster;
  } catch (const InputError& error) {
    problems.add(error);
    return std::nullopt;
  }
}

}  // namespace sizer

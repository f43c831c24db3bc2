/// \file
/// Paths to the values of a job file, as `--set` takes them: inputs.clicks.size, steps[0].join, steps."join 1".matches.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sizer {

/// "join 1", with a backslash before quotes and backslashes: for YAML, JSON and paths.
std::string in_double_quotes(std::string_view text);

/// A name as part of a path: in double quotes where it is no plain word.
std::string path_part(std::string_view name);

/// One part of a path: a key, or an index in brackets.
struct PathPart {
  std::string key;
  std::optional<std::size_t> index{};
};

/// "steps[0].join" as steps, [0], join; empty when it is no path. A key may stand in quotes, single ones or double.
std::vector<PathPart> path_parts(std::string_view path);

/// Where the path of "path=value" ends: at the first equals sign outside of quotes; npos: there is none.
std::size_t end_of_path(std::string_view assignment);

/// One word for a POSIX shell, whatever it holds.
std::string shell_quoted(std::string_view text);

/// `--set 'steps."join 1".strategy=broadcast'`: for a shell.
std::string set_flag(std::string_view path, std::string_view value);

}  // namespace sizer

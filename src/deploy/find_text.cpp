// Import: properties and command lines in a text that is no tree: scripts, files of properties, pages with blocks.
#include <algorithm>

#include "deploy/aws_command.h"
#include "deploy/findings.h"
#include "deploy/gcloud_command.h"
#include "deploy/importers.h"
#include "deploy/submit.h"
#include "deploy/submit_fields.h"
#include "deploy/terraform.h"
#include "text/problems.h"

namespace sizer::deploy {
namespace {

constexpr std::size_t most_parts = 40;  // blocks of a page, lines that name spark-submit

std::string_view trimmed(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
  return line;
}

/// The first line that says something.
std::string_view first_line(std::string_view text) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    if (!line.empty() && line.front() != '#' && line.front() != '!') return line;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return {};
}

/// Words of `aws emr create-cluster`, `aws glue create-job`, `gcloud dataproc jobs submit` and their like.
bool names_cloud_command(std::string_view text) {
  const auto has = [&](std::string_view word) { return text.find(word) != std::string_view::npos; };
  return (has("emr") && has("create-cluster")) || (has("glue") && (has("create-job") || has("start-job-run"))) ||
         (has("gcloud") && has("dataproc"));
}

bool names_submit(std::string_view text) {
  for (const std::string_view name :
       {"spark-submit", "spark3-submit", "spark2-submit", "pyspark", "spark-shell", "spark-sql"})
    if (text.find(name) != std::string_view::npos) return true;
  return false;
}

/// A line imports something, and something is called.
bool is_python(std::string_view text) {
  if (text.find('(') == std::string_view::npos) return false;
  for (const std::string_view start : {"import ", "from "})
    if (text.starts_with(start) || text.find("\n" + std::string(start)) != std::string_view::npos) return true;
  return false;
}

/// The text alone, on the lines on which it stands.
SourceText part_of(const SourceText& source, std::size_t from, std::size_t to) {
  const auto lines = std::count(source.text.begin(), source.text.begin() + static_cast<std::ptrdiff_t>(from), '\n');
  return {source.file, std::string(static_cast<std::size_t>(lines), '\n') + source.text.substr(from, to - from)};
}

/// The blocks of a page in Markdown, between lines of "```" or "~~~".
std::vector<std::pair<std::size_t, std::size_t>> blocks_of(const std::string& text) {
  std::vector<std::pair<std::size_t, std::size_t>> blocks;
  std::size_t open = std::string::npos;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string_view line = trimmed(std::string_view(text).substr(at, end - at));
    if (line.starts_with("```") || line.starts_with("~~~")) {
      if (open != std::string::npos) blocks.emplace_back(open, at);
      open = open == std::string::npos ? end : std::string::npos;
    }
    at = end;
  }
  return blocks;
}

void add_submit(const std::vector<ShellWord>& words, const SourceText& source, Findings& findings) {
  findings.found.push_back({"spark-submit lines", choice_of_submit(words),
                            [&source, words](Picks&) { return import_submit_words(words, source); }});
}

/// A word that is a command line itself: `bash -c "spark-submit ..."`, `OUT=$(spark-submit ...)`.
void find_within(const ShellWord& word, const SourceText& source, Findings& findings) {
  std::size_t from = 0;
  for (const std::string_view start : {"$(", "`", "("})
    if (const std::size_t at = word.text.find(start); at != std::string::npos && from == 0) from = at + start.size();
  std::string inner = word.text.substr(from);  // whose places are that of the word
  if (from > 0 && !inner.empty()) inner.pop_back();
  const SourceText alone{source.file, inner};
  for (std::vector<ShellWord>& command : shell_commands(alone)) {
    for (ShellWord& each : command) each.spot = word.spot;
    if (const auto words = submit_words(command)) add_submit(*words, source, findings);
  }
}

void find_in_commands(const std::vector<std::vector<ShellWord>>& commands, const SourceText& source,
                      Findings& findings) {
  const std::size_t before = findings.found.size();
  for (const std::vector<ShellWord>& command : commands)
    if (const auto words = submit_words(command)) add_submit(*words, source, findings);
  if (findings.found.size() > before) return;
  for (const std::vector<ShellWord>& command : commands)
    for (const ShellWord& word : command)
      if (word.text.find(' ') != std::string::npos && names_submit(word.text)) find_within(word, source, findings);
}

/// Lines that name spark-submit, each with those that it goes on in.
void find_line_by_line(const SourceText& source, Findings& findings) {
  const std::string& text = source.text;
  std::size_t parts = 0;
  for (std::size_t at = 0; at < text.size() && parts < most_parts;) {
    std::size_t end = std::min(text.find('\n', at), text.size());
    if (!names_submit(std::string_view(text).substr(at, end - at))) {
      at = end + 1;
      continue;
    }
    while (end < text.size() && end > at && text[end - 1 - (end > at + 1 && text[end - 1] == '\r' ? 1U : 0U)] == '\\')
      end = std::min(text.find('\n', end + 1), text.size());
    ++parts;
    const SourceText& part = findings.texts.emplace_back(part_of(source, at, end));
    try {
      find_in_commands(shell_commands(part), part, findings);
    } catch (const InputError&) {  // prose about it
    }
    at = end + 1;
  }
}

/// CMD ["spark-submit", ...] of a Dockerfile.
void find_in_instructions(const SourceText& source, Findings& findings) {
  int number = 0;
  std::size_t parts = 0;
  for (std::size_t at = 0; at < source.text.size() && parts < most_parts;) {
    const std::size_t end = std::min(source.text.find('\n', at), source.text.size());
    const std::string_view line = trimmed(std::string_view(source.text).substr(at, end - at));
    ++number;
    at = end + 1;
    const std::size_t bracket = line.find('[');
    const bool instruction = line.starts_with("CMD") || line.starts_with("ENTRYPOINT");
    if (!instruction || bracket == std::string_view::npos || !names_submit(line)) continue;
    ++parts;
    try {
      Problems none;
      const SourceText alone{source.file, std::string(line.substr(bracket))};
      const Value list = parse_value(alone, none);
      std::vector<Value> words = list.items;
      std::vector<const Value*> pointers;
      pointers.reserve(words.size());
      for (Value& word : words) {
        word.spot = {&source, number, 1};
        pointers.push_back(&word);
      }
      find_submit_among(pointers, source, findings);
    } catch (const InputError&) {  // a list that is cut
    }
  }
}

void find_in_blocks(const SourceText& source, Findings& findings) {
  std::size_t parts = 0;
  for (const auto& [from, to] : blocks_of(source.text)) {
    const std::string_view block = std::string_view(source.text).substr(from, to - from);
    const bool of_interest = names_submit(block) || block.find("kind") != std::string_view::npos ||
                             block.find("spark.") != std::string_view::npos || names_cloud_command(block);
    if (!of_interest || ++parts > most_parts) continue;
    const SourceText& part = findings.texts.emplace_back(part_of(source, from, to));
    const std::size_t before = findings.found.size();
    find_in_trees(part, findings);
    if (findings.found.size() == before) find_in_text(part, findings);
  }
}

/// A command of a cloud, as what its own files hold.
struct CloudCommand {
  std::string_view things;
  std::optional<Value> (*request_of)(const std::vector<ShellWord>& command);
  Imported (*read)(const Value&, const SourceText&, Picks&);
};
constexpr CloudCommand cloud_commands[] = {{"EMR clusters", emr_request, import_emr},
                                           {"Glue jobs", glue_request, import_glue},
                                           {"Dataproc commands", dataproc_request, import_dataproc}};

}  // namespace

void find_submit_lines(const SourceText& source, Findings& findings) {
  if (!names_submit(source.text)) return;
  try {
    find_in_commands(shell_commands(source), source, findings);
  } catch (const InputError&) {
    find_line_by_line(source, findings);
  }
}

void find_submit_in(const Value& text, const SourceText& source, Findings& findings) {
  if (text.kind != ValueKind::scalar || text.text.find(' ') == std::string::npos || !names_submit(text.text)) return;
  try {
    const SourceText alone{source.file, text.text};
    std::vector<std::vector<ShellWord>> commands = shell_commands(alone);
    for (std::vector<ShellWord>& command : commands)
      for (ShellWord& word : command) word.spot = text.spot;
    find_in_commands(commands, source, findings);
  } catch (const InputError&) {  // prose about it
  }
}

void find_submit_among(const std::vector<const Value*>& words, const SourceText& source, Findings& findings) {
  std::vector<ShellWord> command;
  command.reserve(words.size());
  for (const Value* const word : words) command.push_back({word->text, word->spot, is_placeholder(word->text)});
  if (const auto found = submit_words(command)) add_submit(*found, source, findings);
}

void find_cloud_commands(const SourceText& source, Findings& findings) {
  if (!names_cloud_command(source.text)) return;
  std::vector<std::vector<ShellWord>> commands;
  try {
    commands = shell_commands(source);
  } catch (const InputError&) {  // prose about it
    return;
  }
  for (const std::vector<ShellWord>& command : commands)
    for (const CloudCommand& each : cloud_commands)
      if (std::optional<Value> request = each.request_of(command)) {
        const Value& made = findings.trees.emplace_back(std::move(*request));
        const Value* const name = made.find("Name");
        findings.found.push_back(
            {each.things,
             {name ? name->text : std::string(), {}, made.spot},
             [&source, &made, read = each.read](Picks& picks) { return read(made, source, picks); }});
      }
}

void find_in_terraform(const SourceText& source, Findings& findings) {
  for (auto& [name, resource] : terraform_resources(source, "aws_glue_job")) {
    const Value& made = findings.trees.emplace_back(with_keys_of_aws(std::move(resource)));
    findings.found.push_back({"Glue jobs", {name, {}, made.spot}, [&source, &made](Picks& picks) {
                                return import_glue(made, source, picks);
                              }});
  }
}

void find_in_text(const SourceText& source, Findings& findings) {
  if (first_line(source.text).starts_with("spark.")) {
    findings.found.push_back({"files of properties", {{}, {}, {&source, 1, 1}}, [&source](Picks&) {
                                return import_spark_defaults(source);
                              }});
    return;
  }
  const std::size_t before = findings.found.size();
  find_in_blocks(source, findings);
  if (findings.found.size() == before) find_cloud_commands(source, findings);
  if (findings.found.size() == before) find_in_terraform(source, findings);
  if (findings.found.size() == before && is_python(source.text)) find_in_python(source, findings);
  if (findings.found.size() == before) find_in_instructions(source, findings);
  if (findings.found.size() == before) find_submit_lines(source, findings);
}

}  // namespace sizer::deploy

// Findings as SARIF 2.1.0, for code scanning: rules with stable ids, paths relative to the repository, and fingerprints
// that stay when lines move.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "render/findings.h"
#include "result/json_value.h"
#include "sizer/render.h"
#include "text/codes.h"

namespace sizer {
namespace {

/// A path as a reference: relative, with what is no letter of an address in percent. Of Windows too.
std::string uri_of(std::string_view path) {
  while (path.starts_with("./")) path.remove_prefix(2);
  std::string out = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain)
      out += c;
    else if (c == '\\')
      out += '/';
    else
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

/// Standard input is nowhere that a reader could look.
bool is_file(const std::string& file) {
  return !file.empty() && file.front() != '<';
}

Json location_of(const Place& place) {
  Json artifact = {{"uri", uri_of(place.file)}};
  if (!place.file.starts_with('/')) artifact["uriBaseId"] = "%SRCROOT%";
  Json physical = {{"artifactLocation", std::move(artifact)}};
  if (place.line > 0) {
    Json region = {{"startLine", place.line}};
    if (place.column > 0) {
      region["startColumn"] = place.column;
      region["endColumn"] = place.column + place.length;
    }
    physical["region"] = std::move(region);
  }
  return {{"physicalLocation", std::move(physical)}};
}

const char* title_of(const std::string& code) {
  const auto known = std::ranges::find(codes::all, code, [](const Code& each) { return std::string(each.id); });
  return known == std::end(codes::all) ? nullptr : known->title;
}

Json rules_of(const std::vector<std::string>& ids) {
  Json rules = Json::array();
  for (const std::string& id : ids) {
    Json rule = {{"id", id}};
    if (const char* title = title_of(id)) rule["shortDescription"] = {{"text", title}};
    rule["helpUri"] = page_of(id);
    std::string help = "See " + page_of(id);
    if (id.starts_with("SZ")) help += ", or run: sizer help " + id;
    rule["help"] = {{"text", std::move(help)}};
    rules.push_back(std::move(rule));
  }
  return rules;
}

/// FNV-1a, 64 bits: short, and the same everywhere.
std::string hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return fmt::format("{:016x}", hash);
}

/// Neither lines nor figures are part of it, which move with every edit; `nth` tells equals apart.
std::string fingerprint_of(const Finding& finding, int nth) {
  return hash_of(fmt::format("{}\n{}\n{}\n{}", finding.code, finding.place.file, finding.job, nth));
}

Json result_of(const Finding& finding, const std::vector<std::string>& ids, int nth) {
  const auto index = std::ranges::find(ids, finding.code) - ids.begin();
  std::string text = finding.job.empty() ? finding.message : finding.job + ": " + finding.message;
  if (!finding.remedy.empty()) text += "\n" + finding.remedy;
  Json result = {{"ruleId", finding.code},
                 {"ruleIndex", index},
                 {"level", name_of(finding.severity)},
                 {"message", {{"text", std::move(text)}}}};
  if (is_file(finding.place.file)) result["locations"] = Json::array({location_of(finding.place)});
  result["partialFingerprints"] = {{"sizerFinding/v1", fingerprint_of(finding, nth)}};
  return result;
}

}  // namespace

std::string render_sarif(const Result& result, const Style&) {
  const std::vector<Finding> findings = findings_of(result);
  std::set<std::string> codes;
  for (const Finding& finding : findings) codes.insert(finding.code);
  const std::vector<std::string> ids(codes.begin(), codes.end());

  Json results = Json::array();
  std::map<std::string, int> seen;
  for (const Finding& finding : findings)
    results.push_back(result_of(finding, ids, seen[fingerprint_of(finding, 0)]++));

  Json driver = {{"name", "sizer"},
                 {"version", result.sizer_version.empty() ? SIZER_VERSION : result.sizer_version},
                 {"rules", rules_of(ids)}};
  Json run = {
      {"tool", {{"driver", std::move(driver)}}}, {"columnKind", "unicodeCodePoints"}, {"results", std::move(results)}};
  if (!result.catalogue_as_of.empty())
    run["properties"] = {{"catalogue", {{"as_of", result.catalogue_as_of}, {"sha256", result.catalogue_sha256}}}};
  return to_text({{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                  {"version", "2.1.0"},
                  {"runs", Json::array({std::move(run)})}});
}

}  // namespace sizer

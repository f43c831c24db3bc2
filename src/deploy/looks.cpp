// Import: what a text is that cannot be imported, or not yet.
#include <algorithm>
#include <array>
#include <initializer_list>

#include <fmt/format.h>

#include "deploy/findings.h"
#include "text/utf8.h"

namespace sizer::deploy {
namespace {

constexpr std::size_t looked_at = 65536;  // bytes; what a file is shows early

/// Each stands at the start of a line (after blanks, a quote and "- ") of a text that looks so.
struct Look {
  std::array<std::string_view, 2> starts;
  std::string_view name;
};
constexpr Look looks[] = {{{"AWSTemplateFormatVersion", ""}, "a CloudFormation template"},
                          {{"Type: AWS::", ""}, "a CloudFormation template"},
                          {{"Type\": \"AWS::", ""}, "a CloudFormation template"},
                          {{"resource \"", ""}, "Terraform"},
                          {{"terraform {", ""}, "Terraform"},
                          {{"provider \"", ""}, "Terraform"},
                          {{"variable \"", ""}, "Terraform"},
                          {{"contentVersion\"", "resources\""}, "a template of Azure Resource Manager"},
                          {{"services:", "image:"}, "a docker-compose file"},
                          {{"services:", "build:"}, "a docker-compose file"},
                          {{"devDependencies\"", ""}, "a package.json"},
                          {{"dependencies\"", "name\""}, "a package.json"},
                          {{"scripts\"", "name\""}, "a package.json"},
                          {{"FROM ", "RUN "}, "a Dockerfile"},
                          {{"FROM ", "CMD "}, "a Dockerfile"},
                          {{"FROM ", "COPY "}, "a Dockerfile"},
                          {{"jobs:", "runs-on:"}, "a workflow of GitHub"},
                          {{"stages:", "script:"}, "a pipeline of GitLab"},
                          {{"hosts:", "tasks:"}, "an Ansible playbook"},
                          {{"steps:", "engine:"}, "a job file: `sizer estimate` takes it as it is"},
                          {{"nodes:", "machine:"}, "a cluster file already: `--cluster FILE` takes it as it is"},
                          {{"nodes:", "vcpus:"}, "a cluster file already: `--cluster FILE` takes it as it is"},
                          {{"budgets:", ""}, "a sizer.yaml"},
                          {{"openapi:", ""}, "an OpenAPI description"},
                          {{"<?xml", ""}, "XML"},
                          {{"<project", ""}, "XML"},
                          {{"<configuration", ""}, "XML"},
                          {{"<!DOCTYPE", ""}, "HTML"},
                          {{"<html", ""}, "HTML"},
                          {{"[tool.", ""}, "TOML"},
                          {{"[project]", ""}, "TOML"},
                          {{"#!/bin/", ""}, "a shell script without spark-submit"},
                          {{"#!/usr/bin/env bash", ""}, "a shell script without spark-submit"},
                          {{"#!/usr/bin/env sh", ""}, "a shell script without spark-submit"},
                          {{"import ", "def "}, "a Python program"},
                          {{"from ", "import "}, "a Python program"},
                          {{"import ", "object "}, "a Scala program"},
                          {{"package ", "import "}, "a program"},
                          {{"SELECT ", ""}, "SQL"},
                          {{"CREATE TABLE", ""}, "SQL"}};

std::string_view next_line(std::string_view& rest) {
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

std::string_view without_margin(std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(" \t\"-"), line.size()));
  return line;
}

/// True where a line, or what follows a bracket or comma of JSON on one line, starts with it.
bool starts_a_line(std::string_view text, std::string_view what) {
  for (std::size_t at = text.find(what); at != std::string_view::npos; at = text.find(what, at + 1)) {
    const std::size_t before = text.find_last_not_of(" \t\"-", at == 0 ? 0 : at - 1);
    if (at == 0 || before == std::string_view::npos ||
        std::string_view("\n{[,").find(text[before]) != std::string_view::npos)
      return true;
  }
  return false;
}

/// "a Deployment of Kubernetes".
std::string kubernetes_kind(std::string_view text) {
  std::string_view kind;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = without_margin(next_line(rest));
    if (kind.empty() && line.starts_with("kind:")) kind = line.substr(5);
  }
  const std::size_t first = std::min(kind.find_first_not_of(" \t\"'"), kind.size());
  kind.remove_prefix(first);
  kind = kind.substr(0, kind.find_first_of(" \t\r\"'#"));
  return kind.empty() ? std::string("an object of Kubernetes") : fmt::format("a {} of Kubernetes", printable(kind));
}

/// The place of a mark in a line, outside of quotes; its end: there is none.
std::size_t unquoted_mark(std::string_view line) {
  char quote = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (quote != 0 && c == quote)
      quote = 0;
    else if (quote == 0 && (c == '"' || c == '\''))
      quote = c;
    else if (quote == 0 && c == '#' && (i == 0 || line[i - 1] == ' '))
      return line.size();
    else if (quote == 0 && i + 1 < line.size() &&
             ((c == '{' && (line[i + 1] == '{' || line[i + 1] == '%')) || (c == '<' && line[i + 1] == '%')))
      return i;
  }
  return line.size();
}

}  // namespace

std::string looks_like(const SourceText& source) {
  const std::string_view text = std::string_view(source.text).substr(0, looked_at);
  if (starts_a_line(text, "apiVersion") && starts_a_line(text, "kind")) return kubernetes_kind(text);
  for (const Look& look : looks)
    if (std::ranges::all_of(look.starts,
                            [&](std::string_view start) { return start.empty() || starts_a_line(text, start); }))
      return std::string(look.name);
  return {};
}

Spot template_mark(const SourceText& source) {
  int number = 0;
  for (std::string_view rest = source.text; !rest.empty();) {
    ++number;
    const std::string_view line = next_line(rest);
    const std::size_t at = unquoted_mark(line);
    if (at < line.size()) return {&source, number, count_characters(line.substr(0, at)) + 1, 2};
  }
  return {&source, 0, 0};
}

bool is_placeholder(std::string_view text) {
  for (const std::string_view mark : {"{{", "{%", "<%", "${", "$("})
    if (text.find(mark) != std::string_view::npos) return true;
  const std::size_t dollar = text.find('$');
  if (dollar != std::string_view::npos && dollar + 1 < text.size()) {
    const char c = static_cast<char>(text[dollar + 1] | 0x20);
    if (text[dollar + 1] == '_' || (c >= 'a' && c <= 'z')) return true;
  }
  return text.size() > 2 && text.front() == '<' && text.back() == '>';
}

}  // namespace sizer::deploy

/// \file
/// A cluster as it is gathered from a manifest: lines of a cluster file, each with the place that gave it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sizer/deploy.h"
#include "text/problems.h"

namespace sizer::deploy {

class ClusterDraft {
 public:
  explicit ClusterDraft(const SourceText& source) : source_(&source) {}

  /// What a field of the platform's own says.
  void set(std::string_view path, std::string text, const Spot& spot);
  /// What follows from other fields; `why` is written beside it.
  void derive(std::string_view path, std::string text, std::string why);
  /// Marks a line that the user must fill in: the cluster file is none before that. `why` is written beside it.
  void fill_in(std::string_view path, std::string why);
  /// What sizer itself wrote into an annotation, a tag or a property: holds where no field says the same. A path that
  /// no cluster file has is told of and left out.
  void set_fact(std::string_view path, std::string text, const Spot& spot);

  bool has(std::string_view path) const { return find(path) != nullptr; }
  /// A driver or head of the workers' type goes without saying, but for one worker, or one with GPUs.
  bool must_name_driver() const;
  std::string text(std::string_view path) const;
  Spot spot(std::string_view path) const;
  /// A whole number from 1; what is none is told of.
  std::optional<int> count(std::string_view path);
  /// A size or number in the file's writing; empty: none, or not one (which the end tells).
  std::optional<double> bytes(std::string_view path) const;
  void erase(std::string_view path);

  /// True where the value was not put into a template, which is an error then.
  bool refuse_placeholder(std::string_view value, const Spot& spot);

  Problems& problems() { return problems_; }
  /// A warning about what was taken for granted, or left out.
  void warn(const Code& code, std::string message, const Spot& spot = {}, std::string note = {});
  void remark(const Code& code, std::string message);

  /// The cluster file, as its own reader takes it. Throws InputError with places in the manifest.
  Imported finish(std::string kind);

 private:
  struct Line {
    std::string text;
    Spot spot;
    std::string why;
    bool fact = false;
    bool open = false;  ///< to be filled in
  };
  const Line* find(std::string_view path) const;
  void put(std::string_view path, Line line);
  /// `filled`: with something plausible where the user is to fill in.
  std::string yaml(std::vector<Spot>& spots, const std::string& kind, bool filled) const;

  const SourceText* source_;
  std::map<std::string, Line, std::less<>> lines_;
  Problems problems_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace sizer::deploy

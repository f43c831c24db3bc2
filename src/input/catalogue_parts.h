/// \file
/// What a catalogue holds beside what is compiled in: the user's files, as they were read.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "input/prices.h"
#include "sizer/catalogue.h"
#include "text/value.h"

namespace sizer {

/// Off the prices on demand of the machines that match, or off the charges of a platform.
struct Discount {
  std::string provider = "*", machine = "*", series = "*", platform{};
  Fraction share = 0;
  std::optional<Fraction> reserved{};  ///< sets the discount of reserved machines instead
  std::string source{};                ///< file:line
};

struct Catalogue::Parts {
  struct File {
    SourceText source;
    Value root{};
  };
  struct NamedCluster {
    std::string name;
    const Value* value = nullptr;
  };
  std::vector<std::shared_ptr<const File>> files{};  ///< what clusters refer to
  std::vector<Machine> machines{};
  std::vector<NamedCluster> clusters{};
  std::vector<Discount> discounts{};
  std::map<std::string, PriceTable, std::less<>> prices{};  ///< by provider
};

/// own_catalogue.cpp: the catalogue's parts with those of a user's file laid over them.
Catalogue::Parts laid_over(const Catalogue& catalogue, const std::string& text, const std::string& file);

/// Its price after the discounts that match; the last one of them counts.
void apply_discounts(const std::vector<Discount>& discounts, Machine& machine);

}  // namespace sizer

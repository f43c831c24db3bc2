/// \file
/// What providers and platforms charge beside machines, from the files in src/catalogue/prices.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sizer/cluster.h"
#include "text/reader.h"

namespace sizer {

/// Prices by the names of their lines (job/catalogue_lines.h).
using PriceTable = std::map<std::string, UnitPrice, std::less<>>;

/// The entries of `prices:`, in dollars; `as_of` stands for a date that an entry leaves out.
PriceTable read_prices(Mapping from, const std::string& as_of, Problems& problems);
/// Puts the prices of a table into a tariff, over those that are there.
void take_prices(const PriceTable& table, Tariff& tariff);

/// What one provider charges; nothing where it is not known.
void read_provider(const std::string& provider, Tariff& tariff);

/// Sets what a platform charges on the provider of the machines. False: the platform is not to be had there.
bool read_platform(const std::string& platform, const Machine& worker, const Machine* driver, Tariff& tariff);

std::vector<std::string> platform_names();
/// Where a platform is to be had: "aws", "azure".
std::vector<std::string> providers_of(const std::string& platform);

}  // namespace sizer

/// \file
/// The catalogue: what the names of machines, clusters and platforms stand for, and what they cost. It is compiled in;
/// files of the user are laid over it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sizer/cluster.h"

namespace sizer {

/// What results say of a catalogue.
struct CatalogueInfo {
  std::string as_of;   ///< date of the newest price that is compiled in
  std::string sha256;  ///< of all texts: those compiled in and the user's files
  std::vector<std::string> files{};

  /// "Catalogue of 2026-07-30 (sha256 0123456789ab), with prices.yaml"
  std::string in_words() const;
};

class Catalogue {
 public:
  Catalogue();  ///< what is compiled in
  ~Catalogue();
  Catalogue(Catalogue&&) noexcept;
  Catalogue& operator=(Catalogue&&) noexcept;

  /// Lays a user's file over what is there: machines, clusters and prices of the same name are replaced key by key,
  /// discounts hold for all that match. Throws InputError with all that is wrong; the catalogue is then as before.
  void lay_over(const std::string& text, const std::string& file);

  /// Empty: there is none of that name.
  std::optional<Machine> machine(const std::string& name) const;
  /// All of them: those of `common_machines`, then those of which a shape and a price are published and no more; the
  /// user's own last.
  std::vector<Machine> machines() const;
  /// Those that a search tries where no machine is named: kept in detail, by provider and series, small before large;
  /// and the user's own.
  std::vector<Machine> common_machines() const;
  std::vector<std::string> machine_names() const;
  /// What runs the driver or head beside such workers where nobody names it and theirs is not wanted: the provider's
  /// cheapest type with four vCPUs, 16 GB and no GPU. A worker of no known provider is taken as one of aws.
  std::optional<Machine> driver_of(const Machine& worker) const;
  /// What is published of GPUs; those without figures are not among them.
  std::vector<GpuModel> gpus() const;
  std::vector<std::string> cluster_names() const;

  /// Finds what its provider and platform charge: sets `cluster.tariff` from machine, driver, platform, zones and data
  /// location. To be called again when one of them has changed; a changed number of nodes or pricing does not need it.
  /// A platform that does not run on the machine's provider leaves a charge without a price, which makes bills partial.
  void price_cluster(Cluster& cluster) const;
  /// The platforms there are, and those of one provider.
  std::vector<std::string> platforms(const std::string& provider = {}) const;

  CatalogueInfo info() const;

  struct Parts;  ///< for the readers in src/input
  const Parts& parts() const { return *parts_; }

 private:
  std::unique_ptr<Parts> parts_;
};

/// The one without files of the user.
const Catalogue& built_in_catalogue();

}  // namespace sizer

/// \file
/// What may be written in a catalogue of one's own, and of prices beside machines.
#pragma once

#include "job/cluster_lines.h"

namespace sizer {

namespace how {

/// A price of one unit of what is bought, such as "1000 requests".
struct Billed {
  const char* unit;
};

}  // namespace how

/// What holds for the whole file, and for all entries of it.
struct WrittenCatalogue {
  std::string as_of{}, source{}, provider{}, region{};
  std::string currency = "USD";
  std::optional<Dollars> exchange_rate{};
  std::string exchange_date{};
  std::optional<Fraction> discount{};
};

void lines(Type<WrittenCatalogue>, auto& line) {
  using C = WrittenCatalogue;
  line("as_of", &C::as_of, how::date, {"The day of which the prices are.", "they have no date", R"(["2026-09-01"])"});
  line("source", &C::source, how::text, {"Where the prices are from.", "this file", R"(["contract 4711"])"});
  line("provider", &C::provider, how::text,
       {"Whose machines these are.", "that of the machine of the same name", R"(["aws", "own"])"});
  line("region", &C::region, how::text,
       {"The region of the prices.", "that of the machine of the same name", R"(["eu-central-1"])"});
  line("currency", &C::currency, how::currency, {"The currency of all prices of this file.", "USD", R"(["EUR"])"});
  line("exchange_rate", &C::exchange_rate, measure::dollars,
       {"What one of the currency is worth.", "Required for every currency but USD", R"(["$1.08"])"});
  line("exchange_date", &C::exchange_date, how::date,
       {"The day of the exchange rate.", "Required for every currency but USD", R"(["2026-07-01"])"});
  line("discount", &C::discount, measure::share,
       {"Off the prices on demand of all machines (of `provider`, where it is given).", "none", R"(["18 %"])"});
  line("discounts", how::Own{R"({"type": "array", "items": {"$ref": "#/definitions/discount"}})"},
       {"Discounts for some machines, or for a platform; the last one that matches counts."});
  line("machines", how::Own{R"({"type": "object", "additionalProperties": {"$ref": "#/definitions/machine"}})"},
       {"Machines by name: those that the catalogue has are replaced key by key.",
        {},
        R"([{"rack-a": {"vcpus": 64, "memory": "512 GiB", "price": "$0.80/h"}}])"});
  line("clusters", how::Own{R"({"type": "object", "additionalProperties":
        {"anyOf": [{"$ref": "#/definitions/text"}, {"$ref": "#/definitions/cluster"}]}})"},
       {"Clusters by name, as a job's `cluster` would write them out, or a file, relative to this one."});
  line("prices", how::Own{R"({"type": "object", "additionalProperties": {"$ref": "#/definitions/prices"}})"},
       {"Prices beside machines, by provider."});
}

/// A machine, over the one of its name.
struct WrittenMachine : WrittenNode {
  std::optional<std::string> series{};
  std::optional<Architecture> architecture{};
  std::optional<Fraction> reserved_discount{};
};

void lines(Type<WrittenMachine>, auto& line) {
  using M = WrittenMachine;
  lines(Type<WrittenNode>{}, line);
  line("series", &M::series, how::text,
       {"Machines that differ in size alone have one series.", "the machine's", R"(["m5d"])"});
  line("architecture", &M::architecture, words::architectures, {"What its processors run.", "the machine's"});
  line("reserved_discount", &M::reserved_discount, measure::share,
       {"What it costs less when reserved.", "the machine's", R"(["35 %"])"});
}

struct WrittenDiscount {
  std::string provider = "*", series = "*", machine = "*";
  std::string platform{};
  std::optional<Fraction> discount{}, reserved{};
};

void lines(Type<WrittenDiscount>, auto& line) {
  using D = WrittenDiscount;
  line("provider", &D::provider, how::text,
       {"The providers that this holds for: `*` stands for any text, `?` for one character.", "all", R"(["aws"])"});
  line("series", &D::series, how::text, {"The series that this holds for.", "all", R"(["m5*"])"});
  line("machine", &D::machine, how::text, {"The machines that this holds for.", "all", R"(["*.4xlarge"])"});
  line("platform", &D::platform, how::text,
       {"The platform whose charges this is off, in place of machines.", "none", R"(["databricks"])"});
  line("discount", &D::discount, measure::share,
       {"The share that is taken off.", "Required, unless `reserved` is given", R"(["18 %"])"});
  line("reserved", &D::reserved, measure::share, {"The share that reserved machines cost less.", {}, R"(["35 %"])"});
  line.either("discount", {"reserved"}, "such as 18 %");
}

/// What a provider takes beside machines.
void lines(Type<Tariff>, auto& line) {
  line("store_get", &Tariff::get, how::Billed{"1000 requests"},
       {"1000 reads of the object store.", {}, R"([{"price": "$0.0004/1000 requests"}])"});
  line("store_put", &Tariff::put, how::Billed{"1000 requests"},
       {"1000 writes to the object store.", {}, R"([{"price": "$0.005/1000 requests"}])"});
  line("cross_zone", &Tariff::cross_zone, how::Billed{"GB"},
       {"A GB that goes to another zone, both ends together.", {}, R"([{"price": "$0.02/GB"}])"});
  line("region_transfer", &Tariff::region_transfer, how::Billed{"GB"},
       {"A GB that goes to another region.", {}, R"([{"price": "$0.02/GB"}])"});
  line("egress", &Tariff::egress, how::Billed{"GB"},
       {"A GB that goes to the internet.", {}, R"([{"price": "$0.09/GB"}])"});
}

}  // namespace sizer

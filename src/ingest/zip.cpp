// Zip archives from front to end, by the header before each member.
#include "ingest/zip.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace sizer::ingest {
namespace {

constexpr std::size_t entry_header_size = 30;
constexpr std::uint32_t in_extra_field = 0xFFFFFFFF;
constexpr std::uint32_t has_descriptor = 8, encrypted = 1;

/// The packed size of a member too large for the header.
std::uint64_t size_in_extra_field(std::string_view extra) {
  constexpr std::uint32_t large_file = 1;
  while (extra.size() >= 4) {
    const std::size_t size = little_endian(&extra[2], 2);
    if (little_endian(extra.data(), 2) == large_file && size >= 16 && extra.size() >= 20)
      return little_endian(&extra[12]) | std::uint64_t{little_endian(&extra[16])} << 32U;
    extra.remove_prefix(std::min(extra.size(), 4 + size));
  }
  return 0;
}

}  // namespace

bool ZipMembers::read_header() {
  std::array<char, entry_header_size> header{};
  const std::string_view magic = in_.peek(4);
  if (magic != std::string_view("PK\3\4", 4)) {  // the directory at the end, unless the archive is cut or damaged
    if (magic.size() < 4)
      ending_.cut = true;
    else if (magic.substr(0, 2) != "PK")
      ending_.damage = "zip: no member where one should start";
    return false;
  }
  if (in_.take(header.data(), header.size()) < header.size()) return ending_.cut = true, false;
  const std::uint32_t flags = little_endian(&header[6], 2), method = little_endian(&header[8], 2);
  std::string extra(little_endian(&header[28], 2), '\0');
  name_.resize(little_endian(&header[26], 2));
  const bool whole =
      in_.take(name_.data(), name_.size()) == name_.size() && in_.take(extra.data(), extra.size()) == extra.size();
  if (!whole) return ending_.cut = true, false;

  deflated_ = method == 8;
  descriptor_ = (flags & has_descriptor) != 0;
  checksum_ = little_endian(&header[14]);
  left_ = little_endian(&header[18]);
  if (left_ == in_extra_field) left_ = size_in_extra_field(extra);
  computed_ = 0;
  if ((flags & encrypted) != 0)
    ending_.damage = "zip: the archive is encrypted";
  else if (!deflated_ && (method != 0 || descriptor_))
    ending_.damage = "zip: a member that is neither stored nor deflated";
  return ending_.damage.empty();
}

/// Reads what is left of a member and checks its sum.
bool ZipMembers::finish_member() {
  std::vector<char> rest(std::size_t{64} << 10U);
  while (read(rest.data(), rest.size()) > 0) {
  }
  if (ending_.cut || !ending_.damage.empty()) return false;
  if (deflated_ && descriptor_) {  // with or without a magic number, sizes of four bytes or eight
    const std::string_view head = in_.peek(26);
    const bool magic = head.starts_with(std::string_view("PK\7\10", 4));
    const std::size_t before = magic ? 4 : 0;
    const std::size_t size = head.substr(std::min(head.size(), before + 12)).starts_with("PK") ? 12 : 20;
    std::array<char, 24> descriptor{};
    if (in_.take(descriptor.data(), before + size) < before + size) return ending_.cut = true, false;
    checksum_ = little_endian(&descriptor[before]);
  }
  if (checksum_ != computed_) ending_.damage = "zip: a member that does not fit its checksum";
  return ending_.damage.empty();
}

bool ZipMembers::next() {
  do {
    if (inside_ && !finish_member()) return false;
    inside_ = read_header();
    if (inside_ && deflated_) inflate_ = inflate_raw(in_, ending_);
  } while (inside_ && name_.ends_with('/'));
  return inside_;
}

std::size_t ZipMembers::read(char* to, std::size_t most) {
  std::size_t got = 0;
  if (deflated_) {
    got = inflate_(to, most);
  } else {
    got = in_.some(to, static_cast<std::size_t>(std::min<std::uint64_t>(most, left_)));
    ending_.cut = got == 0 && left_ > 0;
    left_ -= got;
  }
  computed_ = static_cast<std::uint32_t>(
      crc32(computed_, reinterpret_cast<const Bytef*>(to), static_cast<uInt>(std::min<std::size_t>(got, 1U << 30U))));
  return got;
}

ReadBytes ZipMembers::bytes() {
  return [this](char* to, std::size_t most) { return read(to, most); };
}

}  // namespace sizer::ingest

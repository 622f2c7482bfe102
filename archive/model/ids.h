// Identifiers that must not be mixed up.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace stele {

// An OCFL object id: a URI such as urn:uuid:...
struct ObjectId {
    std::string text;
    friend auto operator<=>(const ObjectId&, const ObjectId&) = default;
};

struct VersionNum {
    std::uint32_t value = 0; // v1 is 1
    friend auto operator<=>(const VersionNum&, const VersionNum&) = default;
};

// Dense numbers that index arrays; Index<A> and Index<B> do not convert.
template <class Tag>
struct Index {
    static constexpr std::uint32_t kNone = 0xffffffffu;
    std::uint32_t value = kNone;

    bool is_none() const { return value == kNone; }
    friend auto operator<=>(const Index&, const Index&) = default;
};

using PageId = Index<struct PageTag>;
// Groups are numbered in order of emission by the builder; the number is known before any page is
// written.
using GroupKey = Index<struct GroupTag>;

} // namespace stele

// The face statement of OBJ: "f 1/2/3 4//5 -1".
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace stele::readers {

inline constexpr std::int64_t kNoIndex = -1;

// From 0. Whatever cannot be an index is kNoIndex.
struct ObjCorner {
    std::int64_t vertex = kNoIndex;
    std::int64_t texcoord = kNoIndex;
};

// rest: the line after "f". The counts are of the v and vt statements before this line, to which
// negative indices are relative. False when a corner is no index at all.
bool parse_obj_face(std::string_view rest, std::uint64_t vertices_before,
    std::uint64_t texcoords_before, std::vector<ObjCorner>& corners);

} // namespace stele::readers

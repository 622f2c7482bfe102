// Triangles in two widths.
#include "archive/lod/raw_arrays.h"

#include <algorithm>

namespace stele::lod {

namespace {

using ShortTriangle = std::array<std::uint16_t, 3>;
constexpr std::size_t kShortVertices = 65536;

} // namespace

void put_triangles(Bytes& to, std::span<const Triangle> triangles, std::size_t vertices)
{
    if (vertices > kShortVertices)
        return put<Triangle>(to, triangles);
    std::vector<ShortTriangle> small(triangles.size());
    for (std::size_t t = 0; t < small.size(); ++t)
        for (std::size_t i = 0; i < 3; ++i)
            small[t][i] = std::uint16_t(triangles[t][i]);
    put<ShortTriangle>(to, small);
}

bool get_triangles(
    ByteSpan& from, std::uint64_t count, std::size_t vertices, std::vector<Triangle>& out)
{
    if (vertices > kShortVertices) {
        if (!get(from, count, out))
            return false;
    } else {
        std::vector<ShortTriangle> small;
        if (!get(from, count, small))
            return false;
        out.resize(small.size());
        for (std::size_t t = 0; t < small.size(); ++t)
            out[t] = {small[t][0], small[t][1], small[t][2]};
    }
    return std::all_of(out.begin(), out.end(),
        [&](const Triangle& t) { return t[0] < vertices && t[1] < vertices && t[2] < vertices; });
}

} // namespace stele::lod

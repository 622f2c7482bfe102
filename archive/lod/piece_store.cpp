// A piece on disk: counts, a checksum of the rest, then its arrays one after the other. Made and
// read by the same process, in its own byte order.
#include "archive/base/digest.h"
#include "archive/lod/brick_store.h"

#include <cstring>

namespace stele::lod {

namespace {

struct PieceHead {
    std::uint32_t crc = 0;
    std::uint32_t positions = 0, triangles = 0, clusters = 0, borders = 0;
};
static_assert(std::is_trivially_copyable_v<PendingCluster>);

using ShortTriangle = std::array<std::uint16_t, 3>;
constexpr std::size_t kShortVertices = 65536;

template <class T>
void put(Bytes& to, std::span<const T> values)
{
    const ByteSpan bytes = std::as_bytes(values);
    to.insert(to.end(), bytes.begin(), bytes.end());
}

template <class T>
bool get(ByteSpan& from, std::uint32_t count, std::vector<T>& out)
{
    if (from.size() / sizeof(T) < count)
        return false;
    out.resize(count);
    if (count > 0)
        std::memcpy(out.data(), from.data(), count * sizeof(T));
    from = from.subspan(count * sizeof(T));
    return true;
}

void put_triangles(Bytes& to, const Front& piece)
{
    if (piece.positions.size() > kShortVertices)
        return put<Triangle>(to, piece.triangles);
    std::vector<ShortTriangle> small(piece.triangles.size());
    for (std::size_t t = 0; t < small.size(); ++t)
        for (std::size_t i = 0; i < 3; ++i)
            small[t][i] = std::uint16_t(piece.triangles[t][i]);
    put<ShortTriangle>(to, small);
}

bool get_triangles(ByteSpan& from, const PieceHead& head, std::vector<Triangle>& out)
{
    if (head.positions > kShortVertices)
        return get(from, head.triangles, out);
    std::vector<ShortTriangle> small;
    if (!get(from, head.triangles, small))
        return false;
    out.resize(small.size());
    for (std::size_t t = 0; t < small.size(); ++t)
        out[t] = {small[t][0], small[t][1], small[t][2]};
    return true;
}

} // namespace

Result<PieceStore::Extent> PieceStore::append(
    const Front& piece, std::span<const std::uint8_t> borders)
{
    PieceHead head;
    head.positions = std::uint32_t(piece.positions.size());
    head.triangles = std::uint32_t(piece.triangles.size());
    head.clusters = std::uint32_t(piece.clusters.size());
    head.borders = std::uint32_t(borders.size());
    buffer_.assign(sizeof(head), std::byte{});
    std::memcpy(buffer_.data(), &head, sizeof(head));
    put<Vec3i>(buffer_, piece.positions);
    put<std::uint8_t>(buffer_, borders);
    if (attributes_.colours)
        put<Rgba8>(buffer_, piece.colours);
    if (attributes_.normals)
        put<Vec3f>(buffer_, piece.normals);
    put_triangles(buffer_, piece);
    put<PendingCluster>(buffer_, piece.clusters);
    head.crc = crc32c(ByteSpan(buffer_).subspan(sizeof(head.crc)));
    std::memcpy(buffer_.data(), &head.crc, sizeof(head.crc));
    STELE_TRY(const std::uint64_t offset, spill_.append(buffer_));
    return Extent{offset, buffer_.size()};
}

Status PieceStore::read(
    const Extent& extent, Front& piece, std::vector<std::uint8_t>& borders) const
{
    Bytes bytes(std::size_t(extent.bytes));
    STELE_CHECK(spill_.read_at(extent.offset, bytes));
    PieceHead head;
    std::memcpy(&head, bytes.data(), sizeof(head));
    ByteSpan rest = ByteSpan(bytes).subspan(sizeof(head));
    const bool whole = head.crc == crc32c(ByteSpan(bytes).subspan(sizeof(head.crc))) &&
                       get(rest, head.positions, piece.positions) &&
                       get(rest, head.borders, borders) &&
                       get(rest, attributes_.colours ? head.positions : 0, piece.colours) &&
                       get(rest, attributes_.normals ? head.positions : 0, piece.normals) &&
                       get_triangles(rest, head, piece.triangles) &&
                       get(rest, head.clusters, piece.clusters) && rest.empty();
    if (!whole)
        return Error(Errc::corrupt, "scratch space gave back other bytes than were written to it");
    return {};
}

Status Pieces::append(const Front& piece, std::span<const std::uint8_t> borders)
{
    STELE_TRY(const PieceStore::Extent extent, store->append(piece, borders));
    extents.push_back(extent);
    triangles += piece.triangles.size();
    for (const Vec3i p : piece.positions)
        box.extend(to_double(p));
    return {};
}

} // namespace stele::lod

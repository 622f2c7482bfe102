// A piece on disk: counts, a checksum of the rest, then its arrays one after the other. Made and
// read by the same process, in its own byte order.
#include "archive/base/digest.h"
#include "archive/lod/brick_store.h"
#include "archive/lod/raw_arrays.h"

namespace stele::lod {

namespace {

struct PieceHead {
    std::uint32_t crc = 0;
    std::uint32_t positions = 0, triangles = 0, clusters = 0, borders = 0;
};
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
    put_triangles(buffer_, piece.triangles, piece.positions.size());
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
                       get_triangles(rest, head.triangles, head.positions, piece.triangles) &&
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

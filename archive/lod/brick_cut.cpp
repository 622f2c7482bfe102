// Two passes over the surface: count triangles in the lattice's cells, then hand them out. A
// triangle lies in the brick of its centre. A vertex has its home in the brick of its place; where
// a brick uses a vertex of another's, it locks it and tells the home to lock it too, so that both
// agree without knowing each other. What one cell holds too much of is cut again on a lattice of
// its own.
#include "archive/lod/brick_lattice.h"
#include "archive/lod/brick_store.h"
#include "archive/lod/source.h"
#include "archive/model/position_hash.h"

#include <algorithm>
#include <bit>

namespace stele::lod {

namespace {

constexpr std::uint32_t kNone = 0xffffffffu;
// Open pieces of all bricks together, as a share of the memory; bytes a triangle of one.
constexpr std::uint64_t kOpenShare = 16, kOpenBytesATriangle = 48;
constexpr std::uint64_t kLeastOpen = 64, kMostOpen = 8192; // triangles

// A piece that is being put together for one brick.
struct OpenPiece {
    Front front;
    std::vector<std::uint8_t> border;
    std::vector<std::uint32_t> recent; // a vertex by hash of its position
    std::vector<Vec3i> told;           // positions that other bricks use

    void clear()
    {
        front.positions.clear();
        front.colours.clear();
        front.normals.clear();
        front.triangles.clear();
        front.clusters.clear();
        border.clear();
        std::fill(recent.begin(), recent.end(), kNone);
    }
};

struct Corner {
    Vec3i position;
    Rgba8 colour;
    Vec3f normal;
    bool border = false;
};

Corner corner_of(const Front& piece, std::span<const std::uint8_t> borders, std::uint32_t v)
{
    return {piece.positions[v], piece.colours.empty() ? Rgba8{} : piece.colours[v],
        piece.normals.empty() ? Vec3f{} : piece.normals[v], !borders.empty() && borders[v] != 0};
}

template <class Corners>
Vec3d centre_of(const Corners& corners)
{
    return (to_double(corners[0].position) + to_double(corners[1].position) +
               to_double(corners[2].position)) /
           3.0;
}

Vec3d centre_of(const Front& piece, const PendingCluster& c)
{
    Vec3d sum;
    for (std::uint32_t t = 0; t < c.triangle_count; ++t)
        for (const std::uint32_t v : piece.triangles[c.first_triangle + t])
            sum += to_double(piece.positions[v]);
    return sum / (3.0 * double(c.triangle_count));
}

// Calls take(centre, first triangle, triangles, cluster or null) for each item of a piece.
template <class Take>
Status for_each_item(const Front& piece, Take&& take)
{
    if (piece.clusters.empty()) {
        for (std::uint32_t t = 0; t < piece.triangles.size(); ++t) {
            Vec3d sum;
            for (const std::uint32_t v : piece.triangles[t])
                sum += to_double(piece.positions[v]);
            STELE_CHECK(take(sum / 3.0, t, 1u, static_cast<const PendingCluster*>(nullptr)));
        }
        return {};
    }
    for (const PendingCluster& c : piece.clusters)
        STELE_CHECK(take(centre_of(piece, c), c.first_triangle, c.triangle_count, &c));
    return {};
}

} // namespace

// One level of cutting: a lattice, and the pieces that grow in its bricks.
class BrickCutter {
public:
    BrickCutter(
        Workspace& workspace, Attributes attributes, const CutOptions& options, BrickStore& out)
        : workspace_(workspace), attributes_(attributes), options_(options), out_(out)
    {
    }

    Status cut_source(const Box& box, std::uint64_t faces, const EachFace& each_face)
    {
        begin(box, faces);
        const auto count = [&](const SourceFace& face) -> Status {
            lattice_->count(centre_of(face), 1);
            return {};
        };
        const auto hand_out = [&](const SourceFace& face) -> Status {
            const std::uint32_t brick = whole_ ? 0 : lattice_->brick_of(centre_of(face));
            std::array<Corner, 3> corners;
            for (std::size_t i = 0; i < 3; ++i)
                corners[i] = {face[i].position, face[i].colour, face[i].normal, false};
            STELE_CHECK(add_triangle(brick, corners));
            return flush_if_full(brick);
        };
        if (!whole_)
            STELE_CHECK(each_face(count));
        open_bricks();
        STELE_CHECK(each_face(hand_out));
        return finish(faces);
    }

    Status cut_pieces(const PieceStore& from, std::span<const PieceStore::Extent> extents,
        const Box& box, std::uint64_t triangles)
    {
        begin(box, triangles);
        if (!whole_)
            STELE_CHECK(for_each_piece(
                from, extents, [&](const Front& piece, std::span<const std::uint8_t>) -> Status {
                    return for_each_item(piece,
                        [&](Vec3d centre, std::uint32_t, std::uint32_t count,
                            const PendingCluster*) -> Status {
                            lattice_->count(centre, count);
                            return {};
                        });
                }));
        open_bricks();
        STELE_CHECK(for_each_piece(from, extents,
            [&](const Front& piece, std::span<const std::uint8_t> borders) -> Status {
                return add_piece(piece, borders);
            }));
        return finish(triangles);
    }

private:
    template <class Work>
    Status for_each_piece(
        const PieceStore& from, std::span<const PieceStore::Extent> extents, Work&& work)
    {
        Front piece;
        std::vector<std::uint8_t> borders;
        for (const PieceStore::Extent& extent : extents) {
            STELE_CHECK(check_cancel(options_.cancel));
            STELE_CHECK(from.read(extent, piece, borders));
            STELE_CHECK(work(piece, borders));
        }
        return {};
    }

    void begin(const Box& box, std::uint64_t triangles)
    {
        whole_ = triangles <= options_.max_triangles;
        const Vec3d size = box.size();
        by_count_ = !whole_ && !(std::max({size.x, size.y, size.z}) > 0);
        if (!whole_)
            lattice_ = std::make_unique<BrickLattice>(box, options_.stage);
    }

    void open_bricks()
    {
        if (!whole_)
            lattice_->make_bricks(options_.max_triangles);
        const std::size_t bricks = whole_ ? 1 : lattice_->bricks();
        const std::uint64_t room = workspace_.memory_bytes() / kOpenShare / kOpenBytesATriangle /
                                   std::max<std::uint64_t>(bricks, 1);
        full_ = std::size_t(std::clamp(room, kLeastOpen, kMostOpen));
        open_.resize(bricks);
        extents_.resize(bricks);
        for (OpenPiece& piece : open_)
            piece.recent.assign(std::bit_ceil(full_), kNone);
        store_ = std::make_unique<PieceStore>(workspace_, attributes_);
    }

    Status add_piece(const Front& piece, std::span<const std::uint8_t> borders)
    {
        // Without triangles: positions that others use, told to whose home they now are in.
        if (piece.triangles.empty()) {
            for (const Vec3i p : piece.positions)
                STELE_CHECK(tell(whole_ ? 0 : lattice_->brick_of(to_double(p)), p));
            return {};
        }
        return for_each_item(piece,
            [&](Vec3d centre, std::uint32_t first, std::uint32_t count,
                const PendingCluster* cluster) -> Status {
                const std::uint32_t brick = whole_ ? 0 : lattice_->brick_of(centre);
                Front& open = open_[brick].front;
                if (cluster != nullptr) {
                    open.clusters.push_back(*cluster);
                    open.clusters.back().first_triangle = std::uint32_t(open.triangles.size());
                }
                for (std::uint32_t t = first; t < first + count; ++t) {
                    const Triangle& k = piece.triangles[t];
                    STELE_CHECK(add_triangle(
                        brick, {corner_of(piece, borders, k[0]), corner_of(piece, borders, k[1]),
                                   corner_of(piece, borders, k[2])}));
                }
                return flush_if_full(brick);
            });
    }

    Status add_triangle(std::uint32_t brick, const std::array<Corner, 3>& corners)
    {
        OpenPiece& open = open_[brick];
        Triangle t{};
        for (std::size_t i = 0; i < 3; ++i) {
            const Corner& c = corners[i];
            std::uint32_t& recent =
                open.recent[hash_position(c.position) & (open.recent.size() - 1)];
            if (recent == kNone || open.front.positions[recent] != c.position) {
                recent = std::uint32_t(open.front.positions.size());
                STELE_CHECK(add_corner(brick, c));
            }
            t[i] = recent;
        }
        open.front.triangles.push_back(t);
        return {};
    }

    Status add_corner(std::uint32_t brick, const Corner& c)
    {
        OpenPiece& open = open_[brick];
        open.front.positions.push_back(c.position);
        if (attributes_.colours)
            open.front.colours.push_back(c.colour);
        if (attributes_.normals)
            open.front.normals.push_back(c.normal);
        const std::uint32_t home = whole_ ? 0 : lattice_->brick_of(to_double(c.position));
        open.border.push_back(c.border || by_count_ || home != brick ? 1 : 0);
        return home != brick ? tell(home, c.position) : Status();
    }

    Status tell(std::uint32_t home, Vec3i p)
    {
        if (home == BrickLattice::kNoBrick)
            return {};
        std::vector<Vec3i>& told = open_[home].told;
        told.push_back(p);
        return told.size() < full_ ? Status() : flush_told(home);
    }

    Status flush_told(std::uint32_t brick)
    {
        Front positions;
        positions.positions = std::move(open_[brick].told);
        open_[brick].told.clear();
        positions.colours.resize(attributes_.colours ? positions.positions.size() : 0);
        positions.normals.resize(attributes_.normals ? positions.positions.size() : 0);
        STELE_TRY(const auto extent, store_->append(positions));
        extents_[brick].push_back(extent);
        return {};
    }

    Status flush_if_full(std::uint32_t brick)
    {
        return open_[brick].front.triangles.size() < full_ ? Status() : flush(brick);
    }

    Status flush(std::uint32_t brick)
    {
        OpenPiece& open = open_[brick];
        if (open.front.triangles.empty())
            return {};
        STELE_TRY(const auto extent, store_->append(open.front, open.border));
        extents_[brick].push_back(extent);
        open.clear();
        return {};
    }

    Status finish(std::uint64_t triangles)
    {
        for (std::uint32_t b = 0; b < open_.size(); ++b) {
            STELE_CHECK(flush(b));
            if (!open_[b].told.empty())
                STELE_CHECK(flush_told(b));
        }
        open_ = {};
        STELE_CHECK(store_->seal());
        const std::size_t place = out_.stores_.size();
        out_.stores_.push_back(std::move(store_));
        for (std::uint32_t b = 0; b < extents_.size(); ++b) {
            const std::uint64_t held = whole_ ? triangles : lattice_->triangles(b);
            if (held <= options_.max_triangles)
                keep(place, std::move(extents_[b]), held);
            else if (by_count_)
                STELE_CHECK(split_by_count(place, extents_[b]));
            else
                STELE_CHECK(cut_again(place, extents_[b], held));
        }
        return {};
    }

    void keep(std::size_t place, std::vector<PieceStore::Extent> extents, std::uint64_t triangles)
    {
        out_.triangles_ += triangles;
        out_.bricks_.push_back({place, std::move(extents)});
    }

    // Everything at one place: as many as fit, in their order. All its vertices are locked.
    Status split_by_count(std::size_t place, std::span<const PieceStore::Extent> extents)
    {
        std::vector<PieceStore::Extent> some;
        std::uint64_t total = 0;
        std::size_t next = 0;
        const auto add = [&](const Front& piece, std::span<const std::uint8_t>) -> Status {
            if (!some.empty() && total + piece.triangles.size() > options_.max_triangles) {
                keep(place, std::move(some), total);
                some = {};
                total = 0;
            }
            total += piece.triangles.size();
            some.push_back(extents[next++]);
            return {};
        };
        STELE_CHECK(for_each_piece(*out_.stores_[place], extents, add));
        keep(place, std::move(some), total);
        return {};
    }

    Status cut_again(
        std::size_t place, std::span<const PieceStore::Extent> extents, std::uint64_t triangles)
    {
        Box centres;
        const PieceStore& from = *out_.stores_[place];
        STELE_CHECK(for_each_piece(
            from, extents, [&](const Front& piece, std::span<const std::uint8_t>) -> Status {
                return for_each_item(piece,
                    [&](Vec3d centre, std::uint32_t, std::uint32_t,
                        const PendingCluster*) -> Status {
                        centres.extend(centre);
                        return {};
                    });
            }));
        return BrickCutter(workspace_, attributes_, options_, out_)
            .cut_pieces(from, extents, centres, triangles);
    }

    Workspace& workspace_;
    Attributes attributes_;
    const CutOptions& options_;
    BrickStore& out_;
    bool whole_ = false;    // everything is one brick
    bool by_count_ = false; // no lattice tells the triangles apart
    std::unique_ptr<BrickLattice> lattice_;
    std::size_t full_ = 0; // triangles of an open piece
    std::vector<OpenPiece> open_;
    std::vector<std::vector<PieceStore::Extent>> extents_;
    std::unique_ptr<PieceStore> store_;
};

Result<BrickStore> cut_source(Workspace& workspace, Attributes attributes, const Box& box,
    std::uint64_t faces, const EachFace& each_face, const CutOptions& options)
{
    BrickStore out;
    STELE_CHECK(BrickCutter(workspace, attributes, options, out).cut_source(box, faces, each_face));
    return out;
}

Result<BrickStore> cut_pieces(Workspace& workspace, Pieces pieces, const CutOptions& options)
{
    BrickStore out;
    STELE_CHECK(pieces.store->seal());
    STELE_CHECK(BrickCutter(workspace, pieces.store->attributes(), options, out)
                    .cut_pieces(*pieces.store, pieces.extents, pieces.box, pieces.triangles));
    return out;
}

} // namespace stele::lod

// Bricks on their way from one stage to the next: pieces of surface are put in, in any sizes, and
// come out brick by brick. Only what is being put in and what was taken out is in memory.
#pragma once

#include "archive/base/parallel.h"
#include "archive/lod/brick.h"
#include "archive/lod/spill.h"

#include <memory>

namespace stele::lod {

struct Attributes {
    bool colours = false, normals = false;
};

// Pieces of surface one after the other: the vertices of each are numbered on their own, and the
// same position may come again.
class PieceStore {
public:
    PieceStore(Workspace& workspace, Attributes attributes)
        : spill_(workspace), attributes_(attributes)
    {
    }

    struct Extent {
        std::uint64_t offset = 0, bytes = 0;
    };
    // borders: empty or one a position.
    Result<Extent> append(const Front& piece, std::span<const std::uint8_t> borders = {});
    Status seal() { return spill_.seal(); }
    // Replaces what is there.
    Status read(const Extent& extent, Front& piece, std::vector<std::uint8_t>& borders) const;

    Attributes attributes() const { return attributes_; }

private:
    Spill spill_;
    Attributes attributes_;
    Bytes buffer_;
};

// The whole surface that a stage begins with, in pieces.
struct Pieces {
    Pieces(Workspace& workspace, Attributes attributes)
        : store(std::make_unique<PieceStore>(workspace, attributes))
    {
    }
    Status append(const Front& piece, std::span<const std::uint8_t> borders = {});

    std::unique_ptr<PieceStore> store;
    std::vector<PieceStore::Extent> extents; // in order
    std::uint64_t triangles = 0;
    Box box; // of the positions
};

class BrickStore {
public:
    std::size_t bricks() const { return bricks_.size(); }
    // Together, before any duplicate is dropped.
    std::uint64_t triangles() const { return triangles_; }

    // Welded by position, vertices in order of first use; before the first stage without triangles
    // that have the same corners as an earlier one. From any thread.
    Result<Brick> load(std::size_t brick) const;

private:
    friend class BrickCutter;
    struct Stored {
        std::size_t store = 0;
        std::vector<PieceStore::Extent> extents;
    };
    std::vector<std::unique_ptr<PieceStore>> stores_;
    std::vector<Stored> bricks_;
    std::uint64_t triangles_ = 0;
};

// Before the first stage: one triangle after the other with its welded corners.
struct SourceCorner {
    Vec3i position;
    Rgba8 colour;
    Vec3f normal;
};
using SourceFace = std::array<SourceCorner, 3>;
// Calls take for each face in order; the same faces every time.
using EachFace = std::function<Status(const std::function<Status(const SourceFace&)>& take)>;

struct CutOptions {
    std::uint64_t max_triangles = kBrickTriangles;
    std::uint32_t stage = 0;
    const Cancel* cancel = nullptr;
};

// faces: how many each_face delivers.
Result<BrickStore> cut_source(Workspace& workspace, Attributes attributes, const Box& box,
    std::uint64_t faces, const EachFace& each_face, const CutOptions& options);
// Whole clusters go into bricks. Uses the pieces up.
Result<BrickStore> cut_pieces(Workspace& workspace, Pieces pieces, const CutOptions& options);

} // namespace stele::lod

// A scan as it was read, laid down column by column, so that its parts can be read again in any
// order whatever its size.
#pragma once

#include "archive/base/parallel.h"
#include "archive/lod/spill.h"
#include "archive/model/scan.h"

namespace stele::lod {

// What is known of a source before it is placed, in its own units and axes.
struct SourceShape {
    Box bounds;                // of the finite vertices
    std::vector<Vec3d> sample; // finite vertices, evenly strided, at most kMaxSample
};
inline constexpr std::size_t kMaxSample = 65536;

// Gathers the shape from the finite vertices, one after the other: no count is needed first,
// because the stride doubles when the sample is full.
class ShapeSampler {
public:
    void add(Vec3d p);
    SourceShape take() { return std::move(shape_); }

private:
    SourceShape shape_;
    std::uint64_t seen_ = 0, stride_ = 1;
};

inline constexpr std::uint32_t kNoVertex = 0xffffffffu;

class Bits {
public:
    void resize(std::uint64_t count) { words_.resize(std::size_t((count + 63) / 64)); }
    void set(std::uint64_t i) { words_[std::size_t(i / 64)] |= std::uint64_t(1) << i % 64; }
    bool test(std::uint64_t i) const { return (words_[std::size_t(i / 64)] >> i % 64 & 1) != 0; }
    std::uint64_t count() const;

private:
    std::vector<std::uint64_t> words_;
};

struct Source {
    explicit Source(Workspace& workspace)
        : positions(workspace), colours(workspace), normals(workspace), faces(workspace)
    {
    }
    SpilledArray<Vec3d> positions;
    SpilledArray<Rgba8> colours;  // empty or one a position
    SpilledArray<Vec3f> normals;  // empty or one a position
    SpilledArray<Triangle> faces; // whose corners are there and finite
    std::uint64_t delivered_faces = 0, out_of_range_faces = 0, non_finite_faces = 0;
    SourceShape shape;
    Bits used; // of each position: by one of the faces
};

// Pulls the scan to its end. A bit or two of memory a vertex; everything else is spilled.
// Errc::limit beyond 2^32 - 1 vertices.
Result<Source> read_source(ScanSource& scan, Workspace& workspace, const Cancel* cancel);

Status check_cancel(const Cancel* cancel);

} // namespace stele::lod

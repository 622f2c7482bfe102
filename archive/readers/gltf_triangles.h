// The corners of a primitive as triangles: lists, strips and fans by glTF 2.0, section 3.7.2.1.
#pragma once

#include "archive/readers/gltf_scene.h"

namespace stele::readers {

class TriangleAssembler {
public:
    explicit TriangleAssembler(Topology topology = Topology::triangles) : topology_(topology) {}

    // The triangle that this corner, the next of the primitive, completes.
    std::optional<std::array<std::int64_t, 3>> add(std::int64_t corner);
    // After the last corner: none is left over.
    bool is_whole() const
    {
        return topology_ == Topology::triangles ? count_ % 3 == 0 : count_ == 0 || count_ >= 3;
    }

private:
    Topology topology_;
    std::uint64_t count_ = 0;
    std::array<std::int64_t, 2> last_{};
};

// Vertices of the primitive's corners first to first + count, replacing out; -1 for the largest
// value of the index type, which glTF forbids. Precondition: the corners exist.
void read_corners(const GltfInstance& instance, std::uint64_t first, std::size_t count,
    std::vector<std::int64_t>& out);

// Whether one triangle of it has three corners that exist, are finite and enclose an area.
bool has_area(const GltfInstance& instance);
// Whether one of its points exists and is finite.
bool has_point(const GltfInstance& instance);

} // namespace stele::readers

// The node hierarchy flattened: every primitive that a scene shows, with its place in the file's
// frame.
#pragma once

#include "archive/readers/gltf_accessor.h"

namespace stele::readers {

// The numbers of the primitive modes.
enum class Topology { points, lines, line_loop, line_strip, triangles, strip, fan };

// A primitive in one place, all accessors checked.
struct GltfInstance {
    Mat4 world_from_local;
    bool is_mirrored = false; // determinant below zero: triangles turn round
    Topology topology = Topology::triangles;
    std::uint64_t first_vertex = 0; // among all delivered
    AccessorReader positions;
    std::optional<AccessorReader> normals, colours, texcoords, indices;
    const GltfMaterial* material = nullptr;

    std::uint64_t corner_count() const { return indices ? indices->count() : positions.count(); }
};

// Triangles, or points and no triangles.
struct GltfScene {
    std::vector<GltfInstance> instances;
    bool is_points = false;
};

// The default scene, depth first. What cannot be read is a finding and left out; a scene in which
// neither a triangle with an area nor a point is left gives way to all nodes, then to the meshes as
// they lie, and if these have none either, that is the error. The referents must outlive the
// result.
Result<GltfScene> flatten_scene(
    const GltfFile& file, const GltfModel& model, GltfBuffers& buffers, FindingTally& tally);

} // namespace stele::readers

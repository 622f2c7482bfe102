// The node hierarchy flattened: every primitive that a scene shows, with its place in the file's
// frame.
#pragma once

#include "archive/readers/finding_tally.h"
#include "archive/readers/gltf_accessor.h"

namespace stele::readers {

enum class Topology { triangles, strip, fan };

// A primitive under one node, all accessors checked.
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

// In depth-first order. A node reached twice is Errc::malformed: cycles end here. A primitive that
// cannot be read is a finding "gltf.primitive-unreadable"; if none is left, its error. The
// referents must outlive the result.
Result<std::vector<GltfInstance>> flatten_scene(
    const GltfFile& file, const GltfModel& model, GltfBuffers& buffers, FindingTally& tally);

} // namespace stele::readers

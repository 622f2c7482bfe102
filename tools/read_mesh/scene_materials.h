// Assimp's materials as messages: base colour, and the picture that replaces it.
#pragma once

#include "archive/readers/finding_tally.h"
#include "archive/readers/mesh_stream.h"
#include "tools/read_mesh/format_table.h"

#include <assimp/scene.h>

#include <array>
#include <map>
#include <vector>

namespace stele::read_mesh {

struct SceneMaterial {
    readers::StreamMaterial message;
    unsigned uv_channel = 0;
    // u, v -> transformed: two rows of three.
    std::array<double, 6> uv_transform{1, 0, 0, 0, 1, 0};
};

struct SceneMaterials {
    std::vector<SceneMaterial> materials; // by Assimp's index
    std::vector<const aiTexture*> images; // by StreamMaterial::image
};

SceneMaterials materials_of(
    const aiScene& scene, const ForeignFormat& format, readers::FindingTally& tally);

// Of one picture: what image() of the writer takes; bytes point into the scene or into pixels.
readers::StreamImage image_of(const aiTexture& texture, Bytes& pixels, ByteSpan& bytes);

} // namespace stele::read_mesh

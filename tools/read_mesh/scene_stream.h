// A scene of Assimp as a mesh stream: the node hierarchy flattened, points and lines counted.
#pragma once

#include "archive/readers/mesh_stream_writer.h"
#include "tools/read_mesh/frame.h"

#include <string>
#include <vector>

namespace stele::read_mesh {

struct SceneReport {
    const aiScene& scene;
    const ForeignFormat& format;
    const File& file;
    const std::vector<std::string>& parts; // other files that were read
    const Findings& findings;              // so far
};

// From the scene message to the end, or a failure.
void write_scene(const SceneReport& report, readers::MeshStreamWriter& out);

} // namespace stele::read_mesh

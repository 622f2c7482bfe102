// Where meshes lie that more than their node places: skins, and instances of
// EXT_mesh_gpu_instancing.
#pragma once

#include "archive/readers/gltf_accessor.h"

namespace stele::readers {

class GltfPlaces {
public:
    GltfPlaces(const GltfFile& file, const GltfModel& model, GltfBuffers& buffers)
        : file_(&file), model_(&model), buffers_(&buffers)
    {
    }

    // The undeformed mesh of a skin: section 3.7.3.2 ignores the mesh's own node and moves every
    // vertex with joints, by (joint in the world) * (inverse bind matrix). In the pose in which the
    // mesh was bound this is one matrix for all joints; it is taken from the joint nearest to the
    // root, so that the mesh has its size and direction also in other poses.
    Result<Mat4> of_skin(std::size_t skin);

    // T * R * S of each instance, to be applied before the node's own transform.
    Result<std::vector<Mat4>> of_instances(const GltfNode& node);

private:
    struct WorldNode {
        Mat4 world_from_node;
        std::size_t depth = 0;
    };
    const WorldNode& world(std::size_t node);
    Result<std::optional<AccessorReader>> instance_attribute(
        const GltfNode& node, const char* name, std::size_t components);

    const GltfFile* file_;
    const GltfModel* model_;
    GltfBuffers* buffers_;
    std::vector<WorldNode> world_; // empty until first asked for
};

} // namespace stele::readers

// The structure of a glTF asset as plain values: nodes, primitives, accessors, materials. Indices
// of nodes, meshes, materials and skins in here exist; those of accessors may not, and are judged
// where the accessor is read.
#pragma once

#include "archive/base/geometry.h"
#include "archive/readers/finding_tally.h"
#include "archive/readers/gltf_file.h"
#include "archive/readers/texture.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace stele::readers {

enum class Component : std::uint8_t { i8, u8, i16, u16, u32, f32 };

struct GltfAccessor {
    std::optional<std::uint64_t> view;  // may not exist; GltfBuffers judges
    std::uint64_t offset_bytes = 0;     // in the view
    std::uint64_t count = 0;            // a claim
    std::optional<Component> component; // nothing: a type that glTF does not have
    std::size_t components = 0;         // 1 to 4, 16 for MAT4; 0: not read
    bool normalized = false;
    bool is_sparse = false; // the rest is in the JSON
};

// What KHR_draco_mesh_compression says of a primitive.
struct DracoPrimitive {
    std::uint64_t view = 0;                          // may not exist
    std::map<std::string, std::uint32_t> attributes; // unique ids in the compressed mesh
};

struct GltfPrimitive {
    int mode = 4;                                    // -1: none that glTF has
    std::optional<std::uint64_t> indices;            // accessor
    std::map<std::string, std::uint64_t> attributes; // accessors
    std::optional<std::size_t> material;
    std::optional<DracoPrimitive> draco;
    bool has_targets = false;
};

struct GltfMesh {
    std::vector<GltfPrimitive> primitives;
    bool has_weights = false; // not zero
};

struct GltfNode {
    Mat4 local;
    std::string fault; // why it has no place; empty: it has
    std::vector<std::size_t> children;
    std::optional<std::size_t> mesh, skin;
    bool has_weights = false; // not zero
    bool is_hidden = false;   // KHR_node_visibility
    // Accessors of EXT_mesh_gpu_instancing by name.
    std::map<std::string, std::uint64_t> instancing;
};

struct GltfSkin {
    std::vector<std::size_t> joints;
    std::optional<std::uint64_t> inverse_bind; // accessor
};

enum class AlphaMode { opaque, mask, blend };

struct GltfMaterial {
    std::array<double, 4> factor{1, 1, 1, 1};
    AlphaMode alpha = AlphaMode::opaque;
    std::optional<std::uint64_t> image; // of the base colour; may not exist
    std::uint64_t texcoord = 0;
    Wrap wrap_u = Wrap::repeat, wrap_v = Wrap::repeat;
    std::array<double, 2> uv_offset{0, 0}, uv_scale{1, 1};
    double uv_rotation = 0;
    std::string texture_fault; // why the base colour's texture cannot be had; empty: it can, or
                               // there is none
};

struct GltfModel {
    std::vector<GltfAccessor> accessors;
    std::vector<GltfMesh> meshes;
    std::vector<GltfNode> nodes;
    std::vector<GltfMaterial> materials;
    std::vector<GltfSkin> skins;
    std::optional<std::size_t> scene; // the default one, else the first
    std::vector<std::size_t> scene_roots;
    std::vector<std::size_t> all_roots; // nodes without a parent
};

// What is broken and can be left out is a finding.
Result<GltfModel> read_gltf_model(const Json& doc, FindingTally& tally);
// Base colour, alpha mode and texture of material number index.
GltfMaterial read_gltf_material(const Json& doc, std::size_t index);

} // namespace stele::readers

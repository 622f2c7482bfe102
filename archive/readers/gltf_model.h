// The structure of a glTF asset as plain values: nodes, primitives, accessors, materials. tinygltf
// parses it; every index in here is in range.
#pragma once

#include "archive/base/geometry.h"
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
    std::size_t components = 1;         // 1 to 4; 0 for matrices
    bool normalized = false;
    bool is_sparse = false; // the rest is in the JSON
};

struct GltfPrimitive {
    int mode = 4;
    std::optional<std::size_t> indices, material;
    std::map<std::string, std::size_t> attributes; // accessors
};

struct GltfMesh {
    std::vector<GltfPrimitive> primitives;
    bool has_targets = false;
};

struct GltfNode {
    Mat4 local;
    std::vector<std::size_t> children;
    std::optional<std::size_t> mesh;
    bool has_skin = false;
};

struct GltfMaterial {
    std::array<double, 4> factor{1, 1, 1, 1};
    bool is_opaque = true;
    std::optional<std::uint64_t> image; // of the base colour; may not exist
    std::uint64_t texcoord = 0;
    Wrap wrap_u = Wrap::repeat, wrap_v = Wrap::repeat;
    std::array<double, 2> uv_offset{0, 0}, uv_scale{1, 1};
    double uv_rotation = 0;
    bool has_unreadable_texture = false; // only as Basis or WebP
};

struct GltfModel {
    std::vector<GltfAccessor> accessors;
    std::vector<GltfMesh> meshes;
    std::vector<GltfNode> nodes;
    std::vector<GltfMaterial> materials;
    std::vector<std::size_t> roots; // of the default scene, else of the first, else all roots
    bool has_nodes = true;          // without any, every mesh has a node of its own here
};

Result<GltfModel> read_gltf_model(const Json& doc);

} // namespace stele::readers

// KHR_draco_mesh_compression: primitives decoded by stele-read-mesh, which is started once for all
// of them, and again after it crashed on one.
#pragma once

#include "archive/readers/child_process.h"
#include "archive/readers/gltf_model.h"
#include "archive/readers/mesh_stream_reader.h"

#include <map>
#include <memory>

namespace stele::readers {

// A decoded primitive: always a list of triangles.
struct DracoMesh {
    std::uint32_t vertices = 0, indices = 0;
    Bytes bytes;
    // Where in bytes the values of an attribute begin, tightly packed, in its accessor's component
    // type.
    std::map<std::string, std::size_t> attributes;
    std::size_t first_index = 0; // in bytes, u32
};

class GltfDraco {
public:
    // may_start: false for a file in memory, for which no other program is started.
    explicit GltfDraco(bool may_start) : may_start_(may_start) {}

    // Precondition: primitive.draco. Attributes that are neither positions, normals, colours nor
    // texture coordinates are left out. Decoded once a primitive; the result lives as long as this.
    Result<const DracoMesh*> decode(
        const GltfModel& model, const GltfPrimitive& primitive, ByteSpan compressed);

private:
    Result<DracoMesh> decode_new(
        const GltfModel& model, const GltfPrimitive& primitive, ByteSpan compressed);
    Status start();

    bool may_start_;
    std::unique_ptr<ChildProcess> child_;
    std::unique_ptr<MeshStreamReader> answers_;
    std::map<const GltfPrimitive*, DracoMesh> decoded_;
    std::uint64_t decoded_bytes_ = 0;
};

// What the primitive's JSON says of the extension; nothing when it does not have it.
std::optional<DracoPrimitive> draco_of(const Json& primitive);

} // namespace stele::readers

// Views of a glTF draft as EXT_meshopt_compression has them.
#pragma once

#include "tests/archive/readers/make_gltf.h"

#include <meshoptimizer.h>

namespace stele::test {

// One view as EXT_meshopt_compression, with room for the plain bytes in a buffer without data. The
// encoded bytes have a view of their own, which nothing uses.
inline void compress_view(GltfDraft& draft, std::size_t view, const std::string& encoded,
    int stride, int count, Json description)
{
    const std::size_t at = draft.add_view(encoded);
    const Json place = draft.element("bufferViews", at);
    description.set("buffer", 0);
    description.set("byteOffset", *place.find("byteOffset"));
    description.set("byteLength", std::uint64_t{encoded.size()});
    description.set("byteStride", stride);
    description.set("count", count);
    draft.element("bufferViews", view) =
        Json::object({{"buffer", 1}, {"byteLength", stride * count},
            {"extensions", Json::object({{"EXT_meshopt_compression", description}})}});
}

inline void add_fallback_buffer(GltfDraft& draft)
{
    draft.doc.set("buffers",
        Json::Array{Json::object({{"byteLength", std::uint64_t{draft.bin.size()}}}),
            *parse_json(
                R"({"byteLength":1000,"extensions":{"EXT_meshopt_compression":{"fallback":true}}})")});
}

inline std::size_t view_of(GltfDraft& draft, std::size_t accessor)
{
    return static_cast<std::size_t>(
        readers::whole_number(draft.element("accessors", accessor)["bufferView"]).value_or(0));
}

template <class T>
std::string encoded_vertices(const std::vector<T>& values, std::size_t count, std::size_t stride)
{
    std::string bytes(meshopt_encodeVertexBufferBound(count, stride), '\0');
    bytes.resize(meshopt_encodeVertexBuffer(reinterpret_cast<unsigned char*>(bytes.data()),
        bytes.size(), values.data(), count, stride));
    return bytes;
}

inline std::string encoded_sequence(const std::vector<std::uint32_t>& indices, std::size_t vertices)
{
    std::string bytes(meshopt_encodeIndexSequenceBound(indices.size(), vertices), '\0');
    bytes.resize(meshopt_encodeIndexSequence(reinterpret_cast<unsigned char*>(bytes.data()),
        bytes.size(), indices.data(), indices.size()));
    return bytes;
}

// Triangles.
inline std::string encoded_triangles(
    const std::vector<std::uint32_t>& indices, std::size_t vertices)
{
    std::string bytes(meshopt_encodeIndexBufferBound(indices.size(), vertices), '\0');
    bytes.resize(meshopt_encodeIndexBuffer(reinterpret_cast<unsigned char*>(bytes.data()),
        bytes.size(), indices.data(), indices.size()));
    return bytes;
}

} // namespace stele::test

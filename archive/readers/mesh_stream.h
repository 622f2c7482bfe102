// The bytes between stele-read-mesh and Stele: what the messages mean, their order and their
// limits. Written by MeshStreamWriter, read by MeshStreamReader, which believes nothing.
//
// A stream is kMeshStreamMagic, the u32 kMeshStreamVersion, then messages: u32 kind, u32 payload
// size, payload. Everything is little-endian and packed; text is a u32 length and UTF-8. In order:
//
//   scene     once   StreamScene
//   finding   0..n   StreamFinding; anywhere after the scene
//   part      0..n   StreamPart: another file that was read
//   image     0..n   StreamImage, followed by data messages with exactly its bytes
//   material  0..n   StreamMaterial, numbered from 0
//   vertices  0..n   u32 count, u32 material or kNoStreamMaterial, then arrays of count elements:
//                    f64[3] position; if the scene has them f32[3] normal, u8[4] colour,
//                    f32[2] texture coordinate (v downwards)
//   faces     0..n   u32 faces, u32 corners, u32 size of each face, u32 vertex of each corner; a
//                    vertex counts all delivered, kNoStreamVertex is one that does not exist
//   end       once   u64 vertices, u64 faces
//   failure   at any place, instead of all that would follow: u32 StreamFailure, text
// The program first reads one byte of its standard input, which says that its limits are set. With
// --draco it then answers requests until its standard input ends; after the same prologue:
//
//   draco     request   StreamDraco, followed by data messages with the compressed bytes
//   decoded   answer    u32 vertices, u32 indices, followed by data messages: the attributes in the
//                       order asked for, tightly packed, then the indices as u32
//   failure   answer    to one request; the next one is still answered
#pragma once

#include "archive/model/finding.h"
#include "archive/model/scan.h"
#include "archive/readers/texture.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace stele::readers {

inline constexpr std::string_view kMeshStreamMagic = "STELMESH";
inline constexpr std::uint32_t kMeshStreamVersion = 1;

inline constexpr std::uint32_t kMaxStreamPayload = 4u << 20; // bytes
inline constexpr std::uint32_t kMaxStreamText = 4096;        // bytes
inline constexpr std::uint32_t kMaxStreamCount = 65536;      // elements of a batch
inline constexpr std::uint32_t kMaxStreamCorners = 1u << 19; // of all faces of a batch
inline constexpr std::uint32_t kMaxStreamFindings = 256, kMaxStreamParts = 1024,
                               kMaxStreamImages = 4096, kMaxStreamMaterials = 65536;
inline constexpr std::uint64_t kMaxStreamImageBytes = std::uint64_t{1} << 30; // of all images
inline constexpr std::uint64_t kMaxStreamFaces = std::uint64_t{1} << 33;
inline constexpr std::uint64_t kMaxDracoBytes = std::uint64_t{2} << 30; // of one answer
inline constexpr std::uint32_t kMaxDracoAttributes = 16;

inline constexpr std::uint32_t kNoStreamMaterial = 0xffffffffu, kNoStreamVertex = 0xffffffffu;

enum class StreamKind : std::uint32_t {
    scene = 1,
    finding,
    part,
    image,
    material,
    vertices,
    faces,
    end,
    failure,
    data,
    draco,
    decoded,
};

// Exit of the conversation on the other side.
enum class StreamFailure : std::uint32_t { malformed = 1, unsupported, memory, limit };

struct StreamScene {
    std::string format;         // "FBX 7.5", as ScanInfo has it
    double metres_per_unit = 0; // 0: not stated
    std::uint8_t up = 0;        // 0 not stated, 1 y, 2 z
    std::string units_reason, up_reason;
    std::uint64_t vertices = 0, faces = 0; // exactly what follows
    bool has_normals = false, has_colours = false, has_texcoords = false;
};

struct StreamPart {
    std::string named;
};

enum class StreamPixels : std::uint8_t { encoded, rgba8 }; // a picture file, or rows top to bottom

struct StreamImage {
    std::string name;
    StreamPixels pixels = StreamPixels::encoded;
    std::uint32_t width = 0, height = 0; // rgba8 only
    std::uint64_t size_bytes = 0;
};

enum class StreamTexture : std::uint8_t { none, file, image };

struct StreamMaterial {
    std::string name;
    bool has_colour = false;
    Rgba8 colour; // sRGB; not used where a texture is
    StreamTexture texture = StreamTexture::none;
    std::string file;        // StreamTexture::file: as the scan names it
    std::uint32_t image = 0; // StreamTexture::image
    Wrap wrap_u = Wrap::repeat, wrap_v = Wrap::repeat;
    // Of the triangles with this material: in square units, and in squares of the picture.
    double surface_area = 0, texture_area = 0;
};

struct StreamVertices {
    std::uint32_t material = kNoStreamMaterial;
    std::vector<Vec3d> positions;
    std::vector<Vec3f> normals;
    std::vector<Rgba8> colours;
    std::vector<Vec2f> texcoords;
};

struct StreamFaces {
    std::vector<std::uint32_t> sizes, corners;
};

// The component types of glTF 2.0, section 3.6.2.2.
enum class StreamComponent : std::uint32_t {
    i8 = 5120,
    u8,
    i16,
    u16,
    u32 = 5125,
    f32,
};

struct StreamDracoAttribute {
    std::uint32_t unique_id = 0;
    StreamComponent component = StreamComponent::f32;
    std::uint32_t components = 3; // 1 to 4
};

struct StreamDraco {
    std::uint64_t size_bytes = 0; // of the compressed data
    std::vector<StreamDracoAttribute> attributes;
};

constexpr std::uint32_t size_of(StreamComponent component)
{
    switch (component) {
    case StreamComponent::i8:
    case StreamComponent::u8:
        return 1;
    case StreamComponent::i16:
    case StreamComponent::u16:
        return 2;
    case StreamComponent::u32:
    case StreamComponent::f32:
        return 4;
    }
    return 0;
}

} // namespace stele::readers

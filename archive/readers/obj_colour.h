// Colours of OBJ vertices from materials: one pass over the faces finds each vertex' material and
// its first texture coordinate, then one texture at a time is decoded and sampled.
#pragma once

#include "archive/readers/input.h"
#include "archive/readers/mtl.h"

#include <map>

namespace stele::readers {

struct ObjColours {
    std::vector<Rgba8> colours;     // one a vertex
    std::vector<bool> from_texture; // the others have their material's Kd, or white
    SamplingReport sampling;
    double texel_size = 0;               // as ScanSource::texel_size
    std::vector<std::size_t> unreadable; // companions that could not be decoded
};

struct ObjColourInput {
    const Input& input;
    const Companions& companions;
    const std::vector<ObjMaterial>& materials;
    std::uint64_t vertex_count; // as counted in this file, so arrays of this size are paid for
};

// Textures that cannot be decoded are findings.
Result<ObjColours> colour_obj_vertices(const ObjColourInput& in, FindingTally& tally);

// One a texture that the materials name; unreadable ones count as not found.
std::vector<TexturePage> obj_texture_pages(const Companions& companions,
    const std::vector<ObjMaterial>& materials, const std::vector<std::size_t>& unreadable);

// Index of the material so named, or of none.
std::uint32_t find_material(const std::vector<ObjMaterial>& materials, std::string_view name);
inline constexpr std::uint32_t kNoMaterial = 0xffffffffu;

} // namespace stele::readers

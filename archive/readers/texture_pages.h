// The pictures that a scan names, as far as their first bytes tell; and the finding for those that
// are not there.
#pragma once

#include "archive/readers/companion.h"
#include "archive/readers/finding_tally.h"
#include "archive/readers/gltf_scene.h"

#include <span>
#include <string>
#include <vector>

namespace stele::readers {

// A picture in a file of its own; not found when it is missing or begins like no picture.
TexturePage page_of_companion(const Companions& companions, std::size_t index, bool is_colour);
// A picture inside the scan.
TexturePage page_of_bytes(std::string name, ByteSpan bytes, bool is_colour);

// "texture.missing": one finding, with the names, for the companions of role "texture" that were
// not found. Those outside the folder have a finding of their own.
void note_missing_textures(const Companions& companions, FindingTally& tally);

// One page an image of the asset. companion_of: of each image, if it is a file of its own.
std::vector<TexturePage> gltf_texture_pages(const GltfFile& file, GltfBuffers& buffers,
    const Companions& companions, const std::vector<std::optional<std::size_t>>& companion_of);
// Side of a texel in metres, from a sample of each instance's triangles; 0: nothing is textured.
// Precondition: each has a material with an image, and texture coordinates.
double gltf_texel_size(
    std::span<const GltfInstance* const> textured, std::span<const TexturePage> pages);

// Sums towards ScanSource::texel_size.
struct TexelSum {
    double area = 0, texels = 0; // surface in source units squared, and the texels that it shows

    void add(const TexelSum& other)
    {
        area += other.area;
        texels += other.texels;
    }
    double side() const { return area > 0 && texels > 0 ? std::sqrt(area / texels) : 0; }
};

} // namespace stele::readers

// Base colours of glTF vertices: baseColorFactor x COLOR_0 x baseColorTexture, multiplied in linear
// light, then sRGB. Images are decoded when first sampled, at most 1 GiB of them at a time.
#pragma once

#include "archive/readers/gltf_scene.h"

namespace stele::readers {

class GltfColours {
public:
    // Names the external images to companions and reports those that are missing.
    // The referents must outlive this.
    GltfColours(
        const GltfFile& file, GltfBuffers& buffers, Companions& companions, FindingTally& tally);

    // Call for each instance before reading; it must outlive this. Reports what cannot be read.
    // True when the instance is not plain white.
    bool prepare(const GltfInstance& instance);
    // Appends colours of the vertices first to first + count.
    void append(const GltfInstance& instance, std::uint64_t first, std::size_t count,
        std::vector<Rgba8>& out);
    const SamplingReport& sampling() const { return sampling_; }
    // One an image; those that failed to decode when they were sampled count as not found.
    std::vector<TexturePage> pages() const;
    // Of the prepared instances, as ScanSource::texel_size.
    double texel_size() const;

private:
    const Image* image(std::uint64_t index);
    Result<Image> load(std::uint64_t index);
    void sample_texture(
        const GltfInstance& instance, const Image& image, std::uint64_t first, std::size_t count);

    const GltfFile* file_;
    GltfBuffers* buffers_;
    Companions* companions_;
    FindingTally* tally_;
    std::vector<std::optional<std::size_t>> companion_; // by image
    std::map<std::uint64_t, Image> images_;             // empty ones failed
    std::vector<std::uint64_t> sampled_;                // images counted in sampling_
    std::uint64_t held_bytes_ = 0;
    std::vector<const GltfInstance*> textured_;
    SamplingReport sampling_;
    std::vector<LinearColour> linear_;
    std::vector<double> values_;
};

} // namespace stele::readers

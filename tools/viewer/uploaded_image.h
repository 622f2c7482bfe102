// A picture that was laid out in memory (panel, plate) on the GPU, ready to be blitted.
#pragma once

#include "archive/model/image.h"
#include "renderer/gpu/commands.h"

#include <optional>

namespace stele::viewer {

class UploadedImage {
public:
    UploadedImage(gpu::Device& device, const char* name) : device_(&device), name_(name) {}

    // Records the upload; afterwards the image is in State::read_by_copy.
    Status replace(gpu::Commands& commands, const Image& picture);
    const gpu::Image* maybe_image() const { return image_ ? &*image_ : nullptr; }

private:
    gpu::Device* device_;
    const char* name_;
    std::optional<gpu::Image> image_;
    std::optional<gpu::Buffer>
        staging_; // of the last upload: buried when the next one takes its place
};

} // namespace stele::viewer

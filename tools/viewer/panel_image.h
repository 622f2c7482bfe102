// The panel's picture on the GPU, ready to be blitted beside the stage.
#pragma once

#include "archive/model/image.h"
#include "renderer/gpu/commands.h"

#include <optional>

namespace stele::viewer {

class PanelImage {
public:
    explicit PanelImage(gpu::Device& device) : device_(&device) {}

    // Records the upload; afterwards the image is in State::read_by_copy.
    Status replace(gpu::Commands& commands, const Image& picture);
    const gpu::Image* maybe_image() const { return image_ ? &*image_ : nullptr; }

private:
    gpu::Device* device_;
    std::optional<gpu::Image> image_;
    std::optional<gpu::Buffer>
        staging_; // of the last upload: buried when the next one takes its place
};

} // namespace stele::viewer

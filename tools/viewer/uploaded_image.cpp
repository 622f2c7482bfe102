// Staging buffer to image. A new buffer each time: the last one may still be read by the GPU.
#include "tools/viewer/uploaded_image.h"

#include <cstring>

namespace stele::viewer {

Status UploadedImage::replace(gpu::Commands& commands, const Image& picture)
{
    const gpu::Extent extent{picture.width, picture.height};
    const std::uint64_t bytes = std::uint64_t{extent.width} * extent.height * sizeof(Rgba8);
    STELE_TRY(auto staging,
        gpu::Buffer::create(*device_, gpu::BufferUse::upload, bytes, "picture staging"));
    std::memcpy(staging.maybe_mapped, picture.pixels.data(), bytes);
    if (!image_ || image_->extent != extent) {
        STELE_TRY(auto image, gpu::Image::create(*device_, extent, name_));
        image_ = std::move(image);
        commands.barrier(*image_, gpu::State::undefined, gpu::State::written_by_copy);
    } else {
        commands.barrier(*image_, gpu::State::read_by_copy, gpu::State::written_by_copy);
    }
    commands.copy(staging, *image_);
    commands.barrier(*image_, gpu::State::written_by_copy, gpu::State::read_by_copy);
    staging_ = std::move(staging);
    return {};
}

} // namespace stele::viewer

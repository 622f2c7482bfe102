// Recording. Barriers are said in our words: what the last pass did, what the next one does. Stage,
// access and layout masks appear in commands.cpp only.
#pragma once

#include "renderer/gpu/buffer.h"
#include "renderer/gpu/image.h"
#include "renderer/gpu/pipeline.h"

#include <array>

namespace stele::gpu {

// What a buffer or image has been, or is about to be, used for.
enum class State {
    undefined,          // contents do not matter
    written_by_compute, // or read and written, atomics included
    read_by_compute,
    read_as_indirect,
    written_by_copy, // copies, blits and fills
    read_by_copy,
    read_by_host,
    presented,
    acquired, // from the swapchain: undefined contents, after the acquire semaphore
};

struct ImageRef {
    VkImage image = VK_NULL_HANDLE;
    Extent extent;

    ImageRef(VkImage vk_image, Extent image_extent) : image(vk_image), extent(image_extent) {}
    ImageRef(const Image& owned) : image(owned.image.get()), extent(owned.extent) {}
};

struct Rect {
    std::int32_t x = 0, y = 0;
    std::uint32_t width = 0, height = 0;
};

// One command buffer being recorded. Made by Device::begin, consumed by Device::submit.
class Commands {
public:
    Commands(Device& device, VkCommandBuffer buffer) : device_(&device), buffer_(buffer) {}

    VkCommandBuffer handle() const { return buffer_; }

    void barrier(const Buffer& buffer, State before, State after);
    void barrier(const ImageRef& image, State before, State after);

    void use(const Pipeline& pipeline, const BindingSet& bindings);
    void dispatch(std::uint32_t x, std::uint32_t y = 1, std::uint32_t z = 1);
    void dispatch_indirect(const Buffer& arguments, std::uint64_t offset_bytes);

    void fill(const Buffer& buffer, std::uint64_t offset, std::uint64_t bytes, std::uint32_t value);
    void copy(const Buffer& from, std::uint64_t from_offset, const Buffer& to,
        std::uint64_t to_offset, std::uint64_t bytes);
    // Tightly packed rows of four-byte pixels. The image is in State::written_by_copy.
    void copy(const Buffer& from, const ImageRef& to);
    void copy(const ImageRef& from, const Buffer& to); // the image is in State::read_by_copy
    void clear(const ImageRef& image, std::array<float, 4> colour); // in State::written_by_copy
    // Nearest when sizes agree, linear otherwise; converts between channel orders. from in
    // read_by_copy, to in written_by_copy; rects lie inside their images.
    void blit(const ImageRef& from, const Rect& source, const ImageRef& to, const Rect& target);

    void begin_label(const char* name) { device_->begin_label(buffer_, name); }
    void end_label() { device_->end_label(buffer_); }

private:
    Device* device_;
    VkCommandBuffer buffer_;
};

} // namespace stele::gpu

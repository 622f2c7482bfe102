// The device that tests draw with: lavapipe, validated, unless STELE_GPU chooses another.
#pragma once

#include "renderer/gpu/device.h"

namespace stele::test {

// Points the Vulkan loader at lavapipe, whatever the architecture is called in its file name.
void prefer_lavapipe();

// Fails the test (and returns null) if there is none.
std::unique_ptr<gpu::Device> make_device(gpu::DeviceOptions options = {});

// Expects that validation had nothing to say.
void expect_silent(const gpu::Device& device);

} // namespace stele::test

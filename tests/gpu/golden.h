// Pictures that were looked at once and must stay as they were.
#pragma once

#include "archive/model/image.h"
#include "renderer/gpu/device.h"

#include <string>

namespace stele::test {

// Compares with tests/gpu/baselines/<name>.png. On the device and driver that baselines/README.md
// names every pixel must be equal; elsewhere 99 % of the pixels must be within 8 of 255. A
// difference is a failure that says where actual and difference pictures were written.
// STELE_UPDATE_GOLDENS=1 writes the baseline, and the device into the README, instead.
void expect_golden(const std::string& name, const Image& picture, const gpu::Device& device);

} // namespace stele::test

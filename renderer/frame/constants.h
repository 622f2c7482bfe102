// What the shaders are told about a frame. Pure.
#pragma once

#include "archive/model/page_index.h"
#include "renderer/frame/view.h"
#include "renderer/shaders/include/layout.h"

namespace stele::frame {

// The eye as a cell of the asset grid and a rest within it. The rest is a multiple of 1/256 cell:
// the same view of the same surface elsewhere on the grid is the same picture, bit by bit.
struct CameraPlace {
    Vec3<std::int64_t> cell;
    Vec3f remainder_m;
};
CameraPlace place_camera(const Grid& grid, Vec3d eye_m);

std::uint32_t shader_mode(Mode mode); // shaders::kMode*

shaders::FrameBlock frame_constants(const AssetInfo& asset, const View& view, const Look& look,
    const CameraPlace& camera, std::uint32_t page_slots, std::uint32_t large_capacity);

} // namespace stele::frame

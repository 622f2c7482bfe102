// A cut of an asset as a file for other programs, written from front to back: GLB or PLY, metres, y
// up, with its colours, the scan's normals and what is certified of it.
#pragma once

#include "archive/page/overview.h"

#include <filesystem>
#include <optional>

namespace stele::page {

enum class MeshFormat { glb, ply };

// By extension, in any case; none for others.
std::optional<MeshFormat> mesh_format(const std::filesystem::path& file);

// Holds the cut in memory once, as integers or as floats, and batches. Fails as reading pages or
// the sink does; Errc::limit for a GLB beyond 4 GiB.
Status export_mesh(const AssetFile& asset, const Cut& cut, const OverviewText& text,
    MeshFormat format, const ByteSink& sink);

} // namespace stele::page

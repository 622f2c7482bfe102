// Wavefront material libraries, as far as the base colour needs them: Kd and map_Kd. Every other
// file that a library names becomes a companion.
#pragma once

#include "archive/readers/companion.h"
#include "archive/readers/texture.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace stele::readers {

struct ObjMaterial {
    std::string name;
    std::optional<Rgba8> kd;            // taken as sRGB
    std::optional<std::size_t> texture; // index in the companions; map_Kd replaces kd
    std::array<double, 2> uv_scale{1, 1}, uv_offset{0, 0};
    Wrap wrap = Wrap::repeat;
};

// Appends what the library defines. Text that is not understood is skipped. directory: of the
// library, relative to the folder of the companions.
Status parse_mtl(ByteSpan library, const std::filesystem::path& directory, Companions& companions,
    FindingTally& tally, std::vector<ObjMaterial>& materials);

// The same of a companion that was found.
Status read_mtl(std::size_t library, Companions& companions, FindingTally& tally,
    std::vector<ObjMaterial>& materials);

} // namespace stele::readers

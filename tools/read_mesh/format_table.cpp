// One row a format.
#include "tools/read_mesh/format_table.h"

#include <array>

namespace stele::read_mesh {

namespace {

constexpr std::array kFormats{
    ForeignFormat{"stl", "stl", "STL", false, false},
    ForeignFormat{"fbx", "fbx", "FBX", true, true},
    ForeignFormat{"dae", "dae", "COLLADA", true, true},
    ForeignFormat{"3ds", "3ds", "3DS", false, true},
    ForeignFormat{"3mf", "3mf", "3MF", false, true},
    ForeignFormat{"off", "off", "OFF", false, false},
    ForeignFormat{"x3d", "x3d", "X3D", true, true},
    ForeignFormat{"lwo", "lwo", "LightWave", false, true},
    ForeignFormat{"ac", "ac", "AC3D", false, true},
    ForeignFormat{"ifc", "ifc", "IFC", false, true},
};

} // namespace

const ForeignFormat* find_format(std::string_view id)
{
    for (const ForeignFormat& format : kFormats)
        if (format.id == id)
            return &format;
    return nullptr;
}

} // namespace stele::read_mesh

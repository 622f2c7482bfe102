// Small files in the formats that stele-read-mesh reads, each the same tetrahedron: corners
// (0,0,0), (2,0,0), (0,3,0), (0,0,5), faces outwards, so that its volume is +5.
#pragma once

#include "archive/base/geometry.h"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace stele::test {

inline constexpr std::array<Vec3d, 4> kCorners{
    Vec3d{0, 0, 0}, Vec3d{2, 0, 0}, Vec3d{0, 3, 0}, Vec3d{0, 0, 5}};
inline constexpr std::array<std::array<std::uint32_t, 3>, 4> kFaces{
    {{0, 2, 1}, {0, 1, 3}, {0, 3, 2}, {1, 2, 3}}};

std::string stl_text();
// attribute: the two bytes after each face, in some dialects its colour.
std::string stl_binary(const std::string& header, std::array<std::uint16_t, 4> attributes = {});

struct ColladaOptions {
    std::string asset = "<unit name=\"inch\" meter=\"0.0254\"/><up_axis>Z_UP</up_axis>";
    std::string node =
        "<matrix>1 0 0 10 0 1 0 0 0 0 1 0 0 0 0 1</matrix>"; // transforms of the mesh
    std::string picture = {}; // named as the texture; its coordinates are x and y of the corners
};
std::string collada(const ColladaOptions& options = {});

std::string fbx_text(double unit_scale, int up_axis, const std::string& model_properties = {});
// With every corner at the texture coordinate (0.25, 0.25) of a picture inside the file.
std::string fbx_with_picture(const std::string& picture);
std::string off_text();
std::string x3d_text();
std::string ac3d_text();
std::string studio_3ds();
std::string lightwave();
std::string ifc_text();
// 3MF: a package of two stored parts. unit empty: none is stated.
std::string package_3mf(const std::string& unit);

} // namespace stele::test

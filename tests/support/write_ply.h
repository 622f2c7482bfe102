// A mesh as a PLY file, binary or text: what the tests hand in as a scan.
#pragma once

#include "tests/support/make_mesh.h"

#include <array>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace stele::test {

// The bytes of a binary little-endian PLY with float positions, and colours when the mesh has them.
inline std::string ply_bytes(const SourceMesh& mesh)
{
    const bool colours = mesh.colours.size() == mesh.positions.size() && !mesh.colours.empty();
    std::string text = "ply\nformat binary_little_endian 1.0\nelement vertex " +
                       std::to_string(mesh.positions.size()) +
                       "\nproperty float x\nproperty float y\nproperty float z\n";
    if (colours)
        text += "property uchar red\nproperty uchar green\nproperty uchar blue\n";
    text += "element face " + std::to_string(mesh.triangles.size()) +
            "\nproperty list uchar uint vertex_indices\nend_header\n";
    const auto put = [&](const auto& value) {
        std::array<char, sizeof value> bytes;
        std::memcpy(bytes.data(), &value, sizeof value);
        text.append(bytes.data(), bytes.size());
    };
    for (std::size_t v = 0; v < mesh.positions.size(); ++v) {
        for (const double x : {mesh.positions[v].x, mesh.positions[v].y, mesh.positions[v].z})
            put(static_cast<float>(x));
        if (colours)
            for (const std::uint8_t c : {mesh.colours[v].r, mesh.colours[v].g, mesh.colours[v].b})
                put(c);
    }
    for (const Triangle& triangle : mesh.triangles) {
        put(std::uint8_t{3});
        for (const std::uint32_t index : triangle)
            put(index);
    }
    return text;
}

// Replaces the file; its folder must exist.
inline std::filesystem::path write_file(const std::filesystem::path& path, const std::string& bytes)
{
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return path;
}

inline std::string slurp(const std::filesystem::path& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

} // namespace stele::test

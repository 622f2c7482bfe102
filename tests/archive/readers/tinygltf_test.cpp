// A second opinion: what tinygltf finds in real files is what our reader delivers. tinygltf is the
// reader of many programs; ours stands on its own because it must check every reference and keep
// what is sound in a broken file.
#include "archive/readers/reader.h"
#include "tests/support/shared_data.h"

#include <gtest/gtest.h>
#include <tiny_gltf.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

namespace stele::readers {
namespace {

struct Found {
    std::uint64_t triangles = 0;
    Box bounds;
};

using Matrix = std::array<double, 16>; // column major, as glTF 2.0 has them

Matrix product(const Matrix& a, const Matrix& b)
{
    Matrix out{};
    for (std::size_t c = 0; c < 4; ++c)
        for (std::size_t r = 0; r < 4; ++r)
            for (std::size_t k = 0; k < 4; ++k)
                out[c * 4 + r] += a[k * 4 + r] * b[c * 4 + k];
    return out;
}

Matrix local(const tinygltf::Node& node)
{
    Matrix m{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    if (node.matrix.size() == 16) {
        std::copy(node.matrix.begin(), node.matrix.end(), m.begin());
        return m;
    }
    const std::vector<double> q =
        node.rotation.size() == 4 ? node.rotation : std::vector<double>{0, 0, 0, 1};
    const std::vector<double> s =
        node.scale.size() == 3 ? node.scale : std::vector<double>{1, 1, 1};
    const double x = q[0], y = q[1], z = q[2], w = q[3];
    m = {(1 - 2 * (y * y + z * z)) * s[0], 2 * (x * y + z * w) * s[0], 2 * (x * z - y * w) * s[0],
        0, 2 * (x * y - z * w) * s[1], (1 - 2 * (x * x + z * z)) * s[1], 2 * (y * z + x * w) * s[1],
        0, 2 * (x * z + y * w) * s[2], 2 * (y * z - x * w) * s[2], (1 - 2 * (x * x + y * y)) * s[2],
        0, 0, 0, 0, 1};
    if (node.translation.size() == 3)
        std::copy(node.translation.begin(), node.translation.end(), m.begin() + 12);
    return m;
}

// Only what this test is given: float positions, not sparse.
void add_positions(
    const tinygltf::Model& model, const tinygltf::Accessor& accessor, const Matrix& m, Found& found)
{
    const auto& view = model.bufferViews[std::size_t(accessor.bufferView)];
    const auto stride = std::size_t(accessor.ByteStride(view));
    const unsigned char* const bytes =
        model.buffers[std::size_t(view.buffer)].data.data() + view.byteOffset + accessor.byteOffset;
    for (std::size_t i = 0; i < accessor.count; ++i) {
        std::array<float, 3> p{};
        std::memcpy(p.data(), bytes + i * stride, sizeof(p));
        const auto row = [&](std::size_t r) {
            return m[r] * double(p[0]) + m[4 + r] * double(p[1]) + m[8 + r] * double(p[2]) +
                   m[12 + r];
        };
        found.bounds.extend(Vec3d{row(0), row(1), row(2)});
    }
}

void visit(const tinygltf::Model& model, int index, const Matrix& parent, Found& found)
{
    const tinygltf::Node& node = model.nodes[std::size_t(index)];
    const Matrix m = product(parent, local(node));
    if (node.mesh >= 0)
        for (const auto& primitive : model.meshes[std::size_t(node.mesh)].primitives) {
            const auto& positions =
                model.accessors[std::size_t(primitive.attributes.at("POSITION"))];
            const std::size_t corners = primitive.indices < 0
                                            ? positions.count
                                            : model.accessors[std::size_t(primitive.indices)].count;
            const bool list = primitive.mode < 0 || primitive.mode == TINYGLTF_MODE_TRIANGLES;
            found.triangles += list ? corners / 3 : corners - 2;
            add_positions(model, positions, m, found);
        }
    for (const int child : node.children)
        visit(model, child, m, found);
}

Found by_tinygltf(const std::filesystem::path& file)
{
    tinygltf::TinyGLTF loader;
    loader.SetImageLoader([](tinygltf::Image*, int, std::string*, std::string*, int, int,
                              const unsigned char*, int, void*) { return true; },
        nullptr);
    tinygltf::Model model;
    std::string error, warning;
    const bool loaded = file.extension() == ".glb"
                            ? loader.LoadBinaryFromFile(&model, &error, &warning, file.string())
                            : loader.LoadASCIIFromFile(&model, &error, &warning, file.string());
    EXPECT_TRUE(loaded) << file << ": " << error;
    Found found;
    if (!loaded || model.scenes.empty())
        return found;
    const Matrix unit{1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    const auto scene = std::size_t(std::max(0, model.defaultScene));
    for (const int root : model.scenes[scene].nodes)
        visit(model, root, unit, found);
    return found;
}

Found by_us(const std::filesystem::path& file)
{
    Found found;
    const auto source = open_scan(file);
    EXPECT_TRUE(source.ok()) << file;
    if (!source)
        return found;
    VertexBatch batch;
    for (auto more = (*source)->next_vertices(batch); more && *more;
         more = (*source)->next_vertices(batch))
        for (const Vec3d p : batch.positions)
            found.bounds.extend(p);
    std::vector<Triangle> faces;
    for (auto more = (*source)->next_faces(faces); more && *more;
         more = (*source)->next_faces(faces))
        found.triangles += faces.size();
    return found;
}

// Plain and untouched by skins, sparse data or compression, which tinygltf leaves to its callers.
TEST(SecondOpinion, tinygltf_finds_the_same_triangles_in_the_same_place)
{
    STELE_NEED_SHARED("data/gltf");
    for (const char* const name :
        {"gltf/Box.glb", "gltf/BoxTextured/BoxTextured.gltf", "gltf/BoxVertexColors.glb",
            "gltf/Cube/Cube.gltf", "gltf/FlightHelmet/FlightHelmet.gltf", "gltf/TwoCubes.glb",
            "gltf/TextureTransformTest/TextureTransformTest.gltf",
            "gltf/Mesh_PrimitiveMode/Mesh_PrimitiveMode_05.gltf",
            "gltf/Mesh_PrimitiveMode/Mesh_PrimitiveMode_12.gltf", "gltf/generated_alpha_modes.glb",
            "scans/danish_statues/BustManWreath.glb", "scans/danish_statues/Ugolino.glb",
            "scans/pilot_whale_skull_smithsonian/whale_cranium.glb",
            "scans/venus_de_milo_smk/venus.glb",
            "scans/venus_statue_aton/venus_textured_uncompressed.glb"}) {
        const auto file = test::shared_path("data") / name;
        const Found theirs = by_tinygltf(file), ours = by_us(file);
        EXPECT_GT(theirs.triangles, 0u) << name;
        EXPECT_EQ(ours.triangles, theirs.triangles) << name;
        const double tolerance = 1e-9 * length(theirs.bounds.size());
        EXPECT_LE(length(ours.bounds.min - theirs.bounds.min), tolerance) << name;
        EXPECT_LE(length(ours.bounds.max - theirs.bounds.max), tolerance) << name;
    }
}

} // namespace
} // namespace stele::readers

// Five coloured storeys of boxes in one terminal group, written by the page writer.
#include "tests/window/small_asset.h"

#include "archive/page/pack_writer.h"

#include <map>

namespace stele::test {
namespace {

constexpr int kCells =
    8; // quads along an edge of a face: 128 triangles and 81 vertices, one cluster

struct Builder {
    LodGroup group;
    std::map<Vec3i, std::uint32_t> known;
    Box bounds;
    Grid grid;

    std::uint32_t vertex(Vec3i p, Rgba8 colour)
    {
        const auto [at, added] =
            known.try_emplace(p, static_cast<std::uint32_t>(group.positions.size()));
        if (added) {
            group.positions.push_back(p);
            group.colours.push_back(colour);
            bounds.extend(grid.asset_m(p));
        }
        return at->second;
    }
    // u x v points outwards.
    void face(Vec3i corner, Vec3i u, Vec3i v, Rgba8 colour)
    {
        const auto first = static_cast<std::uint32_t>(group.triangles.size());
        const auto at = [&](int i, int k) {
            return vertex({corner.x + u.x * i + v.x * k, corner.y + u.y * i + v.y * k,
                              corner.z + u.z * i + v.z * k},
                colour);
        };
        for (int i = 0; i < kCells; ++i)
            for (int k = 0; k < kCells; ++k) {
                group.triangles.push_back({at(i, k), at(i + 1, k), at(i + 1, k + 1)});
                group.triangles.push_back({at(i, k), at(i + 1, k + 1), at(i, k + 1)});
            }
        group.clusters.push_back({first, 2 * kCells * kCells, {}});
    }
    void storey(int half, int bottom, int height, Rgba8 front, Rgba8 side)
    {
        const int w = 2 * half / kCells, h = height / kCells, top = bottom + height;
        face({-half, bottom, half}, {w, 0, 0}, {0, h, 0}, front);
        face({half, bottom, -half}, {-w, 0, 0}, {0, h, 0}, front);
        face({half, bottom, half}, {0, 0, -w}, {0, h, 0}, side);
        face({-half, bottom, -half}, {0, 0, w}, {0, h, 0}, side);
        face({-half, top, half}, {w, 0, 0}, {0, 0, -w}, {92, 130, 98, 255});
        face({-half, bottom, -half}, {w, 0, 0}, {0, 0, w}, {60, 58, 56, 255});
    }
};

} // namespace

Status write_small_asset(const std::filesystem::path& folder)
{
    Builder builder;
    builder.grid.step_m = 0x1p-6;
    for (int i = 0; i < 5; ++i)
        builder.storey(512 - 64 * i, 272 * i, 256, {176, 84, 62, 255}, {198, 152, 118, 255});
    LodGroup& group = builder.group;
    group.key = GroupKey{0};
    group.terminal = true;
    group.bound = {builder.bounds.centre(), builder.bounds.diagonal() / 2 * 1.0001};
    AssetInfo asset;
    asset.grid = builder.grid;
    asset.has_colours = true;
    asset.source_triangles = group.triangles.size();
    asset.source_vertices = group.positions.size();
    asset.quantisation_m = builder.grid.step_m * 0.8660254037844387;
    asset.bounds = builder.bounds;
    asset.source_digest = std::string(128, '0');
    asset.recipe = "test";
    page::PackOptions options;
    options.grid = builder.grid;
    std::error_code failed;
    std::filesystem::create_directories(folder, failed);
    STELE_TRY(const auto writer, page::PackWriter::create(real_io(), folder, options));
    std::vector<LodGroup> groups;
    groups.push_back(std::move(group));
    STELE_CHECK(writer->take(std::move(groups)));
    STELE_CHECK(writer->finish(asset));
    return {};
}

} // namespace stele::test

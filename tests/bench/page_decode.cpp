// Encode and decode rates of pages on one core, from a synthetic noisy coloured sheet. Prints one
// JSON object.
#include "archive/page/decode.h"
#include "archive/page/encode.h"
#include "tests/archive/page/sample_groups.h"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <limits>
#include <span>

namespace {

// Of this process: other work on the machine does not count.
double cpu_seconds()
{
    return double(std::clock()) / CLOCKS_PER_SEC;
}

// Heights and colours vary as a scan's do: smooth, with a few units of noise.
void add_noise(std::vector<stele::LodGroup>& groups)
{
    for (stele::LodGroup& g : groups)
        for (std::size_t v = 0; v < g.positions.size(); ++v) {
            stele::Vec3i& p = g.positions[v];
            std::uint32_t h = static_cast<std::uint32_t>(p.x) * 2654435761u ^
                              static_cast<std::uint32_t>(p.z) * 2246822519u;
            h ^= h >> 15;
            p.x += static_cast<std::int32_t>(h % 7) - 3;
            p.y += static_cast<std::int32_t>((h >> 8) % 7) - 3;
            p.z += static_cast<std::int32_t>((h >> 16) % 7) - 3;
            if (g.colours.empty())
                continue;
            const auto grey = static_cast<std::uint8_t>(
                120 + p.y / 16 + static_cast<std::int32_t>((h >> 24) % 9));
            g.colours[v] = {grey, static_cast<std::uint8_t>(grey - 20),
                static_cast<std::uint8_t>(grey - 45), 255};
        }
}

} // namespace

int main()
{
    stele::test::SampleOptions options;
    options.tiles = 16;
    const auto all_levels = stele::test::sample_levels(options);
    std::vector<stele::LodGroup> groups = all_levels[0];
    add_noise(groups);
    const stele::AssetInfo asset = stele::test::sample_asset(options);

    std::vector<stele::page::EncodedPage> pages;
    double encode_s = std::numeric_limits<double>::infinity();
    for (int run = 0; run < 3; ++run) {
        pages.clear();
        const double start = cpu_seconds();
        for (std::size_t g = 0; g < groups.size(); g += 16)
            pages.push_back(*stele::page::encode_page(
                std::span(groups).subspan(g, 16), stele::test::sample_grid()));
        encode_s = std::min(encode_s, cpu_seconds() - start);
    }
    double decode_s = std::numeric_limits<double>::infinity();
    std::size_t local_vertices = 0;
    for (int run = 0; run < 30; ++run) {
        local_vertices = 0;
        const double start = cpu_seconds();
        for (const auto& page : pages) {
            const auto decoded = stele::page::decode_page(page.glb, page.record, asset);
            if (!decoded) {
                std::fprintf(stderr, "page_decode: %s\n", decoded.error().text().c_str());
                return 1;
            }
            local_vertices += decoded->positions.size();
        }
        decode_s = std::min(decode_s, cpu_seconds() - start);
    }
    double triangles = 0, bytes = 0;
    for (const auto& page : pages) {
        triangles += page.record.triangles;
        bytes += page.record.bytes;
    }
    std::printf("{\"triangles\": %.0f, \"pages\": %zu, \"bytes_per_triangle\": %.3f, "
                "\"encode_mtriangles_per_s\": %.2f, \"encode_mb_per_s\": %.2f, "
                "\"decode_mtriangles_per_s\": %.2f, \"local_vertices_per_triangle\": %.3f}\n",
        triangles, pages.size(), bytes / triangles, triangles / encode_s / 1e6,
        bytes / encode_s / 1e6, triangles / decode_s / 1e6, double(local_vertices) / triangles);
    return 0;
}

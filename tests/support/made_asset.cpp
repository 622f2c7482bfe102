// Assets made by hand.
#include "tests/support/made_asset.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace stele::test {

namespace {

constexpr int kCells = 8; // of a patch, along an edge

struct Builder {
    const SphereOptions& options;
    std::shared_ptr<MadeSource> source = std::make_shared<MadeSource>();

    // A point of the cube's surface, in cells of the patch grid, to the sphere.
    Vec3i grid_point(Vec3i cube) const
    {
        const Vec3d direction = normalized(to_double(cube));
        const Vec3d p = direction * (options.radius_m / options.step_m);
        const auto round = [](double x) { return static_cast<std::int32_t>(std::lround(x)); };
        return options.centre + Vec3i{round(p.x), round(p.y), round(p.z)};
    }
    static Rgba8 colour_of(Vec3i cube, std::int32_t half)
    {
        const auto channel = [half](std::int32_t x) {
            return static_cast<std::uint8_t>(std::clamp(127 + 120 * x / half, 0, 255));
        };
        return {channel(cube.x), channel(cube.y), channel(cube.z), 255};
    }
};

// Cube coordinates of cell corner (u, v) of a face; faces are wound outwards.
Vec3i cube_point(int face, std::int32_t u, std::int32_t v, std::int32_t half)
{
    const std::int32_t x = 2 * u - half, y = 2 * v - half;
    switch (face) {
    case 0:
        return {half, x, y};
    case 1:
        return {-half, y, x};
    case 2:
        return {y, half, x};
    case 3:
        return {x, -half, y};
    case 4:
        return {x, y, half};
    default:
        return {y, x, -half};
    }
}

using Corner = std::pair<int, int>; // within a patch, 0..kCells
using Polygon = std::vector<Corner>;

std::vector<std::array<Corner, 3>> fine_triangles()
{
    std::vector<std::array<Corner, 3>> triangles;
    for (int v = 0; v < kCells; ++v)
        for (int u = 0; u < kCells; ++u) {
            triangles.push_back({Corner{u, v}, {u + 1, v}, {u + 1, v + 1}});
            triangles.push_back({Corner{u, v}, {u + 1, v + 1}, {u, v + 1}});
        }
    return triangles;
}

// Blocks of two by two cells: two triangles inside, a fan that keeps every border vertex at the
// border.
std::vector<std::array<Corner, 3>> coarse_triangles()
{
    std::vector<std::array<Corner, 3>> triangles;
    for (int v = 0; v < kCells; v += 2)
        for (int u = 0; u < kCells; u += 2) {
            Polygon ring;
            const auto add = [&](int x, int y, bool keep) {
                if (keep)
                    ring.emplace_back(x, y);
            };
            add(u, v, true);
            add(u + 1, v, v == 0);
            add(u + 2, v, true);
            add(u + 2, v + 1, u + 2 == kCells);
            add(u + 2, v + 2, true);
            add(u + 1, v + 2, v + 2 == kCells);
            add(u, v + 2, true);
            add(u, v + 1, u == 0);
            if (ring.size() == 4) {
                triangles.push_back({ring[0], ring[1], ring[2]});
                triangles.push_back({ring[0], ring[2], ring[3]});
                continue;
            }
            for (std::size_t i = 0; i < ring.size(); ++i)
                triangles.push_back({Corner{u + 1, v + 1}, ring[i], ring[(i + 1) % ring.size()]});
        }
    return triangles;
}

struct Patch {
    int face;
    std::int32_t u, v; // first cell
};

void add_cluster(const Builder& builder, DecodedPage& page, const Patch& patch,
    const std::vector<std::array<Corner, 3>>& shape, GroupKey group, GroupKey refined)
{
    const std::int32_t half = static_cast<std::int32_t>(builder.options.patches) * kCells;
    std::map<Corner, std::uint8_t> numbers;
    DecodedCluster cluster;
    cluster.first_vertex = static_cast<std::uint32_t>(page.positions.size());
    cluster.first_triangle = static_cast<std::uint32_t>(page.triangles.size());
    Box box;
    for (const auto& triangle : shape) {
        std::array<std::uint8_t, 3> corners{};
        for (std::size_t i = 0; i < 3; ++i) {
            const auto [found, added] =
                numbers.emplace(triangle[i], static_cast<std::uint8_t>(numbers.size()));
            corners[i] = found->second;
            if (!added)
                continue;
            const Vec3i cube = cube_point(
                patch.face, patch.u + triangle[i].first, patch.v + triangle[i].second, half);
            const Vec3i p = builder.grid_point(cube);
            box.extend(to_double(p) * builder.options.step_m);
            page.positions.push_back(p - page.origin);
            if (builder.options.colours)
                page.colours.push_back(Builder::colour_of(cube, half));
            if (builder.options.normals)
                page.normals.push_back(to_float(normalized(to_double(cube))));
        }
        page.triangles.push_back(corners);
    }
    cluster.vertex_count = static_cast<std::uint32_t>(numbers.size());
    cluster.triangle_count = static_cast<std::uint32_t>(shape.size());
    cluster.group = group;
    cluster.refined = refined;
    cluster.bound = {box.centre(), box.diagonal() / 2 * (1 + 1e-9)};
    page.clusters.push_back(cluster);
}

void describe_page(MadeSource& source, const DecodedPage& page, std::uint32_t level,
    std::uint32_t first_group, std::uint32_t group_count)
{
    PageRecord record;
    record.level = level;
    record.vertices = static_cast<std::uint32_t>(page.positions.size());
    record.triangles = static_cast<std::uint32_t>(page.triangles.size());
    record.clusters = static_cast<std::uint32_t>(page.clusters.size());
    record.first_group = first_group;
    record.group_count = group_count;
    record.origin = page.origin;
    for (const DecodedCluster& cluster : page.clusters)
        record.bound =
            record.bound.radius == 0 ? cluster.bound : enclose(record.bound, cluster.bound);
    source.page_index.pages.push_back(record);
    source.pages.push_back(page);
}

} // namespace

Result<DecodedPage> MadeSource::load(PageId page) const
{
    unsigned before = 0;
    {
        const std::lock_guard lock(mutex_);
        loads_.resize(pages.size());
        before = loads_[page.value]++;
    }
    if (before_load) {
        STELE_CHECK(before_load(page, before));
    }
    return pages[page.value];
}

unsigned MadeSource::loads(PageId page) const
{
    const std::lock_guard lock(mutex_);
    return page.value < loads_.size() ? loads_[page.value] : 0;
}

std::shared_ptr<MadeSource> make_sphere(const SphereOptions& options)
{
    Builder builder{options};
    MadeSource& source = *builder.source;
    AssetInfo& asset = source.page_index.asset;
    asset.grid.step_m = options.step_m;
    asset.has_colours = options.colours;
    asset.has_normals = options.normals;
    asset.quantisation_m = options.step_m * 0.87;
    const Vec3d centre_m = to_double(options.centre) * options.step_m;
    const Vec3d r = Vec3d{1, 1, 1} * (options.radius_m + options.step_m);
    asset.bounds.extend(centre_m - r);
    asset.bounds.extend(centre_m + r);

    std::vector<Patch> patches;
    const auto n = static_cast<std::int32_t>(options.patches);
    for (int face = 0; face < 6; ++face)
        for (std::int32_t v = 0; v < n; ++v)
            for (std::int32_t u = 0; u < n; ++u)
                patches.push_back({face, u * kCells, v * kCells});
    const auto terminal = GroupKey{static_cast<std::uint32_t>(patches.size())};
    const auto fine = fine_triangles(), coarse = coarse_triangles();
    // Sagitta of a coarse cell's diagonal, with a margin.
    const double angle = 1.5 * 3.14159265 / (double(options.patches) * kCells);
    const double error_m = options.radius_m * angle * angle / 8 * 2 + options.step_m;

    DecodedPage page;
    std::uint32_t first_group = 0;
    for (std::uint32_t g = 0; g < patches.size(); ++g) {
        if (page.positions.empty())
            page.origin = builder.grid_point(
                cube_point(patches[g].face, patches[g].u, patches[g].v, n * kCells));
        add_cluster(builder, page, patches[g], fine, GroupKey{g}, GroupKey{});
        GroupRecord group;
        group.page = PageId{static_cast<std::uint32_t>(source.pages.size())};
        group.triangles = static_cast<std::uint32_t>(fine.size());
        group.first_parent = static_cast<std::uint32_t>(source.page_index.parents.size());
        group.parent_count = 1;
        source.page_index.parents.push_back(terminal);
        group.bound = page.clusters.back().bound;
        group.bound.radius += error_m;
        group.error = {error_m, error_m, error_m};
        source.page_index.groups.push_back(group);
        if (g + 1 == patches.size() || g + 1 - first_group == options.patches_per_page) {
            describe_page(source, page, 0, first_group, g + 1 - first_group);
            page = {};
            first_group = g + 1;
        }
    }
    page.origin = options.centre;
    for (std::uint32_t g = 0; g < patches.size(); ++g)
        add_cluster(builder, page, patches[g], coarse, terminal, GroupKey{g});
    GroupRecord root;
    root.page = PageId{static_cast<std::uint32_t>(source.pages.size())};
    root.level = 1;
    root.triangles = static_cast<std::uint32_t>(page.triangles.size());
    root.bound = {centre_m, options.radius_m * 1.01 + error_m};
    source.page_index.groups.push_back(root);
    source.page_index.root = root.page;
    describe_page(source, page, 1, terminal.value, 1);
    asset.source_triangles = patches.size() * fine.size();
    return builder.source;
}

std::shared_ptr<MadeSource> make_soup(const std::vector<MadeTriangle>& triangles, double step_m)
{
    constexpr std::size_t kPerCluster = 40;
    auto source = std::make_shared<MadeSource>();
    AssetInfo& asset = source->page_index.asset;
    asset.grid.step_m = step_m;
    asset.has_colours = true;
    asset.source_triangles = triangles.size();
    DecodedPage page;
    for (std::size_t first = 0; first < triangles.size(); first += kPerCluster) {
        DecodedCluster cluster;
        cluster.first_vertex = static_cast<std::uint32_t>(page.positions.size());
        cluster.first_triangle = static_cast<std::uint32_t>(page.triangles.size());
        cluster.group = GroupKey{0};
        Box box;
        const std::size_t last = std::min(first + kPerCluster, triangles.size());
        for (std::size_t i = first; i < last; ++i) {
            const auto corner = static_cast<std::uint8_t>(3 * (i - first));
            for (const Vec3i& p : {triangles[i].a, triangles[i].b, triangles[i].c}) {
                page.positions.push_back(p);
                page.colours.push_back(triangles[i].colour);
                box.extend(asset.grid.asset_m(p));
            }
            page.triangles.push_back({corner, static_cast<std::uint8_t>(corner + 1),
                static_cast<std::uint8_t>(corner + 2)});
        }
        cluster.vertex_count =
            static_cast<std::uint32_t>(page.positions.size()) - cluster.first_vertex;
        cluster.triangle_count = static_cast<std::uint32_t>(last - first);
        cluster.bound = {box.centre(), box.diagonal() / 2 * (1 + 1e-9)};
        asset.bounds.extend(box);
        page.clusters.push_back(cluster);
    }
    GroupRecord root;
    root.page = PageId{0};
    root.triangles = static_cast<std::uint32_t>(triangles.size());
    root.bound = {asset.bounds.centre(), asset.bounds.diagonal() / 2 * (1 + 1e-9)};
    source->page_index.groups.push_back(root);
    source->page_index.root = PageId{0};
    describe_page(*source, page, 0, 0, 1);
    return source;
}

} // namespace stele::test

// Triangle counts of a group's output are known once its parents' tables are read, and parents come
// first.
#include "archive/page/cut.h"

#include "archive/page/decode.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <unordered_map>

namespace stele::page {

namespace {

// Cluster tables of the pages visited so far.
class Tables {
public:
    explicit Tables(const AssetFile& asset) : asset_(asset), tables_(asset.index().pages.size()) {}

    Result<const PageTable*> of(PageId page)
    {
        std::optional<PageTable>& table = tables_[page.value];
        if (!table) {
            const PageRecord& record = asset_.index().pages[page.value];
            STELE_TRY(const Bytes glb, asset_.read_page(page));
            STELE_TRY(table, read_table(stream(glb, record.cluster_table), record));
        }
        return &*table;
    }

private:
    const AssetFile& asset_;
    std::vector<std::optional<PageTable>> tables_;
};

// Calls visit(cluster) for the clusters of a group.
template <class Visit>
void for_clusters(const PageTable& table, const PageRecord& page, std::uint32_t key, Visit visit)
{
    const GroupEntry& group = table.groups[key - page.first_group];
    for (std::uint32_t c = 0; c < group.cluster_count; ++c)
        visit(table.clusters[group.first_cluster + c]);
}

bool parents_active(const PageIndex& index, std::uint32_t key, const std::vector<bool>& active)
{
    const GroupRecord& group = index.groups[key];
    for (std::uint32_t i = 0; i < group.parent_count; ++i)
        if (!active[index.parents[group.first_parent + i].value])
            return false;
    return true;
}

double error_of(const GroupRecord& group, CutMetric metric)
{
    return metric == CutMetric::looks ? group.error.selection_m : group.error.geometric_m;
}

// A total order in which parents precede children as long as errors are monotone.
std::vector<std::uint32_t> by_error(const PageIndex& index, CutMetric metric)
{
    std::vector<std::uint32_t> order(index.groups.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
        const double error_a = error_of(index.groups[a], metric);
        const double error_b = error_of(index.groups[b], metric);
        return error_a != error_b ? error_a > error_b : a > b;
    });
    return order;
}

bool is_drawn(const ClusterEntry& cluster, const std::vector<bool>& active)
{
    return cluster.refined == GroupKey::kNone || !active[cluster.refined];
}

// What is certified of a drawn cluster.
double certified_of(const PageIndex& index, std::uint32_t refined)
{
    return refined == GroupKey::kNone ? index.asset.quantisation_m
                                      : index.groups[refined].error.geometric_m;
}

// Counts what is drawn, and finds the largest error among it.
Status sum_up(const AssetFile& asset, Tables& tables, Cut& cut)
{
    const PageIndex& index = asset.index();
    cut.triangles = 0;
    cut.certified_m = 0;
    for (std::uint32_t key = 0; key < cut.active.size(); ++key) {
        if (!cut.active[key])
            continue;
        const PageId page = index.groups[key].page;
        STELE_TRY(const PageTable* const table, tables.of(page));
        for_clusters(*table, index.pages[page.value], key, [&](const ClusterEntry& c) {
            if (!is_drawn(c, cut.active))
                return;
            cut.triangles += c.triangle_count;
            cut.certified_m = std::max(cut.certified_m, certified_of(index, c.refined));
        });
    }
    return {};
}

// Calls visit(page, streams) for each page with an active group, in order.
template <class Visit>
Status for_active_pages(const AssetFile& asset, const Cut& cut, Visit visit)
{
    const PageIndex& index = asset.index();
    for (std::size_t p = 0; p < index.pages.size(); ++p) {
        const PageRecord& record = index.pages[p];
        const auto first = cut.active.begin() + record.first_group;
        if (std::find(first, first + record.group_count, true) == first + record.group_count)
            continue;
        STELE_TRY(const Bytes glb, asset.read_page({static_cast<std::uint32_t>(p)}));
        STELE_TRY(const PageStreams page,
            decode_streams(glb, record, index.asset).in("page " + std::to_string(p)));
        visit(record, page);
    }
    return {};
}

// Calls visit(cluster) for the drawn clusters of a page.
template <class Visit>
void for_drawn(const PageStreams& page, const std::vector<bool>& active, Visit visit)
{
    for (const ClusterEntry& c : page.table.clusters)
        if (active[page.table.groups[c.group].key] && is_drawn(c, active))
            visit(c);
}

struct HashPosition {
    std::size_t operator()(Vec3i p) const
    {
        std::uint64_t h = static_cast<std::uint32_t>(p.x);
        h = h * 0x9e3779b97f4a7c15u + static_cast<std::uint32_t>(p.y);
        h = h * 0x9e3779b97f4a7c15u + static_cast<std::uint32_t>(p.z);
        return static_cast<std::size_t>((h * 0x9e3779b97f4a7c15u) >> 20);
    }
};

// Adds the drawn clusters of one page.
class MeshBuilder {
public:
    explicit MeshBuilder(GridMesh& mesh) : mesh_(mesh) {}

    void add(const PageStreams& page, Vec3i origin, const std::vector<bool>& active)
    {
        std::vector<std::uint32_t> number(page.positions.size(), kNone);
        for_drawn(page, active, [&](const ClusterEntry& c) {
            for (std::size_t t = c.first_triangle; t < c.first_triangle + c.triangle_count; ++t) {
                Triangle triangle{};
                for (std::size_t k = 0; k < 3; ++k) {
                    std::uint32_t& known = number[page.triangles[t][k]];
                    if (known == kNone)
                        known = number_of(page, page.triangles[t][k], origin);
                    triangle[k] = known;
                }
                mesh_.triangles.push_back(triangle);
            }
        });
    }

private:
    static constexpr std::uint32_t kNone = 0xffffffffu;

    std::uint32_t number_of(const PageStreams& page, std::size_t vertex, Vec3i origin)
    {
        const Vec3i position = page.positions[vertex] + origin;
        const auto next = static_cast<std::uint32_t>(mesh_.positions.size());
        const auto [found, added] = numbers_.try_emplace(position, next);
        if (added) {
            mesh_.positions.push_back(position);
            if (!page.colours.empty())
                mesh_.colours.push_back(page.colours[vertex]);
            if (!page.normals.empty())
                mesh_.normals.push_back(page.normals[vertex]);
        }
        return found->second;
    }

    GridMesh& mesh_;
    std::unordered_map<Vec3i, std::uint32_t, HashPosition> numbers_; // looked up, never iterated
};

// The drawn clusters of one page, not welded to those of others.
void append_drawn(DrawnSurface& drawn, const PageStreams& page, const PageRecord& record,
    const Cut& cut, const PageIndex& index)
{
    const auto base = static_cast<std::uint32_t>(drawn.positions.size());
    for (const Vec3i p : page.positions)
        drawn.positions.push_back(p + record.origin);
    for_drawn(page, cut.active, [&](const ClusterEntry& c) {
        for (std::size_t t = c.first_triangle; t < c.first_triangle + c.triangle_count; ++t) {
            const auto& corners = page.triangles[t];
            drawn.triangles.push_back({corners[0] + base, corners[1] + base, corners[2] + base});
        }
        drawn.certified_m.resize(drawn.triangles.size(), certified_of(index, c.refined));
    });
}

} // namespace

Result<Cut> choose_cut(const AssetFile& asset, const CutOptions& options)
{
    const PageIndex& index = asset.index();
    Tables tables(asset);
    Cut cut;
    cut.active.assign(index.groups.size(), false);
    std::vector<std::uint32_t> output(index.groups.size(), 0); // triangles, as far as seen
    for (const std::uint32_t key : by_error(index, options.metric)) {
        const GroupRecord& group = index.groups[key];
        const bool terminal = is_terminal(group.error);
        if (!terminal && !(error_of(group, options.metric) > options.max_error_m))
            break;
        if (!parents_active(index, key, cut.active))
            continue;
        const std::uint64_t replaced = std::min<std::uint64_t>(output[key], cut.triangles);
        const std::uint64_t triangles = cut.triangles - replaced + group.triangles;
        if (!terminal && triangles > options.max_triangles)
            break;
        STELE_TRY(const PageTable* const table, tables.of(group.page));
        for_clusters(*table, index.pages[group.page.value], key, [&](const ClusterEntry& c) {
            if (c.refined != GroupKey::kNone)
                output[c.refined] += c.triangle_count;
        });
        cut.active[key] = true;
        cut.triangles = triangles;
    }
    STELE_CHECK(sum_up(asset, tables, cut));
    return cut;
}

Result<Cut> cut_of_groups(const AssetFile& asset, std::vector<bool> active)
{
    Tables tables(asset);
    Cut cut;
    cut.active = std::move(active);
    STELE_CHECK(sum_up(asset, tables, cut));
    return cut;
}

Result<GridMesh> cut_mesh(const AssetFile& asset, const Cut& cut)
{
    GridMesh mesh;
    mesh.grid = asset.index().asset.grid;
    MeshBuilder builder(mesh);
    STELE_CHECK(
        for_active_pages(asset, cut, [&](const PageRecord& record, const PageStreams& page) {
            builder.add(page, record.origin, cut.active);
        }));
    return mesh;
}

Result<DrawnSurface> draw_cut(const AssetFile& asset, const Cut& cut)
{
    DrawnSurface drawn;
    STELE_CHECK(
        for_active_pages(asset, cut, [&](const PageRecord& record, const PageStreams& page) {
            append_drawn(drawn, page, record, cut, asset.index());
        }));
    return drawn;
}

} // namespace stele::page

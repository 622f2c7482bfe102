// Positions are relative to a node at the middle of the cut, so that floats hold them exactly.
#include "archive/page/overview.h"

namespace stele::page {

namespace {

// A grid point near the middle, so that differences stay integers.
Vec3i middle(const GridMesh& mesh)
{
    Box box;
    for (const Vec3i p : mesh.positions)
        box.extend(to_double(p));
    const Vec3d c = box.centre();
    return {static_cast<std::int32_t>(std::floor(c.x)), static_cast<std::int32_t>(std::floor(c.y)),
        static_cast<std::int32_t>(std::floor(c.z))};
}

// Area-weighted face normals: scans without normals would be shown faceted.
std::vector<Vec3f> smooth_normals(const GridMesh& mesh)
{
    std::vector<Vec3d> sums(mesh.positions.size());
    for (const Triangle& t : mesh.triangles) {
        const Vec3d a = to_double(mesh.positions[t[0]]);
        const Vec3d n =
            cross(to_double(mesh.positions[t[1]]) - a, to_double(mesh.positions[t[2]]) - a);
        for (const std::uint32_t v : t)
            sums[v] += n;
    }
    std::vector<Vec3f> normals(sums.size());
    for (std::size_t v = 0; v < sums.size(); ++v)
        normals[v] = to_float(normalized(sums[v]));
    return normals;
}

} // namespace

Json cut_statement(
    const AssetFile& asset, const Cut& cut, const OverviewText& text, std::string_view what)
{
    const AssetInfo& info = asset.index().asset;
    return Json::object({{"title", text.title}, {"rights", text.rights}, {"credit", text.credit},
        {"certified_error_m", cut.certified_m}, {"triangles", cut.triangles},
        {"source_triangles", info.source_triangles}, {"source_sha512", info.source_digest},
        {"note", std::string(what) +
                     " Every point lies within certified_error_m metres of the scan, and every "
                     "point of the scan within that distance of this surface."}});
}

PlainMesh plain_mesh(GridMesh mesh)
{
    PlainMesh plain;
    const Vec3i centre = middle(mesh);
    plain.translation = mesh.grid.world_m(centre);
    plain.positions.reserve(mesh.positions.size());
    for (const Vec3i p : mesh.positions)
        plain.positions.push_back(to_float((to_double(p) - to_double(centre)) * mesh.grid.step_m));
    plain.normals = mesh.normals.empty() ? smooth_normals(mesh) : std::move(mesh.normals);
    plain.colours = std::move(mesh.colours);
    plain.triangles = std::move(mesh.triangles);
    return plain;
}

void name_plain_mesh(PlainMesh& plain, const OverviewText& text, Json statement)
{
    plain.name = text.title;
    plain.copyright = text.credit.empty() || text.rights.empty() ? text.credit + text.rights
                                                                 : text.credit + ". " + text.rights;
    plain.extras = std::move(statement);
}

Result<Bytes> make_overview(
    const AssetFile& asset, const OverviewText& text, std::uint64_t max_triangles)
{
    CutOptions options;
    options.max_triangles = max_triangles;
    STELE_TRY(const Cut cut, choose_cut(asset, options));
    STELE_TRY(GridMesh mesh, cut_mesh(asset, cut));
    PlainMesh plain = plain_mesh(std::move(mesh));
    name_plain_mesh(plain, text, cut_statement(asset, cut, text, "Overview of a larger scan."));
    return write_plain_glb(plain);
}

} // namespace stele::page

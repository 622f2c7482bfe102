// Doubles keep every bit: JSON text is the shortest that reads back the same.
#include "archive/page/asset_json.h"

#include <limits>

namespace stele::page {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Json vector_json(Vec3d v)
{
    return Json::Array{Json(v.x), Json(v.y), Json(v.z)};
}

Result<Vec3d> vector_of(const Json& json, std::string_view name)
{
    const Json::Array* const a = json.elements();
    if (a == nullptr || a->size() != 3 || !(*a)[0].is_number() || !(*a)[1].is_number() ||
        !(*a)[2].is_number())
        return Error(Errc::malformed, std::string(name) + " is not three numbers");
    return Vec3d{(*a)[0].number_or(kNaN), (*a)[1].number_or(kNaN), (*a)[2].number_or(kNaN)};
}

} // namespace

Json asset_to_json(const AssetInfo& asset)
{
    Json json = Json::object({{"gridStep_m", asset.grid.step_m},
        {"gridOrigin_m", vector_json(asset.grid.origin_m)}, {"hasColours", asset.has_colours},
        {"hasNormals", asset.has_normals}, {"sourceTriangles", asset.source_triangles},
        {"sourceVertices", asset.source_vertices}, {"quantisation_m", asset.quantisation_m}});
    if (!asset.bounds.empty())
        json.set(
            "bounds_m", Json::Array{vector_json(asset.bounds.min), vector_json(asset.bounds.max)});
    json.set("sourceDigest", asset.source_digest);
    json.set("recipe", asset.recipe);
    return json;
}

Result<AssetInfo> asset_from_json(const Json& json)
{
    AssetInfo asset;
    asset.grid.step_m = json["gridStep_m"].number_or(kNaN);
    STELE_TRY(asset.grid.origin_m, vector_of(json["gridOrigin_m"], "gridOrigin_m"));
    if (!json["hasColours"].is_bool() || !json["hasNormals"].is_bool())
        return Error(Errc::malformed, "hasColours or hasNormals is missing");
    asset.has_colours = json["hasColours"].bool_or(false);
    asset.has_normals = json["hasNormals"].bool_or(false);
    asset.source_triangles = json["sourceTriangles"].unsigned_or(0);
    asset.source_vertices = json["sourceVertices"].unsigned_or(0);
    asset.quantisation_m = json["quantisation_m"].number_or(kNaN);
    if (const Json* const bounds = json.find("bounds_m")) {
        const Json::Array* const ends = bounds->elements();
        if (ends == nullptr || ends->size() != 2)
            return Error(Errc::malformed, "bounds_m is not two points");
        STELE_TRY(asset.bounds.min, vector_of((*ends)[0], "bounds_m"));
        STELE_TRY(asset.bounds.max, vector_of((*ends)[1], "bounds_m"));
    }
    asset.source_digest = json["sourceDigest"].string_or("");
    asset.recipe = json["recipe"].string_or("");
    return asset;
}

} // namespace stele::page

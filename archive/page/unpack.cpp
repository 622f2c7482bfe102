// The node's translation is in asset space; extras name the asset's origin.
#include "archive/page/unpack.h"

#include "archive/page/decode.h"
#include "archive/page/plain_glb.h"

namespace stele::page {

Result<Bytes> unpack_page(ByteSpan glb, const PageRecord& record, const AssetInfo& asset)
{
    STELE_TRY(PageStreams page, decode_streams(glb, record, asset));
    PlainMesh plain;
    plain.positions.reserve(page.positions.size());
    for (const Vec3i p : page.positions)
        plain.positions.push_back(to_float(to_double(p))); // 24 bits: exact
    plain.colours = std::move(page.colours);
    plain.normals = std::move(page.normals);
    plain.triangles.reserve(page.triangles.size());
    for (const auto& t : page.triangles)
        plain.triangles.push_back({t[0], t[1], t[2]});
    plain.translation = asset.grid.asset_m(record.origin);
    plain.scale = asset.grid.step_m;
    const Vec3d origin = asset.grid.origin_m;
    plain.extras = Json::object({{"level", record.level},
        {"asset_origin_m", Json::Array{Json(origin.x), Json(origin.y), Json(origin.z)}}});
    return write_plain_glb(plain);
}

} // namespace stele::page

// Accessors as gltf-validator wants them: bounds on POSITION, unit normals, 16-bit indices where
// they fit.
#include "archive/page/plain_glb.h"

#include "archive/page/colour.h"
#include "archive/page/glb.h"

#include <algorithm>
#include <cmath>

namespace stele::page {

namespace {

constexpr std::int64_t kArrayBuffer = 34962;
constexpr std::int64_t kElementArrayBuffer = 34963;
constexpr std::int64_t kUshort = 5123, kUint = 5125, kFloat = 5126;

struct Builder {
    ByteWriter bin;
    Json views = Json::array();
    Json accessors = Json::array();
    std::size_t count = 0; // of views and of accessors

    // One view and one accessor of the same number, which is returned.
    std::size_t add(ByteSpan bytes, std::int64_t target, Json accessor)
    {
        bin.pad_to(4);
        views.push(Json::object({{"buffer", 0}, {"byteOffset", bin.size()},
            {"byteLength", bytes.size()}, {"target", target}}));
        bin.write_bytes(bytes);
        accessor.set("bufferView", count);
        accessors.push(std::move(accessor));
        return count++;
    }
};

Json vector_json(Vec3d v)
{
    return Json::Array{Json(v.x), Json(v.y), Json(v.z)};
}

Json position_accessor(const std::vector<Vec3f>& positions)
{
    Box box;
    for (const Vec3f p : positions)
        box.extend(to_double(p));
    return Json::object({{"componentType", kFloat}, {"count", positions.size()}, {"type", "VEC3"},
        {"min", vector_json(box.min)}, {"max", vector_json(box.max)}});
}

std::vector<Vec3f> unit_normals(const std::vector<Vec3f>& normals)
{
    std::vector<Vec3f> out(normals.size());
    for (std::size_t v = 0; v < out.size(); ++v) {
        const Vec3d n = normalized(to_double(normals[v]));
        out[v] = is_finite(n) && dot(n, n) > 0.5 ? to_float(n) : Vec3f{0, 1, 0};
    }
    return out;
}

std::size_t add_indices(Builder& out, const PlainMesh& mesh)
{
    const std::size_t count = mesh.triangles.size() * 3;
    const bool narrow = mesh.positions.size() <= 65535;
    Json accessor = Json::object(
        {{"componentType", narrow ? kUshort : kUint}, {"count", count}, {"type", "SCALAR"}});
    if (!narrow)
        return out.add(
            std::as_bytes(std::span(mesh.triangles)), kElementArrayBuffer, std::move(accessor));
    std::vector<std::uint16_t> indices;
    indices.reserve(count);
    for (const Triangle& t : mesh.triangles)
        for (const std::uint32_t v : t)
            indices.push_back(static_cast<std::uint16_t>(v));
    return out.add(std::as_bytes(std::span(indices)), kElementArrayBuffer, std::move(accessor));
}

Json mesh_json(Builder& out, const PlainMesh& mesh)
{
    Json attributes = Json::object();
    attributes.set("POSITION", out.add(std::as_bytes(std::span(mesh.positions)), kArrayBuffer,
                                   position_accessor(mesh.positions)));
    if (!mesh.normals.empty()) {
        const std::vector<Vec3f> normals = unit_normals(mesh.normals);
        attributes.set("NORMAL", out.add(std::as_bytes(std::span(normals)), kArrayBuffer,
                                     Json::object({{"componentType", kFloat},
                                         {"count", normals.size()}, {"type", "VEC3"}})));
    }
    if (!mesh.colours.empty()) {
        std::vector<LinearColour> linear(mesh.colours.size());
        std::transform(mesh.colours.begin(), mesh.colours.end(), linear.begin(), to_linear);
        attributes.set(
            "COLOR_0", out.add(std::as_bytes(std::span(linear)), kArrayBuffer,
                           Json::object({{"componentType", kUshort}, {"normalized", true},
                               {"count", linear.size()}, {"type", "VEC4"}})));
    }
    Json primitive = Json::object({{"attributes", std::move(attributes)}});
    primitive.set("indices", add_indices(out, mesh));
    primitive.set("material", 0);
    return Json::object({{"primitives", Json::Array{std::move(primitive)}}});
}

} // namespace

Result<Bytes> write_plain_glb(const PlainMesh& mesh)
{
    Builder out;
    Json mesh_value = mesh_json(out, mesh);
    Json node = Json::object({{"mesh", 0}, {"translation", vector_json(mesh.translation)}});
    if (mesh.scale != 1)
        node.set("scale", vector_json({mesh.scale, mesh.scale, mesh.scale}));
    Json asset = Json::object({{"version", "2.0"}, {"generator", "Stele"}});
    Json scene = Json::object({{"nodes", Json::Array{Json(0)}}});
    if (!mesh.name.empty()) {
        node.set("name", mesh.name);
        scene.set("name", mesh.name);
    }
    if (!mesh.copyright.empty())
        asset.set("copyright", mesh.copyright);
    if (!mesh.extras.is_null()) {
        asset.set("extras", mesh.extras);
        scene.set("extras", mesh.extras);
    }
    // Scans are sheets, not solids: both sides are seen. glTF's default metal would look black.
    Json material = Json::object(
        {{"pbrMetallicRoughness", Json::object({{"metallicFactor", 0}})}, {"doubleSided", true}});
    const Json document = Json::object(
        {{"asset", std::move(asset)}, {"scene", 0}, {"scenes", Json::Array{std::move(scene)}},
            {"nodes", Json::Array{std::move(node)}}, {"meshes", Json::Array{std::move(mesh_value)}},
            {"materials", Json::Array{std::move(material)}},
            {"accessors", std::move(out.accessors)}, {"bufferViews", std::move(out.views)},
            {"buffers", Json::Array{Json::object({{"byteLength", out.bin.size()}})}}});
    STELE_TRY(GlbBytes glb, write_glb(document, out.bin.bytes()));
    return std::move(glb.bytes);
}

} // namespace stele::page

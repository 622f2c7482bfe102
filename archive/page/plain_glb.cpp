// Accessors as gltf-validator wants them: bounds on POSITION, unit normals, 16-bit indices where
// they fit. The JSON is made first, from counts alone; the arrays are converted as they are
// written.
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
// Elements converted at a time.
constexpr std::size_t kBatch = 65536;

// The buffer: views one after the other, each at a multiple of 4, each written by its own stream.
struct Builder {
    Json views = Json::array();
    Json accessors = Json::array();
    std::vector<std::function<Status(const ByteSink&)>> streams;
    std::uint64_t bytes = 0; // so far

    // One view and one accessor of the same number, which is returned.
    std::size_t add(std::uint64_t view_bytes, std::int64_t target, Json accessor,
        std::function<Status(const ByteSink&)> stream)
    {
        const std::uint64_t offset = (bytes + 3) / 4 * 4;
        views.push(Json::object({{"buffer", 0}, {"byteOffset", offset}, {"byteLength", view_bytes},
            {"target", target}}));
        accessor.set("bufferView", streams.size());
        accessors.push(std::move(accessor));
        streams.push_back(
            [padding = offset - bytes, stream = std::move(stream)](const ByteSink& sink) -> Status {
                constexpr std::array<std::byte, 4> kZeros{};
                STELE_CHECK(sink(ByteSpan(kZeros).first(padding)));
                return stream(sink);
            });
        bytes = offset + view_bytes;
        return streams.size() - 1;
    }
};

// Writes convert(value) of every value.
template <class To, class From, class Convert>
std::function<Status(const ByteSink&)> converted(const std::vector<From>& values, Convert convert)
{
    return [&values, convert](const ByteSink& sink) -> Status {
        std::vector<To> batch;
        for (std::size_t at = 0; at < values.size(); at += batch.size()) {
            batch.resize(std::min(kBatch, values.size() - at));
            std::transform(values.begin() + std::ptrdiff_t(at),
                values.begin() + std::ptrdiff_t(at + batch.size()), batch.begin(), convert);
            STELE_CHECK(sink(std::as_bytes(std::span(batch))));
        }
        return {};
    };
}

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

Vec3f unit_normal(Vec3f normal)
{
    const Vec3d n = normalized(to_double(normal));
    return is_finite(n) && dot(n, n) > 0.5 ? to_float(n) : Vec3f{0, 1, 0};
}

std::size_t add_indices(Builder& out, const PlainMesh& mesh)
{
    const std::size_t count = mesh.triangles.size() * 3;
    const bool narrow = mesh.positions.size() <= 65535;
    Json accessor = Json::object(
        {{"componentType", narrow ? kUshort : kUint}, {"count", count}, {"type", "SCALAR"}});
    if (!narrow)
        return out.add(count * 4, kElementArrayBuffer, std::move(accessor),
            converted<Triangle>(mesh.triangles, [](const Triangle& t) { return t; }));
    using Narrow = std::array<std::uint16_t, 3>;
    return out.add(count * 2, kElementArrayBuffer, std::move(accessor),
        converted<Narrow>(mesh.triangles, [](const Triangle& t) {
            return Narrow{static_cast<std::uint16_t>(t[0]), static_cast<std::uint16_t>(t[1]),
                static_cast<std::uint16_t>(t[2])};
        }));
}

Json mesh_json(Builder& out, const PlainMesh& mesh)
{
    const std::uint64_t vertices = mesh.positions.size();
    Json attributes = Json::object();
    attributes.set("POSITION",
        out.add(vertices * sizeof(Vec3f), kArrayBuffer, position_accessor(mesh.positions),
            converted<Vec3f>(mesh.positions, [](Vec3f p) { return p; })));
    if (!mesh.normals.empty())
        attributes.set("NORMAL",
            out.add(vertices * sizeof(Vec3f), kArrayBuffer,
                Json::object({{"componentType", kFloat}, {"count", vertices}, {"type", "VEC3"}}),
                converted<Vec3f>(mesh.normals, unit_normal)));
    if (!mesh.colours.empty())
        attributes.set(
            "COLOR_0", out.add(vertices * sizeof(LinearColour), kArrayBuffer,
                           Json::object({{"componentType", kUshort}, {"normalized", true},
                               {"count", vertices}, {"type", "VEC4"}}),
                           converted<LinearColour>(mesh.colours, to_linear)));
    Json primitive = Json::object({{"attributes", std::move(attributes)}});
    primitive.set("indices", add_indices(out, mesh));
    primitive.set("material", 0);
    return Json::object({{"primitives", Json::Array{std::move(primitive)}}});
}

Json document_json(Builder& out, const PlainMesh& mesh)
{
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
    return Json::object(
        {{"asset", std::move(asset)}, {"scene", 0}, {"scenes", Json::Array{std::move(scene)}},
            {"nodes", Json::Array{std::move(node)}}, {"meshes", Json::Array{std::move(mesh_value)}},
            {"materials", Json::Array{std::move(material)}},
            {"accessors", std::move(out.accessors)}, {"bufferViews", std::move(out.views)},
            {"buffers", Json::Array{Json::object({{"byteLength", out.bytes}})}}});
}

} // namespace

Status write_plain_glb(const PlainMesh& mesh, const ByteSink& sink)
{
    Builder out;
    const Json document = document_json(out, mesh);
    STELE_TRY(const Bytes head, write_glb_head(document, out.bytes));
    STELE_CHECK(sink(head));
    for (const auto& stream : out.streams)
        STELE_CHECK(stream(sink));
    constexpr std::array<std::byte, 4> kZeros{};
    return sink(ByteSpan(kZeros).first((4 - out.bytes % 4) % 4));
}

Result<Bytes> write_plain_glb(const PlainMesh& mesh)
{
    ByteWriter out;
    STELE_CHECK(write_plain_glb(mesh, [&](ByteSpan bytes) -> Status {
        out.write_bytes(bytes);
        return {};
    }));
    return out.take();
}

} // namespace stele::page

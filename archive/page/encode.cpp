// Streams, JSON and record of a page. The layout is written down in FORMAT.md.
#include "archive/page/encode.h"

#include "archive/base/digest.h"
#include "archive/page/bound.h"
#include "archive/page/colour.h"
#include "archive/page/gather.h"
#include "archive/page/glb.h"

#include <meshoptimizer.h>

#include <algorithm>
#include <mutex>

namespace stele::page {

namespace {

constexpr int kIndexCodec = 1;
constexpr int kVertexCodec = 0;
constexpr std::int64_t kArrayBuffer = 34962;
constexpr std::int64_t kElementArrayBuffer = 34963;
constexpr std::int64_t kByte = 5120, kUshort = 5123, kFloat = 5126;

// The library keeps the versions in globals; once, so that parallel encoders do not race.
void set_codec_versions()
{
    static std::once_flag once;
    std::call_once(once, [] {
        meshopt_encodeIndexVersion(kIndexCodec);
        meshopt_encodeVertexVersion(kVertexCodec);
    });
}

Result<Bytes> encode_vertices(const void* data, std::size_t count, std::size_t stride)
{
    Bytes out(meshopt_encodeVertexBufferBound(count, stride));
    const std::size_t size = meshopt_encodeVertexBuffer(
        reinterpret_cast<unsigned char*>(out.data()), out.size(), data, count, stride);
    if (size == 0)
        return Error(Errc::internal, "vertex codec needs more room than its bound");
    out.resize(size);
    return out;
}

Result<Bytes> encode_indices(const std::vector<std::uint32_t>& indices, std::size_t vertices)
{
    Bytes out(meshopt_encodeIndexBufferBound(indices.size(), vertices));
    const std::size_t size = meshopt_encodeIndexBuffer(
        reinterpret_cast<unsigned char*>(out.data()), out.size(), indices.data(), indices.size());
    if (size == 0)
        return Error(Errc::internal, "index codec needs more room than its bound");
    out.resize(size);
    return out;
}

// EXPONENTIAL filter with exponent 0: the 24-bit two's complement mantissa is the integer itself.
std::vector<std::array<std::uint32_t, 3>> mantissas(const std::vector<Vec3i>& positions)
{
    std::vector<std::array<std::uint32_t, 3>> out(positions.size());
    for (std::size_t v = 0; v < out.size(); ++v) {
        const Vec3i p = positions[v];
        out[v] = {static_cast<std::uint32_t>(p.x) & 0xffffffu,
            static_cast<std::uint32_t>(p.y) & 0xffffffu,
            static_cast<std::uint32_t>(p.z) & 0xffffffu};
    }
    return out;
}

// Buffer views, accessors and the BIN chunk grow together.
struct PageBuilder {
    struct View {
        std::size_t count, stride;
        std::int64_t target;
        std::string_view mode, filter;
    };

    StreamRange add_compressed(const Bytes& bytes, const View& v)
    {
        const StreamRange range = append(bytes);
        Json extension = Json::object({{"buffer", 0}, {"byteOffset", range.offset},
            {"byteLength", range.bytes}, {"byteStride", v.stride}, {"mode", v.mode}});
        if (!v.filter.empty())
            extension.set("filter", v.filter);
        extension.set("count", v.count);
        Json view = Json::object(
            {{"buffer", 1}, {"byteOffset", plain_bytes}, {"byteLength", v.count * v.stride}});
        if (v.target == kArrayBuffer)
            view.set("byteStride", v.stride);
        view.set("target", v.target);
        view.set("extensions", Json::object({{"EXT_meshopt_compression", std::move(extension)}}));
        views.push(std::move(view));
        ++view_count;
        plain_bytes += (v.count * v.stride + 3) / 4 * 4;
        return range;
    }
    StreamRange add_plain(const Bytes& bytes)
    {
        const StreamRange range = append(bytes);
        views.push(Json::object(
            {{"buffer", 0}, {"byteOffset", range.offset}, {"byteLength", range.bytes}}));
        ++view_count;
        return range;
    }
    // Of the latest view; returns its number.
    std::size_t add_accessor(Json accessor)
    {
        accessor.set("bufferView", last_view());
        accessors.push(std::move(accessor));
        return accessor_count++;
    }
    std::size_t last_view() const { return view_count - 1; }

    Json views = Json::array();
    Json accessors = Json::array();
    ByteWriter bin;
    std::size_t plain_bytes = 0; // of all views when decoded: the size of the fallback buffer
    std::size_t view_count = 0, accessor_count = 0;

private:
    StreamRange append(const Bytes& bytes)
    {
        bin.pad_to(4);
        const auto offset = static_cast<std::uint32_t>(bin.size());
        bin.write_bytes(bytes);
        return {offset, static_cast<std::uint32_t>(bytes.size())};
    }
};

Json vector_json(Vec3d v)
{
    return Json::Array{Json(v.x), Json(v.y), Json(v.z)};
}
Json vector_json(Vec3i v)
{
    return Json::Array{Json(std::int64_t{v.x}), Json(std::int64_t{v.y}), Json(std::int64_t{v.z})};
}

Status add_positions(PageBuilder& out, const PageMesh& mesh, PageRecord& record, Json& attributes)
{
    Vec3i lowest = mesh.positions[0], highest = lowest;
    for (const Vec3i p : mesh.positions) {
        lowest = {std::min(lowest.x, p.x), std::min(lowest.y, p.y), std::min(lowest.z, p.z)};
        highest = {std::max(highest.x, p.x), std::max(highest.y, p.y), std::max(highest.z, p.z)};
    }
    const auto raw = mantissas(mesh.positions);
    STELE_TRY(const Bytes bytes, encode_vertices(raw.data(), raw.size(), 12));
    record.positions =
        out.add_compressed(bytes, {raw.size(), 12, kArrayBuffer, "ATTRIBUTES", "EXPONENTIAL"});
    attributes.set("POSITION",
        out.add_accessor(Json::object({{"componentType", kFloat}, {"count", raw.size()},
            {"type", "VEC3"}, {"min", vector_json(lowest)}, {"max", vector_json(highest)}})));
    return {};
}

Status add_attributes(PageBuilder& out, const PageMesh& mesh, PageRecord& record, Json& attributes)
{
    STELE_CHECK(add_positions(out, mesh, record, attributes));
    if (!mesh.colours.empty()) {
        std::vector<LinearColour> linear(mesh.colours.size());
        std::transform(mesh.colours.begin(), mesh.colours.end(), linear.begin(), to_linear);
        STELE_TRY(const Bytes bytes, encode_vertices(linear.data(), linear.size(), 8));
        record.colours =
            out.add_compressed(bytes, {linear.size(), 8, kArrayBuffer, "ATTRIBUTES", ""});
        attributes.set(
            "COLOR_0", out.add_accessor(Json::object({{"componentType", kUshort},
                           {"normalized", true}, {"count", linear.size()}, {"type", "VEC4"}})));
    }
    if (!mesh.normals.empty()) {
        STELE_TRY(const Bytes bytes, encode_vertices(mesh.normals.data(), mesh.normals.size(), 4));
        record.normals = out.add_compressed(
            bytes, {mesh.normals.size(), 4, kArrayBuffer, "ATTRIBUTES", "OCTAHEDRAL"});
        attributes.set(
            "NORMAL", out.add_accessor(Json::object({{"componentType", kByte}, {"normalized", true},
                          {"count", mesh.normals.size()}, {"type", "VEC3"}})));
    }
    return {};
}

Json page_document(PageBuilder& out, const PageMesh& mesh, Json primitive, const Grid& grid)
{
    const TableHeader& header = mesh.table.header;
    const Vec3d translation =
        to_double(Vec3i{header.origin[0], header.origin[1], header.origin[2]}) * grid.step_m;
    Json used = Json::Array{Json("EXT_meshopt_compression")};
    if (!mesh.normals.empty())
        used.push("KHR_mesh_quantization");
    Json required = used;
    used.push("STELE_clusters");
    Json clusters = Json::object({{"version", int{kPageVersion}}, {"bufferView", out.last_view()},
        {"clusters", header.clusters}, {"groups", header.groups}, {"level", header.level}});
    Json mesh_json = Json::object({{"primitives", Json::Array{std::move(primitive)}},
        {"extensions", Json::object({{"STELE_clusters", std::move(clusters)}})}});
    Json fallback = Json::object({{"byteLength", out.plain_bytes},
        {"extensions",
            Json::object({{"EXT_meshopt_compression", Json::object({{"fallback", true}})}})}});
    return Json::object({{"asset", Json::object({{"version", "2.0"}, {"generator", "Stele"}})},
        {"extensionsUsed", std::move(used)}, {"extensionsRequired", std::move(required)},
        {"scene", 0}, {"scenes", Json::Array{Json::object({{"nodes", Json::Array{Json(0)}}})}},
        {"nodes", Json::Array{Json::object({{"mesh", 0}, {"translation", vector_json(translation)},
                      {"scale", vector_json(Vec3d{grid.step_m, grid.step_m, grid.step_m})}})}},
        {"meshes", Json::Array{std::move(mesh_json)}},
        {"materials", Json::Array{Json::object(
                          {{"pbrMetallicRoughness", Json::object({{"metallicFactor", 0}})},
                              {"doubleSided", true}})}},
        {"accessors", std::move(out.accessors)}, {"bufferViews", std::move(out.views)},
        {"buffers",
            Json::Array{Json::object({{"byteLength", out.bin.size()}}), std::move(fallback)}}});
}

void fill_record(PageRecord& record, const PageMesh& mesh, const Grid& grid)
{
    const TableHeader& header = mesh.table.header;
    record.level = header.level;
    record.vertices = header.vertices;
    record.triangles = header.triangles;
    record.clusters = header.clusters;
    record.first_group = mesh.table.groups.front().key;
    record.group_count = header.groups;
    record.origin = {header.origin[0], header.origin[1], header.origin[2]};
    record.bound = asset_sphere(enclose_points(mesh.positions), record.origin, grid.step_m);
}

} // namespace

Result<EncodedPage> encode_page(std::span<const LodGroup> groups, const Grid& grid)
{
    set_codec_versions();
    STELE_TRY(PageMesh mesh, gather_page(groups));
    EncodedPage page;
    fill_record(page.record, mesh, grid);

    PageBuilder out;
    Json attributes = Json::object();
    STELE_CHECK(add_attributes(out, mesh, page.record, attributes));
    STELE_TRY(const Bytes indices, encode_indices(mesh.indices, mesh.positions.size()));
    page.record.indices =
        out.add_compressed(indices, {mesh.indices.size(), 2, kElementArrayBuffer, "TRIANGLES", ""});
    Json primitive = Json::object({{"attributes", std::move(attributes)}});
    primitive.set("indices", out.add_accessor(Json::object({{"componentType", kUshort},
                                 {"count", mesh.indices.size()}, {"type", "SCALAR"}})));
    primitive.set("material", 0);
    page.record.cluster_table = out.add_plain(write_table(mesh.table));

    const Json document = page_document(out, mesh, std::move(primitive), grid);
    STELE_TRY(GlbBytes glb, write_glb(document, out.bin.bytes()));
    for (StreamRange* const range : {&page.record.positions, &page.record.colours,
             &page.record.normals, &page.record.indices, &page.record.cluster_table})
        if (range->bytes > 0)
            range->offset += glb.bin_offset;
    page.glb = std::move(glb.bytes);
    page.record.bytes = static_cast<std::uint32_t>(page.glb.size());
    page.record.crc32c = crc32c(page.glb);
    return page;
}

std::string codec_recipe()
{
    return "meshoptimizer " + std::to_string(MESHOPTIMIZER_VERSION / 1000) + "." +
           std::to_string(MESHOPTIMIZER_VERSION % 1000 / 10) + ", index codec " +
           std::to_string(kIndexCodec) + ", vertex codec " + std::to_string(kVertexCodec);
}

} // namespace stele::page

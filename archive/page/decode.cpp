// meshoptimizer's decoders are memory-safe but may return anything; what they return is checked
// here.
#include "archive/page/decode.h"

#include "archive/page/bound.h"
#include "archive/page/colour.h"

#include <meshoptimizer.h>

#include <algorithm>
#include <cmath>
#include <span>

namespace stele::page {

namespace {

Error bad(std::string text)
{
    return {Errc::malformed, std::move(text)};
}

const unsigned char* raw(ByteSpan bytes)
{
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

Status decode_vertices(void* out, std::size_t count, std::size_t stride, ByteSpan bytes)
{
    if (meshopt_decodeVertexBuffer(out, count, stride, raw(bytes), bytes.size()) != 0)
        return bad("vertex stream does not decode");
    return {};
}

// In place: a 24-bit mantissa with exponent 0 is a sign-extended integer.
Status decode_positions(std::vector<Vec3i>& out, ByteSpan bytes)
{
    STELE_CHECK(decode_vertices(out.data(), out.size(), sizeof(Vec3i), bytes));
    std::uint32_t seen = 0;
    const auto mantissa = [&seen](std::int32_t word) {
        const auto w = static_cast<std::uint32_t>(word);
        seen |= w;
        return static_cast<std::int32_t>(w << 8) >> 8;
    };
    for (Vec3i& p : out)
        p = {mantissa(p.x), mantissa(p.y), mantissa(p.z)};
    if ((seen >> 24) != 0)
        return bad("position with an exponent");
    return {};
}

Status decode_colours(std::vector<Rgba8>& out, ByteSpan bytes)
{
    std::vector<LinearColour> linear(out.size());
    STELE_CHECK(decode_vertices(linear.data(), linear.size(), sizeof(LinearColour), bytes));
    std::uint32_t differences = 0;
    for (std::size_t v = 0; v < out.size(); ++v) {
        const LinearColour& c = linear[v];
        const Rgba8 code = to_srgb(c);
        out[v] = code;
        differences |= static_cast<std::uint32_t>(
            (kLinearOfSrgb[code.r] ^ c[0]) | (kLinearOfSrgb[code.g] ^ c[1]) |
            (kLinearOfSrgb[code.b] ^ c[2]) | ((code.a * 257) ^ c[3]));
    }
    if (differences != 0)
        return bad("colour that no 8-bit code has");
    return {};
}

// The octahedral filter's formula without its rounding to 8 bits (EXT_meshopt_compression, appendix
// B).
Status decode_normals(std::vector<Vec3f>& out, ByteSpan bytes)
{
    std::vector<std::array<std::int8_t, 4>> codes(out.size());
    STELE_CHECK(decode_vertices(codes.data(), codes.size(), 4, bytes));
    for (std::size_t v = 0; v < out.size(); ++v) {
        auto x = static_cast<float>(codes[v][0]);
        auto y = static_cast<float>(codes[v][1]);
        const auto one = static_cast<float>(codes[v][2]);
        const float z = one - std::abs(x) - std::abs(y);
        const float fold = std::min(z, 0.0f);
        x += x >= 0 ? fold : -fold;
        y += y >= 0 ? fold : -fold;
        out[v] = normalized(Vec3f{x, y, z});
    }
    return {};
}

Status decode_indices(
    std::vector<std::array<std::uint16_t, 3>>& out, std::uint32_t vertices, ByteSpan bytes)
{
    if (meshopt_decodeIndexBuffer(out.data(), out.size() * 3, 2, raw(bytes), bytes.size()) != 0)
        return bad("index stream does not decode");
    std::uint32_t highest = 0;
    for (const auto& t : out)
        highest =
            std::max({highest, std::uint32_t{t[0]}, std::uint32_t{t[1]}, std::uint32_t{t[2]}});
    if (highest >= vertices)
        return bad(
            "index " + std::to_string(highest) + " of " + std::to_string(vertices) + " vertices");
    return {};
}

// Numbers the vertices of a run of triangles by first use. Stamps make a reset unnecessary.
class LocalNumbers {
public:
    explicit LocalNumbers(std::size_t vertices) : stamps_(vertices, 0) {}

    void start() { ++run_, count_ = 0; }
    std::uint32_t count() const { return count_; }
    // Appends to order when the vertex is new in this run.
    std::uint32_t number_of(std::uint16_t vertex, std::vector<std::uint16_t>& order)
    {
        std::uint64_t& stamp = stamps_[vertex];
        if ((stamp >> 32) != run_) {
            stamp = (run_ << 32) | count_++;
            order.push_back(vertex);
        }
        return static_cast<std::uint32_t>(stamp);
    }

private:
    std::vector<std::uint64_t> stamps_;
    std::uint64_t run_ = 0;
    std::uint32_t count_ = 0;
};

// Numbers a cluster's vertices by first use. A stamp is run << 9 | number, so that nothing is reset
// between clusters; at most 384 numbers are given, the caller judges the count. order has room for
// every corner.
std::uint32_t number_cluster(std::span<const std::array<std::uint16_t, 3>> triangles,
    std::uint32_t run, std::vector<std::uint32_t>& stamps, std::span<std::uint16_t> order,
    std::span<std::array<std::uint8_t, 3>> out)
{
    static_assert(
        kMaxClusterTriangles * 3 < 512 && (std::uint64_t{kMaxPageTriangles} + 1) << 9 < 1ull << 32);
    const std::uint32_t base = run << 9;
    std::uint32_t count = 0;
    for (std::size_t t = 0; t < triangles.size(); ++t)
        for (std::size_t k = 0; k < 3; ++k) {
            const std::uint16_t vertex = triangles[t][k];
            std::uint32_t stamp = stamps[vertex];
            if ((stamp & ~511u) != base) {
                stamp = base | count;
                stamps[vertex] = stamp;
                order[count++] = vertex;
            }
            out[t][k] = static_cast<std::uint8_t>(stamp);
        }
    return count;
}

template <class T>
std::vector<T> gathered(const std::vector<T>& from, const std::vector<std::uint16_t>& order)
{
    std::vector<T> out(from.empty() ? 0 : order.size());
    for (std::size_t v = 0; v < out.size(); ++v)
        out[v] = from[order[v]];
    return out;
}

} // namespace

Result<PageStreams> decode_streams(ByteSpan glb, const PageRecord& record, const AssetInfo& asset)
{
    STELE_CHECK(check_page_record(record, asset));
    if (glb.size() != record.bytes)
        return bad("page of " + std::to_string(glb.size()) + " bytes, the index says " +
                   std::to_string(record.bytes));
    PageStreams out;
    STELE_TRY(out.table, read_table(stream(glb, record.cluster_table), record));
    out.positions.resize(record.vertices);
    STELE_CHECK(decode_positions(out.positions, stream(glb, record.positions)));
    if (asset.has_colours) {
        out.colours.resize(record.vertices);
        STELE_CHECK(decode_colours(out.colours, stream(glb, record.colours)));
    }
    if (asset.has_normals) {
        out.normals.resize(record.vertices);
        STELE_CHECK(decode_normals(out.normals, stream(glb, record.normals)));
    }
    out.triangles.resize(record.triangles);
    STELE_CHECK(decode_indices(out.triangles, record.vertices, stream(glb, record.indices)));
    return out;
}

Result<DecodedPage> decode_page(ByteSpan glb, const PageRecord& record, const AssetInfo& asset)
{
    STELE_TRY(const PageStreams in, decode_streams(glb, record, asset));
    DecodedPage out;
    out.origin = record.origin;
    out.triangles = std::vector<std::array<std::uint8_t, 3>>(in.triangles.size());
    out.clusters.resize(in.table.clusters.size());
    std::vector<std::uint32_t> stamps(in.positions.size(), 0);
    std::vector<std::uint16_t> order(
        in.triangles.size() * 3); // page vertices, cluster after cluster
    std::size_t used = 0;
    for (std::size_t c = 0; c < out.clusters.size(); ++c) {
        const ClusterEntry& entry = in.table.clusters[c];
        const std::span<std::uint16_t> cluster_order(
            order.data() + used, entry.triangle_count * 3u);
        const std::uint32_t count = number_cluster(
            std::span(in.triangles).subspan(entry.first_triangle, entry.triangle_count),
            static_cast<std::uint32_t>(c + 1), stamps, cluster_order,
            std::span(out.triangles).subspan(entry.first_triangle, entry.triangle_count));
        if (count > kMaxClusterVertices)
            return bad("cluster of " + std::to_string(count) + " vertices");
        DecodedCluster& cluster = out.clusters[c];
        cluster.first_vertex = static_cast<std::uint32_t>(used);
        cluster.vertex_count = count;
        cluster.first_triangle = entry.first_triangle;
        cluster.triangle_count = entry.triangle_count;
        cluster.group = {in.table.groups[entry.group].key};
        cluster.refined = {entry.refined};
        cluster.bound =
            asset_sphere({entry.centre, entry.radius}, record.origin, asset.grid.step_m);
        used += count;
    }
    order.resize(used);
    out.positions = gathered(in.positions, order);
    out.colours = gathered(in.colours, order);
    out.normals = gathered(in.normals, order);
    return out;
}

Result<std::vector<LodGroup>> read_groups(
    ByteSpan glb, const PageRecord& record, const AssetInfo& asset)
{
    STELE_TRY(const PageStreams in, decode_streams(glb, record, asset));
    std::vector<LodGroup> groups(in.table.groups.size());
    LocalNumbers numbers(in.positions.size());
    for (std::size_t g = 0; g < groups.size(); ++g) {
        const GroupEntry& entry = in.table.groups[g];
        LodGroup& group = groups[g];
        group.key = {entry.key};
        group.level = entry.level;
        group.bound = sphere_of(entry.centre, entry.radius);
        group.error = {entry.geometric_m, entry.appearance_m, entry.selection_m};
        group.terminal = is_terminal(group.error);
        numbers.start();
        std::vector<std::uint16_t> order;
        for (std::uint32_t c = 0; c < entry.cluster_count; ++c) {
            const ClusterEntry& cluster = in.table.clusters[entry.first_cluster + c];
            group.clusters.push_back({static_cast<std::uint32_t>(group.triangles.size()),
                cluster.triangle_count, {cluster.refined}});
            for (std::size_t t = 0; t < cluster.triangle_count; ++t) {
                const auto& corners = in.triangles[cluster.first_triangle + t];
                group.triangles.push_back({numbers.number_of(corners[0], order),
                    numbers.number_of(corners[1], order), numbers.number_of(corners[2], order)});
            }
        }
        group.positions = gathered(in.positions, order);
        for (Vec3i& p : group.positions)
            p += record.origin;
        group.colours = gathered(in.colours, order);
        group.normals = gathered(in.normals, order);
    }
    return groups;
}

} // namespace stele::page

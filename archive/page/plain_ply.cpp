// Vertices, then faces, converted a batch at a time. Indices are "int", which more programs know
// than "uint".
#include "archive/page/plain_ply.h"

#include <algorithm>
#include <cmath>

namespace stele::page {

namespace {

constexpr std::size_t kBatch = 65536;
constexpr std::size_t kMaxVertices = 0x7fffffff;

struct Columns {
    bool doubles = false, normals = false, colours = false, alpha = false;
};

bool fits_single(const GridMesh& mesh)
{
    return std::all_of(mesh.positions.begin(), mesh.positions.end(), [&](Vec3i p) {
        const Vec3d world = mesh.grid.world_m(p);
        return to_double(to_float(world)) == world;
    });
}

Columns columns_of(const GridMesh& mesh)
{
    Columns c;
    c.doubles = !fits_single(mesh);
    c.normals = !mesh.normals.empty();
    c.colours = !mesh.colours.empty();
    c.alpha = std::any_of(
        mesh.colours.begin(), mesh.colours.end(), [](Rgba8 colour) { return colour.a != 255; });
    return c;
}

std::string one_line(std::string text)
{
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c >= 0 && c < ' '; }, ' ');
    return text;
}

std::string header(
    const GridMesh& mesh, const Columns& columns, const std::vector<std::string>& comments)
{
    std::string text = "ply\nformat binary_little_endian 1.0\n";
    for (const std::string& comment : comments)
        text += "comment " + one_line(comment) + "\n";
    text += "element vertex " + std::to_string(mesh.positions.size()) + "\n";
    const auto properties = [&](const char* type, std::initializer_list<const char*> names) {
        for (const char* const name : names)
            text += std::string("property ") + type + " " + name + "\n";
    };
    properties(columns.doubles ? "double" : "float", {"x", "y", "z"});
    if (columns.normals)
        properties("float", {"nx", "ny", "nz"});
    if (columns.colours)
        properties("uchar", {"red", "green", "blue"});
    if (columns.alpha)
        properties("uchar", {"alpha"});
    return text + "element face " + std::to_string(mesh.triangles.size()) +
           "\nproperty list uchar int vertex_indices\nend_header\n";
}

void write_vertex(ByteWriter& out, const GridMesh& mesh, const Columns& columns, std::size_t v)
{
    const Vec3d p = mesh.grid.world_m(mesh.positions[v]);
    if (columns.doubles)
        out.write(p);
    else
        out.write(to_float(p));
    if (columns.normals)
        out.write(mesh.normals[v]);
    if (columns.colours) {
        const Rgba8 c = mesh.colours[v];
        out.write(std::array<std::uint8_t, 3>{c.r, c.g, c.b});
        if (columns.alpha)
            out.write(c.a);
    }
}

// Calls write(out, i) for every i and hands the bytes on in batches.
template <class Write>
Status in_batches(std::size_t count, const ByteSink& sink, Write write)
{
    for (std::size_t at = 0; at < count;) {
        ByteWriter out;
        for (const std::size_t end = std::min(count, at + kBatch); at < end; ++at)
            write(out, at);
        STELE_CHECK(sink(out.bytes()));
    }
    return {};
}

} // namespace

Status write_plain_ply(
    const GridMesh& mesh, const std::vector<std::string>& comments, const ByteSink& sink)
{
    if (mesh.positions.size() > kMaxVertices)
        return Error(Errc::limit, "ply of " + std::to_string(mesh.positions.size()) + " vertices");
    const Columns columns = columns_of(mesh);
    STELE_CHECK(sink(as_bytes(header(mesh, columns, comments))));
    STELE_CHECK(in_batches(mesh.positions.size(), sink,
        [&](ByteWriter& out, std::size_t v) { write_vertex(out, mesh, columns, v); }));
    return in_batches(mesh.triangles.size(), sink, [&](ByteWriter& out, std::size_t t) {
        out.write(std::uint8_t{3});
        out.write(mesh.triangles[t]);
    });
}

} // namespace stele::page

// bench_convert SCAN OUT.obj|OUT.glb: the same coloured mesh in another format, as exporters write
// it, so that the readers can be measured beside one another. Holds the mesh in memory.
#include "archive/base/bytes.h"
#include "archive/base/json.h"
#include "archive/readers/reader.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace stele::bench {
namespace {

struct Mesh {
    VertexBatch vertices;
    std::vector<Triangle> triangles;
};

Result<Mesh> read(const char* path)
{
    STELE_TRY(const auto source, readers::open_scan(path));
    Mesh mesh;
    VertexBatch batch;
    const auto add = [](auto& to, const auto& from) {
        to.insert(to.end(), from.begin(), from.end());
    };
    for (;;) {
        STELE_TRY(const bool more, source->next_vertices(batch));
        if (!more)
            break;
        add(mesh.vertices.positions, batch.positions);
        add(mesh.vertices.colours, batch.colours);
    }
    std::vector<Triangle> faces;
    for (;;) {
        STELE_TRY(const bool more, source->next_faces(faces));
        if (!more)
            return mesh;
        add(mesh.triangles, faces);
    }
}

class Output {
public:
    explicit Output(const char* path) : file_(std::fopen(path, "wb")) {}
    ~Output()
    {
        if (file_ != nullptr)
            std::fclose(file_);
    }
    Output(const Output&) = delete;
    Output& operator=(const Output&) = delete;

    void write(const void* data, std::size_t size)
    {
        good_ = good_ && file_ != nullptr && std::fwrite(data, 1, size, file_) == size;
    }
    void write_u32(std::uint32_t value) { write(&value, sizeof(value)); }
    bool finish() { return good_ && std::fflush(file_) == 0; }

private:
    std::FILE* file_;
    bool good_ = true;
};

// Vertex colours from 0 to 1 behind the position, as MeshLab and Metashape write them.
bool write_obj(const Mesh& mesh, Output& out)
{
    std::array<char, 160> line{};
    const auto put = [&](int size) { out.write(line.data(), static_cast<std::size_t>(size)); };
    for (std::size_t i = 0; i < mesh.vertices.positions.size(); ++i) {
        const Vec3d p = mesh.vertices.positions[i];
        const Rgba8 c = mesh.vertices.colours.empty() ? Rgba8{} : mesh.vertices.colours[i];
        put(std::snprintf(line.data(), line.size(), "v %.6f %.6f %.6f %.4f %.4f %.4f\n", p.x, p.y,
            p.z, c.r / 255.0, c.g / 255.0, c.b / 255.0));
    }
    for (const Triangle& t : mesh.triangles)
        put(std::snprintf(line.data(), line.size(), "f %u %u %u\n", t[0] + 1, t[1] + 1, t[2] + 1));
    return out.finish();
}

Json view_json(std::uint64_t offset, std::uint64_t size)
{
    return Json::object({{"buffer", 0}, {"byteOffset", offset}, {"byteLength", size}});
}

Json accessor_json(int view, int component, std::uint64_t count, const char* type)
{
    return Json::object(
        {{"bufferView", view}, {"componentType", component}, {"count", count}, {"type", type}});
}

Json document(std::uint64_t vertices, std::uint64_t corners, const Box& bounds)
{
    const std::uint64_t positions = vertices * 12, colours = vertices * 4, indices = corners * 4;
    Json position = accessor_json(0, 5126, vertices, "VEC3");
    const auto list = [](Vec3d p) { return Json(Json::Array{p.x, p.y, p.z}); };
    position.set("min", list(bounds.min));
    position.set("max", list(bounds.max));
    Json colour = accessor_json(1, 5121, vertices, "VEC4");
    colour.set("normalized", true);
    const Json primitive = Json::object(
        {{"attributes", Json::object({{"POSITION", 0}, {"COLOR_0", 1}})}, {"indices", 2}});
    return Json::object({{"asset", Json::object({{"version", "2.0"}})},
        {"buffers",
            Json(Json::Array{Json::object({{"byteLength", positions + colours + indices}})})},
        {"bufferViews", Json(Json::Array{view_json(0, positions), view_json(positions, colours),
                            view_json(positions + colours, indices)})},
        {"accessors",
            Json(Json::Array{position, colour, accessor_json(2, 5125, corners, "SCALAR")})},
        {"meshes", Json(Json::Array{Json::object({{"primitives", Json(Json::Array{primitive})}})})},
        {"nodes", Json(Json::Array{Json::object({{"mesh", 0}})})},
        {"scenes", Json(Json::Array{Json::object({{"nodes", Json(Json::Array{0})}})})}});
}

// glTF 2.0, section 4.4. False beyond the 4 GiB that a GLB can hold.
bool write_glb(const Mesh& mesh, Output& out)
{
    const std::size_t count = mesh.vertices.positions.size();
    std::vector<std::array<float, 3>> positions(count);
    Box bounds;
    for (std::size_t i = 0; i < count; ++i) {
        const Vec3f p = to_float(mesh.vertices.positions[i]);
        positions[i] = {p.x, p.y, p.z};
        bounds.extend(Vec3d{p.x, p.y, p.z});
    }
    std::vector<Rgba8> colours = mesh.vertices.colours;
    colours.resize(count);
    std::string json = print_json(document(count, mesh.triangles.size() * 3, bounds));
    json.resize((json.size() + 3) / 4 * 4, ' ');
    const std::uint64_t bin = count * 16 + mesh.triangles.size() * 12;
    const std::uint64_t total = 12 + 8 + json.size() + 8 + bin;
    if (total > std::numeric_limits<std::uint32_t>::max())
        return false;
    const auto u32 = [](std::uint64_t value) { return static_cast<std::uint32_t>(value); };
    for (const std::uint32_t word : {0x46546c67u, 2u, u32(total), u32(json.size()), 0x4e4f534au})
        out.write_u32(word);
    out.write(json.data(), json.size());
    out.write_u32(u32(bin));
    out.write_u32(0x004e4942u);
    out.write(positions.data(), count * sizeof(positions[0]));
    out.write(colours.data(), count * sizeof(Rgba8));
    out.write(mesh.triangles.data(), mesh.triangles.size() * sizeof(Triangle));
    return out.finish();
}

int run(const char* from, const char* to)
{
    const auto mesh = read(from);
    if (!mesh) {
        std::fprintf(stderr, "%s\n", mesh.error().text().c_str());
        return 1;
    }
    Output out(to);
    const bool written =
        std::string_view(to).ends_with(".glb") ? write_glb(*mesh, out) : write_obj(*mesh, out);
    if (!written)
        std::fprintf(stderr, "%s: cannot be written\n", to);
    return written ? 0 : 1;
}

} // namespace
} // namespace stele::bench

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::fputs("Usage: bench_convert SCAN OUT.obj|OUT.glb\n", stderr);
        return 2;
    }
    return stele::bench::run(argv[1], argv[2]);
}

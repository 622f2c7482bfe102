// make_fuzz_seeds FOLDER: seeds for the binary targets, in the formats as this tree writes them; run it
// again when a format changes.
#include "archive/base/io.h"
#include "archive/page/encode.h"
#include "archive/page/index.h"
#include "archive/page/layout.h"
#include "archive/page/pack_writer.h"
#include "archive/readers/mesh_stream_writer.h"
#include "tests/archive/page/sample_groups.h"
#include "tests/archive/readers/make_gltf.h"
#include "tests/archive/readers/make_picture.h"
#include "tests/support/temp_dir.h"

#include <cstdio>
#include <fstream>

namespace stele::fuzz {
namespace {

using test::append;
using test::write_file;

std::string ply_with_colours()
{
    std::string bytes = "ply\nformat binary_little_endian 1.0\ncomment unit: mm\nelement vertex 4\n"
                        "property float x\nproperty float y\nproperty float z\nproperty float nx\n"
                        "property float ny\nproperty float nz\nproperty uchar red\n"
                        "property uchar green\nproperty uchar blue\nelement face 2\n"
                        "property list uchar int vertex_indices\nend_header\n";
    for (int v = 0; v < 4; ++v) {
        for (const float value : {float(v % 2), float(v / 2), 0.0f, 0.0f, 0.0f, 1.0f})
            append(bytes, value);
        bytes += "rgb";
    }
    for (const std::vector<std::int32_t>& face :
        {std::vector<std::int32_t>{0, 1, 2}, {1, 3, 2, 0}}) {
        append(bytes, static_cast<std::uint8_t>(face.size()));
        for (const std::int32_t index : face)
            append(bytes, index);
    }
    return bytes;
}

std::string ply_with_strips()
{
    std::string bytes = "ply\nformat binary_big_endian 1.0\nelement camera 1\n"
                        "property list ushort double pose\nelement vertex 4\nproperty double x\n"
                        "property short y\nproperty list uchar char tags\nproperty float z\n"
                        "element tristrips 1\nproperty list int int vertex_indices\nend_header\n";
    append(bytes, std::uint16_t{1}, true);
    append(bytes, 1.5, true);
    for (int v = 0; v < 4; ++v) {
        append(bytes, double(v), true);
        append(bytes, std::int16_t{1}, true);
        bytes += std::string("\x02xy", 3);
        append(bytes, float(v * v), true);
    }
    append(bytes, std::int32_t{5}, true);
    for (const std::int32_t index : {0, 1, 2, -1, 3})
        append(bytes, index, true);
    return bytes;
}

// What the glb target takes: the JSON, a NUL, the BIN chunk.
std::string split_glb(const test::GltfDraft& draft)
{
    Json doc = draft.doc;
    doc.set(
        "buffers", Json::Array{Json::object({{"byteLength", std::uint64_t{draft.bin.size()}}})});
    return print_json(doc) + '\0' + draft.bin;
}

LodGroup small_group(const test::SampleOptions& options)
{
    LodGroup group;
    group.key = {0};
    group.terminal = true;
    std::map<std::pair<int, int>, std::uint32_t> numbers;
    test::add_cluster(group, numbers, options, 0, 0, 1, GroupKey{});
    group.bound = {{0, 0, 0}, 1};
    return group;
}

Status write_pages(const std::filesystem::path& folder)
{
    for (const bool normals : {false, true}) {
        test::SampleOptions options;
        options.tiles = 1;
        options.normals = normals;
        const std::vector<LodGroup> groups{small_group(options)};
        STELE_TRY(const page::EncodedPage encoded, page::encode_page(groups, test::sample_grid()));
        test::TempDir asset;
        STELE_TRY(const auto writer,
            page::PackWriter::create(real_io(), asset.path(), {test::sample_grid(), 1, 0}));
        STELE_CHECK(writer->take(groups));
        STELE_TRY(const PageIndex index, writer->finish(test::sample_asset(options)));
        STELE_TRY(const Bytes index_bytes, page::write_index(index));
        // The record of a page as the index holds it: its chunk begins with the only PageEntry.
        const std::size_t entry =
            index_bytes.size() - sizeof(page::PageEntry) - sizeof(page::IndexGroupEntry);
        const std::string name = normals ? "normals" : "colours";
        std::string page(1, normals ? '\3' : '\1');
        page += as_text(index_bytes).substr(entry, sizeof(page::PageEntry));
        page += as_text(encoded.glb);
        write_file(folder / "page" / name, page);
        write_file(folder / "page_glb" / name, as_text(encoded.glb));
        write_file(folder / "page_index" / name, as_text(index_bytes));
        STELE_TRY(const Bytes pack, read_file(asset / page::pack_name(0), 1u << 20));
        write_file(folder / "pack" / name, as_text(pack));
    }
    const std::vector<LodGroup> levels = [] {
        std::vector<LodGroup> all;
        for (auto& level : test::sample_levels({2, true, false, {}}))
            for (LodGroup& group : level)
                all.push_back(std::move(group));
        return all;
    }();
    test::TempDir asset;
    STELE_TRY(const auto writer,
        page::PackWriter::create(real_io(), asset.path(), {test::sample_grid(), 1, 0}));
    STELE_CHECK(writer->take(levels));
    STELE_TRY(const PageIndex index, writer->finish(test::sample_asset({2, true, false, {}})));
    STELE_TRY(const Bytes bytes, page::write_index(index));
    write_file(folder / "page_index/levels", as_text(bytes));
    return {};
}

// With every kind of message that a scan has.
std::string mesh_stream()
{
    std::string bytes;
    readers::MeshStreamWriter out([&](ByteSpan sent) {
        bytes += as_text(sent);
        return true;
    });
    const std::string picture = test::png(1, 1, {{255, 0, 0, 255}});
    readers::StreamScene scene;
    scene.format = "Test 1";
    scene.metres_per_unit = 0.01;
    scene.vertices = 3;
    scene.faces = 1;
    scene.has_texcoords = true;
    readers::StreamMaterial material;
    material.texture = readers::StreamTexture::image;
    readers::StreamVertices vertices;
    vertices.material = 0;
    vertices.positions = {{0, 0, 0}, {1, 0, 0}, {0, 1, 0}};
    vertices.texcoords = {{0, 0}, {1, 0}, {0, 1}};
    out.prologue();
    out.scene(scene);
    out.finding({Severity::warning, "test.finding", "here", "something", 3});
    out.part({"other.bin"});
    out.image({"p.png", readers::StreamPixels::encoded, 0, 0, 0}, as_bytes(picture));
    out.material(material);
    out.vertices(vertices);
    out.faces({{3}, {0, 1, 2}});
    out.end(3, 1);
    return bytes;
}

std::string draco_request()
{
    std::string bytes;
    readers::MeshStreamWriter out([&](ByteSpan sent) {
        bytes += as_text(sent);
        return true;
    });
    out.prologue();
    out.draco({5, {{0, readers::StreamComponent::f32, 3}}}, as_bytes("DRACO"));
    return bytes;
}

std::string draco_answer()
{
    std::string bytes;
    readers::MeshStreamWriter out([&](ByteSpan sent) {
        bytes += as_text(sent);
        return true;
    });
    const Bytes attribute(36), indices(12);
    const std::array<ByteSpan, 2> parts{attribute, indices};
    out.prologue();
    out.decoded(3, 3, parts);
    return bytes;
}

Status write_all(const std::filesystem::path& folder)
{
    write_file(folder / "ply/colours", ply_with_colours());
    write_file(folder / "ply/strips", ply_with_strips());
    const test::GltfDraft square = test::square();
    write_file(folder / "gltf/square", square.bytes());
    write_file(folder / "glb/square", split_glb(square));
    write_file(folder / "mesh_stream/scan", mesh_stream());
    write_file(folder / "mesh_stream/request", draco_request());
    write_file(folder / "mesh_stream/answer", draco_answer());
    write_file(folder / "picture/png", test::png(2, 2, std::vector<Rgba8>(4, {9, 8, 7, 255})));
    write_file(folder / "texture/png", test::png(2, 2, std::vector<Rgba8>(4, {9, 8, 7, 255})));
    return write_pages(folder);
}

} // namespace
} // namespace stele::fuzz

int main(int argc, char** argv)
{
    if (argc != 2) {
        std::fputs("make_fuzz_seeds FOLDER\n", stderr);
        return 2;
    }
    const stele::Status written = stele::fuzz::write_all(argv[1]);
    if (!written)
        std::fprintf(stderr, "%s\n", written.error().text().c_str());
    return written ? 0 : 1;
}

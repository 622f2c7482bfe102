// glTF: numbers out of accessors, views and buffers - every type, stride, overlay and compression.
#include "tests/archive/readers/make_meshopt.h"

#include <gmock/gmock.h>

namespace stele::readers {
namespace {

using test::add_fallback_buffer;
using test::base64;
using test::compress_view;
using test::encoded_sequence;
using test::encoded_vertices;
using test::GltfDraft;
using test::numbers;
using test::square;
using test::text_of;
using test::view_of;
using testing::HasSubstr;

// Three corners with the coordinates 0 and `most`, in one component type, padded to four
// components.
template <class T>
GltfDraft quantised(int type, bool normalized, T most)
{
    GltfDraft draft = square();
    const T o = 0, m = most;
    const std::size_t accessor =
        draft.add<T>(type, "VEC3", 4, {o, o, o, o, m, o, o, o, m, m, o, o, o, m, o, o});
    draft.element("accessors", accessor).set("normalized", normalized);
    draft.element("bufferViews", accessor).set("byteStride", std::uint64_t{4 * sizeof(T)});
    draft.attributes().set("POSITION", std::uint64_t{accessor});
    draft.doc.set("extensionsRequired", Json::Array{Json("KHR_mesh_quantization")});
    return draft;
}

template <class T>
void expect_quantised(int type, T most)
{
    const auto raw = quantised<T>(type, false, most).read();
    const auto unit = quantised<T>(type, true, most).read();
    ASSERT_TRUE(raw && unit) << type << text_of(raw) << text_of(unit);
    EXPECT_EQ(raw->vertices.positions[2], (Vec3d{double(most), double(most), 0})) << type;
    EXPECT_EQ(unit->vertices.positions[2], (Vec3d{1, 1, 0})) << type;
    EXPECT_TRUE(raw->findings.empty()) << type;
}

TEST(GltfQuantization, positions_of_every_integer_type_are_read_raw_and_normalised)
{
    expect_quantised<std::int8_t>(5120, 127);
    expect_quantised<std::uint8_t>(5121, 255);
    expect_quantised<std::int16_t>(5122, 32767);
    expect_quantised<std::uint16_t>(5123, 65535);
}

TEST(GltfQuantization, the_least_signed_value_is_minus_one_too)
{
    GltfDraft draft = quantised<std::int8_t>(5120, true, -128);
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.positions[2], (Vec3d{-1, -1, 0}));
}

TEST(GltfQuantization, normals_of_bytes_come_out_at_unit_length)
{
    GltfDraft draft = square();
    const std::size_t normals = draft.add<std::int8_t>(
        5120, "VEC3", 4, {0, 0, 127, 0, 90, 0, 90, 0, 0, -127, 0, 0, -128, 0, 0, 0});
    draft.element("accessors", normals).set("normalized", true);
    draft.element("bufferViews", normals).set("byteStride", 4);
    draft.attributes().set("NORMAL", std::uint64_t{normals});
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.normals[0], (Vec3f{0, 0, 1}));
    EXPECT_LT(length(scan->vertices.normals[1] - normalized(Vec3f{1, 0, 1})), 1e-6f);
    EXPECT_EQ(scan->vertices.normals[3], (Vec3f{-1, 0, 0}));
}

// Position, normal and colour of a vertex side by side, 28 bytes, with 4 bytes before the first.
TEST(GltfAccessor, interleaved_attributes_are_read_with_their_stride_and_offset)
{
    GltfDraft draft = square();
    std::string bytes(4, 'x');
    for (int i = 0; i < 4; ++i) {
        for (const float f :
            {i == 1 || i == 2 ? 1.0f : 0.0f, i >= 2 ? 1.0f : 0.0f, 3.0f, 0.0f, 0.0f, 1.0f})
            test::append(bytes, f);
        for (const int channel : {255, i == 2 ? 255 : 0, 0, 255})
            test::append(bytes, static_cast<std::uint8_t>(channel));
    }
    const std::size_t view = draft.add_view(bytes);
    draft.element("bufferViews", view).set("byteStride", 28);
    const auto accessor = [&](int offset, int type, const char* shape, bool normalized) {
        draft.array("accessors")
            .push(Json::object({{"bufferView", std::uint64_t{view}}, {"byteOffset", offset},
                {"componentType", type}, {"count", 4}, {"type", shape},
                {"normalized", normalized}}));
        return std::uint64_t{count_of(draft.doc, "accessors") - 1};
    };
    draft.attributes().set("POSITION", accessor(4, 5126, "VEC3", false));
    draft.attributes().set("NORMAL", accessor(16, 5126, "VEC3", false));
    draft.attributes().set("COLOR_0", accessor(28, 5121, "VEC4", true));
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.positions[2], (Vec3d{1, 1, 3}));
    EXPECT_EQ(scan->vertices.normals[3], (Vec3f{0, 0, 1}));
    EXPECT_EQ(scan->vertices.colours[2], (Rgba8{255, 255, 0, 255}));
    EXPECT_EQ(scan->vertices.colours[3], (Rgba8{255, 0, 0, 255}));
    EXPECT_TRUE(scan->findings.empty());
}

TEST(GltfAccessor, indices_are_packed_whatever_their_view_says)
{
    GltfDraft draft = square();
    draft.element("bufferViews", 1).set("byteStride", 4);
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 1, 2}, {0, 2, 3}}));
}

TEST(GltfAccessor, what_lies_askew_is_read_as_it_lies_with_a_finding)
{
    GltfDraft draft = square();
    std::string bytes = "x";
    for (const float f : {0.f, 0.f, 0.f, 1.f, 0.f, 0.f, 1.f, 1.f, 0.f, 0.f, 1.f, 0.f})
        test::append(bytes, f);
    draft.element("accessors", 0).set("bufferView", std::uint64_t{draft.add_view(bytes)});
    draft.element("accessors", 0).set("byteOffset", 1);
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->vertices.positions[2], (Vec3d{1, 1, 0}));
    EXPECT_EQ(scan->count("gltf.misaligned"), 1u);
}

// Lays values over an accessor; index and value lie in views of their own.
template <class T>
void make_sparse(GltfDraft& draft, std::size_t accessor, std::uint8_t index, std::vector<T> values)
{
    const std::size_t indices = draft.add_view(std::string(1, static_cast<char>(index)));
    std::string bytes;
    for (const T value : values)
        test::append(bytes, value);
    const std::size_t view = draft.add_view(bytes);
    draft.element("accessors", accessor)
        .set("sparse", Json::object({{"count", 1},
                           {"indices", Json::object({{"bufferView", std::uint64_t{indices}},
                                           {"componentType", 5121}})},
                           {"values", Json::object({{"bufferView", std::uint64_t{view}}})}}));
}

TEST(GltfSparse, lies_over_indices_normals_and_colours_as_over_positions)
{
    GltfDraft draft = square();
    make_sparse<std::uint16_t>(draft, 1, 5, {1});
    const std::size_t normals =
        draft.add<float>(5126, "VEC3", 4, {0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1});
    make_sparse<float>(draft, normals, 0, {1, 0, 0});
    const std::size_t colours = draft.add<std::uint16_t>(
        5123, "VEC3", 4, {0, 0, 0, 99, 0, 0, 0, 99, 0, 0, 0, 99, 0, 0, 0, 99});
    draft.element("bufferViews", count_of(draft.doc, "bufferViews") - 1).set("byteStride", 8);
    draft.element("accessors", colours).set("normalized", true);
    make_sparse<std::uint16_t>(draft, colours, 3, {65535, 0, 65535});
    draft.attributes().set("NORMAL", std::uint64_t{normals});
    draft.attributes().set("COLOR_0", std::uint64_t{colours});
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 1, 2}, {0, 2, 1}}));
    EXPECT_EQ(scan->vertices.normals[0], (Vec3f{1, 0, 0}));
    EXPECT_EQ(scan->vertices.normals[1], (Vec3f{0, 0, 1}));
    EXPECT_EQ(scan->vertices.colours[2], (Rgba8{0, 0, 0, 255}));
    EXPECT_EQ(scan->vertices.colours[3], (Rgba8{255, 0, 255, 255}));
}

TEST(GltfSparse, without_a_view_lies_over_zeros)
{
    GltfDraft draft = square();
    draft.element("accessors", 0).erase("bufferView");
    const std::size_t indices = draft.add_view(std::string("\x01\x00\x00\x00\x02\x00\x00\x00", 8));
    std::string values(4, 'x');
    for (const float f : {7.f, 0.f, 0.f, 0.f, 8.f, 0.f})
        test::append(values, f);
    const std::size_t view = draft.add_view(values);
    draft.element("accessors", 0)
        .set("sparse",
            Json::object({{"count", 2},
                {"indices", Json::object(
                                {{"bufferView", std::uint64_t{indices}}, {"componentType", 5125}})},
                {"values",
                    Json::object({{"bufferView", std::uint64_t{view}}, {"byteOffset", 4}})}}));
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(
        scan->vertices.positions, (std::vector<Vec3d>{{0, 0, 0}, {7, 0, 0}, {0, 8, 0}, {0, 0, 0}}));
}

std::string percent_encoded(const std::string& bytes)
{
    std::string text;
    for (const char c : bytes) {
        text += '%';
        for (const int shift : {4, 0})
            text += "0123456789aBcDeF"[static_cast<unsigned char>(c) >> shift & 15];
    }
    return text;
}

TEST(GltfBuffer, data_uris_of_any_media_type_and_either_encoding_are_read)
{
    const GltfDraft draft = square();
    std::string wrapped = base64(draft.bin);
    wrapped.insert(20, "\r\n ");
    std::string url_safe = base64(draft.bin);
    std::replace(url_safe.begin(), url_safe.end(), '/', '_');
    std::replace(url_safe.begin(), url_safe.end(), '+', '-');
    std::string escaped = base64(draft.bin);
    for (std::size_t at; (at = escaped.find('/')) != escaped.npos;)
        escaped.replace(at, 1, "%2F");
    const std::string plain = base64(draft.bin);
    for (const std::string& uri : {"data:application/octet-stream;base64," + plain,
             "data:application/gltf-buffer;base64," + plain, "data:;base64," + plain,
             "DATA:application/x;charset=utf-8;BASE64," + plain, "data:;base64," + wrapped,
             "data:;base64," + url_safe, "data:;base64," + escaped,
             "data:application/octet-stream," + percent_encoded(draft.bin)}) {
        GltfDraft with_uri = draft;
        with_uri.doc.set("buffers", Json::Array{Json::object({{"uri", uri},
                                        {"byteLength", std::uint64_t{draft.bin.size()}}})});
        const std::string file = print_json(with_uri.doc);
        const auto scan = test::read_gltf(file);
        ASSERT_TRUE(scan) << uri << text_of(scan);
        EXPECT_EQ(scan->info.format, "glTF 2.0");
        EXPECT_EQ(scan->vertices.positions[2], (Vec3d{1, 1, 0}));
        EXPECT_TRUE(scan->info.companions.empty());
    }
    for (const std::string& uri : {"data:;base64," + plain.substr(4), "data:;base64,!" + plain,
             std::string("data:;base64"), std::string("data:,%zz"), std::string("data:,%4")}) {
        GltfDraft with_uri = draft;
        with_uri.doc.set("buffers", Json::Array{Json::object({{"uri", uri},
                                        {"byteLength", std::uint64_t{draft.bin.size()}}})});
        const std::string file = print_json(with_uri.doc);
        const auto scan = drain_gltf(as_bytes(file));
        ASSERT_FALSE(scan) << uri;
        EXPECT_EQ(scan.error().code(), Errc::malformed) << uri;
    }
}

TEST(GltfBuffer, several_are_told_apart)
{
    GltfDraft draft = square();
    const std::size_t indices = draft.bin.size() - 12;
    const std::string tail = draft.bin.substr(indices);
    draft.bin.resize(indices);
    draft.element("bufferViews", 1).set("buffer", 1);
    draft.element("bufferViews", 1).set("byteOffset", 0);
    draft.doc.set("buffers",
        Json::Array{Json::object({{"byteLength", std::uint64_t{draft.bin.size()}}}),
            Json::object({{"byteLength", 12}, {"uri", "data:;base64," + base64(tail)}})});
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 1, 2}, {0, 2, 3}}));
}

TEST(GltfBuffer, one_file_named_by_two_buffers_is_one_companion)
{
    const test::TempDir dir;
    GltfDraft draft = square();
    draft.element("bufferViews", 1).set("buffer", 1);
    const Json buffer =
        Json::object({{"byteLength", std::uint64_t{draft.bin.size()}}, {"uri", "a.bin"}});
    draft.doc.set("buffers", Json::Array{buffer, buffer});
    test::write_file(dir / "scan.gltf", print_json(draft.doc));
    test::write_file(dir / "a.bin", draft.bin);
    const auto scan = test::read_whole(open_scan(dir / "scan.gltf"));
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->info.companions.size(), 1u);
    EXPECT_EQ(scan->triangles.size(), 2u);
}

TEST(GltfMeshopt, sequences_of_indices_serve_strips)
{
    GltfDraft draft = square();
    draft.primitive().set("mode", 5);
    compress_view(
        draft, 1, encoded_sequence({0, 1, 3, 2}, 4), 2, 4, Json::object({{"mode", "INDICES"}}));
    draft.element("accessors", 1).set("count", 4);
    add_fallback_buffer(draft);
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    EXPECT_EQ(scan->triangles, (std::vector<Triangle>{{0, 1, 3}, {3, 1, 2}}));
}

TEST(GltfMeshopt, the_filters_restore_normals_rotations_and_floats)
{
    GltfDraft draft = square();
    // EXPONENTIAL: mantissa in the low 24 bits, exponent in the high 8; 3 * 2^-1 = 1.5.
    const std::uint32_t value = 3u | 0xffu << 24;
    std::vector<std::uint32_t> positions(12, 0);
    positions[3] = positions[6] = positions[7] = positions[10] = value;
    compress_view(draft, 0, encoded_vertices(positions, 4, 12), 12, 4,
        Json::object({{"mode", "ATTRIBUTES"}, {"filter", "EXPONENTIAL"}}));
    // OCTAHEDRAL: x, y and the scale; +z and, folded over, -z.
    const std::size_t normals =
        draft.add<std::int8_t>(5120, "VEC3", 4, std::vector<std::int8_t>(16));
    draft.element("accessors", normals).set("normalized", true);
    compress_view(draft, view_of(draft, normals),
        encoded_vertices<std::int8_t>(
            {0, 0, 127, 0, 127, 0, 127, 0, 0, 127, 127, 0, 127, 127, 127, 0}, 4, 4),
        4, 4, Json::object({{"mode", "ATTRIBUTES"}, {"filter", "OCTAHEDRAL"}}));
    draft.element("bufferViews", view_of(draft, normals)).set("byteStride", 4);
    draft.attributes().set("NORMAL", std::uint64_t{normals});
    // QUATERNION: three components against the scale, and which one is the largest: w.
    const std::size_t turns =
        draft.add<std::int16_t>(5122, "VEC4", 1, std::vector<std::int16_t>(4));
    draft.element("accessors", turns).set("normalized", true);
    compress_view(draft, view_of(draft, turns),
        encoded_vertices<std::int16_t>({0, 0, 0, 2047 << 2 | 3}, 1, 8), 8, 1,
        Json::object({{"mode", "ATTRIBUTES"}, {"filter", "QUATERNION"}}));
    draft.element("nodes", 0)
        .set("extensions", Json::object({{"EXT_mesh_gpu_instancing",
                               Json::object({{"attributes",
                                   Json::object({{"ROTATION", std::uint64_t{turns}}})}})}}));
    add_fallback_buffer(draft);
    const auto scan = draft.read();
    ASSERT_TRUE(scan) << text_of(scan);
    ASSERT_TRUE(scan->findings.empty()) << scan->findings.front().text;
    EXPECT_EQ(scan->vertices.positions[2], (Vec3d{1.5, 1.5, 0}));
    EXPECT_EQ(scan->vertices.normals[0], (Vec3f{0, 0, 1}));
    EXPECT_EQ(scan->vertices.normals[1], (Vec3f{1, 0, 0}));
    EXPECT_EQ(scan->vertices.normals[2], (Vec3f{0, 1, 0}));
    EXPECT_EQ(scan->vertices.normals[3], (Vec3f{0, 0, -1}));
}

TEST(GltfMeshopt, is_read_under_its_khronos_name_and_beside_plain_data_it_is_no_loss)
{
    GltfDraft draft = square();
    const Json plain = draft.element("bufferViews", 1);
    const auto described = [&](const char* name, const char* mode) {
        Json view = plain;
        view.set("extensions",
            Json::object({{name, Json::object({{"buffer", 0}, {"byteOffset", 0}, {"byteLength", 40},
                                     {"byteStride", 2}, {"count", 6}, {"mode", mode}})}}));
        draft.element("bufferViews", 1) = view;
        return draft.read();
    };
    for (const char* const name : {"EXT_meshopt_compression", "KHR_meshopt_compression"})
        for (const char* const mode : {"TRIANGLES", "MAGIC"}) {
            const auto scan = described(name, mode);
            ASSERT_TRUE(scan) << name << mode << text_of(scan);
            EXPECT_EQ(scan->count("gltf.compression-fallback"), 1u);
            EXPECT_EQ(scan->triangles.size(), 2u);
        }
}

} // namespace
} // namespace stele::readers

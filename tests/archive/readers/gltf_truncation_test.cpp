// One glTF asset with everything in it - meshopt, sparse, texture, skin, instances - cut at every
// byte and with every byte changed, as GLB and as JSON with a data URI.
#include "tests/archive/readers/make_meshopt.h"
#include "tests/archive/readers/make_picture.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace stele::readers {
namespace {

using test::GltfDraft;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true; // whose shadow counts as memory
#else
constexpr bool kSanitized = false;
#endif

void add_texture(GltfDraft& draft)
{
    draft.attributes().set(
        "TEXCOORD_0", std::uint64_t{draft.add<float>(5126, "VEC2", 4, {0, 1, 1, 1, 1, 0, 0, 0})});
    const std::size_t view = draft.add_view(test::png(1, 2, {{255, 0, 0, 255}, {0, 255, 0, 255}}));
    draft.doc.set("images", Json::Array{Json::object(
                                {{"bufferView", std::uint64_t{view}}, {"mimeType", "image/png"}})});
    draft.doc.set("textures", *parse_json(R"([{"source":0}])"));
    draft.doc.set("materials", *parse_json(R"([{"pbrMetallicRoughness":{"baseColorTexture":
        {"index":0,"extensions":{"KHR_texture_transform":{"scale":[2,2],"rotation":1}}}}}])"));
    draft.primitive().set("material", 0);
}

void add_sparse_normals(GltfDraft& draft)
{
    const std::size_t normals =
        draft.add<float>(5126, "VEC3", 4, {0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1});
    const std::size_t indices = draft.add_view(std::string("\x01\x03", 2));
    const std::size_t values = draft.add_view(std::string(24, '\x3f'));
    draft.element("accessors", normals)
        .set("sparse", Json::object({{"count", 2},
                           {"indices", Json::object({{"bufferView", std::uint64_t{indices}},
                                           {"componentType", 5121}})},
                           {"values", Json::object({{"bufferView", std::uint64_t{values}}})}}));
    draft.attributes().set("NORMAL", std::uint64_t{normals});
}

void add_skin_and_instances(GltfDraft& draft)
{
    draft.array("nodes").push(*parse_json(R"({"scale":[2,2,2],"rotation":[0,0,0,1]})"));
    draft.doc.set("skins", *parse_json(R"([{"joints":[1]}])"));
    draft.element("nodes", 0).set("skin", 0);
    draft.element("scenes", 0).set("nodes", Json::Array{Json(0), Json(1)});
    const std::size_t places = draft.add<float>(5126, "VEC3", 2, {0, 0, 0, 5, 0, 0});
    draft.element("nodes", 0)
        .set("extensions", Json::object({{"EXT_mesh_gpu_instancing",
                               Json::object({{"attributes",
                                   Json::object({{"TRANSLATION", std::uint64_t{places}}})}})}}));
}

GltfDraft everything()
{
    GltfDraft draft = test::square();
    add_sparse_normals(draft);
    add_texture(draft);
    add_skin_and_instances(draft);
    const std::vector<float> corners{0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 1, 0};
    test::compress_view(draft, 0, test::encoded_vertices(corners, 4, 12), 12, 4,
        Json::object({{"mode", "ATTRIBUTES"}}));
    test::compress_view(draft, 1, test::encoded_triangles({0, 1, 2, 0, 2, 3}, 4), 2, 6,
        Json::object({{"mode", "TRIANGLES"}}));
    test::add_fallback_buffer(draft);
    return draft;
}

std::uint64_t peak_bytes()
{
    struct rusage used {};
    ::getrusage(RUSAGE_SELF, &used);
    return static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
}

// A copy of its own, so that a sanitizer sees every read past the end.
Result<Drained> drain_copy(std::string_view bytes)
{
    const std::vector<char> copy(bytes.begin(), bytes.end());
    return drain_gltf(as_bytes(std::string_view(copy.data(), copy.size())));
}

void expect_survived(const std::string& bytes, std::size_t at)
{
    const auto read = drain_copy(bytes);
    if (read) {
        EXPECT_LE(read->vertices + read->faces, std::uint64_t{1} << 24) << at;
    } else {
        EXPECT_NE(read.error().code(), Errc::internal) << at << test::text_of(read);
    }
}

TEST(GltfTruncation, the_whole_asset_is_read_without_a_complaint)
{
    const GltfDraft draft = everything();
    const std::string text = draft.text();
    for (const auto& scan : {draft.read(), test::read_gltf(text)}) {
        ASSERT_TRUE(scan) << test::text_of(scan);
        EXPECT_EQ(scan->triangles.size(), 4u);
        EXPECT_EQ(scan->vertices.positions[6], (Vec3d{12, 2, 0}));
        for (const Finding& finding : scan->findings)
            EXPECT_EQ(finding.severity, Severity::info) << finding.text;
    }
}

TEST(GltfTruncation, at_every_byte_is_malformed)
{
    for (const std::string& file : {everything().bytes(), everything().text()})
        for (std::size_t size = 0; size < file.size(); ++size) {
            const auto read = drain_copy(std::string_view(file).substr(0, size));
            ASSERT_FALSE(read) << size;
            EXPECT_EQ(read.error().code(), Errc::malformed) << size << test::text_of(read);
        }
}

TEST(GltfTruncation, any_changed_byte_is_survived_within_bounded_memory)
{
    const std::uint64_t before = peak_bytes();
    for (const std::string& file : {everything().bytes(), everything().text()})
        for (std::size_t at = 0; at < file.size(); ++at) {
            std::string inverted = file, next = file;
            inverted[at] = static_cast<char>(inverted[at] ^ 0xff);
            next[at] = static_cast<char>(next[at] + 1);
            expect_survived(inverted, at);
            expect_survived(next, at);
        }
    if (!kSanitized) {
        EXPECT_LE(peak_bytes() - before, std::uint64_t{512} << 20);
    }
}

// Every value of the document, deepest last.
void collect(Json& value, std::vector<Json*>& all)
{
    all.push_back(&value);
    if (Json::Object* const members = value.members())
        for (Json::Member& member : *members)
            collect(member.second, all);
    if (Json::Array* const elements = value.elements())
        for (Json& element : *elements)
            collect(element, all);
}

TEST(GltfTruncation, any_value_may_be_something_else)
{
    const std::vector<Json> kOthers{Json(), Json(true), Json(-1), Json(0), Json(1), Json(255),
        Json(1e300), Json(0.5), Json(4294967295u), Json(std::uint64_t{1} << 53), Json("\x1b"),
        Json::array(), Json::object(), Json(Json::Array(100000, Json(0)))};
    GltfDraft draft = everything();
    std::vector<Json*> all;
    collect(draft.doc, all);
    ASSERT_GT(all.size(), 100u);
    const std::uint64_t before = peak_bytes();
    for (std::size_t at = 1; at < all.size(); ++at) {
        Json kept = std::move(*all[at]); // moved, so that what is in it stays where it is
        for (const Json& other : kOthers) {
            *all[at] = other;
            expect_survived(draft.text(), at);
        }
        *all[at] = std::move(kept);
    }
    if (!kSanitized) {
        EXPECT_LE(peak_bytes() - before, std::uint64_t{512} << 20);
    }
}

} // namespace
} // namespace stele::readers

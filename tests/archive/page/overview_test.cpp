// overview.glb and unpacked pages: plain glTF that says what it is. gltf-validator judges the same
// files in tests/conformance.
#include "archive/page/glb.h"
#include "archive/page/overview.h"
#include "archive/page/unpack.h"
#include "tests/archive/page/sample_asset.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <set>

namespace stele::page {
namespace {

// Element of an array, or null.
const Json& element(const Json& array, std::uint64_t number)
{
    static const Json null;
    const Json::Array* const all = array.elements();
    return all != nullptr && number < all->size() ? (*all)[number] : null;
}

template <class T>
std::vector<T> accessor_values(const Glb& glb, std::uint64_t number, std::size_t components)
{
    const Json& accessor = element(glb.document["accessors"], number);
    const Json& view = element(glb.document["bufferViews"], accessor["bufferView"].unsigned_or(0));
    const std::size_t offset = view["byteOffset"].unsigned_or(0);
    std::vector<T> values(accessor["count"].unsigned_or(0) * components);
    EXPECT_EQ(view["byteLength"].unsigned_or(0), values.size() * sizeof(T));
    EXPECT_LE(offset + values.size() * sizeof(T), glb.bin.size());
    std::memcpy(values.data(), glb.bin.data() + offset, values.size() * sizeof(T));
    return values;
}

void keep_for_validator(std::string_view name, const Bytes& bytes)
{
    if (const char* const folder = std::getenv("STELE_KEEP_GLB"))
        test::overwrite(std::filesystem::path(folder) / name, bytes);
}

TEST(Overview, is_plain_gltf_in_metres_that_names_itself)
{
    const test::TempDir dir;
    test::SampleOptions o;
    o.tiles = 8;
    ASSERT_TRUE(test::write_sample(o, dir.path()));
    const auto asset = AssetFile::open(open_in(dir.path()));
    const auto bytes = make_overview(*asset, {"Gate \"North\"", "CC0", "Survey office"}, 9000);
    ASSERT_TRUE(bytes) << bytes.error().text();
    keep_for_validator("overview.glb", *bytes);
    const auto glb = read_glb(*bytes);
    ASSERT_TRUE(glb) << glb.error().text();
    const Json& doc = glb->document;
    EXPECT_EQ(doc.find("extensionsUsed"), nullptr);
    EXPECT_EQ(doc["asset"]["extras"]["title"].string_or(""), "Gate \"North\"");
    EXPECT_GT(doc["asset"]["extras"]["certified_error_m"].number_or(0), 0);

    const Json& primitive = element(element(doc["meshes"], 0)["primitives"], 0);
    const auto positions =
        accessor_values<float>(*glb, primitive["attributes"]["POSITION"].unsigned_or(99), 3);
    const auto indices =
        accessor_values<std::uint16_t>(*glb, primitive["indices"].unsigned_or(99), 1);
    const auto normals =
        accessor_values<float>(*glb, primitive["attributes"]["NORMAL"].unsigned_or(99), 3);
    EXPECT_EQ(indices.size() / 3, doc["asset"]["extras"]["triangles"].unsigned_or(0));
    EXPECT_LE(indices.size() / 3, 9000u);
    for (const std::uint16_t i : indices)
        ASSERT_LT(i, positions.size() / 3);
    EXPECT_GT(normals[1], 0.5f); // the sheet looks up
    const Json& translation = element(doc["nodes"], 0)["translation"];
    float least = 1e9f;
    for (std::size_t i = 0; i < positions.size(); i += 3)
        least = std::min(least, positions[i]);
    EXPECT_EQ(double(least) + element(translation, 0).number_or(0), 1000.5); // the grid's origin
}

TEST(Overview, same_asset_same_bytes)
{
    const test::TempDir dir;
    ASSERT_TRUE(test::write_sample({}, dir.path()));
    const auto asset = AssetFile::open(open_in(dir.path()));
    EXPECT_EQ(*make_overview(*asset, {"a", "b", "c"}), *make_overview(*asset, {"a", "b", "c"}));
}

TEST(Unpack, gives_a_page_without_extensions_and_the_same_positions)
{
    const test::TempDir dir;
    test::SampleOptions o;
    o.normals = true;
    ASSERT_TRUE(test::write_sample(o, dir.path()));
    const auto asset = AssetFile::open(open_in(dir.path()));
    const PageRecord& record = asset->index().pages[0];
    const auto packed = asset->read_page({0});
    keep_for_validator("page.glb", *packed);
    const auto bytes = unpack_page(*packed, record, asset->index().asset);
    ASSERT_TRUE(bytes) << bytes.error().text();
    keep_for_validator("unpacked.glb", *bytes);
    const auto glb = read_glb(*bytes);
    ASSERT_TRUE(glb);
    EXPECT_EQ(glb->document.find("extensionsRequired"), nullptr);
    const auto positions = accessor_values<float>(*glb, 0, 3);
    ASSERT_EQ(positions.size() / 3, record.vertices);
    std::set<Vec3i> expected;
    const auto levels = test::sample_levels(o);
    for (const LodGroup& g : levels[0])
        expected.insert(g.positions.begin(), g.positions.end());
    for (std::size_t v = 0; v < record.vertices; ++v)
        EXPECT_EQ(expected.count(Vec3i{static_cast<std::int32_t>(positions[v * 3]),
                                     static_cast<std::int32_t>(positions[v * 3 + 1]),
                                     static_cast<std::int32_t>(positions[v * 3 + 2])} +
                                 record.origin),
            1u);
}

} // namespace
} // namespace stele::page

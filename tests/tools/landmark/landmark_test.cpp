// The two surveys as files: count, bytes, bounds, colours, labels.
#include "archive/base/bytes.h"
#include "archive/base/file.h"
#include "archive/base/geometry.h"
#include "tests/support/temp_dir.h"
#include "tools/landmark/landmark.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace stele::landmark {
namespace {

using ::testing::HasSubstr;

struct Delivery {
    std::string header;
    std::uint64_t vertices = 0, faces = 0;
    std::uint64_t bad_indices = 0, left_over_bytes = 0, not_finite = 0;
    Box bounds;
    std::set<std::uint32_t> colours;
    double mean_height_m = 0;
};

std::uint64_t count_after(const std::string& header, const std::string& words)
{
    const std::size_t at = header.find(words);
    return at == std::string::npos ? 0 : std::stoull(header.substr(at + words.size()));
}

// Reads the one layout that write_ply has, without the reader of the archive.
void read_back(const std::filesystem::path& path, Delivery& delivery)
{
    const auto bytes = read_file(path, 1u << 30);
    ASSERT_TRUE(bytes) << bytes.error().text();
    const std::string_view text = as_text(*bytes);
    const std::size_t end = text.find("end_header\n") + 11;
    delivery.header = std::string(text.substr(0, end));
    delivery.vertices = count_after(delivery.header, "element vertex ");
    delivery.faces = count_after(delivery.header, "element face ");
    ByteReader reader(ByteSpan(*bytes).subspan(end));
    for (std::uint64_t i = 0; i < delivery.vertices; ++i) {
        const Vec3f p{*reader.read<float>(), *reader.read<float>(), *reader.read<float>()};
        if (!is_finite(to_double(p)))
            ++delivery.not_finite;
        delivery.bounds.extend(to_double(p));
        delivery.mean_height_m += double(p.y) / double(delivery.vertices);
        std::uint32_t colour = 0;
        for (int channel = 0; channel < 3; ++channel)
            colour = colour * 256 + *reader.read<std::uint8_t>();
        delivery.colours.insert(colour);
    }
    for (std::uint64_t i = 0; i < delivery.faces; ++i) {
        const auto corners = reader.read<std::uint8_t>();
        ASSERT_TRUE(corners);
        ASSERT_EQ(*corners, 3);
        for (int k = 0; k < 3; ++k)
            if (*reader.read<std::uint32_t>() >= delivery.vertices)
                ++delivery.bad_indices;
    }
    delivery.left_over_bytes = reader.remaining();
}

} // namespace

TEST(ZhenhaiTower, has_the_wanted_triangles_within_a_tenth)
{
    const test::TempDir dir;
    for (const std::uint64_t target : {60'000u, 250'000u}) {
        TowerOptions options;
        options.target_triangles = target;
        const std::filesystem::path path = dir / std::to_string(target);
        const auto written = write_zhenhai_tower(path, options);
        ASSERT_TRUE(written) << written.error().text();
        Delivery delivery;
        ASSERT_NO_FATAL_FAILURE(read_back(path, delivery));
        EXPECT_NEAR(double(delivery.faces), double(target), double(target) / 10);
        EXPECT_EQ(delivery.bad_indices, 0u);
        EXPECT_EQ(delivery.left_over_bytes, 0u);
    }
}

TEST(ZhenhaiTower, has_the_published_measures_in_metres)
{
    const test::TempDir dir;
    TowerOptions options;
    options.target_triangles = 100'000;
    ASSERT_TRUE(write_zhenhai_tower(dir / "tower.ply", options));
    Delivery tower;
    ASSERT_NO_FATAL_FAILURE(read_back(dir / "tower.ply", tower));
    // 28 m to the ridge ornament's back, 31 m wide with eaves and terrace around it.
    EXPECT_GT(tower.bounds.max.y, 27.5);
    EXPECT_LT(tower.bounds.max.y, 30.0);
    EXPECT_GT(tower.bounds.min.y, -1.6);
    EXPECT_GT(tower.bounds.size().x, 34.5);
    EXPECT_LT(tower.bounds.size().x, 58);
    EXPECT_GT(tower.bounds.size().z, 24);
    EXPECT_LT(tower.bounds.size().z, 45);
    EXPECT_EQ(tower.not_finite, 0u);
    EXPECT_GT(tower.mean_height_m, 5);
    EXPECT_GT(tower.colours.size(), 2'000u);
    EXPECT_THAT(tower.header, HasSubstr("comment SYNTHETIC"));
    EXPECT_THAT(tower.header, HasSubstr("comment units: metres"));
    EXPECT_THAT(tower.header, HasSubstr("comment up axis: y"));
}

TEST(ZhenhaiTower, same_seed_same_bytes_other_seed_other_noise)
{
    const test::TempDir dir;
    TowerOptions options;
    options.target_triangles = 40'000;
    ASSERT_TRUE(write_zhenhai_tower(dir / "a", options));
    ASSERT_TRUE(write_zhenhai_tower(dir / "b", options));
    options.seed += 1;
    ASSERT_TRUE(write_zhenhai_tower(dir / "c", options));
    const auto a = read_file(dir / "a", 1u << 30), b = read_file(dir / "b", 1u << 30),
               c = read_file(dir / "c", 1u << 30);
    ASSERT_TRUE(a && b && c);
    EXPECT_TRUE(*a == *b);
    EXPECT_EQ(a->size(), c->size());
    EXPECT_FALSE(*a == *c);
}

TEST(ZhenhaiTower, an_existing_file_is_not_overwritten)
{
    const test::TempDir dir;
    TowerOptions options;
    options.target_triangles = 40'000;
    ASSERT_TRUE(write_zhenhai_tower(dir / "a", options));
    const auto again = write_zhenhai_tower(dir / "a", options);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code(), Errc::already_exists);
    EXPECT_TRUE(std::filesystem::exists(dir / "a"));
}

TEST(ZhenhaiTower, a_cancelled_write_leaves_no_file)
{
    const test::TempDir dir;
    Cancel cancel;
    cancel.requested = true;
    TowerOptions options;
    options.target_triangles = 40'000;
    options.cancel = &cancel;
    const auto written = write_zhenhai_tower(dir / "a", options);
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code(), Errc::cancelled);
    EXPECT_FALSE(std::filesystem::exists(dir / "a"));
}

TEST(TortoiseStele, is_a_coloured_labelled_mesh_of_the_wanted_size)
{
    const test::TempDir dir;
    SteleOptions options;
    options.target_triangles = 50'000;
    ASSERT_TRUE(write_tortoise_stele(dir / "a", options));
    ASSERT_TRUE(write_tortoise_stele(dir / "b", options));
    Delivery stele;
    ASSERT_NO_FATAL_FAILURE(read_back(dir / "a", stele));
    EXPECT_NEAR(double(stele.faces), 50'000, 5'000);
    EXPECT_EQ(stele.bad_indices, 0u);
    EXPECT_EQ(stele.left_over_bytes, 0u);
    EXPECT_EQ(stele.not_finite, 0u);
    EXPECT_NEAR(stele.bounds.max.y, 5.0, 0.2);
    EXPECT_GT(stele.colours.size(), 1'000u);
    EXPECT_THAT(stele.header, HasSubstr("comment SYNTHETIC"));
    EXPECT_TRUE(*read_file(dir / "a", 1u << 30) == *read_file(dir / "b", 1u << 30));
}

} // namespace stele::landmark

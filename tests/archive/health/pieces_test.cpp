// Dust is counted as if every piece were kept; sums of areas do not depend on their order.
#include "archive/health/pieces.h"
#include "tests/support/make_mesh.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace stele::health {
namespace {

Piece piece_of(double area, std::uint64_t triangles = 1)
{
    Piece piece;
    piece.area.add_doubled(2 * area);
    piece.triangles = triangles;
    return piece;
}

Pieces judged(const std::vector<Piece>& pieces, std::size_t parts)
{
    std::vector<FinishedPieces> finished(parts);
    AreaSum area;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        finished[i % parts].add(pieces[i]);
        area += pieces[i].area;
    }
    FinishedPieces all;
    for (const FinishedPieces& part : finished)
        all.add(part);
    return all.judge(area);
}

TEST(Pieces, are_dust_below_a_thousandth_of_the_area)
{
    std::vector<Piece> pieces(1000, piece_of(7, 3));
    EXPECT_EQ(judged(pieces, 1).dust, 0u);
    EXPECT_EQ(judged(pieces, 3).dust, 0u);
    pieces.push_back(piece_of(7, 3));
    EXPECT_EQ(judged(pieces, 4).dust, 1001u);
    EXPECT_EQ(judged(pieces, 4).dust_triangles, 3003u);
    EXPECT_DOUBLE_EQ(judged(pieces, 4).dust_share, 1);
}

TEST(Pieces, without_triangles_are_none)
{
    EXPECT_EQ(judged({Piece{}, piece_of(1), Piece{}}, 1).count, 1u);
    EXPECT_EQ(judged({}, 1).largest_share, 0);
}

TEST(Pieces, are_counted_as_if_all_were_kept)
{
    test::Random random(1);
    for (int round = 0; round < 5; ++round) {
        std::vector<Piece> pieces;
        AreaSum area;
        for (int i = 0; i < 20'000; ++i) {
            // Few that are large, many that are small, many that are equal.
            const double size = 1 + std::floor(1e6 * std::pow(random.unit(), 40 + round * 20));
            pieces.push_back(piece_of(size, 1 + random.below(9)));
            area += pieces.back().area;
        }
        Pieces expected;
        AreaSum dust, largest;
        for (const Piece& piece : pieces) {
            largest = std::max(largest, piece.area);
            if (piece.area.steps2() >= 0.001 * area.steps2())
                continue;
            ++expected.dust;
            expected.dust_triangles += piece.triangles;
            dust += piece.area;
        }
        EXPECT_GT(expected.dust, 10'000u);
        for (const std::size_t parts : {1u, 2u, 50u}) {
            const Pieces found = judged(pieces, parts);
            EXPECT_EQ(found.count, pieces.size());
            EXPECT_EQ(found.dust, expected.dust);
            EXPECT_EQ(found.dust_triangles, expected.dust_triangles);
            EXPECT_EQ(found.dust_share, dust.steps2() / area.steps2());
            EXPECT_EQ(found.largest_share, largest.steps2() / area.steps2());
        }
    }
}

TEST(AreaSum, is_exact_and_the_same_in_any_order)
{
    test::Random random(2);
    std::vector<double> areas;
    for (int i = 0; i < 1000; ++i)
        areas.push_back(std::ldexp(1 + random.unit(), static_cast<int>(random.below(52))));
    const auto sum = [&] {
        AreaSum out;
        for (const double area : areas)
            out.add_doubled(area);
        return out;
    };
    const AreaSum forwards = sum();
    std::reverse(areas.begin(), areas.end());
    EXPECT_EQ(forwards, sum());
    double plain = 0;
    for (const double area : areas)
        plain += area / 2;
    EXPECT_NEAR(forwards.steps2() / plain, 1, 1e-12);

    AreaSum large; // past 64 bits
    for (int i = 0; i < 100'000; ++i)
        large.add_doubled(0x1.8p51);
    EXPECT_EQ(large.steps2(), 100'000 * 0x1.8p50);
    EXPECT_LT(forwards, large);
}

} // namespace
} // namespace stele::health

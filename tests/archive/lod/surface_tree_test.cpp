// The tree against trying every triangle: equal, wherever the surface lies and however bad it is.
#include "archive/lod/distance.h"
#include "archive/lod/surface_tree.h"
#include "tests/support/make_mesh.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace stele::test {
namespace {

double brute_force(Vec3d p, const SourceMesh& mesh)
{
    double least = Box::kInf;
    for (const Triangle& t : mesh.triangles) {
        const Vec3d d = p - lod::closest_point(p, mesh.positions[t[0]], mesh.positions[t[1]],
                                mesh.positions[t[2]]);
        least = std::min(least, dot(d, d));
    }
    return least;
}

// Points in and around the mesh's box, each with and without a hint.
void expect_exact(const SourceMesh& mesh, Vec3d middle, double reach)
{
    const lod::SurfaceTree tree(mesh.positions, mesh.triangles);
    Random r(11);
    std::uint32_t hint = lod::SurfaceTree::kNone;
    for (int i = 0; i < 300; ++i) {
        const Vec3d p = middle + Vec3d{r.between(-reach, reach), r.between(-reach, reach),
                                     r.between(-reach, reach)};
        const double truth = brute_force(p, mesh);
        const auto near = tree.nearest(p);
        ASSERT_LT(near.triangle, mesh.triangles.size());
        EXPECT_NEAR(near.distance2, truth, 1e-12 * truth) << i;
        EXPECT_EQ(tree.nearest(p, hint).distance2, near.distance2) << i;
        hint = r.below(mesh.triangles.size());
    }
}

TEST(SurfaceTree, finds_what_trying_every_triangle_finds)
{
    expect_exact(make_sphere(4, 0.1), {}, 1.5);
    expect_exact(make_height_field(40, 0.1, 0.1), {0.5, 0, 0.5}, 0.7);
    expect_exact(make_soup(3000, 0.02), {0.5, 0.5, 0.5}, 0.8);
    expect_exact(make_soup(500, 0.6), {0.5, 0.5, 0.5}, 2);
    expect_exact(make_strip(700), {3, 0, 0}, 4);
}

TEST(SurfaceTree, serves_any_number_of_triangles)
{
    const SourceMesh whole = make_soup(600, 0.1);
    for (const std::size_t n : {1u, 2u, 7u, 8u, 9u, 63u, 64u, 65u, 511u, 513u}) {
        SourceMesh mesh = whole;
        mesh.triangles.resize(n);
        expect_exact(mesh, {0.5, 0.5, 0.5}, 1);
    }
}

TEST(SurfaceTree, is_exact_far_from_the_origin)
{
    const Vec3d far{498000, 120, 4420000};
    SourceMesh mesh;
    append(mesh, make_sphere(4, 0.1), far);
    expect_exact(mesh, far, 1.5);
}

TEST(SurfaceTree, measures_triangles_without_area_as_what_they_are)
{
    SourceMesh mesh;
    mesh.add({0, 0, 0});
    mesh.add({1, 0, 0});
    mesh.add({3, 0, 0});
    mesh.add({0, 5, 0});
    mesh.triangles = {{0, 1, 2}, {3, 3, 3}, {0, 2, 1}, {2, 1, 0}}; // segments and a point
    const lod::SurfaceTree tree(mesh.positions, mesh.triangles);
    EXPECT_EQ(tree.nearest({2, 1, 0}).distance2, 1);
    EXPECT_EQ(tree.nearest({0.5, 0, 2}).distance2, 4);
    EXPECT_EQ(tree.nearest({5, 0, 0}).distance2, 4);
    EXPECT_EQ(tree.nearest({0, 6, 0}).distance2, 1);
    EXPECT_EQ(tree.nearest({0, 6, 0}).triangle, 1u);
}

TEST(SurfaceTree, knows_points_on_the_surface)
{
    const SourceMesh mesh = make_sphere(5, 0.1);
    const lod::SurfaceTree tree(mesh.positions, mesh.triangles);
    for (const Vec3d p : mesh.positions)
        EXPECT_EQ(tree.nearest(p).distance2, 0);
}

} // namespace
} // namespace stele::test

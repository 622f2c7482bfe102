// The builder's output is the same bits from every compiler, optimised or not, on every machine:
// held against a recorded digest. A deliberate change of the builder raises the number in
// lod/recipe.cpp and renews the digest here, in one commit.
#include "archive/base/digest.h"
#include "archive/lod/recipe.h"
#include "tests/archive/lod/hierarchy.h"

#include <span>

namespace stele::test {
namespace {

template <class T>
void put(Hasher& hasher, const T& value)
{
    hasher.update(std::as_bytes(std::span(&value, 1)));
}

template <class T>
void put_all(Hasher& hasher, const std::vector<T>& values)
{
    put(hasher, std::uint64_t(values.size()));
    for (const T& value : values)
        put(hasher, value);
}

void put_group(Hasher& hasher, const LodGroup& g)
{
    put(hasher, g.key.value);
    put(hasher, g.level);
    put(hasher, g.terminal);
    for (const double d : {g.bound.centre.x, g.bound.centre.y, g.bound.centre.z, g.bound.radius,
             g.error.geometric_m, g.error.appearance_m, g.error.selection_m})
        put(hasher, d);
    put_all(hasher, g.positions);
    put_all(hasher, g.colours);
    put_all(hasher, g.normals);
    put_all(hasher, g.triangles);
    for (const LodCluster& c : g.clusters) {
        put(hasher, c.first_triangle);
        put(hasher, c.triangle_count);
        put(hasher, c.refined.value);
    }
}

TEST(Recorded, every_compiler_makes_these_bits)
{
    // Made by arithmetic alone: what mathematical libraries say differs in the last bit.
    const Hierarchy h =
        hierarchy_of(make_height_field(150, 0.03, 0.01), {2, lod::kDefaultMemory, 8192});
    ASSERT_GT(h.calls.size(), 4u) << "more than one stage";
    Hasher hasher(DigestAlgorithm::sha256);
    for (const LodGroup& g : h.groups)
        put_group(hasher, g);
    EXPECT_EQ(
        hasher.finish_hex(), "4fbaef6fd43874a4d3ca22e5b0b33a998f2679144e1f5ddb9af419631c39544a")
        << lod::recipe();
}

} // namespace
} // namespace stele::test

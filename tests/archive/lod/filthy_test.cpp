// The builder on filthy scans: whatever is wrong with a scan, it gets a sound hierarchy with a true
// error, and the same one for any number of threads.
#include "tests/archive/lod/filthy.h"
#include "tests/archive/lod/soundness.h"

namespace stele::test {
namespace {

// The root, and two cuts between it and the source.
void expect_certified(const Hierarchy& h)
{
    const auto source = source_triangles(h);
    const Meter to_source(source);
    Random random(41);
    for (const double keep : {0.0, 0.3, 0.8}) {
        const Cut cut = cut_of(h, random_active(h, random, keep));
        const Meter to_cut(cut.triangles);
        const double step = h.source.grid.step_m;
        EXPECT_LE(sampled(cut.triangles, to_source, 2000) * step, cut.error_m) << keep;
        EXPECT_LE(sampled(source, to_cut, 2000) * step, cut.error_m) << keep;
    }
}

TEST(Filthy, every_scan_is_sound_certified_and_the_same_for_any_jobs)
{
    for (const Filth& filth : filthy_scans()) {
        SCOPED_TRACE(filth.name);
        const Hierarchy one = hierarchy_of(filth.mesh, {1, lod::kDefaultMemory, 8192});
        expect_sound(one);
        expect_certified(one);
        for (const unsigned jobs : {2u, 4u})
            expect_same(one, hierarchy_of(filth.mesh, {jobs, lod::kDefaultMemory, 8192}));
    }
}

TEST(Filthy, hundred_thousand_pieces_reach_a_root)
{
    const Hierarchy h = hierarchy_of(make_pieces(100000));
    expect_sound(h);
    expect_certified(h);
}

} // namespace
} // namespace stele::test

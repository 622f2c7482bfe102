// A build that was interrupted goes on from what it had, and ends with the same groups.
#include "archive/lod/brick_results.h"
#include "tests/archive/lod/soundness.h"
#include "tests/support/temp_dir.h"

#include <fstream>

namespace stele::test {
namespace {

constexpr MadeWith kMadeWith{2, lod::kDefaultMemory, 8192};

SourceMesh several_bricks()
{
    return make_height_field(130, 0.03, 0.01);
}

// Stops the build after some calls.
class ImpatientSink : public KeepGroups {
public:
    explicit ImpatientSink(std::size_t calls_left) : left_(calls_left) {}
    Status take(std::vector<LodGroup> groups) override
    {
        if (left_-- == 0)
            return Error(Errc::cancelled, "enough");
        return KeepGroups::take(std::move(groups));
    }

private:
    std::size_t left_;
};

Result<lod::BuildReport> build_with(
    const SourceMesh& mesh, lod::BrickResults& results, GroupSink& sink)
{
    GriddedMesh source = grid_of(mesh, kMadeWith);
    lod::BuildOptions options;
    options.jobs = 2;
    options.results = &results;
    return lod::build(source.gridded, *source.workspace, options, sink);
}

TEST(Resume, a_build_goes_on_from_any_brick_and_ends_the_same)
{
    const SourceMesh mesh = several_bricks();
    const Hierarchy whole = hierarchy_of(mesh, kMadeWith);
    const TempDir folder;
    std::uint64_t found_before = 0;
    for (const std::size_t calls : {std::size_t(1), std::size_t(3), std::size_t(5)}) {
        lod::BrickResults results(real_io(), folder.path());
        ImpatientSink sink(calls);
        EXPECT_FALSE(build_with(mesh, results, sink));
        EXPECT_GE(results.found(), found_before);
        found_before = results.found();
    }
    lod::BrickResults results(real_io(), folder.path());
    KeepGroups sink;
    ASSERT_TRUE(build_with(mesh, results, sink));
    EXPECT_GT(results.found(), 0u);
    expect_same_groups(whole.groups, sink.all);
    // All of it is there now.
    lod::BrickResults again(real_io(), folder.path());
    KeepGroups last;
    ASSERT_TRUE(build_with(mesh, again, last));
    EXPECT_EQ(again.kept(), 0u);
    expect_same_groups(whole.groups, last.all);
}

TEST(Resume, results_that_were_cut_or_changed_are_made_again)
{
    const SourceMesh mesh = several_bricks();
    const Hierarchy whole = hierarchy_of(mesh, kMadeWith);
    const TempDir folder;
    {
        lod::BrickResults results(real_io(), folder.path());
        KeepGroups sink;
        ASSERT_TRUE(build_with(mesh, results, sink));
    }
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
        const auto size = std::filesystem::file_size(entry.path());
        if (files++ % 2 == 0) {
            std::filesystem::resize_file(entry.path(), size * 2 / 3);
        } else {
            std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
            file.seekp(std::streamoff(size / 2));
            file.put('x').put('y').put('z');
        }
    }
    ASSERT_GT(files, 2u);
    lod::BrickResults results(real_io(), folder.path());
    KeepGroups sink;
    ASSERT_TRUE(build_with(mesh, results, sink));
    EXPECT_EQ(results.found(), 0u);
    expect_same_groups(whole.groups, sink.all);
}

TEST(Resume, results_of_another_surface_are_not_taken)
{
    const TempDir folder;
    lod::BrickResults results(real_io(), folder.path());
    KeepGroups sink;
    ASSERT_TRUE(build_with(several_bricks(), results, sink));
    SourceMesh other = several_bricks();
    for (Vec3d& p : other.positions)
        p.z *= 1.5;
    lod::BrickResults for_other(real_io(), folder.path());
    KeepGroups other_sink;
    ASSERT_TRUE(build_with(other, for_other, other_sink));
    EXPECT_EQ(for_other.found(), 0u);
}

} // namespace
} // namespace stele::test

// Selection: monotone, closed, conservative.
#include "renderer/stream/select.h"
#include "tests/support/made_graph.h"

#include <gtest/gtest.h>

namespace stele::stream {
namespace {

View view_from(Vec3d eye, double threshold_px = 1)
{
    View view;
    view.eye_m = eye; // looks along -z
    view.width = 1280;
    view.height = 720;
    view.threshold_px = threshold_px;
    return view;
}

View parallel_from(Vec3d eye, double height_m, double threshold_px = 1)
{
    View view = view_from(eye, threshold_px);
    view.projection = Projection::orthographic;
    view.height_m = height_m;
    view.near_m = -1e4;
    view.far_m = 1e4;
    return view;
}

struct World {
    PageIndex index;
    PageGraph graph;
    std::vector<bool> all, none;

    explicit World(unsigned seed) : index(test::make_graph(seed))
    {
        auto made = PageGraph::create(index);
        EXPECT_TRUE(made) << made.error().text();
        graph = std::move(*made);
        all.assign(index.pages.size(), true);
        none.assign(index.pages.size(), false);
        none[index.root.value] = true;
    }
    // Random, but closed as the stream keeps it.
    std::vector<bool> closed_subset(std::mt19937& random) const
    {
        std::vector<std::uint32_t> order;
        for (std::uint32_t page = 0; page < index.pages.size(); ++page)
            order.push_back(page);
        std::sort(order.begin(), order.end(),
            [this](std::uint32_t a, std::uint32_t b) { return graph.depth[a] < graph.depth[b]; });
        std::vector<bool> resident = none;
        for (const std::uint32_t page : order) {
            bool possible = random() % 4 != 0;
            for (const std::uint32_t needed : graph.needs[page])
                possible = possible && resident[needed];
            resident[page] = resident[page] || possible;
        }
        return resident;
    }
};

TEST(Selection, an_active_group_has_active_parents_and_a_resident_page)
{
    for (unsigned seed = 0; seed < 30; ++seed) {
        const World world(seed);
        std::mt19937 random(seed);
        const std::vector<bool> resident = world.closed_subset(random);
        const Cut cut =
            select(view_from({0, 0, 100.0 + seed * 50}), world.index, world.graph, resident, 0.5);
        for (std::uint32_t g = 0; g < world.index.groups.size(); ++g) {
            const GroupRecord& group = world.index.groups[g];
            if (group.parent_count == 0) {
                EXPECT_TRUE(cut.is_active(g));
            }
            if (!cut.is_active(g))
                continue;
            EXPECT_TRUE(resident[group.page.value]);
            for (std::uint32_t p = 0; p < group.parent_count; ++p)
                EXPECT_TRUE(cut.is_active(world.index.parents[group.first_parent + p].value));
        }
    }
}

TEST(Selection, every_prefix_of_the_wanted_pages_is_closed)
{
    for (unsigned seed = 0; seed < 30; ++seed) {
        const World world(seed);
        const Cut cut = select(view_from({0, 0, 300}), world.index, world.graph, world.none, 0.2);
        EXPECT_GT(cut.wanted.size(), 1u);
        std::vector<bool> seen(world.index.pages.size(), false);
        for (const PageId page : cut.wanted) {
            EXPECT_FALSE(seen[page.value]);
            for (const std::uint32_t needed : world.graph.needs[page.value])
                EXPECT_TRUE(seen[needed]);
            seen[page.value] = true;
        }
        EXPECT_EQ(cut.wanted.front(), world.index.root);
    }
}

// The statement "within X": brute force over every group whose simplified output is drawn.
TEST(Selection, the_shown_error_covers_everything_drawn_in_view)
{
    for (unsigned seed = 0; seed < 30; ++seed) {
        const World world(seed);
        std::mt19937 random(seed + 100);
        const std::vector<bool> resident = world.closed_subset(random);
        const View view = view_from({0, 0, 50.0 + 40 * seed});
        const Cut cut = select(view, world.index, world.graph, resident, 0.3);
        double worst = world.index.asset.quantisation_m;
        for (std::uint32_t g = 0; g < world.index.groups.size(); ++g) {
            const GroupRecord& group = world.index.groups[g];
            bool drawn = false;
            for (std::uint32_t p = 0; p < group.parent_count; ++p)
                drawn = drawn || cut.is_active(world.index.parents[group.first_parent + p].value);
            if (drawn && !cut.is_active(g) && may_be_seen(view, group.bound))
                worst = std::max(worst, group.error.geometric_m);
        }
        EXPECT_DOUBLE_EQ(cut.shown_error_m, worst);
    }
}

void expect_below_threshold(const World& world, const View& view, double threshold_px)
{
    const Cut cut = select(view, world.index, world.graph, world.all, threshold_px);
    std::size_t active = 0;
    for (std::uint32_t g = 0; g < world.index.groups.size(); ++g) {
        active += cut.is_active(g) ? 1u : 0u;
        const GroupRecord& group = world.index.groups[g];
        bool drawn = group.parent_count > 0;
        for (std::uint32_t p = 0; p < group.parent_count; ++p)
            drawn = drawn && cut.is_active(world.index.parents[group.first_parent + p].value);
        if (drawn && !cut.is_active(g) && may_be_seen(view, group.bound)) {
            EXPECT_LE(group.error.selection_m * view.px_per_m(nearest_depth_m(view, group.bound)),
                threshold_px);
        }
    }
    EXPECT_GT(active, 3u);
    EXPECT_LT(active, world.index.groups.size());
}

TEST(Selection, with_all_pages_what_is_drawn_in_view_projects_below_the_threshold)
{
    const World world(5);
    expect_below_threshold(world, view_from({0, 0, 400}), 0.4);
    expect_below_threshold(world, parallel_from({0, 0, 400}, 1500), 0.005);
}

// Parallel rays: how far the eye is changes neither the scale nor the cut.
TEST(Selection, an_orthographic_cut_does_not_depend_on_depth)
{
    const World world(7);
    const Cut near =
        select(parallel_from({0, 0, 10}, 1500), world.index, world.graph, world.all, 0.005);
    const Cut far =
        select(parallel_from({0, 0, 900}, 1500), world.index, world.graph, world.all, 0.005);
    EXPECT_GT(near.wanted.size(), 1u);
    EXPECT_EQ(near.group_bits, far.group_bits);
    EXPECT_EQ(near.wanted, far.wanted);
    EXPECT_EQ(near.shown_error_m, far.shown_error_m);
    const Cut close =
        select(parallel_from({0, 0, 10}, 300), world.index, world.graph, world.all, 0.005);
    EXPECT_LE(close.shown_error_m, near.shown_error_m);
}

TEST(Selection, a_smaller_budget_raises_the_threshold_and_never_wants_more_than_fits)
{
    const World world(9);
    const std::vector<std::uint64_t> bytes(world.index.pages.size(), 1000);
    const View view = view_from({0, 0, 300}, 0.01);
    double last = 0;
    for (const std::uint64_t budget : {1'000'000ull, 20'000ull, 8'000ull, 1'000ull}) {
        const Cut cut = select_within(view, world.index, world.graph, world.all, bytes, budget);
        EXPECT_LE(cut.wanted.size() * 1000, budget);
        EXPECT_GE(cut.threshold_px, last);
        last = cut.threshold_px;
    }
    EXPECT_GT(last, 0.01);
    const Cut nothing = select_within(view, world.index, world.graph, world.all, bytes, 0);
    EXPECT_EQ(nothing.wanted, std::vector{world.index.root});
}

TEST(Selection, depth_is_that_of_the_nearest_point_and_never_below_the_near_plane)
{
    View view = view_from({0, 0, 0});
    EXPECT_DOUBLE_EQ(nearest_depth_m(view, {{300, 0, -100}, 10}), 90); // depth, not distance
    EXPECT_DOUBLE_EQ(nearest_depth_m(view, {{0, 0, -5}, 10}), view.near_m);
    EXPECT_DOUBLE_EQ(nearest_depth_m(view, {{0, 0, 50}, 10}), view.near_m);
}

TEST(Selection, nothing_that_touches_the_view_is_taken_for_unseen)
{
    const View view = view_from({0, 0, 0});
    std::mt19937 random(1);
    std::uniform_real_distribution<double> place(-100, 100);
    for (int i = 0; i < 2000; ++i) {
        const Vec3d p{place(random), place(random), place(random)};
        const double z = -p.z, focal = view.focal_px();
        const bool visible = z >= view.near_m && std::abs(p.x) * focal / z <= 640 &&
                             std::abs(p.y) * focal / z <= 360;
        if (visible) {
            EXPECT_TRUE(may_be_seen(view, {p, 0}));
            EXPECT_TRUE(may_be_seen(view, {p + Vec3d{3, 0, 0}, 3.0001}));
        }
    }
    const View parallel = parallel_from({0, 0, 0}, 90);
    for (int i = 0; i < 2000; ++i) {
        const Vec3d p{place(random), place(random), place(random)};
        if (std::abs(p.x) <= 80 && std::abs(p.y) <= 45) { // before and behind the eye
            EXPECT_TRUE(may_be_seen(parallel, {p, 0}));
            EXPECT_TRUE(may_be_seen(parallel, {p + Vec3d{3, 0, 0}, 3.0001}));
        }
    }
    EXPECT_FALSE(may_be_seen(parallel, {{86, 0, 0}, 5}));
    EXPECT_TRUE(may_be_seen(parallel, {{84, 0, 0}, 5}));
    EXPECT_FALSE(may_be_seen(view, {{0, 0, 20}, 5}));
    EXPECT_FALSE(may_be_seen(view, {{100, 0, -10}, 5}));
}

TEST(PageGraph, refuses_an_index_that_contradicts_itself)
{
    const PageIndex good = test::make_graph(1);
    const auto code = [](const PageIndex& index) {
        const auto made = PageGraph::create(index);
        return made ? std::optional<Errc>() : made.error().code();
    };
    EXPECT_EQ(code(good), std::nullopt);
    PageIndex bad = good;
    bad.groups[3].page = PageId{99999};
    EXPECT_EQ(code(bad), Errc::malformed);
    bad = good;
    bad.parents[0] = GroupKey{99999};
    EXPECT_EQ(code(bad), Errc::malformed);
    bad = good;
    bad.groups[0].parent_count = 0xffffffff;
    EXPECT_EQ(code(bad), Errc::malformed);
    bad = good;
    bad.groups[0].parent_count = 0; // terminal outside the root page
    EXPECT_EQ(code(bad), Errc::malformed);
    bad = good;
    bad.root = PageId{};
    EXPECT_EQ(code(bad), Errc::malformed);
    bad = good; // a parent that needs its own child
    const std::uint32_t parent = bad.parents[0].value;
    bad.parents[bad.groups[parent].first_parent] = GroupKey{0};
    EXPECT_EQ(code(bad), Errc::malformed);
}

} // namespace
} // namespace stele::stream

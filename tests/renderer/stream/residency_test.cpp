// Residency: closed and within budget after every step, whatever arrives, fails or moves.
#include "renderer/stream/residency.h"
#include "renderer/stream/select.h"
#include "tests/support/made_graph.h"

#include <gtest/gtest.h>

namespace stele::stream {
namespace {

struct Simulation {
    PageIndex index;
    PageGraph graph;
    Residency residency;
    std::mt19937 random;

    explicit Simulation(unsigned seed) : index(test::make_graph(seed, 6, 120)), random(seed)
    {
        graph = std::move(*PageGraph::create(index));
        residency.state.assign(index.pages.size(), PageState::absent);
        residency.last_wanted.assign(index.pages.size(), 0);
        for (std::size_t i = 0; i < index.pages.size(); ++i)
            residency.bytes.push_back(500 + random() % 1000);
    }
    std::uint64_t used() const
    {
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i < residency.state.size(); ++i)
            if (residency.state[i] == PageState::resident ||
                residency.state[i] == PageState::loading)
                sum += residency.bytes[i];
        return sum;
    }
    void expect_closed() const
    {
        for (std::uint32_t page = 0; page < residency.state.size(); ++page)
            if (residency.state[page] == PageState::resident) {
                for (const std::uint32_t needed : graph.needs[page])
                    EXPECT_EQ(residency.state[needed], PageState::resident);
            }
    }
    // Loads finish in any order, but are published only when what they need is resident; some fail.
    void arrive(unsigned failures_per_16)
    {
        for (std::uint32_t page = 0; page < residency.state.size(); ++page) {
            if (residency.state[page] != PageState::loading || random() % 3 == 0)
                continue;
            const auto needs = graph.needs[page];
            const bool ready = std::all_of(needs.begin(), needs.end(),
                [this](std::uint32_t n) { return residency.state[n] == PageState::resident; });
            const bool fails = PageId{page} != index.root && random() % 16 < failures_per_16;
            if (fails)
                residency.state[page] = PageState::failed;
            else if (ready)
                residency.state[page] = PageState::resident;
        }
        // A page whose need failed is dropped when it arrives.
        for (std::uint32_t page = 0; page < residency.state.size(); ++page)
            for (const std::uint32_t needed : graph.needs[page])
                if (residency.state[page] == PageState::loading &&
                    residency.state[needed] != PageState::resident &&
                    residency.state[needed] != PageState::loading)
                    residency.state[page] = PageState::absent;
    }
};

TEST(Residency, stays_closed_and_within_budget_on_random_flights)
{
    for (unsigned seed = 0; seed < 12; ++seed) {
        Simulation world(seed);
        const std::uint64_t budget = 5000 + 4000 * seed;
        for (std::uint64_t frame = 1; frame <= 80; ++frame) {
            View view;
            view.width = 800;
            view.height = 600;
            view.eye_m = {double(world.random() % 1600) - 800, double(world.random() % 1600) - 800,
                50.0 + double(world.random() % 1500)};
            std::vector<bool> resident(world.index.pages.size());
            for (std::size_t i = 0; i < resident.size(); ++i)
                resident[i] = world.residency.state[i] == PageState::resident;
            const Cut cut = select(view, world.index, world.graph, resident, 0.1);
            for (const PageId page : cut.wanted)
                world.residency.last_wanted[page.value] = frame;
            const Plan next =
                plan(world.index, world.graph, world.residency, cut.wanted, budget, 8);
            for (const PageId page : next.evict) {
                ASSERT_EQ(world.residency.state[page.value], PageState::resident);
                ASSERT_NE(page, world.index.root);
                ASSERT_EQ(std::count(cut.wanted.begin(), cut.wanted.end(), page), 0);
                world.residency.state[page.value] = PageState::absent;
                world.expect_closed();
            }
            for (const PageId page : next.load) {
                ASSERT_EQ(world.residency.state[page.value], PageState::absent);
                world.residency.state[page.value] = PageState::loading;
            }
            ASSERT_LE(world.used(), budget);
            ASSERT_LE(std::count(world.residency.state.begin(), world.residency.state.end(),
                          PageState::loading),
                8);
            world.arrive(seed % 3);
            world.expect_closed();
        }
        EXPECT_EQ(world.residency.state[world.index.root.value], PageState::resident);
    }
}

TEST(Residency, loads_the_root_even_below_its_size)
{
    Simulation world(1);
    const Plan next = plan(world.index, world.graph, world.residency, {world.index.root}, 10, 4);
    EXPECT_EQ(next.load, std::vector{world.index.root});
}

TEST(Residency, evicts_what_was_wanted_longest_ago)
{
    Simulation world(2);
    std::vector<std::uint32_t> by_depth;
    for (std::uint32_t page = 0; page < world.index.pages.size(); ++page) {
        by_depth.push_back(page);
        world.residency.state[page] = PageState::resident;
        world.residency.last_wanted[page] = 10;
    }
    const auto leaf = static_cast<std::size_t>(
        std::max_element(world.graph.depth.begin(), world.graph.depth.end()) -
        world.graph.depth.begin());
    world.residency.last_wanted[leaf] = 3;
    const Plan next =
        plan(world.index, world.graph, world.residency, {world.index.root}, world.used() - 1, 4);
    ASSERT_FALSE(next.evict.empty());
    EXPECT_EQ(next.evict.front(), PageId{static_cast<std::uint32_t>(leaf)});
    EXPECT_EQ(next.evict.size(), 1u);
}

} // namespace
} // namespace stele::stream

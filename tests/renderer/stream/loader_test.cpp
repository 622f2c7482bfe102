// Loader threads: everything asked for comes back once, as a page or as an error.
#include "renderer/stream/loader.h"
#include "tests/support/made_asset.h"

#include <gtest/gtest.h>

#include <set>

namespace stele::stream {
namespace {

std::vector<Loaded> drain(Loader& loader, std::size_t count)
{
    std::vector<Loaded> all;
    for (int i = 0; i < 1000 && all.size() < count; ++i) {
        loader.wait_finished(std::chrono::seconds(5));
        for (Loaded& loaded : loader.take_finished())
            all.push_back(std::move(loaded));
    }
    return all;
}

TEST(Loader, returns_every_page_once_and_errors_with_the_page_named)
{
    const auto source = test::make_sphere({.patches = 3, .patches_per_page = 4});
    source->before_load = [](PageId page, unsigned) -> Status {
        return page.value == 2 ? Status(Error(Errc::corrupt, "checksum differs")) : Status();
    };
    Loader loader(source, 3);
    std::vector<PageId> pages;
    for (std::uint32_t i = 0; i < source->pages.size(); ++i)
        pages.push_back(PageId{i});
    loader.enqueue(pages);
    std::set<std::uint32_t> seen;
    for (const Loaded& loaded : drain(loader, pages.size())) {
        EXPECT_TRUE(seen.insert(loaded.page.value).second);
        EXPECT_EQ(loaded.result.ok(), loaded.page.value != 2);
        if (!loaded.result) {
            EXPECT_EQ(loaded.result.error().code(), Errc::corrupt);
            EXPECT_NE(loaded.result.error().text().find("page 2"), std::string::npos);
        }
    }
    EXPECT_EQ(seen.size(), pages.size());
}

TEST(Loader, what_was_cancelled_is_not_loaded)
{
    const auto source = test::make_sphere({.patches = 3, .patches_per_page = 2});
    std::mutex gate;
    gate.lock();
    source->before_load = [&gate](PageId, unsigned) -> Status {
        const std::lock_guard wait(gate);
        return {};
    };
    Loader loader(source, 1);
    std::vector<PageId> pages;
    for (std::uint32_t i = 0; i < 10; ++i)
        pages.push_back(PageId{i});
    loader.enqueue(pages);
    const std::vector<PageId> dropped = loader.cancel_queued();
    gate.unlock();
    EXPECT_GE(dropped.size(), 9u); // at most the first had begun
    EXPECT_EQ(drain(loader, pages.size() - dropped.size()).size(), pages.size() - dropped.size());
    for (const PageId page : dropped)
        EXPECT_EQ(source->loads(page), 0u);
}

} // namespace
} // namespace stele::stream

// parallel_for does each index once and reports the lowest failure.
#include "archive/base/parallel.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <string>
#include <vector>

namespace stele {
namespace {

TEST(ParallelFor, does_every_index_once)
{
    std::vector<std::atomic<int>> seen(1000);
    ASSERT_TRUE(parallel_for(seen.size(), 4, [&](std::size_t i) {
        ++seen[i];
        return Status();
    }).ok());
    for (const auto& count : seen)
        EXPECT_EQ(count.load(), 1);
}

TEST(ParallelFor, returns_the_lowest_failed_index)
{
    const Status status = parallel_for(100, 4, [](std::size_t i) -> Status {
        if (i >= 10)
            return Error(Errc::io, std::to_string(i));
        return {};
    });
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().message(), "10");
}

TEST(ParallelFor, turns_exceptions_into_errors)
{
    const Status status =
        parallel_for(3, 2, [](std::size_t) -> Status { throw std::runtime_error("boom"); });
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().code(), Errc::internal);
}

TEST(ParallelFor, nests)
{
    std::atomic<int> total{0};
    ASSERT_TRUE(parallel_for(4, 2, [&](std::size_t) {
        return parallel_for(5, 2, [&](std::size_t) {
            ++total;
            return Status();
        });
    }).ok());
    EXPECT_EQ(total.load(), 20);
}

} // namespace
} // namespace stele

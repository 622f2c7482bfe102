// Did you mean.
#include "archive/record/nearest.h"

#include <gtest/gtest.h>

namespace stele::record {
namespace {

TEST(Nearest, finds_the_word_that_was_meant)
{
    const std::vector<std::string> known{"title", "type", "place", "description", "CC-BY-4.0"};
    EXPECT_EQ(nearest("titel", known), "title");
    EXPECT_EQ(nearest("Title", known), "title");
    EXPECT_EQ(nearest("desc", known), "description");
    EXPECT_EQ(nearest("discription", known), "description");
    EXPECT_EQ(nearest("cc-by", known), "CC-BY-4.0");
    EXPECT_EQ(nearest("plaec", known), "place");
    EXPECT_EQ(nearest("wholly-different", known), std::nullopt);
    EXPECT_EQ(nearest("", known), std::nullopt);
    EXPECT_EQ(nearest(std::string(100000, 'x'), known), std::nullopt);
}

} // namespace
} // namespace stele::record

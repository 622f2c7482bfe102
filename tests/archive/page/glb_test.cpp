// The container: round trip, padding, truncation at every byte.
#include "archive/page/glb.h"

#include <gtest/gtest.h>

namespace stele::page {
namespace {

GlbBytes sample()
{
    const Json document = Json::object({{"asset", Json::object({{"version", "2.0"}})}});
    return *write_glb(document, as_bytes("12345"));
}

TEST(Glb, reads_back_what_it_wrote)
{
    const GlbBytes glb = sample();
    EXPECT_EQ(glb.bytes.size() % 4, 0u);
    const auto read = read_glb(glb.bytes);
    ASSERT_TRUE(read) << read.error().text();
    EXPECT_EQ(read->document["asset"]["version"].string_or(""), "2.0");
    EXPECT_EQ(read->bin_offset, glb.bin_offset);
    EXPECT_EQ(as_text(read->bin), std::string_view("12345\0\0\0", 8));
}

TEST(Glb, truncation_at_every_byte_fails)
{
    const Bytes whole = sample().bytes;
    for (std::size_t n = 0; n < whole.size(); ++n)
        EXPECT_FALSE(read_glb(ByteSpan(whole).first(n))) << n;
}

TEST(Glb, hostile_chunk_lengths_fail)
{
    for (const std::size_t field : {12u, 16u}) {
        Bytes bytes = sample().bytes;
        bytes[field + 3] = std::byte{0xff};
        EXPECT_FALSE(read_glb(bytes));
    }
}

} // namespace
} // namespace stele::page

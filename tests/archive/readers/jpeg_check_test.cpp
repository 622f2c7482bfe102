// JPEG files on which stb_image 2.27 reads tables that nobody wrote, or writes past them.
#include "archive/base/file.h"
#include "archive/readers/jpeg_check.h"
#include "archive/readers/texture.h"

#include <gmock/gmock.h>

namespace stele::readers {
namespace {

using testing::HasSubstr;

std::string seed(const std::string& name)
{
    const auto text = read_text_file(
        std::filesystem::path(STELE_SOURCE_DIR) / "tests/fuzz/corpus/texture" / name);
    EXPECT_TRUE(text.ok()) << name;
    return text ? *text : std::string();
}

// The segment's marker and all that its length counts.
std::pair<std::size_t, std::size_t> segment(const std::string& jpeg, char marker)
{
    const std::size_t at = jpeg.find(std::string{'\xff', marker});
    EXPECT_NE(at, jpeg.npos);
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(jpeg.at(i)); };
    return {at, 2u + byte(at + 2) * 256u + byte(at + 3)};
}

std::string refusal(const std::string& jpeg)
{
    const auto image = decode_texture(as_bytes(jpeg), "a.jpg");
    return image ? "decoded" : image.error().text();
}

TEST(JpegCheck, sound_files_pass_and_decode)
{
    for (const char* const name : {"jpeg", "jpeg_progressive"}) {
        const std::string jpeg = seed(name);
        EXPECT_TRUE(check_jpeg(as_bytes(jpeg))) << name;
        const auto image = decode_texture(as_bytes(jpeg), "a.jpg");
        ASSERT_TRUE(image) << image.error().text();
        EXPECT_EQ(image->width, 9u);
    }
}

TEST(JpegCheck, a_scan_without_its_tables_is_malformed)
{
    for (const char* const name : {"jpeg", "jpeg_progressive"}) {
        std::string no_codes = seed(name), no_quantisation = seed(name);
        const auto [codes, codes_size] = segment(no_codes, '\xc4');
        no_codes.erase(codes, codes_size);
        EXPECT_THAT(refusal(no_codes), HasSubstr("without its Huffman table"));
        const auto [steps, steps_size] = segment(no_quantisation, '\xdb');
        no_quantisation.erase(steps, steps_size);
        EXPECT_THAT(refusal(no_quantisation), HasSubstr("without its quantisation table"));
    }
}

TEST(JpegCheck, a_table_inside_a_comment_does_not_count)
{
    std::string jpeg = seed("jpeg");
    while (jpeg.find("\xff\xc4") != jpeg.npos)
        jpeg.replace(jpeg.find("\xff\xc4"), 2, "\xff\xfe");
    EXPECT_THAT(refusal(jpeg), HasSubstr("without its Huffman table"));
}

TEST(JpegCheck, tables_that_do_not_fit_are_malformed)
{
    for (const int length : {0, 7, 15}) {
        std::string jpeg = seed("jpeg");
        const auto [at, size] = segment(jpeg, '\xc4');
        jpeg.at(at + 5 + static_cast<std::size_t>(length)) = '\xff';
        EXPECT_THAT(refusal(jpeg), HasSubstr("a Huffman table that cannot be")) << length;
    }
}

TEST(JpegCheck, a_colour_component_that_no_scan_holds_is_malformed)
{
    std::string jpeg = seed("jpeg");
    const auto [at, size] = segment(jpeg, '\xda');
    jpeg.at(at + 5) = '\x77';
    EXPECT_THAT(refusal(jpeg), HasSubstr("names what is not there"));
}

TEST(JpegCheck, cut_anywhere_or_changed_anywhere_is_survived)
{
    for (const char* const name : {"jpeg", "jpeg_progressive"}) {
        const std::string whole = seed(name);
        for (std::size_t at = 0; at < whole.size(); ++at) {
            const std::vector<char> part(
                whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(at));
            refusal(std::string(part.begin(), part.end()));
            std::string changed = whole;
            changed[at] = static_cast<char>(~changed[at]);
            refusal(changed);
        }
    }
}

} // namespace
} // namespace stele::readers

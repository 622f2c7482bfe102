// Sizes and profiles from the beginnings of picture files, whole, cut off and changed.
#include "archive/readers/picture.h"
#include "tests/archive/readers/make_picture.h"

#include <gtest/gtest.h>

namespace stele::readers {
namespace {

using test::append_big;
using test::append_chunk;

void append_half(std::string& bytes, std::uint32_t value)
{
    bytes.push_back(static_cast<char>(value >> 8 & 0xff));
    bytes.push_back(static_cast<char>(value & 0xff));
}

// A profile with one tag.
std::string icc(const std::string& tag)
{
    std::string bytes(128, '\0');
    bytes.replace(36, 4, "acsp");
    append_big(bytes, 1);
    bytes += "desc";
    append_big(bytes, 144);
    append_big(bytes, static_cast<std::uint32_t>(tag.size()));
    return bytes + tag;
}

std::string old_description(const std::string& text)
{
    std::string tag("desc\0\0\0\0", 8);
    append_big(tag, static_cast<std::uint32_t>(text.size() + 1));
    return tag + text + '\0';
}

// Two languages, the second of them English.
std::string new_description(const std::string& first, const std::string& english)
{
    std::string tag("mluc\0\0\0\0", 8), text;
    append_big(tag, 2);
    append_big(tag, 12);
    for (const auto& [language, value] : {std::pair{"deDE", first}, std::pair{"enUS", english}}) {
        tag += language;
        append_big(tag, static_cast<std::uint32_t>(value.size() * 2));
        append_big(tag, static_cast<std::uint32_t>(16 + 24 + text.size()));
        for (const char c : value)
            append_half(text, static_cast<unsigned char>(c));
    }
    return tag + text;
}

std::string zlib(const std::string& data)
{
    std::uint32_t a = 1, b = 0;
    for (const char c : data) {
        a = (a + static_cast<unsigned char>(c)) % 65521;
        b = (b + a) % 65521;
    }
    const auto size = static_cast<std::uint16_t>(data.size());
    std::string out("\x78\x01\x01", 3);
    for (const std::uint16_t half : {size, static_cast<std::uint16_t>(~size)}) {
        out.push_back(static_cast<char>(half & 0xff));
        out.push_back(static_cast<char>(half >> 8));
    }
    out += data;
    append_big(out, b << 16 | a);
    return out;
}

std::string png_with(const std::vector<std::string>& chunks)
{
    std::string bytes = "\x89PNG\r\n\x1a\n", header = "IHDR";
    append_big(header, 4096);
    append_big(header, 2048);
    header += std::string("\x08\x06\x00\x00\x00", 5);
    append_chunk(bytes, header);
    for (const std::string& chunk : chunks)
        append_chunk(bytes, chunk);
    append_chunk(bytes, "IDATxxxx");
    return bytes;
}

std::string iccp(const std::string& name, const std::string& profile)
{
    return "iCCP" + name + std::string(2, '\0') + zlib(profile);
}

std::string gama(std::uint32_t value)
{
    std::string chunk = "gAMA";
    append_big(chunk, value);
    return chunk;
}

std::string segment(char marker, const std::string& data)
{
    std::string bytes{'\xff', marker};
    append_half(bytes, static_cast<std::uint32_t>(data.size() + 2));
    return bytes + data;
}

std::string jpeg_with(const std::vector<std::string>& segments)
{
    std::string bytes = "\xff\xd8";
    for (const std::string& part : segments)
        bytes += part;
    std::string frame("\x08", 1);
    append_half(frame, 768);
    append_half(frame, 1024);
    return bytes + segment('\xc2', frame + '\x03') + segment('\xda', "") + "pixels";
}

std::vector<std::string> icc_segments(const std::string& profile, std::size_t parts)
{
    std::vector<std::string> segments;
    const std::size_t size = profile.size() / parts + 1;
    for (std::size_t i = 0; i < parts; ++i)
        segments.push_back(
            segment('\xe2', std::string("ICC_PROFILE\0", 12) + static_cast<char>(i + 1) +
                                static_cast<char>(parts) + profile.substr(i * size, size)));
    return segments;
}

// A TIFF directory with ColorSpace and the interoperability index.
std::string exif(std::uint32_t space, const std::string& index)
{
    std::string tiff("MM\0\x2a", 4);
    append_big(tiff, 8);
    const auto entry = [&](std::uint32_t tag, std::uint32_t type, std::uint32_t value) {
        append_half(tiff, tag);
        append_half(tiff, type);
        append_big(tiff, 1);
        if (type == 3)
            value <<= 16;
        append_big(tiff, value);
    };
    append_half(tiff, 1);
    entry(0x8769, 4, 26);
    append_big(tiff, 0);
    append_half(tiff, 2); // at 26
    entry(0xa001, 3, space);
    entry(0xa005, 4, 56);
    append_big(tiff, 0);
    append_half(tiff, 1); // at 56
    append_half(tiff, 1);
    append_half(tiff, 2);
    append_big(tiff, 4);
    tiff += index + '\0';
    append_big(tiff, 0);
    return segment('\xe1', std::string("Exif\0\0", 6) + tiff);
}

std::string profile_of(const std::string& bytes)
{
    const auto facts = picture_facts(as_bytes(bytes));
    return facts ? facts->colour_profile : "no picture";
}

TEST(Picture, of_png_has_size_and_profile)
{
    const auto facts = picture_facts(as_bytes(png_with({})));
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->width, 4096u);
    EXPECT_EQ(facts->height, 2048u);
    EXPECT_EQ(facts->colour_profile, "");
    EXPECT_EQ(profile_of(png_with({std::string("sRGB\0", 5)})), "sRGB");
    EXPECT_EQ(profile_of(png_with({gama(45455)})), "sRGB (gamma 2.2)");
    EXPECT_EQ(profile_of(png_with({gama(55556)})), "gamma 1.8");
    EXPECT_EQ(profile_of(png_with({gama(0)})), "");
    EXPECT_EQ(profile_of(png_with({iccp("ICC Profile", icc(old_description("Adobe RGB (1998)")))})),
        "Adobe RGB (1998)");
    EXPECT_EQ(profile_of(png_with({iccp("my \xe9 name", "no profile")})), "my ? name");
    EXPECT_EQ(profile_of(png_with({"iCCP"})), "");
}

TEST(Picture, of_jpeg_has_size_and_profile)
{
    const auto facts = picture_facts(as_bytes(jpeg_with({})));
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->width, 1024u);
    EXPECT_EQ(facts->height, 768u);
    const std::string profile = icc(new_description("Anzeige", "Display P3"));
    EXPECT_EQ(profile_of(jpeg_with(icc_segments(profile, 1))), "Display P3");
    EXPECT_EQ(profile_of(jpeg_with(icc_segments(profile, 3))), "Display P3");
    EXPECT_EQ(profile_of(jpeg_with({exif(1, "R98")})), "sRGB");
    EXPECT_EQ(profile_of(jpeg_with({exif(0xffff, "R03")})), "Adobe RGB (1998)");
    EXPECT_EQ(profile_of(jpeg_with({exif(0xffff, "R98")})), "");
}

TEST(Picture, of_other_formats_has_a_size)
{
    std::string webp = std::string("RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0", 24);
    webp += std::string("\xff\x03\0\xff\x01\0", 6);
    const auto facts = picture_facts(as_bytes(webp));
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->width, 1024u);
    EXPECT_EQ(facts->height, 512u);
    std::string ktx("\xabKTX 20\xbb\r\n\x1a\n", 12);
    ktx += std::string(8, '\0') + std::string("\x00\x01\0\0\x80\0\0\0", 8);
    EXPECT_EQ(picture_facts(as_bytes(ktx))->width, 256u);
    EXPECT_EQ(picture_facts(as_bytes(ktx))->height, 128u);
    std::string bmp = "BM" + std::string(16, '\0') + std::string("\x10\0\0\0\xf0\xff\xff\xff", 8);
    EXPECT_EQ(picture_facts(as_bytes(bmp))->width, 16u);
    EXPECT_EQ(picture_facts(as_bytes(bmp))->height, 16u);
    EXPECT_FALSE(picture_facts(as_bytes("GIF89a")));
    EXPECT_FALSE(picture_facts({}));
}

TEST(IccDescription, is_printable_and_short)
{
    EXPECT_EQ(icc_description(as_bytes(icc(old_description("a\x1b[2J\n\xff")))), "a [2J ?");
    const std::string longer(500, 'x');
    EXPECT_EQ(icc_description(as_bytes(icc(old_description(longer)))).size(), 80u);
    EXPECT_EQ(icc_description(as_bytes(icc(new_description("", longer)))).size(), 80u);
    EXPECT_EQ(icc_description(as_bytes(icc("unkn"))), "");
    EXPECT_EQ(icc_description({}), "");
}

// Nothing to expect of the answers but that they come: sanitizers watch.
TEST(Picture, survives_truncation_at_every_byte_and_a_change_of_every_byte)
{
    const std::string profile = icc(new_description("Anzeige", "Display P3"));
    std::vector<std::string> pictures{
        png_with({iccp("p", icc(old_description("Adobe RGB"))), gama(45455)}),
        jpeg_with({exif(0xffff, "R03")}),
        std::string("RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\x03\0\xff\x01\0", 30) + "ICCP" +
            std::string("\xe0\0\0\0", 4) + profile};
    std::string parts = jpeg_with(icc_segments(profile, 2));
    pictures.push_back(parts);
    for (const std::string& whole : pictures) {
        for (std::size_t size = 0; size <= whole.size(); ++size)
            picture_facts(as_bytes(whole.substr(0, size)));
        for (std::size_t at = 0; at < whole.size(); ++at)
            for (const int flip : {0x01, 0x80, 0xff}) {
                std::string changed = whole;
                changed[at] = static_cast<char>(changed[at] ^ flip);
                picture_facts(as_bytes(changed));
            }
    }
    for (std::size_t size = 0; size <= profile.size(); ++size)
        icc_description(as_bytes(profile.substr(0, size)));
}

} // namespace
} // namespace stele::readers

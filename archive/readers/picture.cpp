// PNG (third edition) section 11, JPEG (ITU-T T.81) annex B with ICC.1 annex B.4 and Exif 2.32
// section 4.6, WebP container (RFC 9649), KTX 2.0 section 3.
#include "archive/readers/picture.h"

#include "archive/readers/byte_order.h"

#include <stb/stb_image.h>

#include <array>
#include <charconv>
#include <vector>

namespace stele::readers {

namespace {

constexpr std::size_t kMaxProfileBytes = std::size_t{4} << 20;
constexpr std::uint32_t kGammaOfSrgb = 45455; // 1/2.2 in 100 000ths: what goes with sRGB

// The profile inside iCCP: a name, NUL, the method 0, then zlib data. The name is any, so the
// profile's own description comes first.
std::string profile_of_iccp(ByteSpan chunk)
{
    std::string name;
    std::size_t at = 0;
    for (; at < chunk.size() && at < 80 && chunk[at] != std::byte{0}; ++at) {
        const char c = static_cast<char>(chunk[at]);
        name.push_back(c >= 0x20 && c < 0x7f ? c : '?'); // Latin-1
    }
    const ByteSpan packed = part_of(chunk, at + 2, chunk.size());
    // zlib packs at most about 1032 to 1.
    const std::size_t room = std::min(kMaxProfileBytes, packed.size() * 1040);
    if (room == 0)
        return name;
    std::vector<char> profile(room);
    const int size = stbi_zlib_decode_buffer(profile.data(), static_cast<int>(room),
        reinterpret_cast<const char*>(packed.data()), static_cast<int>(packed.size()));
    std::string description;
    if (size > 0)
        description = icc_description(
            std::as_bytes(std::span(profile)).first(static_cast<std::size_t>(size)));
    return description.empty() ? name : description;
}

std::string gamma_text(std::uint32_t gamma)
{
    if (gamma == kGammaOfSrgb)
        return "sRGB (gamma 2.2)";
    if (gamma == 0)
        return {};
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), 100000.0 / gamma,
        std::chars_format::general, 3)
                         .ptr;
    return "gamma " + std::string(digits.data(), end);
}

PictureFacts png_facts(ByteSpan bytes)
{
    PictureFacts facts;
    std::string gamma;
    for (std::size_t at = 8;;) {
        const auto size = big_endian(bytes, at, 4);
        const std::string_view type = as_text(part_of(bytes, at + 4, 4));
        if (!size || type.size() < 4 || type == "IDAT" || type == "IEND")
            break;
        const ByteSpan chunk = part_of(bytes, at + 8, *size);
        if (chunk.size() < *size)
            break; // cut off
        if (type == "IHDR") {
            facts.width = big_endian(chunk, 0, 4).value_or(0);
            facts.height = big_endian(chunk, 4, 4).value_or(0);
        } else if (type == "iCCP") {
            facts.colour_profile = profile_of_iccp(chunk);
        } else if (type == "sRGB" && facts.colour_profile.empty()) {
            facts.colour_profile = "sRGB";
        } else if (type == "gAMA") {
            gamma = gamma_text(big_endian(chunk, 0, 4).value_or(0));
        }
        at += std::size_t{12} + *size;
    }
    if (facts.colour_profile.empty())
        facts.colour_profile = gamma;
    return facts;
}

// A directory of TIFF entries, in the byte order of the block.
class Exif {
public:
    explicit Exif(ByteSpan tiff) : tiff_(tiff), is_little_(as_text(part_of(tiff, 0, 2)) == "II") {}

    // ColorSpace 1 is sRGB; 65535, uncalibrated, is Adobe RGB if the interoperability index says
    // R03 (DCF 2.0).
    std::string profile() const
    {
        const std::uint32_t exif = entry(number(4, 4), 0x8769);
        if (exif == 0)
            return {};
        const std::uint32_t space = entry(exif, 0xa001);
        if (space == 1)
            return "sRGB";
        const std::uint32_t interop = entry(exif, 0xa005);
        const std::size_t at = interop == 0 ? 0 : place(interop, 0x0001);
        return at != 0 && as_text(part_of(tiff_, at, 3)) == "R03" ? "Adobe RGB (1998)" : "";
    }

private:
    std::uint32_t number(std::size_t at, std::size_t size) const
    {
        return (is_little_ ? little_endian(tiff_, at, size) : big_endian(tiff_, at, size))
            .value_or(0);
    }

    // Where the value of a tag stands in its entry; 0 when the directory does not have it.
    std::size_t place(std::uint32_t directory, std::uint32_t tag) const
    {
        const std::uint32_t count = number(directory, 2);
        for (std::uint32_t i = 0; i < count; ++i) {
            const std::size_t at = std::size_t{directory} + 2 + std::size_t{i} * 12;
            if (at + 12 > tiff_.size())
                break;
            if (number(at, 2) == tag)
                return at + 8;
        }
        return 0;
    }

    // A number of 16 (type 3) or 32 bits.
    std::uint32_t entry(std::uint32_t directory, std::uint32_t tag) const
    {
        const std::size_t at = place(directory, tag);
        return at == 0 ? 0 : number(at, number(at - 6, 2) == 3 ? 2 : 4);
    }

    ByteSpan tiff_;
    bool is_little_;
};

bool is_frame_header(std::uint32_t marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

PictureFacts jpeg_facts(ByteSpan bytes)
{
    constexpr std::string_view kIcc("ICC_PROFILE\0", 12), kExif("Exif\0\0", 6);
    PictureFacts facts;
    Bytes profile; // its parts in the order of the file, which is theirs
    std::string exif;
    for (std::size_t at = 2;;) {
        while (big_endian(bytes, at, 2) == 0xffffu)
            ++at; // fill bytes
        const auto marker = big_endian(bytes, at, 2);
        const auto size = big_endian(bytes, at + 2, 2);
        if (!marker || *marker < 0xff00 || !size || *size < 2 || *marker == 0xffda)
            break;
        const ByteSpan segment = part_of(bytes, at + 4, *size - 2);
        const std::string_view text = as_text(segment);
        if (is_frame_header(*marker & 0xff)) {
            facts.height = big_endian(segment, 1, 2).value_or(0);
            facts.width = big_endian(segment, 3, 2).value_or(0);
        } else if (*marker == 0xffe2 && text.starts_with(kIcc)) {
            const ByteSpan part = part_of(segment, kIcc.size() + 2, segment.size());
            if (profile.size() + part.size() <= kMaxProfileBytes)
                profile.insert(profile.end(), part.begin(), part.end());
        } else if (*marker == 0xffe1 && text.starts_with(kExif)) {
            exif = Exif(part_of(segment, kExif.size(), segment.size())).profile();
        }
        at += std::size_t{2} + *size;
    }
    facts.colour_profile = icc_description(profile);
    if (facts.colour_profile.empty())
        facts.colour_profile = exif;
    return facts;
}

PictureFacts webp_facts(ByteSpan bytes)
{
    PictureFacts facts;
    for (std::size_t at = 12;;) {
        const std::string_view type = as_text(part_of(bytes, at, 4));
        const auto size = little_endian(bytes, at + 4, 4);
        if (!size)
            break;
        const ByteSpan chunk = part_of(bytes, at + 8, *size);
        if (type == "VP8X") {
            facts.width = little_endian(chunk, 4, 3).value_or(0) + 1;
            facts.height = little_endian(chunk, 7, 3).value_or(0) + 1;
        } else if (type == "ICCP") {
            facts.colour_profile = icc_description(chunk);
        } else if (type == "VP8 " && facts.width == 0) {
            facts.width = little_endian(chunk, 6, 2).value_or(0) & 0x3fff;
            facts.height = little_endian(chunk, 8, 2).value_or(0) & 0x3fff;
        } else if (type == "VP8L" && facts.width == 0) {
            const std::uint32_t bits = little_endian(chunk, 1, 4).value_or(0);
            facts.width = (bits & 0x3fff) + 1;
            facts.height = (bits >> 14 & 0x3fff) + 1;
        }
        at += std::size_t{8} + *size + *size % 2;
    }
    return facts;
}

} // namespace

std::optional<PictureFacts> picture_facts(ByteSpan head)
{
    const std::string_view text = as_text(head);
    if (text.starts_with("\x89PNG\r\n\x1a\n"))
        return png_facts(head);
    if (text.starts_with("\xff\xd8\xff"))
        return jpeg_facts(head);
    if (text.starts_with("RIFF") && text.substr(0, 12).ends_with("WEBP") && text.size() >= 12)
        return webp_facts(head);
    if (text.starts_with("\xabKTX 20\xbb\r\n\x1a\n"))
        return PictureFacts{
            little_endian(head, 20, 4).value_or(0), little_endian(head, 24, 4).value_or(0), ""};
    if (text.starts_with("BM")) {
        // Rows may be stored upwards or downwards: the sign of the height.
        const auto height = static_cast<std::int32_t>(little_endian(head, 22, 4).value_or(0));
        return PictureFacts{little_endian(head, 18, 4).value_or(0),
            height < 0 ? 0u - static_cast<std::uint32_t>(height)
                       : static_cast<std::uint32_t>(height),
            ""};
    }
    return std::nullopt;
}

} // namespace stele::readers

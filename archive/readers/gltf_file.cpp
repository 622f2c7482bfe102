// GLB layout by glTF 2.0, section 4.
#include "archive/readers/gltf_file.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace stele::readers {

namespace {

constexpr std::uint32_t kGlbMagic = 0x46546c67;  // "glTF"
constexpr std::uint32_t kJsonChunk = 0x4e4f534a; // "JSON"
constexpr std::uint32_t kBinChunk = 0x004e4942;  // "BIN"

// Extensions that change nothing in the geometry or the base colour, or that are read.
constexpr std::array<std::string_view, 9> kReadable{"KHR_mesh_quantization",
    "EXT_meshopt_compression", "KHR_texture_transform", "KHR_texture_basisu", "EXT_texture_webp",
    "KHR_lights_punctual", "KHR_xmp_json_ld", "KHR_animation_pointer", "EXT_lights_image_based"};

bool is_readable(std::string_view extension)
{
    return extension.starts_with("KHR_materials_") ||
           std::find(kReadable.begin(), kReadable.end(), extension) != kReadable.end();
}

Status check_asset(const Json& doc)
{
    const std::string version = doc["asset"]["version"].string_or("");
    if (!version.starts_with("2."))
        return version.starts_with("1.")
                   ? Error(Errc::unsupported, "glTF " + version + ": only glTF 2.0 can be read")
                   : Error(Errc::malformed, "glTF: asset.version is \"" + version + "\", not 2.0");
    const std::string least = doc["asset"]["minVersion"].string_or("2.0");
    if (least != "2.0")
        return Error(Errc::unsupported, "glTF: needs version " + least + ", only 2.0 can be read");
    if (const Json::Array* const required = doc["extensionsRequired"].elements())
        for (const Json& extension : *required)
            if (!is_readable(extension.string_or("")))
                return Error(Errc::unsupported,
                    "glTF: the required extension " + extension.string_or("?") + " cannot be read");
    return {};
}

Result<ByteSpan> find_chunks(ByteSpan bytes, ByteSpan& bin)
{
    ByteReader reader(bytes);
    STELE_CHECK(reader.read<std::uint32_t>());
    STELE_TRY(const auto version, reader.read<std::uint32_t>());
    STELE_TRY(const auto length, reader.read<std::uint32_t>());
    if (version != 2)
        return Error(Errc::unsupported,
            "GLB version " + std::to_string(version) + ": only version 2 can be read");
    if (length > bytes.size())
        return Error(Errc::malformed, "GLB: the file ends at byte " + std::to_string(bytes.size()) +
                                          ", its header promises " + std::to_string(length));
    ByteSpan json;
    bool has_bin = false;
    while (reader.offset() + 8 <= length) {
        STELE_TRY(const auto chunk_length, reader.read<std::uint32_t>());
        STELE_TRY(const auto type, reader.read<std::uint32_t>());
        if (chunk_length > length - reader.offset())
            return Error(Errc::malformed, "GLB: the chunk before byte " +
                                              std::to_string(reader.offset()) +
                                              " is longer than the file");
        STELE_TRY(const ByteSpan chunk, reader.take(chunk_length));
        if (json.empty()) {
            if (type != kJsonChunk)
                return Error(Errc::malformed, "GLB: the first chunk is not JSON");
            json = chunk;
        } else if (type == kBinChunk && !has_bin) {
            bin = chunk;
            has_bin = true;
        }
    }
    if (json.empty())
        return Error(Errc::malformed, "GLB: no JSON chunk");
    return json;
}

int base64_digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == '+' || c == '-')
        return 62;
    return c == '/' || c == '_' ? 63 : -1;
}

} // namespace

Result<GltfFile> read_gltf_file(ByteSpan bytes)
{
    GltfFile file;
    ByteSpan json = bytes;
    std::uint32_t magic = 0;
    if (bytes.size() >= sizeof(magic))
        std::memcpy(&magic, bytes.data(), sizeof(magic));
    if (magic == kGlbMagic) {
        file.is_binary = true;
        STELE_TRY(json, find_chunks(bytes, file.bin));
    }
    std::string_view text = as_text(json);
    // Section 3.2 lets a reader ignore the mark that writers must not make.
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    // Some writers pad the chunk with NUL instead of spaces.
    while (file.is_binary && !text.empty() && text.back() == '\0')
        text.remove_suffix(1);
    STELE_TRY(file.doc, parse_json(text).in("glTF"));
    if (!file.doc.is_object())
        return Error(Errc::malformed, "glTF: the JSON is no object");
    STELE_CHECK(check_asset(file.doc));
    return file;
}

std::optional<std::uint64_t> whole_number(const Json& value)
{
    if (!value.is_number())
        return std::nullopt;
    const double number = value.number_or(-1);
    if (!(number >= 0) || number > 0x1p53 || number != std::floor(number))
        return std::nullopt;
    return static_cast<std::uint64_t>(number);
}

const Json& element_of(const Json& doc, std::string_view array, std::uint64_t index)
{
    static const Json kNull;
    const Json::Array* const elements = doc[array].elements();
    return elements != nullptr && index < elements->size()
               ? (*elements)[static_cast<std::size_t>(index)]
               : kNull;
}

std::size_t count_of(const Json& doc, std::string_view array)
{
    const Json::Array* const elements = doc[array].elements();
    return elements != nullptr ? elements->size() : 0;
}

std::optional<Bytes> decode_data_uri(std::string_view uri)
{
    constexpr std::string_view kMark = ";base64,";
    const std::size_t mark = uri.substr(0, 200).find(kMark);
    if (!uri.starts_with("data:") || mark == uri.npos)
        return std::nullopt;
    Bytes bytes;
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : uri.substr(mark + kMark.size())) {
        const int digit = base64_digit(c);
        if (digit < 0)
            break; // padding
        bits = (bits << 6 | static_cast<std::uint32_t>(digit)) & 0xffffff;
        held += 6;
        if (held >= 8) {
            held -= 8;
            bytes.push_back(static_cast<std::byte>(bits >> held & 0xff));
        }
    }
    return bytes;
}

} // namespace stele::readers

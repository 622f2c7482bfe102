// GLB layout by glTF 2.0, section 4.
#include "archive/readers/gltf_file.h"

#include "archive/base/shown_text.h"
#include "archive/base/unicode.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace stele::readers {

namespace {

constexpr std::uint32_t kGlbMagic = 0x46546c67;  // "glTF"
constexpr std::uint32_t kJsonChunk = 0x4e4f534a; // "JSON"
constexpr std::uint32_t kBinChunk = 0x004e4942;  // "BIN"

// Extensions that are read, and those that change neither the geometry nor the base colour.
constexpr std::array<std::string_view, 30> kReadable{"KHR_mesh_quantization",
    "KHR_draco_mesh_compression", "EXT_meshopt_compression", "KHR_meshopt_compression",
    "KHR_texture_transform", "EXT_mesh_gpu_instancing", "KHR_node_visibility", "KHR_texture_basisu",
    "EXT_texture_webp", "EXT_texture_avif", "EXT_texture_astc", "MSFT_texture_dds",
    "KHR_lights_punctual", "EXT_lights_image_based", "EXT_lights_ies", "KHR_xmp", "KHR_xmp_json_ld",
    "KHR_animation_pointer", "KHR_node_hoverability", "KHR_node_selectability",
    "CESIUM_primitive_outline", "EXT_mesh_features", "EXT_instance_features",
    "EXT_structural_metadata", "EXT_mesh_manifold", "EXT_mesh_primitive_edge_visibility",
    "EXT_mesh_primitive_restart", "GODOT_single_root", "MSFT_packing_normalRoughnessMetallic",
    "MSFT_packing_occlusionRoughnessMetallic"};

bool is_readable(std::string_view extension)
{
    return extension.starts_with("KHR_materials_") || extension.starts_with("ADOBE_materials_") ||
           std::find(kReadable.begin(), kReadable.end(), extension) != kReadable.end();
}

// Section 3.2: two numbers of at most nine digits without leading zeros, joined by a dot.
struct Version {
    std::uint32_t major = 0, minor = 0;
    friend auto operator<=>(const Version&, const Version&) = default;
};

std::optional<Version> version_of(std::string_view text)
{
    Version version;
    std::uint32_t* const parts[] = {&version.major, &version.minor};
    const std::size_t dot = text.find('.');
    if (dot == text.npos)
        return std::nullopt;
    const std::string_view words[] = {text.substr(0, dot), text.substr(dot + 1)};
    for (std::size_t i = 0; i < 2; ++i) {
        const std::string_view word = words[i];
        if (word.empty() || word.size() > 9 || (word.size() > 1 && word.front() == '0'))
            return std::nullopt;
        for (const char c : word) {
            if (c < '0' || c > '9')
                return std::nullopt;
            *parts[i] = *parts[i] * 10 + static_cast<std::uint32_t>(c - '0');
        }
    }
    return version;
}

Status check_version(const Json& asset)
{
    const std::string text = asset["version"].string_or("");
    const auto version = version_of(text);
    if (!version)
        return Error(Errc::malformed, "glTF: asset.version is " + in_quotes(text) + ", not 2.0");
    const std::string least_text = asset["minVersion"].string_or("0.0");
    const auto least = version_of(least_text);
    if (!least || *least > *version)
        return Error(Errc::malformed,
            "glTF: asset.minVersion is " + in_quotes(least_text) + ", asset.version is " + text);
    if (version->major != 2)
        return Error(Errc::unsupported, "glTF " + text +
                                            ": only glTF 2.0 can be read; convert it, or export "
                                            "it again as glTF 2.0");
    if (*least > Version{2, 0})
        return Error(
            Errc::unsupported, "glTF: needs version " + least_text + ", only 2.0 can be read");
    return {};
}

Status check_asset(const Json& doc)
{
    STELE_CHECK(check_version(doc["asset"]));
    if (const Json::Array* const required = doc["extensionsRequired"].elements())
        for (const Json& extension : *required)
            if (!is_readable(extension.string_or("")))
                return Error(Errc::unsupported, "glTF: the required extension " +
                                                    excerpt(extension.string_or("?")) +
                                                    " cannot be read; export without it");
    return {};
}

// The JSON; bin and trailing_bytes of file are set.
Result<ByteSpan> find_chunks(ByteSpan bytes, GltfFile& file)
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
    file.trailing_bytes = bytes.size() - length;
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
            file.bin = chunk;
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

int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<Bytes> percent_decoded(std::string_view text)
{
    Bytes bytes;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            bytes.push_back(static_cast<std::byte>(text[i]));
            continue;
        }
        const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
        if (high < 0 || low < 0)
            return std::nullopt;
        bytes.push_back(static_cast<std::byte>(high * 16 + low));
        i += 2;
    }
    return bytes;
}

// Blanks and line ends are passed over; what follows the padding is not read.
std::optional<Bytes> base64_decoded(std::string_view text)
{
    std::optional<Bytes> plain; // "+", "/" and "=" may be percent-encoded in a URI
    if (text.find('%') != text.npos) {
        plain = percent_decoded(text);
        if (!plain)
            return std::nullopt;
        text = as_text(*plain);
    }
    Bytes bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    int held = 0;
    for (const char c : text) {
        if (c == '=')
            break;
        if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
            continue;
        const int digit = base64_digit(c);
        if (digit < 0)
            return std::nullopt;
        bits = (bits << 6 | static_cast<std::uint32_t>(digit)) & 0xffffff;
        held += 6;
        if (held >= 8) {
            held -= 8;
            bytes.push_back(static_cast<std::byte>(bits >> held & 0xff));
        }
    }
    return bytes;
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
        STELE_TRY(json, find_chunks(bytes, file));
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

bool is_data_uri(std::string_view uri)
{
    return ascii_lower(uri.substr(0, 5)) == "data:";
}

std::optional<Bytes> decode_data_uri(std::string_view uri)
{
    const std::size_t comma = uri.find(',');
    if (comma == uri.npos)
        return std::nullopt;
    constexpr std::string_view kMark = ";base64";
    const std::string type = ascii_lower(uri.substr(0, std::min<std::size_t>(comma, 1000)));
    const std::string_view data = uri.substr(comma + 1);
    return type.ends_with(kMark) ? base64_decoded(data) : percent_decoded(data);
}

} // namespace stele::readers

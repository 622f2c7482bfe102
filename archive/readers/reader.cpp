// The table of formats: what can be read, and what can only be named.
#include "archive/readers/reader.h"

#include "archive/base/unicode.h"
#include "archive/readers/readers_internal.h"
#include "archive/readers/text_stream.h"

#include <array>

namespace stele::readers {

namespace {

using Open = OpenedScan (*)(Input, Companions);

struct Format {
    std::string_view magic;     // at byte 0; empty: none
    std::string_view extension; // lower case with the dot; empty: none
    std::string_view name;
    Open open; // null: known, not read
};

// Magic numbers first, then extensions; the first match decides.
constexpr std::array kFormats{
    Format{"ply\n", "", "PLY", &open_ply},
    Format{"ply\r", "", "PLY", &open_ply},
    Format{"ply ", "", "PLY", &open_ply},
    Format{"glTF", "", "glTF binary", &open_gltf},
    Format{"ASTM-E57", "", "E57", nullptr},
    Format{"LASF", "", "LAS or LAZ", nullptr},
    Format{"Kaydara FBX Binary", "", "FBX", nullptr},
    Format{"PXR-USDC", "", "USD", nullptr},
    Format{"# .PCD", "", "PCD", nullptr},
    Format{"PK\x03\x04", "", "a ZIP archive", nullptr},
    Format{"", ".ply", "PLY", &open_ply},
    Format{"", ".obj", "OBJ", &open_obj},
    Format{"", ".gltf", "glTF", &open_gltf},
    Format{"", ".glb", "glTF binary", &open_gltf},
    Format{"", ".stl", "STL", nullptr},
    Format{"", ".fbx", "FBX", nullptr},
    Format{"", ".dae", "COLLADA", nullptr},
    Format{"", ".3ds", "3DS", nullptr},
    Format{"", ".3mf", "3MF", nullptr},
    Format{"", ".off", "OFF", nullptr},
    Format{"", ".x3d", "X3D", nullptr},
    Format{"", ".wrl", "VRML", nullptr},
    Format{"", ".blend", "Blender", nullptr},
    Format{"", ".usd", "USD", nullptr},
    Format{"", ".usda", "USD", nullptr},
    Format{"", ".usdz", "USD", nullptr},
    Format{"", ".e57", "E57", nullptr},
    Format{"", ".las", "LAS", nullptr},
    Format{"", ".laz", "LAZ", nullptr},
    Format{"", ".pts", "PTS points", nullptr},
    Format{"", ".ptx", "PTX points", nullptr},
    Format{"", ".pcd", "PCD", nullptr},
    Format{"", ".xyz", "XYZ points", nullptr},
};

bool is_obj_keyword(std::string_view word)
{
    constexpr std::array<std::string_view, 10> kWords{
        "v", "vt", "vn", "vp", "f", "o", "g", "mtllib", "usemtl", "s"};
    return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

// For files whose name says nothing: JSON with an asset is glTF, statements are OBJ.
const Format* sniff_text(std::string_view text)
{
    const auto by_extension = [](std::string_view extension) -> const Format* {
        for (const Format& format : kFormats)
            if (format.extension == extension)
                return &format;
        return nullptr;
    };
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first != text.npos && text[first] == '{' && text.find("\"asset\"") != text.npos)
        return by_extension(".gltf");
    for (int line = 0; line < 50 && !text.empty(); ++line) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1);
        std::string_view rest = text.substr(0, end);
        text.remove_prefix(end + 1);
        const std::string_view word = take_word(rest);
        if (word.empty() || word.front() == '#')
            continue;
        return is_obj_keyword(word) ? by_extension(".obj") : nullptr;
    }
    return nullptr;
}

Result<const Format*> sniff(const Input& input, const std::filesystem::path& file)
{
    std::array<std::byte, 4096> head{};
    STELE_TRY(const std::size_t size, input.read_some(0, head));
    const std::string_view text = as_text(ByteSpan(head).first(size));
    for (const Format& format : kFormats)
        if (!format.magic.empty() && text.starts_with(format.magic))
            return &format;
    const std::string extension = ascii_lower(file.extension().string());
    for (const Format& format : kFormats)
        if (!format.extension.empty() && format.extension == extension)
            return &format;
    return sniff_text(text);
}

Result<Drained> drain_opened(OpenedScan opened)
{
    STELE_TRY(const std::unique_ptr<ScanSource> source, std::move(opened));
    return drain(*source);
}

} // namespace

Result<std::unique_ptr<ScanSource>> open_scan(
    const std::filesystem::path& file, const ReadOptions& options)
{
    const std::string name = file.filename().string();
    STELE_TRY(Input input, Input::open(file));
    STELE_TRY(const Format* const format, sniff(input, file).in(name));
    if (format == nullptr)
        return Error(Errc::unsupported, name + ": no format of scans that is known");
    if (format->open == nullptr)
        return Error(Errc::unsupported,
            name + " is " + std::string(format->name) + ", which cannot be read yet");
    STELE_TRY(Companions companions, Companions::beside(file, options.folder));
    return format->open(std::move(input), std::move(companions)).in(name);
}

bool looks_like_scan(const std::filesystem::path& file)
{
    const std::string extension = ascii_lower(file.extension().string());
    for (const Format& format : kFormats)
        if (!format.extension.empty() && format.extension == extension)
            return format.open != nullptr;
    return false;
}

Result<Drained> drain(ScanSource& source)
{
    Drained drained;
    VertexBatch vertices;
    for (;;) {
        STELE_TRY(const bool more, source.next_vertices(vertices));
        if (!more)
            break;
        drained.vertices += vertices.positions.size();
    }
    std::vector<Triangle> faces;
    for (;;) {
        STELE_TRY(const bool more, source.next_faces(faces));
        if (!more)
            return drained;
        drained.faces += faces.size();
    }
}

Result<Drained> drain_ply(ByteSpan bytes)
{
    return drain_opened(open_ply(Input::memory(bytes), Companions::none()));
}

Result<Drained> drain_obj(ByteSpan bytes)
{
    return drain_opened(open_obj(Input::memory(bytes), Companions::none()));
}

Result<Drained> drain_gltf(ByteSpan bytes)
{
    return drain_opened(open_gltf(Input::memory(bytes), Companions::none()));
}

} // namespace stele::readers

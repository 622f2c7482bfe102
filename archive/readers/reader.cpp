// The table of formats: what can be read, and what can only be named.
#include "archive/readers/reader.h"

#include "archive/base/unicode.h"
#include "archive/readers/foreign.h"
#include "archive/readers/readers_internal.h"
#include "archive/readers/text_stream.h"

#include <array>

namespace stele::readers {

namespace {

using Open = OpenedScan (*)(Input, Companions);

constexpr std::string_view kExportMesh =
    "export it as PLY, OBJ or glTF from the program that made it";
constexpr std::string_view kConvertPoints = "points cannot be read yet; convert it to PLY";

struct Format {
    std::string_view magic;     // at byte 0; empty: any
    std::string_view extension; // lower case with the dot; empty: any
    std::string_view name;
    Open open = nullptr;           // read in this program
    std::string_view foreign = {}; // else: read by stele-read-mesh under this name
    std::string_view instead = {}; // else: not read, and what to do
};

// The first row whose magic and extension both fit decides.
constexpr std::array kFormats{
    Format{"ply\n", "", "PLY", &open_ply},
    Format{"ply\r", "", "PLY", &open_ply},
    Format{"ply ", "", "PLY", &open_ply},
    Format{"glTF", "", "glTF binary", &open_gltf},
    Format{"Kaydara FBX Binary", "", "FBX", nullptr, "fbx"},
    Format{"PK\x03\x04", ".3mf", "3MF", nullptr, "3mf"},
    Format{"PK\x03\x04", ".zae", "COLLADA", nullptr, "dae"},
    Format{"PK\x03\x04", ".usdz", "USD", nullptr, {}, kExportMesh},
    Format{"ASTM-E57", "", "E57", nullptr, {}, kConvertPoints},
    Format{"LASF", "", "LAS or LAZ", nullptr, {}, kConvertPoints},
    Format{"PXR-USDC", "", "USD", nullptr, {}, kExportMesh},
    Format{"# .PCD", "", "PCD", nullptr, {}, kConvertPoints},
    Format{"BLENDER", "", "Blender", nullptr, {}, "open it in Blender and export glTF"},
    Format{"PK\x03\x04", "", "a ZIP archive", nullptr, {}, "unpack it and give the scan"},
    Format{"", ".ply", "PLY", &open_ply},
    Format{"", ".obj", "OBJ", &open_obj},
    Format{"", ".gltf", "glTF", &open_gltf},
    Format{"", ".glb", "glTF binary", &open_gltf},
    Format{"", ".stl", "STL", nullptr, "stl"},
    Format{"", ".fbx", "FBX", nullptr, "fbx"},
    Format{"", ".dae", "COLLADA", nullptr, "dae"},
    Format{"", ".3ds", "3DS", nullptr, "3ds"},
    Format{"", ".off", "OFF", nullptr, "off"},
    Format{"", ".x3d", "X3D", nullptr, "x3d"},
    Format{"", ".lwo", "LightWave", nullptr, "lwo"},
    Format{"", ".ac", "AC3D", nullptr, "ac"},
    Format{"", ".ifc", "IFC", nullptr, "ifc"},
    Format{"", ".3mf", "3MF", nullptr, {}, "it is no ZIP archive and so damaged: copy it again"},
    Format{"", ".x3db", "X3D binary", nullptr, {}, "save it as .x3d"},
    Format{"", ".wrl", "VRML", nullptr, {}, kExportMesh},
    Format{"", ".blend", "Blender", nullptr, {}, "open it in Blender and export glTF"},
    Format{"", ".max", "3ds Max", nullptr, {}, kExportMesh},
    Format{"", ".ma", "Maya", nullptr, {}, kExportMesh},
    Format{"", ".mb", "Maya", nullptr, {}, kExportMesh},
    Format{"", ".skp", "SketchUp", nullptr, {}, kExportMesh},
    Format{"", ".dxf", "DXF", nullptr, {}, kExportMesh},
    Format{"", ".stp", "STEP", nullptr, {}, kExportMesh},
    Format{"", ".step", "STEP", nullptr, {}, kExportMesh},
    Format{"", ".usd", "USD", nullptr, {}, kExportMesh},
    Format{"", ".usda", "USD", nullptr, {}, kExportMesh},
    Format{"", ".usdz", "USD", nullptr, {}, kExportMesh},
    Format{"", ".e57", "E57", nullptr, {}, kConvertPoints},
    Format{"", ".las", "LAS", nullptr, {}, kConvertPoints},
    Format{"", ".laz", "LAZ", nullptr, {}, kConvertPoints},
    Format{"", ".pts", "PTS points", nullptr, {}, kConvertPoints},
    Format{"", ".ptx", "PTX points", nullptr, {}, kConvertPoints},
    Format{"", ".pcd", "PCD", nullptr, {}, kConvertPoints},
    Format{"", ".xyz", "XYZ points", nullptr, {}, kConvertPoints},
};

bool is_read(const Format& format)
{
    return format.open != nullptr || !format.foreign.empty();
}

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
    const std::string extension = ascii_lower(file.extension().string());
    for (const Format& format : kFormats)
        if (text.starts_with(format.magic) &&
            (format.extension.empty() || format.extension == extension))
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
    if (!is_read(*format))
        return Error(
            Errc::unsupported, name + " is " + std::string(format->name) +
                                   ", which cannot be read yet: " + std::string(format->instead));
    STELE_TRY(Companions companions, Companions::beside(file, options.folder));
    if (format->open != nullptr)
        return format->open(std::move(input), std::move(companions)).in(name);
    return open_foreign(
        {file, options.folder, format->foreign, format->name, options.mesh_program, options.cancel},
        std::move(companions))
        .in(name);
}

bool looks_like_scan(const std::filesystem::path& file)
{
    const std::string extension = ascii_lower(file.extension().string());
    for (const Format& format : kFormats)
        if (format.extension == extension && is_read(format))
            return !extension.empty();
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

Result<Drained> drain_mesh_stream(ByteSpan bytes)
{
    return drain_opened(
        open_mesh_stream(std::make_unique<MemorySource>(bytes), Companions::none()));
}

} // namespace stele::readers

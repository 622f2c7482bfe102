// Only the beginning of the model part is unpacked, through positional reads of the open file.
#include "tools/read_mesh/package_unit.h"

#include <minizip/unzip.h>

#include <array>
#include <cstdio>
#include <string_view>

namespace stele::read_mesh {

namespace {

struct Cursor {
    const File* file;
    std::uint64_t size, at;
};

voidpf open_file(voidpf opaque, const void*, int)
{
    return opaque;
}

uLong read_file_at(voidpf, voidpf stream, void* out, uLong size)
{
    auto& cursor = *static_cast<Cursor*>(stream);
    const auto count = cursor.file->read_some(cursor.at, {static_cast<std::byte*>(out), size});
    if (!count)
        return 0;
    cursor.at += *count;
    return *count;
}

uLong write_nothing(voidpf, voidpf, const void*, uLong)
{
    return 0;
}

ZPOS64_T tell(voidpf, voidpf stream)
{
    return static_cast<Cursor*>(stream)->at;
}

long seek(voidpf, voidpf stream, ZPOS64_T offset, int origin)
{
    auto& cursor = *static_cast<Cursor*>(stream);
    const std::uint64_t from = origin == ZLIB_FILEFUNC_SEEK_SET   ? 0
                               : origin == ZLIB_FILEFUNC_SEEK_CUR ? cursor.at
                                                                  : cursor.size;
    if (from + offset > cursor.size)
        return -1;
    cursor.at = from + offset;
    return 0;
}

int no_action(voidpf, voidpf)
{
    return 0;
}

// The first 4 KiB of the first entry whose name ends in ".model"; empty when there is none.
std::string beginning_of_model(unzFile zip)
{
    for (int found = unzGoToFirstFile(zip); found == UNZ_OK; found = unzGoToNextFile(zip)) {
        std::array<char, 512> name{};
        if (unzGetCurrentFileInfo64(
                zip, nullptr, name.data(), name.size() - 1, nullptr, 0, nullptr, 0) != UNZ_OK)
            return {};
        if (!std::string_view(name.data()).ends_with(".model") || unzOpenCurrentFile(zip) != UNZ_OK)
            continue;
        std::string text(4096, '\0');
        const int size = unzReadCurrentFile(zip, text.data(), static_cast<unsigned>(text.size()));
        text.resize(static_cast<std::size_t>(std::max(size, 0)));
        return text;
    }
    return {};
}

struct Unit {
    std::string_view name;
    double metres;
};
constexpr std::array kUnits{Unit{"micron", 1e-6}, Unit{"millimeter", 0.001},
    Unit{"centimeter", 0.01}, Unit{"inch", 0.0254}, Unit{"foot", 0.3048}, Unit{"meter", 1}};

// The value of the attribute unit="..." in <model ...>.
std::string_view unit_in(std::string_view text)
{
    const std::size_t model = text.find("<model");
    if (model == text.npos)
        return {};
    text = text.substr(model, text.find('>', model) - model);
    const std::size_t unit = text.find(" unit=");
    if (unit == text.npos || unit + 7 >= text.size())
        return {};
    const char quote = text[unit + 6];
    text.remove_prefix(unit + 7);
    return text.substr(0, text.find(quote));
}

} // namespace

PackageUnit package_unit(const File& file)
{
    PackageUnit fallback{0.001, "3MF core specification: millimetres where nothing is stated"};
    const auto size = file.size_bytes();
    if (!size)
        return fallback;
    Cursor cursor{&file, *size, 0};
    zlib_filefunc64_def functions{
        &open_file, &read_file_at, &write_nothing, &tell, &seek, &no_action, &no_action, &cursor};
    const unzFile zip = unzOpen2_64("3mf", &functions);
    if (zip == nullptr)
        return fallback;
    const std::string text = beginning_of_model(zip);
    unzClose(zip);
    const std::string_view stated = unit_in(text);
    for (const Unit& unit : kUnits)
        if (unit.name == stated)
            return {unit.metres, "the file states unit=\"" + std::string(stated) + '"'};
    return fallback;
}

} // namespace stele::read_mesh

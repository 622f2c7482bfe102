// Options of texture statements by the MTL specification (Alias|Wavefront, appendix B1).
#include "archive/readers/mtl.h"

#include "archive/base/shown_text.h"
#include "archive/base/unicode.h"
#include "archive/readers/numbers.h"
#include "archive/readers/text_stream.h"

#include <algorithm>
#include <cmath>

namespace stele::readers {

namespace {

constexpr std::uint64_t kMaxLibraryBytes = std::uint64_t{64} << 20;

struct MapOption {
    std::string_view name;
    std::size_t at_most; // words that follow
    bool numbers;        // fewer are allowed: they end at the first word that is no number
};

constexpr std::array kMapOptions{
    MapOption{"-s", 3, true},
    MapOption{"-o", 3, true},
    MapOption{"-t", 3, true},
    MapOption{"-mm", 2, true},
    MapOption{"-bm", 1, true},
    MapOption{"-boost", 1, true},
    MapOption{"-texres", 1, true},
    MapOption{"-blendu", 1, false},
    MapOption{"-blendv", 1, false},
    MapOption{"-cc", 1, false},
    MapOption{"-clamp", 1, false},
    MapOption{"-imfchan", 1, false},
    MapOption{"-type", 1, false},
};

struct MapStatement {
    std::string_view file;
    std::array<double, 2> scale{1, 1}, offset{0, 0};
    bool clamp = false;
};

MapStatement parse_map(std::string_view rest)
{
    MapStatement map;
    for (;;) {
        std::string_view after = rest;
        const std::string_view word = take_word(after);
        const auto* const option = std::find_if(kMapOptions.begin(), kMapOptions.end(),
            [&](const MapOption& o) { return o.name == word; });
        if (option == kMapOptions.end())
            break;
        rest = after;
        for (std::size_t i = 0; i < option->at_most; ++i) {
            const std::string_view argument = take_word(after);
            double value = 0;
            if (option->numbers && !parse_number(argument, value))
                break;
            rest = after;
            if (i < 2 && option->name == "-s")
                map.scale[i] = value;
            else if (i < 2 && option->name == "-o")
                map.offset[i] = value;
            else if (option->name == "-clamp")
                map.clamp = argument == "on";
        }
    }
    map.file = trimmed(rest);
    return map;
}

std::optional<Rgba8> parse_colour(std::string_view rest)
{
    std::array<double, 3> rgb{};
    if (!parse_number(take_word(rest), rgb[0]))
        return std::nullopt; // "Kd spectral ..." and the like
    if (!parse_number(take_word(rest), rgb[1]) || !parse_number(take_word(rest), rgb[2]))
        rgb[1] = rgb[2] = rgb[0];
    const auto byte = [](double v) {
        return v > 0 ? static_cast<std::uint8_t>(std::lround(std::min(v, 1.0) * 255))
                     : std::uint8_t{0};
    };
    return Rgba8{byte(rgb[0]), byte(rgb[1]), byte(rgb[2]), 255};
}

// "d 0.5", "d -halo 0.5", "Tr 0.5": whether some of the surface is seen through.
bool is_see_through(std::string_view keyword, std::string_view rest)
{
    std::string_view word = take_word(rest);
    if (word == "-halo")
        word = take_word(rest);
    double value = 0;
    return parse_number(word, value) && (keyword == "d" ? value < 1 : value > 0);
}

bool names_texture(const std::string& keyword)
{
    return keyword.starts_with("map_") || keyword == "bump" || keyword == "disp" ||
           keyword == "decal" || keyword == "refl" || keyword == "norm";
}

void note_transparency(const ObjMaterial& material, FindingTally& tally)
{
    tally.add(Severity::info, "material.transparency-not-shown",
        "material " + excerpt(material.name), "materials are transparent, and are shown opaque");
}

} // namespace

Status read_mtl(std::size_t library, Companions& companions, FindingTally& tally,
    std::vector<ObjMaterial>& materials)
{
    STELE_TRY(const Bytes bytes, companions.read(library, kMaxLibraryBytes));
    return parse_mtl(bytes, companions.directory_of(library), companions, tally, materials);
}

Status parse_mtl(ByteSpan library, const std::filesystem::path& directory, Companions& companions,
    FindingTally& tally, std::vector<ObjMaterial>& materials)
{
    const Input input = Input::memory(library);
    ByteStream stream(input);
    TextStream text(stream);
    ObjMaterial* current = nullptr;
    std::string_view line;
    for (;;) {
        STELE_TRY(const bool more, text.next_joined_line(line));
        if (!more)
            return {};
        const std::string keyword = ascii_lower(take_word(line));
        if (keyword == "newmtl") {
            current = &materials.emplace_back();
            current->name = trimmed(line);
        } else if (current != nullptr && keyword == "kd") {
            current->kd = parse_colour(line);
        } else if (current != nullptr && (keyword == "d" || keyword == "tr")) {
            if (is_see_through(keyword, line))
                note_transparency(*current, tally);
        } else if (current != nullptr && names_texture(keyword)) {
            if (keyword == "map_d")
                note_transparency(*current, tally);
            const MapStatement map = parse_map(line);
            if (map.file.empty())
                continue;
            const std::size_t companion =
                companions.add(map.file, "texture", Notation::path, tally, directory);
            if (keyword == "map_kd") {
                current->texture = companion;
                current->uv_scale = map.scale;
                current->uv_offset = map.offset;
                current->wrap = map.clamp ? Wrap::clamp : Wrap::repeat;
            }
        }
    }
}

} // namespace stele::readers

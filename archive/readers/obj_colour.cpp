// Materials to vertex colours.
#include "archive/readers/obj_colour.h"

#include "archive/base/geometry.h"
#include "archive/readers/numbers.h"
#include "archive/readers/obj_face.h"
#include "archive/readers/text_stream.h"
#include "archive/readers/texture_pages.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace stele::readers {

namespace {

constexpr std::uint32_t kNoTexcoord = 0xffffffffu;

struct VertexUse {
    std::uint32_t material = kNoMaterial;
    std::uint32_t texcoord = kNoTexcoord;
};

struct Uses {
    std::vector<VertexUse> vertices;
    std::vector<Vec2f> texcoords;
    std::vector<Vec3f> positions;   // from the first one, so that floats tell neighbours apart
    std::vector<TexelSum> surfaces; // of each material; texels in units of the whole picture
};

// The first face with a texture coordinate decides; before one comes, the first face.
void note_face(const std::vector<ObjCorner>& corners, std::uint32_t material, Uses& uses)
{
    for (const ObjCorner& corner : corners) {
        if (static_cast<std::uint64_t>(corner.vertex) >= uses.vertices.size())
            continue;
        VertexUse& use = uses.vertices[static_cast<std::size_t>(corner.vertex)];
        const bool has_uv = corner.texcoord >= 0 && corner.texcoord < std::int64_t{kNoTexcoord};
        if (use.texcoord == kNoTexcoord && (has_uv || use.material == kNoMaterial))
            use = {material, has_uv ? static_cast<std::uint32_t>(corner.texcoord) : kNoTexcoord};
    }
}

// The face as a fan; broken corners and numbers count for nothing.
void measure_face(const std::vector<ObjCorner>& corners, std::uint32_t material, Uses& uses)
{
    if (material >= uses.surfaces.size())
        return;
    for (const ObjCorner& corner : corners)
        if (static_cast<std::uint64_t>(corner.vertex) >= uses.positions.size() ||
            static_cast<std::uint64_t>(corner.texcoord) >= uses.texcoords.size())
            return;
    const auto position = [&](std::size_t i) {
        return to_double(uses.positions[static_cast<std::size_t>(corners[i].vertex)]);
    };
    const auto texcoord = [&](std::size_t i) {
        const Vec2f uv = uses.texcoords[static_cast<std::size_t>(corners[i].texcoord)];
        return Vec2d{double(uv.x), double(uv.y)};
    };
    for (std::size_t i = 2; i < corners.size(); ++i) {
        const Vec3d p = position(0);
        const Vec2d uv = texcoord(0), a = texcoord(i - 1), b = texcoord(i);
        const double area = length(cross(position(i - 1) - p, position(i) - p)) / 2;
        const double picture =
            std::abs((a.x - uv.x) * (b.y - uv.y) - (b.x - uv.x) * (a.y - uv.y)) / 2;
        if (std::isfinite(area) && std::isfinite(picture) && picture > 0)
            uses.surfaces[material].add({area, picture});
    }
}

void add_position(std::string_view rest, std::optional<Vec3d>& first, Uses& uses)
{
    Vec3d p;
    if (!parse_number(take_word(rest), p.x) || !parse_number(take_word(rest), p.y) ||
        !parse_number(take_word(rest), p.z))
        p = {std::numeric_limits<double>::quiet_NaN(), 0, 0};
    else
        first = first.value_or(p);
    uses.positions.push_back(to_float(p - first.value_or(p)));
}

Result<Uses> collect_uses(const ObjColourInput& in)
{
    Uses uses;
    uses.vertices.resize(static_cast<std::size_t>(in.vertex_count));
    uses.surfaces.resize(in.materials.size());
    const bool is_textured = std::any_of(in.materials.begin(), in.materials.end(),
        [](const ObjMaterial& material) { return material.texture.has_value(); });
    std::optional<Vec3d> first;
    ByteStream stream(in.input);
    TextStream text(stream);
    std::vector<ObjCorner> corners;
    std::uint32_t material = kNoMaterial;
    std::uint64_t vertices = 0;
    std::string_view line;
    for (;;) {
        STELE_TRY(const bool more, text.next_joined_line(line));
        if (!more)
            return uses;
        const std::string_view keyword = take_word(line);
        if (keyword == "v") {
            ++vertices;
            if (is_textured)
                add_position(line, first, uses);
        } else if (keyword == "vt") {
            double u = 0, v = 0;
            if (!parse_number(take_word(line), u) || !parse_number(take_word(line), v))
                v = 0;
            if (uses.texcoords.size() >= kNoTexcoord)
                return Error(Errc::limit, "more than 4294967295 texture coordinates");
            uses.texcoords.push_back({static_cast<float>(u), static_cast<float>(v)});
        } else if (keyword == "usemtl") {
            material = find_material(in.materials, trimmed(line));
        } else if ((keyword == "f" || keyword == "fo") &&
                   parse_obj_face(line, vertices, uses.texcoords.size(), corners)) {
            note_face(corners, material, uses);
            measure_face(corners, material, uses);
        }
    }
}

void sample_material(std::uint32_t index, const ObjMaterial& material, const Image& image,
    const Uses& uses, ObjColours& out)
{
    for (std::size_t v = 0; v < uses.vertices.size(); ++v) {
        const VertexUse& use = uses.vertices[v];
        if (use.material != index || use.texcoord >= uses.texcoords.size())
            continue;
        const Vec2f uv = uses.texcoords[use.texcoord];
        // OBJ counts v upwards from the last row.
        const double s = double(uv.x) * material.uv_scale[0] + material.uv_offset[0];
        const double t = 1 - (double(uv.y) * material.uv_scale[1] + material.uv_offset[1]);
        Rgba8 colour = srgb_from_linear(sample(image, s, t, material.wrap, material.wrap));
        colour.a = 255; // map_Kd says nothing of transparency
        out.colours[v] = colour;
        out.from_texture[v] = true;
        ++out.sampling.vertices;
    }
}

} // namespace

std::uint32_t find_material(const std::vector<ObjMaterial>& materials, std::string_view name)
{
    for (std::size_t i = 0; i < materials.size(); ++i)
        if (materials[i].name == name)
            return static_cast<std::uint32_t>(i);
    return kNoMaterial;
}

std::vector<TexturePage> obj_texture_pages(const Companions& companions,
    const std::vector<ObjMaterial>& materials, const std::vector<std::size_t>& unreadable)
{
    std::vector<TexturePage> pages;
    for (std::size_t i = 0; i < companions.list().size(); ++i) {
        if (companions.list()[i].role != "texture")
            continue;
        const bool is_colour = std::any_of(materials.begin(), materials.end(),
            [&](const ObjMaterial& material) { return material.texture == i; });
        pages.push_back(page_of_companion(companions, i, is_colour));
        if (std::find(unreadable.begin(), unreadable.end(), i) != unreadable.end())
            pages.back().found = false;
    }
    return pages;
}

Result<ObjColours> colour_obj_vertices(const ObjColourInput& in, FindingTally& tally)
{
    STELE_TRY(const Uses uses, collect_uses(in));
    ObjColours out;
    out.colours.resize(uses.vertices.size());
    out.from_texture.resize(uses.vertices.size());
    for (std::size_t v = 0; v < uses.vertices.size(); ++v)
        if (uses.vertices[v].material < in.materials.size())
            out.colours[v] = in.materials[uses.vertices[v].material].kd.value_or(Rgba8{});
    TexelSum texels;
    // One texture in memory at a time.
    for (std::size_t companion = 0; companion < in.companions.list().size(); ++companion) {
        std::optional<Image> image;
        for (std::size_t m = 0; m < in.materials.size(); ++m) {
            const ObjMaterial& material = in.materials[m];
            if (material.texture != companion || !in.companions.found(companion))
                continue;
            if (!image) {
                const std::string& name = in.companions.list()[companion].named;
                auto bytes = in.companions.read(companion, kMaxTextureFileBytes);
                auto decoded =
                    bytes ? decode_texture(*bytes, name) : Result<Image>(bytes.take_error());
                if (!decoded) {
                    tally.add(
                        Severity::warning, "texture.unreadable", name, decoded.error().text());
                    out.unreadable.push_back(companion);
                    break;
                }
                image = std::move(*decoded);
                ++out.sampling.textures;
                out.sampling.texels += image->pixels.size();
            }
            sample_material(static_cast<std::uint32_t>(m), material, *image, uses, out);
            texels.add(
                {uses.surfaces[m].area, uses.surfaces[m].texels * double(image->pixels.size()) *
                                            std::abs(material.uv_scale[0] * material.uv_scale[1])});
        }
    }
    out.texel_size = texels.side();
    return out;
}

} // namespace stele::readers

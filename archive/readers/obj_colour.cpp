// Materials to vertex colours.
#include "archive/readers/obj_colour.h"

#include "archive/base/geometry.h"
#include "archive/readers/numbers.h"
#include "archive/readers/obj_face.h"
#include "archive/readers/text_stream.h"

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

Result<Uses> collect_uses(const ObjColourInput& in)
{
    Uses uses;
    uses.vertices.resize(static_cast<std::size_t>(in.vertex_count));
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

Result<ObjColours> colour_obj_vertices(const ObjColourInput& in, FindingTally& tally)
{
    STELE_TRY(const Uses uses, collect_uses(in));
    ObjColours out;
    out.colours.resize(uses.vertices.size());
    out.from_texture.resize(uses.vertices.size());
    for (std::size_t v = 0; v < uses.vertices.size(); ++v)
        if (uses.vertices[v].material < in.materials.size())
            out.colours[v] = in.materials[uses.vertices[v].material].kd.value_or(Rgba8{});
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
                    break;
                }
                image = std::move(*decoded);
                ++out.sampling.textures;
                out.sampling.texels += image->pixels.size();
            }
            sample_material(static_cast<std::uint32_t>(m), material, *image, uses, out);
        }
    }
    return out;
}

} // namespace stele::readers

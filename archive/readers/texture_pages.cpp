// Files are read only as far as their headers go; nothing is decoded here.
#include "archive/readers/texture_pages.h"

#include "archive/readers/picture.h"

#include <algorithm>
#include <set>

namespace stele::readers {

namespace {

constexpr std::size_t kNamesShown = 4;
constexpr std::uint64_t kSampledTriangles = 4096; // of each instance

void describe(TexturePage& page, ByteSpan head)
{
    const auto facts = picture_facts(head);
    if (!facts)
        return;
    page.found = true;
    page.width = facts->width;
    page.height = facts->height;
    page.colour_profile = facts->colour_profile;
}

// The images that a texture shows: its own, and those of extensions for other formats.
void add_sources(const Json& texture, std::set<std::uint64_t>& images)
{
    if (const auto source = whole_number(texture["source"]))
        images.insert(*source);
    if (const auto* const extensions = texture["extensions"].members())
        for (const auto& extension : *extensions)
            if (const auto source = whole_number(extension.second["source"]))
                images.insert(*source);
}

// Images whose colours are seen; the others hold normals, roughness and the like.
std::set<std::uint64_t> colour_images(const Json& doc)
{
    std::set<std::uint64_t> images;
    for (std::size_t i = 0; i < count_of(doc, "materials"); ++i) {
        const Json& material = element_of(doc, "materials", i);
        const Json& glossy =
            material["extensions"]["KHR_materials_pbrSpecularGlossiness"]["diffuseTexture"];
        for (const Json* const info : {&material["pbrMetallicRoughness"]["baseColorTexture"],
                 &material["emissiveTexture"], &glossy})
            if (const auto texture = whole_number((*info)["index"]))
                add_sources(element_of(doc, "textures", *texture), images);
    }
    return images;
}

TexturePage page_of_image(const Json& image, std::string name, GltfBuffers& buffers, bool is_colour)
{
    if (const std::string* const uri = image["uri"].string()) {
        const auto bytes = decode_data_uri(*uri);
        return page_of_bytes(std::move(name), bytes ? ByteSpan(*bytes) : ByteSpan(), is_colour);
    }
    const auto view = whole_number(image["bufferView"]);
    const Result<ByteSpan> bytes =
        view ? buffers.view(*view) : Result<ByteSpan>(Error(Errc::not_found, "no bufferView"));
    return page_of_bytes(std::move(name), bytes ? *bytes : ByteSpan(), is_colour);
}

// Corners of the triangle number t; nothing when it is not a triangle of existing vertices.
std::optional<std::array<std::uint64_t, 3>> corners_of(
    const GltfInstance& instance, std::uint64_t t, std::vector<double>& values)
{
    std::array<std::uint64_t, 3> at{t * 3, t * 3 + 1, t * 3 + 2};
    if (instance.topology == Topology::strip)
        at = {t, t + 1, t + 2};
    else if (instance.topology == Topology::fan)
        at = {0, t + 1, t + 2};
    for (std::uint64_t& corner : at) {
        if (instance.indices) {
            instance.indices->read(corner, 1, values);
            corner = static_cast<std::uint64_t>(values[0]); // an unsigned integer by its type
        }
        if (corner >= instance.positions.count())
            return std::nullopt;
    }
    return at;
}

// Of one triangle; texels in units of the whole picture.
TexelSum sum_of(const GltfInstance& instance, const std::array<std::uint64_t, 3>& corners,
    std::vector<double>& values)
{
    std::array<Vec3d, 3> p;
    std::array<Vec2d, 3> uv;
    for (std::size_t i = 0; i < 3; ++i) {
        instance.positions.read(corners[i], 1, values);
        p[i] = instance.world_from_local.point({values[0], values[1], values[2]});
        instance.texcoords->read(corners[i], 1, values);
        uv[i] = {values[0], values[1]};
    }
    const double area = length(cross(p[1] - p[0], p[2] - p[0])) / 2;
    const double picture = std::abs((uv[1].x - uv[0].x) * (uv[2].y - uv[0].y) -
                                    (uv[2].x - uv[0].x) * (uv[1].y - uv[0].y)) /
                           2;
    return std::isfinite(area) && std::isfinite(picture) && picture > 0 ? TexelSum{area, picture}
                                                                        : TexelSum{};
}

} // namespace

TexturePage page_of_companion(const Companions& companions, std::size_t index, bool is_colour)
{
    TexturePage page;
    page.name = companions.list()[index].named;
    page.is_colour = is_colour;
    if (companions.found(index))
        if (const auto head = companions.read_head(index, kPictureHeadBytes))
            describe(page, *head);
    return page;
}

TexturePage page_of_bytes(std::string name, ByteSpan bytes, bool is_colour)
{
    TexturePage page;
    page.name = std::move(name);
    page.is_colour = is_colour;
    describe(page, bytes.first(std::min<std::size_t>(bytes.size(), kPictureHeadBytes)));
    return page;
}

void note_missing_textures(const Companions& companions, FindingTally& tally)
{
    std::uint64_t missing = 0;
    std::string names;
    for (std::size_t i = 0; i < companions.list().size(); ++i) {
        const Companion& companion = companions.list()[i];
        if (companion.role != "texture" || companions.found(i) || companions.outside(i))
            continue;
        if (++missing <= kNamesShown)
            names += (missing > 1 ? ", " : "") + companion.named;
    }
    if (missing > kNamesShown)
        names += ", ...";
    if (missing > 0)
        tally.add({Severity::warning, "texture.missing", "",
            "textures that the scan names were not found in its folder: " + names, missing,
            {{"names", names}}});
}

std::vector<TexturePage> gltf_texture_pages(const GltfFile& file, GltfBuffers& buffers,
    const Companions& companions, const std::vector<std::optional<std::size_t>>& companion_of)
{
    const std::set<std::uint64_t> coloured = colour_images(file.doc);
    std::vector<TexturePage> pages;
    for (std::size_t i = 0; i < companion_of.size(); ++i) {
        const bool is_colour = coloured.contains(i);
        TexturePage page = companion_of[i]
                               ? page_of_companion(companions, *companion_of[i], is_colour)
                               : page_of_image(element_of(file.doc, "images", i),
                                     "image " + std::to_string(i), buffers, is_colour);
        // glTF 2.0, section 3.9.2: colours are in sRGB, whatever the picture does not say.
        if (page.found && is_colour && page.colour_profile.empty())
            page.colour_profile = "sRGB";
        pages.push_back(std::move(page));
    }
    return pages;
}

double gltf_texel_size(
    std::span<const GltfInstance* const> textured, std::span<const TexturePage> pages)
{
    TexelSum sum;
    std::vector<double> values;
    for (const GltfInstance* const textured_instance : textured) {
        const GltfInstance& instance = *textured_instance;
        const bool is_list = instance.topology == Topology::triangles;
        const bool has_triangles =
            is_list || instance.topology == Topology::strip || instance.topology == Topology::fan;
        if (!has_triangles || *instance.material->image >= pages.size())
            continue;
        const TexturePage& page = pages[*instance.material->image];
        const auto& scale = instance.material->uv_scale;
        const double texels =
            double(page.width) * double(page.height) * std::abs(scale[0] * scale[1]);
        const std::uint64_t corners = instance.corner_count();
        const std::uint64_t triangles =
            is_list ? corners / 3 : corners - std::min<std::uint64_t>(corners, 2);
        const std::uint64_t stride = triangles / kSampledTriangles + 1;
        for (std::uint64_t t = 0; t < triangles && texels > 0; t += stride)
            if (const auto found = corners_of(instance, t, values)) {
                const TexelSum one = sum_of(instance, *found, values);
                sum.add({one.area * double(stride), one.texels * texels * double(stride)});
            }
    }
    return sum.side();
}

} // namespace stele::readers

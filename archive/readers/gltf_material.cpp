// Materials by glTF 2.0, sections 3.8 and 3.9, KHR_texture_transform and, as older scanners write
// it, KHR_materials_pbrSpecularGlossiness, whose diffuse colour is the base colour.
#include "archive/readers/gltf_model.h"

namespace stele::readers {

namespace {

constexpr std::uint64_t kClampToEdge = 33071, kMirroredRepeat = 33648;

Wrap wrap_of(const Json& mode)
{
    const auto value = whole_number(mode);
    return value == kClampToEdge      ? Wrap::clamp
           : value == kMirroredRepeat ? Wrap::mirror
                                      : Wrap::repeat;
}

template <std::size_t N>
void read_numbers(const Json& from, std::array<double, N>& values)
{
    const Json::Array* const elements = from.elements();
    if (elements == nullptr || elements->size() != N)
        return;
    for (std::size_t i = 0; i < N; ++i)
        values[i] = (*elements)[i].number_or(values[i]);
}

// The first extension that gives the image in a format that is not decoded.
std::string_view image_extension(const Json& texture)
{
    for (const std::string_view name : {"KHR_texture_basisu", "EXT_texture_webp",
             "EXT_texture_avif", "EXT_texture_astc", "MSFT_texture_dds"})
        if (texture["extensions"][name].is_object())
            return name;
    return {};
}

void read_sampler(const Json& doc, const Json& texture, GltfMaterial& material)
{
    if (const auto sampler = whole_number(texture["sampler"])) {
        material.wrap_u = wrap_of(element_of(doc, "samplers", *sampler)["wrapS"]);
        material.wrap_v = wrap_of(element_of(doc, "samplers", *sampler)["wrapT"]);
    }
}

void read_transform(const Json& transform, GltfMaterial& material)
{
    read_numbers(transform["offset"], material.uv_offset);
    read_numbers(transform["scale"], material.uv_scale);
    material.uv_rotation = transform["rotation"].number_or(0);
    material.texcoord = whole_number(transform["texCoord"]).value_or(material.texcoord);
}

void read_base_texture(const Json& doc, const Json& info, GltfMaterial& material)
{
    if (info.is_null())
        return;
    const auto index = whole_number(info["index"]);
    if (!index || *index >= count_of(doc, "textures")) {
        material.texture_fault = "its base colour names a texture that does not exist";
        return;
    }
    const Json& texture = element_of(doc, "textures", *index);
    material.image = whole_number(texture["source"]);
    if (material.image && *material.image >= count_of(doc, "images")) {
        material.image.reset();
        material.texture_fault =
            "texture " + std::to_string(*index) + " names an image that does not exist";
    } else if (!material.image) {
        const std::string_view extension = image_extension(texture);
        material.texture_fault =
            "texture " + std::to_string(*index) +
            (extension.empty() ? std::string(" has no image")
                               : " has its image only in the extension " + std::string(extension) +
                                     ", which cannot be decoded; export it as PNG or JPEG");
    }
    material.texcoord = whole_number(info["texCoord"]).value_or(0);
    read_sampler(doc, texture, material);
    read_transform(info["extensions"]["KHR_texture_transform"], material);
}

} // namespace

GltfMaterial read_gltf_material(const Json& doc, std::size_t index)
{
    const Json& from = element_of(doc, "materials", index);
    GltfMaterial material;
    // An asset that has both says that the extension is the better one.
    const Json& glossy = from["extensions"]["KHR_materials_pbrSpecularGlossiness"];
    const Json& metallic = from["pbrMetallicRoughness"];
    read_numbers(glossy.is_object() ? glossy["diffuseFactor"] : metallic["baseColorFactor"],
        material.factor);
    read_base_texture(doc,
        glossy.is_object() ? glossy["diffuseTexture"] : metallic["baseColorTexture"], material);
    const std::string alpha = from["alphaMode"].string_or("OPAQUE");
    material.alpha = alpha == "MASK"    ? AlphaMode::mask
                     : alpha == "BLEND" ? AlphaMode::blend
                                        : AlphaMode::opaque;
    return material;
}

} // namespace stele::readers

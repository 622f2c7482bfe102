// Only what colours the surface is taken: no shine, no bumps, no transparency.
#include "tools/read_mesh/scene_materials.h"

#include <assimp/material.h>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace stele::read_mesh {

using readers::StreamMaterial;
using readers::StreamTexture;
using readers::Wrap;

namespace {

std::uint8_t byte_of(float value)
{
    return value > 0 ? static_cast<std::uint8_t>(std::lround(std::min(value, 1.0f) * 255)) : 0;
}

Wrap wrap_of(aiTextureMapMode mode)
{
    return mode == aiTextureMapMode_Mirror                                    ? Wrap::mirror
           : mode == aiTextureMapMode_Clamp || mode == aiTextureMapMode_Decal ? Wrap::clamp
                                                                              : Wrap::repeat;
}

// Colours as such files have them: what an editor showed, sRGB.
void read_colour(const aiMaterial& from, StreamMaterial& to, readers::FindingTally& tally)
{
    aiColor4D colour;
    if (from.Get(AI_MATKEY_BASE_COLOR, colour) != aiReturn_SUCCESS &&
        from.Get(AI_MATKEY_COLOR_DIFFUSE, colour) != aiReturn_SUCCESS)
        return;
    to.colour = {byte_of(colour.r), byte_of(colour.g), byte_of(colour.b), 255};
    if (to.colour == Rgba8{0, 0, 0, 255}) {
        if (to.texture == StreamTexture::none)
            tally.add(Severity::info, "material.black", "material " + to.name,
                "materials are pure black without a texture, as exporters write that state no "
                "colour; they are shown white");
        return;
    }
    to.has_colour = to.colour != Rgba8{};
}

// s * r * (uv + t), as Assimp composes it.
std::array<double, 6> matrix_of_uv(const aiUVTransform& from)
{
    const double c = std::cos(double{from.mRotation}), s = std::sin(double{from.mRotation});
    const double x = double{from.mTranslation.x}, y = double{from.mTranslation.y};
    const double sx = double{from.mScaling.x}, sy = double{from.mScaling.y};
    return {sx * c, -sx * s, sx * (c * x - s * y), sy * s, sy * c, sy * (s * x + c * y)};
}

class Reading {
public:
    Reading(const aiScene& scene, const ForeignFormat& format, readers::FindingTally& tally)
        : scene_(scene), format_(format), tally_(tally)
    {
    }

    SceneMaterials all()
    {
        for (unsigned i = 0; i < scene_.mNumMaterials; ++i)
            out_.materials.push_back(one(*scene_.mMaterials[i]));
        return std::move(out_);
    }

private:
    SceneMaterial one(const aiMaterial& from)
    {
        SceneMaterial material;
        aiString name;
        if (from.Get(AI_MATKEY_NAME, name) == aiReturn_SUCCESS)
            material.message.name = name.C_Str();
        if (!format_.has_materials || material.message.name == AI_DEFAULT_MATERIAL_NAME)
            return material;
        for (const aiTextureType type : {aiTextureType_BASE_COLOR, aiTextureType_DIFFUSE})
            if (material.message.texture == StreamTexture::none && from.GetTextureCount(type) > 0)
                read_texture(from, type, material);
        read_colour(from, material.message, tally_);
        return material;
    }

    void read_texture(const aiMaterial& from, aiTextureType type, SceneMaterial& to)
    {
        aiString path;
        std::array<aiTextureMapMode, 3> modes{};
        unsigned channel = 0;
        if (from.GetTexture(type, 0, &path, nullptr, &channel, nullptr, nullptr, modes.data()) !=
                aiReturn_SUCCESS ||
            path.length == 0)
            return;
        to.uv_channel = channel;
        to.message.wrap_u = wrap_of(modes[0]);
        to.message.wrap_v = wrap_of(modes[1]);
        aiUVTransform transform;
        if (from.Get(AI_MATKEY_UVTRANSFORM(type, 0), transform) == aiReturn_SUCCESS)
            to.uv_transform = matrix_of_uv(transform);
        const aiTexture* const embedded = scene_.GetEmbeddedTexture(path.C_Str());
        if (embedded == nullptr) {
            to.message.texture = StreamTexture::file;
            to.message.file = path.C_Str();
            return;
        }
        const auto known = std::find(out_.images.begin(), out_.images.end(), embedded);
        to.message.texture = StreamTexture::image;
        to.message.image = static_cast<std::uint32_t>(known - out_.images.begin());
        if (known == out_.images.end())
            out_.images.push_back(embedded);
    }

    const aiScene& scene_;
    const ForeignFormat& format_;
    readers::FindingTally& tally_;
    SceneMaterials out_;
};

} // namespace

SceneMaterials materials_of(
    const aiScene& scene, const ForeignFormat& format, readers::FindingTally& tally)
{
    return Reading(scene, format, tally).all();
}

readers::StreamImage image_of(const aiTexture& texture, Bytes& pixels, ByteSpan& bytes)
{
    readers::StreamImage image;
    image.name = texture.mFilename.C_Str();
    if (texture.mHeight == 0) {
        bytes =
            std::as_bytes(std::span(reinterpret_cast<const char*>(texture.pcData), texture.mWidth));
        // TGA has no magic number; its name is how it is known.
        if (std::string_view(texture.achFormatHint) == "tga" && !image.name.ends_with(".tga"))
            image.name += ".tga";
        return image;
    }
    image.pixels = readers::StreamPixels::rgba8;
    image.width = texture.mWidth;
    image.height = texture.mHeight;
    pixels.clear();
    for (const aiTexel& texel :
        std::span(texture.pcData, std::size_t{texture.mWidth} * texture.mHeight))
        for (const unsigned char channel : {texel.r, texel.g, texel.b, texel.a})
            pixels.push_back(std::byte{channel});
    bytes = pixels;
    return image;
}

} // namespace stele::read_mesh

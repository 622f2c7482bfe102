// Materials of a mesh stream to vertex colours.
#include "archive/readers/foreign_colour.h"

#include <algorithm>
#include <cmath>

namespace stele::readers {

namespace {

constexpr std::uint64_t kMaxHeldBytes = std::uint64_t{1} << 30;

} // namespace

ForeignColours::ForeignColours(const StreamHead& head, Companions& companions, FindingTally& tally)
    : head_(&head), companions_(&companions), tally_(&tally), any_(head.scene.has_colours)
{
    for (const StreamMaterial& material : head.materials) {
        picture_.emplace_back();
        any_ = any_ || material.has_colour;
        if (material.texture == StreamTexture::none)
            continue;
        const std::size_t index = picture_of(material);
        picture_.back() = index;
        const Picture& picture = pictures_[index];
        if (picture.found)
            any_ = any_ || head.scene.has_texcoords;
        else
            tally.add(Severity::warning, "texture.missing", "material " + material.name,
                "the texture " + name_of(picture) +
                    " was not found in the scan's folder; its colours are lost");
    }
}

std::string ForeignColours::name_of(const Picture& picture) const
{
    if (picture.companion)
        return companions_->list()[*picture.companion].named;
    const std::string& name = head_->images[picture.image].name;
    return name.empty() ? "image " + std::to_string(picture.image) : name;
}

std::size_t ForeignColours::picture_of(const StreamMaterial& material)
{
    Picture picture;
    if (material.texture == StreamTexture::file) {
        picture.companion = companions_->add(material.file, "texture", Notation::path, *tally_);
        picture.found = companions_->found(*picture.companion);
    } else {
        picture.image = material.image;
        picture.found = true;
    }
    for (std::size_t i = 0; i < pictures_.size(); ++i)
        if (pictures_[i].companion == picture.companion && pictures_[i].image == picture.image)
            return i;
    pictures_.push_back(picture);
    return pictures_.size() - 1;
}

Result<Image> ForeignColours::load(const Picture& picture) const
{
    if (picture.companion) {
        STELE_TRY(const Bytes bytes, companions_->read(*picture.companion, kMaxTextureFileBytes));
        return decode_texture(bytes, name_of(picture));
    }
    const StreamImage& described = head_->images[picture.image];
    const Bytes& bytes = head_->image_bytes[picture.image];
    if (described.pixels == StreamPixels::encoded)
        return decode_texture(bytes, name_of(picture));
    Image image;
    image.width = described.width;
    image.height = described.height;
    image.pixels.resize(bytes.size() / sizeof(Rgba8));
    std::memcpy(image.pixels.data(), bytes.data(), image.pixels.size() * sizeof(Rgba8));
    return image;
}

const Image* ForeignColours::decoded(std::size_t index)
{
    Picture& picture = pictures_[index];
    if (!picture.found)
        return nullptr;
    const auto known = held_.find(index);
    if (known != held_.end())
        return &known->second;
    Result<Image> image = load(picture);
    if (!image) {
        tally_->add(
            Severity::warning, "texture.unreadable", name_of(picture), image.error().text());
        picture.found = false;
        return nullptr;
    }
    if (!picture.is_looked_at) {
        picture.is_looked_at = true;
        picture.width = image->width;
        picture.height = image->height;
        ++sampling_.textures;
        sampling_.texels += image->pixels.size();
    }
    const std::uint64_t size = image->pixels.size() * sizeof(Rgba8);
    if (held_bytes_ + size > kMaxHeldBytes) {
        held_.clear();
        held_bytes_ = 0;
    }
    held_bytes_ += size;
    return &held_.emplace(index, std::move(*image)).first->second;
}

bool ForeignColours::sample_batch(const StreamVertices& batch, std::vector<Rgba8>& out)
{
    if (batch.material >= picture_.size() || !picture_[batch.material] || batch.texcoords.empty())
        return false;
    const Image* const picture = decoded(*picture_[batch.material]);
    if (picture == nullptr)
        return false;
    const StreamMaterial& material = head_->materials[batch.material];
    for (const Vec2f uv : batch.texcoords) {
        Rgba8 colour = srgb_from_linear(
            sample(*picture, double(uv.x), double(uv.y), material.wrap_u, material.wrap_v));
        colour.a = 255; // these formats keep transparency elsewhere
        out.push_back(colour);
    }
    sampling_.vertices += batch.texcoords.size();
    return true;
}

void ForeignColours::append(const StreamVertices& batch, std::vector<Rgba8>& out)
{
    if (sample_batch(batch, out))
        return;
    if (!batch.colours.empty()) {
        out.insert(out.end(), batch.colours.begin(), batch.colours.end());
        return;
    }
    Rgba8 colour;
    if (batch.material < head_->materials.size() && head_->materials[batch.material].has_colour)
        colour = head_->materials[batch.material].colour;
    out.insert(out.end(), batch.positions.size(), colour);
}

std::vector<TexturePage> ForeignColours::pages() const
{
    std::vector<TexturePage> pages;
    for (const Picture& picture : pictures_)
        pages.push_back({name_of(picture), picture.found, picture.width, picture.height, {}});
    return pages;
}

double ForeignColours::texel_size() const
{
    double surface = 0, texels = 0;
    for (std::size_t m = 0; m < picture_.size(); ++m) {
        if (!picture_[m] || pictures_[*picture_[m]].width == 0)
            continue;
        const Picture& picture = pictures_[*picture_[m]];
        surface += head_->materials[m].surface_area;
        texels += head_->materials[m].texture_area * picture.width * picture.height;
    }
    return texels > 0 ? std::sqrt(surface / texels) : 0;
}

} // namespace stele::readers

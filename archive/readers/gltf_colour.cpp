// Colours in linear light by glTF 2.0, section 3.9.2.
#include "archive/readers/gltf_colour.h"

#include "archive/readers/texture_pages.h"

#include <algorithm>
#include <cmath>

namespace stele::readers {

namespace {

constexpr std::uint64_t kMaxHeldBytes = std::uint64_t{1} << 30;

LinearColour times(const LinearColour& a, const LinearColour& b)
{
    return {a.r * b.r, a.g * b.g, a.b * b.b, a.a * b.a};
}

// Section 3.7.2.1 clamps vertex colours before they multiply anything; NaN becomes 0.
float unit(double value)
{
    return value > 0 ? static_cast<float>(std::min(value, 1.0)) : 0.0f;
}

LinearColour factor_of(const GltfInstance& instance)
{
    if (instance.material == nullptr)
        return {};
    const auto& f = instance.material->factor;
    return {static_cast<float>(f[0]), static_cast<float>(f[1]), static_cast<float>(f[2]),
        static_cast<float>(f[3])};
}

} // namespace

GltfColours::GltfColours(
    const GltfFile& file, GltfBuffers& buffers, Companions& companions, FindingTally& tally)
    : file_(&file), buffers_(&buffers), companions_(&companions), tally_(&tally)
{
    companion_.resize(count_of(file.doc, "images"));
    for (std::size_t i = 0; i < companion_.size(); ++i) {
        const std::string* const uri = element_of(file.doc, "images", i)["uri"].string();
        if (uri != nullptr && !is_data_uri(*uri))
            companion_[i] = companions.add(*uri, "texture", Notation::uri, tally);
    }
    note_missing_textures(companions, tally);
}

bool GltfColours::prepare(const GltfInstance& instance)
{
    const GltfMaterial* const material = instance.material;
    if (material == nullptr)
        return instance.colours.has_value();
    const auto companion = material->image && *material->image < companion_.size()
                               ? companion_[*material->image]
                               : std::nullopt;
    const bool missing = companion && !companions_->found(*companion);
    if (material->image && instance.texcoords)
        textured_.push_back(&instance);
    const bool is_white = std::all_of(
        material->factor.begin(), material->factor.end(), [](double f) { return f == 1; });
    return instance.colours || !is_white || (material->image && instance.texcoords && !missing);
}

Result<Image> GltfColours::load(std::uint64_t index)
{
    const Json& source = element_of(file_->doc, "images", index);
    const std::string name = "image " + std::to_string(index);
    if (index < companion_.size() && companion_[index]) {
        const std::size_t companion = *companion_[index];
        const std::string& named = companions_->list()[companion].named;
        if (!companions_->found(companion))
            return Error(Errc::not_found, "texture " + named); // reported already
        STELE_TRY(const Bytes bytes, companions_->read(companion, kMaxTextureFileBytes));
        return decode_texture(bytes, named);
    }
    if (const std::string* const uri = source["uri"].string()) {
        const auto bytes = decode_data_uri(*uri);
        if (!bytes)
            return Error(Errc::malformed, name + ": a data URI that RFC 2397 does not allow");
        return decode_texture(*bytes, name);
    }
    const auto view = whole_number(source["bufferView"]);
    if (!view)
        return Error(Errc::malformed, name + " has neither uri nor bufferView");
    STELE_TRY(const ByteSpan bytes, buffers_->view(*view).in(name));
    return decode_texture(bytes, name);
}

std::vector<TexturePage> GltfColours::pages() const
{
    std::vector<TexturePage> pages =
        gltf_texture_pages(*file_, *buffers_, *companions_, companion_);
    for (const auto& [index, image] : images_)
        if (image.pixels.empty() && index < pages.size())
            pages[index].found = false;
    return pages;
}

double GltfColours::texel_size() const
{
    return gltf_texel_size(textured_, pages());
}

const Image* GltfColours::image(std::uint64_t index)
{
    const auto known = images_.find(index);
    if (known != images_.end())
        return known->second.pixels.empty() ? nullptr : &known->second;
    Result<Image> loaded = load(index);
    if (!loaded) {
        if (loaded.error().code() != Errc::not_found)
            tally_->add(Severity::warning, "texture.unreadable", "image " + std::to_string(index),
                loaded.error().text());
        images_.emplace(index, Image{});
        return nullptr;
    }
    const std::uint64_t size = loaded->pixels.size() * sizeof(Rgba8);
    if (held_bytes_ + size > kMaxHeldBytes) {
        std::erase_if(images_, [](const auto& held) { return !held.second.pixels.empty(); });
        held_bytes_ = 0;
    }
    held_bytes_ += size;
    if (std::find(sampled_.begin(), sampled_.end(), index) == sampled_.end()) {
        sampled_.push_back(index);
        ++sampling_.textures;
        sampling_.texels += loaded->pixels.size();
    }
    return &images_.emplace(index, std::move(*loaded)).first->second;
}

// KHR_texture_transform: translation * rotation * scale. The direction of the rotation is the one
// that Khronos' TextureTransformTest marks as correct.
void GltfColours::sample_texture(
    const GltfInstance& instance, const Image& picture, std::uint64_t first, std::size_t count)
{
    const GltfMaterial& material = *instance.material;
    instance.texcoords->read(first, count, values_);
    const double cosine = std::cos(material.uv_rotation), sine = std::sin(material.uv_rotation);
    for (std::size_t i = 0; i < count; ++i) {
        const double u = values_[i * 2] * material.uv_scale[0];
        const double v = values_[i * 2 + 1] * material.uv_scale[1];
        linear_[i] = times(linear_[i],
            sample(picture, cosine * u + sine * v + material.uv_offset[0],
                cosine * v - sine * u + material.uv_offset[1], material.wrap_u, material.wrap_v));
    }
    sampling_.vertices += count;
}

void GltfColours::append(
    const GltfInstance& instance, std::uint64_t first, std::size_t count, std::vector<Rgba8>& out)
{
    linear_.assign(count, factor_of(instance));
    if (instance.colours) {
        instance.colours->read(first, count, values_);
        const std::size_t n = instance.colours->components();
        const double scale =
            instance.colours->is_normalized() ? 1 : 1 / instance.colours->full_scale();
        for (std::size_t i = 0; i < count; ++i) {
            const double* const c = values_.data() + i * n;
            const auto channel = [&](std::size_t at) { return unit(c[at] * scale); };
            linear_[i] =
                times(linear_[i], {channel(0), channel(1), channel(2), n == 4 ? channel(3) : 1.0f});
        }
    }
    if (instance.material != nullptr && instance.material->image && instance.texcoords)
        if (const Image* const picture = image(*instance.material->image))
            sample_texture(instance, *picture, first, count);
    const bool opaque =
        instance.material == nullptr || instance.material->alpha == AlphaMode::opaque;
    for (const LinearColour& colour : linear_) {
        Rgba8 encoded = srgb_from_linear(colour);
        if (opaque)
            encoded.a = 255;
        out.push_back(encoded);
    }
}

} // namespace stele::readers

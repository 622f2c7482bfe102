// One pass over the elements with texture coordinates, then one texture at a time.
#include "archive/readers/ply_texture.h"

#include "archive/base/geometry.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace stele::readers {

namespace {

constexpr std::uint16_t kNoTexture = 0xffff;
constexpr std::uint64_t kMaxListed = std::uint64_t{1} << 16; // texture coordinates of one face

struct Use {
    Vec2f uv;
    std::uint16_t texture = kNoTexture;
};

class Collector {
public:
    explicit Collector(const PlyTextureInput& in) : in_(in), body_(in.input) {}

    // As far as the body can be read.
    std::vector<Use> collect()
    {
        if (!body_.open())
            return {};
        // A claim, bounded by what the file can hold.
        std::uint64_t least_row_bytes = 0;
        for (const PlyProperty& property : body_.element(in_.vertex).properties)
            least_row_bytes += !body_.is_binary() ? 2
                               : property.is_list ? size_bytes(property.count_type)
                                                  : size_bytes(property.type);
        most_ = std::min(in_.input.size_bytes() / std::max<std::uint64_t>(1, least_row_bytes),
            body_.element(in_.vertex).count);
        const Status ignored = in_.texcoords.vertex_columns ? from_vertices() : from_faces();
        return std::move(uses_);
    }

private:
    Status from_vertices()
    {
        STELE_CHECK(body_.go_to(in_.vertex));
        const PlyElement& element = body_.element(in_.vertex);
        const auto [u, v] = *in_.texcoords.vertex_columns;
        for (std::uint64_t row = 0; row < most_; ++row) {
            double s = 0, t = 0;
            for (std::size_t i = 0; i < element.properties.size(); ++i) {
                const PlyProperty& property = element.properties[i];
                if (i == u)
                    STELE_CHECK(body_.values().next(property.type, s));
                else if (i == v)
                    STELE_CHECK(body_.values().next(property.type, t));
                else
                    STELE_CHECK(body_.skip_property(property));
            }
            uses_.push_back({{static_cast<float>(s), static_cast<float>(t)}, 0});
        }
        return {};
    }

    Status from_faces()
    {
        const PlyTexcoords::FaceList& list = *in_.texcoords.face_list;
        STELE_CHECK(body_.go_to(list.faces.element));
        const PlyElement& element = body_.element(list.faces.element);
        for (std::uint64_t row = 0; row < element.count; ++row) {
            corners_.clear();
            texcoords_.clear();
            double number = 0;
            for (std::size_t i = 0; i < element.properties.size(); ++i) {
                const PlyProperty& property = element.properties[i];
                if (i == list.faces.list)
                    STELE_CHECK(read_list(property, corners_));
                else if (i == list.texcoords)
                    STELE_CHECK(read_list(property, texcoords_));
                else if (i == list.number)
                    STELE_CHECK(body_.values().next(property.type, number));
                else
                    STELE_CHECK(body_.skip_property(property));
            }
            note_face(number);
        }
        return {};
    }

    // Longer ones are dropped, as no face needs them.
    Status read_list(const PlyProperty& property, std::vector<double>& out)
    {
        std::uint64_t length = 0;
        STELE_CHECK(body_.values().next_length(property.count_type, length));
        if (length > kMaxListed)
            return body_.values().skip(property.type, length);
        for (; length > 0; --length) {
            double value = 0;
            STELE_CHECK(body_.values().next(property.type, value));
            out.push_back(value);
        }
        return {};
    }

    void note_face(double number)
    {
        if (texcoords_.size() < 2 * corners_.size() || !(number >= 0) ||
            number >= static_cast<double>(in_.textures.size()))
            return;
        for (std::size_t i = 0; i < corners_.size(); ++i) {
            if (!(corners_[i] >= 0) || corners_[i] >= static_cast<double>(most_))
                continue;
            const auto vertex = static_cast<std::size_t>(corners_[i]);
            if (vertex >= uses_.size())
                uses_.resize(std::max(vertex + 1, std::min<std::size_t>(uses_.size() * 2, most_)));
            if (uses_[vertex].texture == kNoTexture)
                uses_[vertex] = {{static_cast<float>(texcoords_[2 * i]),
                                     static_cast<float>(texcoords_[2 * i + 1])},
                    static_cast<std::uint16_t>(number)};
        }
    }

    const PlyTextureInput& in_;
    PlyBody body_;
    std::uint64_t most_ = 0;
    std::vector<Use> uses_;
    std::vector<double> corners_, texcoords_;
};

void sample_texture(
    std::uint16_t number, const Image& image, const std::vector<Use>& uses, PlyColours& out)
{
    for (std::size_t v = 0; v < uses.size(); ++v) {
        if (uses[v].texture != number)
            continue;
        // As in OBJ, v counts upwards from the last row.
        Rgba8 colour = srgb_from_linear(sample(
            image, double(uses[v].uv.x), 1 - double(uses[v].uv.y), Wrap::repeat, Wrap::repeat));
        colour.a = 255;
        out.colours[v] = colour;
        ++out.sampling.vertices;
    }
}

} // namespace

PlyTexcoords find_ply_texcoords(
    const PlyHeader& header, std::size_t vertex, const std::vector<PlyFaceElement>& faces)
{
    PlyTexcoords texcoords;
    using Names = std::array<std::string_view, 2>;
    for (const Names& names : {Names{"s", "t"}, Names{"u", "v"}, Names{"texture_u", "texture_v"},
             Names{"texture_s", "texture_t"}}) {
        const auto u = header.elements[vertex].find(names[0]);
        const auto v = header.elements[vertex].find(names[1]);
        const auto is_scalar = [&](const auto& i) {
            return i && !header.elements[vertex].properties[*i].is_list;
        };
        if (!texcoords.vertex_columns && is_scalar(u) && is_scalar(v))
            texcoords.vertex_columns = {*u, *v};
    }
    for (const PlyFaceElement& candidate : faces) {
        const PlyElement& element = header.elements[candidate.element];
        const auto list = element.find("texcoord");
        const auto number = element.find("texnumber");
        if (candidate.is_strip || !list || !element.properties[*list].is_list ||
            texcoords.face_list)
            continue;
        texcoords.face_list = {candidate, *list, {}};
        if (number && !element.properties[*number].is_list)
            texcoords.face_list->number = number;
    }
    return texcoords;
}

PlyColours colour_ply_vertices(const PlyTextureInput& in, FindingTally& tally)
{
    PlyColours out;
    const std::vector<Use> uses = Collector(in).collect();
    out.colours.resize(uses.size());
    for (std::size_t i = 0; i < in.textures.size() && i < kNoTexture; ++i) {
        const std::size_t companion = in.textures[i];
        TexturePage& page = out.pages.emplace_back();
        page.name = in.companions.list()[companion].named;
        if (!in.companions.found(companion))
            continue;
        const auto bytes = in.companions.read(companion, kMaxTextureFileBytes);
        const auto image =
            bytes ? decode_texture(*bytes, page.name) : Result<Image>(Error(bytes.error()));
        if (!image) {
            tally.add(Severity::warning, "texture.unreadable", page.name, image.error().text());
            continue;
        }
        page.found = true;
        page.width = image->width;
        page.height = image->height;
        ++out.sampling.textures;
        out.sampling.texels += image->pixels.size();
        sample_texture(static_cast<std::uint16_t>(i), *image, uses, out);
    }
    return out;
}

} // namespace stele::readers

// Wavefront OBJ: one pass counts and finds the materials, one delivers vertices, one faces. Memory
// is bounded, but for the texture coordinates of a textured file.
#include "archive/base/shown_text.h"
#include "archive/readers/face_sink.h"
#include "archive/readers/obj_colour.h"
#include "archive/readers/obj_face.h"
#include "archive/readers/obj_survey.h"
#include "archive/readers/readers_internal.h"
#include "archive/readers/text_stream.h"
#include "archive/readers/texture_pages.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <set>

namespace stele::readers {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

class ObjSource final : public ScanSource {
public:
    ObjSource(Input input, Companions companions)
        : input_(std::make_unique<Input>(std::move(input))), companions_(std::move(companions))
    {
    }

    Status open();

    const ScanInfo& info() const override { return info_; }
    Result<bool> next_vertices(VertexBatch& out) override;
    Result<bool> next_faces(std::vector<Triangle>& out) override;
    Findings findings() const override;
    std::vector<TexturePage> texture_pages() const override
    {
        return obj_texture_pages(
            companions_, materials_, colours_ ? colours_->unreadable : std::vector<std::size_t>());
    }
    double texel_size() const override { return colours_ ? colours_->texel_size : 0; }

private:
    // A pass over the file, one statement at a time.
    struct Pass {
        explicit Pass(const Input& input) : stream(input), text(stream) {}
        ByteStream stream;
        TextStream text;
    };

    void read_libraries();
    void read_library(const std::string& named);
    void check_textures();
    std::vector<Vec3f> load_positions() const;
    void append_vertex(std::string_view rest, VertexBatch& out);
    void start_pass() { pass_ = std::make_unique<Pass>(*input_); }
    std::string line_text() const { return "line " + std::to_string(pass_->text.line_number()); }

    std::unique_ptr<Input> input_;
    Companions companions_;
    ScanInfo info_;
    ObjSurvey survey_;
    std::vector<ObjMaterial> materials_;
    bool has_material_colours_ = false;
    std::optional<ObjColours> colours_;

    std::unique_ptr<Pass> pass_;
    bool in_faces_ = false;
    std::uint64_t delivered_ = 0;
    std::uint64_t vertices_passed_ = 0, texcoords_passed_ = 0;
    std::vector<ObjCorner> corners_;
    std::vector<std::int64_t> polygon_;
    FaceSink sink_;
    FindingTally tally_;
};

Status ObjSource::open()
{
    info_.format = "Wavefront OBJ";
    STELE_CHECK(survey_obj(*input_, survey_, info_, tally_));
    if (survey_.vertices == 0)
        return Error(Errc::malformed, "an OBJ file without vertices");
    if (survey_.vertices > kMaxVertices)
        return Error(Errc::limit, "more than 4294967295 vertices");
    read_libraries();
    check_textures();
    info_.declared_vertices = survey_.vertices;
    info_.declared_faces = survey_.faces;
    info_.is_point_cloud = survey_.faces == 0;
    info_.has_colours = survey_.coloured || has_material_colours_;
    info_.companions = companions_.list();
    return {};
}

// "mtllib my file.mtl" is one name for most exporters and two for the specification: the whole line
// first.
void ObjSource::read_libraries()
{
    for (const std::string& names : survey_.libraries) {
        FindingTally ignored;
        Companions probe = companions_;
        if (names.find(' ') == names.npos ||
            probe.found(probe.add(names, "material", Notation::path, ignored))) {
            read_library(names);
            continue;
        }
        std::string_view rest = names;
        for (std::string_view name = take_word(rest); !name.empty() && name.front() != '#';
             name = take_word(rest))
            read_library(std::string(name));
    }
}

void ObjSource::read_library(const std::string& named)
{
    const std::size_t before = companions_.list().size();
    const std::size_t library = companions_.add(named, "material", Notation::path, tally_);
    if (library < before)
        return;
    if (!companions_.found(library)) {
        tally_.add(Severity::warning, "material.missing", named,
            "the material library " + named +
                " was not found beside the scan; colours from it are lost");
        return;
    }
    const Status read = read_mtl(library, companions_, tally_, materials_);
    if (!read)
        tally_.add(Severity::warning, "material.unreadable", named, read.error().text());
}

void ObjSource::check_textures()
{
    note_missing_textures(companions_, tally_);
    std::set<std::string_view> defined;
    for (const ObjMaterial& material : materials_)
        defined.insert(material.name);
    for (const std::string& name : survey_.materials)
        if (!materials_.empty() && !defined.contains(name))
            tally_.add(Severity::info, "material.undefined", "material " + excerpt(name),
                "faces use materials that no material library defines, and have no colour from "
                "them");
    for (const ObjMaterial& material : materials_) {
        if (!survey_.materials.contains(material.name))
            continue;
        has_material_colours_ = has_material_colours_ || material.kd.has_value();
        has_material_colours_ =
            has_material_colours_ || (material.texture && companions_.found(*material.texture));
    }
}

// Another pass, for polygons; from the first vertex, so that floats are precise.
std::vector<Vec3f> ObjSource::load_positions() const
{
    std::vector<Vec3f> positions;
    positions.reserve(static_cast<std::size_t>(delivered_));
    Pass pass(*input_);
    std::string_view line;
    std::optional<Vec3d> origin;
    for (;;) {
        const Result<bool> more = pass.text.next_joined_line(line);
        if (!more || !*more)
            return positions;
        if (take_word(line) != "v")
            continue;
        std::array<double, 7> values{};
        parse_obj_vertex(line, values);
        const Vec3d p{values[0], values[1], values[2]};
        origin = origin.value_or(p);
        positions.push_back(to_float(p - *origin));
    }
}

void ObjSource::append_vertex(std::string_view rest, VertexBatch& out)
{
    std::array<double, 7> values{};
    const std::size_t count = parse_obj_vertex(rest, values);
    if (count < 3) {
        // Kept as a place-holder, so that the numbers of later vertices stay right.
        values = {kNaN, kNaN, kNaN};
        tally_.add(Severity::warning, "obj.bad-vertex", line_text(),
            "vertices have fewer than three numbers, and are left out with their faces");
    }
    out.positions.push_back({values[0], values[1], values[2]});
    if (!info_.has_colours)
        return;
    const auto index = static_cast<std::size_t>(delivered_ + out.positions.size() - 1);
    const bool textured =
        colours_ && index < colours_->colours.size() && colours_->from_texture[index];
    Rgba8 colour;
    if (count >= 6 && !textured) {
        const double scale = survey_.counts_to_255() ? 1 : 255;
        const auto byte = [&](double v) {
            return v > 0 ? static_cast<std::uint8_t>(std::lround(std::min(v * scale, 255.0)))
                         : std::uint8_t{0};
        };
        colour = {byte(values[3]), byte(values[4]), byte(values[5]), 255};
    } else if (colours_ && index < colours_->colours.size()) {
        colour = colours_->colours[index];
    }
    out.colours.push_back(colour);
}

Result<bool> ObjSource::next_vertices(VertexBatch& out)
{
    out.clear();
    if (has_material_colours_ && !colours_) {
        STELE_TRY(colours_,
            colour_obj_vertices({*input_, companions_, materials_, survey_.vertices}, tally_));
    }
    if (pass_ == nullptr)
        start_pass();
    std::string_view line;
    while (out.positions.size() < kBatch) {
        STELE_TRY(const bool more, pass_->text.next_joined_line(line));
        if (!more)
            break;
        if (take_word(line) == "v")
            append_vertex(line, out);
    }
    delivered_ += out.positions.size();
    if (delivered_ > kMaxVertices)
        return Error(Errc::limit, "more than 4294967295 vertices");
    sink_.set_vertex_count(delivered_);
    return !out.positions.empty();
}

Result<bool> ObjSource::next_faces(std::vector<Triangle>& out)
{
    out.clear();
    if (!in_faces_) {
        start_pass();
        in_faces_ = true;
        sink_.set_positions([this] { return load_positions(); });
        if (colours_)
            colours_->colours = {};
    }
    sink_.set_output(out);
    std::string_view line;
    while (!sink_.is_full()) {
        STELE_TRY(const bool more, pass_->text.next_joined_line(line));
        if (!more)
            break;
        const std::string_view keyword = take_word(line);
        if (keyword == "v") {
            ++vertices_passed_;
        } else if (keyword == "vt") {
            ++texcoords_passed_;
        } else if (keyword == "f" || keyword == "fo") {
            if (!parse_obj_face(line, vertices_passed_, texcoords_passed_, corners_)) {
                tally_.add(Severity::warning, "obj.bad-face", line_text(),
                    "faces whose corners are no numbers are left out");
                continue;
            }
            polygon_.clear();
            for (const ObjCorner& corner : corners_)
                polygon_.push_back(corner.vertex);
            sink_.polygon(polygon_);
        }
    }
    return !out.empty();
}

Findings ObjSource::findings() const
{
    FindingTally tally = tally_;
    sink_.report(tally);
    if (colours_ && colours_->sampling.textures > 0)
        tally.add(Severity::info, "texture.sampled-to-vertex", "", colours_->sampling.text(),
            colours_->sampling.vertices);
    survey_.report(tally);
    return tally.findings();
}

} // namespace

OpenedScan open_obj(Input input, Companions companions)
{
    auto source = std::make_unique<ObjSource>(std::move(input), std::move(companions));
    STELE_CHECK(source->open());
    return std::unique_ptr<ScanSource>(std::move(source));
}

} // namespace stele::readers

// Wavefront OBJ: one pass counts and finds the materials, one delivers vertices, one faces. Memory
// is bounded, but for the texture coordinates of a textured file.
#include "archive/readers/face_sink.h"
#include "archive/readers/numbers.h"
#include "archive/readers/obj_colour.h"
#include "archive/readers/obj_face.h"
#include "archive/readers/readers_internal.h"
#include "archive/readers/stated_units.h"
#include "archive/readers/text_stream.h"
#include "archive/readers/texture_pages.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace stele::readers {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// What the first pass learns.
struct ObjSurvey {
    std::uint64_t vertices = 0, faces = 0, points = 0, lines = 0, free_forms = 0, normals = 0;
    bool coloured = false;
    double brightest = 0; // colours beyond 1 mean that they count to 255
    std::vector<std::string> libraries;
    std::set<std::string, std::less<>> materials;
};

// "x y z [w]" or "x y z r g b [a]"; how many numbers were there.
std::size_t parse_vertex(std::string_view rest, std::array<double, 7>& values)
{
    std::size_t count = 0;
    while (count < values.size()) {
        const std::string_view word = take_word(rest);
        if (word.empty() || !parse_number(word, values[count]))
            break;
        ++count;
    }
    return count;
}

void survey_statement(std::string_view keyword, std::string_view rest, ObjSurvey& survey)
{
    if (keyword == "v") {
        // The first vertex tells whether the file has colours; then all are looked at for their
        // range.
        if (survey.vertices++ == 0 || survey.coloured) {
            std::array<double, 7> values{};
            const std::size_t count = parse_vertex(rest, values);
            survey.coloured = survey.coloured || count >= 6;
            for (std::size_t i = 3; i < 6 && count >= 6; ++i)
                survey.brightest = std::max(survey.brightest, values[i]);
        }
    } else if (keyword == "f" || keyword == "fo") {
        ++survey.faces;
    } else if (keyword == "vn") {
        ++survey.normals;
    } else if (keyword == "p") {
        ++survey.points;
    } else if (keyword == "l") {
        ++survey.lines;
    } else if (keyword == "curv" || keyword == "curv2" || keyword == "surf") {
        ++survey.free_forms;
    } else if (keyword == "mtllib") {
        survey.libraries.emplace_back(trimmed(rest));
    } else if (keyword == "usemtl") {
        survey.materials.emplace(trimmed(rest));
    }
}

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

    Status survey();
    void read_libraries();
    void read_library(const std::string& named);
    void check_textures();
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
    STELE_CHECK(survey());
    if (survey_.faces == 0)
        return survey_.vertices == 0
                   ? Error(Errc::malformed, "an OBJ file without vertices and faces")
                   : Error(Errc::unsupported,
                         "an OBJ file with " + std::to_string(survey_.vertices) +
                             " points and no faces: points are not supported yet");
    if (survey_.vertices > kMaxVertices)
        return Error(Errc::limit, "more than 4294967295 vertices");
    read_libraries();
    check_textures();
    info_.declared_vertices = survey_.vertices;
    info_.declared_faces = survey_.faces;
    info_.has_colours = survey_.coloured || has_material_colours_;
    info_.companions = companions_.list();
    return {};
}

Status ObjSource::survey()
{
    start_pass();
    std::string_view line;
    for (;;) {
        STELE_TRY(const bool more, pass_->text.next_joined_line(line));
        if (!more)
            break;
        const std::string_view keyword = take_word(line);
        if (keyword.starts_with('#'))
            note_stated_units(
                keyword == "#"
                    ? line
                    : std::string_view(keyword.data() + 1,
                          static_cast<std::size_t>(line.data() + line.size() - keyword.data()) - 1),
                info_);
        else
            survey_statement(keyword, line, survey_);
    }
    pass_.reset();
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
        for (std::string_view name = take_word(rest); !name.empty(); name = take_word(rest))
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
    for (const ObjMaterial& material : materials_) {
        if (!survey_.materials.contains(material.name))
            continue;
        has_material_colours_ = has_material_colours_ || material.kd.has_value();
        has_material_colours_ =
            has_material_colours_ || (material.texture && companions_.found(*material.texture));
    }
}

void ObjSource::append_vertex(std::string_view rest, VertexBatch& out)
{
    std::array<double, 7> values{};
    const std::size_t count = parse_vertex(rest, values);
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
        const double scale = survey_.brightest > 1 ? 1 : 255;
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
    if (survey_.points > 0)
        tally.add(Severity::info, "scan.points-skipped", "",
            "point statements are left out: points are not supported yet", survey_.points);
    if (survey_.lines > 0)
        tally.add(Severity::info, "scan.lines-skipped", "", "line statements are left out",
            survey_.lines);
    if (survey_.free_forms > 0)
        tally.add(Severity::warning, "scan.free-forms-skipped", "",
            "free-form curves and surfaces are left out; export them as polygons",
            survey_.free_forms);
    if (survey_.normals > 0)
        tally.add(Severity::info, "scan.normals-not-kept", "",
            "OBJ keeps normals by corner, not by vertex; they are derived from the surface instead",
            survey_.normals);
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

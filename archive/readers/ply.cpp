// PLY in bounded memory: vertices and faces are found by element order, streamed once, and
// everything else is skipped. A body that ends early or goes wrong gives what came before, with a
// finding.
#include "archive/base/shown_text.h"
#include "archive/readers/ply_columns.h"
#include "archive/readers/ply_faces.h"
#include "archive/readers/ply_texture.h"
#include "archive/readers/ply_vertices.h"
#include "archive/readers/readers_internal.h"
#include "archive/readers/stated_units.h"

#include <algorithm>

namespace stele::readers {

namespace {

class PlySource final : public ScanSource {
public:
    PlySource(Input input, Companions companions)
        : input_(std::make_unique<Input>(std::move(input))), companions_(std::move(companions))
    {
    }

    Status open();

    const ScanInfo& info() const override { return info_; }
    Result<bool> next_vertices(VertexBatch& out) override;
    Result<bool> next_faces(std::vector<Triangle>& out) override;
    Findings findings() const override;
    std::vector<TexturePage> texture_pages() const override;

private:
    const PlyElement& vertex() const { return body_->element(vertex_); }

    void read_comments();
    void choose_colours();
    void note_unused();
    Status probe();

    void colour_batch(VertexBatch& out) const;
    std::vector<Vec3f> load_positions() const;
    void note_loss(const Error& error);
    void look_behind_the_faces();

    std::unique_ptr<Input> input_; // stable address for body_
    Companions companions_;
    std::unique_ptr<PlyBody> body_;
    ScanInfo info_;
    PlyColumns columns_;
    std::size_t vertex_ = 0; // element
    std::optional<PlyVertices> vertices_;
    std::optional<PlyFaces> faces_;
    std::vector<std::size_t> textures_; // companions
    PlyTexcoords texcoords_;
    bool is_sampled_ = false;
    PlyColours colours_;

    bool in_vertices_ = false, at_end_ = false;
    std::uint64_t delivered_ = 0;
    FindingTally tally_;
};

// Errors that lie in the bytes, not in reading them.
bool is_of_content(const Error& error)
{
    return error.code() == Errc::malformed || error.code() == Errc::limit;
}

Status PlySource::open()
{
    body_ = std::make_unique<PlyBody>(*input_);
    STELE_CHECK(body_->open());
    const PlyHeader& header = body_->header();
    const PlyElement* const vertex = header.find("vertex");
    if (vertex == nullptr)
        return Error(Errc::malformed, "PLY header: no element vertex");
    vertex_ = static_cast<std::size_t>(vertex - header.elements.data());
    STELE_TRY(columns_, PlyColumns::plan(*vertex));
    if (vertex->count == 0)
        return Error(Errc::unsupported, "a PLY file without vertices: there is nothing to show");
    vertices_.emplace(*body_, vertex_, columns_);
    faces_.emplace(*body_, find_ply_faces(header, tally_));
    faces_->sink().set_positions([this] { return load_positions(); });

    info_.format = !body_->is_binary()  ? "PLY ASCII 1.0"
                   : body_->must_swap() ? "PLY binary big-endian 1.0"
                                        : "PLY binary little-endian 1.0";
    info_.declared_vertices = vertex->count;
    std::uint64_t declared_faces = 0;
    bool has_strips = false;
    for (const PlyFaceElement& faces : faces_->elements()) {
        declared_faces += body_->element(faces.element).count;
        has_strips = has_strips || faces.is_strip;
    }
    if (!has_strips)
        info_.declared_faces = declared_faces;
    info_.has_colours = columns_.has_colours();
    info_.has_normals = columns_.has_normals();
    read_comments();
    choose_colours();
    note_unused();
    info_.companions = companions_.list();
    return probe();
}

void PlySource::read_comments()
{
    for (const std::string& comment : body_->header().comments) {
        note_stated_units(comment, info_);
        note_stated_reference(comment, tally_);
        std::string_view rest = comment;
        if (take_word(rest) == "TextureFile" && !trimmed(rest).empty())
            textures_.push_back(companions_.add(trimmed(rest), "texture", Notation::path, tally_));
    }
}

// Vertex colours win: programs that write both make one from the other.
void PlySource::choose_colours()
{
    texcoords_ = find_ply_texcoords(body_->header(), vertex_, faces_->elements());
    bool found = false;
    for (const std::size_t texture : textures_) {
        found = found || companions_.found(texture);
        if (!companions_.found(texture))
            tally_.add(Severity::warning, "texture.missing", companions_.list()[texture].named,
                "a texture was not found in the scan's folder; its colours are lost");
    }
    if (!found)
        return;
    is_sampled_ = !columns_.has_colours() && texcoords_.found();
    info_.has_colours = info_.has_colours || is_sampled_;
    if (!is_sampled_)
        tally_.add(Severity::info, "texture.not-sampled", "",
            columns_.has_colours()
                ? "the viewing copy shows the vertex colours, not the textures"
                : "the textures are not shown: no texture coordinates were found in the file",
            textures_.size());
}

void PlySource::note_unused()
{
    const PlyHeader& header = body_->header();
    std::string names;
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < vertex().properties.size(); ++i) {
        const bool is_texcoord =
            texcoords_.vertex_columns &&
            (texcoords_.vertex_columns->front() == i || texcoords_.vertex_columns->back() == i);
        if (columns_.uses(i) || (is_texcoord && is_sampled_))
            continue;
        if (count++ < 20)
            names += (names.empty() ? "" : ", ") + excerpt(vertex().properties[i].name);
    }
    if (count > 0)
        tally_.add(Severity::info, "ply.properties-not-shown", "",
            "of the vertices these values are kept in the original only: " + names, count);
    names.clear();
    count = 0;
    for (std::size_t e = 0; e < header.elements.size(); ++e) {
        const bool is_faces = std::any_of(faces_->elements().begin(), faces_->elements().end(),
            [e](const PlyFaceElement& f) { return f.element == e; });
        if (e == vertex_ || is_faces || header.elements[e].count == 0)
            continue;
        if (count++ < 20)
            names += (names.empty() ? "" : ", ") + excerpt(header.elements[e].name);
    }
    if (count > 0)
        tally_.add(Severity::info, "ply.elements-not-shown", "",
            "these elements are kept in the original only: " + names, count);
    for (const PlyFaceElement& faces : faces_->elements())
        if (body_->element(faces.element).find("red"))
            tally_.add(Severity::info, "scan.face-colours-skipped", "",
                "colours of faces are not used, only colours of vertices",
                body_->element(faces.element).count);
}

// A file without one whole vertex is refused before anything is kept of it; one that ends before
// its faces is a point cloud.
Status PlySource::probe()
{
    STELE_CHECK(vertices_->begin());
    VertexBatch first;
    Status read = vertices_->append(first, 1);
    if (!read)
        return std::move(read).in(vertices_->place()).take_error();
    body_->values().forget_bad_words();
    info_.is_point_cloud = faces_->elements().empty();
    if (faces_->elements().empty() || !body_->is_binary())
        return {};
    const std::size_t first_faces = faces_->elements().front().element;
    for (std::size_t e = 0; e < first_faces; ++e)
        if (!body_->element(e).stride_bytes())
            return {};
    info_.is_point_cloud = !body_->go_to(first_faces);
    return {};
}

Result<bool> PlySource::next_vertices(VertexBatch& out)
{
    out.clear();
    if (!in_vertices_) {
        in_vertices_ = true;
        if (is_sampled_)
            colours_ =
                colour_ply_vertices({*input_, vertex_, texcoords_, companions_, textures_}, tally_);
        STELE_CHECK(vertices_->begin());
    }
    if (!faces_->lost()) {
        Status read = vertices_->append(out, kBatch);
        if (!read) {
            Error error = std::move(read).in(vertices_->place()).take_error();
            if (!is_of_content(error))
                return error;
            note_loss(error);
            faces_->lose_from(vertex_);
        }
    }
    if (is_sampled_)
        colour_batch(out);
    delivered_ += out.positions.size();
    if (delivered_ > kMaxVertices)
        return Error(Errc::limit, "more than 4294967295 vertices");
    if (out.positions.empty() && !faces_->lost())
        body_->note_begin(vertex_ + 1);
    faces_->sink().set_vertex_count(delivered_);
    return !out.positions.empty();
}

void PlySource::colour_batch(VertexBatch& out) const
{
    for (std::size_t i = 0; i < out.positions.size(); ++i) {
        const auto v = static_cast<std::size_t>(delivered_ + i);
        out.colours.push_back(v < colours_.colours.size() ? colours_.colours[v] : Rgba8{});
    }
}

// A second look at the vertices that were delivered, for polygons; from the first one, so that
// floats are precise.
std::vector<Vec3f> PlySource::load_positions() const
{
    std::vector<Vec3f> positions;
    PlyBody body(*input_);
    if (!body.open())
        return positions;
    PlyVertices vertices(body, vertex_, columns_);
    if (!vertices.begin())
        return positions;
    VertexBatch batch;
    std::optional<Vec3d> origin;
    positions.reserve(static_cast<std::size_t>(delivered_));
    while (positions.size() < delivered_) {
        batch.clear();
        const Status read = vertices.append(batch, kBatch);
        for (const Vec3d p : batch.positions) {
            origin = origin.value_or(p);
            positions.push_back(to_float(p - *origin));
        }
        if (!read || batch.positions.empty())
            break;
    }
    return positions;
}

void PlySource::note_loss(const Error& error)
{
    tally_.add(Severity::warning, "scan.truncated", "",
        "the file ends early or cannot be understood from here on, and what came before is kept: " +
            error.text());
}

Result<bool> PlySource::next_faces(std::vector<Triangle>& out)
{
    for (;;) {
        Result<bool> more = faces_->next(out);
        if (!more && !is_of_content(more.error()))
            return more;
        if (!more)
            note_loss(more.error());
        if (!out.empty())
            return true;
        if (more) {
            look_behind_the_faces();
            return false;
        }
    }
}

// Whether the file holds what its header says, and no more.
void PlySource::look_behind_the_faces()
{
    if (at_end_ || faces_->lost())
        return;
    at_end_ = true;
    const Status at_end = body_->go_to(body_->header().elements.size());
    if (!at_end) {
        note_loss(at_end.error());
        return;
    }
    std::uint64_t left = body_->stream().remaining();
    if (!body_->is_binary()) {
        const auto word = body_->values().next_word();
        left = word && word->empty() ? 0 : body_->stream().remaining() + (word ? word->size() : 0);
    }
    if (left > 0)
        tally_.add(Severity::info, "scan.trailing-bytes", "",
            "bytes follow after the last element and are kept in the original only", left);
}

Findings PlySource::findings() const
{
    FindingTally tally = tally_;
    faces_->sink().report(tally);
    const PlyValues& values = body_->values();
    if (values.bad_words() > 0)
        tally.add(Severity::warning, "scan.not-a-number", "",
            "words stand where numbers belong, the first is \"" + values.first_bad_word() + '"',
            values.bad_words());
    if (colours_.sampling.textures > 0)
        tally.add(Severity::info, "texture.sampled-to-vertex", "", colours_.sampling.text(),
            colours_.sampling.vertices);
    return tally.findings();
}

std::vector<TexturePage> PlySource::texture_pages() const
{
    if (is_sampled_)
        return colours_.pages;
    std::vector<TexturePage> pages;
    for (const std::size_t texture : textures_) {
        TexturePage page;
        page.name = companions_.list()[texture].named;
        page.found = companions_.found(texture);
        pages.push_back(std::move(page));
    }
    return pages;
}

} // namespace

OpenedScan open_ply(Input input, Companions companions)
{
    auto source = std::make_unique<PlySource>(std::move(input), std::move(companions));
    STELE_CHECK(source->open());
    return std::unique_ptr<ScanSource>(std::move(source));
}

} // namespace stele::readers

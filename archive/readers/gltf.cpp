// glTF 2.0 as a pull source: the asset is mapped or read once, geometry is decoded a batch at a
// time. Triangles are shown, or points where there are none.
#include "archive/readers/face_sink.h"
#include "archive/readers/gltf_colour.h"
#include "archive/readers/gltf_triangles.h"
#include "archive/readers/readers_internal.h"

#include <algorithm>

namespace stele::readers {

namespace {

class GltfSource final : public ScanSource {
public:
    GltfSource(Input input, Companions companions)
        : input_(std::move(input)), companions_(std::move(companions))
    {
    }

    Status open();

    const ScanInfo& info() const override { return info_; }
    Result<bool> next_vertices(VertexBatch& out) override;
    Result<bool> next_faces(std::vector<Triangle>& out) override;
    Findings findings() const override;
    std::vector<TexturePage> texture_pages() const override { return colours_->pages(); }
    double texel_size() const override { return colours_->texel_size(); }

private:
    void describe();
    void append_vertices(const GltfInstance& instance, std::size_t count, VertexBatch& out);
    void append_normals(const GltfInstance& instance, std::size_t count, VertexBatch& out);
    void keep_named_points(const GltfInstance& instance, std::size_t from, VertexBatch& out);
    void append_faces(const GltfInstance& instance);
    void note_left_out();
    std::string other_scenes() const;

    // In the order of dependence.
    Input input_;
    Companions companions_;
    FindingTally tally_;
    GltfFile file_;
    GltfModel model_;
    std::optional<GltfBuffers> buffers_;
    std::optional<GltfColours> colours_;
    GltfScene scene_;
    ScanInfo info_;

    std::size_t instance_ = 0;
    std::uint64_t element_ = 0; // vertex or corner in the instance
    bool in_faces_ = false;
    std::vector<double> values_;
    std::vector<std::int64_t> corners_;
    std::vector<bool> is_named_; // vertices of the instance that its indices name, if it is points
    TriangleAssembler assembler_;
    std::uint64_t incomplete_ = 0, missing_points_ = 0;
    FaceSink sink_;
};

Status GltfSource::open()
{
    STELE_TRY(const ByteSpan bytes, input_.map());
    STELE_TRY(file_, read_gltf_file(bytes));
    STELE_TRY(model_, read_gltf_model(file_.doc, tally_));
    buffers_.emplace(file_, companions_, tally_);
    colours_.emplace(file_, *buffers_, companions_, tally_);
    STELE_TRY(scene_, flatten_scene(file_, model_, *buffers_, tally_));
    note_left_out();
    describe();
    return {};
}

// What the asset has and the viewing copy does not.
void GltfSource::note_left_out()
{
    if (file_.trailing_bytes > 0)
        tally_.add(Severity::info, "gltf.trailing-bytes", "",
            "bytes follow the end that the header states; they are not read", file_.trailing_bytes);
    if (const std::size_t animations = count_of(file_.doc, "animations"); animations > 0)
        tally_.add(Severity::info, "gltf.animations-skipped", "",
            "animations are not applied: the asset is shown at rest", animations);
    if (const std::size_t scenes = count_of(file_.doc, "scenes"); scenes > 1 && model_.scene)
        tally_.add(Severity::warning, "gltf.scenes-skipped", "", other_scenes(), scenes - 1);
}

// "of 3 scenes, "front" is shown; left out: "back", scene 2"
std::string GltfSource::other_scenes() const
{
    constexpr std::size_t kMostNames = 8;
    const std::size_t scenes = count_of(file_.doc, "scenes");
    const auto name_of = [this](std::size_t index) {
        const std::string name = element_of(file_.doc, "scenes", index)["name"].string_or("");
        return name.empty() ? "scene " + std::to_string(index) : in_quotes(name);
    };
    std::string text = "of " + std::to_string(scenes) + " scenes, " + name_of(*model_.scene) +
                       " is shown; left out:";
    std::size_t named = 0;
    for (std::size_t i = 0; i < scenes && named < kMostNames; ++i)
        if (i != *model_.scene)
            text += (named++ == 0 ? " " : ", ") + name_of(i);
    return scenes - 1 > named ? text + " and others" : text;
}

void GltfSource::describe()
{
    info_.format = file_.is_binary ? "glTF 2.0 binary" : "glTF 2.0";
    info_.metres_per_unit = 1;
    info_.units_reason = "glTF 2.0, section 3.4: metres";
    info_.up = UpAxis::y;
    info_.up_reason = "glTF 2.0, section 3.4: +Y is up";
    info_.is_point_cloud = scene_.is_points;
    std::uint64_t vertices = 0, faces = 0;
    for (const GltfInstance& instance : scene_.instances) {
        vertices += instance.positions.count();
        const std::uint64_t corners = instance.corner_count();
        if (!scene_.is_points)
            faces += instance.topology == Topology::triangles
                         ? corners / 3
                         : corners - std::min<std::uint64_t>(corners, 2);
        info_.has_normals = info_.has_normals || instance.normals.has_value();
        const bool coloured = colours_->prepare(instance);
        info_.has_colours = info_.has_colours || coloured;
    }
    info_.declared_vertices = vertices;
    info_.declared_faces = faces;
    info_.companions = companions_.list();
    sink_.set_vertex_count(vertices);
}

void GltfSource::append_normals(const GltfInstance& instance, std::size_t count, VertexBatch& out)
{
    if (!instance.normals) {
        out.normals.resize(out.positions.size());
        return;
    }
    // The inverse transpose, up to a scale: columns are cross products of the transform's columns.
    const Mat4& m = instance.world_from_local;
    const Vec3d x{m.m[0], m.m[1], m.m[2]}, y{m.m[4], m.m[5], m.m[6]}, z{m.m[8], m.m[9], m.m[10]};
    const double sign = instance.is_mirrored ? -1 : 1;
    const Vec3d nx = cross(y, z) * sign, ny = cross(z, x) * sign, nz = cross(x, y) * sign;
    instance.normals->read(element_, count, values_);
    for (std::size_t i = 0; i < count; ++i) {
        const Vec3d n =
            normalized(nx * values_[i * 3] + ny * values_[i * 3 + 1] + nz * values_[i * 3 + 2]);
        out.normals.push_back(is_finite(n) ? to_float(n) : Vec3f{});
    }
}

void GltfSource::append_vertices(const GltfInstance& instance, std::size_t count, VertexBatch& out)
{
    const std::size_t from = out.positions.size();
    instance.positions.read(element_, count, values_);
    for (std::size_t i = 0; i < count; ++i)
        out.positions.push_back(instance.world_from_local.point(
            {values_[i * 3], values_[i * 3 + 1], values_[i * 3 + 2]}));
    if (info_.has_normals)
        append_normals(instance, count, out);
    if (info_.has_colours)
        colours_->append(instance, element_, count, out.colours);
    if (scene_.is_points && instance.indices)
        keep_named_points(instance, from, out);
}

// Of the vertices just appended, those that the indices of a primitive of points name, once each.
void GltfSource::keep_named_points(const GltfInstance& instance, std::size_t from, VertexBatch& out)
{
    if (element_ == 0) {
        is_named_.assign(static_cast<std::size_t>(instance.positions.count()), false);
        for (std::uint64_t first = 0; first < instance.corner_count(); first += kBatch) {
            const std::uint64_t left = instance.corner_count() - first;
            read_corners(instance, first,
                static_cast<std::size_t>(std::min<std::uint64_t>(left, kBatch)), corners_);
            for (const std::int64_t corner : corners_)
                if (static_cast<std::uint64_t>(corner) < instance.positions.count())
                    is_named_[static_cast<std::size_t>(corner)] = true;
                else
                    ++missing_points_;
        }
    }
    std::size_t to = from;
    for (std::size_t i = from; i < out.positions.size(); ++i) {
        if (!is_named_[static_cast<std::size_t>(element_) + (i - from)])
            continue;
        out.positions[to] = out.positions[i];
        if (info_.has_normals)
            out.normals[to] = out.normals[i];
        if (info_.has_colours)
            out.colours[to] = out.colours[i];
        ++to;
    }
    out.positions.resize(to);
    out.normals.resize(info_.has_normals ? to : 0);
    out.colours.resize(info_.has_colours ? to : 0);
}

Result<bool> GltfSource::next_vertices(VertexBatch& out)
{
    out.clear();
    while (out.positions.size() < kBatch && instance_ < scene_.instances.size()) {
        const GltfInstance& instance = scene_.instances[instance_];
        const std::uint64_t left = instance.positions.count() - element_;
        const auto count =
            static_cast<std::size_t>(std::min<std::uint64_t>(left, kBatch - out.positions.size()));
        append_vertices(instance, count, out);
        element_ += count;
        if (element_ == instance.positions.count()) {
            ++instance_;
            element_ = 0;
        }
    }
    return !out.positions.empty();
}

void GltfSource::append_faces(const GltfInstance& instance)
{
    // Outside this primitive's vertices is outside, even where another primitive's begin.
    const auto global = [&](std::int64_t local) {
        return static_cast<std::uint64_t>(local) < instance.positions.count()
                   ? local + static_cast<std::int64_t>(instance.first_vertex)
                   : std::int64_t{-1};
    };
    if (element_ == 0)
        assembler_ = TriangleAssembler(instance.topology);
    const std::uint64_t left = instance.corner_count() - element_;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left, kBatch));
    read_corners(instance, element_, count, corners_);
    element_ += count;
    for (const std::int64_t corner : corners_)
        if (const auto triangle = assembler_.add(corner)) {
            const auto [a, b, c] = *triangle;
            sink_.triangle(global(a), global(instance.is_mirrored ? c : b),
                global(instance.is_mirrored ? b : c));
        }
}

Result<bool> GltfSource::next_faces(std::vector<Triangle>& out)
{
    out.clear();
    sink_.set_output(out);
    if (!in_faces_) {
        in_faces_ = true;
        instance_ = scene_.is_points ? scene_.instances.size() : 0;
        element_ = 0;
    }
    while (!sink_.is_full() && instance_ < scene_.instances.size()) {
        const GltfInstance& instance = scene_.instances[instance_];
        append_faces(instance);
        if (element_ == instance.corner_count()) {
            if (!assembler_.is_whole())
                ++incomplete_;
            ++instance_;
            element_ = 0;
        }
    }
    return !out.empty();
}

Findings GltfSource::findings() const
{
    FindingTally tally = tally_;
    sink_.report(tally);
    if (incomplete_ > 0)
        tally.add(Severity::warning, "scan.face-with-fewer-than-3", "",
            "primitives end with fewer than three corners, which are left out", incomplete_);
    if (missing_points_ > 0)
        tally.add(Severity::warning, "scan.index-out-of-range", "",
            "points name vertices that the file does not have, and are left out", missing_points_);
    const SamplingReport& sampling = colours_->sampling();
    if (sampling.textures > 0)
        tally.add(
            Severity::info, "texture.sampled-to-vertex", "", sampling.text(), sampling.vertices);
    return tally.findings();
}

} // namespace

OpenedScan open_gltf(Input input, Companions companions)
{
    auto source = std::make_unique<GltfSource>(std::move(input), std::move(companions));
    STELE_CHECK(source->open());
    return std::unique_ptr<ScanSource>(std::move(source));
}

} // namespace stele::readers

// glTF 2.0 as a pull source: the asset is mapped or read once, geometry is decoded a batch at a
// time.
#include "archive/readers/face_sink.h"
#include "archive/readers/gltf_colour.h"
#include "archive/readers/gltf_scene.h"
#include "archive/readers/readers_internal.h"

#include <algorithm>
#include <cmath>

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
    void append_faces(const GltfInstance& instance);
    void emit(const GltfInstance& instance, std::int64_t corner);
    void triangle(const GltfInstance& instance, std::int64_t a, std::int64_t b, std::int64_t c);

    // In the order of dependence.
    Input input_;
    Companions companions_;
    FindingTally tally_;
    GltfFile file_;
    GltfModel model_;
    std::optional<GltfBuffers> buffers_;
    std::optional<GltfColours> colours_;
    std::vector<GltfInstance> instances_;
    ScanInfo info_;

    std::size_t instance_ = 0;
    std::uint64_t element_ = 0; // vertex or corner in the instance
    bool in_faces_ = false;
    std::vector<double> values_;
    std::array<std::int64_t, 2> last_{}; // corners of the strip, fan or triangle being read
    std::uint64_t incomplete_ = 0;
    FaceSink sink_;
};

Status GltfSource::open()
{
    STELE_TRY(const ByteSpan bytes, input_.map());
    STELE_TRY(file_, read_gltf_file(bytes));
    STELE_TRY(model_, read_gltf_model(file_.doc));
    buffers_.emplace(file_, companions_, tally_);
    colours_.emplace(file_, *buffers_, companions_, tally_);
    STELE_TRY(instances_, flatten_scene(file_, model_, *buffers_, tally_));
    if (instances_.empty())
        return Error(Errc::unsupported, "a glTF asset without triangles in its scene");
    describe();
    return {};
}

void GltfSource::describe()
{
    info_.format = file_.is_binary ? "glTF 2.0 binary" : "glTF 2.0";
    info_.metres_per_unit = 1;
    info_.units_reason = "glTF 2.0, section 3.4: metres";
    info_.up = UpAxis::y;
    info_.up_reason = "glTF 2.0, section 3.4: +Y is up";
    std::uint64_t vertices = 0, faces = 0;
    for (const GltfInstance& instance : instances_) {
        vertices += instance.positions.count();
        const std::uint64_t corners = instance.corner_count();
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

void GltfSource::append_vertices(const GltfInstance& instance, std::size_t count, VertexBatch& out)
{
    const Mat4& m = instance.world_from_local;
    instance.positions.read(element_, count, values_);
    for (std::size_t i = 0; i < count; ++i)
        out.positions.push_back(m.point({values_[i * 3], values_[i * 3 + 1], values_[i * 3 + 2]}));
    if (info_.has_normals && instance.normals) {
        // The inverse transpose, up to a scale: columns are cross products of the transform's
        // columns.
        const Vec3d x{m.m[0], m.m[1], m.m[2]}, y{m.m[4], m.m[5], m.m[6]},
            z{m.m[8], m.m[9], m.m[10]};
        const double sign = instance.is_mirrored ? -1 : 1;
        const Vec3d nx = cross(y, z) * sign, ny = cross(z, x) * sign, nz = cross(x, y) * sign;
        instance.normals->read(element_, count, values_);
        for (std::size_t i = 0; i < count; ++i) {
            const Vec3d n =
                normalized(nx * values_[i * 3] + ny * values_[i * 3 + 1] + nz * values_[i * 3 + 2]);
            out.normals.push_back(is_finite(n) ? to_float(n) : Vec3f{});
        }
    } else if (info_.has_normals) {
        out.normals.resize(out.positions.size());
    }
    if (info_.has_colours)
        colours_->append(instance, element_, count, out.colours);
}

Result<bool> GltfSource::next_vertices(VertexBatch& out)
{
    out.clear();
    while (out.positions.size() < kBatch && instance_ < instances_.size()) {
        const GltfInstance& instance = instances_[instance_];
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

void GltfSource::triangle(
    const GltfInstance& instance, std::int64_t a, std::int64_t b, std::int64_t c)
{
    // Outside this primitive's vertices is outside, even where another primitive's begin.
    const auto global = [&](std::int64_t local) {
        return static_cast<std::uint64_t>(local) < instance.positions.count()
                   ? local + static_cast<std::int64_t>(instance.first_vertex)
                   : std::int64_t{-1};
    };
    if (instance.is_mirrored)
        std::swap(b, c);
    sink_.triangle(global(a), global(b), global(c));
}

// The corner number element_ of the primitive; triangles are made by glTF 2.0, section 3.7.2.1.
void GltfSource::emit(const GltfInstance& instance, std::int64_t corner)
{
    switch (instance.topology) {
    case Topology::triangles:
        if (element_ % 3 == 2)
            triangle(instance, last_[0], last_[1], corner);
        else
            last_[element_ % 3] = corner;
        return;
    case Topology::strip:
        if (element_ >= 2) {
            const bool odd = element_ % 2 == 1;
            triangle(instance, last_[odd ? 1 : 0], last_[odd ? 0 : 1], corner);
        }
        last_ = {last_[1], corner};
        return;
    case Topology::fan:
        if (element_ == 0)
            last_[0] = corner;
        else if (element_ >= 2)
            triangle(instance, last_[1], corner, last_[0]);
        last_[1] = element_ == 0 ? last_[1] : corner;
        return;
    }
}

void GltfSource::append_faces(const GltfInstance& instance)
{
    const std::uint64_t left = instance.corner_count() - element_;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left, kBatch));
    if (instance.indices)
        instance.indices->read(element_, count, values_);
    for (std::size_t i = 0; i < count; ++i, ++element_) {
        if (!instance.indices)
            emit(instance, static_cast<std::int64_t>(element_));
        else
            emit(instance, values_[i] == instance.indices->restart_value()
                               ? std::int64_t{-1}
                               : static_cast<std::int64_t>(values_[i]));
    }
}

Result<bool> GltfSource::next_faces(std::vector<Triangle>& out)
{
    out.clear();
    sink_.set_output(out);
    if (!in_faces_) {
        in_faces_ = true;
        instance_ = 0;
        element_ = 0;
    }
    while (!sink_.is_full() && instance_ < instances_.size()) {
        const GltfInstance& instance = instances_[instance_];
        append_faces(instance);
        if (element_ == instance.corner_count()) {
            const bool whole = instance.topology == Topology::triangles
                                   ? element_ % 3 == 0
                                   : element_ == 0 || element_ >= 3;
            incomplete_ += whole ? 0 : 1;
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

// Assimp reads in a program of its own, because it believes what files say; what comes back is
// believed as little as a file.
#include "archive/readers/foreign.h"

#include "archive/readers/child_process.h"
#include "archive/readers/face_sink.h"
#include "archive/readers/foreign_colour.h"

#include <cmath>

namespace stele::readers {

namespace {

constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;

// What reading a file of this size may take: text formats grow about thirtyfold in Assimp's hands.
ChildLimits limits_for(std::uint64_t file_bytes)
{
    ChildLimits limits;
    limits.memory_bytes =
        std::min(1024 * kMiB + file_bytes * 64, std::max(8192 * kMiB, file_bytes * 8));
    limits.cpu_s =
        static_cast<std::uint32_t>(std::min(60 + file_bytes / kMiB, std::uint64_t{36000}));
    limits.wait = std::chrono::seconds(2 * std::uint64_t{limits.cpu_s});
    return limits;
}

class ForeignSource final : public ScanSource {
public:
    ForeignSource(std::unique_ptr<ByteSource> bytes, Companions companions)
        : bytes_(std::move(bytes)), companions_(std::move(companions)), stream_(*bytes_)
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
    std::unique_ptr<ByteSource> bytes_;
    Companions companions_;
    MeshStreamReader stream_;
    StreamHead head_;
    FindingTally tally_;
    std::optional<ForeignColours> colours_;
    ScanInfo info_;
    StreamVertices batch_;
    StreamFaces faces_;
    std::vector<std::int64_t> polygon_;
    bool is_complete_ = false;
    FaceSink sink_;
};

Status ForeignSource::open()
{
    STELE_TRY(head_, stream_.read_head());
    const StreamScene& scene = head_.scene;
    if (scene.vertices == 0)
        return Error(Errc::unsupported, "nothing in it has a surface or a point");
    for (const StreamPart& part : head_.parts)
        companions_.add(part.named, "part", Notation::path, tally_);
    colours_.emplace(head_, companions_, tally_);
    info_.format = scene.format;
    info_.declared_vertices = scene.vertices;
    info_.declared_faces = scene.faces;
    info_.has_colours = colours_->any();
    info_.has_normals = scene.has_normals;
    info_.is_point_cloud = scene.faces == 0;
    if (scene.metres_per_unit > 0) {
        info_.metres_per_unit = scene.metres_per_unit;
        info_.units_reason = scene.units_reason;
    }
    if (scene.up != 0) {
        info_.up = scene.up == 1 ? UpAxis::y : UpAxis::z;
        info_.up_reason = scene.up_reason;
    }
    info_.companions = companions_.list();
    sink_.set_vertex_count(scene.vertices);
    return {};
}

Result<bool> ForeignSource::next_vertices(VertexBatch& out)
{
    out.clear();
    STELE_TRY(const bool more, stream_.next_vertices(batch_));
    if (!more)
        return false;
    if (info_.has_colours)
        colours_->append(batch_, out.colours);
    out.positions.swap(batch_.positions);
    for (const Vec3f n : batch_.normals) {
        const Vec3d unit = normalized(to_double(n));
        out.normals.push_back(is_finite(unit) ? to_float(unit) : Vec3f{});
    }
    return true;
}

Result<bool> ForeignSource::next_faces(std::vector<Triangle>& out)
{
    out.clear();
    sink_.set_output(out);
    while (out.empty() && !is_complete_) {
        STELE_TRY(const bool more, stream_.next_faces(faces_));
        is_complete_ = !more;
        std::size_t corner = 0;
        for (const std::uint32_t size : faces_.sizes) {
            polygon_.clear();
            for (std::uint32_t i = 0; i < size; ++i, ++corner)
                polygon_.push_back(faces_.corners[corner] == kNoStreamVertex
                                       ? std::int64_t{-1}
                                       : std::int64_t{faces_.corners[corner]});
            sink_.polygon(polygon_);
        }
    }
    return !out.empty();
}

Findings ForeignSource::findings() const
{
    FindingTally tally = tally_;
    for (const Finding& finding : stream_.findings())
        tally.add(finding.severity, finding.code, finding.where, finding.text, finding.count);
    sink_.report(tally);
    const SamplingReport& sampling = colours_->sampling();
    if (sampling.textures > 0)
        tally.add(
            Severity::info, "texture.sampled-to-vertex", "", sampling.text(), sampling.vertices);
    return tally.findings();
}

} // namespace

OpenedScan open_mesh_stream(std::unique_ptr<ByteSource> bytes, Companions companions)
{
    auto source = std::make_unique<ForeignSource>(std::move(bytes), std::move(companions));
    STELE_CHECK(source->open());
    return std::unique_ptr<ScanSource>(std::move(source));
}

OpenedScan open_foreign(const ForeignRequest& request, Companions companions)
{
    STELE_TRY(const File file, File::open(request.file));
    STELE_TRY(const std::uint64_t size, file.size_bytes());
    ChildCommand command;
    command.program = request.program;
    if (command.program.empty()) {
        STELE_TRY(command.program, program_beside_this("stele-read-mesh"));
    }
    const auto folder = request.folder.empty() ? request.file.parent_path() : request.folder;
    command.arguments = {
        std::string(request.format), request.file.string(), folder.empty() ? "." : folder.string()};
    command.file = &file;
    command.limits = limits_for(size);
    command.cancel = request.cancel;
    STELE_TRY(auto child, ChildProcess::start(command));
    auto opened = open_mesh_stream(std::move(child), std::move(companions));
    if (opened || opened.error().code() == Errc::cancelled)
        return opened;
    Error error = opened.take_error();
    return Error(error.code(), error.text() + "; if another program opens this " +
                                   std::string(request.format_name) +
                                   " file, export it from there as glTF or PLY");
}

} // namespace stele::readers

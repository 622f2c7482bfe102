// Vertices first, then faces, as readers deliver them; each face is judged as it comes.
#include "archive/lod/source.h"

#include <algorithm>
#include <bit>

namespace stele::lod {

namespace {

Status read_vertices(ScanSource& scan, Source& out, Bits& finite, const Cancel* cancel)
{
    ShapeSampler sampler;
    VertexBatch batch;
    for (;;) {
        STELE_CHECK(check_cancel(cancel));
        STELE_TRY(const bool more, scan.next_vertices(batch));
        if (!more)
            break;
        const std::uint64_t first = out.positions.size();
        if (first + batch.positions.size() >= kNoVertex)
            return Error(Errc::limit, "more than 2^32 vertices");
        finite.resize(first + batch.positions.size());
        for (std::size_t i = 0; i < batch.positions.size(); ++i)
            if (is_finite(batch.positions[i])) {
                finite.set(first + i);
                sampler.add(batch.positions[i]);
            }
        STELE_CHECK(out.positions.append(batch.positions));
        STELE_CHECK(out.colours.append(batch.colours));
        STELE_CHECK(out.normals.append(batch.normals));
    }
    out.shape = sampler.take();
    // Attributes that some batches lack are no attributes.
    if (out.colours.size() != out.positions.size())
        out.colours.clear();
    if (out.normals.size() != out.positions.size())
        out.normals.clear();
    STELE_CHECK(out.positions.seal());
    STELE_CHECK(out.colours.seal());
    return out.normals.seal();
}

Status read_faces(ScanSource& scan, Source& out, const Bits& finite, const Cancel* cancel)
{
    const std::uint64_t vertices = out.positions.size();
    out.used.resize(vertices);
    std::vector<Triangle> faces;
    for (;;) {
        STELE_CHECK(check_cancel(cancel));
        STELE_TRY(const bool more, scan.next_faces(faces));
        if (!more)
            break;
        out.delivered_faces += faces.size();
        std::size_t kept = 0;
        for (const Triangle& f : faces) {
            if (f[0] >= vertices || f[1] >= vertices || f[2] >= vertices) {
                ++out.out_of_range_faces;
                continue;
            }
            if (!finite.test(f[0]) || !finite.test(f[1]) || !finite.test(f[2])) {
                ++out.non_finite_faces;
                continue;
            }
            for (const std::uint32_t v : f)
                out.used.set(v);
            faces[kept++] = f;
        }
        STELE_CHECK(out.faces.append(std::span<const Triangle>(faces).first(kept)));
    }
    return out.faces.seal();
}

} // namespace

void ShapeSampler::add(Vec3d p)
{
    shape_.bounds.extend(p);
    if (seen_++ % stride_ != 0)
        return;
    if (shape_.sample.size() == kMaxSample) {
        for (std::size_t i = 0; i < kMaxSample / 2; ++i)
            shape_.sample[i] = shape_.sample[i * 2];
        shape_.sample.resize(kMaxSample / 2);
        stride_ *= 2;
    }
    shape_.sample.push_back(p);
}

std::uint64_t Bits::count() const
{
    std::uint64_t n = 0;
    for (const std::uint64_t word : words_)
        n += std::uint64_t(std::popcount(word));
    return n;
}

Status check_cancel(const Cancel* cancel)
{
    if (cancel != nullptr && cancel->requested)
        return Error(Errc::cancelled, "cancelled");
    return {};
}

Result<Source> read_source(ScanSource& scan, Workspace& workspace, const Cancel* cancel)
{
    Source out(workspace);
    Bits finite;
    STELE_CHECK(read_vertices(scan, out, finite, cancel));
    STELE_CHECK(read_faces(scan, out, finite, cancel));
    return out;
}

} // namespace stele::lod

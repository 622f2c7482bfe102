// Three passes over the patches: count, vertices, faces. PLY wants both counts before the first
// byte of data.
#include "tools/landmark/ply_output.h"

#include "archive/base/bytes.h"
#include "archive/base/io.h"
#include "tools/landmark/noise.h"

#include <algorithm>
#include <cmath>

namespace stele::landmark {
namespace {

constexpr std::size_t kFlushBytes = 1u << 20;

class Output {
public:
    explicit Output(std::unique_ptr<OutputFile> file) : file_(std::move(file)) {}

    ByteWriter& bytes() { return bytes_; }
    Status flush(std::size_t at_least = 1)
    {
        if (bytes_.size() < at_least)
            return {};
        const Bytes chunk = bytes_.take();
        bytes_ = ByteWriter{};
        return file_->write(chunk);
    }
    Status close()
    {
        STELE_CHECK(flush());
        return file_->close();
    }

private:
    std::unique_ptr<OutputFile> file_;
    ByteWriter bytes_;
};

struct Totals {
    std::uint64_t vertices = 0, triangles = 0;
};

std::string header(const Totals& totals, const std::vector<std::string>& comments)
{
    std::string text = "ply\nformat binary_little_endian 1.0\n";
    for (const std::string& comment : comments)
        text += "comment " + comment + "\n";
    text += "element vertex " + std::to_string(totals.vertices) +
            "\nproperty float x\nproperty float y\nproperty float z\nproperty uchar red\nproperty "
            "uchar green\n"
            "property uchar blue\nelement face " +
            std::to_string(totals.triangles) +
            "\nproperty list uchar int vertex_indices\nend_header\n";
    return text;
}

std::uint8_t to_byte(double value)
{
    return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 1.0) * 255));
}

// Nearly Gaussian: four uniform numbers.
double error_m(std::uint64_t seed, std::uint64_t vertex, std::uint64_t axis, double deviation_m)
{
    double sum = -2;
    for (std::uint64_t k = 0; k < 4; ++k)
        sum += unit(hash(((seed * 0x9e3779b97f4a7c15ULL) ^ (vertex * 12 + axis * 4 + k)) + 1));
    return sum * std::sqrt(3.0) * deviation_m;
}

Status write_vertices(
    Output& out, const Survey& survey, double spacing_m, const PlyOptions& options)
{
    std::uint64_t number = 0;
    for (const Patch& patch : survey) {
        if (options.cancel != nullptr && options.cancel->requested)
            return Error(Errc::cancelled, "survey cancelled");
        const Grid grid = make_grid(patch, spacing_m);
        for (std::size_t j = 0; j < grid.v.size(); ++j)
            for (std::size_t i = 0; i < grid.u.size(); ++i) {
                if (grid.vertex[j * grid.u.size() + i] == Grid::kUnused)
                    continue;
                const Sample sample = patch.at(grid.u[i], grid.v[j]);
                const Vec3d p = sample.position_m;
                out.bytes().write(
                    static_cast<float>(p.x + error_m(options.seed, number, 0, options.noise_m)));
                out.bytes().write(
                    static_cast<float>(p.y + error_m(options.seed, number, 1, options.noise_m)));
                out.bytes().write(
                    static_cast<float>(p.z + error_m(options.seed, number, 2, options.noise_m)));
                out.bytes().write(to_byte(sample.colour.r));
                out.bytes().write(to_byte(sample.colour.g));
                out.bytes().write(to_byte(sample.colour.b));
                ++number;
            }
        STELE_CHECK(out.flush(kFlushBytes));
    }
    return {};
}

Status write_faces(Output& out, const Survey& survey, double spacing_m)
{
    std::uint32_t base = 0;
    for (const Patch& patch : survey) {
        const Grid grid = make_grid(patch, spacing_m);
        const std::size_t columns = grid.u.size() - 1;
        const auto face = [&](std::size_t a, std::size_t b, std::size_t c) {
            out.bytes().write(std::uint8_t{3});
            for (const std::size_t corner : {a, b, c})
                out.bytes().write(base + grid.vertex[corner]);
        };
        for (std::size_t cell = 0; cell < grid.seen.size(); ++cell) {
            if (grid.seen[cell] == 0)
                continue;
            const std::size_t a = (cell / columns) * grid.u.size() + cell % columns;
            const std::size_t c = a + grid.u.size();
            face(a, a + 1, c + 1);
            face(a, c + 1, c);
        }
        base += grid.vertex_count;
        STELE_CHECK(out.flush(kFlushBytes));
    }
    return {};
}

} // namespace

Status write_ply(const std::filesystem::path& path, const Survey& survey, const PlyOptions& options)
{
    const double spacing_m = find_spacing(survey, options.target_triangles);
    Totals totals;
    for (const Patch& patch : survey) {
        const Grid grid = make_grid(patch, spacing_m);
        totals.vertices += grid.vertex_count;
        totals.triangles += grid.triangle_count;
    }
    if (totals.vertices > 0x7fffffff)
        return Error(Errc::limit, "more than 2^31 vertices: " + std::to_string(totals.vertices));
    STELE_TRY(auto file, real_io().create_file(path));
    Output out(std::move(file));
    out.bytes().write_text(header(totals, options.comments));
    Status status = write_vertices(out, survey, spacing_m, options);
    if (status)
        status = write_faces(out, survey, spacing_m);
    if (status)
        status = out.close();
    if (!status) {
        [[maybe_unused]] const Status ignored = real_io().remove_file(path);
        return std::move(status).in("write " + path.string());
    }
    return {};
}

} // namespace stele::landmark

// Measures the level-of-detail builder: source triangles per CPU second, stage by stage. Input: a
// binary little-endian PLY with float x, y, z, uchar red, green, blue and triangles (what
// tools/gentower writes).
#include "archive/lod/build.h"
#include "archive/lod/grid.h"

#include <sys/resource.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>

namespace {

using namespace stele;

class TowerSource : public ScanSource {
public:
    explicit TowerSource(const char* path) : in_(path, std::ios::binary)
    {
        std::string line;
        while (std::getline(in_, line) && line != "end_header") {
            std::sscanf(line.c_str(), "element vertex %zu", &vertices_);
            std::sscanf(line.c_str(), "element face %zu", &faces_);
        }
        info_.has_colours = true;
    }
    bool good() const { return in_.good() && faces_ > 0; }
    const ScanInfo& info() const override { return info_; }
    Findings findings() const override { return {}; }

    Result<bool> next_vertices(VertexBatch& out) override
    {
        out.clear();
        const std::size_t n = std::min<std::size_t>(vertices_, 65536);
        buffer_.resize(n * 15);
        in_.read(buffer_.data(), std::streamsize(buffer_.size()));
        for (std::size_t i = 0; i < n; ++i) {
            Vec3f p;
            std::uint8_t c[3];
            std::memcpy(&p, &buffer_[i * 15], 12);
            std::memcpy(c, &buffer_[i * 15 + 12], 3);
            out.positions.push_back(to_double(p));
            out.colours.push_back({c[0], c[1], c[2], 255});
        }
        vertices_ -= n;
        return n > 0;
    }
    Result<bool> next_faces(std::vector<Triangle>& out) override
    {
        out.clear();
        const std::size_t n = std::min<std::size_t>(faces_, 65536);
        buffer_.resize(n * 13);
        in_.read(buffer_.data(), std::streamsize(buffer_.size()));
        for (std::size_t i = 0; i < n; ++i) {
            Triangle t;
            std::memcpy(t.data(), &buffer_[i * 13 + 1], 12);
            out.push_back(t);
        }
        faces_ -= n;
        return n > 0;
    }

private:
    std::ifstream in_;
    ScanInfo info_;
    std::size_t vertices_ = 0, faces_ = 0;
    std::vector<char> buffer_;
};

// Counts clusters.
class CountingSink : public GroupSink {
public:
    Status take(std::vector<LodGroup> groups) override
    {
        for (const LodGroup& g : groups)
            clusters += g.clusters.size();
        return {};
    }
    std::size_t clusters = 0;
};

double cpu_seconds()
{
    rusage r{};
    ::getrusage(RUSAGE_SELF, &r);
    return double(r.ru_utime.tv_sec + r.ru_stime.tv_sec) +
           double(r.ru_utime.tv_usec + r.ru_stime.tv_usec) * 1e-6;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "lod_build tower.ply [jobs [MiB]]\n");
        return 2;
    }
    TowerSource source(argv[1]);
    if (!source.good()) {
        std::fprintf(stderr, "cannot read %s\n", argv[1]);
        return 1;
    }
    const double start = cpu_seconds();
    lod::Workspace workspace(real_io(), std::filesystem::temp_directory_path(),
        argc > 3 ? std::strtoull(argv[3], nullptr, 10) << 20 : lod::kDefaultMemory);
    auto gridded = lod::grid_scan(
        source, [](const lod::SourceShape&) { return Placement{}; }, {}, workspace, nullptr);
    if (!gridded) {
        std::fprintf(stderr, "%s\n", gridded.error().text().c_str());
        return 1;
    }
    const double read = cpu_seconds();
    CountingSink sink;
    lod::BuildOptions options;
    options.jobs = argc > 2 ? unsigned(std::atoi(argv[2])) : 1;
    const auto wall = std::chrono::steady_clock::now();
    auto report = lod::build(*gridded, workspace, options, sink);
    if (!report) {
        std::fprintf(stderr, "%s\n", report.error().text().c_str());
        return 1;
    }
    const double built = cpu_seconds();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - wall;
    const double n = double(gridded->report.kept_triangles);
    std::printf("triangles %.0f  grid %.2f mm  read+grid %.2f s  build %.2f s CPU, %.2f s wall\n",
        n, gridded->grid.step_m * 1e3, read - start, built - read, elapsed.count());
    std::printf("build %.3f M source triangles per CPU second; with read and grid %.3f\n",
        n / (built - read) * 1e-6, n / (built - start) * 1e-6);
    const lod::StageTimes& t = report->cpu;
    std::printf(
        "bricks %.2f  cluster %.2f  partition %.2f  simplify %.2f  certify %.2f s (%.0f %%)\n",
        t.bricks, t.cluster, t.partition, t.simplify, t.certify, 100 * t.certify / (built - read));
    for (const lod::LevelReport& l : report->levels)
        std::printf("level %u: %9llu triangles %6u groups  geometric mean %.3f max %.3f mm  "
                    "appearance mean %.3f mm\n",
            l.level, static_cast<unsigned long long>(l.triangles), l.groups,
            l.mean_geometric_m * 1e3, l.max_geometric_m * 1e3, l.mean_appearance_m * 1e3);
    rusage r{};
    ::getrusage(RUSAGE_SELF, &r);
    std::printf("root %llu triangles, %zu clusters, peak %ld MiB\n",
        static_cast<unsigned long long>(report->root_triangles), sink.clusters, r.ru_maxrss / 1024);
    std::printf("scratch: %llu MiB at most, %llu MiB written\n",
        static_cast<unsigned long long>(workspace.scratch_peak_bytes() >> 20),
        static_cast<unsigned long long>(workspace.scratch_written_bytes() >> 20));
    return 0;
}

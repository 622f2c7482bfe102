// The claim: every drawn point lies within its own cluster's error of the scan, every point of the
// scan within the largest error drawn. Faces that the grid turned into points or lines are no part
// of it; the ingest reported them.
#include "archive/ingest/error_check.h"

#include "archive/page/cut.h"
#include "archive/record/finding_text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace stele::ingest {

namespace {

constexpr std::uint64_t kSeed = 0x5374656c65;
// Rounding of the arithmetic, relative to the error and to the coordinates.
constexpr double kRelative = 1e-9, kOfCoordinates = 0x1p-48;
// One group in so many of a random cut is left coarse for no reason.
constexpr std::uint64_t kWhim = 24;

class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next()
    {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15u; // splitmix64
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
        z = (z ^ z >> 27) * 0x94d049bb133111ebu;
        return z ^ z >> 31;
    }
    double unit() { return double(next() >> 11) * 0x1p-53; }

private:
    std::uint64_t state_;
};

bool is_terminal(const GroupRecord& group)
{
    return std::isinf(group.error.selection_m);
}

bool parents_active(
    const PageIndex& index, const GroupRecord& group, const std::vector<bool>& active)
{
    for (std::uint32_t i = 0; i < group.parent_count; ++i)
        if (!active[index.parents[group.first_parent + i].value])
            return false;
    return true;
}

std::vector<bool> level_groups(const PageIndex& index, std::uint32_t level)
{
    std::vector<bool> active(index.groups.size());
    for (std::size_t g = 0; g < active.size(); ++g)
        active[g] = is_terminal(index.groups[g]) || index.groups[g].level >= level;
    return active;
}

// As a viewer at a random place with a random threshold would choose, and some groups left out.
std::vector<bool> random_groups(const PageIndex& index, std::uint32_t number)
{
    Random random(kSeed + number * 0x10001u);
    const Sphere& whole = index.groups.back().bound;
    const auto across = [&] { return (2 * random.unit() - 1) * whole.radius; };
    const Vec3d eye = whole.centre + Vec3d{across(), across(), across()};
    const GroupRecord& model = index.groups[random.next() % index.groups.size()];
    const double threshold = is_terminal(model) ? 0 : model.error.selection_m / whole.radius;
    std::vector<bool> active(index.groups.size());
    for (std::size_t g = active.size(); g-- > 0;) { // parents come later
        const GroupRecord& group = index.groups[g];
        const double distance =
            std::max(0.0, length(group.bound.centre - eye) - group.bound.radius);
        const bool wanted =
            group.error.selection_m > threshold * distance && random.next() % kWhim != 0;
        active[g] = is_terminal(group) || (wanted && parents_active(index, group, active));
    }
    return active;
}

bool is_face_on_grid(const ScanSurface& scan, const Triangle& t, double step_m)
{
    std::array<Vec3d, 3> p;
    for (std::size_t k = 0; k < 3; ++k) {
        const Vec3d q = scan.points[t[k]] / step_m;
        p[k] = {std::round(q.x), std::round(q.y), std::round(q.z)};
    }
    return p[0] != p[1] && p[1] != p[2] && p[2] != p[0];
}

std::vector<lod::SurfaceSample> sample(
    std::span<const Vec3d> points, std::span<const Triangle> triangles, std::uint64_t count)
{
    auto samples = lod::sample_corners(points, triangles, count / 2);
    const auto area = lod::sample_area(points, triangles, count - samples.size(), kSeed);
    samples.insert(samples.end(), area.begin(), area.end());
    return samples;
}

// One asset and its scan, held against each other cut by cut.
class Examiner {
public:
    // Borrows all.
    Examiner(
        const page::AssetFile& asset, const ScanSurface& scan, const ErrorCheckOptions& options)
        : asset_(asset), options_(options), tree_(scan.points, scan.triangles),
          samples_(sample(scan.points, scan.triangles, options.samples))
    {
        Box box;
        for (const Triangle& t : scan.triangles)
            for (const std::uint32_t v : t)
                box.extend(scan.points[v]);
        rounding_m_ = kOfCoordinates * (length(scan.origin_m) + box.diagonal());
    }

    Result<CutCheck> check(std::vector<bool> active)
    {
        STELE_TRY(const page::Cut cut, page::cut_of_groups(asset_, std::move(active)));
        STELE_TRY(page::DrawnSurface drawn, page::draw_cut(asset_, cut));
        const Grid& grid = asset_.index().asset.grid;
        std::vector<Vec3d> points;
        points.reserve(drawn.positions.size());
        for (const Vec3i p : drawn.positions)
            points.push_back(grid.asset_m(p));
        drawn.positions = {};
        CutCheck check;
        check.triangles = cut.triangles;
        check.certified_m = cut.certified_m;
        const auto samples = sample(points, drawn.triangles, options_.samples);
        STELE_TRY(auto to_scan, lod::distances_to(tree_, samples, options_.jobs, options_.cancel));
        for (std::size_t i = 0; i < to_scan.size(); ++i)
            count(check, to_scan[i], drawn.certified_m[samples[i].triangle]);
        const lod::SurfaceTree drawn_tree(points, drawn.triangles);
        STELE_TRY(auto from_scan,
            lod::distances_to(drawn_tree, samples_, options_.jobs, options_.cancel));
        for (const double distance : from_scan)
            count(check, distance, cut.certified_m);
        check.to_scan = lod::summarise(to_scan);
        check.from_scan = lod::summarise(from_scan);
        to_scan.insert(to_scan.end(), from_scan.begin(), from_scan.end());
        check.both = lod::summarise(std::move(to_scan));
        return check;
    }

private:
    void count(CutCheck& check, double distance, double certified_m) const
    {
        if (distance <= certified_m * (1 + kRelative) + rounding_m_)
            return;
        if (check.violations++ == 0 ||
            distance - certified_m > check.worst_found_m - check.worst_certified_m) {
            check.worst_found_m = distance;
            check.worst_certified_m = certified_m;
        }
    }

    const page::AssetFile& asset_;
    const ErrorCheckOptions& options_;
    lod::SurfaceTree tree_;
    std::vector<lod::SurfaceSample> samples_;
    double rounding_m_ = 0;
};

std::string number(double value)
{
    std::array<char, 32> text{};
    return {text.data(), std::to_chars(text.data(), text.data() + text.size(), value).ptr};
}

std::string name_of(const CutCheck& check, std::uint32_t random)
{
    return check.level ? "level " + std::to_string(*check.level)
                       : "random cut " + std::to_string(random + 1);
}

Finding exceeded(const CutCheck& check, const std::string& where)
{
    Finding finding{Severity::error, "verify.error-exceeded", where, "", check.violations,
        {{"found_m", number(check.worst_found_m)},
            {"certified_m", number(check.worst_certified_m)}}};
    finding.text = record::english_text(finding);
    return finding;
}

} // namespace

Result<ErrorCheck> check_error(const page::AssetFile& asset, ScanSurface scan,
    const std::string& where, const ErrorCheckOptions& options)
{
    const PageIndex& index = asset.index();
    ErrorCheck result;
    result.samples = options.samples;
    result.left_out = std::erase_if(scan.triangles,
        [&](const Triangle& t) { return !is_face_on_grid(scan, t, index.asset.grid.step_m); });
    if (scan.triangles.empty())
        return Error(Errc::malformed, "no face of the scan is a face on the grid");
    Examiner examiner(asset, scan, options);
    std::uint32_t levels = 0;
    for (const GroupRecord& group : index.groups)
        levels = std::max(levels, group.level + 1);
    for (std::uint32_t c = 0; c < levels + options.random_cuts; ++c) {
        const bool whole = c < levels;
        STELE_TRY(CutCheck check,
            examiner.check(whole ? level_groups(index, c) : random_groups(index, c - levels)));
        if (whole)
            check.level = c;
        if (check.violations > 0)
            result.findings.push_back(exceeded(check, where + ", " + name_of(check, c - levels)));
        result.cuts.push_back(check);
        if (options.progress)
            options.progress(double(c + 1) / double(levels + options.random_cuts));
    }
    return result;
}

} // namespace stele::ingest

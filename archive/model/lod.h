// The cluster-group DAG of an asset, as the builder emits it and pages store it.
// A cluster lies in one group G and was produced by simplifying one group R (none at level 0).
// A group is drawn in detail ("active") or replaced by its simplified output; terminal groups are
// always active:
//     active(g) = resident(page(g)) and error(g) projects to more than the threshold and all
//     parents active draw(C)   = active(G(C)) and (R(C) is none or not active(R(C)))
#pragma once

#include "archive/base/geometry.h"
#include "archive/base/result.h"
#include "archive/model/ids.h"
#include "archive/model/scan.h"

#include <cstdint>
#include <limits>
#include <vector>

namespace stele {

inline constexpr std::uint32_t kMaxClusterTriangles = 128;
inline constexpr std::uint32_t kMaxClusterVertices = 128;
inline constexpr std::uint32_t kRootPageTriangles = 8192;

// Errors of a group's simplified output against the source, in metres, cumulative. All are infinite
// for terminal groups. geometric_m is certified: an upper bound of the two-sided distance, grid
// rounding included.
struct GroupError {
    double geometric_m = std::numeric_limits<double>::infinity();
    double appearance_m = std::numeric_limits<double>::infinity();
    double selection_m =
        std::numeric_limits<double>::infinity(); // monotone along the DAG, >= the other two
};

struct LodCluster {
    std::uint32_t first_triangle = 0;
    std::uint32_t triangle_count =
        0;            // 1..kMaxClusterTriangles, at most kMaxClusterVertices distinct vertices
    GroupKey refined; // R(C): the group whose output this is; none at level 0
};

// One finished group with the triangles of its clusters (its INPUT; the output are clusters of
// coarser groups whose refined is this key).
struct LodGroup {
    GroupKey key;
    std::uint32_t level = 0; // 0 = source triangles
    bool terminal = false;
    Sphere bound; // S(g), asset space, metres: encloses input, output and S of all finer groups
    GroupError error;
    std::vector<Vec3i> positions;    // asset grid, unique within the group
    std::vector<Rgba8> colours;      // empty or one a position
    std::vector<Vec3f> normals;      // empty or one a position
    std::vector<Triangle> triangles; // local vertex numbers, cluster by cluster
    std::vector<LodCluster> clusters;
};

// Receives finished groups in key order: keys are consecutive over all calls. One call = one brick
// and level. When a group arrives, every group its clusters refine has already been taken.
class GroupSink {
public:
    virtual ~GroupSink() = default;
    virtual Status take(std::vector<LodGroup> groups) = 0;
};

} // namespace stele

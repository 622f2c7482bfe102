// In what unit and with which axis up the coordinates of a scene are, and why.
#pragma once

#include "archive/base/file.h"
#include "archive/base/geometry.h"
#include "archive/readers/mesh_stream.h"
#include "tools/read_mesh/format_table.h"

#include <assimp/scene.h>

#include <optional>

namespace stele::read_mesh {

Mat4 matrix_of(const aiMatrix4x4& a);
double determinant(const Mat4& a);

struct Frame {
    // Above the root's children. Assimp turns and scales some formats by the root's transform; that
    // is taken back, so that --unit and --up speak of the file's own coordinates.
    Mat4 root;
    double metres_per_unit = 0; // 0: not stated
    std::uint8_t up = 0;        // as in StreamScene
    std::string units_reason, up_reason;
    std::optional<Finding> finding;
};

Frame frame_of(const aiScene& scene, const ForeignFormat& format, const File& file);
// FBX that states 1 cm for something smaller than 5 cm across states its writer's default: the unit
// is then left open, with a finding. extent: the diagonal, in units.
void doubt_default_unit(Frame& frame, const ForeignFormat& format, double extent);

} // namespace stele::read_mesh

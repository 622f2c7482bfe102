// Places in glTF: matrices, TRS, and their determinant.
#pragma once

#include "archive/base/geometry.h"
#include "archive/base/json.h"
#include "archive/base/result.h"

#include <array>

namespace stele::readers {

// T * R * S by glTF 2.0, section 3.5.3; the quaternion, x y z w, need not be of unit length, and
// turns nothing when it is zero.
Mat4 matrix_from_trs(const std::array<double, 3>& translation,
    const std::array<double, 4>& rotation, const std::array<double, 3>& scale);

// Of a node: matrix, else TRS. Errc::malformed when a member has the wrong length or is not finite.
Result<Mat4> local_transform(const Json& node);

// Of the upper left 3 x 3.
double determinant(const Mat4& matrix);
bool is_finite(const Mat4& matrix);

} // namespace stele::readers

// Quaternions by glTF 2.0, section 3.5.3.
#include "archive/readers/gltf_transform.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace stele::readers {

namespace {

// The numbers of a member, or the fallback when it is absent.
template <std::size_t N>
Result<std::array<double, N>> numbers_of(
    const Json& node, const char* key, const std::array<double, N>& fallback)
{
    const Json& member = node[key];
    if (member.is_null())
        return fallback;
    const Json::Array* const elements = member.elements();
    if (elements == nullptr || elements->size() != N)
        return Error(Errc::malformed,
            std::string("its ") + key + " is not an array of " + std::to_string(N) + " numbers");
    std::array<double, N> values{};
    for (std::size_t i = 0; i < N; ++i) {
        if (!(*elements)[i].is_number())
            return Error(Errc::malformed, std::string("its ") + key + " holds no number");
        values[i] = (*elements)[i].number_or(0);
    }
    return values;
}

} // namespace

Mat4 matrix_from_trs(const std::array<double, 3>& translation,
    const std::array<double, 4>& rotation, const std::array<double, 3>& scale)
{
    const auto& q = rotation;
    const auto& s = scale;
    const double length = std::sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    const double k = length > 0 ? 1 / length : 0;
    const double x = q[0] * k, y = q[1] * k, z = q[2] * k, w = length > 0 ? q[3] * k : 1;
    Mat4 r;
    r.m = {(1 - 2 * (y * y + z * z)) * s[0], 2 * (x * y + z * w) * s[0], 2 * (x * z - y * w) * s[0],
        0, 2 * (x * y - z * w) * s[1], (1 - 2 * (x * x + z * z)) * s[1], 2 * (y * z + x * w) * s[1],
        0, 2 * (x * z + y * w) * s[2], 2 * (y * z - x * w) * s[2], (1 - 2 * (x * x + y * y)) * s[2],
        0, translation[0], translation[1], translation[2], 1};
    return r;
}

Result<Mat4> local_transform(const Json& node)
{
    Mat4 local;
    STELE_TRY(local.m, numbers_of<16>(node, "matrix", local.m));
    if (node["matrix"].is_null()) {
        STELE_TRY(const auto t, numbers_of<3>(node, "translation", {0, 0, 0}));
        STELE_TRY(const auto q, numbers_of<4>(node, "rotation", {0, 0, 0, 1}));
        STELE_TRY(const auto s, numbers_of<3>(node, "scale", {1, 1, 1}));
        local = matrix_from_trs(t, q, s);
    }
    if (!is_finite(local))
        return Error(Errc::malformed, "its transform is not finite");
    return local;
}

double determinant(const Mat4& matrix)
{
    const auto& m = matrix.m;
    return m[0] * (m[5] * m[10] - m[9] * m[6]) - m[4] * (m[1] * m[10] - m[9] * m[2]) +
           m[8] * (m[1] * m[6] - m[5] * m[2]);
}

bool is_finite(const Mat4& matrix)
{
    return std::all_of(
        matrix.m.begin(), matrix.m.end(), [](double value) { return std::isfinite(value); });
}

} // namespace stele::readers

// Format by format, as Assimp 5.2 leaves them.
#include "tools/read_mesh/frame.h"

#include "tools/read_mesh/package_unit.h"

#include <array>
#include <charconv>
#include <cmath>

namespace stele::read_mesh {

namespace {

constexpr double kSmallestDefaultUnits = 5; // FBX: 5 cm

std::string text_of(double value)
{
    std::array<char, 32> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 6)
            .ptr;
    return {text.data(), end};
}

// Numbers in metadata are int, float or double, by the writer's choice.
std::optional<double> number(const aiMetadata* metadata, const char* key)
{
    double wide = 0;
    float narrow = 0;
    std::int32_t whole = 0;
    if (metadata == nullptr)
        return std::nullopt;
    if (metadata->Get(key, wide))
        return wide;
    if (metadata->Get(key, narrow))
        return double{narrow};
    if (metadata->Get(key, whole))
        return double(whole);
    return std::nullopt;
}

// (x, y, z) -> (-y, x, z): what COLLADA and FBX call X up, turned to Y up.
Mat4 y_up_from_x_up()
{
    Mat4 turn;
    turn.m = {0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1};
    return turn;
}

void read_fbx(const aiScene& scene, Frame& frame)
{
    frame.root = matrix_of(scene.mRootNode->mTransformation);
    const auto scale = number(scene.mMetaData, "UnitScaleFactor");
    if (scale && std::isfinite(*scale) && *scale > 1e-9 && *scale < 1e9) {
        frame.metres_per_unit = *scale / 100;
        frame.units_reason =
            "the file states UnitScaleFactor " + text_of(*scale) + " (centimetres)";
    }
    const auto axis = number(scene.mMetaData, "UpAxis");
    if (!axis || number(scene.mMetaData, "UpAxisSign").value_or(1) < 0)
        return;
    frame.up = *axis == 2 ? 2 : 1;
    frame.up_reason = "the file states UpAxis " + text_of(*axis);
    if (*axis == 0) {
        frame.root = y_up_from_x_up() * frame.root;
        frame.up_reason += " (x, turned to y)";
    }
}

// COLLADA and IFC: Assimp's root is the unit times a turn to y up. 0 when it is not.
double unit_of_root(const Mat4& root)
{
    const double scale = std::cbrt(std::abs(determinant(root)));
    if (!std::isfinite(scale) || scale < 1e-9 || scale > 1e9)
        return 0;
    return std::strtod(text_of(scale).c_str(), nullptr); // it came through single precision
}

bool turns_z_up(const Mat4& root, double scale)
{
    return root.m[6] < -scale / 2; // z -> y, y -> -z
}

void read_collada(const aiScene& scene, Frame& frame)
{
    const Mat4 root = matrix_of(scene.mRootNode->mTransformation);
    const double scale = unit_of_root(root);
    if (scale == 0) {
        frame.root = root;
        return;
    }
    frame.metres_per_unit = scale;
    frame.units_reason = "COLLADA asset: a unit of " + text_of(scale) + " m";
    const bool is_z_up = turns_z_up(root, scale);
    const bool is_x_up = root.m[1] > scale / 2; // x -> y
    frame.up = is_z_up ? 2 : 1;
    frame.up_reason = is_z_up   ? "COLLADA asset: Z_UP"
                      : is_x_up ? "COLLADA asset: X_UP, turned to y"
                                : "COLLADA asset: Y_UP";
    if (is_x_up)
        frame.root = y_up_from_x_up();
}

void read_ifc(const aiScene& scene, Frame& frame)
{
    const Mat4 root = matrix_of(scene.mRootNode->mTransformation);
    const double scale = unit_of_root(root);
    if (scale == 0 || !turns_z_up(root, scale)) {
        frame.root = root;
        return;
    }
    frame.metres_per_unit = scale;
    frame.units_reason = "IfcUnitAssignment: a unit of " + text_of(scale) + " m";
    frame.up = 2;
    frame.up_reason = "IFC: z is up";
}

void state(
    Frame& frame, double metres, std::string units_reason, std::uint8_t up, std::string up_reason)
{
    frame.metres_per_unit = metres;
    frame.units_reason = std::move(units_reason);
    frame.up = up;
    frame.up_reason = std::move(up_reason);
}

} // namespace

Mat4 matrix_of(const aiMatrix4x4& a)
{
    Mat4 out;
    out.m = {double{a.a1}, double{a.b1}, double{a.c1}, double{a.d1}, double{a.a2}, double{a.b2},
        double{a.c2}, double{a.d2}, double{a.a3}, double{a.b3}, double{a.c3}, double{a.d3},
        double{a.a4}, double{a.b4}, double{a.c4}, double{a.d4}};
    return out;
}

double determinant(const Mat4& a)
{
    const auto& m = a.m;
    return m[0] * (m[5] * m[10] - m[9] * m[6]) - m[4] * (m[1] * m[10] - m[9] * m[2]) +
           m[8] * (m[1] * m[6] - m[5] * m[2]);
}

Frame frame_of(const aiScene& scene, const ForeignFormat& format, const File& file)
{
    Frame frame;
    if (format.id == "fbx") {
        read_fbx(scene, frame);
    } else if (format.id == "dae") {
        read_collada(scene, frame);
    } else if (format.id == "ifc") {
        read_ifc(scene, frame);
    } else if (format.id == "3ds") {
        // The root turns z up to y up, and does nothing else.
        state(frame, 0, "", 2, "3D Studio: z is up");
    } else if (format.id == "3mf") {
        frame.root = matrix_of(scene.mRootNode->mTransformation);
        const PackageUnit unit = package_unit(file);
        state(frame, unit.metres, unit.reason, 2, "3MF core specification: z is up");
    } else {
        frame.root = matrix_of(scene.mRootNode->mTransformation);
        if (format.id == "x3d")
            state(frame, 1, "X3D, ISO/IEC 19775-1: metres", 1, "X3D, ISO/IEC 19775-1: y is up");
        else if (format.id == "lwo")
            state(frame, 1, "LightWave objects are in metres", 1, "LightWave: y is up");
        else if (format.id == "ac")
            state(frame, 0, "", 1, "AC3D: y is up");
    }
    return frame;
}

void doubt_default_unit(Frame& frame, const ForeignFormat& format, double extent)
{
    if (format.id != "fbx" || frame.metres_per_unit != 0.01 || !(extent < kSmallestDefaultUnits))
        return;
    frame.metres_per_unit = 0;
    frame.units_reason.clear();
    frame.finding = Finding{Severity::warning, "fbx.unit-doubtful", "",
        "the file states centimetres, as writers do that know no unit, and would be " +
            text_of(extent * 10) +
            " mm across; its unit is guessed instead: give --unit cm if it is right",
        1};
}

} // namespace stele::read_mesh

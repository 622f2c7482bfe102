// Columns of PLY vertices. Byte colours are sRGB by ruling; 16 bit and float colours are taken as
// sRGB too.
#include "archive/readers/ply_columns.h"

#include "archive/readers/ply_values.h"

#include <algorithm>
#include <cmath>

namespace stele::readers {

namespace {

constexpr std::array<double Vec3d::*, 3> kAxes{&Vec3d::x, &Vec3d::y, &Vec3d::z};
constexpr std::array<float Vec3f::*, 3> kNormalAxes{&Vec3f::x, &Vec3f::y, &Vec3f::z};
constexpr std::array<std::uint8_t Rgba8::*, 4> kChannels{
    &Rgba8::r, &Rgba8::g, &Rgba8::b, &Rgba8::a};

// Integers other than 16 bit hold 0 to 255 whatever their width; floats 0 to 1.
template <class T>
std::uint8_t colour_byte(T value)
{
    if constexpr (std::is_same_v<T, std::uint8_t>)
        return value;
    else if constexpr (std::is_same_v<T, std::uint16_t>)
        return static_cast<std::uint8_t>((std::uint32_t{value} * 255 + 32767) / 65535);
    else if constexpr (std::is_floating_point_v<T>)
        return value > 0 ? static_cast<std::uint8_t>(
                               std::lround(std::min(static_cast<double>(value), 1.0) * 255))
                         : std::uint8_t{0};
    else
        return value > 0 ? static_cast<std::uint8_t>(
                               std::min<std::uint64_t>(static_cast<std::uint64_t>(value), 255))
                         : std::uint8_t{0};
}

Vec3f unit_or_zero(Vec3f n)
{
    const float l = length(n);
    return std::isfinite(l) && l > 0 ? n / l : Vec3f{};
}

// Calls set(row, value) for each row of one column.
template <class Set>
void for_column(const std::byte* first, std::size_t stride, std::size_t count, PlyType type,
    bool swap, Set&& set)
{
    with_type(type, [&](auto typed) {
        using T = decltype(typed);
        if (swap)
            for (std::size_t i = 0; i < count; ++i)
                set(i, load<T, true>(first + i * stride));
        else
            for (std::size_t i = 0; i < count; ++i)
                set(i, load<T, false>(first + i * stride));
    });
}

} // namespace

Result<PlyColumns> PlyColumns::plan(const PlyElement& vertex)
{
    PlyColumns plan;
    const auto column = [&](std::initializer_list<std::string_view> names) {
        Column found;
        for (const std::string_view name : names) {
            const auto index = vertex.find(name);
            if (!index || vertex.properties[*index].is_list)
                continue;
            found.present = true;
            found.property = *index;
            found.type = vertex.properties[*index].type;
            for (std::size_t i = 0; i < *index; ++i)
                found.offset += size_bytes(vertex.properties[i].type);
            break;
        }
        return found;
    };
    plan.position_ = {column({"x"}), column({"y"}), column({"z"})};
    plan.normal_ = {
        column({"nx", "normal_x"}), column({"ny", "normal_y"}), column({"nz", "normal_z"})};
    plan.colour_ = {column({"red", "diffuse_red", "r"}), column({"green", "diffuse_green", "g"}),
        column({"blue", "diffuse_blue", "b"}), column({"alpha", "diffuse_alpha", "a"})};
    for (const Column& axis : plan.position_)
        if (!axis.present)
            return Error(Errc::malformed, "PLY header: element vertex has no x, y and z");
    plan.stride_ = vertex.stride_bytes().value_or(0);
    plan.has_normals_ =
        plan.normal_[0].present && plan.normal_[1].present && plan.normal_[2].present;
    plan.has_colours_ =
        plan.colour_[0].present && plan.colour_[1].present && plan.colour_[2].present;
    return plan;
}

bool PlyColumns::uses(std::size_t property) const
{
    const auto is_it = [property](const Column& c) { return c.present && c.property == property; };
    return std::any_of(position_.begin(), position_.end(), is_it) ||
           (has_normals_ && std::any_of(normal_.begin(), normal_.end(), is_it)) ||
           (has_colours_ && std::any_of(colour_.begin(), colour_.end(), is_it));
}

void PlyColumns::append_rows(
    const std::byte* rows, std::size_t count, bool swap, VertexBatch& out) const
{
    const std::size_t base = out.positions.size();
    out.positions.resize(base + count);
    Vec3d* const positions = out.positions.data() + base;
    for (std::size_t axis = 0; axis < 3; ++axis)
        for_column(rows + position_[axis].offset, stride_, count, position_[axis].type, swap,
            [=](std::size_t i, auto v) { positions[i].*kAxes[axis] = static_cast<double>(v); });
    if (has_normals_) {
        out.normals.resize(base + count);
        Vec3f* const normals = out.normals.data() + base;
        for (std::size_t axis = 0; axis < 3; ++axis)
            for_column(rows + normal_[axis].offset, stride_, count, normal_[axis].type, swap,
                [=](std::size_t i, auto v) {
                    normals[i].*kNormalAxes[axis] = static_cast<float>(v);
                });
        for (std::size_t i = 0; i < count; ++i)
            normals[i] = unit_or_zero(normals[i]);
    }
    if (has_colours_) {
        out.colours.resize(base + count);
        Rgba8* const colours = out.colours.data() + base;
        for (std::size_t c = 0; c < 4; ++c)
            if (colour_[c].present)
                for_column(rows + colour_[c].offset, stride_, count, colour_[c].type, swap,
                    [=](std::size_t i, auto v) { colours[i].*kChannels[c] = colour_byte(v); });
    }
}

void PlyColumns::append_values(std::span<const double> values, VertexBatch& out) const
{
    Vec3d position;
    for (std::size_t axis = 0; axis < 3; ++axis)
        position.*kAxes[axis] = values[position_[axis].property];
    out.positions.push_back(position);
    if (has_normals_) {
        Vec3f normal;
        for (std::size_t axis = 0; axis < 3; ++axis)
            normal.*kNormalAxes[axis] = static_cast<float>(values[normal_[axis].property]);
        out.normals.push_back(unit_or_zero(normal));
    }
    if (has_colours_) {
        Rgba8 colour;
        for (std::size_t c = 0; c < 4; ++c) {
            if (!colour_[c].present)
                continue;
            const double value = values[colour_[c].property];
            if (colour_[c].type == PlyType::u16)
                colour.*kChannels[c] = colour_byte(value / 65535);
            else
                colour.*kChannels[c] = colour_byte(is_float(colour_[c].type) ? value : value / 255);
        }
        out.colours.push_back(colour);
    }
}

} // namespace stele::readers

// Units and up-axis of a scan: as its format states, as the curator says, or guessed with the
// reason.
#pragma once

#include "archive/base/result.h"
#include "archive/model/scan.h"

#include <optional>
#include <span>
#include <string_view>

namespace stele::ingest {

struct PlacementChoice {
    std::optional<double> metres_per_unit; // the curator's word
    std::optional<UpAxis> up;
};

// "m", "cm", "mm", "km", "in", "ft", "um" or a positive number of metres.
Result<double> parse_unit(std::string_view text);
Result<UpAxis> parse_up_axis(std::string_view text); // "y" or "z"

// Precedence: choice, then what the format states, then a guess from the extent. Pure.
// bounds: of the finite vertices, in source units and axes; sample: some of those vertices, which
// show what the thing stands on.
Placement choose_placement(const ScanInfo& info, const Box& bounds, const PlacementChoice& choice,
    std::span<const Vec3d> sample = {});

} // namespace stele::ingest

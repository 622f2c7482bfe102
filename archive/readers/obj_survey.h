// What the first pass over an OBJ file learns: counts, materials, comments.
#pragma once

#include "archive/model/scan.h"
#include "archive/readers/finding_tally.h"
#include "archive/readers/input.h"

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace stele::readers {

struct ObjSurvey {
    std::uint64_t vertices = 0, faces = 0, points = 0, lines = 0, free_forms = 0, normals = 0;
    std::uint64_t unknown = 0; // statements
    std::string first_unknown; // printable, with its line
    bool coloured = false;
    double brightest = 0; // of the vertex colours
    std::vector<std::string> libraries;
    std::set<std::string, std::less<>> materials;

    // Colours count to 255, not to 1. Some that count to 1 pass it a little.
    bool counts_to_255() const { return brightest > 2; }
    void report(FindingTally& tally) const;
};

// Units and up-axis go into info, other comments that matter into tally.
Status survey_obj(const Input& input, ObjSurvey& survey, ScanInfo& info, FindingTally& tally);

// "x y z [w]" or "x y z r g b [a]"; how many numbers there were.
std::size_t parse_obj_vertex(std::string_view rest, std::array<double, 7>& values);

} // namespace stele::readers

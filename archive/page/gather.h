// From the groups of one page to shared vertex and index arrays in the order that compresses and
// decodes best.
#pragma once

#include "archive/base/result.h"
#include "archive/model/lod.h"
#include "archive/page/table.h"

#include <span>
#include <vector>

namespace stele::page {

struct PageMesh {
    std::vector<Vec3i> positions; // relative to the page origin, in order of first use
    std::vector<Rgba8> colours;   // empty or one a position
    std::vector<std::array<std::int8_t, 4>> normals; // octahedral codes, empty or one a position
    std::vector<std::uint32_t> indices; // clusters one after the other, strip order inside
    PageTable table;
};

// Precondition: groups is not empty. Errc::invalid_argument when the groups break a rule of
// LodGroup, Errc::limit when they do not fit one page.
Result<PageMesh> gather_page(std::span<const LodGroup> groups);

} // namespace stele::page

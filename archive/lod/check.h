// Proves a hierarchy sound from its groups alone: closed, bounded, monotone and without cracks.
// Used by tests and by verification, which feeds groups read back from pages.
#pragma once

#include "archive/lod/chain.h"
#include "archive/model/finding.h"
#include "archive/model/lod.h"
#include "archive/model/position_table.h"

#include <limits>
#include <map>
#include <span>
#include <string>

namespace stele::lod {

// Takes groups from the last key down to 0 and keeps the surface that they then make up, root
// first. Going from key k to k - 1 refines that surface by one group, so that every step is a cut;
// by linearity of the boundary chain, what holds for these cuts holds for all.
class Checker {
public:
    explicit Checker(double step_m) : step_m_(step_m) {}

    // Precondition of a sound hierarchy, reported if broken: key is one less than the key before.
    void add(const LodGroup& group);
    // Empty: proven. One finding a code, with its count and the first place.
    Findings finish();

private:
    // What coarser groups say of a group that has not arrived yet.
    struct Expected {
        std::vector<Triangle> output; // vertex numbers of positions_
        double least_selection_m = std::numeric_limits<double>::infinity();
        double least_geometric_m = std::numeric_limits<double>::infinity();
        std::uint32_t least_level = 0xffffffffu;
        std::vector<Sphere> bounds;
    };

    void report(const char* code, const LodGroup& group, const std::string& text);
    bool check_shape(const LodGroup& group);
    void check_order(const LodGroup& group);
    void check_errors(const LodGroup& group, const Expected& expected);
    void check_bound(const LodGroup& group, const Expected& expected);
    void check_cracks(
        const LodGroup& group, const Expected& expected, const std::vector<Triangle>& input);
    void expect_finer(const LodGroup& group, const std::vector<Triangle>& input);
    void draw(const std::vector<Triangle>& triangles, std::int32_t times);

    double step_m_;
    std::vector<Vec3i> positions_;
    PositionTable table_;
    std::vector<std::int32_t> uses_; // of each position, by triangles of the surface
    EdgeChain boundary_;             // of the surface
    EdgeChain scratch_;
    std::map<std::uint32_t, Expected> expected_; // by key
    std::map<std::string, Finding> findings_;
    std::uint32_t next_key_ = GroupKey::kNone; // none: nothing has come yet
    bool in_root_ = true;
    std::uint64_t root_triangles_ = 0;
};

// groups[i].key must be i.
Findings check(std::span<const LodGroup> groups, double step_m);

} // namespace stele::lod

// Thresholds: which numbers of a bill of health become something to look at.
#include "archive/base/unicode.h"
#include "archive/health/health.h"
#include "archive/record/finding_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace stele::health {

namespace {

// Rounding to a 32-bit float moves a vertex by up to half a step; beyond a tenth of an edge it is
// seen.
constexpr double kStepsAnEdge = 5;
// Scanned things and sites; beyond it the unit is more likely wrong than right.
constexpr double kLargestObject_m = 500, kSmallestObject_m = 0.002;
constexpr double kManySlivers = 0.05; // of all triangles
constexpr std::size_t kNamesShown = 4;

using Values = std::vector<std::pair<std::string, std::string>>;

std::string number(double value, int digits = 6)
{
    std::array<char, 64> text{};
    const auto end = std::to_chars(
        text.data(), text.data() + text.size(), value, std::chars_format::general, digits)
                         .ptr;
    return {text.data(), end};
}

std::string percent(double share)
{
    return number(share * 100, 2);
}

std::string place(Vec3d p)
{
    std::array<char, 128> text{};
    std::snprintf(text.data(), text.size(), "(%.3f, %.3f, %.3f) m", p.x, p.y, p.z);
    return text.data();
}

// The first few names; how many there are is the finding's count.
std::string listed(const std::vector<std::string>& names)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), kNamesShown); ++i)
        text += (i > 0 ? ", " : "") + names[i];
    return text + (names.size() > kNamesShown ? ", ..." : "");
}

class Bill {
public:
    void add(Severity severity, const char* code, std::uint64_t count, Values values = {},
        std::string where = {})
    {
        if (count == 0)
            return;
        Finding finding{severity, code, std::move(where), "", count, std::move(values)};
        finding.text = record::english_text(finding);
        findings_.push_back(std::move(finding));
    }

    Findings take()
    {
        std::stable_sort(findings_.begin(), findings_.end(),
            [](const Finding& a, const Finding& b) { return a.severity > b.severity; });
        return std::move(findings_);
    }

private:
    Findings findings_;
};

void judge_shape(const Health& h, Bill& bill)
{
    const Openings& open = h.openings;
    bill.add(Severity::warning, "health.openings-not-traced", open.traced ? 0 : h.boundary_edges);
    bill.add(Severity::info, "health.open-surface", open.rims,
        {{"longest_m", number(open.longest_m)}}, place(open.longest_at_m));
    bill.add(Severity::warning, "health.holes", open.holes(),
        {{"longest_m", number(open.longest_hole_m)}}, place(open.longest_hole_at_m));
    bill.add(Severity::warning, "health.non-manifold-edges", h.non_manifold_edges);
    bill.add(Severity::info, "health.non-manifold-vertices", h.non_manifold_vertices);
    bill.add(Severity::warning, "health.inconsistent-orientation", h.inconsistent_edges);
    bill.add(Severity::warning, "health.inside-out", h.volume_m3.value_or(0) < 0 ? 1 : 0);
    bill.add(Severity::warning, "health.t-junctions", h.t_junctions);
    bill.add(Severity::info, "health.dust", h.pieces.dust,
        {{"triangles", std::to_string(h.pieces.dust_triangles)},
            {"share_percent", percent(h.pieces.dust_share)}});
    const double share = h.triangles > 0 ? double(h.slivers) / double(h.triangles) : 0;
    bill.add(Severity::info, "health.slivers", share > kManySlivers ? h.slivers : 0,
        {{"share_percent", percent(share)}});
}

void judge_position(const Health& h, Bill& bill)
{
    const Vec3d size = h.facts.bounds_m.size();
    const double longest = std::max({size.x, size.y, size.z});
    const bool is_odd = longest > kLargestObject_m || (longest > 0 && longest < kSmallestObject_m);
    bill.add(Severity::warning, "health.size-implausible",
        is_odd && h.facts.units_basis != Basis::stated ? 1 : 0, {{"longest_m", number(longest)}});
    const double detail_m = h.facts.is_point_cloud ? h.point_spacing_m : h.median_edge_m;
    const bool far = detail_m > 0 && h.float_step_m * kStepsAnEdge > detail_m;
    bill.add(Severity::warning, "health.far-from-origin", far ? 1 : 0,
        {{"distance_m", number(h.farthest_m)}, {"step_m", number(h.float_step_m)},
            {"detail_m", number(detail_m)}});
}

void judge_textures(const Health& h, Bill& bill)
{
    std::vector<std::string> without_profile, other_profile;
    std::string profile;
    for (const TexturePage& page : h.facts.textures) {
        if (!page.found || !page.is_colour)
            continue;
        if (page.colour_profile.empty()) {
            without_profile.push_back(page.name);
        } else if (ascii_lower(page.colour_profile).find("srgb") == std::string::npos) {
            other_profile.push_back(page.name);
            profile = profile.empty() ? page.colour_profile : profile;
        }
    }
    bill.add(Severity::warning, "health.colour-profile-not-applied", other_profile.size(),
        {{"names", listed(other_profile)}, {"profile", profile}});
    bill.add(Severity::info, "health.no-colour-profile", without_profile.size(),
        {{"names", listed(without_profile)}});
    const bool coarse = h.facts.texel_m > 0 && h.texture_finer_by() < 1;
    bill.add(Severity::info, "health.texture-coarse", coarse ? 1 : 0,
        {{"texel_m", number(h.facts.texel_m)}, {"edge_m", number(h.median_edge_m)}});
}

} // namespace

Findings findings_of(const Health& health)
{
    Bill bill;
    if (health.facts.is_point_cloud)
        bill.add(Severity::info, "health.point-cloud", health.vertices,
            {{"spacing_m", number(health.point_spacing_m)}});
    judge_shape(health, bill);
    judge_position(health, bill);
    judge_textures(health, bill);
    return bill.take();
}

} // namespace stele::health

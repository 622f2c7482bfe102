// Numbers have three digits: enough to recognise the object by, few enough to read.
#include "tools/stele/health_text.h"

#include "archive/base/unicode.h"
#include "archive/record/finding_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace stele::cli {

namespace {

using record::FindingTexts;
using record::Texts;

// Three significant digits, never an exponent.
std::string rounded(double value)
{
    if (!std::isfinite(value) || value == 0)
        return "0";
    const int digits =
        std::clamp(2 - static_cast<int>(std::floor(std::log10(std::abs(value)))), -300, 300);
    const double scale = std::pow(10.0, digits);
    std::array<char, 400> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(),
        std::round(value * scale) / scale, std::chars_format::fixed)
                         .ptr;
    return {text.data(), end};
}

// All three in the unit that suits the longest.
std::string extent_text(Vec3d size, const Texts& texts)
{
    const double longest = std::max({size.x, size.y, size.z});
    const bool mm = longest < 0.1, cm = longest < 1, m = longest < 10'000;
    const char* const id = mm ? "length.mm" : cm ? "length.cm" : m ? "length.m" : "length.km";
    const double scale = mm ? 1000 : cm ? 100 : m ? 1 : 0.001;
    const auto side = [&](double s) { return texts.text(id, {rounded(s * scale)}); };
    return texts.text("bill.extent", {side(size.x), side(size.y), side(size.z)});
}

// Three digits, in groups from 1000 on.
std::string grouped(double value, const Texts& texts)
{
    const double whole = std::stod(rounded(std::min(value, 1e18)));
    return value < 1000 ? rounded(value)
                        : record::count_text(static_cast<std::uint64_t>(whole), texts);
}

// SI symbols are the same in every language.
std::string area_text(double m2, const Texts& texts)
{
    return m2 < 0.1 ? rounded(m2 * 1e4) + " cm\u00b2" : grouped(m2, texts) + " m\u00b2";
}

std::string volume_text(double m3, const Texts& texts)
{
    return m3 < 0.001 ? rounded(m3 * 1e6) + " cm\u00b3"
           : m3 < 0.1 ? rounded(m3 * 1e3) + " L"
                      : grouped(m3, texts) + " m\u00b3";
}

std::string unit_text(double metres, const Texts& texts)
{
    for (const auto& [id, value] : {std::pair{"bill.unit-m", 1.0}, {"bill.unit-cm", 0.01},
             {"bill.unit-mm", 0.001}, {"bill.unit-um", 1e-6}, {"bill.unit-km", 1000.0},
             {"bill.unit-in", 0.0254}, {"bill.unit-ft", 0.3048}})
        if (metres == value)
            return texts.text(id);
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), metres).ptr;
    return texts.text("bill.other-unit",
        {std::string_view(digits.data(), static_cast<std::size_t>(end - digits.data()))});
}

// Bills of an older Stele have the reason in English only: other languages then say no more than
// how it came to be known.
std::string why(health::Basis basis, const Finding& reason, const FindingTexts& texts)
{
    const char* const id = basis == health::Basis::stated   ? "bill.stated"
                           : basis == health::Basis::format ? "bill.format"
                                                            : "bill.guessed";
    const bool can_say =
        basis != health::Basis::stated && (texts.has(reason.code) || texts.texts().tag() == "en");
    const std::string sentence = can_say ? texts.sentence(reason) : "";
    return texts.texts().text("bill.why", {sentence.empty() ? texts.texts().text(id) : sentence});
}

std::string surface_text(const health::Health& h, const Texts& texts)
{
    const std::string area = area_text(h.area_m2, texts);
    if (h.closed() && h.volume_m3)
        return texts.text("bill.closed-volume", {area, volume_text(std::abs(*h.volume_m3), texts)});
    if (!h.openings.traced)
        return texts.text("bill.open", {area}) + texts.text("bill.comma") +
               texts.text("bill.untraced", {record::count_text(h.boundary_edges, texts)});
    // A flap that stands off leaves no hole behind.
    std::string text = texts.text(h.openings.count == 0 ? "bill.closed" : "bill.open", {area});
    const std::string comma = texts.text("bill.comma");
    const auto add = [&](const char* id, std::uint64_t count, double longest_m) {
        if (count > 0)
            text += comma + texts.text(id, {record::count_text(count, texts),
                                               record::length_text(longest_m, texts)});
    };
    add("bill.rims", h.openings.rims, h.openings.longest_m);
    add("bill.holes", h.openings.holes(), h.openings.longest_hole_m);
    add("bill.flaps", h.openings.flaps, h.openings.longest_flap_m);
    return text;
}

// "4096 x 4096" when all have one size, and the profile when they have one.
std::string page_facts(const std::vector<TexturePage>& pages, const std::string& comma)
{
    const TexturePage* first = nullptr;
    bool one_size = true;
    std::string profile;
    for (const TexturePage& page : pages) {
        if (!page.found)
            continue;
        first = first == nullptr ? &page : first;
        one_size = one_size && page.width == first->width && page.height == first->height;
        if (page.is_colour && profile.empty())
            profile = page.colour_profile;
    }
    std::string text;
    if (first != nullptr && one_size && first->width > 0)
        text += comma + std::to_string(first->width) + " x " + std::to_string(first->height);
    return text + (profile.empty() ? "" : comma + to_valid_utf8(profile));
}

std::string textures_text(const health::Health& h, const Texts& texts)
{
    const auto& pages = h.facts.textures;
    const auto found = static_cast<std::uint64_t>(
        std::count_if(pages.begin(), pages.end(), [](const auto& page) { return page.found; }));
    const std::string all = record::count_text(pages.size(), texts);
    std::string text = found == pages.size()
                           ? texts.text("bill.all-found", {all})
                           : texts.text("bill.some-found", {record::count_text(found, texts), all});
    const std::string comma = texts.text("bill.comma");
    text += page_facts(pages, comma);
    if (h.facts.texel_m > 0) {
        text += comma + texts.text("bill.texel", {record::length_text(h.facts.texel_m, texts)});
        if (h.texture_finer_by() >= 1)
            text += comma + texts.text("bill.finer", {rounded(h.texture_finer_by())});
    }
    return text;
}

std::string detail_text(const health::Health& h, const Texts& texts)
{
    if (h.facts.is_point_cloud)
        return texts.text("bill.spacing", {record::length_text(h.point_spacing_m, texts)});
    const double points = h.points_per_m2;
    return texts.text("bill.edges",
        {record::length_text(h.median_edge_m, texts), record::length_text(h.p95_edge_m, texts),
            points < 100 || points > 1e18
                ? rounded(points)
                : record::count_text(static_cast<std::uint64_t>(std::llround(points)), texts)});
}

// Label, value.
using Lines = std::vector<std::pair<std::string, std::string>>;

Lines facts_of(const health::Health& h, const FindingTexts& finding_texts)
{
    const Texts& texts = finding_texts.texts();
    const health::Facts& f = h.facts;
    const Placement& placement = f.placement;
    Lines lines;
    const auto add = [&](const char* id, const std::string& value) {
        lines.emplace_back(texts.text(id), value);
    };
    add("bill.size", extent_text(f.bounds_m.size(), texts));
    add("bill.units", unit_text(placement.metres_per_unit, texts) +
                          why(f.units_basis, placement.units_reason, finding_texts));
    add("bill.up", texts.text(placement.up == UpAxis::y ? "bill.up-y" : "bill.up-z") +
                       why(f.up_basis, placement.up_reason, finding_texts));
    if (!f.is_point_cloud)
        add("bill.surface", surface_text(h, texts));
    if (h.pieces.count > 1)
        add("bill.parts", texts.text("bill.pieces", {record::count_text(h.pieces.count, texts),
                                                        rounded(h.pieces.largest_share * 100)}));
    add("bill.detail", detail_text(h, texts));
    if (!f.textures.empty())
        add("bill.textures", textures_text(h, texts));
    else
        add("bill.colour", texts.text(f.has_colours ? "bill.by-vertex" : "bill.no-colour"));
    return lines;
}

std::string findings_text(
    const Findings& findings, const FindingTexts& finding_texts, const Output& out)
{
    const Texts& texts = finding_texts.texts();
    const auto is_info = [](const Finding& f) { return f.severity == Severity::info; };
    const auto list = [&](bool info) {
        std::string text;
        for (const Finding& f : findings)
            if (is_info(f) == info)
                text += finding_lines(f, finding_texts, !info || out.verbose() > 0);
        return text;
    };
    const auto to_know = std::count_if(findings.begin(), findings.end(), is_info);
    const auto to_look_at = static_cast<std::ptrdiff_t>(findings.size()) - to_know;
    std::string text;
    if (to_look_at == 0)
        text = texts.text("bill.nothing") + "\n";
    else
        text = texts.text(to_look_at == 1 ? "bill.to-look-at.1" : "bill.to-look-at",
                   {record::count_text(static_cast<std::uint64_t>(to_look_at), texts)}) +
               "\n" + list(false);
    if (to_know > 0)
        text += texts.text("bill.to-know") + "\n" + list(true);
    return text;
}

} // namespace

std::string finding_lines(const Finding& finding, const FindingTexts& texts, bool with_advice)
{
    const std::string sentence = texts.sentence(finding);
    const std::string where = FindingTexts::where(finding);
    const bool says_where = where.empty() || sentence.find(where) != sentence.npos;
    std::string lines = (finding.severity == Severity::info ? "  - " : "  ! ") + sentence;
    if (!says_where)
        lines += "  [" + where + "]";
    const std::string advice = with_advice ? texts.advice(finding) : "";
    return lines + (advice.empty() ? "\n" : "\n    " + advice + "\n");
}

std::string health_text(const Bill& bill, std::string_view language, const Output& out)
{
    const auto finding_texts = FindingTexts::in_language(language);
    const Texts& texts = finding_texts.texts();
    const health::Health& h = bill.health;
    const auto number = [&](std::uint64_t n) { return record::count_text(n, texts); };
    std::string text = out.strong(to_valid_utf8(bill.name)) + "  " + h.facts.format + "\n  " +
                       (h.facts.is_point_cloud ? texts.text("bill.points", {number(h.vertices)})
                                               : texts.text("bill.mesh",
                                                     {number(h.triangles), number(h.vertices)})) +
                       "\n";
    const Lines lines = facts_of(h, finding_texts);
    std::size_t width = 0;
    for (const auto& [label, value] : lines)
        width = std::max(width, display_width(label));
    for (const auto& [label, value] : lines)
        text += "  " + label + std::string(width - display_width(label) + 2, ' ') + value + "\n";
    return text + "\n" + findings_text(bill.findings, finding_texts, out);
}

void say_health(Output& out, const Bill& bill, std::string_view language)
{
    std::string text = health_text(bill, language, out);
    text.pop_back(); // say ends the line
    out.say(text);
}

} // namespace stele::cli

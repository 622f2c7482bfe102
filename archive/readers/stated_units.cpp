// Recognises unit statements; anything that is not exactly one is left to the guess at ingest.
#include "archive/readers/stated_units.h"

#include "archive/base/shown_text.h"
#include "archive/base/unicode.h"
#include "archive/readers/numbers.h"
#include "archive/readers/text_stream.h"

#include <algorithm>
#include <array>

namespace stele::readers {

namespace {

struct Unit {
    std::string_view name;
    double metres;
};

constexpr std::array kUnits{
    Unit{"mm", 0.001},
    Unit{"millimeter", 0.001},
    Unit{"millimetre", 0.001},
    Unit{"millimeters", 0.001},
    Unit{"millimetres", 0.001},
    Unit{"cm", 0.01},
    Unit{"centimeter", 0.01},
    Unit{"centimetre", 0.01},
    Unit{"centimeters", 0.01},
    Unit{"centimetres", 0.01},
    Unit{"m", 1},
    Unit{"meter", 1},
    Unit{"metre", 1},
    Unit{"meters", 1},
    Unit{"metres", 1},
    Unit{"in", 0.0254},
    Unit{"inch", 0.0254},
    Unit{"inches", 0.0254},
    Unit{"ft", 0.3048},
    Unit{"foot", 0.3048},
    Unit{"feet", 0.3048},
};

} // namespace

void note_stated_units(std::string_view comment, ScanInfo& info)
{
    if (comment.size() > 200)
        return;
    std::string text = ascii_lower(comment);
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == ':' || c == '='; }, ' ');
    std::string_view rest = text;
    std::string_view word = take_word(rest);
    if (word == "file" || word == "model")
        word = take_word(rest);
    const auto reason = [&] { return "the file's comment " + in_quotes(trimmed(comment)); };
    if (word == "unit" || word == "units") {
        const std::string_view name = take_word(rest);
        const auto* const unit = std::find_if(
            kUnits.begin(), kUnits.end(), [&](const Unit& u) { return u.name == name; });
        if (unit != kUnits.end() && trimmed(rest).empty() && !info.metres_per_unit) {
            info.metres_per_unit = unit->metres;
            info.units_reason = reason();
        }
    } else if (word == "up" || word == "up-axis" || word == "up_axis") {
        std::string_view axis = take_word(rest);
        if (axis == "axis")
            axis = take_word(rest);
        if (!info.up && trimmed(rest).empty() && (axis == "y" || axis == "z")) {
            info.up = axis == "y" ? UpAxis::y : UpAxis::z;
            info.up_reason = reason();
        }
    }
}

namespace {

bool is_number(std::string_view word)
{
    double ignored = 0;
    return !word.empty() && parse_number(word, ignored);
}

// A word about a shift, and three numbers after it.
bool states_shift(std::string_view text)
{
    bool announced = false;
    int numbers = 0;
    for (std::string_view word = take_word(text); !word.empty(); word = take_word(text)) {
        numbers = is_number(word) ? numbers + 1 : 0;
        if (announced && numbers == 3)
            return true;
        announced = announced || word.find("shift") != word.npos ||
                    word.find("offset") != word.npos || word.find("origin") != word.npos;
    }
    return false;
}

} // namespace

void note_stated_reference(std::string_view comment, FindingTally& tally)
{
    if (comment.size() > 200)
        return;
    std::string text = ascii_lower(comment);
    std::replace_if(
        text.begin(), text.end(),
        [](char c) { return std::string_view(":=,;()[]\"").find(c) != std::string_view::npos; },
        ' ');
    const std::size_t epsg = text.find("epsg");
    if (epsg != text.npos) {
        std::string_view rest = std::string_view(text).substr(epsg + 4);
        if (is_number(take_word(rest)))
            tally.add(Severity::info, "placement.reference-system-stated", "",
                "the file names a coordinate reference system, which is not applied: " +
                    excerpt(trimmed(comment)));
    }
    if (states_shift(text))
        tally.add(Severity::info, "placement.shift-stated", "",
            "the file names a shift of its origin, which is not applied: " +
                excerpt(trimmed(comment)));
}

} // namespace stele::readers

// One pass, statement by statement.
#include "archive/readers/obj_survey.h"

#include "archive/base/shown_text.h"
#include "archive/readers/numbers.h"
#include "archive/readers/stated_units.h"
#include "archive/readers/text_stream.h"

#include <algorithm>

namespace stele::readers {

namespace {

// Statements that say nothing of the surface, or only how free forms are made.
constexpr std::array<std::string_view, 34> kSilent{"vt", "vp", "g", "o", "s", "mg", "usemap",
    "maplib", "cstype", "deg", "bmat", "step", "parm", "trim", "hole", "scrv", "sp", "end", "con",
    "bevel", "c_interp", "d_interp", "lod", "shadow_obj", "trace_obj", "ctech", "stech", "call",
    "csh", "bzp", "bsp", "cdc", "cdp", "res"};

void note_vertex(std::string_view rest, ObjSurvey& survey)
{
    // The first vertex tells whether the file has colours; then all are looked at for their range.
    if (survey.vertices++ > 0 && !survey.coloured)
        return;
    std::array<double, 7> values{};
    const std::size_t count = parse_obj_vertex(rest, values);
    survey.coloured = survey.coloured || count >= 6;
    for (std::size_t i = 3; i < 6 && count >= 6; ++i)
        survey.brightest = std::max(survey.brightest, values[i]);
}

void note_statement(
    std::string_view keyword, std::string_view rest, std::uint64_t line, ObjSurvey& survey)
{
    if (keyword == "v") {
        note_vertex(rest, survey);
    } else if (keyword == "f" || keyword == "fo") {
        ++survey.faces;
    } else if (keyword == "vn") {
        ++survey.normals;
    } else if (keyword == "p") {
        ++survey.points;
    } else if (keyword == "l") {
        ++survey.lines;
    } else if (keyword == "curv" || keyword == "curv2" || keyword == "surf") {
        ++survey.free_forms;
    } else if (keyword == "mtllib") {
        survey.libraries.emplace_back(trimmed(rest));
    } else if (keyword == "usemtl") {
        survey.materials.emplace(trimmed(rest));
    } else if (!keyword.empty() &&
               std::find(kSilent.begin(), kSilent.end(), keyword) == kSilent.end()) {
        if (survey.unknown++ == 0)
            survey.first_unknown = in_quotes(keyword) + " in line " + std::to_string(line);
    }
}

} // namespace

std::size_t parse_obj_vertex(std::string_view rest, std::array<double, 7>& values)
{
    std::size_t count = 0;
    while (count < values.size()) {
        const std::string_view word = take_word(rest);
        if (word.empty() || !parse_number(word, values[count]))
            break;
        ++count;
    }
    return count;
}

Status survey_obj(const Input& input, ObjSurvey& survey, ScanInfo& info, FindingTally& tally)
{
    ByteStream stream(input);
    TextStream text(stream);
    std::string_view line;
    for (;;) {
        STELE_TRY(const bool more, text.next_joined_line(line));
        if (!more)
            return {};
        const std::string_view whole = line;
        const std::string_view keyword = take_word(line);
        if (keyword.starts_with('#')) {
            const std::string_view comment = whole.substr(whole.find('#') + 1);
            note_stated_units(comment, info);
            note_stated_reference(comment, tally);
        } else {
            note_statement(keyword, line, text.line_number(), survey);
        }
    }
}

void ObjSurvey::report(FindingTally& tally) const
{
    if (points > 0 && faces > 0)
        tally.add(Severity::info, "scan.points-skipped", "",
            "point statements are left out beside faces", points);
    if (lines > 0)
        tally.add(Severity::info, "scan.lines-skipped", "", "line statements are left out", lines);
    if (free_forms > 0)
        tally.add(Severity::warning, "scan.free-forms-skipped", "",
            "free-form curves and surfaces are left out; export them as polygons", free_forms);
    if (normals > 0)
        tally.add(Severity::info, "scan.normals-not-kept", "",
            "OBJ keeps normals by corner, not by vertex; they are derived from the surface instead",
            normals);
    if (unknown > 0)
        tally.add(Severity::warning, "obj.unknown-statement", "",
            "statements are no OBJ and are left out, the first is " + first_unknown, unknown);
}

} // namespace stele::readers

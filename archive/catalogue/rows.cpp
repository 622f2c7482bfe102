// From a record to the columns by which it is listed, sorted and found.
#include "archive/catalogue/rows.h"

#include "archive/record/edtf.h"
#include "archive/record/json.h"
#include "archive/record/language.h"

#include <array>

namespace stele::catalogue {
namespace {

constexpr std::array<std::string_view, 4> kStateNames{
    "ok", "no-viewing-copy", "damaged", "pending"};

void append_words(std::string& out, const record::Text& text)
{
    for (const auto& entry : text)
        out.append(out.empty() ? "" : "\n").append(entry.second);
}

} // namespace

std::string_view state_name(State state)
{
    return kStateNames[static_cast<std::size_t>(state)];
}

std::optional<State> state_named(std::string_view name)
{
    for (std::size_t i = 0; i < kStateNames.size(); ++i)
        if (kStateNames[i] == name)
            return static_cast<State>(i);
    return std::nullopt;
}

void describe(ObjectRow& row, const record::Record& record)
{
    row.slug = record.id;
    row.uuid = record.uuid;
    row.titles = record.title;
    row.places = record.place.name;
    row.type = record.type;
    row.language = record::own_language(record);
    row.date_text = record.date;
    row.earliest_day.reset();
    row.latest_day.reset();
    if (const Result<record::Edtf> date = record::parse_edtf(record.date)) {
        const record::DayInterval days = record::to_interval(*date);
        if (days.earliest)
            row.earliest_day = record::day_number(*days.earliest);
        if (days.latest)
            row.latest_day = record::day_number(*days.latest);
    }
    row.lat = record.place.lat;
    row.lon = record.place.lon;
    row.rights = record.rights.model;
    row.words = {};
    append_words(row.words.place, record.place.name);
    append_words(row.words.holder, record.holder);
    append_words(row.words.material, record.materials);
    append_words(row.words.description, record.description);
    for (const record::Creator& creator : record.creators)
        append_words(row.words.creator, creator.name);
    row.record_json = record::canonical_text(record);
}

} // namespace stele::catalogue

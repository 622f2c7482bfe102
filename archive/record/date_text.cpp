// Composed from the texts of the language: year, then month and day around it, then what is said
// about it.
#include "archive/record/date_text.h"

namespace stele::record {
namespace {

std::string ordinal(std::int64_t number, const Texts& texts)
{
    const std::int64_t tens = number % 100 / 10;
    const std::int64_t ones = number % 10;
    const char* id = "ordinal.th";
    if (tens != 1 && ones == 1)
        id = "ordinal.st";
    else if (tens != 1 && ones == 2)
        id = "ordinal.nd";
    else if (tens != 1 && ones == 3)
        id = "ordinal.rd";
    return texts.text(id, {std::to_string(number)});
}

std::string one_year(std::int64_t year, const Texts& texts)
{
    if (year <= 0)
        return texts.text("date.year-bce", {std::to_string(1 - year)});
    return texts.text(year < 100 ? "date.year-early" : "date.year", {std::to_string(year)});
}

std::string year_span(std::int64_t low, std::int64_t high, const Texts& texts)
{
    if (low > 0)
        return texts.text("date.years", {std::to_string(low), std::to_string(high)});
    if (high <= 0)
        return texts.text("date.years-bce", {std::to_string(1 - low), std::to_string(1 - high)});
    return texts.text("date.range", {one_year(low, texts), one_year(high, texts)});
}

std::string year_text(const EdtfDate& date, const Texts& texts)
{
    const std::int64_t low = date.year_low;
    const std::int64_t high = date.year_high;
    if (low == high)
        return one_year(low, texts);
    if (low == 0 && high == 9999)
        return texts.text("date.unknown");
    const std::int64_t span = high - low;
    if (span == 99 && low % 100 == 0 && low >= 0)
        return texts.text("date.century", {ordinal(low / 100 + 1, texts)});
    if (span == 99 && high % 100 == 0)
        return texts.text("date.century-bce", {ordinal(-high / 100 + 1, texts)});
    if (span == 9 && low % 10 == 0 && low >= 100)
        return texts.text("date.decade", {std::to_string(low)});
    return year_span(low, high, texts);
}

// Codes above 20: seasons with and without a hemisphere, quarters, thirds, halves.
std::string season_text(int code, const std::string& year, const Texts& texts)
{
    if (code <= 32)
        return texts.text("date.season." + std::to_string((code - 21) % 4 + 1), {year});
    const int first = code <= 36 ? 33 : code <= 39 ? 37 : 40;
    const char* const id = first == 33 ? "date.quarter" : first == 37 ? "date.third" : "date.half";
    return texts.text(id, {year, std::to_string(code - first + 1)});
}

std::string qualified(std::string text, const EdtfDate& date, const Texts& texts)
{
    if (date.approximate)
        text = texts.text("date.about", {text});
    return date.uncertain ? texts.text("date.uncertain", {text}) : text;
}

std::string one_date(const EdtfDate& date, const Texts& texts)
{
    const std::string year = year_text(date, texts);
    if (date.year_low != date.year_high || !date.month.exact())
        return qualified(year, date, texts);
    if (date.month.low > 12)
        return qualified(season_text(date.month.low, year, texts), date, texts);
    const std::string month = texts.text("date.month." + std::to_string(date.month.low));
    if (!date.day.exact())
        return qualified(texts.text("date.month", {year, month}), date, texts);
    return qualified(
        texts.text("date.day", {year, month, std::to_string(date.day.low)}), date, texts);
}

bool is_plain_year(const EdtfEnd& end)
{
    return end.kind == EdtfEnd::Kind::date && end.date.year_low == end.date.year_high &&
           !end.date.month.given() && !end.date.uncertain && !end.date.approximate;
}

std::string interval_text(const Edtf::Item& item, const Texts& texts)
{
    if (is_plain_year(item.first) && is_plain_year(item.last) &&
        (item.first.date.year_low > 0) == (item.last.date.year_low > 0))
        return year_span(item.first.date.year_low, item.last.date.year_low, texts);
    const std::string first = one_date(item.first.date, texts);
    const std::string last = one_date(item.last.date, texts);
    if (item.last.kind == EdtfEnd::Kind::open)
        return texts.text("date.since", {first});
    if (item.first.kind == EdtfEnd::Kind::open)
        return texts.text("date.until", {last});
    if (item.last.kind == EdtfEnd::Kind::unknown)
        return texts.text("date.to-unknown", {first});
    if (item.first.kind == EdtfEnd::Kind::unknown)
        return texts.text("date.from-unknown", {last});
    return texts.text("date.range", {first, last});
}

std::string set_item_text(const Edtf& set, const Edtf::Item& item, const Texts& texts)
{
    if (!item.is_range)
        return one_date(item.first.date, texts);
    if (item.first.kind == EdtfEnd::Kind::open)
        return texts.text("date.or-earlier", {one_date(item.last.date, texts)});
    if (item.last.kind == EdtfEnd::Kind::open)
        return texts.text("date.or-later", {one_date(item.first.date, texts)});
    if (set.kind == Edtf::Kind::one_of && set.items.size() == 1)
        return texts.text(
            "date.between", {one_date(item.first.date, texts), one_date(item.last.date, texts)});
    return interval_text(item, texts);
}

} // namespace

std::string date_text(const Edtf& date, const Texts& texts)
{
    if (date.kind == Edtf::Kind::date)
        return one_date(date.items.front().first.date, texts);
    if (date.kind == Edtf::Kind::interval)
        return interval_text(date.items.front(), texts);
    std::string list;
    for (std::size_t i = 0; i < date.items.size(); ++i) {
        const std::string item = set_item_text(date, date.items[i], texts);
        const bool is_last = i + 1 == date.items.size();
        const char* const last_id = date.kind == Edtf::Kind::one_of ? "date.or" : "date.and";
        list = i == 0 ? item : texts.text(is_last ? last_id : "date.comma", {list, item});
    }
    return list;
}

std::string date_text(std::string_view edtf, const Texts& texts)
{
    const Result<Edtf> date = parse_edtf(edtf);
    return date ? date_text(*date, texts) : std::string(edtf);
}

} // namespace stele::record

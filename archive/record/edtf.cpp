// A parser by hand over at most a few dozen characters; every part is checked against the calendar.
#include "archive/record/edtf.h"

#include "archive/base/shown_text.h"

#include <algorithm>
#include <array>

namespace stele::record {
namespace {

constexpr std::size_t kMaxLength = 400;
constexpr std::size_t kMaxItems = 50;

Error refuse(std::string reason)
{
    return {Errc::malformed, std::move(reason)};
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_leap(std::int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int days_in(int month, bool leap)
{
    constexpr std::array<int, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && leap ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

bool any_leap(const EdtfDate& date)
{
    // Eight years in a row hold a leap year, 1900 and its like included.
    if (date.year_high - date.year_low >= 7)
        return true;
    for (std::int64_t year = date.year_low; year <= date.year_high; ++year)
        if (is_leap(year))
            return true;
    return false;
}

struct Digits {
    std::int64_t low = 0, high = 0;
};

// Each X is 0 in the low value and 9 in the high one. Nothing if another character is in it, or
// more digits than any part has.
std::optional<Digits> read_digits(std::string_view text)
{
    if (text.size() > 9)
        return std::nullopt;
    Digits value;
    for (const char c : text) {
        if (!is_digit(c) && c != 'X')
            return std::nullopt;
        value.low = value.low * 10 + (c == 'X' ? 0 : c - '0');
        value.high = value.high * 10 + (c == 'X' ? 9 : c - '0');
    }
    return value;
}

// One of ? ~ % at the front or at the back of a part, removed and noted.
bool take_qualifier(std::string_view& part, EdtfDate& date)
{
    const auto note = [&date](char c) {
        date.uncertain = date.uncertain || c == '?' || c == '%';
        date.approximate = date.approximate || c == '~' || c == '%';
        return c == '?' || c == '~' || c == '%';
    };
    if (!part.empty() && note(part.front()))
        part.remove_prefix(1);
    if (!part.empty() && note(part.back()))
        part.remove_suffix(1);
    return !part.empty();
}

Status read_year(std::string_view part, EdtfDate& date)
{
    const bool is_long = part.starts_with('Y');
    if (is_long)
        part.remove_prefix(1);
    const bool negative = part.starts_with('-');
    if (negative)
        part.remove_prefix(1);
    if (is_long && (part.size() < 5 || part.size() > 9))
        return refuse("a year after Y has 5 to 9 digits");
    if (!is_long && part.size() != 4)
        return refuse("a year has four digits, such as 0857");
    const std::optional<Digits> digits = read_digits(part);
    if (!digits || (is_long && digits->low != digits->high))
        return refuse(in_quotes(part) + " is no year");
    if (negative && digits->high == 0)
        return refuse("there is no year -0000; 1 BCE is 0000");
    date.year_low = negative ? -digits->high : digits->low;
    date.year_high = negative ? -digits->low : digits->high;
    return {};
}

Status read_month(std::string_view part, EdtfDate& date)
{
    const std::optional<Digits> digits = read_digits(part);
    if (part.size() != 2 || !digits)
        return refuse(in_quotes(part) + " is no month; a month has two digits");
    const bool exact = digits->low == digits->high;
    if (exact && digits->low >= 21 && digits->low <= 41) {
        date.month = {static_cast<int>(digits->low), static_cast<int>(digits->low)};
        return {};
    }
    const auto low = std::max<std::int64_t>(digits->low, 1);
    const auto high = std::min<std::int64_t>(digits->high, 12);
    if (low > high)
        return refuse("there is no month " + std::string(part));
    date.month = {static_cast<int>(low), static_cast<int>(high)};
    return {};
}

Status read_day(std::string_view part, EdtfDate& date)
{
    const std::optional<Digits> digits = read_digits(part);
    if (part.size() != 2 || !digits)
        return refuse(in_quotes(part) + " is no day; a day has two digits");
    if (date.month.low > 12)
        return refuse("a season has no days");
    int longest = 0;
    for (int month = date.month.low; month <= date.month.high; ++month)
        longest = std::max(longest, days_in(month, any_leap(date)));
    const auto low = std::max<std::int64_t>(digits->low, 1);
    const auto high = std::min<std::int64_t>(digits->high, longest);
    if (low > high)
        return refuse("there is no day " + std::string(part) + " in that month");
    date.day = {static_cast<int>(low), static_cast<int>(high)};
    return {};
}

// T and a time of day are checked and dropped: a catalogue's dates end at the day.
Status check_time(std::string_view time)
{
    const auto pair_at = [time](std::size_t at, int limit) {
        return at + 2 <= time.size() && is_digit(time[at]) && is_digit(time[at + 1]) &&
               (time[at] - '0') * 10 + (time[at + 1] - '0') <= limit;
    };
    bool good = time.size() >= 8 && pair_at(0, 23) && time[2] == ':' && pair_at(3, 59) &&
                time[5] == ':' && pair_at(6, 59);
    if (good && time.size() > 8) {
        const std::string_view zone = time.substr(8);
        const bool is_offset = zone[0] == '+' || zone[0] == '-';
        good =
            zone == "Z" || (is_offset && zone.size() == 3 && pair_at(9, 14)) ||
            (is_offset && zone.size() == 6 && pair_at(9, 14) && zone[3] == ':' && pair_at(12, 59));
    }
    if (!good)
        return refuse(in_quotes(time) + " is no time of day");
    return {};
}

Result<EdtfDate> parse_date(std::string_view text)
{
    if (text.empty())
        return refuse("a date is missing");
    EdtfDate date;
    const std::size_t time = text.find('T');
    if (time != std::string_view::npos) {
        STELE_CHECK(check_time(text.substr(time + 1)));
        text = text.substr(0, time);
        if (text.size() != 10 || text.find('X') != std::string_view::npos)
            return refuse("a time of day needs a whole date before it");
    }
    // A hyphen at the start, after a qualifier or after Y is the sign of the year, not a separator.
    std::size_t from = text.find_first_not_of("?~%Y");
    if (from != std::string_view::npos && text[from] == '-')
        ++from;
    std::array<std::string_view, 3> parts;
    std::size_t count = 0;
    std::size_t start = 0;
    while (true) {
        if (count == parts.size())
            return refuse("too many parts; a date is year-month-day");
        const std::size_t hyphen = text.find('-', from);
        parts[count++] =
            text.substr(start, hyphen == std::string_view::npos ? hyphen : hyphen - start);
        if (hyphen == std::string_view::npos)
            break;
        start = from = hyphen + 1;
    }
    for (std::size_t i = 0; i < count; ++i)
        if (!take_qualifier(parts[i], date))
            return refuse("a part of the date is empty");
    if (count > 1 && parts[0].starts_with('Y'))
        return refuse("a year after Y stands alone");
    STELE_CHECK(read_year(parts[0], date));
    if (count > 1)
        STELE_CHECK(read_month(parts[1], date));
    if (count > 2)
        STELE_CHECK(read_day(parts[2], date));
    return date;
}

Day first_day(const EdtfDate& date)
{
    const int month = date.month.given() ? date.month.low : 1;
    if (month <= 12)
        return {date.year_low, month, date.day.given() ? date.day.low : 1};
    constexpr std::array<int, 17> kFirstMonth{3, 6, 9, 1, 9, 1, 3, 6, 1, 4, 7, 10, 1, 5, 9, 1, 7};
    return {date.year_low, month < 25 ? 1 : kFirstMonth[static_cast<std::size_t>(month - 25)], 1};
}

Day last_day(const EdtfDate& date)
{
    int month = date.month.given() ? date.month.high : 12;
    if (month > 12) {
        // Codes 25 to 41; a winter that spans two years counts as its whole year.
        constexpr std::array<int, 17> kLastMonth{
            5, 8, 11, 12, 11, 12, 5, 8, 3, 6, 9, 12, 4, 8, 12, 6, 12};
        month = month < 25 ? 12 : kLastMonth[static_cast<std::size_t>(month - 25)];
    }
    const int longest = days_in(month, is_leap(date.year_high));
    return {date.year_high, month, date.day.given() ? std::min(date.day.high, longest) : longest};
}

std::optional<Day> earliest(const Edtf::Item& item)
{
    if (item.first.kind != EdtfEnd::Kind::date)
        return std::nullopt;
    return first_day(item.first.date);
}

std::optional<Day> latest(const Edtf::Item& item)
{
    if (item.last.kind != EdtfEnd::Kind::date)
        return std::nullopt;
    return last_day(item.last.date);
}

Status check_order(const Edtf::Item& item)
{
    const std::optional<Day> first = earliest(item);
    const std::optional<Day> last = latest(item);
    if (!first && !last)
        return refuse("it names no date");
    if (first && last && *last < *first)
        return refuse("it ends before it begins");
    return {};
}

Result<EdtfEnd> parse_end(std::string_view text)
{
    if (text.empty())
        return EdtfEnd{EdtfEnd::Kind::unknown, {}};
    if (text == "..")
        return EdtfEnd{EdtfEnd::Kind::open, {}};
    STELE_TRY(EdtfDate date, parse_date(text));
    return EdtfEnd{EdtfEnd::Kind::date, date};
}

Result<Edtf> parse_interval(std::string_view text, std::size_t slash)
{
    Edtf::Item item;
    item.is_range = true;
    STELE_TRY(item.first, parse_end(text.substr(0, slash)));
    STELE_TRY(item.last, parse_end(text.substr(slash + 1)));
    STELE_CHECK(check_order(item));
    return Edtf{Edtf::Kind::interval, {item}};
}

Result<Edtf::Item> parse_set_item(std::string_view text)
{
    Edtf::Item item;
    const std::size_t dots = text.find("..");
    if (dots == std::string_view::npos) {
        STELE_TRY(EdtfDate date, parse_date(text));
        item.first.date = item.last.date = date;
        return item;
    }
    item.is_range = true;
    const auto end = [](std::string_view part) -> Result<EdtfEnd> {
        return part.empty() ? parse_end("..") : parse_end(part);
    };
    STELE_TRY(item.first, end(text.substr(0, dots)));
    STELE_TRY(item.last, end(text.substr(dots + 2)));
    STELE_CHECK(check_order(item));
    return item;
}

Result<Edtf> parse_set(std::string_view text)
{
    const char close = text.front() == '[' ? ']' : '}';
    if (text.size() < 2 || text.back() != close)
        return refuse(std::string("a set ends with ") + close);
    Edtf set{text.front() == '[' ? Edtf::Kind::one_of : Edtf::Kind::all_of, {}};
    std::string_view rest = text.substr(1, text.size() - 2);
    while (true) {
        if (set.items.size() == kMaxItems)
            return refuse("a set has at most 50 members");
        const std::size_t comma = rest.find(',');
        std::string_view member = rest.substr(0, comma);
        while (member.starts_with(' '))
            member.remove_prefix(1);
        STELE_TRY(Edtf::Item item, parse_set_item(member));
        set.items.push_back(item);
        if (comma == std::string_view::npos)
            return set;
        rest.remove_prefix(comma + 1);
    }
}

} // namespace

std::int64_t day_number(const Day& day)
{
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in March.
    const std::int64_t year = day.month <= 2 ? day.year - 1 : day.year;
    const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
    const std::int64_t year_of_era = year - era * 400;
    const std::int64_t day_of_year = (153 * ((day.month + 9) % 12) + 2) / 5 + day.day - 1;
    const std::int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

Result<Edtf> parse_edtf(std::string_view text)
{
    if (text.empty())
        return refuse("the date is empty");
    if (text.size() > kMaxLength)
        return refuse("the date is longer than 400 characters");
    if (text.front() == '[' || text.front() == '{')
        return parse_set(text);
    const std::size_t slash = text.find('/');
    if (slash != std::string_view::npos)
        return parse_interval(text, slash);
    STELE_TRY(EdtfDate date, parse_date(text));
    Edtf::Item item;
    item.first.date = item.last.date = date;
    return Edtf{Edtf::Kind::date, {item}};
}

DayInterval to_interval(const Edtf& date)
{
    DayInterval all{earliest(date.items.front()), latest(date.items.front())};
    for (const Edtf::Item& item : date.items) {
        const std::optional<Day> first = earliest(item);
        const std::optional<Day> last = latest(item);
        all.earliest = all.earliest && first ? std::min(all.earliest, first) : std::nullopt;
        all.latest = all.latest && last ? std::max(all.latest, last) : std::nullopt;
    }
    return all;
}

} // namespace stele::record

// Dates as catalogues need them: EDTF (ISO 8601-2:2019 annex A), levels 0 and 1, and of level 2
// sets, unspecified digits anywhere and qualified parts. Years are astronomical: 0000 is 1 BCE,
// -0220 is 221 BCE.
#pragma once

#include "archive/base/result.h"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stele::record {

struct Day {
    std::int64_t year = 0;
    int month = 1;
    int day = 1;
    friend auto operator<=>(const Day&, const Day&) = default;
};

// Days since 1970-01-01 in the proleptic Gregorian calendar: a key to sort and to compare by.
std::int64_t day_number(const Day& day);

// No value means without bound: open or unknown.
struct DayInterval {
    std::optional<Day> earliest, latest;
};

// One date: each part is a range because digits may be unspecified. A month above 20 is a season or
// quarter.
struct EdtfDate {
    struct Range {
        int low = 0, high = 0;
        bool given() const { return high != 0; }
        bool exact() const { return given() && low == high; }
    };
    std::int64_t year_low = 0, year_high = 0;
    Range month, day;
    bool uncertain = false, approximate = false;
};

// One end of an interval or of a range in a set.
struct EdtfEnd {
    enum class Kind { date, open, unknown };
    Kind kind = Kind::date;
    EdtfDate date;
};

struct Edtf {
    enum class Kind { date, interval, one_of, all_of };
    struct Item {
        EdtfEnd first, last;
        bool is_range = false; // else last equals first
    };
    Kind kind = Kind::date;
    std::vector<Item> items; // one for date and interval
};

// Errc::malformed with the reason. Years are limited to nine digits.
Result<Edtf> parse_edtf(std::string_view text);

// The first and the last day that the date may mean. "About" and "uncertain" do not widen it. A
// season is the whole year, for nobody says in which hemisphere, unless its code does.
DayInterval to_interval(const Edtf& date);

} // namespace stele::record

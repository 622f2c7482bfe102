// EDTF: which strings are dates, and from which day to which day each may mean.
#include "archive/record/edtf.h"

#include <gtest/gtest.h>

#include <string>

namespace stele::record {
namespace {

std::string day_text(const std::optional<Day>& day)
{
    if (!day)
        return "..";
    return std::to_string(day->year) + "-" + std::to_string(day->month) + "-" +
           std::to_string(day->day);
}

std::string interval_of(std::string_view edtf)
{
    const Result<Edtf> date = parse_edtf(edtf);
    if (!date)
        return "invalid";
    const DayInterval interval = to_interval(*date);
    return day_text(interval.earliest) + " " + day_text(interval.latest);
}

struct Row {
    const char* edtf;
    const char* interval;
};

// Most strings are those of the specification's examples.
const Row kRows[] = {
    {"1380", "1380-1-1 1380-12-31"},
    {"0857", "857-1-1 857-12-31"},
    {"0000", "0-1-1 0-12-31"},
    {"-0220", "-220-1-1 -220-12-31"},
    {"-1985", "-1985-1-1 -1985-12-31"},
    {"1985-04", "1985-4-1 1985-4-30"},
    {"1985-04-12", "1985-4-12 1985-4-12"},
    {"2000-02-29", "2000-2-29 2000-2-29"},
    {"1985-04-12T23:20:30", "1985-4-12 1985-4-12"},
    {"1985-04-12T23:20:30Z", "1985-4-12 1985-4-12"},
    {"1985-04-12T23:20:30-04", "1985-4-12 1985-4-12"},
    {"1985-04-12T23:20:30+04:30", "1985-4-12 1985-4-12"},
    {"1964/2008", "1964-1-1 2008-12-31"},
    {"2004-06/2006-08", "2004-6-1 2006-8-31"},
    {"2004-02-01/2005-02-08", "2004-2-1 2005-2-8"},
    {"2005/2006-02", "2005-1-1 2006-2-28"},
    {"Y170000002", "170000002-1-1 170000002-12-31"},
    {"Y-170000002", "-170000002-1-1 -170000002-12-31"},
    {"2001-21", "2001-1-1 2001-12-31"},
    {"2001-25", "2001-3-1 2001-5-31"},
    {"2001-32", "2001-6-1 2001-8-31"},
    {"2001-31", "2001-3-1 2001-5-31"},
    {"2001-34", "2001-4-1 2001-6-30"},
    {"2001-41", "2001-7-1 2001-12-31"},
    {"1984?", "1984-1-1 1984-12-31"},
    {"2004-06~", "2004-6-1 2004-6-30"},
    {"2004-06-11%", "2004-6-11 2004-6-11"},
    {"201X", "2010-1-1 2019-12-31"},
    {"20XX", "2000-1-1 2099-12-31"},
    {"15XX", "1500-1-1 1599-12-31"},
    {"-01XX", "-199-1-1 -100-12-31"},
    {"2004-XX", "2004-1-1 2004-12-31"},
    {"1985-04-XX", "1985-4-1 1985-4-30"},
    {"1985-XX-XX", "1985-1-1 1985-12-31"},
    {"156X-12-25", "1560-12-25 1569-12-25"},
    {"XXXX-12-XX", "0-12-1 9999-12-31"},
    {"1XXX-12", "1000-12-1 1999-12-31"},
    {"1984-1X", "1984-10-1 1984-12-31"},
    {"190X-02-29", "1900-2-29 1909-2-28"},
    {"1985-04-12/..", "1985-4-12 .."},
    {"1985/", "1985-1-1 .."},
    {"../1985-04", ".. 1985-4-30"},
    {"/1985", ".. 1985-12-31"},
    {"1984~/2004-06", "1984-1-1 2004-6-30"},
    {"2004-06~-11", "2004-6-11 2004-6-11"},
    {"?2004-06-~11", "2004-6-11 2004-6-11"},
    {"2004?-06-11", "2004-6-11 2004-6-11"},
    {"-0300/-0200", "-300-1-1 -200-12-31"},
    {"[1667,1668,1670..1672]", "1667-1-1 1672-12-31"},
    {"[0690..0705]", "690-1-1 705-12-31"},
    {"[..1760-12-03]", ".. 1760-12-3"},
    {"[1760-12..]", "1760-12-1 .."},
    {"{1667,1668}", "1667-1-1 1668-12-31"},
    {"{1960,1961-12}", "1960-1-1 1961-12-31"},
};

const char* const kInvalid[] = {"", "857", "12345", "about 1380", "1380-13", "1380-00", "1380-4",
    "1900-02-29", "1985-04-31", "1985-04-00", "-0000", "Y1380", "Y12345678901", "Y17000002-01",
    "1985-21-05", "1985-42", "1985/1984", "/", "..", "../..", "1980/1990/2000", "[1667", "[]", "{}",
    "[1672..1670]", "1985-04-12T", "1985-04-12T25:00:00", "1985-04T10:00:00", "1380 ", " 1380",
    "1380??", "?", "~", "-", "13?80", "\xe5\x94\x90", "1380-", "1380--", "1985-04-12-01", "Y", "Y-",
    "1X", "[..]", "1XXX-0655555555555555555555"};

TEST(Edtf, gives_the_days_from_which_to_which_a_date_may_mean)
{
    for (const Row& row : kRows)
        EXPECT_EQ(interval_of(row.edtf), row.interval) << row.edtf;
}

TEST(Edtf, refuses_what_is_no_date)
{
    for (const char* const text : kInvalid)
        EXPECT_EQ(interval_of(text), "invalid") << text;
}

TEST(Edtf, reads_every_prefix_of_a_valid_date_without_harm)
{
    for (const Row& row : kRows) {
        const std::string text = row.edtf;
        for (std::size_t length = 0; length < text.size(); ++length) {
            const Result<Edtf> date = parse_edtf(std::string_view(text).substr(0, length));
            if (!date) {
                EXPECT_EQ(date.error().code(), Errc::malformed);
            }
        }
    }
}

TEST(Edtf, refuses_hostile_lengths)
{
    EXPECT_FALSE(parse_edtf(std::string(100000, '1')));
    std::string set = "[1";
    for (int i = 0; i < 60; ++i)
        set += "667,1";
    EXPECT_FALSE(parse_edtf(set + "668]"));
}

TEST(Edtf, notes_what_is_about_and_what_is_uncertain)
{
    const auto flags = [](std::string_view text) {
        const Result<Edtf> date = parse_edtf(text);
        const EdtfDate& first = date->items.front().first.date;
        return std::string(first.approximate ? "~" : "") + (first.uncertain ? "?" : "");
    };
    EXPECT_EQ(flags("1380"), "");
    EXPECT_EQ(flags("1380~"), "~");
    EXPECT_EQ(flags("1380?"), "?");
    EXPECT_EQ(flags("1380%"), "~?");
    EXPECT_EQ(flags("1380-05~-03"), "~");
}

TEST(Edtf, says_why_a_date_is_refused)
{
    const auto reason = [](std::string_view text) { return parse_edtf(text).error().message(); };
    EXPECT_EQ(reason("857"), "a year has four digits, such as 0857");
    EXPECT_EQ(reason("1380-13"), "there is no month 13");
    EXPECT_EQ(reason("1900-02-29"), "there is no day 29 in that month");
    EXPECT_EQ(reason("1985/1984"), "it ends before it begins");
    EXPECT_EQ(reason("-0000"), "there is no year -0000; 1 BCE is 0000");
}

TEST(DayNumber, counts_days_from_1970)
{
    EXPECT_EQ(day_number({1970, 1, 1}), 0);
    EXPECT_EQ(day_number({1969, 12, 31}), -1);
    EXPECT_EQ(day_number({2000, 3, 1}), 11017);
    EXPECT_EQ(day_number({1600, 2, 29}), -135081);
    EXPECT_EQ(day_number({0, 3, 1}), -719468);
    EXPECT_EQ(day_number({-1, 12, 31}) + 1, day_number({0, 1, 1}));
}

TEST(DayNumber, grows_by_one_each_day)
{
    std::int64_t last = day_number({-401, 12, 31});
    const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (std::int64_t year = -400; year <= 2400; ++year) {
        const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int month = 1; month <= 12; ++month)
            for (int day = 1; day <= lengths[month - 1] + (leap && month == 2 ? 1 : 0); ++day)
                ASSERT_EQ(day_number({year, month, day}), ++last) << year << "-" << month;
    }
}

} // namespace
} // namespace stele::record

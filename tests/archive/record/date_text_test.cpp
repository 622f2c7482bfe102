// How dates read in English and in Simplified Chinese.
#include "archive/record/date_text.h"

#include <gtest/gtest.h>

namespace stele::record {
namespace {

struct Row {
    const char *edtf, *english, *chinese;
};

const Row kRows[] = {
    {"1380", "1380", "1380年"},
    {"0857~", "about 857", "约857年"},
    {"0857?", "857 (uncertain)", "857年（存疑）"},
    {"0857%", "about 857 (uncertain)", "约857年（存疑）"},
    {"0079", "79 CE", "公元79年"},
    {"0000", "1 BCE", "公元前1年"},
    {"-0220", "221 BCE", "公元前221年"},
    {"15XX", "16th century", "16世纪"},
    {"20XX", "21st century", "21世纪"},
    {"01XX", "2nd century", "2世纪"},
    {"12XX~", "about 13th century", "约13世纪"},
    {"10XX", "11th century", "11世纪"},
    {"-01XX", "2nd century BCE", "公元前2世纪"},
    {"152X", "1520s", "1520年代"},
    {"1XXX", "1000–1999", "1000–1999年"},
    {"-022X", "230–221 BCE", "公元前230–221年"},
    {"XXXX", "unknown", "不详"},
    {"1985-04", "April 1985", "1985年4月"},
    {"1985-04-12", "12 April 1985", "1985年4月12日"},
    {"1985-04-XX", "April 1985", "1985年4月"},
    {"1985-XX-XX", "1985", "1985年"},
    {"-0220-04", "April 221 BCE", "公元前221年4月"},
    {"2001-21", "spring 2001", "2001年春季"},
    {"2001-28", "winter 2001", "2001年冬季"},
    {"2001-34", "quarter 2 of 2001", "2001年第2季度"},
    {"2001-40", "half 1 of 2001", "2001年第1个半年"},
    {"1380/1420", "1380–1420", "1380–1420年"},
    {"-0300/-0200", "301–201 BCE", "公元前301–201年"},
    {"-0010/0010", "11 BCE – 10 CE", "公元前11年至公元10年"},
    {"1380~/1420", "about 1380 – 1420", "约1380年至1420年"},
    {"1985-04/1986", "April 1985 – 1986", "1985年4月至1986年"},
    {"1380/..", "since 1380", "1380年起"},
    {"../1380", "until 1380", "至1380年"},
    {"1380/", "1380 – unknown", "1380年至不详"},
    {"/1380", "unknown – 1380", "不详至1380年"},
    {"[0690..0705]", "between 690 and 705", "690年至705年之间"},
    {"[..1984]", "1984 or earlier", "1984年或更早"},
    {"[1984..]", "1984 or later", "1984年或更晚"},
    {"[1667,1668]", "1667 or 1668", "1667年或1668年"},
    {"{1667,1668,1670..1672}", "1667, 1668 and 1670–1672", "1667年、1668年和1670–1672年"},
    {"long ago", "long ago", "long ago"},
};

TEST(DateText, reads_well_in_both_languages)
{
    const Texts english = Texts::in_language("en");
    const Texts chinese = Texts::in_language("zh-Hans");
    for (const Row& row : kRows) {
        EXPECT_EQ(date_text(row.edtf, english), row.english) << row.edtf;
        EXPECT_EQ(date_text(row.edtf, chinese), row.chinese) << row.edtf;
    }
}

} // namespace
} // namespace stele::record

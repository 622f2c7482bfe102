// stele verify --error: what it prints, and what it takes.
#include "tests/cli/program.h"
#include "tests/support/shared_data.h"

namespace stele::cli {
namespace {

using ::testing::HasSubstr;

TEST(VerifyError, prints_a_table_of_levels_in_millimetres)
{
    const Workplace place({"--unit", "m", "--up", "y"});
    const Outcome outcome = place.run({"verify", "--error", "--samples", "1000", "ball"});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    EXPECT_EQ(outcome.out, "");
    for (const char* const text : {"CERTIFIED", "RMS", "P95", "MAX", "level 0", "random 1",
             "within", "points of the surface", "all as recorded"})
        EXPECT_THAT(outcome.err, HasSubstr(text));
    EXPECT_EQ(outcome.err.find("BEYOND"), std::string::npos);
    const std::string chinese =
        place.run({"--lang", "zh-Hans", "verify", "--error", "--samples", "1000"}).err;
    EXPECT_THAT(chinese, HasSubstr("\u7b2c 0 \u7ea7")); // level 0
    EXPECT_THAT(chinese, testing::Not(HasSubstr("within")));
}

TEST(VerifyError, tells_programs_every_figure_in_metres)
{
    const Workplace place({"--unit", "m", "--up", "y"});
    const Outcome outcome = place.run({"--json", "verify", "--error", "--samples", "1000"});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    const Json item = event_of(events_of(outcome), "item");
    EXPECT_EQ(item["action"].string_or(""), "verified");
    const auto errors = elements_of(item["error"]);
    ASSERT_EQ(errors.size(), 1u);
    EXPECT_EQ(errors[0]["asset"].string_or(""), "ball");
    EXPECT_EQ(errors[0]["samples"].unsigned_or(0), 1000u);
    const auto cuts = elements_of(errors[0]["cuts"]);
    ASSERT_GE(cuts.size(), 2u);
    EXPECT_EQ(cuts.front()["level"].integer_or(-1), 0);
    EXPECT_TRUE(cuts.back()["level"].is_null());
    for (const Json& cut : cuts) {
        EXPECT_EQ(cut["violations"].integer_or(-1), 0);
        EXPECT_GT(cut["certified_m"].number_or(0), 0);
        EXPECT_EQ(cut["surface_to_scan"]["samples"].unsigned_or(0), 1000u);
        EXPECT_LE(cut["both"]["max_m"].number_or(9), cut["certified_m"].number_or(0));
    }
    const Json plain = event_of(events_of(place.run({"--json", "verify"})), "item");
    EXPECT_EQ(plain.find("error"), nullptr);
}

TEST(VerifyError, wants_sensible_flags)
{
    const Workplace place;
    EXPECT_EQ(place.run({"verify", "--error", "--quick"}).exit, 2);
    EXPECT_EQ(place.run({"verify", "--samples", "1000"}).exit, 2);
    EXPECT_EQ(place.run({"verify", "--error", "--samples", "0"}).exit, 2);
}

// Real scans hold what is certified of them.
TEST(VerifyError, holds_for_real_scans)
{
    constexpr const char* kLion = "data/scans/statues_untextured/lionstatue.obj";
    constexpr const char* kNefertiti = "data/scans/statues_untextured/nefertiti-lowres.obj";
    STELE_NEED_SHARED(kLion);
    STELE_NEED_SHARED(kNefertiti);
    const Workplace place;
    for (const char* const scan : {kLion, kNefertiti})
        EXPECT_EQ(place.run({"ingest", test::shared_path(scan).string()}).exit, 0);
    const Outcome outcome = place.run({"verify", "--error", "--samples", "4000"});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    EXPECT_THAT(outcome.err, HasSubstr("level 3"));
}

} // namespace
} // namespace stele::cli

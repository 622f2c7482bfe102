// stele render: the viewer's picture through the command line, one exit event on the shared stdout.
#include "tests/cli/program.h"

namespace stele::cli {
namespace {

namespace fs = std::filesystem;

TEST(Render, writes_a_picture_and_ends_with_one_exit_event)
{
    if (!fs::exists(test::built_program("stele-viewer")))
        GTEST_SKIP() << "built without the renderer";
    const Workplace place(std::vector<std::string>{});
    const fs::path picture = place / "ball.png";
    const Outcome outcome = place.run(
        {"--json", "render", "ball", "-o", picture.string(), "--size", "320x240", "--validate"});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    const auto events = events_of(outcome);
    EXPECT_EQ(event_of(events, "summary")["validation_messages"].integer_or(-1), 0);
    EXPECT_EQ(event_of(events, "summary")["triangles"].integer_or(0), 128);
    std::size_t exits = 0;
    for (const Json& event : events)
        exits += event["type"].string_or("") == "exit" ? 1u : 0u;
    EXPECT_EQ(exits, 1u);
    EXPECT_GT(fs::file_size(picture), 1000u);
}

TEST(Render, an_unknown_record_is_no_match)
{
    if (!fs::exists(test::built_program("stele-viewer")))
        GTEST_SKIP() << "built without the renderer";
    const Workplace place;
    EXPECT_EQ(place.run({"render", "nobody", "-o", (place / "x.png").string()}).exit, 5);
}

} // namespace
} // namespace stele::cli

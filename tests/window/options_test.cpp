// The command line of the viewer.
#include "tests/support/temp_dir.h"
#include "tools/viewer/options.h"

#include <gtest/gtest.h>

#include <fstream>
#include <vector>

namespace stele::viewer {
namespace {

Result<Parsed> parse(const std::vector<const char*>& arguments)
{
    std::vector<const char*> argv{"stele-viewer"};
    for (const char* const argument : arguments)
        argv.push_back(argument);
    return parse_options(static_cast<int>(argv.size()), argv.data());
}

TEST(Options, one_place_is_an_archive_if_it_is_one_else_an_id)
{
    const test::TempDir dir;
    std::ofstream(dir / "stele.toml") << "format = 1\n";
    const auto archive = parse({dir.path().c_str()});
    ASSERT_TRUE(archive && archive->options);
    EXPECT_EQ(archive->options->archive, dir.path());
    EXPECT_EQ(archive->options->id, "");
    EXPECT_EQ(parse({"tower"})->options->id, "tower");
    EXPECT_EQ(parse({"--archive", "/x", "tower"})->options->id, "tower");
    const auto both = parse({"/x", "tower"});
    EXPECT_EQ(both->options->archive, "/x");
    EXPECT_EQ(both->options->id, "tower");
}

TEST(Options, render_options_are_read)
{
    const auto parsed = parse({"--render", "out.png", "tower", "--size", "640x360", "--view",
        "30,-5,0.5", "--panel", "--mode", "colour", "--error-px", "2", "--lang", "zh-Hans"});
    ASSERT_TRUE(parsed && parsed->options);
    const Options& options = *parsed->options;
    EXPECT_EQ(options.render, "out.png");
    EXPECT_EQ(options.width, 640u);
    EXPECT_EQ(options.height, 360u);
    ASSERT_TRUE(options.view);
    EXPECT_EQ(options.view->azimuth_deg, 30);
    EXPECT_EQ(options.view->elevation_deg, -5);
    EXPECT_EQ(options.view->distance_factor, 0.5);
    EXPECT_TRUE(options.panel);
    EXPECT_EQ(options.mode, frame::Mode::colour);
    EXPECT_EQ(options.error_px, 2);
    EXPECT_EQ(options.language, "zh-Hans");
}

TEST(Options, standard_views_modes_and_the_projection_go_by_name)
{
    const auto top = parse({"--view", "top", "--ortho", "--mode", "normals", "tower"});
    ASSERT_TRUE(top && top->options);
    EXPECT_EQ(top->options->standard_view, frame::StandardView::top);
    EXPECT_FALSE(top->options->view);
    EXPECT_EQ(top->options->projection, frame::Projection::orthographic);
    EXPECT_EQ(top->options->mode, frame::Mode::normals);
    EXPECT_EQ(parse({"--mode", "clay"})->options->mode, frame::Mode::clay);
    EXPECT_EQ(parse({"--view", "three-quarter"})->options->standard_view,
        frame::StandardView::three_quarter);
    EXPECT_EQ(parse({})->options->projection, frame::Projection::perspective);
    const auto wrong = parse({"--view", "Front"});
    ASSERT_FALSE(wrong);
    EXPECT_NE(wrong.error().text().find("three-quarter"), std::string::npos);
}

TEST(Options, what_makes_no_sense_is_refused)
{
    for (const std::vector<const char*>& arguments :
        std::vector<std::vector<const char*>>{{"--size", "640"}, {"--size", "0x10"},
            {"--size", "640x360x"}, {"--size", "99999x10"}, {"--size", "-5x10"}, {"--view", "1,2"},
            {"--view", "1,2,0"}, {"--view", "1,2,-1"}, {"--view", "nan,2,1"}, {"--view", "1,91,1"},
            {"--view", "1,2,1,4"}, {"--mode", "pretty"}, {"--error-px", "0"}, {"--nothing"},
            {"a", "b", "c"}, {"--archive", "x", "--pages", "y"}, {"--record", "r.json", "id"},
            {"--archive", "x", "y", "z"}}) {
        const auto parsed = parse(arguments);
        ASSERT_FALSE(parsed) << arguments[0] << " " << (arguments.size() > 1 ? arguments[1] : "");
        EXPECT_EQ(parsed.error().code(), Errc::invalid_argument);
    }
}

TEST(Options, help_and_version_are_texts)
{
    EXPECT_NE(parse({"--help"})->text.find("--render"), std::string::npos);
    EXPECT_NE(parse({"--version"})->text.find("stele-viewer"), std::string::npos);
    EXPECT_FALSE(parse({"--help"})->options);
}

} // namespace
} // namespace stele::viewer

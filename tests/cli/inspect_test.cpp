// stele inspect, the bill of health of a dry run and of stele show: transcripts in both languages.
#include "tests/cli/program.h"

#include <fstream>

namespace stele::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
namespace fs = std::filesystem;

// A box of 2 x 1 x 3 metres without its lid, one corner of it torn out, in millimetres.
std::string open_box(const fs::path& folder)
{
    const fs::path path = folder / "box.obj";
    test::write_file(path, "# units: mm\n"
                           "v 0 0 0\nv 2000 0 0\nv 2000 1000 0\nv 0 1000 0\n"
                           "v 0 0 3000\nv 2000 0 3000\nv 2000 1000 3000\nv 0 1000 3000\n"
                           "f 1 4 3\nf 1 3 2\nf 1 2 6\nf 1 6 5\nf 2 3 7\nf 2 7 6\n"
                           "f 4 8 7\nf 4 7 3\nf 1 5 8\nf 1 8 4\nf 1 8 4\n");
    return path.string();
}

TEST(Inspect, prints_the_bill_of_health_in_english)
{
    const test::TempDir dir;
    const Outcome outcome = stele({"inspect", "--unit", "mm", "--up", "z", open_box(dir.path())});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    EXPECT_EQ(outcome.err, "");
    EXPECT_EQ(outcome.out,
        "box.obj  Wavefront OBJ\n"
        "  10 triangles, 8 vertices\n"
        "  size     2 m wide, 3 m high, 1 m deep\n"
        "  units    millimetres  (said by you)\n"
        "  up       z axis  (said by you)\n"
        "  surface  open, 20 m\u00b2, open rims 1 (longest 6 m)\n"
        "  detail   edges of 2.2 m (95 % below 3.6 m), 0.4 points per m\u00b2\n"
        "  colour   none in the file\n"
        "\n"
        "1 thing to look at\n"
        "  ! Left out 1 face that was delivered twice.\n"
        "    A few do no harm and are not seen. Many mean that parts were exported twice.\n"
        "Good to know\n"
        "  - The surface ends in 1 open rim; the longest measures 6 m.  [(1.000, 3.000, -0.500) "
        "m]\n");
}

TEST(Inspect, prints_the_bill_of_health_in_chinese)
{
    const test::TempDir dir;
    const Outcome outcome =
        stele({"inspect", "--lang", "zh-CN", "--unit", "mm", open_box(dir.path())});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    EXPECT_EQ(outcome.out,
        "box.obj  Wavefront OBJ\n"
        "  10 \u4e2a\u4e09\u89d2\u9762\uff0c8 \u4e2a\u9876\u70b9\n"
        "  \u5c3a\u5bf8  \u5bbd 2 \u7c73\uff0c\u9ad8 3 \u7c73\uff0c\u6df1 1 \u7c73\n"
        "  \u5355\u4f4d  \u6beb\u7c73\uff08\u4eba\u5de5\u6307\u5b9a\uff09\n"
        "  \u671d\u4e0a  z \u8f74\uff08\u63a8\u5b9a\uff1a\u6cbf z \u8f74\u7acb\u5f97\u6700\u9ad8\uff09\n"
        "  \u8868\u9762  \u4e0d\u5c01\u95ed\uff0c\u9762\u79ef 20 m\u00b2\uff0c\u5f00\u653e\u8fb9"
        "\u7f18 1 \u5904\uff08\u6700\u957f 6 \u7c73\uff09\n"
        "  \u7ec6\u8282  \u8fb9\u957f 2.2 \u7c73\uff0895% \u5c0f\u4e8e 3.6 \u7c73\uff09\uff0c\u6bcf"
        "\u5e73\u65b9\u7c73 0.4 \u70b9\n"
        "  \u8272\u5f69  \u6587\u4ef6\u4e2d\u6ca1\u6709\n"
        "\n"
        "\u6709 1 \u5904\u9700\u8981\u7559\u610f\n"
        "  ! \u7565\u53bb 1 \u4e2a\u91cd\u590d\u7684\u9762\u3002\n"
        "    \u5c11\u91cf\u65e0\u788d\uff1b\u5927\u91cf\u51fa\u73b0\u5219\u8bf4\u660e\u90e8\u5206"
        "\u5185\u5bb9\u88ab\u91cd\u590d\u5bfc\u51fa\u3002\n"
        "\u4f9b\u53c2\u8003\n"
        "  - \u6587\u4ef6\u672a\u6ce8\u660e\u671d\u5411\uff0c\u6309\u5916\u5f62\u63a8\u5b9a z "
        "\u8f74"
        "\u5411\u4e0a\u3002\n"
        "  - \u8868\u9762\u4e0d\u5c01\u95ed\uff0c\u6709 1 "
        "\u5904\u5f00\u653e\u8fb9\u7f18\uff0c\u6700"
        "\u957f\u4e00\u5904\u5468\u957f 6 \u7c73\u3002  [(1.000, 3.000, -0.500) m]\n");
}

TEST(Inspect, speaks_one_json_document_with_a_file_each)
{
    const Workplace place;
    const Outcome outcome = stele({"--json", "inspect", place.ball(), (place / "no.ply").string()});
    EXPECT_EQ(outcome.exit, 3) << said(outcome);
    const Json document = document_of(outcome);
    EXPECT_EQ(document["schema"].string_or(""), "stele:inspect/1");
    const auto files = elements_of(document["files"]);
    ASSERT_EQ(files.size(), 2u);
    EXPECT_EQ(files[0]["path"].string_or(""), place.ball());
    EXPECT_TRUE(files[0]["health"]["surface"]["closed"].bool_or(false));
    EXPECT_EQ(files[0]["health"]["faces"]["kept"].integer_or(0), 128);
    for (const Json& finding : elements_of(files[0]["findings"]))
        for (const char* const key : {"code", "severity", "where", "text", "count"})
            EXPECT_NE(finding.find(key), nullptr) << key;
    EXPECT_EQ(files[1]["error"]["code"].string_or(""), "stele.not-found");
}

TEST(Inspect, needs_no_archive_and_writes_nothing)
{
    const test::TempDir dir;
    const std::string box = open_box(dir.path());
    const auto before = fs::last_write_time(dir.path());
    EXPECT_EQ(stele({"inspect", box}).exit, 0);
    EXPECT_EQ(fs::last_write_time(dir.path()), before);
}

TEST(Inspect, tells_refused_files_by_its_exit_code)
{
    const Workplace place;
    test::write_file(place / "bad.ply", "ply\nnonsense\n");
    const std::string bad = (place / "bad.ply").string();
    const Outcome refused = stele({"inspect", bad});
    EXPECT_EQ(refused.exit, 1) << said(refused);
    EXPECT_THAT(refused.err, HasSubstr("bad.ply"));
    EXPECT_EQ(stele({"inspect", bad, place.ball()}).exit, 3);
    EXPECT_EQ(stele({"inspect", place.ball(), "--unit", "ell"}).exit, 2);
    const Outcome folder = stele({"inspect", place.folder().string()});
    EXPECT_EQ(folder.exit, 1);
    EXPECT_THAT(folder.err, HasSubstr("ingest --dry-run"));
    EXPECT_EQ(stele({"inspect", "--strict", place.ball()}).exit, 0);
    EXPECT_EQ(stele({"inspect", "--strict", open_box(place.folder())}).exit, 1);
}

TEST(Ingest, prints_the_bill_of_health_in_a_dry_run)
{
    const Workplace place;
    fs::create_directory(place / "in");
    open_box(place / "in");
    const Outcome dry = place.run({"-n", "ingest", (place / "in").string(), "--lang", "en"});
    EXPECT_EQ(dry.exit, 0) << said(dry);
    EXPECT_THAT(dry.err, HasSubstr("surface  open"));
    EXPECT_THAT(dry.err, HasSubstr("Left out 1 face that was delivered twice."));
    const Outcome chinese = place.run({"-n", "ingest", (place / "in").string(), "--lang", "zh"});
    EXPECT_THAT(chinese.err, HasSubstr("\u4e0d\u5c01\u95ed"));
}

TEST(Show, prints_the_bill_of_health_that_was_stored)
{
    const Workplace place;
    fs::create_directory(place / "in");
    const std::string box = open_box(place / "in");
    ASSERT_EQ(place.run({"ingest", box, "--unit", "mm"}).exit, 0);
    const Outcome shown = place.run({"show", "box"});
    EXPECT_THAT(shown.out, HasSubstr("box  Wavefront OBJ\n  10 triangles, 8 vertices\n"));
    EXPECT_THAT(shown.out, HasSubstr("surface  open, 20 m\u00b2, open rims 1 (longest 6 m)"));
    EXPECT_THAT(place.run({"show", "box", "--lang", "zh"}).out, HasSubstr("\u4e0d\u5c01\u95ed"));
    const Json document = document_of(place.run({"--json", "show", "box"}));
    const auto reports = elements_of(document["reports"]);
    ASSERT_EQ(reports.size(), 1u);
    EXPECT_EQ(reports[0]["health"]["openings"]["rims"].integer_or(0), 1);
    // The same as an inspection, but for the name.
    const Json inspected = document_of(stele({"--json", "inspect", box, "--unit", "mm"}));
    EXPECT_EQ(
        print_json(reports[0]["health"]), print_json(elements_of(inspected["files"])[0]["health"]));
}

} // namespace
} // namespace stele::cli

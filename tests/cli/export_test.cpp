// stele export mesh: what is written is what was asked for and says so; what cannot be had is said.
#include "tests/cli/program.h"

namespace stele::cli {
namespace {

using ::testing::HasSubstr;
namespace fs = std::filesystem;

// "globe", 32 768 triangles in several levels.
class Export : public ::testing::Test {
protected:
    static void SetUpTestSuite()
    {
        place_ = new Workplace();
        const fs::path scan = *place_ / "globe.ply";
        test::write_file(scan, test::ply_bytes(test::make_sphere(6, 0.1)));
        const Outcome outcome = place_->run({"ingest", scan.string(), "--set", "title.en=A globe",
            "--set", "rights.model=CC0-1.0", "--unit", "m", "--up", "y"});
        ASSERT_EQ(outcome.exit, 0) << said(outcome);
    }
    static void TearDownTestSuite()
    {
        delete place_;
        place_ = nullptr;
    }
    static std::string out(const std::string& name) { return (*place_ / name).string(); }
    static Outcome run(std::vector<std::string> arguments)
    {
        arguments.insert(arguments.begin(), {"export", "mesh"});
        return place_->run(arguments);
    }
    // What stele inspect makes of an exported file.
    static Json health_of(const std::string& file)
    {
        const Json bill = document_of(place_->run({"--json", "inspect", file}));
        const Json::Array files = elements_of(bill["files"]);
        return files.empty() ? Json() : files[0]["health"];
    }

    static Workplace* place_; // one ingest for all
};
Workplace* Export::place_ = nullptr;

TEST_F(Export, writes_a_plain_glb_within_the_error)
{
    const std::string file = out("g.glb");
    const Outcome outcome = run({"globe", "--error", "8", "-o", file});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr("Wrote " + file));
    EXPECT_THAT(outcome.err, HasSubstr("of the scan"));
    const std::string bytes = test::slurp(file);
    EXPECT_TRUE(bytes.starts_with("glTF"));
    EXPECT_THAT(bytes, HasSubstr("certified_error_m"));
    EXPECT_THAT(bytes, HasSubstr("A globe"));
    EXPECT_THAT(bytes, HasSubstr("CC0-1.0"));
    EXPECT_FALSE(fs::exists(file + ".part"));
}

TEST_F(Export, writes_a_ply_with_at_most_so_many_triangles)
{
    const std::string file = out("g.ply");
    const Outcome outcome =
        place_->run({"--json", "export", "mesh", "globe", "--triangles", "20000", "-o", file});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    const Json item = event_of(events_of(outcome), "item");
    EXPECT_EQ(item["op"].string_or(""), "export");
    EXPECT_EQ(item["action"].string_or(""), "written");
    EXPECT_EQ(item["record"].string_or(""), "globe");
    EXPECT_EQ(item["asset"].string_or(""), "globe");
    EXPECT_EQ(item["bytes"].unsigned_or(0), fs::file_size(file));
    const auto triangles = item["triangles"].unsigned_or(0);
    EXPECT_LE(triangles, 20000u);
    EXPECT_GT(triangles, 12000u);
    const double certified = item["certified_error_m"].number_or(0);
    EXPECT_GT(certified, item["grid_rounding_m"].number_or(1));
    EXPECT_LT(certified, 0.1);
    const std::string bytes = test::slurp(file);
    EXPECT_THAT(bytes, HasSubstr("comment certified_error_m: "));
    EXPECT_THAT(bytes, HasSubstr("element face " + std::to_string(triangles) + "\n"));
    EXPECT_THAT(bytes, HasSubstr("property uchar red\n"));
}

TEST_F(Export, is_read_again_as_the_same_surface)
{
    const Json scan = health_of(out("globe.ply"));
    for (const char* const name : {"all.glb", "all.ply"}) {
        EXPECT_EQ(run({"globe", "--error", "0", "-o", out(name)}).exit, 0);
        const Json health = health_of(out(name));
        EXPECT_EQ(health["faces"]["kept"].unsigned_or(0), 32768u) << print_json(health);
        EXPECT_EQ(health["surface"]["edges"], scan["surface"]["edges"]);
        EXPECT_TRUE(health["surface"]["closed"].bool_or(false));
        const Outcome again = place_->run({"-n", "ingest", out(name)});
        EXPECT_EQ(again.exit, 0) << said(again);
        EXPECT_EQ(again.err.find("guessed"), std::string::npos) << again.err; // units are stated
    }
}

TEST_F(Export, same_cut_same_bytes)
{
    EXPECT_EQ(run({"globe", "--error", "10", "-o", out("a.glb")}).exit, 0);
    EXPECT_EQ(run({"globe", "--error", "10", "-o", out("b.glb")}).exit, 0);
    EXPECT_EQ(test::slurp(out("a.glb")), test::slurp(out("b.glb")));
    EXPECT_EQ(run({"globe", "--error", "10", "--metric", "looks", "-o", out("c.glb")}).exit, 0);
    EXPECT_LE(fs::file_size(out("a.glb")), fs::file_size(out("c.glb")));
}

TEST_F(Export, never_replaces_a_file)
{
    test::write_file(out("mine.glb"), "mine");
    const Outcome outcome = run({"globe", "--error", "1", "-o", out("mine.glb")});
    EXPECT_EQ(outcome.exit, 1) << said(outcome);
    EXPECT_THAT(outcome.err, HasSubstr("exists"));
    EXPECT_EQ(test::slurp(out("mine.glb")), "mine");
}

TEST_F(Export, of_a_dry_run_is_words_only)
{
    const Outcome outcome =
        place_->run({"-n", "export", "mesh", "globe", "--error", "1", "-o", out("dry.glb")});
    EXPECT_EQ(outcome.exit, 0) << said(outcome);
    EXPECT_THAT(outcome.err, HasSubstr("Would write"));
    EXPECT_FALSE(fs::exists(out("dry.glb")));
}

TEST_F(Export, that_cannot_be_had_says_what_can)
{
    const auto refused = [&](std::vector<std::string> arguments, int exit, const char* text) {
        arguments.insert(arguments.end(), {"-o", out("no.glb")});
        const Outcome outcome = run(arguments);
        EXPECT_EQ(outcome.exit, exit) << said(outcome);
        EXPECT_THAT(outcome.err, HasSubstr(text));
        EXPECT_FALSE(fs::exists(out("no.glb")));
        EXPECT_FALSE(fs::exists(out("no.glb.part")));
    };
    refused({"globe"}, 2, "--triangles N or --error MM");
    refused({"globe", "--triangles", "9000", "--error", "1"}, 2, "--triangles N or --error MM");
    refused({"globe", "--triangles", "3"}, 2, "the coarsest level has");
    refused({"globe", "--triangles", "0"}, 2, "at least 1");
    refused({"globe", "--error", "1e-7"}, 2, "at best");
    refused({"globe", "--error", "-1"}, 2, "millimetres");
    refused({"glob", "--error", "1"}, 5, "Did you mean \"globe\"?");
    refused({"globe", "--error", "1", "--asset", "glove"}, 5, "did you mean 'globe'?");
    const Outcome form = run({"globe", "--error", "1", "-o", out("no.obj")});
    EXPECT_EQ(form.exit, 2) << said(form);
    EXPECT_THAT(form.err, HasSubstr(".glb (glTF 2.0) or .ply"));
    const Outcome nowhere = run({"globe", "--error", "1", "-o", out("no/where.glb")});
    EXPECT_EQ(nowhere.exit, 2) << said(nowhere);
    EXPECT_THAT(nowhere.err, HasSubstr("there is no folder"));
}

TEST(ExportWithoutCopy, says_that_there_is_none)
{
    const Workplace place;
    test::write_file(place / "points.ply",
        "ply\nformat ascii 1.0\nelement vertex 3\nproperty float x\nproperty float y\nproperty "
        "float z\nend_header\n0 0 0\n1 0 0\n0 1 0\n");
    EXPECT_EQ(place.run({"ingest", (place / "points.ply").string()}).exit, 3);
    const Outcome outcome = place.run({"export", "mesh", "points", "--error", "1"});
    EXPECT_EQ(outcome.exit, 5) << said(outcome);
    EXPECT_THAT(outcome.err, HasSubstr("no viewing copy"));
}

} // namespace
} // namespace stele::cli

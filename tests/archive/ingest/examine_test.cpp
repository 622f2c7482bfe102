// What a dry run and stele inspect learn of a scan, and how findings are stored.
#include "archive/ingest/examine.h"
#include "tests/archive/ingest/world.h"

#include <limits>

namespace stele::ingest {
namespace {

// Points and nothing else, one of them nowhere.
class Cloud final : public ScanSource {
public:
    Cloud()
    {
        info_.format = "points";
        info_.is_point_cloud = true;
    }
    const ScanInfo& info() const override { return info_; }
    Result<bool> next_vertices(VertexBatch& out) override
    {
        out.clear();
        for (int i = 0; !done_ && i < 400; ++i)
            out.positions.push_back({i % 20 * 0.5, 0, i / 20 * 0.5});
        if (!done_)
            out.positions.push_back({std::numeric_limits<double>::quiet_NaN(), 0, 0});
        done_ = true;
        return !out.positions.empty();
    }
    Result<bool> next_faces(std::vector<Triangle>& out) override
    {
        out.clear();
        return false;
    }
    Findings findings() const override { return {}; }

private:
    ScanInfo info_;
    bool done_ = false;
};

TEST(Examine, tells_counts_bounds_and_spacing_of_a_point_cloud)
{
    Cloud cloud;
    const auto report = examine(cloud, {});
    ASSERT_TRUE(report) << why(report);
    EXPECT_EQ(report->health.facts.delivered_vertices, 401u);
    EXPECT_EQ(report->health.vertices, 400u);
    EXPECT_NEAR(report->health.point_spacing_m, 0.5, 1e-12);
    EXPECT_EQ(report->health.facts.bounds_m.size(), (Vec3d{9.5, 0, 9.5}));
    EXPECT_NE(find(report->findings, "health.point-cloud"), nullptr) << text_of(report->findings);
    EXPECT_NE(find(report->findings, "placement.units"), nullptr);
}

TEST(Examine, says_how_units_and_axes_came_to_be_known)
{
    Options options;
    options.placement.metres_per_unit = 0.001;
    Cloud cloud;
    const auto report = examine(cloud, options);
    ASSERT_TRUE(report) << why(report);
    EXPECT_EQ(report->health.facts.units_basis, health::Basis::stated);
    EXPECT_EQ(report->health.facts.up_basis, health::Basis::guessed);
    EXPECT_EQ(find(report->findings, "placement.units"), nullptr);
    EXPECT_NE(find(report->findings, "placement.up"), nullptr);
}

TEST(Report, has_the_bill_of_health_and_is_the_same_each_time)
{
    const World world;
    const auto scan = world.put("ball.ply", ball());
    Options options;
    options.dry_run = true;
    const auto first = world.ingest(scan, options), second = world.ingest(scan, options);
    ASSERT_TRUE(first) << why(first);
    ASSERT_TRUE(second) << why(second);
    const Json json = report_json(*first->report);
    EXPECT_TRUE(json["health"]["surface"]["closed"].bool_or(false));
    EXPECT_EQ(print_json(json), print_json(report_json(*second->report)));
}

TEST(Findings, keep_their_values_in_json_and_old_ones_have_none)
{
    const Findings findings{{Severity::warning, "health.holes", "(0, 0, 0) m", "text", 3,
                                {{"longest_m", "0.04"}, {"other", ""}}},
        {Severity::error, "scan.x", "", "plain", 1}};
    const Json json = findings_json(findings);
    EXPECT_EQ(findings_from_json(json), findings);
    EXPECT_EQ((*json.elements())[1].find("values"), nullptr);
    const auto old =
        parse_json(R"([{"severity":"info","code":"a.b","where":"","text":"t","count":2}])");
    ASSERT_TRUE(old);
    EXPECT_EQ(findings_from_json(*old), (Findings{{Severity::info, "a.b", "", "t", 2}}));
}

} // namespace
} // namespace stele::ingest

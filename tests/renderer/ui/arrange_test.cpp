// Stage and panel share the window without overlap at any size.
#include "renderer/ui/arrange.h"

#include <gtest/gtest.h>

namespace stele::ui {
namespace {

TEST(Arrange, a_desktop_window_has_the_panel_beside_the_stage)
{
    const Arrangement at_one = arrange(1280, 720, 1, PanelShown::yes);
    EXPECT_EQ(at_one.stage, (Rect{0, 0, 880, 720}));
    EXPECT_EQ(at_one.panel, (Rect{880, 0, 400, 720}));
    const Arrangement at_two = arrange(2560, 1440, 2, PanelShown::yes);
    EXPECT_EQ(at_two.panel, (Rect{1760, 0, 800, 1440}));
}

TEST(Arrange, a_narrow_window_has_it_below)
{
    const Arrangement a = arrange(720, 1000, 1, PanelShown::yes);
    EXPECT_EQ(a.stage, (Rect{0, 0, 720, 620}));
    EXPECT_EQ(a.panel, (Rect{0, 620, 720, 380}));
    // The same pixels at twice the scale are half as many dp.
    EXPECT_EQ(arrange(1280, 1440, 2, PanelShown::yes).panel.width, 1280);
}

TEST(Arrange, without_a_panel_or_without_room_the_stage_has_everything)
{
    EXPECT_EQ(arrange(1280, 720, 1, PanelShown::no).stage, (Rect{0, 0, 1280, 720}));
    EXPECT_TRUE(arrange(1280, 720, 1, PanelShown::no).panel.empty());
    EXPECT_TRUE(arrange(150, 720, 1, PanelShown::yes).panel.empty());
    EXPECT_TRUE(arrange(1280, 100, 1, PanelShown::yes).panel.empty());
}

TEST(Arrange, parts_are_disjoint_and_fill_the_window_at_every_size)
{
    for (std::int32_t width = 0; width < 3000; width += 97)
        for (std::int32_t height = 0; height < 2000; height += 89)
            for (const double scale : {0.0, 0.75, 1.0, 1.5, 2.0, 3.0}) {
                const Arrangement a = arrange(width, height, scale, PanelShown::yes);
                EXPECT_EQ(a.stage.width * a.stage.height + a.panel.width * a.panel.height,
                    width * height);
                EXPECT_TRUE(a.panel.empty() || !a.stage.overlaps(a.panel));
                EXPECT_TRUE(width == 0 || height == 0 || !a.stage.empty());
            }
}

} // namespace
} // namespace stele::ui

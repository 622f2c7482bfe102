// Gestures and keys become the actions that the manual names.
#include "renderer/ui/input.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace stele::ui {
namespace {

Input desktop()
{
    Input input;
    input.set_places(arrange(1280, 720, 1, PanelShown::yes), 1);
    input.move(400, 300);
    return input;
}

TEST(Input, left_drag_over_the_stage_width_orbits_220_degrees)
{
    Input input = desktop();
    input.move(0, 300);
    EXPECT_FALSE(input.button(Button::left, Press::pressed, {}, 1));
    const auto action = input.move(880, 300);
    ASSERT_TRUE(action);
    EXPECT_EQ(action->kind, ActionKind::orbit);
    EXPECT_NEAR(action->x, -220 * std::numbers::pi / 180, 1e-12);
    EXPECT_EQ(input.button(Button::left, Press::released, {}, 2)->kind, ActionKind::released);
    EXPECT_FALSE(input.move(100, 100));
}

TEST(Input, dragging_down_raises_the_eye)
{
    Input input = desktop();
    input.button(Button::left, Press::pressed, {}, 1);
    EXPECT_GT(input.move(400, 310)->y, 0);
}

TEST(Input, right_middle_and_shift_left_pan)
{
    for (const auto& [button, shift] :
        {std::pair{Button::right, false}, {Button::middle, false}, {Button::left, true}}) {
        Input input = desktop();
        input.button(button, Press::pressed, {shift, false, false}, 1);
        const auto action = input.move(410, 295);
        ASSERT_TRUE(action);
        EXPECT_EQ(action->kind, ActionKind::pan);
        EXPECT_EQ(action->x, 10);
        EXPECT_EQ(action->y, -5);
    }
}

TEST(Input, control_shift_left_and_l_with_left_move_the_light)
{
    Input input = desktop();
    input.button(Button::left, Press::pressed, {true, true, false}, 1);
    EXPECT_EQ(input.move(410, 290)->kind, ActionKind::move_light);
    input.button(Button::left, Press::released, {}, 2);
    EXPECT_FALSE(input.key(Key::l, Press::pressed, {}));
    input.button(Button::left, Press::pressed, {}, 3);
    const auto action = input.move(420, 280);
    EXPECT_EQ(action->kind, ActionKind::move_light);
    EXPECT_GT(action->x, 0);
    EXPECT_GT(action->y, 0);
}

TEST(Input, arrows_orbit_shift_goes_further_and_l_turns_them_to_the_light)
{
    Input input = desktop();
    EXPECT_EQ(input.key(Key::right, Press::pressed, {})->kind, ActionKind::orbit);
    EXPECT_NEAR(input.key(Key::right, Press::repeated, {true, false, false})->x,
        5 * input.key(Key::right, Press::repeated, {})->x, 1e-12);
    input.key(Key::l, Press::pressed, {});
    EXPECT_EQ(input.key(Key::up, Press::pressed, {})->kind, ActionKind::move_light);
    input.key(Key::l, Press::released, {});
    EXPECT_EQ(input.key(Key::up, Press::pressed, {})->kind, ActionKind::orbit);
}

TEST(Input, wheel_zooms_at_the_cursor_and_back_again)
{
    Input input = desktop();
    const auto closer = input.wheel(1), farther = input.wheel(-1);
    ASSERT_TRUE(closer && farther);
    EXPECT_EQ(closer->kind, ActionKind::zoom);
    EXPECT_TRUE(closer->at_cursor);
    EXPECT_EQ(closer->x, 400);
    EXPECT_NEAR(closer->amount * 0.9, 1, 1e-12);
    EXPECT_NEAR(closer->amount * farther->amount, 1, 1e-12);
    EXPECT_FALSE(input.wheel(0));
    EXPECT_FALSE(input.wheel(NAN));
    EXPECT_TRUE(std::isfinite(input.wheel(1e9)->amount));
}

TEST(Input, over_the_panel_the_wheel_scrolls_and_a_drag_does_nothing)
{
    Input input = desktop();
    input.move(1000, 300);
    EXPECT_EQ(input.wheel(-1)->kind, ActionKind::scroll_panel);
    EXPECT_GT(input.wheel(-1)->y, 0);
    EXPECT_FALSE(input.button(Button::left, Press::pressed, {}, 1));
    EXPECT_FALSE(input.move(400, 300));
    EXPECT_FALSE(input.button(Button::left, Press::released, {}, 2));
}

TEST(Input, a_double_click_recentres_and_a_slow_or_distant_one_does_not)
{
    Input input = desktop();
    const auto click = [&](double x, double time_s) {
        input.move(x, 300);
        const auto action = input.button(Button::left, Press::pressed, {}, time_s);
        input.button(Button::left, Press::released, {}, time_s);
        return action;
    };
    EXPECT_FALSE(click(400, 1));
    const auto action = click(402, 1.2);
    ASSERT_TRUE(action);
    EXPECT_EQ(action->kind, ActionKind::recentre);
    EXPECT_EQ(action->x, 402);
    EXPECT_FALSE(click(402, 1.4)); // a third click is not a second double click
    EXPECT_FALSE(click(402, 3));
    EXPECT_FALSE(click(500, 3.1));
}

TEST(Input, named_keys_do_what_they_say_once_a_press)
{
    const std::pair<Key, ActionKind> table[] = {{Key::home, ActionKind::home},
        {Key::m, ActionKind::next_mode}, {Key::f, ActionKind::recentre},
        {Key::o, ActionKind::toggle_projection}, {Key::zero, ActionKind::toggle_projection},
        {Key::pad_5, ActionKind::toggle_projection}, {Key::t, ActionKind::next_language},
        {Key::p, ActionKind::toggle_panel}, {Key::h, ActionKind::toggle_help},
        {Key::f1, ActionKind::toggle_help}, {Key::f11, ActionKind::toggle_full_screen},
        {Key::f12, ActionKind::screenshot}, {Key::escape, ActionKind::quit},
        {Key::plus, ActionKind::zoom}, {Key::minus, ActionKind::zoom}};
    Input input = desktop();
    for (const auto& [key, kind] : table) {
        ASSERT_TRUE(input.key(key, Press::pressed, {}));
        EXPECT_EQ(input.key(key, Press::pressed, {})->kind, kind);
        EXPECT_FALSE(input.key(key, Press::released, {}));
    }
    EXPECT_FALSE(input.key(Key::t, Press::repeated, {}));
    EXPECT_TRUE(input.key(Key::plus, Press::repeated, {}));
    EXPECT_FALSE(input.key(Key::other, Press::pressed, {}));
}

TEST(Input, a_hand_that_trembles_after_a_double_click_does_not_turn_the_view)
{
    Input input = desktop();
    input.button(Button::left, Press::pressed, {}, 1);
    input.button(Button::left, Press::released, {}, 1.05);
    ASSERT_TRUE(input.button(Button::left, Press::pressed, {}, 1.2));
    EXPECT_FALSE(input.move(403, 301));
    EXPECT_FALSE(input.button(Button::left, Press::released, {}, 1.3));
    input.button(Button::left, Press::pressed, {}, 2);
    EXPECT_EQ(input.move(410, 300)->kind, ActionKind::orbit);
}

TEST(Input, f_recentres_under_the_pointer_and_not_from_the_panel)
{
    Input input = desktop();
    const auto action = input.key(Key::f, Press::pressed, {});
    ASSERT_TRUE(action);
    EXPECT_EQ(action->x, 400);
    EXPECT_EQ(action->y, 300);
    input.move(1000, 300);
    EXPECT_FALSE(input.key(Key::f, Press::pressed, {}));
}

TEST(Input, digits_and_the_number_pad_choose_the_standard_views)
{
    using enum frame::StandardView;
    Input input = desktop();
    const auto view = [&](Key key, bool control = false) {
        const auto action = input.key(key, Press::pressed, {false, control, false});
        EXPECT_TRUE(action && action->kind == ActionKind::standard_view);
        return action ? action->view : three_quarter;
    };
    const Key digits[] = {
        Key::one, Key::two, Key::three, Key::four, Key::five, Key::six, Key::seven};
    for (int i = 0; i < frame::kStandardViews; ++i)
        EXPECT_EQ(view(digits[i]), static_cast<frame::StandardView>(i));
    EXPECT_EQ(view(Key::pad_1), front);
    EXPECT_EQ(view(Key::pad_1, true), back);
    EXPECT_EQ(view(Key::pad_3), right);
    EXPECT_EQ(view(Key::pad_3, true), left);
    EXPECT_EQ(view(Key::pad_7), top);
    EXPECT_EQ(view(Key::pad_7, true), bottom);
    EXPECT_FALSE(
        input.key(Key::one, Press::pressed, {false, true, false})); // Control+1 is not ours
}

TEST(Input, the_first_button_owns_the_drag_and_losing_focus_ends_it)
{
    Input input = desktop();
    input.button(Button::left, Press::pressed, {}, 1);
    EXPECT_FALSE(input.button(Button::right, Press::pressed, {}, 1));
    EXPECT_EQ(input.move(410, 300)->kind, ActionKind::orbit);
    EXPECT_FALSE(input.button(Button::right, Press::released, {}, 1));
    EXPECT_TRUE(input.dragging());
    EXPECT_EQ(input.release_all()->kind, ActionKind::released);
    EXPECT_FALSE(input.dragging());
    EXPECT_FALSE(input.move(420, 300));
}

} // namespace
} // namespace stele::ui

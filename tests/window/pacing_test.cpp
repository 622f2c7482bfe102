// A window at rest wakes for events only; one with work to do wakes in time.
#include "tools/viewer/pacing.h"

#include <gtest/gtest.h>

namespace stele::viewer {
namespace {

Pending drawn_at_100s()
{
    Pending pending;
    pending.last_draw_s = pending.last_panel_s = 100;
    return pending;
}

TEST(Pacing, with_nothing_to_do_there_is_no_next_time)
{
    EXPECT_FALSE(next_wake_s(drawn_at_100s()));
}

TEST(Pacing, minimised_there_is_none_whatever_is_left_to_do)
{
    Pending pending = drawn_at_100s();
    pending.minimised = true;
    pending.frame = pending.streaming = pending.figures = pending.confirm = true;
    pending.notice_until_s = 101;
    EXPECT_FALSE(next_wake_s(pending));
}

TEST(Pacing, a_change_is_drawn_within_the_frame_cap_and_never_at_once_again)
{
    Pending pending = drawn_at_100s();
    pending.frame = true;
    ASSERT_TRUE(next_wake_s(pending));
    EXPECT_GT(*next_wake_s(pending), 100.015);
    EXPECT_LT(*next_wake_s(pending), 100.017);
}

TEST(Pacing, every_other_reason_wakes_the_loop_and_the_earliest_wins)
{
    double last = 0;
    for (bool Pending::*reason : {&Pending::streaming, &Pending::figures, &Pending::confirm}) {
        Pending pending = drawn_at_100s();
        pending.*reason = true;
        ASSERT_TRUE(next_wake_s(pending));
        EXPECT_GT(*next_wake_s(pending), 100);
        EXPECT_LE(*next_wake_s(pending), 100.125);
        last = *next_wake_s(pending);
    }
    Pending pending = drawn_at_100s();
    pending.notice_until_s = 102;
    EXPECT_EQ(next_wake_s(pending), 102);
    pending.confirm = true;
    EXPECT_EQ(next_wake_s(pending), last);
}

} // namespace
} // namespace stele::viewer

// Head (names), middle (description and facts, scrolls), foot (rights, accuracy, keys; always
// visible).
#include "renderer/ui/panel.h"

#include "renderer/ui/column.h"
#include "renderer/ui/theme.h"

#include <algorithm>
#include <cmath>
#include <string_view>

namespace stele::ui {

namespace {

using text::Block;
using text::LineRange;
using text::Style;

constexpr double kTwoColumnsFrom = 640;     // dp
constexpr double kLabelColumn = 104;        // dp
constexpr std::size_t kLongestText = 20000; // bytes; a description beyond that is a document

std::string upper_ascii(std::string text)
{
    for (char& c : text)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    return text;
}

class Sheet {
public:
    Sheet(const text::Typesetter& typesetter, const PanelContent& content, const PanelSpace& space)
        : typesetter_(typesetter), content_(content),
          space_(space), type_{space.scale > 0 ? space.scale : 1, content.language}, s_(type_.scale)
    {
        panel_.picture.width = static_cast<std::uint32_t>(std::max(space.width_px, 0));
        panel_.picture.height = static_cast<std::uint32_t>(std::max(space.height_px, 0));
        panel_.picture.pixels.assign(
            std::size_t{panel_.picture.width} * panel_.picture.height, colour::kPanel);
    }

    Panel lay_out();

private:
    Column column(double width) const { return {typesetter_, std::max(width, 8 * s_), s_}; }
    void names(Column& column) const;
    void middle(Column& column) const;
    void credits(Column& column) const;
    void status(Column& column, bool brief) const;
    void place(const Column& column, double x, double y);
    void place_scrolled(const Column& column, double x, double top, double bottom);
    void add_item(const Placed& placed, double x, double y, LineRange lines);
    void fill(double x, double y, double width, double height, Rgba8 colour);

    const text::Typesetter& typesetter_;
    const PanelContent& content_;
    const PanelSpace& space_;
    TypeScale type_;
    double s_;
    Panel panel_;
};

void Sheet::names(Column& column) const
{
    // One line of display size if it fits, else a heading of up to three lines.
    const std::string& own = content_.title.language;
    double size = dp::kDisplay;
    for (const double smaller : {40.0, dp::kH1})
        if (typesetter_
                .layout(content_.title.text, type_.serif(size, colour::kText, own), column.width())
                .lines() > 1)
            size = smaller;
    column.add(Role::title, content_.title.text, type_.serif(size, colour::kText, own), 3);
    column.gap(6);
    column.add(Role::subtitle, content_.subtitle.text,
        type_.serif(std::max(20.0, std::round(size * dp::kSubtitleShare)), colour::kText2,
            content_.subtitle.language),
        2);
    column.add(Role::note, content_.subtitle_note,
        type_.sans(dp::kCaption, colour::kText3, type_.language, 1.4, 1.5), 2);
    column.gap(14);
    column.add(Role::identity, content_.identity,
        type_.sans(dp::kLabel, colour::kText2, type_.language, 1.5, 1.6), 2);
    column.gap(2);
    column.add(Role::notice, content_.notice,
        type_.sans(dp::kCaption, colour::kWarning, type_.language, 1.4, 1.5), 2);
}

void Sheet::middle(Column& column) const
{
    const Style value = type_.sans(dp::kLabel, colour::kText, type_.language, 1.5, 1.5);
    if (!content_.help.empty()) {
        for (const Fact& line : content_.help) {
            column.gap(1);
            column.add_pair(line, type_.sans(dp::kLabel, colour::kText2, type_.language, 1.5, 1.5),
                value, 120 * s_);
        }
        return;
    }
    column.add(Role::note, content_.description_note,
        type_.sans(dp::kCaption, colour::kText3, type_.language, 1.4, 1.5));
    column.gap(8);
    std::string description = content_.description.text;
    if (description.size() > kLongestText) {
        std::size_t end = kLongestText; // back to the first byte of a character
        while (end > 0 && (static_cast<unsigned char>(description[end]) & 0xc0) == 0x80)
            --end;
        description.resize(end);
        description += "\u2026";
    }
    column.add(Role::description, description,
        type_.sans(dp::kBody, colour::kText, content_.description.language));
    column.gap(24);
    for (const Fact& fact : content_.facts) {
        if (fact.value.empty())
            continue;
        const Fact shown{is_han(type_.language) ? fact.label : upper_ascii(fact.label), fact.value};
        column.add_pair(shown, type_.label(), value, kLabelColumn * s_);
        column.gap(6);
    }
}

void Sheet::credits(Column& column) const
{
    const Style style = type_.sans(dp::kCaption, colour::kText2, type_.language, 1.4, 1.5);
    column.add(Role::rights, content_.rights, style, 3);
    column.gap(2);
    column.add(Role::credit, content_.credit, style, 3);
}

void Sheet::status(Column& column, bool brief) const
{
    column.add(Role::status, content_.shown,
        type_.sans(dp::kLabel, colour::kAccent, type_.language, 1.4, 1.5), 2);
    Style detail = type_.sans(dp::kCaption, colour::kText3, type_.language, 1.4, 1.5);
    column.gap(2);
    column.add(Role::warning, content_.warning,
        type_.sans(dp::kCaption, colour::kWarning, type_.language, 1.4, 1.5), 3);
    if (brief)
        return;
    detail.figures = text::Figures::tabular;
    column.gap(2);
    column.add(Role::status_detail, content_.shown_detail, detail, 2);
    column.gap(14);
    column.add(Role::hint, content_.hint,
        type_.sans(dp::kCaption, colour::kText3, type_.language, 1.4, 1.5), 2);
}

void Sheet::fill(double x, double y, double width, double height, Rgba8 colour)
{
    const auto clamp = [](double v, std::uint32_t limit) {
        return static_cast<std::uint32_t>(
            std::clamp(std::round(v), 0.0, static_cast<double>(limit)));
    };
    Image& picture = panel_.picture;
    for (std::uint32_t row = clamp(y, picture.height); row < clamp(y + height, picture.height);
         ++row)
        for (std::uint32_t c = clamp(x, picture.width); c < clamp(x + width, picture.width); ++c)
            picture.at(c, row) = colour;
}

void Sheet::add_item(const Placed& placed, double x, double y, LineRange lines)
{
    const Block& block = placed.block;
    const int left = static_cast<int>(std::lround(x)), top = static_cast<int>(std::lround(y));
    typesetter_.draw(block, panel_.picture, left, top, lines);
    const double height = block.line_px() * static_cast<double>(lines.count);
    panel_.items.push_back({placed.role, placed.label,
        {left, top, static_cast<std::int32_t>(std::ceil(block.width_px())),
            static_cast<std::int32_t>(std::lround(height))},
        block.shortened() || lines.count < block.lines()});
    panel_.missing += block.missing();
}

void Sheet::place(const Column& column, double x, double y)
{
    for (const double rule : column.rules())
        fill(x, y + rule, column.width(), std::max(1.0, std::round(s_)), colour::kLine);
    for (const Placed& placed : column.blocks()) {
        // Whole lines that fit, from the top: a window that is too low loses the last ones.
        const double room = space_.height_px - (y + placed.y);
        const auto fitting =
            static_cast<std::size_t>(std::max(0.0, room / std::max(placed.block.line_px(), 1.0)));
        if (const std::size_t lines = std::min(placed.block.lines(), fitting); lines > 0)
            add_item(placed, x + placed.x, y + placed.y, {0, lines});
    }
}

void Sheet::place_scrolled(const Column& column, double x, double top, double bottom)
{
    const double line = std::round(dp::kCaption * 1.5 * s_);
    if (bottom - top < line)
        return;
    double viewport = bottom - top;
    const bool overflow = column.height() > viewport;
    if (overflow)
        viewport -= line + 8 * s_; // for the word that says so
    panel_.scroll_max_px = overflow ? std::ceil(column.height() - viewport) : 0;
    panel_.scroll_px = std::clamp(std::round(space_.scroll_px), 0.0, panel_.scroll_max_px);
    for (const Placed& placed : column.blocks()) {
        const double y = top + placed.y - panel_.scroll_px;
        LineRange lines{0, 0};
        for (std::size_t i = 0; i < placed.block.lines(); ++i) {
            const double line_top = y + placed.block.line_px() * static_cast<double>(i);
            if (line_top < top - 0.5 || line_top + placed.block.line_px() > top + viewport + 0.5)
                continue;
            if (lines.count == 0)
                lines.first = i;
            ++lines.count;
        }
        if (lines.count > 0)
            add_item(placed, x + placed.x,
                y + placed.block.line_px() * static_cast<double>(lines.first), lines);
    }
    if (!overflow)
        return;
    if (panel_.scroll_px < panel_.scroll_max_px) {
        Column more(typesetter_, column.width(), s_);
        more.add(Role::more, content_.more,
            type_.sans(dp::kCaption, colour::kAccent, type_.language, 1.5, 1.5), 1);
        place(more, x, bottom - line);
    }
    const double share = viewport / column.height();
    const double thumb = std::max(24 * s_, viewport * share);
    const double at = (viewport - thumb) * (panel_.scroll_px / panel_.scroll_max_px);
    fill(x + column.width() + 14 * s_, top + at, 2 * s_, thumb, colour::kText3);
}

Panel Sheet::lay_out()
{
    const double margin = std::round(dp::kMargin * s_);
    const double width = space_.width_px, height = space_.height_px;
    const bool low =
        height < 480 * s_; // under the stage: closer set, accuracy but no figures and keys
    const double top = std::round((low ? 20 : dp::kTopMargin) * s_),
                 section = std::round((low ? 14 : 24) * s_);
    const bool two_columns = width >= kTwoColumnsFrom * s_;
    if (two_columns) {
        const double first = std::round((width - 3 * margin) * 0.42),
                     second = width - 3 * margin - first;
        const double upper = std::round(24 * s_), bottom = height - std::round(20 * s_);
        Column left = column(first), foot = column(first), right = column(second),
               rights = column(second);
        names(left);
        status(foot, false);
        middle(right);
        credits(rights);
        fill(0, 0, width, std::max(1.0, std::round(s_)), colour::kLine);
        place(left, margin, upper);
        if (const double at = bottom - foot.height(); at >= upper + left.height() + 8 * s_)
            place(foot, margin, at);
        const double rights_at = bottom - rights.height();
        place_scrolled(right, 2 * margin + first, upper, rights_at - 12 * s_);
        place(rights, 2 * margin + first, rights_at);
        return std::move(panel_);
    }
    Column head = column(width - 2 * margin), body = column(width - 2 * margin),
           foot = column(width - 2 * margin);
    names(head);
    middle(body);
    if (!content_.rights.empty() || !content_.credit.empty()) {
        credits(foot);
        foot.gap(low ? 8 : 16);
    }
    foot.rule();
    foot.gap(low ? 10 : 16);
    status(foot, low);
    const double hairline = std::max(1.0, std::round(s_));
    fill(0, 0, low ? width : hairline, low ? hairline : height, colour::kLine);
    place(head, margin, top);
    const double foot_at = height - std::round((low ? 16 : dp::kBottomMargin) * s_) - foot.height();
    const double body_at = top + head.height() + section;
    if (foot_at < body_at) { // too low for a middle: names, then as much of the foot as fits
        place(foot, margin, body_at);
        return std::move(panel_);
    }
    if (!body.empty()) {
        fill(margin, body_at, width - 2 * margin, std::max(1.0, std::round(s_)), colour::kLine);
        place_scrolled(body, margin, body_at + section, foot_at - section);
    }
    place(foot, margin, foot_at);
    return std::move(panel_);
}

} // namespace

Panel lay_out_panel(
    const text::Typesetter& typesetter, const PanelContent& content, const PanelSpace& space)
{
    return Sheet(typesetter, content, space).lay_out();
}

} // namespace stele::ui

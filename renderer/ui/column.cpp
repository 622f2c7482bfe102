// Columns and type.
#include "renderer/ui/column.h"

#include "renderer/ui/theme.h"

#include <algorithm>
#include <cmath>

namespace stele::ui {

bool is_han(std::string_view language)
{
    return language.starts_with("zh") || language.starts_with("ja");
}

void Column::gap(double dp)
{
    gap_ = std::max(gap_, dp);
}

void Column::begin_block()
{
    if (y_ > 0)
        y_ += std::round(gap_ * scale_);
    gap_ = 0;
}

void Column::rule()
{
    begin_block();
    rules_.push_back(y_);
    y_ += std::max(1.0, std::round(scale_));
}

double Column::put(Role role, const std::string& text, const text::Style& style, double x,
    double width, std::size_t max_lines)
{
    text::Block block = typesetter_->layout(text, style, width, max_lines);
    const double height = block.height_px();
    blocks_.push_back({role, text, std::move(block), x, y_});
    return height;
}

void Column::add(
    Role role, const std::string& text, const text::Style& style, std::size_t max_lines)
{
    if (text.empty())
        return;
    begin_block();
    y_ += put(role, text, style, 0, width_, max_lines);
}

void Column::add_pair(
    const Fact& fact, const text::Style& label, const text::Style& value, double label_width)
{
    begin_block();
    const double labelled =
        put(Role::fact_label, fact.label, label, 0, label_width - 8 * scale_, 2);
    y_ += std::max(
        labelled, put(Role::fact_value, fact.value, value, label_width, width_ - label_width, 0));
}

text::Style TypeScale::serif(double dp, Rgba8 colour, const std::string& of_language) const
{
    const bool han = is_han(of_language);
    text::Style style;
    style.face = text::Face::serif;
    style.size_px = dp * scale;
    style.line_height = han ? 1.25 : 1.15;
    style.tracking_em = han ? 0.02 : 0;
    style.language = of_language;
    style.colour = colour;
    return style;
}

text::Style TypeScale::sans(
    double dp, Rgba8 colour, const std::string& of_language, double latin, double han) const
{
    text::Style style;
    style.size_px = dp * scale;
    style.line_height = is_han(of_language) ? han : latin;
    style.language = of_language;
    style.colour = colour;
    return style;
}

text::Style TypeScale::label() const
{
    text::Style style = sans(dp::kOverline, colour::kText3, language, 1.75, 1.75);
    if (!is_han(language)) {
        style.weight = 600;
        style.tracking_em = 0.06;
        style.size_px = 11 * scale;
        style.line_height = 21.0 / 11;
    }
    return style;
}

} // namespace stele::ui

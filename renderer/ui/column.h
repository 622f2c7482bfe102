// A column of text blocks, top to bottom, and the type scale that they are set in. Used by the
// panel only.
#pragma once

#include "renderer/ui/panel.h"

#include <string>
#include <string_view>
#include <vector>

namespace stele::ui {

bool is_han(std::string_view language);

// A block with its place in a column that begins at y 0.
struct Placed {
    Role role;
    std::string label;
    text::Block block;
    double x = 0, y = 0;
};

// Distances are in dp until they are multiplied by scale; rows are whole pixels.
class Column {
public:
    Column(const text::Typesetter& typesetter, double width_px, double scale)
        : typesetter_(&typesetter), width_(width_px), scale_(scale)
    {
    }

    double width() const { return width_; }
    double height() const { return y_; }
    bool empty() const { return blocks_.empty(); }
    const std::vector<Placed>& blocks() const { return blocks_; }
    const std::vector<double>& rules() const { return rules_; } // y of hairlines

    // Before the next block, unless it is the first.
    void gap(double dp);
    void rule();
    void add(
        Role role, const std::string& text, const text::Style& style, std::size_t max_lines = 0);
    void add_pair(
        const Fact& fact, const text::Style& label, const text::Style& value, double label_width);

private:
    void begin_block();
    double put(Role role, const std::string& text, const text::Style& style, double x, double width,
        std::size_t max_lines);

    const text::Typesetter* typesetter_;
    double width_, scale_;
    double y_ = 0, gap_ = 0;
    std::vector<Placed> blocks_;
    std::vector<double> rules_;
};

// Styles in one interface language at one content scale. Line heights differ for Latin and Han.
struct TypeScale {
    double scale;
    std::string language;

    text::Style serif(double dp, Rgba8 colour, const std::string& of_language) const;
    text::Style sans(double dp, Rgba8 colour, const std::string& of_language, double latin = 1.5,
        double han = 1.75) const;
    text::Style label() const; // of a fact: small capitals where there are capitals
};

} // namespace stele::ui

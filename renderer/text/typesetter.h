// Paragraphs of any script to pixels, through Pango. Lines stand on a fixed grid: the height of a
// block depends on its line count and style only, never on which font supplied a glyph.
#pragma once

#include "archive/base/result.h"
#include "archive/model/image.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace stele::text {

enum class Face {
    serif, // where the serif fonts lack a character, the whole paragraph is sans
    sans,
};
enum class Align { left, centre, right };
enum class Figures {
    proportional,
    tabular
}; // tabular: digits of one width, for values that change

struct Style {
    Face face = Face::sans;
    double size_px = 16;
    int weight = 400;
    double line_height = 1.5; // of size_px
    double tracking_em = 0;   // added after every character
    Align align = Align::left;
    Figures figures = Figures::proportional;
    std::string language = "en"; // BCP 47: decides line breaking and which Han glyphs are used
    Rgba8 colour{0, 0, 0, 255};
};

// A paragraph laid out; move-only. Line numbers count from 0.
class Block {
public:
    Block();
    ~Block();
    Block(Block&&) noexcept;
    Block& operator=(Block&&) noexcept;

    double width_px() const { return width_px_; } // of the longest line
    double height_px() const { return line_px_ * static_cast<double>(lines_); }
    double line_px() const { return line_px_; }
    std::size_t lines() const { return lines_; }
    bool shortened() const { return shortened_; }    // cut to max_lines, ends in an ellipsis
    std::size_t missing() const { return missing_; } // characters that no font has

private:
    friend class Typesetter;
    struct Layout;
    std::unique_ptr<Layout> layout_; // null for an empty text
    double width_px_ = 0, line_px_ = 0;
    std::size_t lines_ = 0, missing_ = 0;
    bool shortened_ = false;
};

struct LineRange {
    std::size_t first = 0;
    std::size_t count = static_cast<std::size_t>(-1);
};

enum class FontSet {
    bundled,            // only the fonts in the folder: the same pixels on every machine
    bundled_and_system, // the bundled ones first, the system's for everything else
};

// <executable>/../share/stele/fonts, where the build and the packages put the bundled fonts;
// STELE_FONT_DIR overrides.
std::filesystem::path bundled_font_folder();

// Not thread-safe: one a thread.
class Typesetter {
public:
    // Errc::not_found when there would be no font at all.
    static Result<Typesetter> create(FontSet set, const std::filesystem::path& font_folder);
    ~Typesetter();
    Typesetter(Typesetter&&) noexcept;
    Typesetter& operator=(Typesetter&&) noexcept;

    // Invalid UTF-8 is shown as %XX. Breaks lines at width_px (0: only at line feeds); max_lines 0
    // = no limit.
    Block layout(std::string_view utf8, const Style& style, double width_px = 0,
        std::size_t max_lines = 0) const;
    // Paints the lines of a range over the picture; (x, y) is the top left corner of the first of
    // them. What falls outside the picture is cut off.
    void draw(const Block& block, Image& picture, int x, int y, LineRange range = {}) const;
    // A picture of its own: the text on nothing, as wide as its longest line.
    Image picture(const Block& block) const;

private:
    struct Fonts;
    explicit Typesetter(std::unique_ptr<Fonts> fonts);
    std::unique_ptr<Fonts> fonts_;
};

} // namespace stele::text

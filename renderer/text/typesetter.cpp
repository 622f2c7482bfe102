// Layout by Pango, coverage by cairo into an 8-bit mask, colour by our own blend: no toolkit state,
// no colour fonts.
#include "renderer/text/typesetter.h"

#include "archive/base/unicode.h"
#include "renderer/text/fonts.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace stele::text {

namespace {

// Where the baseline lies in a line box: its middle plus about half a capital's height. A constant,
// so that lines of mixed scripts keep one rhythm.
constexpr double kBaselineBelowMiddle = 0.36;

struct UnrefLine {
    void operator()(PangoLayoutLine* line) const { pango_layout_line_unref(line); }
};
struct FreeIter {
    void operator()(PangoLayoutIter* iter) const { pango_layout_iter_free(iter); }
};
struct FreeDescription {
    void operator()(PangoFontDescription* description) const
    {
        pango_font_description_free(description);
    }
};
struct UnrefAttributes {
    void operator()(PangoAttrList* list) const { pango_attr_list_unref(list); }
};
struct DestroyCairo {
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
};
struct DestroySurface {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};

int pango_units(double px)
{
    return static_cast<int>(std::lround(px * PANGO_SCALE));
}

double pixels(int units)
{
    return static_cast<double>(units) / PANGO_SCALE;
}

// Pango stops at NUL and treats other controls as glyphs; line feeds are kept.
std::string printable(std::string_view utf8)
{
    std::string text = to_valid_utf8(utf8);
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 && c != '\n')
            c = ' ';
    return text;
}

std::uint8_t mix(std::uint8_t under, std::uint8_t over, unsigned alpha)
{
    return static_cast<std::uint8_t>((under * (255u - alpha) + over * alpha + 127u) / 255u);
}

// Straight alpha "over". On an opaque picture this is a plain mix.
void blend(Rgba8& under, Rgba8 colour, unsigned coverage)
{
    const unsigned alpha = (coverage * colour.a + 127u) / 255u;
    if (alpha == 0)
        return;
    if (under.a == 255) {
        under = {mix(under.r, colour.r, alpha), mix(under.g, colour.g, alpha),
            mix(under.b, colour.b, alpha), 255};
        return;
    }
    const unsigned kept = (under.a * (255u - alpha) + 127u) / 255u;
    const unsigned sum = alpha + kept;
    const auto channel = [&](std::uint8_t a, std::uint8_t b) {
        return static_cast<std::uint8_t>((a * kept + b * alpha + sum / 2) / sum);
    };
    under = {channel(under.r, colour.r), channel(under.g, colour.g), channel(under.b, colour.b),
        static_cast<std::uint8_t>(sum)};
}

} // namespace

struct Block::Layout {
    struct Line {
        std::unique_ptr<PangoLayoutLine, UnrefLine> line;
        double x_px = 0;
    };
    std::unique_ptr<PangoLayout, Unref> layout; // owns the text that the lines point into
    std::vector<Line> lines;
    double baseline_px = 0; // from the top of a line box
    Rgba8 colour;
};

struct Typesetter::Fonts {
    FontMap map;
    Context context;
};

Block::Block() = default;
Block::~Block() = default;
Block::Block(Block&&) noexcept = default;
Block& Block::operator=(Block&&) noexcept = default;

Typesetter::Typesetter(std::unique_ptr<Fonts> fonts) : fonts_(std::move(fonts)) {}
Typesetter::~Typesetter() = default;
Typesetter::Typesetter(Typesetter&&) noexcept = default;
Typesetter& Typesetter::operator=(Typesetter&&) noexcept = default;

Result<Typesetter> Typesetter::create(FontSet set, const std::filesystem::path& font_folder)
{
    STELE_TRY(auto map, make_font_map(set, font_folder));
    Context context(pango_font_map_create_context(map.get()));
    cairo_font_options_t* const options = cairo_font_options_create();
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context.get(), options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(context.get(), FALSE);
    return Typesetter(std::make_unique<Fonts>(Fonts{std::move(map), std::move(context)}));
}

namespace {

std::unique_ptr<PangoLayout, Unref> make_layout(
    PangoContext* context, const std::string& text, const Style& style)
{
    std::unique_ptr<PangoLayout, Unref> layout(pango_layout_new(context));
    const std::unique_ptr<PangoFontDescription, FreeDescription> font(pango_font_description_new());
    pango_font_description_set_family(font.get(), families(style.face, style.language).c_str());
    pango_font_description_set_absolute_size(font.get(), style.size_px * PANGO_SCALE);
    pango_font_description_set_weight(font.get(), static_cast<PangoWeight>(style.weight));
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    const std::unique_ptr<PangoAttrList, UnrefAttributes> attributes(pango_attr_list_new());
    pango_attr_list_insert(attributes.get(),
        pango_attr_language_new(pango_language_from_string(style.language.c_str())));
    if (style.tracking_em != 0)
        pango_attr_list_insert(attributes.get(),
            pango_attr_letter_spacing_new(pango_units(style.tracking_em * style.size_px)));
    if (style.figures == Figures::tabular)
        pango_attr_list_insert(attributes.get(), pango_attr_font_features_new("tnum=1"));
    pango_layout_set_attributes(layout.get(), attributes.get());
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout.get(), style.align == Align::left    ? PANGO_ALIGN_LEFT
                                             : style.align == Align::right ? PANGO_ALIGN_RIGHT
                                                                           : PANGO_ALIGN_CENTER);
    return layout;
}

// No run came from a font of another kind: else one name would be set in two faces.
bool is_serif_throughout(PangoLayout* layout)
{
    const std::unique_ptr<PangoLayoutIter, FreeIter> iter(pango_layout_get_iter(layout));
    do {
        const PangoLayoutRun* const run = pango_layout_iter_get_run_readonly(iter.get());
        if (run == nullptr || run->item->analysis.font == nullptr)
            continue;
        const std::unique_ptr<PangoFontDescription, FreeDescription> font(
            pango_font_describe(run->item->analysis.font));
        const char* const family = pango_font_description_get_family(font.get());
        if (family == nullptr || std::string_view(family).find("Serif") == std::string_view::npos)
            return false;
    } while (pango_layout_iter_next_run(iter.get()));
    return true;
}

} // namespace

Block Typesetter::layout(
    std::string_view utf8, const Style& style, double width_px, std::size_t max_lines) const
{
    Block block;
    block.line_px_ = std::round(style.size_px * style.line_height);
    const std::string text = printable(utf8);
    if (text.empty())
        return block;
    block.layout_ = std::make_unique<Block::Layout>();
    Block::Layout& result = *block.layout_;
    result.layout = make_layout(fonts_->context.get(), text, style);
    if (style.face == Face::serif && !is_serif_throughout(result.layout.get())) {
        Style sans = style;
        sans.face = Face::sans;
        result.layout = make_layout(fonts_->context.get(), text, sans);
    }
    result.colour = style.colour;
    result.baseline_px = std::round(block.line_px_ / 2 + kBaselineBelowMiddle * style.size_px);
    PangoLayout* const layout = result.layout.get();
    pango_layout_set_width(layout, width_px > 0 ? pango_units(width_px) : -1);
    if (width_px > 0 && max_lines > 0) {
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
        pango_layout_set_height(layout, -static_cast<int>(std::min<std::size_t>(max_lines, 10000)));
    }
    const std::unique_ptr<PangoLayoutIter, FreeIter> iter(pango_layout_get_iter(layout));
    do {
        PangoRectangle logical;
        pango_layout_iter_get_line_extents(iter.get(), nullptr, &logical);
        PangoLayoutLine* const line = pango_layout_iter_get_line_readonly(iter.get());
        result.lines.push_back(
            {std::unique_ptr<PangoLayoutLine, UnrefLine>(pango_layout_line_ref(line)),
                pixels(logical.x)});
        block.width_px_ = std::max(block.width_px_, pixels(logical.x + logical.width));
    } while (pango_layout_iter_next_line(iter.get()));
    // The ellipsis counts paragraphs separately; the limit is on the whole.
    if (max_lines > 0 && result.lines.size() > max_lines) {
        result.lines.resize(max_lines);
        block.shortened_ = true;
    }
    block.lines_ = result.lines.size();
    block.shortened_ = block.shortened_ || pango_layout_is_ellipsized(layout) != FALSE;
    block.missing_ = static_cast<std::size_t>(pango_layout_get_unknown_glyphs_count(layout));
    return block;
}

void Typesetter::draw(const Block& block, Image& picture, int x, int y, LineRange range) const
{
    if (!block.layout_ || range.first >= block.lines_)
        return;
    const Block::Layout& layout = *block.layout_;
    const std::size_t count = std::min(range.count, block.lines_ - range.first);
    // Swashes, accents and deep scripts reach beyond the line box.
    const int margin = static_cast<int>(std::ceil(block.line_px_));
    const int width = static_cast<int>(std::ceil(block.width_px_)) + 2 * margin;
    const int height =
        static_cast<int>(std::ceil(block.line_px_ * static_cast<double>(count))) + 2 * margin;
    const std::unique_ptr<cairo_surface_t, DestroySurface> surface(
        cairo_image_surface_create(CAIRO_FORMAT_A8, width, height));
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
        return; // wider or taller than 32 767 pixels: no picture shows that
    {
        const std::unique_ptr<cairo_t, DestroyCairo> cairo(cairo_create(surface.get()));
        for (std::size_t i = 0; i < count; ++i) {
            const auto& line = layout.lines[range.first + i];
            cairo_move_to(cairo.get(), margin + line.x_px,
                margin + block.line_px_ * static_cast<double>(i) + layout.baseline_px);
            pango_cairo_show_layout_line(cairo.get(), line.line.get());
        }
    }
    cairo_surface_flush(surface.get());
    const unsigned char* const mask = cairo_image_surface_get_data(surface.get());
    const int stride = cairo_image_surface_get_stride(surface.get());
    const int left = x - margin, top = y - margin;
    const int first_row = std::max(0, -top);
    const int end_row = std::min(height, static_cast<int>(picture.height) - top);
    const int first_column = std::max(0, -left);
    const int end_column = std::min(width, static_cast<int>(picture.width) - left);
    for (int row = first_row; row < end_row; ++row)
        for (int column = first_column; column < end_column; ++column)
            if (const unsigned char coverage = mask[row * stride + column]; coverage != 0)
                blend(picture.at(static_cast<std::uint32_t>(left + column),
                          static_cast<std::uint32_t>(top + row)),
                    layout.colour, coverage);
}

Image Typesetter::picture(const Block& block) const
{
    Image image;
    image.width = static_cast<std::uint32_t>(std::ceil(block.width_px()));
    image.height = static_cast<std::uint32_t>(std::ceil(block.height_px()));
    image.pixels.assign(std::size_t{image.width} * image.height, Rgba8{0, 0, 0, 0});
    draw(block, image, 0, 0);
    return image;
}

} // namespace stele::text

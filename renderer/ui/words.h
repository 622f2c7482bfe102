// What only the viewer says (records' words are in archive/record/texts.h), in English and
// Simplified Chinese, and how it writes numbers. Pure.
#pragma once

#include "renderer/frame/standard_view.h"
#include "renderer/frame/view.h"
#include "renderer/ui/panel.h"

#include <string>
#include <string_view>
#include <vector>

namespace stele::ui {

enum class Language { english, chinese };

std::string_view tag(Language language); // "en", "zh-Hans"
// By the primary subtag: "zh-CN", "zh_CN.UTF-8" and "zh" are Chinese, everything else English.
Language language_of(std::string_view tag_or_locale);
Language other(Language language);

enum class Word {
    triangles, // {} drawn, {} in the scan
    budget,
    pages_failed, // {} = count
    more,
    hint,
    no_name,        // the title has no translation
    no_description, // in any language
    shown_in,       // {} = the name of the language that the text is in
    view_front,     // the standard views, in the order of frame::StandardView
    view_back,
    view_left,
    view_right,
    view_top,
    view_bottom,
    view_three_quarter,
    mode_colour, // the modes, in the order of frame::Mode
    mode_lit,
    mode_clay,
    mode_normals,
    perspective,
    orthographic,
    pixel_is, // {} = a length
    last_,
};

std::string_view word(Word word, Language language);
std::string_view view_word(frame::StandardView view, Language language);
std::string_view mode_word(frame::Mode mode, Language language);
// Replaces each {} by the next argument.
std::string fill_in(std::string_view pattern, const std::vector<std::string>& arguments);

// "Chinese", "Japanese": the names of languages that catalogues use, else the tag itself.
std::string language_name(std::string_view tag, Language in);

// An upper bound stays one: rounded up to two significant digits. 0.00183 -> "1.9 mm", 0.25 -> "250
// mm", 2.31 -> "2.4 m".
std::string length_up(double metres);
// A measure, to three significant digits: 0.0004172 -> "0.417 mm".
std::string length(double metres);

std::vector<Fact> key_help(Language language);

} // namespace stele::ui

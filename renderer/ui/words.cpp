// The two languages side by side: one table, no key can lack one of them.
#include "renderer/ui/words.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace stele::ui {

namespace {

struct Pair {
    Word word;
    std::string_view english, chinese;
};

constexpr std::array kWords{
    Pair{Word::triangles, "{} of {} triangles", "{} / {} 个三角形"},
    Pair{
        Word::budget, "Graphics memory is too small for more detail", "显存不足，无法显示更多细部"},
    Pair{Word::pages_failed, "{} parts could not be read; coarser ones are shown",
        "{} 个部分无法读取，以较粗的模型代替"},
    Pair{Word::more, "More below: scroll here", "下面还有，在此滚动"},
    Pair{Word::hint, "Drag to turn, scroll to come closer   H\u00a0keys   T\u00a0中文",
        "拖动旋转，滚轮远近   H\u00a0全部按键   T\u00a0English"},
    Pair{Word::no_name, "No English name yet", "尚无中文名称"},
    Pair{Word::no_description, "No description yet.", "尚无说明。"},
    Pair{Word::shown_in, "No English text yet; shown in {}.", "尚无中文译文，以{}显示。"},
    Pair{Word::view_front, "Front", "正面"},
    Pair{Word::view_back, "Back", "背面"},
    Pair{Word::view_left, "Left", "左侧"},
    Pair{Word::view_right, "Right", "右侧"},
    Pair{Word::view_top, "Top", "顶面"},
    Pair{Word::view_bottom, "Bottom", "底面"},
    Pair{Word::view_three_quarter, "Three-quarter", "斜侧"},
    Pair{Word::mode_colour, "Colour", "原色"},
    Pair{Word::mode_lit, "Lit", "光照"},
    Pair{Word::mode_clay, "Clay", "白模"},
    Pair{Word::mode_normals, "Normals", "法线"},
    Pair{Word::perspective, "Perspective", "透视"},
    Pair{Word::orthographic, "Orthographic", "正交"},
    Pair{Word::pixel_is, "1\u00a0pixel\u00a0=\u00a0{}", "1\u00a0px\u00a0=\u00a0{}"},
};
static_assert(kWords.size() == static_cast<std::size_t>(Word::last_));

struct KeyHelp {
    std::string_view english_keys, chinese_keys, english, chinese;
};
constexpr std::array kKeys{
    KeyHelp{"Left drag", "左键拖动", "turn", "旋转"},
    KeyHelp{"Right drag", "右键拖动", "move", "平移"},
    KeyHelp{"Wheel", "滚轮", "closer, farther", "远近"},
    KeyHelp{"Double click, F", "双击、F", "centre on that point", "以该点为中心"},
    KeyHelp{"Home", "Home", "whole view again", "恢复全景"},
    KeyHelp{"1 2 3 4", "1 2 3 4", "front, back, left, right", "正面、背面、左侧、右侧"},
    KeyHelp{"5 6 7", "5 6 7", "top, bottom, three-quarter", "顶面、底面、斜侧"},
    KeyHelp{"0 or O", "0 或 O", "perspective or orthographic", "透视或正交"},
    KeyHelp{"Arrows", "方向键", "turn (Shift: more)", "旋转（Shift 加快）"},
    KeyHelp{"+ and -", "+ 和 -", "closer, farther", "远近"},
    KeyHelp{"L + arrows", "L + 方向键", "move the light", "移动灯光"},
    KeyHelp{"M", "M", "colour, lit, clay, normals", "原色、光照、白模、法线"},
    KeyHelp{"T", "T", "中文", "English"},
    KeyHelp{"P", "P", "hide or show this panel", "隐藏或显示此栏"},
    KeyHelp{"F11", "F11", "full screen", "全屏"},
    KeyHelp{"F12", "F12", "save a picture", "保存截图"},
    KeyHelp{"H or F1", "H 或 F1", "back to the record", "返回说明"},
    KeyHelp{"Esc", "Esc", "quit", "退出"},
};

struct LanguageName {
    std::string_view primary, english, chinese;
};
constexpr std::array kLanguages{
    LanguageName{"en", "English", "英文"},
    LanguageName{"zh", "Chinese", "中文"},
    LanguageName{"ja", "Japanese", "日文"},
    LanguageName{"ko", "Korean", "韩文"},
    LanguageName{"fr", "French", "法文"},
    LanguageName{"de", "German", "德文"},
    LanguageName{"it", "Italian", "意大利文"},
    LanguageName{"es", "Spanish", "西班牙文"},
    LanguageName{"pt", "Portuguese", "葡萄牙文"},
    LanguageName{"ru", "Russian", "俄文"},
    LanguageName{"ar", "Arabic", "阿拉伯文"},
    LanguageName{"el", "Greek", "希腊文"},
    LanguageName{"la", "Latin", "拉丁文"},
};

std::string_view primary_subtag(std::string_view tag)
{
    return tag.substr(0, tag.find_first_of("-_."));
}

} // namespace

std::string_view tag(Language language)
{
    return language == Language::english ? "en" : "zh-Hans";
}

Language language_of(std::string_view tag_or_locale)
{
    return primary_subtag(tag_or_locale) == "zh" ? Language::chinese : Language::english;
}

Language other(Language language)
{
    return language == Language::english ? Language::chinese : Language::english;
}

std::string_view word(Word word, Language language)
{
    for (const Pair& pair : kWords)
        if (pair.word == word)
            return language == Language::english ? pair.english : pair.chinese;
    return {};
}

std::string_view view_word(frame::StandardView view, Language language)
{
    return word(
        static_cast<Word>(static_cast<int>(Word::view_front) + static_cast<int>(view)), language);
}

std::string_view mode_word(frame::Mode mode, Language language)
{
    return word(
        static_cast<Word>(static_cast<int>(Word::mode_colour) + static_cast<int>(mode)), language);
}

std::string fill_in(std::string_view pattern, const std::vector<std::string>& arguments)
{
    std::string text;
    std::size_t next = 0;
    while (!pattern.empty()) {
        const std::size_t at = pattern.find("{}");
        text += pattern.substr(0, at);
        if (at == std::string_view::npos)
            break;
        if (next < arguments.size())
            text += arguments[next++];
        pattern.remove_prefix(at + 2);
    }
    return text;
}

std::string language_name(std::string_view tag, Language in)
{
    for (const LanguageName& name : kLanguages)
        if (name.primary == primary_subtag(tag))
            return std::string(in == Language::english ? name.english : name.chinese);
    return std::string(tag);
}

std::string length_up(double metres)
{
    if (!(metres > 0))
        return "0 mm";
    if (!std::isfinite(metres))
        return "\u221e";
    const bool long_one = metres >= 1;
    const double value = long_one ? metres : metres * 1000;
    // The slack keeps 1.8 from becoming 1.9 because 0.0018 * 1000 is a hair above 1.8.
    int digits = 1 - static_cast<int>(std::floor(std::log10(value)));
    double unit = std::pow(10.0, digits);
    double rounded = std::ceil(value * unit - 1e-9) / unit;
    if (rounded >= std::pow(10.0, 2 - digits)) // 9.96 -> 10, not 10.0
        digits -= 1;
    digits = std::clamp(digits, 0, 6);
    char text[64];
    std::snprintf(text, sizeof text, "%.*f %s", digits, rounded, long_one ? "m" : "mm");
    return text;
}

std::string length(double metres)
{
    if (!(metres > 0) || !std::isfinite(metres))
        return "0 mm";
    const bool long_one = metres >= 1;
    const double value = long_one ? metres : metres * 1000;
    const int digits = std::clamp(2 - static_cast<int>(std::floor(std::log10(value))), 0, 9);
    char text[64];
    std::snprintf(text, sizeof text, "%.*f %s", digits, value, long_one ? "m" : "mm");
    return text;
}

std::vector<Fact> key_help(Language language)
{
    std::vector<Fact> lines;
    for (const KeyHelp& key : kKeys)
        lines.push_back(language == Language::english
                            ? Fact{std::string(key.english_keys), std::string(key.english)}
                            : Fact{std::string(key.chinese_keys), std::string(key.chinese)});
    return lines;
}

} // namespace stele::ui

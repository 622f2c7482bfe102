// Which characters are written without spaces: the blocks that CJK text uses, by their ranges in
// Unicode.
#include "archive/catalogue/bigrams.h"

#include "archive/record/utf8.h"

#include <vector>

namespace stele::catalogue {
namespace {

using record::append_utf8;
using record::code_points;

// U+FF65 to U+FF9F by their full-width forms.
constexpr std::u32string_view kKana =
    U"・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソ"
    U"タチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン"
    U"\u3099\u309a";

bool in(char32_t c, char32_t first, char32_t last)
{
    return c >= first && c <= last;
}

bool is_cjk(char32_t c)
{
    return in(c, 0x3400, 0x4dbf) || in(c, 0x4e00, 0x9fff) || in(c, 0xf900, 0xfaff) || // Han
           in(c, 0x20000, 0x3ffff) || c == 0x3005 || c == 0x3007 || in(c, 0x3041, 0x3096) ||
           in(c, 0x30a1, 0x30fe) || in(c, 0x31f0, 0x31ff) || // Kana
           in(c, 0x1100, 0x11ff) || in(c, 0xac00, 0xd7a3);   // Hangul
}

// What separates words: ASCII that is no letter or digit, general punctuation, CJK punctuation.
bool is_separator(char32_t c)
{
    const bool alphanumeric = in(c, '0', '9') || in(c, 'A', 'Z') || in(c, 'a', 'z');
    return (c < 0x80 && !alphanumeric) || in(c, 0x80, 0xa9) || c == 0xab || c == 0xb7 ||
           c == 0xbb || c == 0xbf || c == 0xd7 || c == 0xf7 || in(c, 0x2000, 0x2bff) ||
           in(c, 0x3000, 0x3004) || in(c, 0x3008, 0x3040) || in(c, 0x3097, 0x30a0) ||
           in(c, 0xfe10, 0xfe6f) || in(c, 0xff00, 0xff65) || c == 0xfffd;
}

char32_t widened(char32_t c)
{
    if (in(c, 0xff65, 0xff9f))
        return kKana[c - 0xff65];
    if (in(c, 0xff01, 0xff5e))
        return c - 0xfee0;
    return c == 0x3000 ? U' ' : c;
}

// A half-width Kana and the sound mark after it are one full-width character.
char32_t with_mark(char32_t kana, char32_t mark)
{
    const bool takes_voice = in(kana, 0x30ab, 0x30c8) || in(kana, 0x30cf, 0x30db);
    if (mark == 0x3099 && takes_voice)
        return kana + 1;
    return mark == 0x309a && in(kana, 0x30cf, 0x30db) ? kana + 2 : 0;
}

void append_pairs(std::string& out, const std::vector<char32_t>& run, bool last_alone)
{
    for (std::size_t i = 0; i < run.size(); ++i) {
        const bool pair = i + 1 < run.size();
        if (!pair && !last_alone && run.size() > 1)
            break;
        if (!out.empty() && out.back() != '"')
            out += ' ';
        append_utf8(out, run[i]);
        if (pair)
            append_utf8(out, run[i + 1]);
    }
}

} // namespace

std::string one_width(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    char32_t kept = 0; // not written yet: a sound mark may follow
    for (const char32_t c : code_points(text)) {
        const char32_t wide = widened(c);
        const char32_t marked = in(c, 0xff9e, 0xff9f) && kept != 0 ? with_mark(kept, wide) : 0;
        if (kept != 0)
            append_utf8(out, marked != 0 ? marked : kept);
        kept = in(c, 0xff66, 0xff9d) ? wide : 0;
        if (kept == 0 && marked == 0)
            append_utf8(out, wide);
    }
    if (kept != 0)
        append_utf8(out, kept);
    return out;
}

std::string bigrams(std::string_view text)
{
    std::string out;
    std::vector<char32_t> run;
    for (const char32_t c : code_points(text)) {
        if (is_cjk(c)) {
            run.push_back(c);
            continue;
        }
        append_pairs(out, run, true);
        run.clear();
    }
    append_pairs(out, run, true);
    return out;
}

std::vector<Run> runs_of(std::string_view text)
{
    std::vector<Run> runs;
    bool open = false; // the last run goes on with the next character as it is
    for (const char32_t c : code_points(one_width(text))) {
        if (is_separator(c)) {
            open = false;
            continue;
        }
        const bool cjk = is_cjk(c);
        const bool follows = !runs.empty() && runs.back().cjk == cjk;
        if (!follows || (cjk && !open))
            runs.push_back({{}, cjk});
        else if (!open)
            runs.back().text += ' ';
        append_utf8(runs.back().text, c);
        open = true;
    }
    return runs;
}

std::string fts_phrase(const Run& run, bool begins)
{
    if (!run.cjk)
        return "\"" + run.text + (begins ? "\" *" : "\"");
    const std::vector<char32_t> characters = code_points(run.text);
    std::string phrase = "\"";
    append_pairs(phrase, characters, false);
    return phrase + (characters.size() == 1 ? "\" *" : "\"");
}

} // namespace stele::catalogue

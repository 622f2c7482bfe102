// Which characters are written without spaces: the blocks that CJK text uses, by their ranges in
// Unicode.
#include "archive/catalogue/bigrams.h"

#include "archive/record/utf8.h"

#include <vector>

namespace stele::catalogue {
namespace {

using record::append_utf8;
using record::code_points;

constexpr std::size_t kMaxQueryBytes = 1000;

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
           in(c, 0x3000, 0x3004) || in(c, 0x3008, 0x3040) || in(c, 0xfe10, 0xfe6f) ||
           in(c, 0xff00, 0xff65) || c == 0xfffd;
}

char32_t folded(char32_t c)
{
    if (in(c, 0xff01, 0xff5e))
        c -= 0xfee0;
    if (c == 0x3000)
        c = ' ';
    return in(c, 'A', 'Z') ? c + ('a' - 'A') : c;
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

void append_term(std::string& expression, std::string_view term)
{
    if (!expression.empty())
        expression += " AND ";
    expression += term;
}

void append_cjk(std::string& expression, const std::vector<char32_t>& run)
{
    if (run.empty())
        return;
    std::string term = "{title_cjk body_cjk} : \"";
    append_pairs(term, run, false);
    term += run.size() == 1 ? "\" *" : "\"";
    append_term(expression, term);
}

void append_word(std::string& expression, const std::string& word)
{
    if (!word.empty())
        append_term(expression, "{title body} : \"" + word + "\" *");
}

} // namespace

std::string fold(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (const char32_t c : code_points(text))
        append_utf8(out, folded(c));
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

std::string match_expression(std::string_view query)
{
    std::string expression, word;
    std::vector<char32_t> run;
    for (char32_t c : code_points(query.substr(0, kMaxQueryBytes))) {
        c = folded(c);
        const bool cjk = is_cjk(c);
        if (!cjk) {
            append_cjk(expression, run);
            run.clear();
        }
        if (cjk || is_separator(c)) {
            append_word(expression, word);
            word.clear();
        }
        if (cjk)
            run.push_back(c);
        else if (!is_separator(c))
            append_utf8(word, c);
    }
    append_cjk(expression, run);
    append_word(expression, word);
    return expression;
}

} // namespace stele::catalogue

// Folding by table: Latin-1 and Latin Extended-A, which cover the languages of Europe and
// Vietnamese's base.
#include "archive/record/slug.h"

#include "archive/base/unicode.h"
#include "archive/record/utf8.h"

#include <algorithm>
#include <array>

namespace stele::record {
namespace {

// U+00C0 to U+017F, one entry a code point; '-' where there is no Latin letter.
constexpr std::string_view kOneLetter =
    "aaaaaaaceeeeiiiidnooooo-ouuuuytsaaaaaaaceeeeiiiidnooooo-ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(kOneLetter.size() == 0x180 - 0xc0);

void append_folded(std::string& out, char32_t c)
{
    struct Pair {
        char32_t letter;
        std::string_view text;
    };
    constexpr std::array<Pair, 9> kPairs{{{0xc6, "ae"}, {0xe6, "ae"}, {0xde, "th"}, {0xfe, "th"},
        {0xdf, "ss"}, {0x132, "ij"}, {0x133, "ij"}, {0x152, "oe"}, {0x153, "oe"}}};
    const auto pair =
        std::find_if(kPairs.begin(), kPairs.end(), [c](const Pair& p) { return p.letter == c; });
    char letter = '-';
    if (pair != kPairs.end()) {
        out += pair->text;
        return;
    }
    if (c < 0x80)
        letter = static_cast<char>(c);
    else if (c >= 0xc0 && c < 0x180)
        letter = kOneLetter[c - 0xc0];
    else if (c >= 0x300 && c < 0x370)
        return; // a combining accent
    const bool kept = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
    if (kept)
        out.push_back(letter);
    else if (letter >= 'A' && letter <= 'Z')
        out.push_back(static_cast<char>(letter - 'A' + 'a'));
    else if (letter != '\'' && !out.empty() && out.back() != '-')
        out.push_back('-');
}

std::string cut(std::string slug, std::size_t limit)
{
    if (slug.size() > limit) {
        const std::size_t word = slug.rfind('-', limit);
        slug.resize(word != std::string::npos && word >= limit / 2 ? word : limit);
    }
    while (!slug.empty() && slug.back() == '-')
        slug.pop_back();
    return slug;
}

} // namespace

bool is_slug(std::string_view text)
{
    return !text.empty() && text.size() <= kMaxSlug && text.front() != '-' &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") ==
               std::string_view::npos;
}

std::string slug_from(std::string_view text)
{
    std::string slug;
    for (const char32_t c : code_points(text))
        append_folded(slug, c);
    return cut(std::move(slug), kMaxSlug);
}

std::string slug_from_file(std::string_view path)
{
    while (path.size() > 1 && path.back() == '/')
        path.remove_suffix(1);
    const std::size_t slash = path.find_last_of("/\\");
    if (slash != std::string_view::npos)
        path.remove_prefix(slash + 1);
    const std::size_t dot = path.rfind('.');
    return slug_from(dot == std::string_view::npos || dot == 0 ? path : path.substr(0, dot));
}

std::string numbered_slug(std::string_view slug, unsigned number)
{
    std::string tail = "-";
    tail += std::to_string(number);
    return cut(std::string(slug), kMaxSlug - tail.size()) + tail;
}

} // namespace stele::record

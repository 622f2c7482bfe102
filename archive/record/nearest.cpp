// Optimal string alignment over bytes, case ignored for ASCII.
#include "archive/record/nearest.h"

#include "archive/base/unicode.h"

#include <algorithm>
#include <cstddef>

namespace stele::record {
namespace {

constexpr std::size_t kMaxLength = 64;

std::size_t edit_distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        last[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t swap_or_keep = last[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, swap_or_keep});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], before[j - 2] + 1);
        }
        std::swap(before, last);
        std::swap(last, row);
    }
    return last[b.size()];
}

} // namespace

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known)
{
    if (word.empty() || word.size() > kMaxLength)
        return std::nullopt;
    const std::string lower = ascii_lower(word);
    std::optional<std::string> best;
    std::size_t best_distance = kMaxLength;
    for (const std::string& candidate : known) {
        if (candidate.size() > kMaxLength)
            continue;
        const std::string other = ascii_lower(candidate);
        if (lower.size() >= 3 && other.starts_with(lower))
            return candidate;
        const std::size_t distance = edit_distance(lower, other);
        if (distance < best_distance && distance * 3 <= std::max(lower.size(), other.size())) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best;
}

} // namespace stele::record

// What an OCFL rule finds wrong: the official code of the 1.1 validation codes, the path, a
// sentence.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace stele::ocfl {

// Not official: something that could not be read, so that its rules could not be judged.
inline constexpr std::string_view kUnreadable = "IO";

struct Violation {
    std::string code; // "E042" (MUST), "W004" (SHOULD), or kUnreadable
    std::string path; // relative to what was judged; may be empty
    std::string text;
    bool is_error() const { return !code.starts_with('W'); }
    friend bool operator==(const Violation&, const Violation&) = default;
};

using Violations = std::vector<Violation>;

inline bool has_errors(const Violations& violations)
{
    return std::any_of(
        violations.begin(), violations.end(), [](const Violation& v) { return v.is_error(); });
}

inline bool has_code(const Violations& violations, std::string_view code)
{
    return std::any_of(
        violations.begin(), violations.end(), [&](const Violation& v) { return v.code == code; });
}

} // namespace stele::ocfl

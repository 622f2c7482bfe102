// Logical paths (what a curator sees) and content paths (where bytes lie in an object) are
// different types: mixing them up is the classic OCFL mistake. Rules: OCFL 1.1 sections 3.5.2
// and 3.5.3.1.
#pragma once

#include "archive/model/ids.h"

#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace stele::ocfl {

// Kept verbatim, any length, any UTF-8.
struct LogicalPath {
    std::string text;
    friend auto operator<=>(const LogicalPath&, const LogicalPath&) = default;
};

// Relative to the object root: "v1/content/o/1-venus.ply".
struct ContentPath {
    std::string text;
    friend auto operator<=>(const ContentPath&, const ContentPath&) = default;
};

enum class PathDefect {
    none,
    empty,
    edge_slash,  // begins or ends with '/'
    bad_element, // ".", ".." or empty
};
// The first defect found, edges before elements.
PathDefect path_defect(std::string_view path);
// Both of the last two may be true of one path: "/a//b".
bool has_edge_slash(std::string_view path);
bool has_bad_element(std::string_view path);
// None of the above, no NUL.
bool is_safe_path(std::string_view path);

// Paths that occur twice, or that are also a directory of another one ("a" and "a/b").
std::vector<std::string> conflicting_paths(std::vector<std::string> paths);

// The last element in [A-Za-z0-9._-], at most limit bytes, its extension kept. Never empty, never
// "." or "..".
std::string safe_name(std::string_view path, std::size_t limit = 60);
// vN/content/o/<n>-<safe name>: below 100 bytes, no case or Unicode trouble on any file system.
ContentPath original_content_path(VersionNum version, std::uint64_t n, const LogicalPath& logical);

std::string version_name(VersionNum version); // "v3"

} // namespace stele::ocfl

// Path rules and the safe names that Stele gives to stored files.
#include "archive/ocfl/paths.h"

#include <algorithm>

namespace stele::ocfl {

namespace {

bool is_portable(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
}

template <class Visit>
void for_each_element(std::string_view path, const Visit& visit)
{
    std::size_t start = 0;
    for (;;) {
        const std::size_t slash = path.find('/', start);
        if (slash == std::string_view::npos) {
            visit(path.substr(start));
            return;
        }
        visit(path.substr(start, slash - start));
        start = slash + 1;
    }
}

} // namespace

bool has_edge_slash(std::string_view path)
{
    return path.starts_with('/') || path.ends_with('/');
}

bool has_bad_element(std::string_view path)
{
    if (path.starts_with('/'))
        path.remove_prefix(1);
    if (path.ends_with('/'))
        path.remove_suffix(1);
    bool bad = false;
    for_each_element(path, [&](std::string_view element) {
        bad = bad || element.empty() || element == "." || element == "..";
    });
    return bad;
}

PathDefect path_defect(std::string_view path)
{
    if (path.empty())
        return PathDefect::empty;
    if (has_edge_slash(path))
        return PathDefect::edge_slash;
    return has_bad_element(path) ? PathDefect::bad_element : PathDefect::none;
}

bool is_safe_path(std::string_view path)
{
    return path_defect(path) == PathDefect::none && path.find('\0') == std::string_view::npos;
}

std::vector<std::string> conflicting_paths(std::vector<std::string> paths)
{
    std::sort(paths.begin(), paths.end());
    std::vector<std::string> found;
    for (std::size_t i = 1; i < paths.size(); ++i)
        if (paths[i] == paths[i - 1])
            found.push_back(paths[i]);
    paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
    // "a" and "a/b" need not be neighbours ("a-b" sorts between them), so look each directory up.
    for (const std::string& path : paths)
        for (std::size_t slash = path.find('/'); slash != std::string::npos;
             slash = path.find('/', slash + 1))
            if (std::binary_search(paths.begin(), paths.end(), path.substr(0, slash)))
                found.push_back(path);
    return found;
}

std::string safe_name(std::string_view path, std::size_t limit)
{
    const std::size_t slash = path.rfind('/');
    std::string name(slash == std::string_view::npos ? path : path.substr(slash + 1));
    std::replace_if(
        name.begin(), name.end(), [](char c) { return !is_portable(c); }, '_');
    if (name.size() > limit) {
        const std::size_t dot = name.rfind('.');
        const std::string extension =
            dot != std::string::npos && name.size() - dot <= 12 ? name.substr(dot) : std::string();
        name = name.substr(0, limit - extension.size()) + extension;
    }
    while (name.ends_with('.'))
        name.pop_back();
    return name.empty() ? "file" : name;
}

ContentPath original_content_path(VersionNum version, std::uint64_t n, const LogicalPath& logical)
{
    return {
        version_name(version) + "/content/o/" + std::to_string(n) + "-" + safe_name(logical.text)};
}

std::string version_name(VersionNum version)
{
    return std::string("v").append(std::to_string(version.value));
}

} // namespace stele::ocfl

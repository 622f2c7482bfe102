// Dotted paths into a document: "creators.0.name", list positions from 0.
#pragma once

#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace stele::record {

inline std::string join_path(std::string_view parent, std::string_view key)
{
    return parent.empty() ? std::string(key) : std::string(parent) + "." + std::string(key);
}

inline std::vector<std::string_view> split_path(std::string_view path)
{
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t dot = path.find('.');
        parts.push_back(path.substr(0, dot));
        if (dot == std::string_view::npos)
            return parts;
        path.remove_prefix(dot + 1);
    }
}

// A list position of at most four digits.
inline std::optional<std::size_t> list_position(std::string_view part)
{
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
    if (part.empty() || part.size() > 4 || error != std::errc{} || end != part.data() + part.size())
        return std::nullopt;
    return value;
}

} // namespace stele::record

// Slugs: the short ASCII names by which people call records.
#pragma once

#include <string>
#include <string_view>

namespace stele::record {

inline constexpr std::size_t kMaxSlug = 63;

// [a-z0-9][a-z0-9-]{0,62}
bool is_slug(std::string_view text);

// Latin letters lose their accents, everything else that is no ASCII letter or digit becomes one
// hyphen. Empty when nothing is left (a title in Chinese): the caller takes another text or a word
// of its own.
std::string slug_from(std::string_view text);

// The same of a file's name without its folder and last extension: "scans/Lion (final).PLY" gives
// "lion-final".
std::string slug_from_file(std::string_view path);

// "tower", 2 gives "tower-2", never longer than a slug may be. For the caller that resolves a
// conflict.
std::string numbered_slug(std::string_view slug, unsigned number);

} // namespace stele::record

// Name matching is by directory listing; opening is by openat2 beneath the folder, which also
// refuses symlinks.
#include "archive/readers/companion.h"

#include "archive/base/unicode.h"
#include "archive/readers/text_stream.h"

#include <sys/stat.h>

#include <algorithm>

namespace stele::readers {

namespace fs = std::filesystem;

namespace {

// No scan names so many, and none lies so deep; each is looked for in several places.
constexpr std::size_t kMaxLookedFor = 4096;
constexpr std::ptrdiff_t kMaxDepth = 32;

int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

std::string percent_decoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
        if (low >= 0) {
            out.push_back(static_cast<char>(high * 16 + low));
            i += 2;
        } else {
            out.push_back(text[i]);
        }
    }
    return out;
}

// Forward slashes, no quotes, no NUL.
std::string plain_name(std::string_view named, Notation notation)
{
    std::string name =
        notation == Notation::uri ? percent_decoded(named) : std::string(trimmed(named));
    if (name.size() >= 2 && name.front() == '"' && name.back() == '"')
        name = name.substr(1, name.size() - 2);
    std::replace(name.begin(), name.end(), '\\', '/');
    return name.substr(0, name.find('\0'));
}

// The part after "C:", "file:" or the leading slashes; the whole name when it is relative.
std::string without_root(const std::string& name)
{
    std::size_t begin = 0;
    const std::size_t colon = name.find(':');
    if (colon != std::string::npos && colon < name.find('/'))
        begin = colon + 1;
    while (begin < name.size() && name[begin] == '/')
        ++begin;
    return name.substr(begin);
}

bool climbs(const fs::path& normal)
{
    return normal.is_absolute() || (!normal.empty() && *normal.begin() == "..");
}

// The entry of directory named name, case ignored where it must be; empty when there is none.
std::string entry_named(const fs::path& directory, const std::string& name)
{
    std::error_code error;
    if (fs::exists(fs::symlink_status(directory / name, error)))
        return name;
    const std::string wanted = ascii_lower(name);
    std::string best;
    for (fs::directory_iterator it(directory, error), end; !error && it != end;
         it.increment(error)) {
        const std::string entry = it->path().filename().string();
        if (ascii_lower(entry) == wanted && (best.empty() || entry < best))
            best = entry;
    }
    return best;
}

} // namespace

Result<Companions> Companions::beside(const fs::path& file, const fs::path& folder)
{
    std::error_code error;
    const fs::path own = fs::weakly_canonical(fs::absolute(file, error).parent_path(), error);
    Companions companions;
    companions.folder_ = folder.empty() ? own : fs::weakly_canonical(folder, error);
    companions.scan_directory_ = own.lexically_relative(companions.folder_);
    if (companions.scan_directory_.empty() || climbs(companions.scan_directory_))
        return Error(Errc::invalid_argument,
            file.string() + " does not lie in the folder " + folder.string());
    STELE_TRY(File root, File::open_directory(companions.folder_));
    companions.root_ = std::make_shared<File>(std::move(root));
    return companions;
}

std::size_t Companions::add(std::string_view named, std::string_view role, Notation notation,
    FindingTally& tally, const fs::path& base)
{
    for (std::size_t i = 0; i < list_.size(); ++i)
        if (list_[i].named == named && list_[i].role == role)
            return i;
    if (list_.size() > kMaxLookedFor)
        return kMaxLookedFor; // the first of those that are not looked for stands for all
    const bool is_looked_for = root_ != nullptr && list_.size() < kMaxLookedFor;
    const Match match = is_looked_for ? look_up(plain_name(named, notation), base) : Match{};
    if (list_.size() == kMaxLookedFor)
        tally.add(Severity::warning, "companion.too-many", "",
            "the scan names more than 4096 other files; the rest is not looked for");
    Companion companion{to_valid_utf8(named), {}, std::string(role)};
    if (!match.relative.empty())
        companion.resolved = folder_ / match.relative;
    if (match.outside)
        tally.add(Severity::warning, "companion.outside-folder", companion.named,
            "the scan names a file outside its folder, which is not read; ingest the parent "
            "folder to include it");
    list_.push_back(std::move(companion));
    relative_.push_back(match.relative);
    outside_.push_back(match.outside);
    return list_.size() - 1;
}

Companions::Match Companions::look_up(std::string name, const fs::path& base) const
{
    if (name.size() > 4096)
        return {};
    const fs::path from = base.empty() ? scan_directory_ : base;
    const std::string tail = without_root(name);
    const bool rooted = tail.size() != name.size();
    if (!rooted && climbs((from / name).lexically_normal()))
        return {{}, true};
    bool outside = rooted;
    std::vector<fs::path> parts;
    if (!rooted)
        parts.emplace_back(name);
    const fs::path deep(tail);
    fs::path rest;
    const auto depth = std::distance(deep.begin(), deep.end());
    for (auto it = std::next(deep.begin(), std::max<std::ptrdiff_t>(0, depth - kMaxDepth));
         it != deep.end(); ++it)
        rest /= *it;
    while (!rest.empty()) {
        parts.push_back(rest);
        fs::path shorter;
        for (auto it = std::next(rest.begin()); it != rest.end(); ++it)
            shorter /= *it;
        rest = shorter;
    }
    for (const fs::path& part : parts)
        for (const fs::path& place : {from, scan_directory_}) {
            const fs::path candidate = (place / part).lexically_normal();
            if (climbs(candidate))
                continue;
            Match match = look_beneath(candidate);
            if (!match.relative.empty())
                return match;
            outside = outside || match.outside;
        }
    return {{}, outside};
}

Companions::Match Companions::look_beneath(const fs::path& relative) const
{
    std::string found;
    for (const fs::path& part : relative) {
        if (part.empty() || part == ".")
            continue;
        const std::string entry = entry_named(folder_ / found, part.string());
        if (entry.empty())
            return {};
        found += (found.empty() ? "" : "/") + entry;
    }
    if (found.empty())
        return {};
    const auto file = File::open_beneath(*root_, found);
    if (!file)
        return {{}, file.error().code() != Errc::not_found};
    struct stat status {};
    if (::fstat(file->descriptor(), &status) != 0 || !S_ISREG(status.st_mode))
        return {};
    return {found, false};
}

Result<Bytes> Companions::read(std::size_t index, std::uint64_t limit_bytes) const
{
    STELE_TRY(const File file, open(index));
    STELE_TRY(const std::uint64_t size, file.size_bytes());
    if (size > limit_bytes)
        return Error(Errc::limit, list_[index].named + " has " + std::to_string(size) +
                                      " bytes, at most " + std::to_string(limit_bytes) +
                                      " are read");
    Bytes bytes(static_cast<std::size_t>(size));
    STELE_CHECK(file.read_at(0, bytes).in(list_[index].named));
    return bytes;
}

Result<Bytes> Companions::read_head(std::size_t index, std::uint64_t most_bytes) const
{
    STELE_TRY(const File file, File::open_beneath(*root_, relative_[index]));
    STELE_TRY(const std::uint64_t size, file.size_bytes());
    Bytes bytes(static_cast<std::size_t>(std::min(size, most_bytes)));
    STELE_CHECK(file.read_at(0, bytes).in(list_[index].named));
    return bytes;
}

fs::path Companions::directory_of(std::size_t index) const
{
    const fs::path directory = fs::path(relative_[index]).parent_path();
    return directory.empty() ? fs::path(".") : directory;
}

} // namespace stele::readers

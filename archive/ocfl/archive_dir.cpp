// Creation order: storage root built in staging and renamed, extra files, cache, and stele.toml
// last.
#include "archive/ocfl/archive_dir.h"

#include "archive/base/file.h"
#include "archive/ocfl/layout.h"
#include "archive/ocfl/paths.h"
#include "archive/ocfl/root.h"

#include <sys/statvfs.h>

#include <cctype>
#include <cerrno>
#include <charconv>
#include <optional>
#include <set>

namespace stele::ocfl {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kReserveBytes = 16u << 20;

bool is_there(const fs::path& path)
{
    std::error_code error;
    return fs::exists(fs::symlink_status(path, error));
}

Status make_directory_if_absent(Io& io, const fs::path& path)
{
    return is_there(path) ? Status() : io.make_directory(path);
}

// Refuses a folder with anything in it that create would not have put there.
Status check_folder(const fs::path& folder, const CreateOptions& options)
{
    if (is_there(folder / "stele.toml"))
        return Error(Errc::already_exists, folder.string() + " is an archive already");
    std::set<std::string> known = {"ocfl", "cache", ".staging", "stele.toml.new"};
    for (const ExtraFile& file : options.archive_files) {
        const std::string first = file.name.substr(0, file.name.find('/'));
        known.insert(first);
        known.insert(first + ".new");
    }
    std::error_code error;
    for (auto it = fs::directory_iterator(folder, error); !error && it != fs::directory_iterator();
         it.increment(error))
        if (!known.contains(it->path().filename().string()))
            return Error(Errc::already_exists, "the folder is not empty: " + it->path().string());
    return error ? Status(errno_error(error.value(), "list " + folder.string())) : Status();
}

Status write_archive_file(Io& io, const fs::path& folder, const ExtraFile& file)
{
    if (!is_safe_path(file.name))
        return Error(Errc::invalid_argument, "name of an archive file: " + file.name);
    for (std::size_t slash = file.name.find('/'); slash != std::string::npos;
         slash = file.name.find('/', slash + 1)) {
        const fs::path directory = folder / file.name.substr(0, slash);
        STELE_CHECK(make_directory_if_absent(io, directory));
        STELE_CHECK(io.sync_directory(directory.parent_path()));
    }
    return replace_file_durably(io, folder / file.name, as_bytes(file.bytes));
}

Status create_storage_root(Io& io, const ArchiveDir& archive, const CreateOptions& options)
{
    if (is_there(archive.storage_root()))
        return {}; // renamed whole by a create that was killed later
    const fs::path aside = archive.staging() / "new-root";
    STELE_CHECK(remove_tree(io, aside));
    STELE_CHECK(Root::create(io, aside, options.root_files));
    STELE_CHECK(io.rename_no_replace(aside, archive.storage_root()));
    STELE_CHECK(io.sync_directory(archive.folder()));
    return io.sync_directory(archive.staging());
}

} // namespace

std::optional<std::uint32_t> archive_format(std::string_view toml)
{
    while (!toml.empty()) {
        const std::size_t end = std::min(toml.find('\n'), toml.size());
        std::string line(toml.substr(0, end));
        toml.remove_prefix(std::min(end + 1, toml.size()));
        std::erase_if(line, [](unsigned char c) { return std::isspace(c) != 0; });
        if (line.starts_with('['))
            return std::nullopt;
        if (!line.starts_with("format="))
            continue;
        std::uint32_t value = 0;
        const char* const first = line.data() + 7;
        const auto [stop, error] = std::from_chars(first, line.data() + line.size(), value);
        const bool whole = stop == line.data() + line.size() || *stop == '#';
        return error == std::errc() && whole ? std::optional(value) : std::nullopt;
    }
    return std::nullopt;
}

Result<ArchiveDir> ArchiveDir::create(Io& io, const fs::path& folder, const CreateOptions& options)
{
    std::error_code error;
    const fs::path whole = fs::absolute(folder, error).lexically_normal();
    ArchiveDir archive(whole.has_filename() ? whole : whole.parent_path());
    if (!is_there(archive.folder())) {
        STELE_CHECK(io.make_directory(archive.folder()));
        STELE_CHECK(io.sync_directory(archive.folder().parent_path()));
    }
    STELE_CHECK(check_folder(archive.folder(), options));
    STELE_CHECK(make_directory_if_absent(io, archive.staging()));
    STELE_CHECK(create_storage_root(io, archive, options));
    STELE_CHECK(make_directory_if_absent(io, archive.cache()));
    for (const ExtraFile& file : options.archive_files)
        STELE_CHECK(write_archive_file(io, archive.folder(), file));
    const std::string settings =
        "# A Stele archive. The format of this folder; newer ones are refused.\n"
        "format = " +
        std::to_string(kArchiveFormat) + "\n" + options.settings;
    STELE_CHECK(replace_file_durably(io, archive.settings_file(), as_bytes(settings)));
    return archive;
}

Result<ArchiveDir> ArchiveDir::open(const fs::path& folder)
{
    std::error_code error;
    const fs::path whole = fs::absolute(folder, error).lexically_normal();
    ArchiveDir archive(whole.has_filename() ? whole : whole.parent_path());
    const Result<std::string> settings = read_text_file(archive.settings_file(), 1u << 20);
    if (!settings)
        return Error(settings.error().code() == Errc::not_found ? Errc::not_an_archive
                                                                : settings.error().code(),
            folder.string() + " has no readable stele.toml: " + settings.error().text());
    const std::optional<std::uint32_t> format = archive_format(*settings);
    if (!format || *format == 0)
        return Error(Errc::malformed, archive.settings_file().string() + " states no format");
    if (*format > kArchiveFormat)
        return Error(Errc::newer_format, "archive format " + std::to_string(*format) +
                                             ", this Stele knows up to " +
                                             std::to_string(kArchiveFormat));
    STELE_CHECK(Root::open(archive.storage_root()));
    return archive;
}

Result<std::uint64_t> ArchiveDir::free_bytes() const
{
    struct statvfs status {};
    if (::statvfs(folder_.c_str(), &status) != 0)
        return errno_error(errno, "free space of " + folder_.string());
    return std::uint64_t{status.f_bavail} * status.f_frsize;
}

Status check_free_space(const ArchiveDir& archive, std::uint64_t needed_bytes)
{
    STELE_TRY(const std::uint64_t free, archive.free_bytes());
    if (free >= kReserveBytes && free - kReserveBytes >= needed_bytes)
        return {};
    return Error(Errc::no_space, archive.folder().string() + ": " + std::to_string(needed_bytes) +
                                     " bytes needed, " + std::to_string(free) + " free");
}

} // namespace stele::ocfl

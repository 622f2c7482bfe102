// Content files have names of their own, so a scan that names others is read from a folder where
// they lie as delivered. Pictures are left out: they say nothing about where a surface is.
#include "archive/ingest/stored_scan.h"

#include "archive/base/json.h"
#include "archive/base/unicode.h"
#include "archive/ingest/placement.h"
#include "archive/readers/reader.h"

#include <stdlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace stele::ingest {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxReportBytes = 64u << 20;
constexpr std::string_view kOriginals = "original/";

struct Origin {
    std::string original; // logical path of the scan
    std::string digest;
    Placement placement;
};

Result<Origin> read_origin(ocfl::Object& record, const std::string& asset)
{
    const std::string path = "report/" + asset + ".json";
    STELE_TRY(const Bytes bytes, record.read_file({path}, kMaxReportBytes).in(path));
    STELE_TRY(const Json report, parse_json(as_text(bytes)).in(path));
    Origin origin;
    origin.original = report["source"]["path"].string_or("");
    origin.digest = report["source"]["sha512"].string_or("");
    origin.placement.metres_per_unit = report["placement"]["metres_per_unit"].number_or(0);
    const auto up = parse_up_axis(report["placement"]["up"].string_or(""));
    if (!(origin.placement.metres_per_unit > 0) || !up)
        return Error(Errc::malformed, path + " does not say how the scan was placed");
    origin.placement.up = *up;
    return origin;
}

bool is_picture(const std::string& path)
{
    static constexpr std::array<std::string_view, 8> kExtensions{
        ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".tga", ".webp"};
    const std::string name = ascii_lower(path);
    return std::any_of(kExtensions.begin(), kExtensions.end(),
        [&](std::string_view extension) { return name.ends_with(extension); });
}

// A folder for a while, outside the archive.
class Folder {
public:
    static Result<Folder> create()
    {
        std::error_code error;
        std::string path = (fs::temp_directory_path(error) / "stele-original-XXXXXX").string();
        if (error || ::mkdtemp(path.data()) == nullptr)
            return errno_error(errno, "make a temporary folder");
        return Folder(path);
    }
    Folder(Folder&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    Folder& operator=(Folder&&) = delete;
    ~Folder()
    {
        std::error_code ignored;
        if (!path_.empty())
            fs::remove_all(path_, ignored);
    }
    const fs::path& path() const { return path_; }

    // By link where the file system can, else by copy.
    Status put(const fs::path& from, const fs::path& relative) const
    {
        std::error_code error;
        const fs::path to = path_ / relative;
        fs::create_directories(to.parent_path(), error);
        fs::create_hard_link(from, to, error);
        if (error)
            fs::copy_file(from, to, error);
        if (error)
            return errno_error(error.value(), "copy " + relative.string());
        return {};
    }

private:
    explicit Folder(fs::path path) : path_(std::move(path)) {}
    fs::path path_;
};

struct OpenedScan {
    std::optional<Folder> folder; // outlives the source
    std::unique_ptr<ScanSource> source;
};

bool needs_companions(const ScanSource& source)
{
    const auto& companions = source.info().companions;
    return std::any_of(companions.begin(), companions.end(),
        [](const Companion& c) { return c.role == "buffer"; });
}

Result<OpenedScan> open_stored(const ocfl::Object& record,
    const std::vector<ocfl::StoredFile>& files, const ocfl::StoredFile& scan, const Cancel* cancel)
{
    OpenedScan opened;
    auto alone = readers::open_scan(record.path() / scan.content.text, {{}, cancel});
    if (alone && !needs_companions(**alone)) {
        opened.source = std::move(*alone);
        return opened;
    }
    STELE_TRY(Folder folder, Folder::create());
    opened.folder.emplace(std::move(folder));
    for (const ocfl::StoredFile& file : files)
        if (file.logical.text.starts_with(kOriginals) &&
            (!is_picture(file.logical.text) || file.logical == scan.logical))
            STELE_CHECK(opened.folder->put(record.path() / file.content.text, file.logical.text));
    const fs::path root = opened.folder->path() / kOriginals;
    STELE_TRY(opened.source,
        readers::open_scan(opened.folder->path() / scan.logical.text, {root, cancel}));
    return opened;
}

} // namespace

Result<ScanSurface> read_stored_scan(
    ocfl::Object& record, const std::string& asset, const AssetInfo& info, const Cancel* cancel)
{
    STELE_TRY(const Origin origin, read_origin(record, asset));
    STELE_TRY(const auto files, record.files());
    const auto scan = std::find_if(files.begin(), files.end(),
        [&](const ocfl::StoredFile& file) { return file.logical.text == origin.original; });
    if (scan == files.end() || origin.digest != info.source_digest ||
        scan->sha != info.source_digest)
        return Error(Errc::corrupt,
            "the record does not hold the bytes that the copy was made from: " + origin.original);
    STELE_TRY(const OpenedScan opened, open_stored(record, files, *scan, cancel));
    const lod::Place place = [&](const lod::SourceShape&) -> Result<Placement> {
        return origin.placement;
    };
    return read_surface(*opened.source, place, info.grid.origin_m, cancel);
}

} // namespace stele::ingest

// Storage root on disk.
#include "archive/ocfl/root.h"

#include "archive/base/file.h"
#include "archive/base/json.h"
#include "archive/ocfl/object.h"

#include <algorithm>

namespace stele::ocfl {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kDescription = "OCFL object identifiers are hashed with SHA-256 and "
                                          "encoded as lowercase hex strings. These digests are cut "
                                          "into three tuples of three characters that name nested "
                                          "directories; the whole digest names the object root.";

Result<std::vector<fs::path>> sorted_directories(const fs::path& directory)
{
    std::vector<fs::path> found;
    std::error_code error;
    for (auto it = fs::directory_iterator(directory, error);
         !error && it != fs::directory_iterator(); it.increment(error)) {
        std::error_code ignored;
        if (fs::is_directory(it->symlink_status(ignored)))
            found.push_back(it->path());
    }
    if (error)
        return errno_error(error.value(), "list " + directory.string());
    std::sort(found.begin(), found.end());
    return found;
}

Status collect_objects(const fs::path& directory, int depth, std::vector<fs::path>& found)
{
    constexpr int kMaxDepth = 64; // hostile nesting; layout 0004 has at most 33
    if (depth > kMaxDepth)
        return Error(Errc::limit, "hierarchy too deep: " + directory.string());
    STELE_TRY(const std::vector<fs::path> children, sorted_directories(directory));
    for (const fs::path& child : children) {
        if (depth == 0 && child.filename() == "extensions")
            continue;
        if (is_object_root(child))
            found.push_back(child);
        else
            STELE_CHECK(collect_objects(child, depth + 1, found));
    }
    return {};
}

} // namespace

bool is_object_root(const fs::path& directory)
{
    std::error_code error;
    for (auto it = fs::directory_iterator(directory, error);
         !error && it != fs::directory_iterator(); it.increment(error))
        if (it->path().filename().string().starts_with("0=ocfl_object_"))
            return true;
    return false;
}

Status Root::create(Io& io, const fs::path& path, const std::vector<ExtraFile>& files)
{
    STELE_CHECK(io.make_directory(path));
    STELE_CHECK(write_new_file(io, path / "0=ocfl_1.1", as_bytes("ocfl_1.1\n")));
    const Json layout =
        Json::object({{"extension", kLayoutExtension}, {"description", kDescription}});
    STELE_CHECK(write_new_file(
        io, path / "ocfl_layout.json", as_bytes(print_json(layout, JsonStyle::pretty) + "\n")));
    const fs::path extension = path / "extensions" / kLayoutExtension;
    STELE_CHECK(io.make_directory(path / "extensions"));
    STELE_CHECK(io.make_directory(extension));
    STELE_CHECK(write_new_file(io, extension / "config.json", as_bytes(print_layout())));
    STELE_CHECK(io.sync_directory(extension));
    STELE_CHECK(io.sync_directory(path / "extensions"));
    for (const ExtraFile& file : files) {
        if (!is_safe_path(file.name) || file.name.find('/') != std::string::npos)
            return Error(Errc::invalid_argument, "name of a storage root file: " + file.name);
        STELE_CHECK(write_new_file(io, path / file.name, as_bytes(file.bytes)));
    }
    return io.sync_directory(path);
}

Result<Root> Root::open(const fs::path& path)
{
    bool declared = false;
    for (const std::string_view version : {"ocfl_1.1", "ocfl_1.0"}) {
        const Result<std::string> text = read_text_file(path / ("0=" + std::string(version)), 64);
        declared = declared || (text.ok() && *text == std::string(version) + "\n");
    }
    if (!declared)
        return Error(Errc::not_an_archive,
            path.string() + " does not declare itself an OCFL 1.0 or 1.1 storage root");
    STELE_TRY(const std::string text,
        read_text_file(path / "ocfl_layout.json", 1u << 20).in("storage root layout"));
    STELE_TRY(const Json layout, parse_json(text).in("ocfl_layout.json"));
    const std::string extension = layout["extension"].string_or("");
    if (extension != kLayoutExtension)
        return Error(Errc::unsupported, "storage layout \"" + extension + "\", only " +
                                            std::string(kLayoutExtension) + " is known");
    const Result<std::string> config =
        read_text_file(path / "extensions" / kLayoutExtension / "config.json", 1u << 20);
    if (!config && config.error().code() != Errc::not_found)
        return config.error();
    STELE_TRY(const LayoutConfig parsed, parse_layout(config ? *config : "{}"));
    return Root(path, parsed);
}

fs::path Root::object_path(const ObjectId& id) const
{
    return path_ / object_directory(id, layout_);
}

bool Root::contains(const ObjectId& id) const
{
    return is_object_root(object_path(id));
}

Result<std::vector<fs::path>> Root::object_paths() const
{
    std::vector<fs::path> found;
    STELE_CHECK(collect_objects(path_, 0, found));
    return found;
}

Result<std::vector<ObjectId>> Root::object_ids() const
{
    STELE_TRY(const std::vector<fs::path> paths, object_paths());
    std::vector<ObjectId> ids;
    for (const fs::path& path : paths)
        if (const Result<Object> object = Object::open_at(path))
            ids.push_back(object->inventory().id);
    std::sort(ids.begin(), ids.end());
    return ids;
}

} // namespace stele::ocfl

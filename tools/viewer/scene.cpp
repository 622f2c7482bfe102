// Catalogue -> record and access object -> page file.
#include "tools/viewer/scene.h"

#include "archive/catalogue/catalogue.h"
#include "archive/ocfl/object.h"
#include "archive/page/asset_file.h"
#include "archive/page/decode.h"
#include "archive/record/json.h"

#include <cstdlib>

namespace stele::viewer {

namespace {

constexpr std::string_view kAccessFolder = "access/", kIndexName = "/index.stele";

class AssetPages final : public stream::PageSource {
public:
    explicit AssetPages(page::AssetFile file) : file_(std::move(file)) {}
    const PageIndex& index() const override { return file_.index(); }
    Result<DecodedPage> load(PageId id) const override
    {
        STELE_TRY(const Bytes bytes, file_.read_page(id));
        return page::decode_page(bytes, index().pages[id.value], index().asset);
    }

private:
    page::AssetFile file_;
};

Result<Scene> open_folder(const Options& options)
{
    Scene scene;
    std::filesystem::path folder = options.pages;
    if (!folder.has_filename()) // a trailing slash
        folder = folder.parent_path();
    scene.id = folder.filename().string();
    STELE_TRY(
        auto file, page::AssetFile::open(page::open_in(options.pages)).in(options.pages.string()));
    scene.pages = std::make_shared<AssetPages>(std::move(file));
    if (!options.record.empty()) {
        STELE_TRY(const auto text, read_text_file(options.record));
        STELE_TRY(scene.record, record::from_json_text(text).in(options.record.string()));
    } else {
        scene.record.title = {{"", scene.id}};
    }
    return scene;
}

// --archive, then the environment, then upwards from the working directory, as git does.
Result<std::filesystem::path> find_archive(const Options& options)
{
    if (!options.archive.empty())
        return options.archive;
    if (const char* const named = std::getenv("STELE_ARCHIVE"); named != nullptr && *named != '\0')
        return std::filesystem::path(named);
    std::error_code failed;
    for (auto folder = std::filesystem::current_path(failed); !failed && !folder.empty();
         folder = folder.parent_path()) {
        if (std::filesystem::exists(folder / "stele.toml", failed))
            return folder;
        if (folder == folder.parent_path())
            break;
    }
    return Error(Errc::not_an_archive, "no archive here; name one: stele-viewer ARCHIVE [ID]");
}

Result<catalogue::ObjectRow> find_row(catalogue::Catalogue& catalogue, const std::string& id)
{
    if (!id.empty())
        return catalogue.find(id);
    STELE_TRY(auto rows, catalogue.list({}));
    for (auto& row : rows)
        if (row.state != catalogue::State::no_viewing_copy)
            return std::move(row);
    return Error(Errc::not_found, "the archive has no record with a viewing copy");
}

// The first asset's folder, in order of names.
Result<std::string> first_asset(ocfl::Object& object)
{
    STELE_TRY(const auto files, object.files());
    for (const ocfl::StoredFile& file : files)
        if (const std::string& path = file.logical.text;
            path.starts_with(kAccessFolder) && path.ends_with(kIndexName))
            return path.substr(0, path.size() - kIndexName.size() + 1);
    return Error(Errc::not_found, "no viewing copy in it");
}

Result<Scene> open_record(const Options& options)
{
    STELE_TRY(const auto folder, find_archive(options));
    STELE_TRY(const auto archive, ocfl::ArchiveDir::open(folder));
    STELE_TRY(const auto root, ocfl::Root::open(archive.storage_root()));
    STELE_TRY(auto catalogue, catalogue::Catalogue::open_readonly(archive.catalogue_file()));
    STELE_TRY(const auto row, find_row(catalogue, options.id));
    Scene scene;
    scene.id = row.slug;
    STELE_TRY(scene.record, record::from_json_text(row.record_json).in("record of " + row.slug));
    STELE_TRY(
        auto object, ocfl::Object::open(root, row.access_id).in("viewing copy of " + row.slug));
    STELE_TRY(const std::string asset, first_asset(object).in(row.slug));
    STELE_TRY(auto file, page::AssetFile::open([&](std::string_view name) {
        return object.open_file({asset + std::string(name)});
    }).in("viewing copy of " + row.slug));
    scene.pages = std::make_shared<AssetPages>(std::move(file));
    return scene;
}

} // namespace

Result<Scene> open_scene(const Options& options)
{
    return options.pages.empty() ? open_record(options) : open_folder(options);
}

} // namespace stele::viewer

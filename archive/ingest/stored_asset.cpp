// An asset is a folder of the access object that has an index.
#include "archive/ingest/stored_asset.h"

#include "archive/page/layout.h"
#include "archive/record/nearest.h"

#include <algorithm>

namespace stele::ingest {

namespace {

constexpr std::string_view kFolder = "access/";

} // namespace

Result<std::vector<std::string>> asset_names(ocfl::Object& access)
{
    const std::string end = "/" + std::string(page::kIndexName);
    STELE_TRY(const auto files, access.files());
    std::vector<std::string> names;
    for (const ocfl::StoredFile& file : files) {
        const std::string& path = file.logical.text;
        if (path.starts_with(kFolder) && path.ends_with(end))
            names.push_back(path.substr(kFolder.size(), path.size() - kFolder.size() - end.size()));
    }
    return names;
}

Result<page::AssetFile> open_asset(ocfl::Object& access, const std::string& name)
{
    return page::AssetFile::open([&](std::string_view file) {
        return access.open_file({std::string(kFolder) + name + "/" + std::string(file)});
    });
}

Result<StoredAsset> open_asset_of(const ocfl::Root& root, const std::string& slug,
    const ObjectId& access_id, const std::string& wanted)
{
    const Error none(Errc::not_found,
        slug + " has no viewing copy; ingest the scan again to make one (stele show " + slug + ")");
    if (!root.contains(access_id))
        return none;
    STELE_TRY(auto access, ocfl::Object::open(root, access_id));
    STELE_TRY(const auto names, asset_names(access));
    if (names.empty())
        return none;
    const std::string& name = wanted.empty() ? names.front() : wanted;
    if (std::find(names.begin(), names.end(), name) == names.end()) {
        const auto meant = record::nearest(name, names);
        std::string known;
        for (const std::string& n : names)
            known += (known.empty() ? "" : ", ") + n;
        return Error(Errc::not_found,
            slug + " has no asset '" + name + "'" +
                (meant ? "; did you mean '" + *meant + "'?" : "; it has: " + known));
    }
    STELE_TRY(auto file, open_asset(access, name));
    return StoredAsset{name, std::move(file)};
}

} // namespace stele::ingest

// In a PLY the statement is comments, a line each: key, then value.
#include "archive/page/export_mesh.h"

#include "archive/base/unicode.h"
#include "archive/page/plain_ply.h"

namespace stele::page {

namespace {

std::vector<std::string> comments_of(const Json& statement)
{
    // The first two are read by our reader of units, and by people.
    std::vector<std::string> comments{"unit: metres", "up: y", "generator: Stele"};
    if (const Json::Object* const members = statement.members())
        for (const auto& [key, value] : *members)
            if (!value.is_string() || !value.string_or("").empty())
                comments.push_back(
                    key + ": " + (value.is_string() ? value.string_or("") : print_json(value)));
    return comments;
}

} // namespace

std::optional<MeshFormat> mesh_format(const std::filesystem::path& file)
{
    const std::string extension = ascii_lower(file.extension().string());
    if (extension == ".glb")
        return MeshFormat::glb;
    if (extension == ".ply")
        return MeshFormat::ply;
    return std::nullopt;
}

Status export_mesh(const AssetFile& asset, const Cut& cut, const OverviewText& text,
    MeshFormat format, const ByteSink& sink)
{
    STELE_TRY(GridMesh mesh, cut_mesh(asset, cut));
    Json statement = cut_statement(asset, cut, text, "Surface made from a scan.");
    if (format == MeshFormat::ply)
        return write_plain_ply(mesh, comments_of(statement), sink);
    PlainMesh plain = plain_mesh(std::move(mesh));
    name_plain_mesh(plain, text, std::move(statement));
    return write_plain_glb(plain, sink);
}

} // namespace stele::page

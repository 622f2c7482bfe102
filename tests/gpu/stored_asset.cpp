// What make_viewing_copy does, without an archive around it.
#include "tests/gpu/stored_asset.h"

#include "archive/ingest/placement.h"
#include "archive/lod/build.h"
#include "archive/lod/grid.h"
#include "archive/page/pack_writer.h"
#include "archive/readers/reader.h"
#include "renderer/stream/asset_source.h"
#include "tests/support/shared_data.h"

namespace stele::test {

Result<std::shared_ptr<const stream::PageSource>> store_asset(
    ScanSource& scan, const std::filesystem::path& folder)
{
    const lod::Place place = [&](const lod::SourceShape& shape) -> Result<Placement> {
        return ingest::choose_placement(scan.info(), shape.bounds, {}, shape.sample);
    };
    lod::Workspace workspace(real_io(), folder);
    STELE_TRY(lod::Gridded gridded, lod::grid_scan(scan, place, {}, workspace, nullptr));
    page::PackOptions pack;
    pack.grid = gridded.grid;
    STELE_TRY(const auto writer, page::PackWriter::create(real_io(), folder, pack));
    STELE_CHECK(lod::build(gridded, workspace, {}, *writer));
    AssetInfo info;
    info.grid = gridded.grid;
    info.has_colours = gridded.attributes.colours;
    info.has_normals = gridded.attributes.normals;
    info.source_triangles = gridded.report.kept_triangles;
    info.source_vertices = gridded.report.kept_vertices;
    info.quantisation_m = gridded.report.quantisation_m;
    info.bounds = {gridded.report.bounds.min - info.grid.origin_m,
        gridded.report.bounds.max - info.grid.origin_m};
    STELE_CHECK(writer->finish(info));
    return stream::AssetSource::open(page::open_in(folder));
}

Result<std::shared_ptr<const stream::PageSource>> store_shared_scan(
    std::string_view relative, const std::filesystem::path& folder)
{
    STELE_TRY(const auto scan, readers::open_scan(shared_path(relative)));
    return store_asset(*scan, folder);
}

} // namespace stele::test

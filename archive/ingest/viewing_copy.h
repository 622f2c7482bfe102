// The access object: pages, index and overview made from one scan. It can be made again at any time
// and is replaced whole.
#pragma once

#include "archive/ingest/archive.h"
#include "archive/ingest/options.h"
#include "archive/ingest/report.h"
#include "archive/page/overview.h"
#include "archive/record/record.h"

#include <filesystem>
#include <string>

namespace stele::ingest {

struct ViewingCopyRequest {
    std::filesystem::path scan;
    std::filesystem::path folder;
    std::string asset;            // name inside the access object
    std::string original;         // logical path of the scan in the record object
    std::string source_digest;    // sha512 of the scan
    const record::Record& record; // outlives the request
};

// Whose the scan is, as files made from it say.
page::OverviewText overview_text(const record::Record& record);

// Options with the units, up-axis and grid step that an earlier ingest of this asset was told,
// where these say nothing: a repeated ingest does not forget the curator's word.
Options with_remembered_placement(
    const Archive& archive, const ViewingCopyRequest& request, Options options);

// The name of the scan's asset: asset_name(scan), with a number when another original of the record
// has that name.
std::string choose_asset_name(const Archive& archive, const record::Record& record,
    const std::filesystem::path& scan, const std::string& original);

// The access object holds this asset, made from this digest by this recipe and placement, and the
// record object its report; a writer killed between the two leaves only the first.
bool viewing_copy_is_current(
    const Archive& archive, const ViewingCopyRequest& request, const Options& options);

// The report of a scan that gets no viewing copy: what a reader and the bill of health say of it.
Result<Report> report_alone(const ViewingCopyRequest& request, const Options& options);

// Builds in staging and commits; other assets of the access object are kept.
Result<Report> make_viewing_copy(
    Archive& archive, const ViewingCopyRequest& request, const Options& options);

} // namespace stele::ingest

// Reads a scan and judges it, without writing anything: onto the grid for the builder, and into a
// report with its bill of health.
#pragma once

#include "archive/ingest/options.h"
#include "archive/ingest/report.h"
#include "archive/lod/grid.h"
#include "archive/model/scan.h"

namespace stele::ingest {

// Pulls the source to its end.
Result<lod::Gridded> read_onto_grid(ScanSource& source, const Options& options);

// Of a source that was read onto the grid: counts, health and findings; the rest is left empty.
Result<Report> report_of(
    const ScanSource& source, const lod::Gridded& gridded, const Options& options);

// Both at once, and point clouds too: what --dry-run and stele inspect report.
Result<Report> examine(ScanSource& source, const Options& options);

} // namespace stele::ingest

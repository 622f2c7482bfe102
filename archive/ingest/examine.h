// Reads a scan and judges it, without writing anything: onto the grid for the builder, and into a
// report with its bill of health.
#pragma once

#include "archive/ingest/options.h"
#include "archive/ingest/report.h"
#include "archive/lod/grid.h"
#include "archive/model/scan.h"

namespace stele::ingest {

// Pulls the source to its end.
Result<lod::Gridded> read_onto_grid(
    ScanSource& source, const Options& options, lod::Workspace& workspace);

// Of a source that was read onto the grid: counts, health and findings; the rest is left empty.
// Loads every brick once.
Result<Report> report_of(const ScanSource& source, lod::Gridded& gridded, const Options& options,
    const lod::Workspace& workspace);

// Both at once, and point clouds too: what --dry-run and stele inspect report. What does not fit in
// memory goes to the system's folder for temporary files.
Result<Report> examine(ScanSource& source, const Options& options);

} // namespace stele::ingest

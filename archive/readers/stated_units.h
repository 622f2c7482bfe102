// Units and up-axis that exporters state in comments: "comment unit: mm", "# units = inches", "# up
// axis: z".
#pragma once

#include "archive/model/scan.h"
#include "archive/readers/finding_tally.h"

#include <string_view>

namespace stele::readers {

// Sets metres_per_unit or up in info, with the comment as the reason, if this comment states them.
// The first statement wins. comment: without the leading "#" or "comment".
void note_stated_units(std::string_view comment, ScanInfo& info);

// Findings for comments that name a coordinate reference system ("EPSG:4547", "EPSG::25832") or a
// shift of the origin ("shift 400000 3000000 0"): neither is applied, both must not be lost sight
// of.
void note_stated_reference(std::string_view comment, FindingTally& tally);

} // namespace stele::readers

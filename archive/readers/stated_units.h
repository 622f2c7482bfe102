// Units and up-axis that exporters state in comments: "comment unit: mm", "# units = inches", "# up
// axis: z".
#pragma once

#include "archive/model/scan.h"

#include <string_view>

namespace stele::readers {

// Sets metres_per_unit or up in info, with the comment as the reason, if this comment states them.
// The first statement wins. comment: without the leading "#" or "comment".
void note_stated_units(std::string_view comment, ScanInfo& info);

} // namespace stele::readers

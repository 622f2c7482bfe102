// What Assimp warns of while it reads becomes a finding: it repairs some files without a word else.
#pragma once

#include "archive/readers/finding_tally.h"

namespace stele::read_mesh {

// From now on every warning and error of Assimp's log goes to tally, which must outlive the
// process.
void log_to(readers::FindingTally& tally);

} // namespace stele::read_mesh

// What this program gives up before it looks at a hostile byte.
#pragma once

#include "archive/base/file.h"

namespace stele::read_mesh {

// Ends with the parent, gains no rights, and opens no file but for reading beneath folder (null:
// none at all) where the kernel has Landlock. Limits of memory and time are set by the parent.
void enter_sandbox(const File* folder);

} // namespace stele::read_mesh

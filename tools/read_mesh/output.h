// The mesh stream on standard output.
#pragma once

#include "archive/readers/mesh_stream_writer.h"

namespace stele::read_mesh {

// Blocks until the parent takes the bytes; false once it does not.
bool send_to_parent(ByteSpan bytes);

} // namespace stele::read_mesh

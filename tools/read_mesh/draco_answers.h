// Decodes Draco data as KHR_draco_mesh_compression keeps it, one request after another.
#pragma once

#include "archive/readers/mesh_stream_reader.h"
#include "archive/readers/mesh_stream_writer.h"

namespace stele::read_mesh {

// Until the requests end or one of them breaks the protocol.
void answer_draco(readers::MeshStreamReader& requests, readers::MeshStreamWriter& out);

} // namespace stele::read_mesh

// Entry points of the formats. Each takes its bytes from a file or from memory, so that a fuzz
// target is one call.
#pragma once

#include "archive/model/scan.h"
#include "archive/readers/companion.h"
#include "archive/readers/input.h"

#include <memory>

namespace stele::readers {

using OpenedScan = Result<std::unique_ptr<ScanSource>>;

OpenedScan open_ply(Input input, Companions companions);
OpenedScan open_obj(Input input, Companions companions);
OpenedScan open_gltf(Input input, Companions companions); // GLB and .gltf, by the magic number

// Reads everything that a source delivers and drops it; what fuzz targets and truncation tests
// call.
struct Drained {
    std::uint64_t vertices = 0, faces = 0;
};
Result<Drained> drain(ScanSource& source);
// Memory in, all of it read, no companion reachable and no other program started.
Result<Drained> drain_ply(ByteSpan bytes);
Result<Drained> drain_obj(ByteSpan bytes);
Result<Drained> drain_gltf(ByteSpan bytes);
Result<Drained> drain_mesh_stream(ByteSpan bytes); // what stele-read-mesh writes

} // namespace stele::readers

// A triangle mesh as plain core glTF 2.0: no extension, floats and integers that every reader
// understands.
#pragma once

#include "archive/base/bytes.h"
#include "archive/base/json.h"
#include "archive/model/scan.h"

#include <functional>
#include <string>
#include <vector>

namespace stele::page {

struct PlainMesh {
    std::vector<Vec3f> positions; // node space
    std::vector<Rgba8> colours;   // empty or one a position
    std::vector<Vec3f> normals;   // empty or one a position; zero and non-finite ones become +y
    std::vector<Triangle> triangles;
    Vec3d translation; // of the node
    double scale = 1;
    std::string name;
    std::string copyright;
    Json extras; // null, or an object for asset and scene
};

// Takes a file's bytes from front to back, in pieces.
using ByteSink = std::function<Status(ByteSpan)>;

// Precondition: the mesh has triangles and every index is in range. Same mesh, same bytes.
// Errc::limit beyond 4 GiB, before the sink is called; else fails only as the sink does.
Status write_plain_glb(const PlainMesh& mesh, const ByteSink& sink);
// The same in memory.
Result<Bytes> write_plain_glb(const PlainMesh& mesh);

} // namespace stele::page

// The formats that Assimp reads well enough for an archive, and what of its answer is the file's
// own.
#pragma once

#include <string_view>

namespace stele::read_mesh {

struct ForeignFormat {
    std::string_view id;        // on our command line
    std::string_view extension; // picks Assimp's importer
    std::string_view name;      // for people
    bool has_normals;           // by vertex in the file; Assimp derives them for the others
    bool has_materials;         // in the file; Assimp makes up a grey one for the others
};

// Null when there is none so named.
const ForeignFormat* find_format(std::string_view id);

} // namespace stele::read_mesh

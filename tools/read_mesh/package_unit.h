// The unit that a 3MF package states, which Assimp passes over.
#pragma once

#include "archive/base/file.h"

#include <string>

namespace stele::read_mesh {

struct PackageUnit {
    double metres = 0.001;
    std::string reason;
};

// 3MF core specification, section 3.4: the attribute "unit" of <model>; without it, millimetres.
PackageUnit package_unit(const File& file);

} // namespace stele::read_mesh

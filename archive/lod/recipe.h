// What decides the bytes of an asset besides its source.
#pragma once

#include <string>

namespace stele::lod {

// Changes whenever the builder would make other groups of the same scan.
std::string recipe();

} // namespace stele::lod

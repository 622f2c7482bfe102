// The recipe's text.
#include "archive/lod/recipe.h"

#include "archive/lod/brick.h"

namespace stele::lod {

std::string recipe()
{
    return "stele-lod 5; grid edge/64, extent/2^15; brick " + std::to_string(kBrickTriangles) +
           "; levels a stage 3; cluster " + std::to_string(kMaxClusterTriangles) + "/" +
           std::to_string(kMaxClusterVertices) + "; group 24 (16-32); root " +
           std::to_string(kRootPageTriangles) +
           "; quadric collapse with colour, optimal placement, fitted; distance by drape, "
           "branch and bound 1.25; appearance above noise, root mean square";
}

} // namespace stele::lod

// A stone slab with a dragon head on the back of a tortoise.
#include "tools/landmark/landmark.h"
#include "tools/landmark/ply_output.h"

namespace stele::landmark {

Result<void> write_tortoise_stele(const std::filesystem::path& ply, const SteleOptions& options)
{
    Survey survey;
    PlyOptions output;
    output.target_triangles = options.target_triangles;
    return write_ply(ply, survey, output);
}

} // namespace stele::landmark

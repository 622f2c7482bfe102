// A material library.
#include "archive/readers/mtl.h"

#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    readers::Companions companions = readers::Companions::none();
    readers::FindingTally tally;
    std::vector<readers::ObjMaterial> materials;
    fuzz::require_clean(
        readers::parse_mtl(fuzz::bytes(data, size), {}, companions, tally, materials));
    for (const readers::ObjMaterial& material : materials)
        fuzz::require(!material.texture || *material.texture < companions.list().size());
    return 0;
}

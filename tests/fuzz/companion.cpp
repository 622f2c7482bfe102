// Names of other files in scans: whatever they are, nothing outside the folder is found.
#include "archive/readers/companion.h"

#include "tests/fuzz/target.h"
#include "tests/support/temp_dir.h"

#include <fstream>

namespace {

struct Place {
    stele::test::TempDir dir;
    stele::Result<stele::readers::Companions> companions;

    Place() : companions(stele::readers::Companions::none())
    {
        std::filesystem::create_directories(dir / "scans/maps");
        for (const char* const name : {"outside.jpg", "scans/a.mtl", "scans/maps/a b.jpg"})
            std::ofstream(dir / name) << name;
        companions = stele::readers::Companions::beside(dir / "scans/a.obj", {});
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    static const Place place;
    fuzz::require(place.companions.ok());
    readers::Companions companions = *place.companions;
    readers::FindingTally tally;
    const std::string_view name = fuzz::text(data, size);
    for (const readers::Notation notation : {readers::Notation::uri, readers::Notation::path}) {
        const std::size_t i = companions.add(
            name, notation == readers::Notation::uri ? "uri" : "path", notation, tally);
        if (!companions.found(i))
            continue;
        const std::string path = companions.list()[i].resolved.lexically_normal().string();
        fuzz::require(path.find("/scans/") != path.npos);
        fuzz::require(companions.read(i, 100).ok());
    }
    return 0;
}

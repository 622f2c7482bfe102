// PLY from memory, read to its end.
#include "archive/readers/readers_internal.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    fuzz::require_clean(readers::drain_ply(fuzz::bytes(data, size)));
    return 0;
}

// glTF as text, or binary as the input has it.
#include "archive/readers/readers_internal.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    fuzz::require_clean(readers::drain_gltf(fuzz::bytes(data, size)));
    return 0;
}

// The container of pages.
#include "archive/page/glb.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    const auto glb = page::read_glb(fuzz::bytes(data, size));
    fuzz::require_clean(glb);
    if (!glb)
        return 0;
    const auto written = page::write_glb(glb->document, glb->bin);
    fuzz::require(written.ok() && page::read_glb(written->bytes).ok());
    return 0;
}

// Size and colour profile of a picture file, as far as its head says them.
#include "archive/readers/picture.h"

#include "archive/base/unicode.h"
#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    const ByteSpan bytes = fuzz::bytes(data, size);
    fuzz::require(is_valid_utf8(readers::icc_description(bytes)));
    if (const auto facts = readers::picture_facts(bytes))
        fuzz::require(is_valid_utf8(facts->colour_profile));
    return 0;
}

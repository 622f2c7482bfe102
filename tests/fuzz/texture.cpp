// A texture image, decoded and sampled.
#include "archive/readers/texture.h"

#include "tests/fuzz/target.h"

#include <stb/stb_image.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace stele;
    // A few bytes may state millions of texels; the time would go into zeros.
    int width = 0, height = 0, channels = 0;
    if (stbi_info_from_memory(data, static_cast<int>(size), &width, &height, &channels) != 0 &&
        std::int64_t{width} * height > 1 << 12)
        return 0;
    for (const char* const name : {"a.png", "a.tga"}) {
        const auto image = readers::decode_texture(fuzz::bytes(data, size), name);
        fuzz::require_clean(image);
        if (image)
            readers::sample(*image, 0.3, -7.9, readers::Wrap::mirror, readers::Wrap::repeat);
    }
    return 0;
}
